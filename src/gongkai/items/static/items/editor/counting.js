// How long a text is, counted as office programs do: each Chinese sign, and each word or number of other letters.
import { line } from "./controls.js";

const SIGN = /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]|[\u{20000}-\u{3ffff}]/gu;
const OTHER = /[^\s]+/g;

export function lengthOf(text) {
  const signs = (text.match(SIGN) || []).length;
  const words = (text.replace(SIGN, " ").match(OTHER) || []).length;
  return signs + words;
}

export function counter(editor) {
  const made = line();
  let timer = null;
  const count = () => {
    const text = editor.state.doc.textBetween(0, editor.state.doc.content.size, "\n", " ");
    made.textContent = `正文${lengthOf(text)}字`;
  };
  editor.on("update", () => { clearTimeout(timer); timer = setTimeout(count, 400); });
  count();
  return made;
}
