from __future__ import annotations

import json

import pytest

from assistant.answer import Answer
from assistant.events import Said, Understood
from ui.answering import Failure, Told
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
    answer = Answer("ถาม", "ถามอะไร", "ตอบ แล้ว")
    made: list[Understood | Said | Told | Failure] = [
        Understood("ถามอะไร"),
        Said("ตอบ "),
        Said("แล้ว"),
        Told(answer, "a1"),
    ]
    sent = b"".join(answer_events(made)).decode()
    assert [line for line in sent.splitlines() if line.startswith("event")] == [
        "event: standalone_question", "event: text", "event: text", "event: kept", "event: answer",
    ]  # fmt: skip
    assert json.dumps(answer.to_json(), ensure_ascii=False) in sent


def test_a_failure_on_the_way_is_an_event() -> None:
    sent = b"".join(answer_events([Understood("ถาม"), Said("ตอบ"), Failure(500, "ขัดข้อง", "ลองใหม่", "K-1")])).decode()
    assert sent.splitlines()[-3].startswith("event: error") and "K-1" in sent and "event: answer" not in sent
