// While a register is filtered without leaving the page: what was unfolded stays so, and the phone's panel closes.
(function () {
  "use strict";
  var unfolded = {};
  function folds() { return document.querySelectorAll("#finder details[id]"); }
  document.addEventListener("htmx:beforeSwap", function () {
    folds().forEach(function (fold) { unfolded[fold.id] = fold.open; });
  });
  document.addEventListener("htmx:afterSettle", function () {
    folds().forEach(function (fold) { if (fold.id in unfolded) { fold.open = unfolded[fold.id]; } });
    document.querySelectorAll("#finder [data-print]").forEach(function (button) {
      button.hidden = false;
      button.addEventListener("click", function () { window.print(); });
    });
  });
})();
