from __future__ import annotations

import pytest

from assistant.glossary import reviewed_glossary
from assistant.polarity import contradiction


@pytest.mark.parametrize(
    ("sentence", "source", "contrary"),
    [
        ("โครงการรับสมัครแล้ว", "โครงการไม่รับสมัครแล้ว", True),
        ("โครงการไม่รับสมัครแล้ว", "โครงการรับสมัครแล้ว", True),
        ("โครงการไม่รับสมัครแล้ว", "โครงการไม่รับสมัครแล้ว", False),
        ("ลดต้นทุนได้ไม่น้อยกว่า 65 ล้านบาท", "ลดต้นทุนได้ไม่น้อยกว่า 65 ล้านบาท", False),
        ("เพิ่มต้นทุนได้ 65 ล้านบาท", "ลดต้นทุนได้ 65 ล้านบาท", True),
        ("ลดต้นทุนและลดประสิทธิภาพ", "ลดต้นทุนและเพิ่มประสิทธิภาพ", True),
        ("ไทยนำเข้าน้ำผึ้ง", "ไทยส่งออกน้ำผึ้ง", True),
        ("ไทยส่งออกน้ำผึ้ง", "ไทยส่งออกและนำเข้าน้ำผึ้ง", False),
        ("มีประโยชน์หรือไม่", "มีประโยชน์", False),
        ("It increases labour costs", "ลดต้นทุนค่าแรง", True),
        ("It reduces labour costs", "ลดต้นทุนค่าแรง", False),
        ("It does not reduce labour costs", "ลดต้นทุนค่าแรง", True),
        ("ถนนผ่านไม่ได้ สิบแปดแห่ง", "ถนนผ่านไม่ได้ 18 แห่ง", False),
        ("ถนนผ่าน 18 แห่ง", "ถนนผ่านไม่ได้ 18 แห่ง", True),
        ("นับเป็นพระมหากรุณาธิคุณอย่างหาที่สุดมิได้", "นับเป็นพระมหากรุณาธิคุณอย่างหาที่สุดมิได้ ที่ทรงห่วงใย", False),
        ("The plan does not cover exports", "The plan does not cover exports", False),
        ("The plan does not cover exports", "The plan covers exports", True),
        ("The plan will cover exports", "The plan will not cover exports", True),
        ("Exports increased by 5 percent", "Exports decreased by 5 percent", True),
        ("Exports decreased by 5 percent", "Exports decreased by 5 percent", False),
    ],
)
def test_contraries(sentence: str, source: str, contrary: bool) -> None:
    assert bool(contradiction(sentence, lambda _: source, reviewed_glossary())) is contrary


def test_what_is_told_can_be_shown() -> None:
    told = contradiction("ถนนผ่านไม่ได้ 18 แห่ง", lambda _: "ถนนเปิดใช้ 18 แห่ง", reviewed_glossary())
    assert told and told.isprintable()
