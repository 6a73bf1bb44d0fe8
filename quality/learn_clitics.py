"""Learns the lexicon of search/analysis/arabic.py: which first letters are a word's own, and which are clitics.

Only counts of words leave the texts, and only from sets of shared/data whose licence lets what is learnt be shipped:
news/ant (Apache-2.0), news/marsum_test (CC BY 4.0), news/almayadeen (MIT), and names of places (MIT). A letter is a
word's own when the word takes the article with it (الوزير), or when what would be left is the rarer word. Run:

    WARRAQ_SHARED_DATA=… python quality/learn_clitics.py

Then raise ANALYSIS_VERSION, and see that quality/search.py is better for it.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from warraq.options import read_options
from warraq.search.analysis import arabic
from warraq.understand.arabic import normalise

SOURCES = {
    "ant": ("title", "abstract", "body"),
    "almayadeen": ("title", "description", "full_text"),
    "marsum_test": ("headline", "body"),
}
KNOWN_FROM = 15
"""Occurrences from which a stem is known. From 5 to 20 changes nDCG by .001; the file by half."""
OWN_FROM = 3
"""Occurrences from which a word's own first letter is worth a line."""

HEADER = """\
# {title}
# Normalised stems, one a line; made by quality/learn_clitics.py from word counts of ANT (antcorpus, Apache-2.0), MArSum
# (KamelGaanoun, CC BY 4.0), Almayadeen (hadialshaer, MIT) and names of Moroccan places (mahdiboughrous, MIT).
"""

_WORD = re.compile("[\u0621-\u064a]+")


def main() -> int:
    """Write both files beside search/analysis/arabic.py."""
    data = read_options().shared_data
    if data is None:
        print("skipped: WARRAQ_SHARED_DATA does not name the folder of real data")
        return 0
    with_article, bare = count_stems(
        Counter(word for text in texts(data) for word in _WORD.findall(normalise(text)))
    )
    known = {stem for stem in with_article | bare if with_article[stem] + bare[stem] >= KNOWN_FROM}
    known = {stem for stem in known | set(places(data)) if len(stem) >= arabic.FEWEST_LETTERS}
    own = {stem for stem in bare | with_article if is_own(stem, with_article, bare, known)}
    folder = Path(arabic.__file__).parent
    write(folder / "arabic_known.txt", "Stems before which a lone ب، ل or ف is a preposition", known)
    write(folder / "arabic_own.txt", "Stems whose first و، ب، ل، ف or ال is their own", own)
    return 0


def texts(data: Path) -> Iterator[str]:
    """The texts of SOURCES."""
    for name, fields in SOURCES.items():
        with gzip.open(data / "news" / f"{name}.jsonl.gz", "rt", encoding="utf-8", newline="\n") as lines:
            for line in lines:
                row = json.loads(line)
                yield "\n".join(row.get(field) or "" for field in fields)


def places(data: Path) -> Iterator[str]:
    """Stems of the names of Moroccan places that are one word without article."""
    with (data / "places" / "morocco_admin.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            name = normalise(row["name_ar"])
            if _WORD.fullmatch(name) and arabic.without_article(name, own=set()) is None:
                yield arabic.without_suffixes(name)


def count_stems(forms: Counter[str]) -> tuple[Counter[str], Counter[str]]:
    """How often each stem stands with the article, and without; lone letters in front are left on."""
    with_article: Counter[str] = Counter()
    bare: Counter[str] = Counter()
    for form, times in forms.items():
        if "لل" in form[:3]:  # للجنة and للمدرسة: just what is to be learnt
            continue
        noun = arabic.without_article(form, own=set())
        if noun is None:
            bare[arabic.without_suffixes(form)] += times
        else:
            with_article[arabic.without_suffixes(noun)] += times
    return with_article, bare


def is_own(stem: str, with_article: Counter[str], bare: Counter[str], known: set[str]) -> bool:
    """Whether the clitic that a stem seems to begin with is its own."""
    if with_article[stem] + bare[stem] < OWN_FROM:
        return False
    if stem.startswith("ال") and len(stem) >= 4:
        return with_article[stem] > bare[stem[2:]]
    rest = stem[1:]
    total = with_article[rest] + bare[rest]
    takes_article = with_article[stem] >= max(2, 0.02 * bare[stem])
    if stem[0] == "ل" and takes_article and with_article[stem] > total:
        return True
    if stem[0] == "و" or (stem[0] in arabic.PREPOSITIONS and rest in known):
        return len(rest) >= 2 and (takes_article or total < 0.5 * bare[stem])
    return False


def write(path: Path, title: str, stems: set[str]) -> None:
    """One sorted file."""
    path.write_text(HEADER.format(title=title) + "\n".join(sorted(stems)) + "\n", encoding="utf-8")
    print(f"{path.name}: {len(stems)} stems, {path.stat().st_size // 1000} kB", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
