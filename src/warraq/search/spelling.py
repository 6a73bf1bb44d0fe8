"""Words a mistake away from another one, as Arabic and French writers and keyboards make them. Pure."""

from __future__ import annotations

from collections.abc import Iterator

ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنهويء"
LATIN = "abcdefghijklmnopqrstuvwxyz"
CONFUSED = frozenset(
    frozenset(pair) for pair in "ضظ صس تط دض ذد ذز ثت ثس قك قا غق غر حه حخ جش اع زس دت كق".split()
)
"""Letters that sound or look alike, one typed for the other: half a mistake."""


def near_words(key: str) -> Iterator[str]:
    """All words one mistake away: a letter left out, doubled by another, swapped with its neighbour or wrong."""
    letters = LATIN if key[0].isascii() else ARABIC
    for place in range(len(key) + 1):
        head, tail = key[:place], key[place:]
        if tail:
            yield head + tail[1:]
        if len(tail) > 1 and tail[0] != tail[1]:
            yield head + tail[1] + tail[0] + tail[2:]
        for letter in letters:
            yield head + letter + tail
            if tail and letter != tail[0]:
                yield head + letter + tail[1:]


def distance(left: str, right: str) -> float:
    """Mistakes between two words: letters left out, put in, swapped (one each), wrong (one; a half where confused)."""
    rows: list[list[float]] = [[float(place) for place in range(len(right) + 1)]]
    for i, letter in enumerate(left, 1):
        above, row = rows[-1], [float(i)]
        for j, other in enumerate(right, 1):
            best = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + _cost(letter, other))
            if i > 1 and j > 1 and letter == right[j - 2] and left[i - 2] == other:
                best = min(best, rows[-2][j - 2] + 1)
            row.append(best)
        rows.append(row)
    return rows[-1][-1]


def _cost(letter: str, other: str) -> float:
    if letter == other:
        return 0.0
    return 0.5 if frozenset((letter, other)) in CONFUSED else 1.0
