"""What an earlier question was about."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from assistant.topic import aligned, joined, tidy, topic_of, trimmed_end
from tests.thai_questions import question_texts


@pytest.mark.parametrize(
    ("question", "own", "topic"),
    [
        ("คลัสเตอร์สัญจรครั้งที่ 4 จัดที่ไหน", False, "คลัสเตอร์สัญจรครั้งที่ 4"),
        ("ไทยส่งออกน้ำผึ้งปีละกี่ตัน", False, "ไทยส่งออกน้ำผึ้ง"),
        ("สะพานแสงจันทร์เชื่อมจังหวัดอะไรกับอะไร", True, "สะพานแสงจันทร์"),
        ("17 เครือข่ายคาดว่าเศรษฐกิจจะโตเท่าไร", True, "17 เครือข่าย"),
        ("ไทยส่งออกน้ำผึ้งกี่ตัน", True, "ไทยส่งออกน้ำผึ้ง"),  # ไทย alone says too little
        ("คลัสเตอร์มะพร้าวมีสมาชิกกี่ราย", True, "คลัสเตอร์มะพร้าว"),
        ("อยากเข้าร่วมคลัสเตอร์ต้องทำยังไง", True, "เข้าร่วมคลัสเตอร์"),
        ("ใครดูแลคลัสเตอร์ปลากัด", False, "คลัสเตอร์ปลากัด"),
        ("Who runs the rice cluster?", False, "the rice cluster"),
    ],
)
def test_topic(question: str, own: bool, topic: str) -> None:
    assert topic_of(question, own) == topic


def test_pieces_are_put_together_as_thai_is_written() -> None:
    assert joined("คลัสเตอร์", "มะพร้าว", "ของ สสว.") == "คลัสเตอร์มะพร้าวของ สสว."
    assert joined("ของ สสว.", "ปี 63", "ได้เท่าไร") == "ของ สสว. ปี 63 ได้เท่าไร"
    assert tidy("how many  ?") == "how many?"
    assert trimmed_end("คลัสเตอร์กาแฟ มีการ") == "คลัสเตอร์กาแฟ"


@settings(max_examples=100, deadline=None)
@given(question_texts())
def test_any_question_has_a_topic(text: str) -> None:
    assert isinstance(topic_of(text, True), str)
    assert len(topic_of(text, False)) <= len(aligned(text)) + 1
