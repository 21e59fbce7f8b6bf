// Keeps a number beside every line of the declaration while it is typed.
(function () {
  "use strict";
  var area = document.querySelector(".declare-editor textarea");
  var gutter = document.querySelector(".declare-gutter");
  if (!area || !gutter) { return; }
  function number() {
    var lines = Math.max(24, area.value.split("\n").length + 2);
    area.rows = lines;
    while (gutter.children.length > lines) { gutter.lastChild.remove(); }
    while (gutter.children.length < lines) {
      gutter.appendChild(document.createElement("span")).textContent = gutter.children.length;
    }
  }
  area.addEventListener("input", number);
  number();
})();
