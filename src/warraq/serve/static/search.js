"use strict";
/* Completion while typing, for search fields that name where to ask (`data-complete`): what headlines say that begins
   so. Loaded when such a field is first entered; without it the field is a plain one. */

const QUIET_MS = 120;
const SHORTEST = 2;
let fields = 0;

export function complete(field) {
  const list = document.createElement("ul");
  list.id = `completions-${++fields}`;
  list.className = "completions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.getAttribute("aria-label") || "");
  list.hidden = true;
  field.after(list);
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-expanded", "false");
  let typed = field.value;
  let timer = 0;
  let asking = null;
  let at = -1;

  const options = () => [...list.children];
  const close = () => {
    clearTimeout(timer);
    asking?.abort();
    list.hidden = true;
    at = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };
  const choose = (place) => {
    at = place;
    options().forEach((option, n) => option.setAttribute("aria-selected", String(n === at)));
    field.value = at < 0 ? typed : options()[at].dataset.text;
    if (at < 0) field.removeAttribute("aria-activedescendant");
    else field.setAttribute("aria-activedescendant", options()[at].id);
  };
  const show = (completions) => {
    at = -1;
    list.replaceChildren(...completions.map(({ text, count }, n) => {
      const option = document.createElement("li");
      const words = document.createElement("bdi");
      const number = document.createElement("span");
      option.id = `${list.id}-${n}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.text = text;
      words.textContent = text;
      number.textContent = String(count);
      number.className = "count";
      number.setAttribute("aria-hidden", "true");
      option.append(words, number);
      return option;
    }));
    list.hidden = !completions.length;
    field.setAttribute("aria-expanded", String(!list.hidden));
  };
  const ask = async () => {
    asking?.abort();
    asking = new AbortController();
    try {
      const address = `${field.dataset.complete}?q=${encodeURIComponent(typed)}`;
      const answer = await fetch(address, { credentials: "omit", signal: asking.signal });
      if (answer.ok && document.activeElement === field) show((await answer.json()).completions);
    } catch {
      /* Nothing is completed then. */
    }
  };

  field.addEventListener("input", (event) => {
    typed = field.value;
    close();
    if (!event.isComposing && typed.trim().length >= SHORTEST) timer = setTimeout(ask, QUIET_MS);
  });
  field.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    const count = options().length;
    if (event.key === "ArrowDown") choose(at + 1 < count ? at + 1 : -1);
    else if (event.key === "ArrowUp") choose(at < 0 ? count - 1 : at - 1);
    else if (event.key === "Escape") { choose(-1); close(); }
    else return;
    event.preventDefault();
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("li");
    if (!option) return;
    field.value = option.dataset.text;
    close();
    field.form.requestSubmit();
  });
  field.addEventListener("blur", close);
  /* What was typed while this file was on its way. */
  if (document.activeElement === field && typed !== field.defaultValue) field.dispatchEvent(new Event("input"));
}
