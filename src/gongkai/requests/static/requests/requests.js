// Two comforts: a draft on this device for who wants one, and a query code that comes in by QR code.
(function () {
  "use strict";
  var NEVER = ["id_number", "answer", "website", "slip", "csrfmiddlewaretoken"];
  var PREFIX = "request-draft-";

  function read(key) { try { return JSON.parse(localStorage.getItem(key)); } catch (error) { return null; } }
  function write(key, value) { try { localStorage.setItem(key, JSON.stringify(value)); return true; } catch (error) { return false; } }
  function drop(key) { try { localStorage.removeItem(key); } catch (error) { /* private mode */ } }

  function fields(form) {
    return Array.from(form.elements).filter(function (field) {
      return field.name && field.type !== "file" && field.type !== "submit" && field.type !== "hidden" && NEVER.indexOf(field.name) < 0;
    });
  }

  function typed(form) {
    var told = {};
    fields(form).forEach(function (field) {
      if (field.type !== "radio" || field.checked) { told[field.name] = field.value; }
    });
    return told;
  }

  function fill(form, told) {
    fields(form).forEach(function (field) {
      if (!(field.name in told)) { return; }
      if (field.type === "radio") { field.checked = field.value === told[field.name]; } else { field.value = told[field.name]; }
    });
  }

  function draft(form) {
    var key = PREFIX + form.dataset.draft;
    var box = document.getElementById("keep-draft");
    var status = document.getElementById("draft-status");
    var saved = read(key);
    var blank = !form.elements.title.value && !form.elements.name.value;
    form.querySelector(".draft").hidden = false;
    box.checked = Boolean(saved);
    if (saved && blank) { fill(form, saved); status.textContent = " 已恢复上次的草稿。"; }
    function save() {
      if (box.checked) { status.textContent = write(key, typed(form)) ? " 草稿已保存。" : " 浏览器不允许保存草稿。"; }
    }
    form.addEventListener("input", save);
    box.addEventListener("change", function () {
      if (box.checked) { save(); } else { drop(key); status.textContent = " 草稿已删除。"; }
    });
  }

  function code(given) {
    var form = document.querySelector("form[data-code]");
    history.replaceState(null, "", location.pathname);
    if (form) { form.elements.code.value = given; form.elements.code.focus(); }
  }

  function scanned() {
    var given = location.hash.slice(1);
    if (/^[0-9A-Za-z]{4}(-?[0-9A-Za-z]{4}){3}$/.test(given)) { code(given); }
  }

  document.querySelectorAll("form[data-draft]").forEach(draft);
  scanned();
  if (document.querySelector("[data-sent]")) { drop(PREFIX + "citizen"); drop(PREFIX + "organisation"); }
})();
