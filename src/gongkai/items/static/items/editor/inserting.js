// A picture is put into the text: chosen, dropped or pasted, described, sent, and shown where the cursor was.
// The form is the one that the page has without script; here it opens over the editor.
import { button, line } from "./controls.js";
import { unstyled } from "./pasting.js";

const OFFLINE = "暂时连不上服务器，选好的图片和文字仍在这里，稍后再试";

/** A sign-in in another window changes the token: take the present one. */
function refreshToken(form) {
  const found = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  if (found) { form.elements.csrfmiddlewaretoken.value = decodeURIComponent(found[1]); }
}

function accuse(input, sentence) {
  const told = document.createElement("p");
  told.className = "error";
  told.id = `${input.id}-wrong`;
  told.textContent = sentence;
  input.before(told);
  input.setAttribute("aria-invalid", "true");
  input.setAttribute("aria-describedby", `${input.getAttribute("aria-describedby") || ""} ${told.id}`.trim());
  input.closest(".field").classList.add("field-wrong");
}

function clear(form) {
  form.querySelectorAll(".error, .notice").forEach((each) => each.remove());
  form.querySelectorAll("[aria-invalid]").forEach((each) => {
    each.removeAttribute("aria-invalid");
    each.setAttribute("aria-describedby", each.getAttribute("aria-describedby").replace(`${each.id}-wrong`, "").trim());
    each.closest(".field").classList.remove("field-wrong");
  });
}

function signInAgain(told) {
  const link = document.createElement("a");
  Object.assign(link, { href: "/desk/sign-in/", target: "_blank", rel: "noopener", textContent: "去登录" });
  told.replaceChildren("登录已过期。请在新窗口登录后回到这里再插入，选好的图片和文字仍在。", link);
}

/** The pictures of what is pasted or dropped; none where words come along, as from Word. */
export function picturesOf(data) {
  const html = unstyled(data.getData("text/html"));
  const words = html ? new DOMParser().parseFromString(html, "text/html").body.textContent : data.getData("text/plain");
  return words.trim() ? [] : [...data.files].filter((each) => each.type.startsWith("image/"));
}

function place(editor, at, { src, alt, width, height }) {
  const isLast = at >= editor.state.doc.content.size - 1;
  const image = { type: "image", attrs: { src, alt, width: String(width), height: String(height) } };
  editor.chain().focus().insertContentAt(at, isLast ? [image, { type: "paragraph" }] : image).run();
}

/** The form in a window of its own; ``open`` with files describes one after the other. */
export function insertion(editor, announce) {
  const form = document.getElementById("illustrate");
  const [file, words] = ["picture", "alternative"].map((name) => form.elements[`illustrate-${name}`]);
  const send = form.querySelector("button[type=submit]");
  const told = line();
  const dialog = document.createElement("dialog");
  let [at, waiting] = [0, []];
  const close = () => dialog.close();
  dialog.className = "picture-dialog";
  dialog.setAttribute("aria-labelledby", "illustrate-title");
  form.noValidate = true;
  send.textContent = "插入";
  send.classList.add("button-primary");
  send.after(button("取消", close), told);
  dialog.append(form);
  document.body.append(dialog);

  const choose = (one) => {
    const held = new DataTransfer();
    held.items.add(one);
    file.files = held.files;
    told.textContent = waiting.length ? `${one.name}，其后还有${waiting.length}张` : one.name;
  };
  const wrong = () => {
    clear(form);
    const chosen = file.files[0];
    if (!chosen) { accuse(file, "请选择图片"); }
    if (chosen && chosen.size > Number(form.dataset.largest)) { accuse(file, form.dataset.tooLarge); }
    if (!words.value.trim()) { accuse(words, "请填写替代文字"); }
    return focusWrong();
  };
  const focusWrong = () => {
    const first = form.querySelector("[aria-invalid]");
    if (first) { told.textContent = ""; first.focus(); }
    return Boolean(first);
  };
  const taken = (picture) => {
    place(editor, at, picture);
    at = editor.state.selection.to;
    announce(`图片已插入。${picture.told}`);
    [file.value, words.value, told.textContent] = ["", "", ""];
    if (waiting.length) { choose(waiting.shift()); words.focus(); } else { close(); editor.commands.focus(); }
  };
  const refused = async (answer) => {
    const { errors } = await answer.json();
    if (errors.picture) { accuse(file, errors.picture.join("；")); }
    if (errors.alternative) { accuse(words, errors.alternative.join("；")); }
    if (!focusWrong()) { told.textContent = "图片没有插入，请刷新页面后再试"; }
  };
  const sent = async () => {
    refreshToken(form);
    const answer = await fetch(form.dataset.take, { method: "POST", body: new FormData(form), redirect: "manual" });
    if (answer.ok) { taken(await answer.json()); return; }
    if (answer.type === "opaqueredirect" || answer.status === 401) { signInAgain(told); return; }
    if (answer.status === 422 || answer.status === 409) { await refused(answer); return; }
    told.textContent = `图片没有插入（${answer.status}），选好的图片和文字仍在这里，稍后再试`;
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation();  // the page is not left
    if (send.disabled || wrong()) { return; }
    told.textContent = "正在上传……";
    send.disabled = true;
    sent().catch(() => { told.textContent = OFFLINE; }).finally(() => { send.disabled = false; });
  });
  dialog.addEventListener("close", () => { waiting = []; });
  return {
    open(files = [], position = editor.state.selection.to) {
      [at, waiting] = [position, [...files]];
      clear(form);
      if (waiting.length) { choose(waiting.shift()); }
      dialog.showModal();
      (file.files.length ? words : file).focus();
    },
  };
}
