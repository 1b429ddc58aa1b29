// A passkey that was cancelled or not found is said on the page, not in the console alone.
document.addEventListener("allauth.error", (event) => {
  const note = document.getElementById("passkey-failed");
  if (note) {
    event.preventDefault();
    note.hidden = false;
  }
});
