"""What an answer says in its first line: of several numbers, dates and names the one that is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import Assistant
from tests.thai_questions import document, index_of


def test_of_several_people_the_holder_of_the_office_is_taken(tmp_path: Path) -> None:
    text = (
        "# เปิดถนนสายใหม่\n\nวันนี้ (25 เม.ย. 67) นายวิชัย รุ่งเรือง รัฐมนตรีว่าการกระทรวงคมนาคม เป็นประธานเปิดถนนสายใหม่ "
        "โดยมี นายอานนท์ ใจกว้าง ผู้ว่าราชการจังหวัดลำปาง นายมานะ ดีงาม รองผู้ว่าราชการจังหวัดลำปาง ร่วมงาน"
    )
    with index_of(tmp_path / "home", [document("a.md", text, "เปิดถนนสายใหม่")]) as index:
        said = Assistant(index).ask("ผู้ว่าลำปางที่ไปเปิดถนนสายใหม่ เม.ย. 67 ชื่ออะไร").text
        assert said.startswith("นายอานนท์ ใจกว้าง")
        said = Assistant(index).ask("รองผู้ว่าลำปางที่ไปเปิดถนนสายใหม่ เม.ย. 67 ชื่ออะไร").text
        assert said.startswith("นายมานะ ดีงาม")


def test_of_the_most_and_the_least_the_one_asked_for_is_taken(tmp_path: Path) -> None:
    text = "# ประมูลบ้าน\n\nทรัพย์ที่ขายได้ราคาต่ำสุดอยู่ที่ 45,000 บาท ส่วนทรัพย์ที่ขายได้ราคาสูงสุดอยู่ที่ 3,870,000 บาท"
    with index_of(tmp_path / "home", [document("a.md", text, "ประมูลบ้าน")]) as index:
        assistant = Assistant(index)
        assert assistant.ask("ประมูลบ้าน ทรัพย์ที่ขายได้ราคาสูงสุดเท่าไร").text.startswith("3,870,000 บาท")
        assert assistant.ask("ประมูลบ้าน ทรัพย์ที่ขายได้ราคาต่ำสุดเท่าไร").text.startswith("45,000 บาท")


def test_a_total_is_told_from_its_parts(tmp_path: Path) -> None:
    text = (
        "# แผน\n\nในปี 2564 มีแผนพัฒนาเครือข่ายทั้งหมด 29 กลุ่ม โดยแบ่งเป็น 2 ประเภท คือ เครือข่ายเกษตร 25 กลุ่ม และเครือข่ายงานไม้ 4 กลุ่ม"
    )
    with index_of(tmp_path / "home", [document("a.md", text, "แผน")]) as index:
        assistant = Assistant(index)
        assert assistant.ask("ปี 2564 มีแผนพัฒนาเครือข่ายกี่กลุ่ม").text.startswith("29 กลุ่ม")
        assert not assistant.ask("ปี 2564 มีแผนพัฒนาเครือข่ายงานไม้กี่กลุ่ม").text.startswith("29 กลุ่ม")
        assert assistant.ask("ปี 2564 มีแผนพัฒนาเครือข่ายเกษตรกี่กลุ่ม").text.startswith("25 กลุ่ม")


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("งบโควิด 4,661 ล้านบาท เป็นค่าวัสดุเท่าไหร่", "2,101 ล้านบาท"),  # the whole is known, a part is asked for
        ("วันหยุดเลื่อนจาก 25 ตุลาคม 2564 ไปเป็นวันไหน", "วันที่ 22 ตุลาคม 2564"),
    ],
)
def test_what_the_question_says_itself_is_no_answer(tmp_path: Path, question: str, first: str) -> None:
    text = (
        "# มติคณะรัฐมนตรี\n\nวันนี้ (5 ตุลาคม 2564) เห็นชอบงบโควิด 4,661 ล้านบาท เป็นค่าวัสดุ 2,101 ล้านบาท\n\n"
        "เห็นชอบให้เลื่อนวันหยุดจากวันที่ 25 ตุลาคม 2564 ไปเป็นวันที่ 22 ตุลาคม 2564"
    )
    with index_of(tmp_path / "home", [document("a.md", text, "มติคณะรัฐมนตรี")]) as index:
        assert Assistant(index).ask(question).text.startswith(first)


def test_a_year_that_something_came_from_is_not_its_own(tmp_path: Path) -> None:
    text = "# แผนงาน\n\nพัฒนาเครือข่ายไผ่ต่อเนื่องจากปี 2551 จำนวน 29 กลุ่ม ได้รับงบประมาณในปี 2552 แล้ว"
    with index_of(tmp_path / "home", [document("a.md", text, "แผนงาน")]) as index:
        assistant = Assistant(index)
        assert assistant.ask("เครือข่ายไผ่ 29 กลุ่มเป็นของปีใด").text.startswith("ปี 2552")
        assert assistant.ask("เครือข่ายไผ่ 29 กลุ่มต่อเนื่องจากปีใด").text.startswith("ปี 2551")
