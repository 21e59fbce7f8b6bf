// Fills a field from a list of results found beside it, and hands the keyboard back to the field.
(function () {
  "use strict";
  document.addEventListener("click", function (event) {
    var choice = event.target.closest("button[data-fill]");
    if (!choice) { return; }
    var field = document.getElementById(choice.dataset.fill);
    if (!field) { return; }
    field.value = choice.value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
    choice.closest("[data-results]").replaceChildren();
    field.focus();
  });
})();
