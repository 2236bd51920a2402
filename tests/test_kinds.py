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
        ("สนใจเข้าร่วมเครือข่าย ติดต่อใคร", Kind.JOIN),
        ("สนใจเข้าร่วมเครือข่าย ขอเบอร์ติดต่อ", Kind.CONTACT),
        ("แม่ค้าออนไลน์ลงทะเบียนที่ไหน", Kind.PLACE),
        ("สายการบินของแอร์ไลน์นี้ใช้เครื่องบินอะไร", Kind.OPEN),
        ("ทิศใต้ติดต่อกับจังหวัดอะไร", Kind.PLACE),
        ("แอดไลน์ไอดีอะไร", Kind.OPEN),
        ("ปลาช่อนมีชื่อวิทยาศาสตร์ว่าอย่างไร", Kind.OPEN),
        ("เป็นแชมป์อย่างไร้ข้อโต้แย้งตั้งแต่ปีอะไร", Kind.DATE),
        ("แชมป์คนแรกคือใคร", Kind.PERSON),
        ("หุ้นส่วนของเขาคือใคร", Kind.PERSON),
        ("ใครสมัครคลัสเตอร์ได้", Kind.OPEN),
        ("ใครได้รับรางวัล", Kind.PERSON),
        ("รายการนี้ออกอากาศเมื่อไหร่", Kind.DATE),
        ("บัญชีรายชื่อของพรรคอะไร", Kind.OPEN),
        ("ขายได้กี่รายการ", Kind.COUNT),
        ("ขอรายชื่อคลัสเตอร์", Kind.LIST),
        ("รายชื่อคลัสเตอร์", Kind.LIST),
        ("หน้าที่ของผู้ประสานงานคืออะไร", Kind.LIST),
        ("พนักงานของบริษัทมีเท่าไร", Kind.COUNT),
        ("ที่ตั้งของบริษัท", Kind.OPEN),
        ("ใช้งบไปเท่าไร", Kind.AMOUNT),
        ("ได้งบมาเท่าไร", Kind.AMOUNT),
        ("งบกลางปี 2567", Kind.AMOUNT),
        ("โรงงานเปิดในช่วงทศวรรษใด", Kind.DATE),
        ("คุณสมบัติที่ทำให้ดินอุ้มน้ำเรียกว่าอะไร", Kind.OPEN),
        ("กรรมการที่ทำหน้าที่มากมายชดเชยสิ่งใด", Kind.OPEN),
        ("มีพื้นที่เท่าไหร่", Kind.COUNT),
        ("ประชุมบ่อยแค่ไหน", Kind.OPEN),  # ทุกเดือน and เสมอ answer it too
        ("ถนนยาวแค่ไหน", Kind.COUNT),
        ("สกุลนี้หรือสกุลนั้นเป็นกลุ่มที่มีสมาชิกมากกว่ากี่ชนิด", Kind.COUNT),
        ("ไก่กับหมูอันไหนเยอะกว่า กี่ตัว", Kind.COMPARISON),
        ("นอกจากทะเลเหนือและช่องแคบแล้ว ส่วนใดที่อยู่ต่ำกว่าปัจจุบัน", Kind.OPEN),
        ("ค้นพบในปีพุทธศักราชใด", Kind.DATE),
        ("เกิดวันที่ ?", Kind.DATE),
    ],
)
def test_what_stands_around_the_words_that_ask_decides(copy: str, kind: Kind) -> None:
    assert asked(copy).kind is kind


@pytest.mark.parametrize(
    ("copy", "counted"),
    [("มีพื้นที่เท่าไหร่", ""), ("ได้ที่เท่าไหร่", "อันดับ"), ("จัดเป็นปีที่เท่าไหร่", "ปีที่"), ("จัดครั้งที่เท่าไหร่", "ครั้งที่")],
)
def test_what_a_number_counts(copy: str, counted: str) -> None:
    assert asked(copy).counted == counted


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


@pytest.mark.parametrize(
    ("copy", "counted"),
    [
        ("ค่าธรรมเนียมอยู่ที่เท่าไร", ""),
        ("อยู่อันดับที่เท่าไร", "อันดับ"),
        ("สอบได้ที่เท่าไร", "อันดับ"),
        ("มีเครื่องดนตรีกี่ชิ่นที่ยืมได้", "ชิ้น"),
        ("มีกี่มือ", "มือ"),  # a word of its own, and not มื้อ
    ],
)
def test_what_is_counted(copy: str, counted: str) -> None:
    assert asked(copy).counted == counted
