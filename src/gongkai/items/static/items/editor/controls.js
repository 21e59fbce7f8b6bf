// What the parts of the editor are made of: buttons, fields, and the bars that hold them.

export function button(label, press) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button button-quiet";
  made.textContent = label;
  made.addEventListener("click", press);
  return made;
}

/** A field of a bar. Enter presses what belongs to it and never sends the form around it. */
export function field(label, enter, type = "text") {
  const made = document.createElement("input");
  made.type = type;
  made.setAttribute("aria-label", label);
  made.placeholder = label;
  made.autocomplete = "off";
  made.addEventListener("keydown", (event) => {
    if (event.key === "Enter") { event.preventDefault(); enter(event); }
  });
  for (const kind of ["input", "change"]) {  // not words of the form: neither kept nor previewed
    made.addEventListener(kind, (event) => event.stopPropagation());
  }
  return made;
}

export function bar(label, ...parts) {
  const made = document.createElement("div");
  made.className = "editor-bar";
  made.setAttribute("role", "group");
  made.setAttribute("aria-label", label);
  made.append(...parts);
  return made;
}

/** A line that says how it stands, read out when it changes. */
export function line() {
  const made = document.createElement("span");
  made.className = "meta";
  made.setAttribute("role", "status");
  return made;
}
