// The pictures of the text: the chosen one is described or removed in a bar; all of them are listed beside.
import { bar, button, field } from "./controls.js";

const LONGEST = 100;

function changed(html, change) {
  if (!html.includes("<img")) { return html; }
  const page = new DOMParser().parseFromString(`<body>${html}</body>`, "text/html");
  page.querySelectorAll("img").forEach(change);
  return page.body.innerHTML;
}

/** Return the body as it is edited: a picture that is a paragraph by itself stands between the others. */
export function standing(html) {
  return changed(html, (image) => {
    const paragraph = image.closest("p");
    if (paragraph && !paragraph.textContent.trim()) { paragraph.replaceWith(...paragraph.querySelectorAll("img")); }
  });
}

/** Return the body as it is saved: every picture in a paragraph, as files that are read in have it. */
export function settled(html) {
  return changed(html, (image) => {
    if (image.closest("p")) { return; }
    const paragraph = image.ownerDocument.createElement("p");
    image.replaceWith(paragraph);
    paragraph.append(image);
  });
}

function picturesIn(editor) {
  const found = [];
  editor.state.doc.descendants((node, at) => { if (node.type.name === "image") { found.push({ node, at }); } });
  return found;
}

/** The bar in which the chosen picture is described or removed; Enter leads back into the text behind it. */
export function pictureBar(editor) {
  const chosen = () => {
    const { node } = editor.state.selection;
    return node && node.type.name === "image" ? node : null;
  };
  const leave = () => {
    editor.commands.setTextSelection(editor.state.selection.to);
    editor.view.focus();
  };
  const words = field("替代文字", leave);
  words.maxLength = LONGEST;
  const told = document.createElement("span");
  told.className = "error";
  told.textContent = "替代文字必须填写";
  const remove = button("删除图片", () => editor.chain().deleteSelection().focus().run());
  const made = bar("图片", words, button("写好了", leave), remove, told);
  made.classList.add("editor-note");
  words.addEventListener("input", () => {
    const at = editor.state.selection.from;  // a changed picture is another one: choose it again
    editor.chain().updateAttributes("image", { alt: words.value }).setNodeSelection(at).run();
  });
  const show = () => {
    const picture = chosen();
    made.hidden = !picture;
    const said = picture ? picture.attrs.alt || "" : "";
    if (words.value !== said) { words.value = said; }
    told.hidden = Boolean(said.trim());
    words.setAttribute("aria-invalid", String(!told.hidden));
  };
  editor.on("transaction", show);
  show();
  return made;
}

function row(editor, number) {
  const [item, image, box, label, words] = ["li", "img", "div", "label", "input"].map((name) => document.createElement(name));
  Object.assign(image, { alt: "" });
  Object.assign(words, { type: "text", id: `described-${number}`, maxLength: LONGEST, autocomplete: "off" });
  Object.assign(label, { htmlFor: words.id, textContent: `图片${number}的替代文字` });
  box.className = "field";
  box.append(label, words);
  item.append(image, box);
  words.addEventListener("input", () => {
    const { node, at } = picturesIn(editor)[number - 1];
    editor.view.dispatch(editor.state.tr.setNodeMarkup(at, undefined, { ...node.attrs, alt: words.value }));
  });
  return item;
}

/** All pictures beside the editor in place of the list that is saved by a button; says which lack words. */
export function pictureList(editor) {
  const form = document.getElementById("describe");
  const section = form.parentElement;
  const [list, told] = [form.querySelector("ol"), document.getElementById("undescribed")];
  const link = document.createElement("a");
  link.href = "#illustrations";
  link.className = "error";
  form.querySelector("button").hidden = true;
  form.hidden = false;
  list.replaceChildren();
  form.addEventListener("submit", (event) => { event.preventDefault(); event.stopPropagation(); });
  const show = () => {
    const found = picturesIn(editor);
    while (list.children.length > found.length) { list.lastElementChild.remove(); }
    while (list.children.length < found.length) { list.append(row(editor, list.children.length + 1)); }
    found.forEach(({ node: { attrs } }, index) => {
      const [image, words] = [list.children[index].querySelector("img"), list.children[index].querySelector("input")];
      if (image.getAttribute("src") !== attrs.src) { image.src = attrs.src; }
      if (words.value !== (attrs.alt || "")) { words.value = attrs.alt || ""; }
      words.setAttribute("aria-invalid", String(!words.value.trim()));
    });
    const missing = found.filter(({ node }) => !(node.attrs.alt || "").trim()).length;
    const sentence = missing ? `${missing}张图片没有替代文字` : "";
    if (told.textContent !== sentence) { told.textContent = sentence; }
    link.textContent = missing ? `${sentence}，请逐张填写` : "";
    section.hidden = !found.length;
  };
  editor.on("transaction", show);
  show();
  return link;
}
