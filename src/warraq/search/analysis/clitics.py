"""A name as it stands inside a sentence: with the particles that Arabic writes onto its first word.

Phrases go by what is written, so whoever looks for a name asks for each way of writing it. Endings are not touched: a
name has none of its own.
"""

from __future__ import annotations

from warraq.understand.arabic import normalise

PARTICLES = ("و", "ف", "ب", "ل", "ك", "وب", "ول")
"""And, so, in, to, like; and the two stacks of them that headlines write."""


def with_clitics(name: str) -> tuple[str, ...]:
    """The name and, where it begins with an Arabic word, the name with each particle: بطنجة المتوسط, وللملك محمد."""
    first, space, rest = name.partition(" ")
    if not "ء" <= first[:1] <= "ي":
        return (name,)
    return (name, *(f"{_joined(particle, first)}{space}{rest}" for particle in PARTICLES))


def _joined(particle: str, word: str) -> str:
    """ل takes the alef of the article, and the whole of it where the noun begins with ل: للملك, للجنة."""
    if particle.endswith("ل") and normalise(word).startswith("ال") and len(word) > len("ال") + 1:
        return particle[:-1] + (word[1:] if word[2] == "ل" else f"ل{word[1:]}")
    return particle + word
