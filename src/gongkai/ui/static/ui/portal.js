// Small comforts: copy the address of a page or what stands on it, share, print. Everything else is plain HTML.
(function () {
  "use strict";
  function say(button, words) {
    var status = document.getElementById("share-status");
    if (status) { status.textContent = words; }
  }
  function copy(button) {
    navigator.clipboard.writeText(button.dataset.copy).then(
      function () { say(button, (button.dataset.what || "链接") + "已复制"); },
      function () { say(button, "浏览器不允许复制，请手工" + (button.dataset.what ? "选中复制" : "复制地址栏中的链接")); });
  }
  function share(button) {
    navigator.share({ title: document.title, url: button.dataset.share }).catch(function () { /* closed by the reader */ });
  }
  document.querySelectorAll("[data-copy]").forEach(function (button) {
    if (!navigator.clipboard) { return; }
    button.hidden = false;
    button.addEventListener("click", function () { copy(button); });
  });
  document.querySelectorAll("[data-share]").forEach(function (button) {
    if (!navigator.share) { return; }
    button.hidden = false;
    button.addEventListener("click", function () { share(button); });
  });
  document.querySelectorAll("[data-print]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  });
})();
