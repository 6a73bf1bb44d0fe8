"use strict";
/* What a script adds, and nothing a reader would miss: the ticker changes and renews itself, keys move, pages come faster,
   a report opens in place, choices are kept on the device (early.js reads them). No page needs this file. */

const root = document.documentElement;
const prefix = root.lang === "ar" ? "" : `/${root.lang}`;
const device = {
  /* What this reader chose here; nothing of it is ever sent. Storage may be refused: then a choice lasts for the page. */
  get(name) { try { return localStorage.getItem(name) || ""; } catch { return ""; } },
  set(name, value) {
    try { if (value) localStorage.setItem(name, value); else localStorage.removeItem(name); } catch { /* refused */ }
  },
};
const savesData = () => root.dataset.pictures === "none" || Boolean(navigator.connection && navigator.connection.saveData);

/* Pictures that were asked for here all the same: the server sends none to a browser that saves data. */
if (device.get("pictures") === "all" && navigator.connection && navigator.connection.saveData) {
  for (const image of document.querySelectorAll("img[src^='/picture/'], img[src^='/logo/']")) image.src += "?show=all";
}

/* Dark pages. Back to what the system says is no choice to be kept. */
(() => {
  const button = document.querySelector(".scheme");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.scheme || (system.matches ? "dark" : "light")) === "dark";
  const show = () => {
    if (button) button.setAttribute("aria-pressed", String(isDark()));
    if (!root.dataset.scheme) return;
    const paper = getComputedStyle(root).getPropertyValue("--paper").trim();
    for (const meta of document.querySelectorAll("meta[name=theme-color]")) meta.content = paper;
  };
  if (button) button.addEventListener("click", () => {
    const scheme = isDark() ? "light" : "dark";
    root.dataset.scheme = scheme;
    device.set("scheme", scheme === (system.matches ? "dark" : "light") ? "" : scheme);
    show();
  });
  system.addEventListener("change", show);
  show();
})();

/* The language that was chosen last: early.js leads there from an address that names none. */
(() => {
  const tongues = document.querySelector(".tongues");
  if (tongues) tongues.addEventListener("click", (event) => {
    const link = event.target.closest("a[hreflang]");
    if (link) device.set("language", link.hreflang);
  });
})();

/* Larger and smaller text. */
(() => {
  const sizes = ["small", "", "large", "larger"];
  const buttons = [...document.querySelectorAll("button[data-size-step]")];
  const show = () => {
    const at = sizes.indexOf(root.dataset.size || "");
    for (const button of buttons) button.disabled = !(at + Number(button.dataset.sizeStep) in sizes);
  };
  for (const button of buttons) button.addEventListener("click", () => {
    const size = sizes[sizes.indexOf(root.dataset.size || "") + Number(button.dataset.sizeStep)];
    if (size) root.dataset.size = size; else delete root.dataset.size;
    device.set("size", size);
    show();
  });
  show();
})();

/* An outlet or a section that this reader does not want in lists: see early.js. */
for (const button of document.querySelectorAll("button[data-mute]")) {
  const muted = () => device.get("muted").split(" ").filter(Boolean);
  const show = () => {
    const isMuted = muted().includes(button.dataset.mute);
    button.setAttribute("aria-pressed", String(isMuted));
    button.textContent = isMuted ? button.dataset.off : button.dataset.on;
  };
  button.addEventListener("click", () => {
    const others = muted().filter((path) => path !== button.dataset.mute);
    device.set("muted", (others.length === muted().length ? [...others, button.dataset.mute] : others).join(" "));
    show();
  });
  show();
}

/* The ticker: one line after another, and fresh ones from time to time; never while a reader is at it or nobody looks. */
(() => {
  const ticker = document.querySelector(".ticker");
  if (!ticker) return;
  const turnSeconds = 7;
  const askSeconds = 60;
  const list = ticker.querySelector("ol");
  const pause = ticker.querySelector("[data-ticker=pause]");
  const open = ticker.querySelector("[data-ticker=list]");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let isPaused = false;
  let wait = askSeconds;
  const isAtIt = () => {
    const at = document.activeElement;
    return ticker.matches(":hover, .is-open") || (ticker.contains(at) && at.matches(":focus-visible"));
  };
  const isHeld = () => isPaused || calm.matches || document.hidden || isAtIt();
  const turn = () => {
    const now = list.querySelector(".now") || list.firstElementChild;
    now.classList.remove("now");
    let next = now;
    /* A muted line shows nothing, not even when its turn has come. */
    do {
      next = next.nextElementSibling || list.firstElementChild;
      next.classList.add("now");
      if (next === now || getComputedStyle(next).display !== "none") break;
      next.classList.remove("now");
    } while (true);
  };
  const ask = async () => {
    if (!isHeld() && !savesData()) {
      try {
        const answer = await fetch(`${prefix}/ticker`);
        if (!answer.ok) throw new Error(String(answer.status));
        const text = await answer.text();
        const fresh = new DOMParser().parseFromString(`<ol>${text}</ol>`, "text/html").querySelectorAll("li");
        if (fresh.length && !isHeld()) {
          list.replaceChildren(...fresh);
          if (getComputedStyle(list.firstElementChild).display === "none") turn();
        }
        wait = askSeconds;
      } catch { wait = Math.min(wait * 2, 15 * 60); }
    }
    setTimeout(ask, wait * 1000);
  };
  if (getComputedStyle(list.firstElementChild).display === "none") turn();
  setInterval(() => { if (!isHeld()) turn(); }, turnSeconds * 1000);
  setTimeout(ask, wait * 1000);
  pause.addEventListener("click", () => {
    isPaused = !isPaused;
    pause.textContent = isPaused ? pause.dataset.off : pause.dataset.on;
  });
  open.addEventListener("click", () => {
    open.setAttribute("aria-expanded", String(ticker.classList.toggle("is-open")));
  });
})();

/* A part of another page of ours, in a dialog; where that fails, the page itself. */
const showPart = async (address, selector, closing, opener) => {
  try {
    if (!window.HTMLDialogElement) throw new Error("no dialogs");
    const answer = await fetch(address, { credentials: "same-origin" });
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const dialog = document.createElement("dialog");
    const close = document.createElement("button");
    close.type = "button";
    close.textContent = closing || page.querySelector("[data-close]").dataset.close;
    close.addEventListener("click", () => dialog.close());
    dialog.append(...page.querySelector(selector).childNodes, close);
    const title = dialog.querySelector("h1, h2");
    if (title) {
      /* The page keeps its one h1: in a dialog the same words are an h2. */
      const heading = document.createElement("h2");
      heading.id = "dialog-title";
      heading.append(...title.childNodes);
      title.replaceWith(heading);
      dialog.setAttribute("aria-labelledby", heading.id);
    }
    dialog.addEventListener("close", () => { dialog.remove(); if (opener) opener.focus(); });
    document.body.append(dialog);
    dialog.showModal();
  } catch {
    location.assign(address);
  }
};
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-report]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  showPart(link.href, "main", link.dataset.close, link);
});

/* Handing a page on: what the device itself offers, and no third party. */
for (const button of document.querySelectorAll("button[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = button.dataset.done;
  });
}
for (const button of document.querySelectorAll("button[data-share]")) {
  if (!navigator.share) continue;
  button.hidden = false;
  button.addEventListener("click", () => {
    navigator.share({ title: document.title, url: button.dataset.share }).catch(() => { /* the reader thought again */ });
  });
}

/* Keys: j and k go through the headlines, / to the search, ? tells of them. They can be switched off (WCAG 2.1.4), and lie
   where they lie on the keyboard, whatever letters it writes. */
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || device.get("keys") === "off") return;
  if (event.target.closest("input, textarea, select, dialog, [contenteditable]")) return;
  const step = { KeyJ: 1, KeyK: -1 }[event.code];
  if (step && !event.shiftKey) {
    const links = [...document.querySelectorAll("main a[lang][dir]")].filter((link) => link.getClientRects().length);
    const at = links.indexOf(document.activeElement);
    const next = links[at < 0 ? (step > 0 ? 0 : links.length - 1) : at + step];
    if (next) { event.preventDefault(); next.focus(); next.scrollIntoView({ block: "nearest" }); }
  } else if (event.key === "?" || event.key === "؟") {
    event.preventDefault();
    showPart(`${prefix}/settings`, "#keys", "", document.activeElement);
  } else if (event.key === "/" || (event.code === "Slash" && !event.shiftKey)) {
    const field = document.querySelector("main input[type=search], .search input");
    if (field) { event.preventDefault(); field.focus(); field.select(); }
  }
});

/* A page that a reader points at is asked for a moment early: the browser keeps it for the few seconds until the click. */
(() => {
  const most = 20;
  const asked = new Set();
  const isSlow = navigator.connection && /2g/.test(navigator.connection.effectiveType || "");
  if (isSlow || savesData()) return;
  let timer = 0;
  const ask = (link) => {
    if (asked.size >= most) return;
    asked.add(link.href);
    fetch(link.href, { priority: "low" }).catch(() => { /* the click will tell */ });
  };
  const linkAt = (event) => {
    const link = event.target.closest("main a[href], .places a[href]");
    const isPage = link && link.origin === location.origin && link.pathname !== location.pathname && !link.search
      && /^(\/fr|\/en)?\/(?!report|desk|picture|static|logo)[\w/-]*$/.test(link.pathname) && !/\/(rss|atom|cite)\b/.test(link.pathname);
    return isPage && !asked.has(link.href) ? link : null;
  };
  document.addEventListener("pointerover", (event) => {
    clearTimeout(timer);
    const link = event.pointerType === "mouse" ? linkAt(event) : null;
    if (link) timer = setTimeout(ask, 80, link);
  });
  document.addEventListener("pointerdown", (event) => {
    const link = event.button === 0 ? linkAt(event) : null;
    if (link) ask(link);
  });
})();

/* Readable without a line: see sw.js. */
(() => {
  const note = document.querySelector(".offline");
  const show = () => { if (note) note.hidden = navigator.onLine; };
  addEventListener("online", show);
  addEventListener("offline", show);
  show();
  if (navigator.serviceWorker) addEventListener("load", () => {
    navigator.serviceWorker.register("/sw.js").catch(() => { /* refused here: pages are read from the line alone */ });
  });
})();

(() => {
  /* Completion is loaded when a search field is first entered: most readers never do. */
  document.addEventListener("focusin", async ({ target: field }) => {
    if (!field.matches("input[data-complete]") || field.hasAttribute("role")) return;
    try {
      const { complete } = await import(field.dataset.script);
      if (!field.hasAttribute("role")) complete(field);
    } catch {
      /* The field stays a plain one. */
    }
  });
})();
