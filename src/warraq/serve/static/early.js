/* Stands inside every page and runs before its first paint: what this reader chose on this device, and nothing that asks
   the network. Its hash is in the policy (assets.early_source). Keys of localStorage: scheme, size, pictures, language,
   muted (paths: /outlet, /section/slug). */
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  try {
    const kept = (name) => localStorage.getItem(name) || "";
    for (const name of ["scheme", "size"]) if (kept(name)) root.dataset[name] = kept(name);
    const saves = navigator.connection && navigator.connection.saveData && kept("pictures") !== "all";
    if (saves || kept("pictures") === "none") root.dataset.pictures = "none";

    /* An address without a language, opened from elsewhere, leads to the language that was chosen here. */
    const language = kept("language");
    const [visit] = performance.getEntriesByType("navigation");
    const isArrival = visit && visit.type === "navigate" && !document.referrer.startsWith(location.origin);
    if (root.lang === "ar" && (language === "fr" || language === "en") && isArrival) {
      const { pathname, search, hash } = location;
      location.replace(`/${language}${pathname === "/" ? "" : pathname}${search}${hash}`);
    }

    const prefix = root.lang === "ar" ? "" : `/${root.lang}`;
    const here = location.pathname.slice(prefix.length) || "/";
    const muted = kept("muted").split(" ").filter((path) =>
      /^(\/section)?\/[\w-]+$/.test(path) && !`${here}/`.startsWith(`${path}/`));
    if (muted.length) {
      /* Only lists that nobody asked for by name are thinned out: a search, a day, a story show all they hold. */
      const isList = here === "/" || /^\/(latest|section|city|region|topic)\b/.test(here);
      const lines = `.ticker li${isList ? ", main :is(li, .entry, .lead, .column)" : ""}`;
      const links = muted.map((path) => path.startsWith("/section/")
        ? `[data-section="${path.slice(9)}"], [href="${prefix}${path}"]` : `[href^="${prefix}${path}/"]`);
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(`:is(${lines}):has(> a:is(${links}), > :is(h2, h3) > a:is(${links})) { display: none !important; }`);
      document.adoptedStyleSheets = [sheet];
    }
  } catch { /* storage is refused here: the page is as the server made it */ }
})();
