"""Tables: CSV and TSV by the standard library, Excel (.xlsx) by openpyxl; a line of text for each row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import islice
from pathlib import PurePosixPath

from corpus.loaders.base import Loaded, require_text, translated
from corpus.loaders.encoding import decode
from corpus.loaders.rows import Row, flatten, table_lines

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
    first, _, rest = text.partition("\n")
    hint = first.strip()
    stated = hint[4:] if hint.lower().startswith("sep=") and len(hint) == 5 else ""  # Excel's own hint
    if stated:
        text = rest
    with translated(source, "a table"):
        rows = _cells(text, stated or _delimiter(text))
        lines = "\n".join(table_lines(Row([flatten(cell) for cell in row]) for row in rows))
    return Loaded(source, require_text(lines, source), title=PurePosixPath(source).stem)


def _cells(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)


def _delimiter(text: str) -> str:
    """The delimiter that cuts the first rows into columns most evenly, the more the better; a comma if none does."""

    def evenness(delimiter: str) -> tuple[float, int]:
        try:
            widths = [len(row) for row in islice(_cells(text, delimiter), _SAMPLE_ROWS) if any(row)]
        except csv.Error:
            return 0, 0
        usual = max(set(widths), key=widths.count, default=1)
        return (widths.count(usual) / len(widths), usual) if usual > 1 else (0, 0)

    return max(_DELIMITERS, key=evenness)
