// Footnotes. While they are edited a note stands in the text where it belongs; in the body that is saved it is a
// numbered reference and a list at the end, which read the same everywhere and need no program.
import { Node } from "../../django_prose_editor/editor.js";
import { bar, button, field } from "./controls.js";

export const Note = Node.create({
  name: "note",
  group: "inline",
  inline: true,
  atom: true,
  addAttributes: () => ({ words: { default: "", parseHTML: (element) => element.textContent.trim(), rendered: false } }),
  parseHTML: () => [{ tag: "small.note" }],
  renderHTML: ({ node }) => ["small", { class: "note" }, node.attrs.words],
});

/** The bar in which the chosen note is written; Enter leads back into the text behind it. */
export function noteBar(editor) {
  const chosen = () => {
    const { node } = editor.state.selection;
    return node && node.type.name === "note" ? node : null;
  };
  const leave = () => {
    editor.commands.setTextSelection(editor.state.selection.to);
    editor.view.focus();  // at once: what is typed next belongs to the text
  };
  const words = field("脚注内容", leave);
  const remove = button("删除脚注", () => editor.chain().deleteSelection().focus().run());
  const made = bar("脚注", words, button("写好了", leave), remove);
  made.classList.add("editor-note");
  words.addEventListener("input", () => {
    const at = editor.state.selection.from;  // a changed note is another one: choose it again
    editor.chain().updateAttributes("note", { words: words.value }).setNodeSelection(at).run();
  });
  const show = () => {
    const note = chosen();
    made.hidden = !note;
    if (note && words.value !== note.attrs.words) { words.value = note.attrs.words; }
  };
  editor.on("transaction", show);
  show();
  made.begin = () => {
    const at = editor.state.selection.to;
    editor.chain().insertContentAt(at, { type: "note" }).setNodeSelection(at).run();
    words.focus();
  };
  return made;
}

function parsed(html) {
  return new DOMParser().parseFromString(`<body>${html}</body>`, "text/html");
}

/** Return the body as it is edited: each note at its place. */
export function inPlace(html) {
  const page = parsed(html);
  for (const reference of [...page.querySelectorAll("sup > a[href^='#s9-']")]) {
    const target = page.getElementById(reference.getAttribute("href").slice(1));
    if (!target) { continue; }
    target.querySelectorAll("a[href^='#s8-']").forEach((back) => back.remove());
    const note = page.createElement("small");
    note.className = "note";
    note.textContent = target.textContent.trim();
    reference.parentElement.replaceWith(note);
    target.dataset.taken = "1";
  }
  for (const list of [...page.querySelectorAll("ol")]) {
    if (list.children.length && [...list.children].every((each) => each.dataset.taken)) {
      if (list.previousElementSibling && list.previousElementSibling.tagName === "HR") { list.previousElementSibling.remove(); }
      list.remove();
    }
  }
  return page.body.innerHTML;
}

/** Return the body as it is saved: references numbered in order, the notes at the end. */
export function atTheEnd(html) {
  const page = parsed(html);
  const notes = [...page.querySelectorAll("small.note")];
  const list = page.createElement("ol");
  for (const note of notes) {
    const words = note.textContent.trim();
    if (!words) { note.remove(); continue; }
    const number = list.children.length + 1;
    const [reference, link] = [page.createElement("sup"), page.createElement("a")];
    reference.id = `s8-${number}`;
    link.setAttribute("href", `#s9-${number}`);
    link.textContent = `注${number}`;
    reference.append(link);
    note.replaceWith(reference);
    const [item, back] = [page.createElement("li"), page.createElement("a")];
    item.id = `s9-${number}`;
    back.setAttribute("href", `#s8-${number}`);
    back.setAttribute("title", `回到注${number}所在的正文`);
    back.textContent = "返回";
    item.append(`${words} `, back);
    list.append(item);
  }
  if (list.children.length) { page.body.append(page.createElement("hr"), list); }
  return page.body.innerHTML;
}
