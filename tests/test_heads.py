"""What a question asks for by its kind is found by the names of that kind's members."""

from __future__ import annotations

import pytest

from assistant.heads import head_of, members
from assistant.question import read_question


@pytest.mark.parametrize(
    ("question", "text", "found"),
    [
        ("เขาพูดภาษาอะไร", "เขาพูดภาษาไทยกับภาษาจีน", ["ภาษาไทย", "ภาษาจีน"]),
        ("นอกจากภาษาไทยเขาพูดภาษาอะไร", "เขาพูดภาษาไทยกับภาษาจีน", ["ภาษาจีน"]),
        ("ส่งออกไปประเทศไหน", "ส่งออกไปญี่ปุ่นและเวียดนาม", ["ญี่ปุ่น", "เวียดนาม"]),
        ("กลุ่มอยู่จังหวัดไหน", "กลุ่มตั้งที่ตราด", ["ตราด"]),
        ("ปลูกผลไม้ชนิดใด", "ปลูกทุเรียนใต้ต้นมังคุด", ["ทุเรียน", "มังคุด"]),
        ("เป็นกีฬาประเภทไหน", "เล่นวอลเลย์บอลทุกวัน", ["วอลเลย์บอล"]),
        ("เป็นภาพยนตร์แนวอะไร", "ภาพยนตร์แนวตลก", ["ตลก"]),
        ("ก่อตั้งเมื่อไร", "ก่อตั้งที่ตราด", []),
        ("ชอบอะไร", "ชอบสีแดง", []),
    ],
)
def test_members_of_the_kind_asked_for(question: str, text: str, found: list[str]) -> None:
    assert [span.of(text) for span in members(read_question(question), text)] == found


@pytest.mark.parametrize(("question", "head"), [("ชอบสีอะไร", "สี"), ("ก่อตั้งเมื่อไร", "ก่อตั้ง"), ("คืออะไร", "")])
def test_the_noun_asked_about(question: str, head: str) -> None:
    assert head_of(read_question(question)) == head
