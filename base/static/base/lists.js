/* Choosing rows of a list: how many are chosen, the whole page at once, acts that wait for a choice. */
(function () {
  "use strict";

  const rowsOf = (bar) => Array.from(document.querySelectorAll('input[name="row"][form="' + bar.id + '"]'));

  function tell(bar) {
    const rows = rowsOf(bar);
    const chosen = rows.filter((row) => row.checked).length;
    const all = bar.querySelector("[data-bulk-all]");
    const takesAll = Boolean(all && all.checked);
    const told = bar.querySelector("[data-bulk-count]");
    told.textContent = takesAll ? "" : told.dataset.bulkCount.replace("{number}", chosen);
    rows.forEach(function (row) { row.disabled = takesAll; });
    bar.querySelectorAll("[data-bulk-act]").forEach(function (act) { act.disabled = !takesAll && chosen === 0; });
    bar.classList.toggle("is-idle", !takesAll && chosen === 0);
    const page = document.querySelector("[data-bulk-page]");
    if (!page) return;
    page.hidden = false;
    page.disabled = takesAll;
    page.checked = rows.length > 0 && chosen === rows.length;
    page.indeterminate = chosen > 0 && chosen < rows.length;
  }

  function tellAll() {
    document.querySelectorAll("[data-bulk]").forEach(tell);
  }

  document.addEventListener("change", function (event) {
    const page = event.target.closest("[data-bulk-page]");
    document.querySelectorAll("[data-bulk]").forEach(function (bar) {
      if (page) rowsOf(bar).forEach(function (row) { row.checked = page.checked; });
    });
    tellAll();
  });
  document.addEventListener("htmx:afterSettle", tellAll);
  window.addEventListener("pageshow", tellAll);
  tellAll();
})();
