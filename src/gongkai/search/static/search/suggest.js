// Suggestions under every search box: an ARIA combobox over /search/suggest/. Without it the box still searches.
"use strict";

const WAIT = 120;

function combobox(input, number) {
  const form = input.form;
  const list = document.createElement("ul");
  const status = document.createElement("p");
  let timer = 0;
  let current = -1;
  let request = null;

  list.id = `suggestions-${number}`;
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "标题提示");
  list.hidden = true;
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  input.parentElement.classList.add("suggesting");
  input.after(list, status);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  function options() {
    return Array.from(list.children);
  }

  function close() {
    list.hidden = true;
    current = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function point(index) {
    const all = options();
    current = (index + all.length + 1) % (all.length + 1);
    if (current === all.length) current = -1;
    all.forEach((option, i) => option.setAttribute("aria-selected", String(i === current)));
    if (current < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", all[current].id);
  }

  function show(suggestions) {
    list.replaceChildren(...suggestions.map((suggestion, i) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${i}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.address = suggestion.address;
      option.textContent = suggestion.title;
      return option;
    }));
    current = -1;
    list.hidden = suggestions.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    status.textContent = suggestions.length ? `有 ${suggestions.length} 条标题提示，按上下键选择` : "";
  }

  async function ask() {
    const text = input.value.trim();
    if (request) request.abort();
    if (!text) { close(); return; }
    request = new AbortController();
    try {
      const answer = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(text)}`, { signal: request.signal });
      if (answer.ok && document.activeElement === input) show((await answer.json()).suggestions);
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  }

  function open(option) {
    window.location.assign(option.dataset.address);
  }

  input.addEventListener("input", (event) => {
    // While an input method is composing, what stands in the box is pinyin, not the query.
    if (event.isComposing) return;
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("compositionend", () => { clearTimeout(timer); timer = setTimeout(ask, WAIT); });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || list.hidden) return;
    if (event.key === "ArrowDown") { event.preventDefault(); point(current + 1); }
    else if (event.key === "ArrowUp") { event.preventDefault(); point(current < 0 ? options().length - 1 : current - 1); }
    else if (event.key === "Escape") { event.preventDefault(); close(); }
    else if (event.key === "Enter" && current >= 0) { event.preventDefault(); open(options()[current]); }
  });
  list.addEventListener("mousedown", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) { event.preventDefault(); open(option); }
  });
  input.addEventListener("blur", close);
  if (form) form.addEventListener("submit", close);
}

document.querySelectorAll("input[data-suggest]").forEach(combobox);
