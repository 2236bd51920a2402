"""Two things asked for in one question."""

from __future__ import annotations

from pathlib import Path

from assistant import Assistant
from tests.thai_questions import document, index_of


def test_both_of_two_numbers_that_are_asked_for_are_given(tmp_path: Path) -> None:
    text = (
        "# เสริมทรายชายหาด\n\nกรมเจ้าท่าเสริมทรายชายหาดบ้านงาม ระยะทางประมาณ 3 กิโลเมตร เพื่อป้องกันการกัดเซาะที่เกิดขึ้นทุกปี\n\n"
        + "ชาวบ้านในพื้นที่ร่วมแสดงความเห็นและเสนอแนวทางดูแลรักษาชายหาดให้อยู่ได้นาน\n\n" * 6
        + "ชายหาดที่เสริมทรายแล้วจะมีความกว้าง 50 เมตร ตลอดแนว"
    )
    with index_of(tmp_path / "home", [document("a.md", text, "เสริมทรายชายหาด")]) as index:
        answer = Assistant(index).ask("เสริมทรายชายหาดบ้านงาม ยาวกี่กิโลเมตร กว้างกี่เมตร")
    assert answer.text.startswith("ประมาณ 3 กิโลเมตร [1] · 50 เมตร [2]\n")
    assert len(answer.citations) == 2


def test_two_numbers_of_one_kind_are_told_apart_by_their_words(tmp_path: Path) -> None:
    text = "# ตลาดหนองใส\n\nตลาดหนองใสมีทั้งขายส่งและขายปลีก แบ่งเป็นการขายส่งร้อยละ 70 และการขายปลีกร้อยละ 30 ของยอดขายทั้งตลาด"
    with index_of(tmp_path / "home", [document("a.md", text, "ตลาดหนองใส")]) as index:
        assistant = Assistant(index)
        assert assistant.ask("ตลาดหนองใส ขายส่งกี่ % ขายปลีกกี่ %").text.startswith("ร้อยละ 70 [1] · ร้อยละ 30 [1]\n")
        assert assistant.ask("ตลาดหนองใส ขายปลีกกี่ % ขายส่งกี่ %").text.startswith("ร้อยละ 30 [1] · ร้อยละ 70 [1]\n")
