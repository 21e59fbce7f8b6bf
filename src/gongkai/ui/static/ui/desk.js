// Moves the keyboard to the list of errors of a refused form, so that the first thing read is what to mend;
// and brings the entry of the page into view where the navigation is one row that scrolls.
(function () {
  "use strict";
  var errors = document.querySelector(".form-errors");
  if (errors) { errors.focus(); }
  var entry = document.querySelector(".desk-nav [aria-current]");
  if (entry) { entry.closest("ul").scrollLeft = entry.offsetLeft - 48; }
})();
