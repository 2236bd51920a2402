from __future__ import annotations

import json

import pytest

from ui.streaming import answer_events, event, pieces


@pytest.mark.parametrize("text", ["", " ", "ตอบ", "ตอบ [1]\n\n- ข้อ  หนึ่ง\n", "\n ก"])
def test_pieces_join_to_the_text(text: str) -> None:
    cut = list(pieces(text))
    assert "".join(cut) == text
    assert all(cut) and len(cut) <= max(1, len(text.split()) + 1)


def test_an_event_holds_no_line_break_of_its_data() -> None:
    sent = event({"text": "หนึ่ง\nสอง"}, "text").decode()
    assert sent.startswith("event: text\n") and sent.endswith("\n\n")
    [data] = [line for line in sent.splitlines() if line.startswith("data: ")]
    assert json.loads(data.removeprefix("data: ")) == {"text": "หนึ่ง\nสอง"}


def test_an_answer_ends_with_all_that_there_is_to_know() -> None:
    answer = {"standalone_question": "ถาม", "answer": "ตอบ [1]", "citations": [{"number": 1}]}
    sent = b"".join(answer_events(answer)).decode()
    assert [line for line in sent.splitlines() if line.startswith("event")] == [
        "event: standalone_question", "event: text", "event: text", "event: answer",
    ]  # fmt: skip
    assert json.dumps(answer, ensure_ascii=False) in sent
