"""Tables: CSV and TSV by the standard library, Excel (.xlsx) by openpyxl; a line of text for each row."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from corpus.loaders.base import Loaded, require_text, translated
from corpus.loaders.encoding import decode
from corpus.loaders.rows import flatten, table_lines

if TYPE_CHECKING:
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

_DELIMITERS = ",;\t|"
_SAMPLE_ROWS = 50


def read_csv(data: bytes, source: str) -> Loaded:
    """Read a CSV or TSV file, whatever its delimiter and encoding; the title is the file's name.

    Args:
        data: the whole file.
        source: its name as a source.

    Raises:
        EmptyFileError: if no cell is filled.
        UnsupportedFileError: if it is binary.
        EncodingError: if it cannot be decoded.
        UnreadableFileError: if it is no table.
    """
    text = decode(data, source=source)
    delimiter = ""
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:  # Excel's own hint
        text, delimiter = rest, first.strip()[4]
    with translated(source, "a table"):
        rows = _csv_rows(text, delimiter or _delimiter(text))
        lines = "\n".join(table_lines([flatten(cell) for cell in row] for row in rows))
    return Loaded(source, require_text(lines, source), title=PurePosixPath(source).stem)


def _csv_rows(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)


def _delimiter(text: str) -> str:
    """The delimiter that cuts the first rows into the most columns, evenly; a comma if none does."""

    def evenness(delimiter: str) -> tuple[float, int]:
        try:
            widths = [len(row) for row in islice(_csv_rows(text, delimiter), _SAMPLE_ROWS) if any(row)]
        except csv.Error:
            return 0, 0
        usual = max(set(widths), key=widths.count, default=1)
        return (widths.count(usual) / len(widths), usual) if usual > 1 else (0, 0)

    return max(_DELIMITERS, key=evenness)


def read_xlsx(data: bytes, source: str) -> Loaded:
    """Read the visible sheets of an Excel workbook; the title is the file's name.

    A merged cell counts for each row that it spans. Formulas give the value that Excel last stored.

    Args:
        data: the whole file.
        source: its name as a source.

    Raises:
        EmptyFileError: if no cell of a visible sheet is filled.
        UnreadableFileError: if the workbook is damaged.
    """
    with translated(source, "an Excel workbook"):
        from openpyxl import load_workbook

        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        try:
            sheets = [(sheet.title, _sheet_lines(sheet)) for sheet in book.worksheets if sheet.sheet_state == "visible"]
        finally:
            book.close()
    filled = [(name, lines) for name, lines in sheets if lines]
    heads = [f"# {flatten(name)}\n\n" if len(filled) > 1 else "" for name, _ in filled]
    text = "\n\n".join(head + "\n".join(lines) for head, (_, lines) in zip(heads, filled, strict=True))
    return Loaded(source, require_text(text, source), title=PurePosixPath(source).stem)
