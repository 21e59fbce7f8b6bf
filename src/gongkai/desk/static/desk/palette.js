// The search box over everything: Ctrl+K opens it, arrows choose, Enter goes there. Without this script the
// link beside it leads to the search page.
(function () {
  "use strict";
  var dialog = document.getElementById("palette");
  var link = document.querySelector("[data-palette]");
  if (!dialog || !link || !dialog.showModal) { return; }
  var input = dialog.querySelector("input[name=q]");
  var list = document.getElementById("palette-found");
  var said = document.getElementById("palette-said");
  var slash = document.getElementById("palette-slash");
  var KEY = "gongkai-slash";
  var asked = 0, timer = 0, chosen = -1;

  function remembered() { try { return window.localStorage.getItem(KEY) !== "off"; } catch (error) { return true; } }
  slash.checked = remembered();
  slash.addEventListener("change", function () {
    try { window.localStorage.setItem(KEY, slash.checked ? "on" : "off"); } catch (error) { /* not kept */ }
  });

  function options() { return Array.prototype.slice.call(list.querySelectorAll("[role=option]")); }

  function choose(place) {
    var all = options();
    chosen = all.length ? (place + all.length) % all.length : -1;
    all.forEach(function (option, n) { option.setAttribute("aria-selected", n === chosen ? "true" : "false"); });
    if (chosen < 0) { input.removeAttribute("aria-activedescendant"); return; }
    input.setAttribute("aria-activedescendant", all[chosen].id);
    all[chosen].scrollIntoView({ block: "nearest" });
  }

  // What the page shows as lists of links stands here as options in groups.
  function show(html) {
    list.innerHTML = html;
    list.querySelectorAll("section").forEach(function (group) { group.setAttribute("role", "group"); });
    list.querySelectorAll("h2, ul, li, .meta").forEach(function (part) { part.setAttribute("role", "presentation"); });
    list.querySelectorAll("h2").forEach(function (head) { head.removeAttribute("role"); head.setAttribute("role", "presentation"); });
    list.querySelectorAll("a").forEach(function (found, n) {
      found.id = "palette-" + n;
      found.setAttribute("role", "option");
      found.setAttribute("tabindex", "-1");
    });
    var count = options().length;
    input.setAttribute("aria-expanded", count ? "true" : "false");
    said.textContent = input.value.trim() ? (count ? count + " 项结果" : "没有找到") : "";
    choose(count ? 0 : -1);
  }

  function ask() {
    var mine = ++asked, words = input.value.trim();
    if (!words) { show(""); return; }
    fetch("/desk/search/?palette=1&q=" + encodeURIComponent(words), { headers: { "hx-request": "true" } })
      .then(function (answer) { return answer.ok ? answer.text() : ""; })
      .catch(function () { return ""; })
      .then(function (html) { if (mine === asked) { show(html); } });
  }

  function open() {
    if (dialog.open) { return; }
    input.value = "";
    show("");
    dialog.showModal();
    input.focus();
  }

  link.addEventListener("click", function (event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) { return; }
    event.preventDefault();
    open();
  });
  dialog.querySelector("[data-close]").addEventListener("click", function () { dialog.close(); });
  dialog.addEventListener("click", function (event) { if (event.target === dialog) { dialog.close(); } });
  dialog.addEventListener("close", function () { link.focus(); });
  input.addEventListener("input", function () {
    window.clearTimeout(timer);
    timer = window.setTimeout(ask, 120);
  });
  input.addEventListener("keydown", function (event) {
    if (event.isComposing) { return; }
    if (event.key === "ArrowDown") { event.preventDefault(); choose(chosen + 1); }
    if (event.key === "ArrowUp") { event.preventDefault(); choose(chosen - 1); }
    if (event.key === "Enter" && chosen >= 0) { event.preventDefault(); options()[chosen].click(); }
  });
  document.addEventListener("keydown", function (event) {
    var typing = event.target.closest && event.target.closest("input, textarea, select, [contenteditable=true]");
    var isCommand = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "k";
    var isSlash = event.key === "/" && !typing && slash.checked && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (isCommand || isSlash) { event.preventDefault(); open(); }
  });
})();
