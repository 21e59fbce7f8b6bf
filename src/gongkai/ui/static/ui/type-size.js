// Remembers the large-type switch. Runs before the first paint so that the page does not jump.
(function () {
  "use strict";
  var root = document.documentElement;
  function read() { try { return localStorage.getItem("large-type") === "1"; } catch (e) { return false; } }
  function write(on) { try { localStorage.setItem("large-type", on ? "1" : "0"); } catch (e) { /* private mode */ } }
  root.classList.toggle("large", read());
  document.addEventListener("DOMContentLoaded", function () {
    var box = document.getElementById("large-type");
    if (!box) { return; }
    box.checked = read();
    box.addEventListener("change", function () { root.classList.toggle("large", box.checked); write(box.checked); });
  });
})();
