"""What is asked of a page in the browser: axe's rules, HTML_CodeSniffer's (pa11y's), what moves, what shifts, who is
asked. The tools are those of package.json; without them the tests that need them are skipped and say so.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page

TOOLS = Path(__file__).parent / "node_modules"
AXE = TOOLS / "axe-core" / "axe.min.js"
SNIFFER = TOOLS / "html_codesniffer" / "build" / "HTMLCS.js"
VNU = TOOLS / "vnu-jar" / "build" / "dist" / "vnu.jar"
MOST_SHIFT = 0.02
"""Cumulative layout shift; the web calls .1 good."""

_SHIFTED = """async () => {
  let sum = 0;
  const moved = [];
  const watch = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) {
      sum += entry.value;
      for (const { node, previousRect, currentRect } of entry.sources) {
        const { outerHTML, textContent } = node || {};
        moved.push(`${(outerHTML || textContent || "").slice(0, 80)} ${previousRect.y} to ${currentRect.y}`);
      }
    }
  });
  watch.observe({ type: "layout-shift", buffered: true });
  scrollTo(0, document.body.scrollHeight);
  await Promise.all([...document.images].filter((image) => {
    const { top, bottom } = image.getBoundingClientRect();
    return !image.complete && bottom > 0 && top < innerHeight;
  }).map((image) => new Promise((done) => { image.onload = image.onerror = done; })));
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  watch.disconnect();
  return [sum, moved.join("; ")];
}"""
_FAULTS = """async ({ rules, sniffs, where }) => {
  const found = [];
  const tested = rules.length ? { runOnly: rules } : { rules: { "target-size": { enabled: true } } };
  const options = { iframes: false, preload: false, resultTypes: ["violations"], ...tested };
  const { violations } = await axe.run(where, options);
  for (const rule of violations) for (const node of rule.nodes)
    found.push(`${rule.id}: ${node.html.slice(0, 160)} ${(node.any[0] || {}).message || ""}`);
  if (sniffs) {
    await new Promise((done) => HTMLCS.process("WCAG2AA", document, done));
    for (const { type, code, msg, element } of HTMLCS.getMessages()) if (type === HTMLCS.ERROR)
      found.push(`htmlcs: ${code}: ${msg} ${(element.outerHTML || "").slice(0, 160)}`);
  }
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) found.push(`it scrolls sideways: ${scrollWidth} in ${clientWidth}`);
  if (matchMedia("(prefers-reduced-motion: reduce)").matches && document.getAnimations().length)
    found.push("it moves though less motion is asked for");
  return found;
}"""


CONTRAST = ("color-contrast",)
"""Depends on the colours, and in another window on what lies over what."""
OF_COLOUR = (*CONTRAST, "link-in-text-block")
"""The rules that can say something else of the very same document in other colours."""
OF_ROOM = ("scrollable-region-focusable", "target-size")
"""Those that can in another window."""


def bring_tools(context: BrowserContext) -> None:
    """axe and HTML_CodeSniffer in every page from its beginning: six times cheaper than handing them over later."""
    for file in (AXE, SNIFFER):
        context.add_init_script(path=file)


def faults(
    page: Page, rules: tuple[str, ...] = (), *, sniffs: bool = False, where: str = "html"
) -> list[str]:
    """What axe-core finds, by all of its rules (those of WCAG 2.2 too, which it leaves out by itself) or by these; the
    errors of HTML_CodeSniffer by WCAG 2 AA, which are what pa11y reports; whether the page scrolls sideways; and what
    moves though less motion is asked for, of which axe says nothing. Needs `bring_tools`."""
    return list(page.evaluate(_FAULTS, {"rules": list(rules), "sniffs": sniffs, "where": where}))


def without_scripts(page: Page) -> None:
    """No script of the site runs in this page, by the site's own policy: where JavaScript itself is switched off, the
    promises that the checks are made of never come true."""
    session = page.context.new_cdp_session(page)

    def refuse(event: dict[str, Any]) -> None:
        headers = [
            {**header, "value": re.sub(r"script-src [^;]*", "script-src 'none'", header["value"])}
            if header["name"].lower() == "content-security-policy"
            else header
            for header in event["responseHeaders"]
        ]
        session.send(
            "Fetch.continueResponse",
            {
                "requestId": event["requestId"],
                "responseCode": event["responseStatusCode"],
                "responseHeaders": headers,
            },
        )

    session.on("Fetch.requestPaused", refuse)
    session.send("Fetch.enable", {"patterns": [{"resourceType": "Document", "requestStage": "Response"}]})


def shifted(page: Page) -> tuple[float, str]:
    """How far things jumped while it loaded and was scrolled to its end, and what jumped from where."""
    far, what = page.evaluate(_SHIFTED)
    return float(far), str(what)


def validator_faults(folder: Path) -> list[str]:
    """The errors of the Nu HTML checker in a folder of pages, all in one run of Java."""
    java = shutil.which("java")
    assert java is not None
    # One run of a few seconds: better machine code would cost more than it saves.
    machine = [java, "-Xss2m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", str(VNU)]
    words = [*machine, "--errors-only", "--format", "json", "--stdout", str(folder)]
    answer = subprocess.run(words, capture_output=True, text=True, check=False, timeout=300)
    messages: list[dict[str, Any]] = json.loads(answer.stdout)["messages"]
    return [
        f"{Path(one.get('url', '')).name}: {one.get('message')} {one.get('extract', '')[:160]}"
        for one in messages
    ]
