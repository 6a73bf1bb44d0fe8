"""A small press with a real index, written as the keeper writes it, for everything that searches."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.core.handlers.wsgi import WSGIRequest
from django.http import StreamingHttpResponse

from tests.serve.press import EDITION, OPTIONS, Visitor
from warraq.editions import Edition, Place, Spelling
from warraq.processes.indexing import document_of
from warraq.search.generations import new_generation, switch
from warraq.search.tantivy_index import TantivyIndex
from warraq.serve import searching
from warraq.store.outbox import every_text
from warraq.store.read_collected import forget_collected

PLACES = (
    Place("tanger", "town", "", "", {"ar": "طنجة", "fr": "Tanger"},
          (Spelling("طنجة", "sure"), Spelling("Tanger", "sure")), None),
    Place("fes", "town", "", "", {"ar": "فاس", "fr": "Fès"},
          (Spelling("فاس", "sure"), Spelling("Fès", "sure")), None),
)  # fmt: skip
WITH_PLACES: Edition = replace(EDITION, places=PLACES)


class Indexed:
    """The index of a data folder, and a visitor to the site over it."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.options = replace(OPTIONS, data=data)
        self.visitor = Visitor(options=self.options, edition=WITH_PLACES)
        folder = data / "index"
        folder.mkdir()
        generation = new_generation(folder)
        self.index = TantivyIndex.create(generation)
        self.index.commit()
        switch(folder, generation)

    def catch_up(self) -> None:
        """Put all rows into the index, as they stand now."""
        self.index.add(document_of(text) for text in every_text())
        self.index.commit()


@contextmanager
def indexed(data: Path) -> Iterator[Indexed]:
    """An index in the empty folder `data`."""
    forget_collected()
    searching._names.clear()
    made = Indexed(data)
    try:
        yield made
    finally:
        made.index.close()
        searching._current(data / "index").close()
        searching._current.cache_clear()


def fetch(press: Indexed, path: str, **parameters: Any) -> bytes:
    """An answer, streamed or not."""
    response = press.visitor.door(
        WSGIRequest({
            "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": urlencode(parameters),
            "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "8300", "REMOTE_ADDR": "203.0.113.5",
            "wsgi.input": io.BytesIO(), "wsgi.url_scheme": "http",
        })
    )  # fmt: skip
    assert response.status_code == 200, response.status_code
    if isinstance(response, StreamingHttpResponse):
        return b"".join(response)
    return bytes(response.content)  # type: ignore[attr-defined]
