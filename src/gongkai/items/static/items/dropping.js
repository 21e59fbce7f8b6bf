// Files may be dropped anywhere on the form of uploading; what is chosen is listed below the field.
(function () {
  "use strict";
  var form = document.querySelector("form[data-drop]");
  var field = form && form.querySelector("input[type=file]");
  if (!field) { return; }
  var list = document.createElement("ul");
  list.className = "list dropped";
  list.setAttribute("aria-live", "polite");
  field.after(list);

  function show() {
    list.replaceChildren.apply(list, Array.from(field.files).map(function (file) {
      var line = document.createElement("li");
      line.textContent = file.name + "（" + Math.max(1, Math.round(file.size / 1024)) + " KB）";
      return line;
    }));
  }

  function mark(on) { form.classList.toggle("dropping", on); }

  field.addEventListener("change", show);
  form.addEventListener("dragover", function (event) { event.preventDefault(); mark(true); });
  form.addEventListener("dragleave", function () { mark(false); });
  form.addEventListener("drop", function (event) {
    event.preventDefault();
    mark(false);
    if (!event.dataTransfer.files.length) { return; }
    var all = new DataTransfer();
    Array.from(field.files).concat(Array.from(event.dataTransfer.files)).forEach(function (file) {
      all.items.add(file);
    });
    field.files = all.files;
    show();
  });
})();
