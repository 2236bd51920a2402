"""Names in several words without a title are found, and no clause ends inside one."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given

from assistant.borders import clause_spans
from assistant.full_names import full_names
from corpus.document import Span
from tests.thai_questions import question_texts


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("ผู้ก่อตั้งคือ เพย์ตัน แมนนิง ซึ่งเกิดในปี 2519", ["เพย์ตัน แมนนิง"]),
        ("ภาพวาดของ ลูคัส ครานัค กับ อันโตนิโอ แวร์ริโอ หายไป", ["ลูคัส ครานัค", "อันโตนิโอ แวร์ริโอ"]),
        ("ในปี 1530 วิลเลียม ฟาเรล คือนักศึกษา และยูจีน ฟามา ที่เป็นที่รู้จัก", ["วิลเลียม ฟาเรล", "ยูจีน ฟามา"]),
        ("จากนอร์แมน แคนเทอร์ อำเภอแหลมงอบ นางชุลีพร", ["นอร์แมน แคนเทอร์"]),
        ("ช่วงปี 1970เทรเวอร์ มาร์ติน มีบทบาท", ["เทรเวอร์ มาร์ติน"]),
        ("นักสำรวจชาวฝรั่งเศสที่มีชื่อว่ายูจีน ฟามา เดินทาง", ["ยูจีน ฟามา"]),
        ("ในเมืองนี้ โรเบิร์ต วัตสันในปี 1997 ลาออก", []),
        ("กรรมการโครงการฯ ผู้บริหารฯ อื่นๆ เด่นๆ", []),
        ("กลุ่มปลูกมังคุด ทุเรียน เงาะ และลำไย", []),
        ("ผลิตสินค้า แปรรูป และจำหน่าย", []),
        ("", []),
        ("เพย์ตัน ่่ ็็", []),
        ("่่ ็็ ฯฯ ๆๆ", []),
    ],
)
def test_names_are_found(text: str, names: list[str]) -> None:
    assert [span.of(text) for span in full_names(text)] == names


@given(question_texts())
def test_any_text(text: str) -> None:
    spans = list(full_names(text))
    assert all(" " in span.of(text) for span in spans)
    assert all(one.end < other.start for one, other in pairwise(spans))


def test_no_clause_ends_inside_a_name() -> None:
    text = "นักเศรษฐศาสตร์ที่ได้รับรางวัลโนเบล ลูคัส ครานัค ที่เป็นที่รู้จักจากผลงานของเขา"
    clauses = [span.of(text) for span in clause_spans(text, Span(0, len(text)))]
    assert len(clauses) > 1
    assert any("ลูคัส ครานัค" in clause for clause in clauses)
