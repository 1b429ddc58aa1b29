/* What makes pages pleasant with JavaScript; each works without it. */
(function () {
  "use strict";

  // A link that asks first: the question opens as a dialog instead of as a page of its own.
  document.addEventListener("click", function (event) {
    const link = event.target.closest("a[data-dialog]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const dialog = document.getElementById(link.dataset.dialog);
    if (!dialog || !dialog.showModal) return;
    event.preventDefault();
    dialog.showModal();
  });

  // Dropped menus close when one clicks elsewhere or presses Escape.
  document.addEventListener("click", function (event) {
    document.querySelectorAll("details.drop[open]").forEach(function (drop) {
      if (!drop.contains(event.target)) drop.open = false;
    });
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    document.querySelectorAll("details.drop[open]").forEach(function (drop) {
      drop.open = false;
      drop.querySelector("summary").focus();
    });
  });

  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-print]")) window.print();
  });

  // After a part of the page was exchanged: say how many rows there are.
  document.addEventListener("htmx:afterSettle", function () {
    const told = document.querySelector("[data-announce]");
    const place = document.getElementById("announcement");
    if (told && place && place.textContent !== told.textContent.trim()) place.textContent = told.textContent.trim();
  });

  // A part that could not be fetched: load the whole page, which explains what is wrong.
  document.addEventListener("htmx:responseError", function (event) {
    const request = event.detail.requestConfig;
    if (request.verb === "get" && request.triggeringEvent && request.triggeringEvent.type === "click") {
      window.location.assign(event.detail.pathInfo.finalRequestPath);
    }
  });
})();
