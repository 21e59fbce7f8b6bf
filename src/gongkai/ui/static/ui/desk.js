// Moves the keyboard to the list of errors of a refused form, so that the first thing read is what to mend.
(function () {
  "use strict";
  var errors = document.querySelector(".form-errors");
  if (errors) { errors.focus(); }
})();
