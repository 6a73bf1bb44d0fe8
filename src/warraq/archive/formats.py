"""Rows as files: CSV for spreadsheets, JSON Lines for programs, Parquet for data frames. Each is written as rows come,
so memory does not grow with their number, and each holds exactly one record a row.

No file begins with a line of remarks: RFC 4180 and JSON Lines know none, and whoever counts the lines would count one
too many. Where the rows come from stands in Parquet's own metadata, and beside the others.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, islice
from typing import IO, Any

from warraq.archive.export import Column, Row, Value

FORMATS = {
    "csv": "text/csv; charset=utf-8; header=present",
    "jsonl": "application/jsonl; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
}
"""Ending -> media type."""
BOM = "\ufeff"
"""Begins a CSV file for spreadsheets: without it Excel takes UTF-8 for a Windows code page, and Arabic for garbage."""
BETWEEN = "; "
"""Between the several values of one CSV cell."""
CHUNK = 64_000
"""Characters gathered before they are handed on."""
PARQUET_ROWS = 5_000
"""Rows of a batch: about 15 MB with texts."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula (OWASP, "CSV Injection"), full-width signs among them."""


def csv_text(columns: Sequence[Column], rows: Iterable[Row], *, has_bom: bool) -> Iterator[str]:
    """RFC 4180: commas, quotation marks doubled, CRLF at each end of line, the names first.

    A text that a spreadsheet would run as a formula gets an apostrophe before it, the one change ever made to a value.
    """
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    if has_bom:
        written.write(BOM)
    writer.writerow([column.name for column in columns])
    for row in rows:
        writer.writerow([_cell(row[column.name]) for column in columns])
        if written.tell() > CHUNK:
            yield written.getvalue()
            written.seek(0)
            written.truncate()
    yield written.getvalue()


def jsonl_text(columns: Sequence[Column], rows: Iterable[Row]) -> Iterator[str]:
    """One object a line, in the order of the columns; what is unknown is null."""
    names = [column.name for column in columns]
    gathered: list[str] = []
    size = 0
    for row in rows:
        line = json.dumps({name: row[name] for name in names}, ensure_ascii=False)
        # Some readers end a line at these, which JSON allows inside a text.
        gathered.append(
            line.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("\x85", "\\u0085")
        )
        size += len(line)
        if size > CHUNK:
            yield "\n".join(gathered) + "\n"
            gathered, size = [], 0
    if gathered:
        yield "\n".join(gathered) + "\n"


def write_parquet(
    columns: Sequence[Column], rows: Iterable[Row], file: IO[bytes], facts: Mapping[str, str]
) -> None:
    """Parquet with Zstandard; `facts` become its key-value metadata, each name after `warraq.`."""
    # Only who exports Parquet loads it.
    from arro3.core import DataType, Field, RecordBatch, RecordBatchReader, Schema
    from arro3.io import write_parquet as write

    kinds: dict[str, Any] = {
        "text": DataType.string(),
        "integer": DataType.int64(),
        "number": DataType.float64(),
        "boolean": DataType.bool(),
        "texts": DataType.list(Field("item", DataType.string(), nullable=True)),
    }
    schema = Schema([Field(column.name, kinds[column.kind], nullable=True) for column in columns])

    def batches() -> Iterator[RecordBatch]:
        walk = iter(rows)
        while batch := list(islice(walk, PARQUET_ROWS)):
            arrays = [
                _array([row[column.name] for row in batch], kinds[column.kind], column.kind)
                for column in columns
            ]
            yield RecordBatch.from_arrays(arrays, schema=schema)

    write(
        RecordBatchReader.from_batches(schema, batches()),
        file,
        compression="zstd(3)",
        key_value_metadata={f"warraq.{name}": value for name, value in facts.items()},
    )


def _cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    text = BETWEEN.join(value) if isinstance(value, tuple) else value
    text = text.replace("\x00", "")
    return f"'{text}" if text.startswith(_FORMULA) else text


def _array(values: list[Value], kind: Any, name: str) -> Any:
    from arro3.core import Array, DataType, list_array

    if name != "texts":
        return Array(values, kind)
    lists = [value if isinstance(value, tuple) else () for value in values]
    offsets = Array([0, *accumulate(map(len, lists))], DataType.int32())
    texts = Array([text for texts in lists for text in texts], DataType.string())
    return list_array(offsets, texts, type=kind)
