"""Question sets: read from JSONL or CSV, checked, one frozen case a line."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpus.errors import EvaluationError


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
        path: JSONL, or CSV with a header line. Only `id` and `question` are required. In CSV, lists are written with
            ``|`` between entries, and the groups of `must` with ``;`` between groups.

    Raises:
        EvaluationError: if the file cannot be read, or a case is not valid; names the line.
    """
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError as error:
        raise EvaluationError(f"There is no question set {path}.", hint="Check the path.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise EvaluationError(f"The question set {path} cannot be read: {error}.", hint="Save it as UTF-8.") from error
    rows = _csv_rows(text, path) if path.suffix.lower() in (".csv", ".tsv") else _json_rows(text, path)
    cases: list[Case] = []
    seen: set[str] = set()
    for line, row in rows:
        case = _case(row, f"{path}, line {line}")
        if case.id in seen:
            raise EvaluationError(f"{path}, line {line}: the id {case.id!r} stands twice.", hint="Give each case its own id.")
        seen.add(case.id)
        cases.append(case)
    if not cases:
        raise EvaluationError(f"The question set {path} holds no case.", hint="It needs lines with `id` and `question`.")
    return cases


def _json_rows(text: str, path: Path) -> list[tuple[int, dict[str, Any]]]:
    rows = []
    for line, entry in enumerate(text.split("\n"), 1):
        if not entry.strip():
            continue
        try:
            row = json.loads(entry)
        except ValueError as error:
            raise EvaluationError(f"{path}, line {line} is no JSON: {error}.", hint="Each line is one JSON object.") from error
        if not isinstance(row, dict):
            raise EvaluationError(f"{path}, line {line} is no JSON object.", hint="Each line is one JSON object.")
        rows.append((line, row))
    return rows


def _csv_rows(text: str, path: Path) -> list[tuple[int, dict[str, Any]]]:
    delimiter = "\t" if path.suffix.lower() == ".tsv" else ","
    reader = csv.DictReader(io.StringIO(text), delimiter=delimiter)
    rows = []
    for record in reader:
        row: dict[str, Any] = {key.strip(): value for key, value in record.items() if key and value not in (None, "")}
        for name in ("history", "must_not", "doc", "span"):
            if name in row:
                row[name] = [part.strip() for part in row[name].split("|") if part.strip()]
        if "must" in row:
            row["must"] = [[a.strip() for a in group.split("|") if a.strip()] for group in row["must"].split(";") if group.strip()]
        if "answerable" in row:
            row["answerable"] = row["answerable"].strip().lower() not in ("false", "0", "no", "ไม่")
        rows.append((reader.line_num, row))
    return rows


def _case(row: dict[str, Any], where: str) -> Case:
    known = {"id", "question", "kind", "history", "must", "must_not", "doc", "span", "answerable"}
    for name in ("id", "question"):
        if not str(row.get(name, "")).strip():
            raise EvaluationError(f"{where}: {name!r} is missing.", hint="Every case needs `id` and `question`.")
    must = row.get("must") or []
    lists = {name: row.get(name) or [] for name in ("history", "must_not", "doc", "span")}
    for name, value in lists.items():
        if isinstance(value, str):
            lists[name] = [value]
        elif not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
            raise EvaluationError(f"{where}: {name!r} is no list of texts.", hint='Write it as ["…", "…"].')
    if not isinstance(must, list):
        raise EvaluationError(f"{where}: 'must' is no list.", hint='Write it as [["…", "or …"], ["and …"]].')
    groups = [[group] if isinstance(group, str) else group for group in must]
    if not all(isinstance(group, list) and all(isinstance(a, str) for a in group) for group in groups):
        raise EvaluationError(f"{where}: 'must' is no list of groups of texts.", hint='Write it as [["…", "or …"], ["and …"]].')
    return Case(
        id=str(row["id"]),
        question=str(row["question"]),
        kind=str(row.get("kind", "")),
        history=tuple(lists["history"]),
        must=tuple(tuple(group) for group in groups),
        must_not=tuple(lists["must_not"]),
        doc=tuple(lists["doc"]),
        span=tuple(lists["span"]),
        answerable=bool(row.get("answerable", True)),
        extra={key: value for key, value in row.items() if key not in known},
    )
