// Keeps what is typed on the server every few seconds, counts the abstract, and asks before a page is left
// with words that are not kept. When the session has ended, sending waits until the person signed in again.
(function () {
  "use strict";
  var form = document.querySelector("form[data-keep]");
  if (!form) { return; }
  var status = document.getElementById("kept");
  var PAUSE = 4000;
  var dirty = false, sending = false, submitting = false, timer = null;

  function cookie(name) {
    var found = document.cookie.match(new RegExp("(?:^|; )" + name + "=([^;]+)"));
    return found ? decodeURIComponent(found[1]) : "";
  }

  // A sign-in in another tab changes the token: take the present one, so that this form still counts.
  function refreshToken() {
    var field = form.querySelector("input[name=csrfmiddlewaretoken]");
    if (field && cookie("csrftoken")) { field.value = cookie("csrftoken"); }
  }

  function say(text, tone) {
    if (!status) { return; }
    status.textContent = text;
    status.className = tone ? "notice notice-" + tone : "meta";
  }

  function expired() {
    say("登录已过期。请在新窗口登录后回到本页继续，已输入的内容仍在本页。", "warn");
    var link = document.createElement("a");
    link.href = "/desk/sign-in/";
    link.target = "_blank";
    link.rel = "noopener";
    link.textContent = "去登录";
    status.append(" ", link);
  }

  function send() {
    refreshToken();
    dirty = false;
    sending = true;
    return fetch(form.dataset.keep, {
      method: "POST",
      body: new FormData(form),
      headers: { "x-csrftoken": cookie("csrftoken") },
      redirect: "manual",
    }).then(function (answer) {
      sending = false;
      if (answer.ok) { return answer.text().then(function (text) { say(text); return true; }); }
      dirty = true;
      if (answer.status === 401 || answer.type === "opaqueredirect") { expired(); return false; }
      say("自动保存没有成功，稍后再试", "warn");
      return true;
    }).catch(function () {
      sending = false;
      dirty = true;
      say("暂时连不上服务器，内容仍在本页，稍后再试", "warn");
      return true;
    });
  }

  function later() {
    dirty = true;
    clearTimeout(timer);
    timer = setTimeout(function again() {
      if (sending) { timer = setTimeout(again, PAUSE); return; }
      send().then(function () { if (dirty) { timer = setTimeout(again, PAUSE); } });
    }, PAUSE);
  }

  form.addEventListener("input", later);
  form.addEventListener("change", later);
  form.addEventListener("submit", function (event) {
    if (submitting) { return; }
    event.preventDefault();
    var pressed = event.submitter;
    clearTimeout(timer);
    send().then(function (signedIn) {
      if (!signedIn) { return; }
      submitting = true;
      refreshToken();
      form.requestSubmit(pressed);
    });
  });
  // The other forms of the page (attachments, relations) leave it too: keep first, then let them go.
  document.addEventListener("submit", function (event) {
    var other = event.target;
    if (other === form || !dirty || other.dataset.leaving) { return; }
    event.preventDefault();
    send().then(function (signedIn) {
      if (!signedIn) { return; }
      other.dataset.leaving = "1";
      submitting = true;
      other.requestSubmit();
    });
  });
  window.addEventListener("beforeunload", function (event) {
    if (dirty && !submitting) { event.preventDefault(); }
  });

  form.querySelectorAll("[data-limit]").forEach(function (field) {
    var shown = document.createElement("p");
    shown.className = "meta";
    shown.setAttribute("aria-live", "polite");
    field.after(shown);
    function count() {
      var length = Array.from(field.value.trim()).length, limit = Number(field.dataset.limit);
      shown.textContent = length > limit ? "已写 " + length + " 字，超出 " + (length - limit) + " 字" : "已写 " + length + " / " + limit + " 字";
      shown.className = length > limit ? "error" : "meta";
    }
    field.addEventListener("input", count);
    count();
  });
})();
