// Turns the plain textarea of a body into an editor with a toolbar that the keyboard reaches.
// The textarea stays the truth: it is updated with every change and is what the form sends.
import {
  Blockquote, Bold, BulletList, Document, Dropcursor, Editor, Extension, Gapcursor, HardBreak, Heading,
  History, HorizontalRule, Image, Italic, Link, ListItem, NoSpellCheck, OrderedList, Paragraph, Strike,
  Subscript, Superscript, Table, TableCell, TableHeader, TableRow, Text, Underline,
} from "../django_prose_editor/editor.js";

const EMPTY = /^<(\w+)(\s[^>]*)?><\/\1>$/i;

// Anchors of imported paragraphs and the mark of a signature block outlive editing.
const Kept = Extension.create({
  name: "kept",
  addGlobalAttributes() {
    return [
      { types: ["heading", "paragraph", "listItem"], attributes: { id: { default: null, keepOnSplit: false } } },
      { types: ["paragraph"], attributes: { class: {
        default: null,
        keepOnSplit: false,
        parseHTML: (element) => (element.classList.contains("signature") ? "signature" : null),
      } } },
    ];
  },
});

// Word sends its style sheet along. None of it is wanted, and the page's security policy would complain of it.
function withoutStyles(html) {
  return html
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(/<style[\s\S]*?<\/style>/gi, "")
    .replace(/<\/?[a-z]+:[^>]*>/gi, "")
    .replace(/\sstyle\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gi, "");
}

const TOOLS = [
  ["一级标题", (c) => c.toggleHeading({ level: 2 }), (e) => e.isActive("heading", { level: 2 })],
  ["二级标题", (c) => c.toggleHeading({ level: 3 }), (e) => e.isActive("heading", { level: 3 })],
  ["正文", (c) => c.setParagraph(), (e) => e.isActive("paragraph")],
  ["加粗", (c) => c.toggleBold(), (e) => e.isActive("bold")],
  ["编号", (c) => c.toggleOrderedList(), (e) => e.isActive("orderedList")],
  ["列表", (c) => c.toggleBulletList(), (e) => e.isActive("bulletList")],
  ["引用", (c) => c.toggleBlockquote(), (e) => e.isActive("blockquote")],
  ["清除格式", (c) => c.unsetAllMarks().clearNodes()],
  ["撤销", (c) => c.undo()],
  ["重做", (c) => c.redo()],
];

function button(label, press) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button button-quiet";
  made.textContent = label;
  made.addEventListener("click", press);
  return made;
}

function linkTools(editor) {
  const box = document.createElement("span");
  box.className = "cluster";
  const input = document.createElement("input");
  input.type = "url";
  input.placeholder = "https://";
  input.setAttribute("aria-label", "链接地址");
  const set = () => {
    if (!input.value) { return; }
    editor.chain().focus().setLink({ href: input.value }).run();
    input.value = "";
  };
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") { event.preventDefault(); set(); }
  });
  box.append(input, button("加链接", set), button("去链接", () => editor.chain().focus().unsetLink().run()));
  return box;
}

function toolbar(editor) {
  const bar = document.createElement("div");
  bar.className = "toolbar";
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", "正文格式");
  const states = [];
  for (const [label, act, active] of TOOLS) {
    const made = button(label, () => act(editor.chain().focus()).run());
    if (active) { states.push([made, active]); }
    bar.append(made);
  }
  bar.append(linkTools(editor));
  const show = () => states.forEach(([made, active]) => made.setAttribute("aria-pressed", String(active(editor))));
  editor.on("transaction", show);
  show();
  return bar;
}

function begin(textarea) {
  const place = document.createElement("div");
  place.className = "prose-editor prose";
  textarea.before(place);
  textarea.hidden = true;
  const label = document.querySelector(`label[for="${textarea.id}"]`);
  if (label) { label.id = `${textarea.id}_label`; }
  const editor = new Editor({
    element: place,
    injectCSS: false,
    content: textarea.value,
    extensions: [
      Document, Paragraph, Text, HardBreak, Heading.configure({ levels: [2, 3, 4] }), History, Bold, Italic,
      Underline, Strike, Subscript, Superscript, BulletList, OrderedList, ListItem, Blockquote, HorizontalRule,
      Link.configure({ openOnClick: false, HTMLAttributes: { target: null, rel: null } }),
      Table, TableRow, TableHeader, TableCell, Image, Dropcursor, Gapcursor, NoSpellCheck, Kept,
    ],
    editorProps: {
      transformPastedHTML: withoutStyles,
      attributes: { role: "textbox", "aria-multiline": "true", "aria-labelledby": `${textarea.id}_label` },
    },
    onUpdate({ editor: changed }) {
      const html = changed.getHTML();
      textarea.value = EMPTY.test(html) ? "" : html;
      textarea.dispatchEvent(new Event("input", { bubbles: true }));
    },
  });
  place.before(toolbar(editor));
  if (label) { label.addEventListener("click", () => editor.commands.focus()); }
  document.addEventListener("items:restored", () => editor.commands.setContent(textarea.value));
}

document.querySelectorAll("textarea.body-editor").forEach(begin);
