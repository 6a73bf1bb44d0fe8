"""How an article is cited: BibTeX, RIS and CSL-JSON, as reference managers read them.

Pure: it takes what is known and returns text. A date is given as far as the outlet printed it: a day that is unknown
stays out, and a day-only date is never shifted.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

FORMS = {
    "bib": "application/x-bibtex; charset=utf-8",
    "ris": "application/x-research-info-systems; charset=utf-8",
    "json": "application/vnd.citationstyles.csl+json; charset=utf-8",
}
"""Ending -> media type."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
"""BibTeX's own names of months, which styles set in their language."""
_LANGIDS = {"ar": "arabic", "fr": "french", "en": "english"}
"""babel's names; it has none for Amazigh."""
_LATEX = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "$": r"\$", "&": r"\&",
    "#": r"\#", "_": r"\_", "%": r"\%", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
"""What LaTeX reads as a command. Braces go by name: BibTeX counts them even behind a backslash."""
_VERBATIM = {"\\": "%5C", "{": "%7B", "}": "%7D", " ": "%20"}
"""In an address, which styles set as it is: what would end the field."""
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Cited:
    """What is cited. Texts are plain."""

    key: str
    """Of ASCII letters, digits and hyphens: the same in every export."""
    title: str
    authors: tuple[str, ...]
    outlet: str
    """Its name."""
    published: date | None
    has_day: bool
    """Whether `published` is known to the day, not to the month alone."""
    language: str
    """Empty where unknown."""
    address: str
    """The original."""
    archived: str
    """Its page here."""
    archive: str
    """Our name."""
    accessed: date


def cite(cited: Cited, form: str) -> str:
    """The citation in a form of FORMS."""
    return {"bib": bibtex, "ris": ris, "json": csl_json}[form](cited)


def bibtex(cited: Cited) -> str:
    """An entry for BibTeX (year, month, day) and biblatex (date) alike. Names and title stand in braces of their own:
    an Arabic name has no parts that a style may turn around, and a title keeps its capitals."""
    fields = [
        ("author", " and ".join(f"{{{latex(author)}}}" for author in map(plain, cited.authors) if author)),
        ("title", f"{{{latex(cited.title)}}}" if plain(cited.title) else ""),
        ("journal", latex(cited.outlet)),
        ("date", _iso(cited)),
        ("year", f"{cited.published:%Y}" if cited.published else ""),
        ("day", str(cited.published.day) if cited.published and cited.has_day else ""),
        ("langid", _LANGIDS.get(cited.language, "")),
        ("url", verbatim(cited.address)),
        ("urldate", cited.accessed.isoformat()),
        ("note", f"{latex(cited.archive)}: \\url{{{verbatim(cited.archived)}}}"),
    ]
    lines = [f"  {name} = {{{value}}},\n" for name, value in fields if value]
    if cited.published:
        lines.append(f"  month = {_MONTHS[cited.published.month - 1]},\n")
    return f"@article{{{cited.key},\n{''.join(lines)}}}\n"


def ris(cited: Cited) -> str:
    """RIS: one tag a line, CRLF, a newspaper's article."""
    day = ""
    if cited.published:
        day = f"{cited.published:%Y/%m/%d}/" if cited.has_day else f"{cited.published:%Y/%m}//"
    tags = [
        ("TY", "NEWS"),
        *(("AU", plain(author)) for author in cited.authors),
        ("TI", plain(cited.title)),
        ("T2", plain(cited.outlet)),
        ("PY", f"{cited.published:%Y}" if cited.published else ""),
        ("DA", day),
        ("Y2", f"{cited.accessed:%Y/%m/%d}/"),
        ("LA", cited.language),
        ("UR", plain(cited.address)),
        ("DB", plain(cited.archive)),
        ("N1", plain(cited.archived)),
        ("ID", cited.key),
    ]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in tags if value) + "ER  - \r\n"


def csl_json(cited: Cited) -> str:
    """CSL-JSON: a list of one item. Names are literal: nobody here knows which part is the family's."""
    item: dict[str, object] = {
        "id": cited.key,
        "type": "article-newspaper",
        "title": plain(cited.title),
        "author": [{"literal": author} for author in map(plain, cited.authors) if author],
        "container-title": plain(cited.outlet),
        "language": cited.language,
        "URL": cited.address,
        "accessed": _date_parts(cited.accessed, has_day=True),
        "archive": plain(cited.archive),
        "archive_location": cited.archived,
    }
    if cited.published:
        item["issued"] = _date_parts(cited.published, has_day=cited.has_day)
    return (
        json.dumps([{name: value for name, value in item.items() if value}], ensure_ascii=False, indent=1)
        + "\n"
    )


def plain(text: str) -> str:
    """A text in one line without control characters: none of the three forms can hold one."""
    spaced = _SPACE.sub(" ", text)
    return "".join(sign for sign in spaced if unicodedata.category(sign) not in ("Cc", "Cs")).strip()


def latex(text: str) -> str:
    """A text as LaTeX sets it, letter for letter; its braces always balance."""
    return "".join(_LATEX.get(sign, sign) for sign in plain(text))


def verbatim(address: str) -> str:
    """An address as it may stand in a field that is set as it is."""
    return "".join(_VERBATIM.get(sign, sign) for sign in plain(address))


def _iso(cited: Cited) -> str:
    if cited.published is None:
        return ""
    return cited.published.isoformat() if cited.has_day else f"{cited.published:%Y-%m}"


def _date_parts(day: date, *, has_day: bool) -> dict[str, Sequence[Sequence[int]]]:
    return {"date-parts": [[day.year, day.month, day.day] if has_day else [day.year, day.month]]}
