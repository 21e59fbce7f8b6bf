// Tables: begun with three columns and a heading row; what changes one is shown while the cursor is in it.
import { bar, button } from "./controls.js";

const ACTS = [
  ["上方加行", (c) => c.addRowBefore()],
  ["下方加行", (c) => c.addRowAfter()],
  ["删除行", (c) => c.deleteRow()],
  ["左侧加列", (c) => c.addColumnBefore()],
  ["右侧加列", (c) => c.addColumnAfter()],
  ["删除列", (c) => c.deleteColumn()],
  ["合并或拆分", (c) => c.mergeOrSplit()],
  ["表头行", (c) => c.toggleHeaderRow()],
  ["表头列", (c) => c.toggleHeaderColumn()],
  ["删除表格", (c) => c.deleteTable()],
];

/** Insert a table at the cursor; behind the table in which it stands, never inside a cell. */
export function insertTable(editor) {
  const { $from } = editor.state.selection;
  const chain = editor.chain().focus();
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    if ($from.node(depth).type.name === "table") {
      const behind = $from.after(depth);
      chain.insertContentAt(behind, { type: "paragraph" }).setTextSelection(behind + 1);
      break;
    }
  }
  chain.insertTable({ rows: 3, cols: 3, withHeaderRow: true }).run();
}

export function tableBar(editor) {
  const acts = ACTS.map(([label, act]) => button(label, () => act(editor.chain().focus()).run()));
  const made = bar("表格", ...acts);
  const show = () => { made.hidden = !editor.isActive("table"); };
  editor.on("transaction", show);
  show();
  return made;
}
