"""How well the section of an article without a label is told, with floors.

On every fifth article of ANT, held out by the hash of its title from what the shipped model was trained on
(train_sections.py beside this file). `told right` is the share right of those it speaks on, `told` the share it speaks
on; `all right` is the plain accuracy if it had always to speak. `home joined right` joins ANT's own desks for home news
(localNews, society, politic, diverse), whose borders its editors drew loosely.

`with addresses right` is the plain accuracy of what an installation tells that reads this outlet: the other articles'
labels say what a number in its addresses means (understand/address_sections.py), and where that says nothing the model
speaks, sure or not. `by address` is the share told so. It measures the outlet's own filing, no reading of a text.

Run with WARRAQ_SHARED_DATA set:

    python quality/sections.py

Exits 1 where a floor is missed. A floor is lowered only on purpose, with the reason in the commit.
"""

from __future__ import annotations

import sys
import time
from collections import Counter

from train_sections import TUNISIA, read_ant

from warraq.options import read_options
from warraq.understand.address_sections import learn_habits, section_by_habit
from warraq.understand.section_model import SURE, home_stems, read_model

FLOORS = {
    "told right": 0.85,
    "told": 0.77,
    "all right": 0.79,
    "home joined right": 0.9,
    "by address": 0.95,
    "with addresses right": 0.98,
}

HOME_DESKS = frozenset({"localNews", "society", "politic", "diverse"})


def main() -> int:
    """Measure and print; 1 where a floor is missed."""
    data = read_options().shared_data
    if data is None:
        print("skipped: WARRAQ_SHARED_DATA does not name the folder of real data")
        return 0
    articles = read_ant(data)
    held_out = [article for article in articles if article.is_held_out]
    habits = learn_habits((article.address, article.label) for article in articles if not article.is_held_out)
    model, home = read_model(), home_stems([TUNISIA])
    right, told, told_right, joined, by_address, with_address = 0, 0, 0, 0, 0, 0
    by_label: dict[str, Counter[str]] = {}
    start = time.process_time()
    for article in held_out:
        chances = model.likelihoods(article.title, article.body, home)
        best = max(chances, key=chances.__getitem__)
        right += best == article.label
        joined += best == article.label or {best, article.label} <= HOME_DESKS
        habit = section_by_habit(article.address, habits)
        by_address += habit is not None
        with_address += (habit or best) == article.label
        if chances[best] >= SURE:
            told += 1
            told_right += best == article.label
            by_label.setdefault(best, Counter())[article.label] += 1
    seconds = time.process_time() - start
    measured = {
        "told right": told_right / told,
        "told": told / len(held_out),
        "all right": right / len(held_out),
        "home joined right": joined / len(held_out),
        "by address": by_address / len(held_out),
        "with addresses right": with_address / len(held_out),
    }
    for name, share in measured.items():
        print(f"{name:22}{share:7.3f}")
    for label, truth in sorted(by_label.items()):
        print(f"  told {label:18}{truth[label] / truth.total():6.2f} right of {truth.total()}")
    print(f"{len(held_out)} articles, {len(held_out) / seconds:.0f}/CPU-s")
    low = {name for name, share in measured.items() if share < FLOORS[name]}
    for name in sorted(low):
        print(f"{name}: {measured[name]:.3f} is under its floor of {FLOORS[name]}", file=sys.stderr)
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())
