from __future__ import annotations

import json
from pathlib import Path

from assistant.answer import Answer
from tests.klum_runner import klum
from ui.inbox import FILE, Inbox, Verdict


def test_no_questions_yet(tmp_path: Path) -> None:
    ran = klum("questions", home=tmp_path / "home")
    assert ran.code == 0 and "ยังไม่มีคำถาม" in ran.out
    assert klum("questions", "--json", home=tmp_path / "home").out.strip() == "[]"
    assert not (tmp_path / "home").exists()


def test_what_found_no_answer_and_what_was_left(tmp_path: Path) -> None:
    inbox = Inbox(tmp_path / FILE)
    inbox.judge(inbox.note(Answer("ก", "ก ปี 2563", "ตอบ"), "page"), Verdict.BAD, "ไม่ครบ")
    inbox.leave(inbox.note(Answer("ราคาทอง", "ราคาทอง", "ไม่พบ", abstained=True), "page"), "อยากรู้", "081")
    inbox.close()
    unanswered = json.loads(klum("questions", "--only", "unanswered", "--json", home=tmp_path).out)
    assert [(one["question"], one["message"], one["contact"]) for one in unanswered] == [("ราคาทอง", "อยากรู้", "081")]
    shown = klum("questions", home=tmp_path).out
    assert "ก ปี 2563" in shown and "ไม่ครบ" in shown and "อยากรู้" in shown
    assert "ก ปี 2563" not in klum("questions", "--only", "messages", home=tmp_path).out
    assert klum("questions", "--since", "2999-01-01", "--json", home=tmp_path).out.strip() == "[]"
