// Find and replace: every place is marked, the present one is shown, replacing all is one step to undo.
import { Extension, pm } from "../../django_prose_editor/editor.js";
import { bar, button, field, line } from "./controls.js";

const KEY = new pm.state.PluginKey("finding");
const NOTHING = { words: "", places: [], at: -1 };

/** The places of some words: in order, none overlapping another, none across two paragraphs. */
function placesOf(doc, words) {
  const found = [];
  if (!words) { return found; }
  doc.descendants((node, start) => {
    if (!node.inlineContent) { return true; }
    // What is no text counts as long as it is, so that an offset in the words is an offset in the document.
    let text = "";
    node.forEach((child) => { text += child.isText ? child.text : "\ufffc".repeat(child.nodeSize); });
    for (let from = text.indexOf(words); from >= 0; from = text.indexOf(words, from + words.length)) {
      found.push({ from: start + 1 + from, to: start + 1 + from + words.length });
    }
    return true;
  });
  return found.sort((one, other) => one.from - other.from);
}

export const Finding = Extension.create({
  name: "finding",
  addProseMirrorPlugins() {
    return [new pm.state.Plugin({
      key: KEY,
      state: {
        init: () => NOTHING,
        apply(step, before) {
          const asked = step.getMeta(KEY);
          if (!asked && !step.docChanged) { return before; }
          const { words, at } = { ...before, ...asked };
          const places = placesOf(step.doc, words);
          return { words, places, at: places.length ? Math.min(Math.max(at, 0), places.length - 1) : -1 };
        },
      },
      props: {
        decorations(state) {
          const { places, at } = KEY.getState(state);
          return pm.view.DecorationSet.create(state.doc, places.map(({ from, to }, index) =>
            pm.view.Decoration.inline(from, to, { class: index === at ? "found found-here" : "found" })));
        },
      },
    })];
  },
});

export function findingBar(editor) {
  const told = line();
  const state = () => KEY.getState(editor.state);
  const ask = (asked) => editor.view.dispatch(editor.state.tr.setMeta(KEY, asked));
  const show = () => {
    const { words, places, at } = state();
    told.textContent = words ? (places.length ? `第${at + 1}处，共${places.length}处` : "没有找到") : "";
  };
  const step = (by) => {
    const { places, at } = state();
    if (!places.length) { show(); return; }
    ask({ at: (at + by + places.length) % places.length });
    const here = editor.view.dom.querySelector(".found-here");
    if (here) { here.scrollIntoView({ block: "nearest" }); }
    show();
  };
  const look = () => { ask({ words: sought.value, at: 0 }); step(0); };
  const sought = field("查找", (event) => (state().words === sought.value ? step(event.shiftKey ? -1 : 1) : look()), "search");
  const instead = field("替换为", () => one());
  const put = (chosen) => {
    const change = editor.state.tr;
    for (const { from, to } of [...chosen].reverse()) { change.insertText(instead.value, from, to); }
    editor.view.dispatch(change.setMeta(KEY, {}));
    return chosen.length;
  };
  const one = () => {
    const { places, at } = state();
    if (places.length) { put([places[at]]); step(0); } else { show(); }
  };
  const all = () => { const count = put(state().places); told.textContent = `已替换${count}处`; };
  const close = () => { made.hidden = true; ask(NOTHING); editor.commands.focus(); };
  sought.addEventListener("input", look);
  const made = bar("查找和替换", sought, button("上一处", () => step(-1)), button("下一处", () => step(1)),
    instead, button("替换", one), button("全部替换", all), button("关闭查找", close), told);
  made.hidden = true;
  made.addEventListener("keydown", (event) => { if (event.key === "Escape") { event.preventDefault(); close(); } });
  made.open = () => {
    made.hidden = false;
    const { from, to } = editor.state.selection;
    const chosen = editor.state.doc.textBetween(from, to, "\n");
    if (chosen && !chosen.includes("\n")) { sought.value = chosen; }
    sought.focus();
    sought.select();
    look();
  };
  return made;
}
