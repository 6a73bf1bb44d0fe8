"""What is asked of a page in the browser: axe's rules, HTML_CodeSniffer's (pa11y's), what moves, what shifts, who is
asked. The tools are those of package.json; without them the tests that need them are skipped and say so.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from functools import lru_cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

TOOLS = Path(__file__).parent / "node_modules"
AXE = TOOLS / "axe-core" / "axe.min.js"
SNIFFER = TOOLS / "html_codesniffer" / "build" / "HTMLCS.js"
VNU = TOOLS / "vnu-jar" / "build" / "dist" / "vnu.jar"
MOST_SHIFT = 0.02
"""Cumulative layout shift; the web calls .1 good."""

_SHIFTED = """async () => {
  let sum = 0;
  const watch = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value;
  });
  watch.observe({ type: "layout-shift", buffered: true });
  scrollTo(0, document.body.scrollHeight);
  await Promise.all([...document.images].filter((image) => {
    const { top, bottom } = image.getBoundingClientRect();
    return !image.complete && bottom > 0 && top < innerHeight;
  }).map((image) => new Promise((done) => { image.onload = image.onerror = done; })));
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  watch.disconnect();
  return sum;
}"""
_RUN_AXE = """async (rules) => (await axe.run(document, {
  resultTypes: ["violations"], ...(rules.length ? { runOnly: rules } : { rules: { "target-size": { enabled: true } } })
})).violations.flatMap((rule) => rule.nodes.map((node) =>
  `${rule.id}: ${node.html.slice(0, 160)} ${(node.any[0] || {}).message || ""}`))"""
_RUN_SNIFFER = """() => new Promise((done) => HTMLCS.process("WCAG2AA", document, () => done(
  HTMLCS.getMessages().filter((message) => message.type === HTMLCS.ERROR)
    .map((message) => `${message.code}: ${message.msg} ${(message.element.outerHTML || "").slice(0, 160)}`))))"""


@lru_cache(maxsize=4)
def _source(file: Path) -> str:
    return file.read_text(encoding="utf-8")


OF_COLOUR = ("color-contrast", "link-in-text-block")
"""The rules that can say something else of the very same document in other colours."""


def axe_faults(page: Page, rules: tuple[str, ...] = ()) -> list[str]:
    """What axe-core finds, by all of its rules (those of WCAG 2.2 too, which it leaves out by itself) or by these."""
    if not page.evaluate("typeof axe !== 'undefined'"):
        page.evaluate(_source(AXE))
    return list(page.evaluate(_RUN_AXE, list(rules)))


def sniffer_faults(page: Page) -> list[str]:
    """The errors of HTML_CodeSniffer by WCAG 2 AA: what pa11y reports."""
    if not page.evaluate("typeof HTMLCS !== 'undefined'"):
        page.evaluate(_source(SNIFFER))
    return list(page.evaluate(_RUN_SNIFFER))


def is_too_wide(page: Page) -> bool:
    """Whether it scrolls sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def shifted(page: Page) -> float:
    """How far things jumped while it loaded and was scrolled to its end."""
    return float(page.evaluate(_SHIFTED))


def running_animations(page: Page) -> int:
    """With less motion asked for: axe says nothing of what goes on moving."""
    page.emulate_media(reduced_motion="reduce")
    return int(page.evaluate("document.getAnimations().length"))


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
