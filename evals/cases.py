"""Question sets: read from JSONL or CSV, checked line by line, one frozen case for each question."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpus.errors import EvaluationError, LoadError
from corpus.loaders.encoding import decode

_LISTS = ("history", "must_not", "doc", "span")
_KNOWN = {"id", "question", "kind", "must", "answerable", *_LISTS}
_YES = {"true", "1", "yes", "ใช่", "จริง", "ได้", "มี"}
_NO = {"false", "0", "no", "ไม่", "ไม่ใช่", "ไม่จริง", "เท็จ", "ไม่ได้", "ไม่มี"}


@dataclass(frozen=True, slots=True)
class Case:
    """One question with what is expected of its answer.

    Args:
        id: unique in the set.
        question: the question.
        kind: for the breakdown of results, for example "factoid".
        history: earlier questions of the conversation, oldest first.
        must: groups of alternatives; each group needs one of its alternatives in the answer.
        must_not: what makes an answer wrong.
        doc: endings of the sources one of which must be cited.
        span: texts one of which a cited quote must overlap.
        answerable: False if the right answer is to abstain.
        extra: all other columns, kept as they are.
    """

    id: str
    question: str
    kind: str = ""
    history: tuple[str, ...] = ()
    must: tuple[tuple[str, ...], ...] = ()
    must_not: tuple[str, ...] = ()
    doc: tuple[str, ...] = ()
    span: tuple[str, ...] = ()
    answerable: bool = True
    extra: dict[str, Any] = field(default_factory=dict)


def read_cases(path: Path) -> list[Case]:
    """Read a question set.

    Args:
        path: JSONL, CSV with a header line in any encoding that spreadsheets write, or XLSX, whose first sheet is
            read. Only `id` and `question` are required. In tables, lists are written with ``|`` between entries, and
            the groups of `must` with ``;`` between groups.

    Raises:
        EvaluationError: if the file cannot be read, or a case is not valid; names the line.
    """
    if path.suffix.lower() == ".xlsx":
        rows = xlsx_rows(path)
    else:
        text = read_set(path)
        rows = csv_rows(text, path) if path.suffix.lower() in (".csv", ".tsv") else json_rows(text, path)
    cases: list[Case] = []
    lines: dict[str, int] = {}
    for line, row in rows:
        case = _case(row, f"{path}, line {line}")
        if case.id in lines:
            raise EvaluationError(
                f"{path}, line {line}: the id {case.id!r} is that of line {lines[case.id]} too.",
                hint="Give each case an id of its own.",
            )
        lines[case.id] = line
        cases.append(case)
    if not cases:
        raise EvaluationError(
            f"The question set {path} holds no case.", hint="It needs lines with `id` and `question`."
        )
    return cases


def read_set(path: Path) -> str:
    """The text of a question set.

    Raises:
        EvaluationError: if the file cannot be read.
    """
    try:
        return decode(path.read_bytes(), source=str(path))
    except FileNotFoundError as error:
        raise EvaluationError(f"There is no question set {path}.", hint="Check the path.") from error
    except OSError as error:
        raise EvaluationError(
            f"The question set {path} cannot be read: {error.strerror}.", hint="Give the path of a JSONL or CSV file."
        ) from error
    except LoadError as error:
        raise EvaluationError(error.message, hint="A question set is JSONL or CSV; save it as UTF-8.") from error


def json_rows(text: str, path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a JSON-lines text with the numbers of their lines; blank lines are passed over.

    Args:
        text: the text.
        path: where it is from, for messages.

    Raises:
        EvaluationError: if a line is no JSON object.
    """
    for line, entry in enumerate(text.split("\n"), 1):
        if not entry.strip():
            continue
        try:
            row = json.loads(entry)
        except (ValueError, RecursionError) as error:
            raise EvaluationError(
                f"{path}, line {line} is no JSON: {error}.", hint="Each line is one JSON object."
            ) from error
        if not isinstance(row, dict):
            raise EvaluationError(f"{path}, line {line} is no JSON object.", hint="Each line is one JSON object.")
        yield line, row


def csv_rows(text: str, path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The records of a table with the numbers of the lines they begin on; empty cells are left out, lists are split.

    Args:
        text: the table with its header line; the columns are separated by whatever the header line has most of:
            commas, semicolons or tabs.
        path: where it is from, for messages.

    Raises:
        EvaluationError: if a record has more cells than there are columns, or quotation marks do not match.
    """
    header = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=header.count), strict=True)
    try:
        columns = [name.strip() for name in next(reader, [])]
        line = reader.line_num + 1
        for cells in reader:
            filled = [cell.strip() for cell in cells]
            if any(filled[len(columns) :]):
                raise EvaluationError(
                    f"{path}, line {line} has {len(cells)} cells for {len(columns)} columns.",
                    hint='Put a cell that holds the separator into quotation marks: "…".',
                )
            row: dict[str, Any] = {name: cell for name, cell in zip(columns, filled, strict=False) if name and cell}
            if row:
                yield line, _split(row)
            line = reader.line_num + 1
    except csv.Error as error:
        raise EvaluationError(
            f"{path}, line {reader.line_num} is no CSV: {error}.",
            hint='A quotation mark within a quoted cell is written twice: "he said ""yes""".',
        ) from error


def xlsx_rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The records of the first sheet of a workbook with the numbers of their rows; as `csv_rows` gives them.

    Args:
        path: the workbook.

    Raises:
        EvaluationError: if it cannot be read.
    """
    from openpyxl import load_workbook

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except FileNotFoundError as error:
        raise EvaluationError(f"There is no question set {path}.", hint="Check the path.") from error
    except Exception as error:  # openpyxl raises whatever zipfile and its XML readers do
        raise EvaluationError(
            f"The question set {path} cannot be read: {error}.", hint="Save it as an Excel workbook (.xlsx) again."
        ) from error
    try:
        rows = book.worksheets[0].iter_rows(values_only=True)
        columns = [str(cell or "").strip() for cell in next(rows, ())]
        for line, cells in enumerate(rows, 2):
            filled = ["" if cell is None else str(cell).strip() for cell in cells]
            row: dict[str, Any] = {name: cell for name, cell in zip(columns, filled, strict=False) if name and cell}
            if row:
                yield line, _split(row)
    finally:
        book.close()


def _split(row: dict[str, Any]) -> dict[str, Any]:
    """A record with its lists split."""
    for name in _LISTS:
        if name in row:
            row[name] = _parts(row[name])
    if "must" in row:
        row["must"] = [_parts(group) for group in row["must"].split(";") if _parts(group)]
    return row


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split("|") if part.strip()]


def _case(row: Mapping[str, Any], where: str) -> Case:
    identifier = row.get("id")
    if isinstance(identifier, int) and not isinstance(identifier, bool):
        identifier = str(identifier)
    for name, value in (("id", identifier), ("question", row.get("question"))):
        if value is None or value == "":
            raise EvaluationError(f"{where}: {name!r} is missing.", hint="Every case needs `id` and `question`.")
        if not isinstance(value, str) or not value.strip():
            raise EvaluationError(f"{where}: {name!r} is no text: {value!r}.", hint=f"Give a text for `{name}`.")
    kind = row.get("kind")
    return Case(
        id=str(identifier).strip(),
        question=str(row["question"]).strip(),
        kind="" if kind is None else str(kind),
        history=_texts(row, "history", where),
        must=_groups(row, where),
        must_not=_texts(row, "must_not", where),
        doc=_texts(row, "doc", where),
        span=_texts(row, "span", where),
        answerable=_answerable(row.get("answerable"), where),
        extra={key: value for key, value in row.items() if key not in _KNOWN},
    )


def _texts(row: Mapping[str, Any], name: str, where: str) -> tuple[str, ...]:
    value = row.get(name)
    listed = [] if value is None else [value] if isinstance(value, str) else value
    if not isinstance(listed, list) or not _all_texts(listed):
        raise EvaluationError(f"{where}: {name!r} is no list of texts.", hint='Write it as ["…", "…"].')
    return tuple(listed)


def _groups(row: Mapping[str, Any], where: str) -> tuple[tuple[str, ...], ...]:
    value = row.get("must")
    listed = [] if value is None else value
    groups = [[group] if isinstance(group, str) else group for group in listed] if isinstance(listed, list) else [None]
    if not all(isinstance(group, list) and group and _all_texts(group) for group in groups):
        raise EvaluationError(
            f"{where}: 'must' is no list of groups of texts.", hint='Write it as [["…", "or …"], ["and …"]].'
        )
    return tuple(tuple(group) for group in groups if group)


def _all_texts(values: Sequence[object]) -> bool:
    """Whether all are texts; a blank one would be found in every answer."""
    return all(isinstance(value, str) and value.strip() for value in values)


def _answerable(value: object, where: str) -> bool:
    if value is None or isinstance(value, bool):
        return value is not False
    said = str(value).strip().lower()
    if said in _YES | _NO:
        return said in _YES
    raise EvaluationError(f"{where}: 'answerable' is {value!r}.", hint="Write true or false; without it, it is true.")
