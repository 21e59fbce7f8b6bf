// Turns the plain textarea of a body into an editor with a toolbar that the keyboard reaches.
// The textarea stays the truth: it is updated with every change and is what the form sends.
import {
  Blockquote, Bold, BulletList, Document, Dropcursor, Editor, Extension, Gapcursor, HardBreak, Heading,
  History, HorizontalRule, Image, Italic, Link, ListItem, NoSpellCheck, OrderedList, Paragraph, Strike,
  Subscript, Superscript, Table, TableCell, TableHeader, TableRow, Text, Underline,
} from "../django_prose_editor/editor.js";
import { bar, button, field } from "./editor/controls.js";
import { counter } from "./editor/counting.js";
import { Finding, findingBar } from "./editor/finding.js";
import { insertion, picturesOf } from "./editor/inserting.js";
import { Note, atTheEnd, inPlace, noteBar } from "./editor/notes.js";
import { pasted } from "./editor/pasting.js";
import { pictureBar, pictureList, settled, standing } from "./editor/pictures.js";
import { insertTable, tableBar } from "./editor/tables.js";

const NO_PICTURE = "这不是图片；其他文件请在下面的“附件”处上传。";
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

function linkTools(editor) {
  const box = document.createElement("span");
  box.className = "cluster";
  const set = () => {
    if (!input.value) { return; }
    editor.chain().focus().setLink({ href: input.value }).run();
    input.value = "";
  };
  const input = field("链接地址", set, "url");
  input.placeholder = "https://";
  box.append(input, button("加链接", set), button("去链接", () => editor.chain().focus().unsetLink().run()));
  return box;
}

function toolbar(editor, search, note, picture) {
  const states = [];
  const buttons = TOOLS.map(([label, act, active]) => {
    const made = button(label, () => act(editor.chain().focus()).run());
    if (active) { states.push([made, active]); }
    return made;
  });
  buttons.push(
    button("插入表格", () => insertTable(editor)),
    button("插入图片", () => picture.open()),
    button("插入脚注", note.begin),
    button("查找替换", search.open),
  );
  const show = () => states.forEach(([made, active]) => made.setAttribute("aria-pressed", String(active(editor))));
  editor.on("transaction", show);
  show();
  return bar("正文格式", ...buttons, linkTools(editor), counter(editor));
}

function begin(textarea) {
  const place = document.createElement("div");
  place.className = "prose-editor prose";
  textarea.before(place);
  textarea.hidden = true;
  const label = document.querySelector(`label[for="${textarea.id}"]`);
  if (label) { label.id = `${textarea.id}_label`; }
  const told = document.createElement("p");
  told.className = "meta";
  told.setAttribute("role", "status");
  const tell = (sentence) => { told.textContent = sentence; };
  const editor = new Editor({
    element: place,
    injectCSS: false,
    content: standing(inPlace(textarea.value)),
    extensions: [
      Document, Paragraph, Text, HardBreak, Heading.configure({ levels: [2, 3, 4] }), History, Bold, Italic,
      Underline, Strike, Subscript, Superscript, BulletList, OrderedList, ListItem, Blockquote, HorizontalRule,
      Link.configure({ openOnClick: false, HTMLAttributes: { target: null, rel: null } }),
      Table, TableRow, TableHeader, TableCell, Image, Dropcursor, Gapcursor, NoSpellCheck, Kept, Note, Finding,
    ],
    editorProps: {
      transformPastedHTML(html) {
        const found = pasted(html);
        tell(found.lost ? `粘贴的内容中有${found.lost}张图片没有带过来，请用“插入图片”逐张插入。` : "");
        return found.html;
      },
      handlePaste(view, event) {
        const found = picturesOf(event.clipboardData);
        if (found.length) { picture.open(found); }
        return found.length > 0;
      },
      handleDrop(view, event, slice, moved) {
        if (moved || !event.dataTransfer.files.length) { return false; }
        event.preventDefault();
        const found = picturesOf(event.dataTransfer);
        const there = view.posAtCoords({ left: event.clientX, top: event.clientY });
        if (found.length) { picture.open(found, there ? there.pos : undefined); } else { tell(NO_PICTURE); }
        return true;
      },
      attributes: { role: "textbox", "aria-multiline": "true", "aria-labelledby": `${textarea.id}_label` },
    },
    onUpdate({ editor: changed }) {
      const html = atTheEnd(settled(changed.getHTML()));
      textarea.value = EMPTY.test(html) ? "" : html;
      textarea.dispatchEvent(new Event("input", { bubbles: true }));
    },
  });
  const search = findingBar(editor);
  const note = noteBar(editor);
  const picture = insertion(editor, tell);
  place.before(toolbar(editor, search, note, picture), search, note, tableBar(editor), pictureBar(editor));
  place.after(told, pictureList(editor));
  place.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && ["f", "h"].includes(event.key)) { event.preventDefault(); search.open(); }
  });
  if (label) { label.addEventListener("click", () => editor.commands.focus()); }
  if (location.hash === `#${textarea.id}`) { editor.commands.focus(); }
}

document.querySelectorAll("textarea.body-editor").forEach(begin);
