"""Where a question asks, and how far the words that ask reach."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from assistant.kinds import Kind, asked, asked_second
from corpus.normalise import normalise
from tests.thai_questions import question_texts


@pytest.mark.parametrize(
    ("copy", "asking"),
    [
        ("คลัสเตอร์มีสมาชิกกี่ราย", "กี่ราย"),
        ("คลัสเตอร์มีสมาชิกกี่รายในปีนี้", "กี่ราย"),
        ("จัดที่ไหนบ้าง", "ที่ไหนบ้าง"),
        ("เชื่อมจังหวัดอะไรกับอะไร", "จังหวัดอะไรกับอะไร"),
        ("วงเงินกี่ล้านบาท", "กี่ล้านบาท"),
        ("หนักกี่กก. ต่อถุง", "กี่กก."),
        ("งบปี 2563", ""),
    ],
)
def test_words_that_ask(copy: str, asking: str) -> None:
    wanted = asked(copy)
    assert copy[wanted.at : wanted.until] == asking


@pytest.mark.parametrize(
    ("copy", "kind"),
    [("คืออะไร มีกี่คน", Kind.DEFINITION), ("กี่คัน กี่ปี", Kind.COUNT), ("อยู่ที่ไหน เปิดเมื่อไร", Kind.DATE)],
)
def test_of_several_questions_one_decides(copy: str, kind: Kind) -> None:
    assert asked(copy).kind is kind


@pytest.mark.parametrize(
    ("copy", "kind"),
    [
        ("คนไทยที่ได้รับรางวัลปีนี้ คือใคร", Kind.PERSON),
        ("นายอำเภอแม่ริม คือใคร", Kind.PERSON),
        ("ผอ สสว ชื่ออะไร", Kind.PERSON),
        ("สมชาย ใจดี คือใคร", Kind.DEFINITION),
        ("ขอสินเชื่อเพิ่มได้ยัง", Kind.YES_NO),
        ("ใช้เครื่องจักรค้ำประกันได้เปล่า", Kind.YES_NO),
        ("ติดต่อธนาคารได้ตั้งแต่วันไหน", Kind.DATE),
        ("ติดต่อธนาคารได้ที่ไหน", Kind.CONTACT),
    ],
)
def test_what_stands_around_the_words_that_ask_decides(copy: str, kind: Kind) -> None:
    assert asked(copy).kind is kind


@settings(max_examples=150, deadline=None)
@given(question_texts())
def test_the_words_that_ask_lie_in_the_question(text: str) -> None:
    copy = normalise(text)
    wanted = asked(copy)
    assert 0 <= wanted.at <= wanted.until <= len(copy)


@pytest.mark.parametrize(
    ("question", "twice"),
    [
        ("นายจ้างที่เสียสิทธิ์มีกี่ราย คิดเป็นเงินเท่าไร", True),
        ("กู้ได้นานสุดแค่ไหน ลดเงินต้นไหม", True),
        ("ใครเป็นประธานและจัดที่ไหน", True),
        ("how many members are there and who leads it", True),
        ("คลัสเตอร์มีกี่กลุ่ม", False),
        ("ปี 2563 สสว. ช่วยกี่ราย ในโครงการคลัสเตอร์", False),
        ("งบปี 2563", False),
        ("", False),
    ],
)
def test_two_things_asked_at_once(question: str, twice: bool) -> None:
    assert (asked_second(question) is not None) is twice


def test_the_second_thing_has_its_own_kind_and_place() -> None:
    copy = "นายจ้างที่เสียสิทธิ์มีกี่ราย คิดเป็นเงินเท่าไร"
    second = asked_second(copy)
    assert second is not None
    assert second.kind is Kind.AMOUNT
    assert copy[second.at : second.until].startswith("เท่าไร")
    assert asked_second("คลัสเตอร์มีกี่กลุ่ม") is None
