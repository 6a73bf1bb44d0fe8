"""The installation's own sections: models learnt from what its outlets labelled, and what their addresses mean.

A model a language, kept where it does better, and one table of addresses, in the data folder. A file that cannot be
read is as if it were not there.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from warraq.editions import Edition
from warraq.store.labelled import labelled_addresses, labelled_articles
from warraq.understand.address_sections import Habits, learn_habits, section_by_habit
from warraq.understand.context import OWN_LANGUAGES, Context, context_of
from warraq.understand.section_model import SectionModel, guess_section, load_model
from warraq.understand.section_training import (
    FEWEST_HELD_OUT,
    Labelled,
    Score,
    choose_rows,
    guesser,
    score,
    train_model,
)

FOLDER = "sections"
MOST_ADDRESSES = 100_000
"""Of the newest labelled articles: some seconds and 100 MB."""

log = logging.getLogger("warraq.sections")


@dataclass(frozen=True, slots=True)
class Learnt:
    """What came of learning the sections of one language."""

    language: str
    articles: int
    """Labelled articles that were looked at, those to judge by among them."""
    sections: int
    own: Score | None
    """None where there was too little to learn from."""
    shipped: Score | None
    is_kept: bool


def own_context(edition: Edition, data: Path) -> Context:
    """The edition's tables with the installation's own models of sections and what it knows of addresses."""
    return context_of(edition, read_own(edition, data), read_habits(edition, data))


def read_own(edition: Edition, data: Path) -> Mapping[str, SectionModel]:
    """Language -> own model, as far as there are any and they name sections of the edition."""
    slugs = {section.slug for section in edition.sections}
    models = {}
    for language in OWN_LANGUAGES:
        path = own_path(edition, data, language)
        try:
            model = load_model(path.read_bytes())
        except FileNotFoundError:
            continue
        except (OSError, ValueError) as fault:
            log.warning("the own model of sections is left aside: %s: %s", path, fault)
            continue
        if slugs.issuperset(model.labels):
            models[language] = model
        else:
            log.warning(
                "the own model of sections names others than the edition has: learn it anew: %s", path
            )
    return models


def read_habits(edition: Edition, data: Path) -> Habits:
    """What parts of addresses mean, as far as it was learnt and names sections of the edition."""
    path = habits_path(edition, data)
    slugs = {section.slug for section in edition.sections}
    try:
        habits = json.loads(path.read_bytes())
        return {
            site: {part: section for part, section in parts.items() if section in slugs}
            for site, parts in habits.items()
        }
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, AttributeError, TypeError) as fault:
        log.warning("what was learnt of addresses is left aside: %s: %s", path, fault)
        return {}


def habits_path(edition: Edition, data: Path) -> Path:
    """Where it lies what parts of addresses mean."""
    return data / FOLDER / f"{edition.slug}-addresses.json"


def own_path(edition: Edition, data: Path, language: str) -> Path:
    """Where an own model lies."""
    return data / FOLDER / f"{edition.slug}-{language}.npz"


def learn_sections(edition: Edition, data: Path) -> list[Learnt]:
    """Learn each language's model from the archive; one that does better than the shipped one on articles that neither
    saw is kept, else there is none afterwards. Takes about a minute of a processor a language at the most."""
    return [_learn(edition, data, language) for language in OWN_LANGUAGES]


def learn_addresses(edition: Edition, data: Path) -> Score:
    """Learn what parts of the outlets' addresses mean, keep it, and say how it did on articles that were held back."""
    table = context_of(edition).sections
    rows = [
        Labelled(row.title, "", row.section, row.address)
        for row in labelled_addresses(edition.slug, table, MOST_ADDRESSES)
    ]
    habits = learn_habits((row.address, row.label) for row in rows if not row.is_held_out)
    told = [(section_by_habit(row.address, habits), row.label) for row in rows if row.is_held_out]
    path = habits_path(edition, data)
    if habits:
        _write(path, json.dumps(habits, ensure_ascii=False, sort_keys=True, indent=1).encode())
    else:
        path.unlink(missing_ok=True)
    said = [section == label for section, label in told if section is not None]
    return Score(len(told), len(said), sum(said))


def _learn(edition: Edition, data: Path, language: str) -> Learnt:
    context = context_of(edition)
    labelled = labelled_articles(edition.slug, language, context.sections)
    rows = choose_rows(Labelled(row.title, row.text, row.section) for row in labelled)
    taught = [row for row in rows if not row.is_held_out]
    judged = [row for row in rows if row.is_held_out]
    sections = len({row.label for row in taught})
    path = own_path(edition, data, language)
    if len(judged) < FEWEST_HELD_OUT or sections < 2:
        path.unlink(missing_ok=True)
        return Learnt(language, len(rows), sections, None, None, is_kept=False)
    raw = train_model(taught)
    own = score(guesser(load_model(raw)), judged)
    shipped = score(
        lambda title, body: (
            guess_section(title, body, context.sections, context.home) if language == "ar" else None
        ),
        judged,
    )
    is_kept = own.worth > max(0.0, shipped.worth)
    if is_kept:
        _write(path, raw)
    else:
        path.unlink(missing_ok=True)
    return Learnt(language, len(rows), sections, own, shipped, is_kept=is_kept)


def _write(path: Path, raw: bytes) -> None:
    """All of it or nothing."""
    path.parent.mkdir(exist_ok=True)
    fresh = path.with_suffix(f".{os.getpid()}")
    fresh.write_bytes(raw)
    fresh.replace(path)
