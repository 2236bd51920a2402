"""Table rows as lines of text: ``header: value | header: value``, so that each row can be read and cited alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise, zip_longest

_FIGURE = re.compile(r"[-+]?[\d.,]*\d%?")
_YEAR = re.compile(r"(?:19|20|2[4-6])\d\d")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table.

    Args:
        cells: text of each column on one line; "" for an empty cell and for the rest of a cell over several columns.
        across: the same, but a cell over several columns repeated in each; () if there is none.
    """

    cells: Sequence[str]
    across: Sequence[str] = ()

    @property
    def filled(self) -> int:
        """Number of cells with something in them."""
        return sum(map(bool, self.cells))

    @property
    def merged(self) -> set[int]:
        """Columns that share their cell with a neighbour."""
        rest = {index for index, name in enumerate(self.across) if name and not self.cells[index]}
        return rest | {index - 1 for index in rest if self.across[index - 1] == self.across[index]}


def flatten(cell: str) -> str:
    """The text of a cell on one line."""
    return " ".join(cell.split())


def row_line(header: Sequence[str], cells: Sequence[str]) -> str:
    """One row as a line; empty cells are left out, and so is a header that only repeats the value.

    Args:
        header: names of the columns; may be shorter than the row.
        cells: text of each column on one line.
    """
    pairs = []
    for index, value in enumerate(cells):
        name = header[index] if index < len(header) else ""
        if value:
            pairs.append(f"{name}: {value}" if name and name != value else value)
    return " | ".join(pairs)


def table_lines(rows: Iterable[Row]) -> Iterator[str]:
    """Rows of a sheet as lines.

    The first row with two filled cells names the columns; where it has cells over several columns, the row below them
    names those in full. Rows with one filled cell before it are titles and stand for themselves. A blank row, titles,
    and a row of names above a row with figures begin another table on the same sheet.

    Args:
        rows: from top to bottom.

    Yields:
        A line for each row that is not blank; the header alone only if nothing follows it.
    """
    header: Sequence[str] = ()
    group: Row | None = None  # a header row whose cells over several columns await the row below
    titles: list[str] = []
    blank = used = False
    for row, following in pairwise(chain(rows, [Row(())])):
        if group and _names_below(group, row):
            header = [_joined(top, below) for top, below in zip_longest(group.across, row.across or row.cells, fillvalue="")]
            group = row if row.across else None
            continue
        group = None
        if not row.filled:
            blank = True
        elif row.filled == 1 and (blank or not header):
            titles += filter(None, row.cells)
        elif not header or (titles and _names_columns(row.cells) and any(map(_FIGURE.fullmatch, following.cells))):
            if header and not used:
                yield " | ".join(filter(None, header))
            yield from titles
            header, group, titles, blank, used = row.cells, (row if row.across else None), [], False, False
        else:
            yield from titles
            yield row_line(header, row.cells)
            titles, blank, used = [], False, True
    if header and not used:
        yield " | ".join(filter(None, header))
    if header or len(titles) < 2:
        yield from titles
    else:  # a table of one column
        yield from (row_line(titles[:1], (value,)) for value in titles[1:])


def _names_columns(cells: Sequence[str]) -> bool:
    """Whether no cell is a figure; a year may name a column."""
    return not any(_FIGURE.fullmatch(cell) and not _YEAR.fullmatch(cell) for cell in cells)


def _names_below(group: Row, row: Row) -> bool:
    """Whether a row names the columns under the wide cells of ``group``, and nothing else."""
    if not _names_columns(row.cells) or not row.filled:
        return False
    wide = group.merged
    names = dict(enumerate(row.across or row.cells))
    return all(names.get(index) for index in wide) and all(
        index in wide or not name or (index < len(group.across) and name == group.across[index])
        for index, name in names.items()
    )


def _joined(top: str, below: str) -> str:
    return f"{top} {below}" if top and below and top != below else top or below
