"""What a question set holds, for a look before it is run: its columns, what can be judged, what does not fit."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from evals.cases import Case

COLUMNS = {
    "kind": "ชนิดคำถาม",
    "history": "คำถามก่อนหน้า",
    "must": "คำที่คำตอบต้องมี",
    "must_not": "คำที่คำตอบต้องไม่มี",
    "doc": "เอกสารที่ต้องอ้างอิง",
    "span": "ข้อความที่ต้องอ้างอิง",
}
"""Columns that a set may have beside `id` and `question`, with what people call them."""


@dataclass(frozen=True, slots=True)
class SetCheck:
    """A question set at a glance.

    Args:
        columns: (column, what it is, how many cases fill it).
        unanswerable: how many cases expect no answer.
        judged: how many cases say what is right, so that a run can judge them.
        kinds: (kind, how many cases), the most frequent first.
        unknown: (column that is not used, the known one that it may mean or "").
        missing: sources that cases expect and that no document has.
    """

    columns: Sequence[tuple[str, str, int]]
    unanswerable: int
    judged: int
    kinds: Sequence[tuple[str, int]]
    unknown: Sequence[tuple[str, str]]
    missing: Sequence[str]


def checked(cases: Sequence[Case], sources: Collection[str]) -> SetCheck:
    """Look a question set through.

    Args:
        cases: the set.
        sources: of the documents that it will be run on.
    """
    columns = [(name, said, sum(bool(getattr(case, name)) for case in cases)) for name, said in COLUMNS.items()]
    unanswerable = sum(not case.answerable for case in cases)
    judged = sum(bool(not case.answerable or case.must or case.must_not or case.doc or case.span) for case in cases)
    extra = dict.fromkeys(name for case in cases for name in case.extra)
    known = ["id", "question", "answerable", *COLUMNS]
    expected = dict.fromkeys(ending for case in cases for ending in case.doc)
    return SetCheck(
        columns=columns,
        unanswerable=unanswerable,
        judged=judged,
        kinds=Counter(case.kind for case in cases).most_common(),
        unknown=[(name, next(iter(difflib.get_close_matches(name.lower(), known, 1)), "")) for name in extra],
        missing=[ending for ending in expected if not any(source.endswith(ending) for source in sources)],
    )
