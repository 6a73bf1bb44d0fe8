"""What lies in the repository can be given to anyone: no machine's paths, no index's address, licences that agree."""

from __future__ import annotations

import re
import subprocess
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ("requirements/run.lock", "requirements/dev.lock")
MACHINE_PATHS = re.compile(r"(?<![\w.~-])/(?:home|root|work|Users)/\w")
INDEX_HOSTS = re.compile(
    "|".join((r"pypi\." + "org", r"python" + "hosted", "--" + "index-url", "--" + "find-links"))
)
MOST_LINES = 450
MOST_BYTES = 1_000_000

ALLOWED = re.compile(
    r"apache|\bmit\b|\bmit-cmu\b|bsd|\bisc\b|\bpsf\b|python software foundation|\bmpl\b|mozilla|hpnd|\blgpl\b"
    r"|\bzlib\b|\bcc0\b|cnri-python",
    re.IGNORECASE,
)
"""Licences that let what uses a package be Apache-2.0. LGPL and MPL packages are used unmodified."""

REVIEWED = {
    "colorama": "BSD-3-Clause",  # on Windows only
    "fasttext-predict-v2": "MIT",  # from Python 3.14 only
}
"""Packages that this Python does not install, with their licences as read by a person."""


def tracked() -> list[Path]:
    git = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if git.returncode != 0:
        pytest.skip("this is no checkout of git")
    return [ROOT / name for name in git.stdout.split("\0") if name and (ROOT / name).is_file()]


def text_of(file: Path) -> str | None:
    data = file.read_bytes()
    return None if b"\0" in data[:8_000] else data.decode("utf-8", "replace")


def found(pattern: re.Pattern[str], files: list[Path]) -> list[str]:
    return [
        f"{file.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for file in files
        if (text := text_of(file)) is not None
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_file_names_a_path_of_a_machine() -> None:
    assert not found(MACHINE_PATHS, tracked())


def test_no_file_names_a_package_index() -> None:
    files = [file for file in tracked() if file != Path(__file__).resolve()]
    lines = [line for line in found(INDEX_HOSTS, files) if "--no-emit-" not in line]
    assert not lines


def test_nothing_is_tracked_that_is_made() -> None:
    names = [file.relative_to(ROOT) for file in tracked()]
    assert not [name for name in names if name.name in ("uv.lock", ".installed", "secret.key")]
    assert not [name for name in names if name.parts[0] in (".venv", "data", "dist", "build")]
    assert not [str(file) for file in tracked() if file.stat().st_size > MOST_BYTES]


@pytest.mark.parametrize("name", LOCKS)
def test_locked_packages_are_pinned_by_hash(name: str) -> None:
    requirements = pinned(name)
    assert len(requirements) > 20
    text = (ROOT / name).read_text(encoding="utf-8")
    blocks = re.split(r"(?m)^(?=[A-Za-z0-9])", text)[1:]
    assert [block.split("==")[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_what_runs_is_pinned_the_same_for_work_and_use() -> None:
    run, dev = ({(name, rest.partition(" ;")[0]) for name, rest in pinned(lock)} for lock in LOCKS)
    assert run <= dev


def pinned(name: str) -> list[tuple[str, str]]:
    """Package and the rest of its line, version and marker, of a lock file."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return re.findall(r"(?m)^([A-Za-z0-9._-]+)==([^\\\n]+?) \\$", text)


def test_sources_are_of_a_size_to_read() -> None:
    sources = [file for file in tracked() if file.suffix in (".py", ".html", ".css", ".js")]
    long = {str(file.relative_to(ROOT)): text_of(file) for file in sources}
    assert {name: n for name, text in long.items() if text and (n := text.count("\n")) > MOST_LINES} == {}


def test_the_licence_is_there() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text
    assert "Version 2.0" in text


def licence_of(name: str) -> str:
    """What a package says its licence is, in one line: an SPDX expression, or its classifiers and short text."""
    told = metadata.metadata(name)
    if "License-Expression" in told:
        return told["License-Expression"]
    classifiers = [c for c in told.get_all("Classifier") or [] if c.startswith("License ::")]
    short = told["License"].split("\n")[0][:80] if "License" in told else ""
    return "; ".join([*classifiers, short]).strip("; ")


def is_allowed(licence: str) -> bool:
    """Of an expression, every part joined by AND must be allowed, and one of those joined by OR."""
    if licence.startswith("License ::"):
        return all(ALLOWED.search(part) for part in licence.split("; "))
    parts = [part.strip(" ()") for part in re.split(r"\bAND\b", licence)]
    return all(any(ALLOWED.search(choice) for choice in re.split(r"\bOR\b", part)) for part in parts)


@pytest.mark.parametrize("line", sorted({name + "==" + rest for name, rest in pinned(LOCKS[0])}))
def test_what_runs_may_be_given_away(line: str) -> None:
    wanted = Requirement(line)
    if wanted.marker is not None and not wanted.marker.evaluate():
        try:
            licence = licence_of(wanted.name)
        except metadata.PackageNotFoundError:
            licence = REVIEWED.get(wanted.name, "not reviewed")
    else:
        licence = licence_of(wanted.name)
    assert is_allowed(licence), f"{wanted.name}: {licence}"
