"""Table rows as lines of text: ``header: value | header: value``, so that each row can be read and cited alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise

_FIGURE = re.compile(r"[-+]?[\d.,]*\d%?")
_YEAR = re.compile(r"(?:19|20|2[4-6])\d\d")


def flatten(cell: str) -> str:
    """The text of a cell on one line."""
    return " ".join(cell.split())


def row_line(header: Sequence[str], row: Sequence[str]) -> str:
    """One row as a line; empty cells are left out, and so is a header that only repeats the value.

    Args:
        header: names of the columns, flat; may be shorter than the row.
        row: cells, flat.
    """
    pairs = []
    for index, value in enumerate(row):
        name = header[index] if index < len(header) else ""
        if value:
            pairs.append(f"{name}: {value}" if name and name != value else value)
    return " | ".join(pairs)


def table_lines(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Rows of a sheet as lines.

    The first row with two filled cells names the columns. Rows with one filled cell before it are titles and stand for
    themselves. A blank row, titles, and a row of names above a row with figures begin another table on the same sheet.

    Args:
        rows: cells of each row, flat.

    Yields:
        A line for each row that is not blank; the header alone only if nothing follows it.
    """
    header: Sequence[str] = ()
    titles: list[str] = []
    blank = used = False
    for row, following in pairwise(chain(rows, [()])):
        filled = sum(map(bool, row))
        if not filled:
            blank = True
        elif filled == 1 and (blank or not header):
            titles += filter(None, row)
        elif not header or (titles and _names_columns(row) and any(map(_FIGURE.fullmatch, following))):
            if header and not used:
                yield " | ".join(filter(None, header))
            yield from titles
            header, titles, blank, used = row, [], False, False
        else:
            yield from titles
            yield row_line(header, row)
            titles, blank, used = [], False, True
    if header and not used:
        yield " | ".join(filter(None, header))
    if header or len(titles) < 2:
        yield from titles
    else:  # a table of one column
        yield from (row_line(titles[:1], (value,)) for value in titles[1:])


def _names_columns(row: Sequence[str]) -> bool:
    """Whether no cell is a figure; a year may name a column."""
    return not any(_FIGURE.fullmatch(cell) and not _YEAR.fullmatch(cell) for cell in row)
