from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from assistant.answer import Answer
from corpus.errors import InboxError, NotFoundError
from ui.inbox import LONGEST_MESSAGE, Inbox, Verdict
from ui.inquiry import Only


def answer(question: str, *, abstained: bool = False) -> Answer:
    return Answer(question, f"{question} ปี 2563", "ตอบ", abstained=abstained)


@pytest.fixture
def inbox(tmp_path: Path) -> Iterator[Inbox]:
    made = Inbox(tmp_path / "inbox.sqlite3")
    yield made
    made.close()


def asked(inbox: Inbox, only: Only = Only.ALL) -> list[str]:
    return [one.question for one in inbox.inquiries(only)]


def test_newest_first_and_by_what_became_of_them(inbox: Inbox) -> None:
    first = inbox.note(answer("หนึ่ง"), "page")
    second = inbox.note(answer("สอง", abstained=True), "api")
    inbox.judge(first, Verdict.BAD, " ไม่ครบ ")
    inbox.leave(second, " ช่วยด้วย ", "081")
    assert asked(inbox) == ["สอง", "หนึ่ง"]
    assert (asked(inbox, Only.UNANSWERED), asked(inbox, Only.DISLIKED), asked(inbox, Only.MESSAGES)) == (
        ["สอง"],
        ["หนึ่ง"],
        ["สอง"],
    )
    newest, oldest = inbox.inquiries()
    assert (newest.abstained, newest.message, newest.contact, newest.door) == (True, "ช่วยด้วย", "081", "api")
    assert (oldest.verdict, oldest.reason, oldest.standalone) == ("bad", "ไม่ครบ", "หนึ่ง ปี 2563")
    assert inbox.inquiries(limit=1) == [newest] and inbox.inquiries(since=time.time() + 1) == []


def test_the_last_word_counts(inbox: Inbox) -> None:
    kept = inbox.note(answer("ถาม"), "page")
    inbox.judge(kept, Verdict.BAD, "ไม่ตรง")
    inbox.judge(kept, Verdict.GOOD)
    assert [(one.verdict, one.reason) for one in inbox.inquiries()] == [("good", "")]


def test_an_answer_that_is_not_there(inbox: Inbox) -> None:
    with pytest.raises(NotFoundError):
        inbox.judge("nothing-here", Verdict.GOOD)
    with pytest.raises(NotFoundError):
        inbox.leave("nothing-here", "x")


def test_what_is_too_long_is_cut(inbox: Inbox) -> None:
    inbox.leave(inbox.note(answer("ถาม"), "page"), "ก" * 5000)
    assert len(inbox.inquiries()[0].message) == LONGEST_MESSAGE


def test_old_questions_are_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inbox = Inbox(tmp_path / "inbox.sqlite3", keep_days=30)
    now = time.time()
    monkeypatch.setattr("ui.inbox.time.time", lambda: now - 31 * 86_400)
    inbox.note(answer("เก่า"), "page")
    inbox.close()
    monkeypatch.setattr("ui.inbox.time.time", lambda: now)
    inbox = Inbox(tmp_path / "inbox.sqlite3", keep_days=30)
    inbox.note(answer("ใหม่"), "page")
    assert asked(inbox) == ["ใหม่"]
    inbox.close()


def test_many_threads_and_two_processes_files(inbox: Inbox, tmp_path: Path) -> None:
    other = Inbox(tmp_path / "inbox.sqlite3")
    threads = [
        threading.Thread(target=lambda box=box: [box.note(answer("ถาม"), "page") for _ in range(20)])
        for box in (inbox, other) * 4
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(inbox.inquiries(limit=1000)) == 160
    other.close()


def test_a_file_of_an_earlier_version_is_kept_and_gets_what_it_lacks(tmp_path: Path) -> None:
    file = tmp_path / "inbox.sqlite3"
    with closing(sqlite3.connect(file)) as db:
        db.execute(
            "CREATE TABLE questions(id TEXT PRIMARY KEY, asked REAL NOT NULL, door TEXT NOT NULL,"
            " question TEXT NOT NULL, standalone TEXT NOT NULL,"
            " answer TEXT NOT NULL, abstained INTEGER NOT NULL, sources TEXT NOT NULL,"
            " verdict TEXT NOT NULL DEFAULT '', reason TEXT NOT NULL DEFAULT '', message TEXT NOT NULL DEFAULT '',"
            " contact TEXT NOT NULL DEFAULT '', handled REAL NOT NULL DEFAULT 0) WITHOUT ROWID"
        )
        row = ("old-question", time.time(), "page", "เก่า", "เก่า", "ตอบ", 0, "uploads/a.txt")
        db.execute(f"INSERT INTO questions VALUES({','.join('?' * 8)}, '', '', '', '', 0)", row)
        db.commit()
    for _ in range(2):
        with closing(Inbox(file)) as inbox:
            old = inbox.inquiry("old-question")
            assert (old.question, old.sources, old.seconds) == ("เก่า", "uploads/a.txt", 0.0)
    with closing(Inbox(file)) as inbox:
        kept = inbox.note(Answer("ใหม่", "ใหม่", "ตอบ", seconds={"total": 0.25}), "page")
        assert inbox.inquiry(kept).seconds == 0.25 and asked(inbox) == ["ใหม่", "เก่า"]
        with pytest.raises(NotFoundError):
            inbox.inquiry("nothing-here")


def test_a_damaged_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "inbox.sqlite3").write_bytes(b"garbage" * 1000)
    with pytest.raises(InboxError, match=r"inbox\.sqlite3"):
        Inbox(tmp_path / "inbox.sqlite3")


def test_a_question_that_cannot_be_kept_holds_up_nobody(inbox: Inbox, caplog: pytest.LogCaptureFixture) -> None:
    inbox._db.execute("DROP TABLE questions")
    assert inbox.note(answer("ถาม"), "page") == ""
    assert "was not kept" in caplog.text
