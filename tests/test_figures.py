from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from assistant.answer import Answer, Citation
from corpus.document import Document, Span
from index.encoder import StaticEncoder
from ui.figures import citations, overview, quantile
from ui.inbox import Inbox, Verdict

DOCUMENTS = [Document(f"d{n}", f"uploads/{n}.txt", f"เอกสาร {n}", "คลัสเตอร์") for n in range(2)]


def answer(question: str, *cited: int, seconds: float = 0.0) -> Answer:
    sources = tuple(Citation.of(n, DOCUMENTS[one], Span(0, 9)) for n, one in enumerate(cited, 1))
    marks = " ".join(f"[{one.number}]" for one in sources)
    return Answer(question, question, f"ตอบ {marks}", sources, not cited, seconds={"total": seconds})


@pytest.fixture
def inbox(tmp_path: Path) -> Iterator[Inbox]:
    made = Inbox(tmp_path / "inbox.sqlite3")
    yield made
    made.close()


def move(inbox: Inbox, identifier: str, days: int) -> None:
    """Let a question have been asked some days ago, at noon."""
    noon = time.mktime((date.today() - timedelta(days)).timetuple()) + 43_200
    inbox._db.execute("UPDATE questions SET asked=? WHERE id=?", (noon, identifier))


def test_by_day_cited_and_how_long(inbox: Inbox) -> None:
    for days, one in enumerate((answer("ก", 0, seconds=1), answer("ข", 0, 1, seconds=3), answer("ค", seconds=2))):
        kept = inbox.note(one, "page")
        move(inbox, kept, days)
        inbox.judge(kept, Verdict.BAD if one.abstained else Verdict.GOOD)
    move(inbox, inbox.note(answer("เก่า", 0), "page"), 8)
    said = overview(inbox, StaticEncoder(), 7)
    assert [(day.questions, day.abstained, day.good, day.bad) for day in said.days[-4:]] == [
        (0, 0, 0, 0), (1, 1, 0, 1), (1, 0, 1, 0), (1, 0, 1, 0),
    ]  # fmt: skip
    assert len(said.days) == 7 and said.days[-1].day == date.today()
    assert (said.total.questions, said.total.abstained, said.total.good, said.total.bad) == (3, 1, 2, 1)
    assert said.cited == [("uploads/0.txt", 2), ("uploads/1.txt", 1)]
    assert (said.median, said.p95) == (2, 3)
    assert sum(topic.questions for topic in said.topics) == 3
    assert citations(inbox)["uploads/0.txt"] == 3, "of all times"


def test_an_empty_inbox(inbox: Inbox) -> None:
    said = overview(inbox, StaticEncoder(), 30)
    assert said.total.questions == 0 and len(said.days) == 30
    assert (said.topics, said.cited, said.median, said.p95) == ([], [], None, None)


def test_an_abstention_cites_nothing(inbox: Inbox) -> None:
    near = Answer("ถาม", "ถาม", "ใกล้เคียง [1]", (Citation.of(1, DOCUMENTS[0], Span(0, 9)),), abstained=True)
    inbox.note(near, "page")
    assert citations(inbox) == {}


@pytest.mark.parametrize(("share", "value"), [(0.5, 10), (0.95, 19), (1.0, 20), (0.0, 1)])
def test_quantiles_are_values_that_occurred(share: float, value: float) -> None:
    assert quantile(range(1, 21), share) == value
    assert quantile([], share) is None
