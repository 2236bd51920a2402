"""Table rows as lines of text: ``header: value | header: value``, so that each row can be read and cited alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

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
        name = header[index].rstrip(" :") if index < len(header) else ""
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
    titles: list[str] = []
    blank = used = False
    ahead = _Ahead(rows)
    for row in ahead:
        if not row.filled:
            blank = True
        elif row.filled == 1 and (blank or not header):
            titles += filter(None, row.cells)
        elif not header or (titles and _begins_table(row, ahead.following)):
            if header and not used:
                yield " | ".join(filter(None, header))
            yield from titles
            header, titles, blank, used = _header(row, ahead), [], False, False
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


class _Ahead(Iterator[Row]):
    """Rows, with a look at the one that follows; a row without cells follows the last."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = iter(rows)
        self._next = next(self._rows, None)

    def __next__(self) -> Row:
        row = self._next
        if row is None:
            raise StopIteration
        self._next = next(self._rows, None)
        return row

    @property
    def following(self) -> Row:
        return self._next or Row(())


def _header(row: Row, ahead: _Ahead) -> Sequence[str]:
    """Names of the columns, with those of the rows below under cells over several columns."""
    names, wide, across = row.cells, row.merged, row.across
    while across and _names_below(across, wide, ahead.following):
        row = next(ahead)
        names = [_joined(top, name) for top, name in zip_longest(across, row.across or row.cells, fillvalue="")]
        across = names if row.across else ()
    return names


def _begins_table(row: Row, following: Row) -> bool:
    """Whether a row names columns and the one below it has figures in them."""
    return _names_columns(row.cells) and any(map(_FIGURE.fullmatch, following.cells))


def _names_columns(cells: Sequence[str]) -> bool:
    """Whether no cell is a figure; a year may name a column."""
    return not any(_FIGURE.fullmatch(cell) and not _YEAR.fullmatch(cell) for cell in cells)


def _names_below(header: Sequence[str], wide: set[int], row: Row) -> bool:
    """Whether a row names the columns under the wide cells of the header, and nothing else."""
    if not _names_columns(row.cells) or not row.filled:
        return False
    names = dict(enumerate(row.across or row.cells))
    return all(names.get(index) for index in wide) and all(
        index in wide or not name or (index < len(header) and name == header[index]) for index, name in names.items()
    )


def _joined(top: str, name: str) -> str:
    return f"{top} {name}" if top and name and top != name else top or name
