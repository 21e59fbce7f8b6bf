// What Word and WPS put on the clipboard, without what is theirs alone: style sheets, marks of their own,
// hidden words. Numbers that they draw beside a paragraph become its first words, as official documents want.

const HIDDEN = /(?:mso-hide:\s*all|display:\s*none)/i;
const BOLD = /font-weight:\s*(?:bold|[6-9]00)/i;
const LEVEL = /mso-outline-level:\s*([1-9])/i;
const DRAWN = "style,script,meta,link,title,xml,head > *,template,object,embed,iframe";

/** Return markup in which nothing is styled; what the styles said is kept in data-said until it was heard. */
export function unstyled(html) {
  return html
    .replace(/<!--[\s\S]*?-->|<!\[[^>]*\]>/g, "")
    .replace(/<style[\s\S]*?<\/style>/gi, "")
    .replace(/\sstyle\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gi, " data-said=$1");
}

function unwrap(element) {
  element.replaceWith(...element.childNodes);
}

function renamed(element, name) {
  const made = element.ownerDocument.createElement(name);
  made.append(...element.childNodes);
  element.replaceWith(made);
  return made;
}

/** The level of a heading as its paragraph says it: by class, or by its place in the outline. */
function level(paragraph) {
  const named = /^(?:Mso)?Heading(\d)$/i.exec(paragraph.className);
  const drawn = LEVEL.exec(paragraph.dataset.said || "");
  const found = Number((named || drawn || [])[1] || 0);
  return found ? Math.min(found + 1, 4) : 0;
}

function heard(page) {
  for (const each of [...page.querySelectorAll("[data-said]")]) {
    if (HIDDEN.test(each.dataset.said)) { each.remove(); continue; }
    if (each.tagName === "SPAN" && BOLD.test(each.dataset.said)) { renamed(each, "strong"); }
  }
  for (const each of [...page.querySelectorAll("p")]) {
    const found = level(each);
    if (found) { renamed(each, `h${found}`); }
  }
}

/** Return clean markup, and how many pictures could not come along (they lie on the clerk's own disk). */
export function pasted(html) {
  const page = new DOMParser().parseFromString(unstyled(html), "text/html");
  page.querySelectorAll(DRAWN).forEach((each) => each.remove());
  heard(page);
  let lost = 0;
  for (const each of [...page.querySelectorAll("img")]) {
    if (!(each.getAttribute("src") || "").startsWith("/files/")) { lost += 1; each.remove(); }
  }
  for (const each of [...page.querySelectorAll("*")]) {
    if (each.tagName.includes(":") || ["FONT", "SPAN"].includes(each.tagName)) { unwrap(each); continue; }
    each.removeAttribute("data-said");
    each.removeAttribute("lang");
    if (!each.matches("p.signature")) { each.removeAttribute("class"); }
  }
  return { html: page.body.innerHTML.replace(/(?:&nbsp;|\u00a0)+/g, " ").replace(/[\u200b\ufeff]/g, ""), lost };
}
