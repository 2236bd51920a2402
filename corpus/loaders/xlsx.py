"""Excel workbooks (.xlsx), by openpyxl; a line of text for each row."""

from __future__ import annotations

import datetime
import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from corpus.loaders.base import Loaded, require_text, translated
from corpus.loaders.rows import Row, flatten, table_lines

_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
_BLOCK = 1 << 20


def read_xlsx(data: bytes, source: str) -> Loaded:
    """Read the visible sheets of an Excel workbook; the title is the file's name.

    A cell merged over several rows counts for each of them. Formulas give the value that Excel last stored.

    Args:
        data: the whole file.
        source: its name as a source.

    Raises:
        EmptyFileError: if no cell of a visible sheet is filled.
        UnreadableFileError: if the workbook is damaged.
    """
    with translated(source, "an Excel workbook"), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl's remarks on styles and validation do not touch the text
        from openpyxl import load_workbook

        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        try:
            sheets = [
                (flatten(sheet.title), list(table_lines(_rows(sheet, data))))
                for sheet in book.worksheets
                if sheet.sheet_state == "visible"
            ]
        finally:
            book.close()
    filled = [(name, lines) for name, lines in sheets if lines]
    parts = [(f"# {name}\n\n" if len(filled) > 1 else "") + "\n".join(lines) for name, lines in filled]
    return Loaded(source, require_text("\n\n".join(parts), source), title=PurePosixPath(source).stem)


def _rows(sheet: Any, data: bytes) -> Iterator[Row]:
    down, across = _merges(sheet, data)
    sheet.reset_dimensions()  # some programs state wrong ones
    carried: dict[int, tuple[str, int]] = {}  # column to the text of a cell over several rows, and the last of those
    for number, row in enumerate(sheet.iter_rows(), 1):
        cells = [_cell_text(cell) for cell in row]
        for column, (text, last) in list(carried.items()):
            if number > last:
                del carried[column]
            else:
                cells += [""] * (column + 1 - len(cells))
                cells[column] = cells[column] or text
        for column, last in down.get(number, ()):
            if column < len(cells) and cells[column]:
                carried[column] = cells[column], last
        repeated = list(cells)
        for left, right in across.get(number, ()):
            repeated += [""] * (right + 1 - len(repeated))
            repeated[left : right + 1] = [repeated[left]] * (right + 1 - left)
        cells += [""] * (len(repeated) - len(cells))
        yield Row(cells, repeated if number in across else ())


_Merges = dict[int, list[tuple[int, int]]]


def _merges(sheet: Any, data: bytes) -> tuple[_Merges, _Merges]:
    """Merged cells, which openpyxl leaves out when it only reads.

    Returns:
        By number of their first row, from 1: (column, last row) of those over several rows, and (first column, last
        column) of those over several columns; columns from 0.
    """
    from openpyxl.utils.cell import range_boundaries

    down: _Merges = {}
    across: _Merges = {}
    # the public interface does not tell a sheet's part
    with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(sheet._worksheet_path) as part:
        tail = b""
        while block := part.read(_BLOCK):
            window = tail + block
            end = 0
            for match in _MERGED.finditer(window):
                left, top, right, bottom = (value or 1 for value in range_boundaries(match[1].decode("ascii")))
                if bottom > top:
                    down.setdefault(top, []).append((left - 1, bottom))
                if right > left:
                    across.setdefault(top, []).append((left - 1, right - 1))
                end = match.end()
            tail = window[max(end, len(window) - 200) :]
    return down, across


def _cell_text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return _number_text(value, cell.number_format or "")
    if isinstance(value, datetime.datetime):
        return str(value.date()) if value.time() == datetime.time() else value.isoformat(" ", "minutes")
    return flatten(str(value))


def _number_text(value: int | float, number_format: str) -> str:
    """A number with the digits that are stored, and the percent sign, grouping or leading zeros that Excel shows."""
    shown = number_format.partition(";")[0]
    if "%" in shown:
        return f"{value * 100:.15g}%"
    grouped = "," if "#,#" in shown else ""
    text = format(value, grouped) if isinstance(value, int) else format(value, f"{grouped}.15g")
    return text.zfill(len(shown)) if shown.strip("0") == "" else text
