"use strict";
/* What a script adds, and nothing a reader would miss: the ticker changes by itself, a report opens in place, an
   address is copied, choices are kept on the device (early.js reads them). No page needs this file. */

const root = document.documentElement;
const device = {
  /* What this reader chose here; nothing of it is ever sent. Storage may be refused: then a choice lasts for the page. */
  get(name) { try { return localStorage.getItem(name) || ""; } catch { return ""; } },
  set(name, value) {
    try { if (value) localStorage.setItem(name, value); else localStorage.removeItem(name); } catch { /* refused */ }
  },
};

(() => {
  const button = document.querySelector(".scheme");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.scheme || (system.matches ? "dark" : "light")) === "dark";
  const show = () => {
    if (button) button.setAttribute("aria-pressed", String(isDark()));
    const paper = getComputedStyle(root).getPropertyValue("--paper").trim();
    for (const meta of document.querySelectorAll("meta[name=theme-color]")) meta.content = paper;
  };
  if (button) button.addEventListener("click", () => {
    /* Back to what the system says is no choice to be kept. */
    const scheme = isDark() ? "light" : "dark";
    const isOwn = scheme !== (system.matches ? "dark" : "light");
    if (isOwn) root.dataset.scheme = scheme; else delete root.dataset.scheme;
    device.set("scheme", isOwn ? scheme : "");
    show();
  });
  system.addEventListener("change", show);
  if (root.dataset.scheme) show(); else if (button) button.setAttribute("aria-pressed", String(isDark()));
})();

(() => {
  const tongues = document.querySelector(".tongues");
  if (tongues) tongues.addEventListener("click", (event) => {
    const link = event.target.closest("a[hreflang]");
    if (link) device.set("language", link.hreflang);
  });
})();

(() => {
  const ticker = document.querySelector(".ticker");
  if (!ticker) return;
  const seconds = 7;
  const lines = [...ticker.querySelectorAll("li")];
  const pause = ticker.querySelector("[data-ticker=pause]");
  const list = ticker.querySelector("[data-ticker=list]");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let at = 0;
  let isPaused = false;
  const isHeld = () => isPaused || calm.matches || document.hidden || ticker.matches(":hover, :focus-within, .is-open");
  setInterval(() => {
    if (isHeld()) return;
    lines[at].classList.remove("now");
    at = (at + 1) % lines.length;
    lines[at].classList.add("now");
  }, seconds * 1000);
  pause.addEventListener("click", () => {
    isPaused = !isPaused;
    pause.textContent = isPaused ? pause.dataset.off : pause.dataset.on;
    pause.blur();
  });
  list.addEventListener("click", () => {
    list.setAttribute("aria-expanded", String(ticker.classList.toggle("is-open")));
  });
})();

(() => {
  /* The text of the report is not in the article's page: it is fetched from the report's own page when asked for. */
  if (!window.HTMLDialogElement) return;
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[data-report]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    try {
      const answer = await fetch(link.href, { credentials: "same-origin" });
      if (!answer.ok) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const dialog = document.createElement("dialog");
      const close = document.createElement("button");
      close.type = "button";
      close.textContent = link.dataset.close;
      close.addEventListener("click", () => dialog.close());
      dialog.append(...page.querySelector("main").childNodes, close);
      const title = dialog.querySelector("h1");
      if (title) {
        /* The page keeps its one h1: in a dialog the same words are an h2. */
        const heading = document.createElement("h2");
        heading.id = "report-title";
        heading.append(...title.childNodes);
        title.replaceWith(heading);
        dialog.setAttribute("aria-labelledby", heading.id);
      }
      dialog.addEventListener("close", () => { dialog.remove(); link.focus(); });
      document.body.append(dialog);
      dialog.showModal();
    } catch {
      location.assign(link.href);
    }
  });
})();

(() => {
  for (const button of document.querySelectorAll("button[data-copy]")) {
    if (!navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.textContent = button.dataset.done;
    });
  }
})();
