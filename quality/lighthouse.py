"""Lighthouse on the demo's front page, an article, the search and an answer: how quick, usable and findable they are.

    python quality/lighthouse.py [--json]       (`make lighthouse`)

Starts the demo in a folder and on ports of its own, lets it fill, and asks Lighthouse about each page, on a phone as it
imagines one. It is pinned in quality/lighthouse/package-lock.json and installed when first needed. Exit 1 where a score
is under `LEAST`, 0 with a word where npm or Chromium is missing. The score of speed is of this machine in this minute:
it is no gate of `make quality`. The answers of searches are closed to search engines by intent (docs/how-to/
search-engines.md), so `is-crawlable` is not asked of them.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "docs"))

from screenshots import running_demo, wait_until_filled  # noqa: E402

TOOL = Path(__file__).parent / "lighthouse"
PROGRAM = TOOL / "node_modules" / "lighthouse" / "cli" / "index.js"
LEAST = 98
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
TRIES = 3
"""Runs a page gets, the best counts: a busy machine makes pages slow, never quick."""
FLAGS = (
    "--headless=new --no-sandbox --disable-background-networking --disable-component-update --disable-sync"
)


def main() -> int:
    """Print each page's four scores."""
    parser = argparse.ArgumentParser(description="Lighthouse on front page, article and search.")
    parser.add_argument("--json", action="store_true", help="one JSON object a page")
    as_json = parser.parse_args().json
    chromium, node, npm = (shutil.which(name) for name in ("chromium", "node", "npm"))
    if chromium is None or node is None or npm is None:
        print("SKIPPED: Lighthouse needs chromium, node and npm: make system")
        return 0
    if not PROGRAM.exists():
        print("Installing Lighthouse ...", file=sys.stderr)
        words = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
        subprocess.run(words, cwd=TOOL, check=True, env={**os.environ, "PUPPETEER_SKIP_DOWNLOAD": "1"})
    is_well = True
    with running_demo() as (demo, site):
        wait_until_filled(demo, site)
        for name, path in pages(site).items():
            skipped = ("is-crawlable",) if name == "answer" else ()
            scores = best_scores(f"{site}{path}", node, chromium, skipped)
            is_well &= min(scores.values()) >= LEAST
            if as_json:
                print(json.dumps({"page": name, **scores}))
            else:
                print(f"{name:<8}" + "  ".join(f"{category} {score}" for category, score in scores.items()))
    print(f"{'well' if is_well else 'MISSED'}: {LEAST} in all four", file=sys.stderr)
    return 0 if is_well else 1


def pages(site: str) -> dict[str, str]:
    """The pages by name: the article is the first that the front page links to."""
    with urllib.request.urlopen(f"{site}/", timeout=30) as answer:
        found = re.search(r'href="(/[a-z0-9-]+/[0-9]+)"', answer.read().decode())
    assert found is not None
    answer_path = f"/search?q={urllib.parse.quote('مدينة')}"
    return {"front": "/", "article": found[1], "search": "/search", "answer": answer_path}


def best_scores(address: str, node: str, chromium: str, skipped: tuple[str, ...]) -> dict[str, int]:
    """The best of some runs in each category, out of 100."""
    best = dict.fromkeys(CATEGORIES, 0)
    for _ in range(TRIES):
        try:
            scores = scores_of(address, node, chromium, skipped)
        except subprocess.SubprocessError as error:
            # Now and then Chromium's trace of a page load has no beginning (NO_NAVSTART), whatever the page.
            print(f"{address}: Lighthouse failed: {error}", file=sys.stderr)
            continue
        best = {category: max(best[category], score) for category, score in scores.items()}
        if min(best.values()) >= LEAST:
            break
    return best


def scores_of(address: str, node: str, chromium: str, skipped: tuple[str, ...]) -> dict[str, int]:
    """One run; SubprocessError where it could not measure."""
    with tempfile.TemporaryDirectory(prefix="warraq-lighthouse-") as folder:
        report = Path(folder) / "report.json"
        words = [
            node, str(PROGRAM), address, "--quiet", "--output=json", f"--output-path={report}",
            f"--only-categories={','.join(CATEGORIES)}", f"--skip-audits={','.join(skipped)}",
            f"--chrome-flags={FLAGS}", "--no-enable-error-reporting",
        ]  # fmt: skip
        subprocess.run(words, check=True, env={**os.environ, "CHROME_PATH": chromium}, timeout=300)
        told = json.loads(report.read_text(encoding="utf-8"))
    if error := told.get("runtimeError"):
        raise subprocess.SubprocessError(error["message"])
    if os.environ.get("WARRAQ_LIGHTHOUSE_TOLD"):
        faults = [a for a in told["audits"].values() if a.get("score") is not None and a["score"] < 0.9]
        print(
            *(f"  {a['id']}: {a['score']} {a.get('displayValue', '')}" for a in faults),
            sep="\n",
            file=sys.stderr,
        )
    return {name: round(100 * (part["score"] or 0)) for name, part in told["categories"].items()}


if __name__ == "__main__":
    sys.exit(main())
