// Marks what need not be measured for contrast: what says nothing itself, and texts that look like three
// before them. Contrast depends on colours and size alone, yet the thousandth cell of a table takes as long
// as the first. Alike are texts of one colour, size and weight on one ground; whatever stands apart (placed,
// scrolled, covered, part of a form, disabled) is a ground of its own. An editor keeps its text to itself.
() => {
  const grounds = new Map();
  const seen = new Map();
  const apart = "label, input, select, textarea, button, option, [disabled], [aria-disabled], [aria-hidden]";
  const isCovered = (element) =>
    ["::before", "::after"]
      .map((name) => getComputedStyle(element, name))
      .some((style) => style.content !== "none" && style.position !== "static");
  const groundOf = (element) => {
    if (!element) return "";
    if (grounds.has(element)) return grounds.get(element);
    const style = getComputedStyle(element);
    const own = [style.backgroundColor, style.backgroundImage, style.opacity, style.overflow];
    const isPlaced = style.position !== "static" || /auto|scroll/.test(style.overflow);
    const isChanged = [style.clipPath, style.filter, style.mixBlendMode].join() !== "none,none,normal";
    let ground = groundOf(element.parentElement);
    if (isPlaced || isChanged || isCovered(element) || element.matches(apart)) ground += `/${grounds.size}`;
    if (own.join() !== "rgba(0, 0, 0, 0),none,1,visible") ground += `/${own}`;
    grounds.set(element, ground);
    return ground;
  };
  for (const element of document.body.querySelectorAll("*")) {
    if (element.matches(apart) || element.isContentEditable) continue;
    const texts = [...element.childNodes].filter((node) => node.nodeType === 3);
    const text = texts.map((node) => node.data).join(" ");
    if (!text.trim()) element.setAttribute("data-unmeasured", "");
    if (!/\p{L}{2}/u.test(text) || !element.checkVisibility({ visibilityProperty: true })) continue;
    const style = getComputedStyle(element);
    const look = [style.color, style.fontSize, style.fontWeight, style.textShadow, groundOf(element)].join();
    const count = (seen.get(look) ?? 0) + 1;
    seen.set(look, count);
    if (count > 3) element.setAttribute("data-unmeasured", "");
  }
}
