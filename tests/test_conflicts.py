"""Sources that differ: both are shown with source and date; one answer stays one answer."""

from __future__ import annotations

from pathlib import Path

from assistant import Assistant
from tests.thai_questions import MADE, document, index_of

_BEGAN_A = document(
    "made/began-a.md",
    "# ประวัติ\n\nกรมพัฒนาเครือข่ายเริ่มโครงการเครือข่ายไผ่ตั้งแต่ปี 2551 โดยมีสมาชิกรุ่นแรก 12 ราย",
    "ประวัติเครือข่ายไผ่",
    year=2010,
)
_BEGAN_B = document(
    "made/began-b.md",
    "# คอลัมน์\n\nกรมพัฒนาเครือข่ายดำเนินโครงการเครือข่ายไผ่มาตั้งแต่ปี 2554 จนถึงปัจจุบัน",
    "คอลัมน์เครือข่ายไผ่",
    year=2015,
)


def test_two_figures_that_a_question_cannot_decide_between(tmp_path: Path) -> None:
    with index_of(tmp_path / "home", [_BEGAN_A, _BEGAN_B]) as index:
        answer = Assistant(index).ask("กรมพัฒนาเครือข่ายเริ่มโครงการเครือข่ายไผ่ปีไหนกันแน่ 2551 หรือ 2554")
    assert "2551" in answer.text
    assert "2554" in answer.text
    assert {citation.source for citation in answer.citations} == {"made/began-a.md", "made/began-b.md"}
    (conflict,) = answer.conflicts
    assert {number for _, number in conflict.statements} == {1, 2}
    assert "พ.ศ. 2553" in answer.text  # the date of a source stands beside what it says


def test_sources_that_differ_are_told_without_being_asked(tmp_path: Path) -> None:
    with index_of(tmp_path / "home", MADE) as index:
        answer = Assistant(index).ask("การประชุมเครือข่ายไม้ไผ่แห่งชาติมีผู้เข้าร่วมกี่คน")
    assert "300 คน" in answer.text
    assert "450 คน" in answer.text
    assert len(answer.conflicts) == 1


def test_one_source_is_no_conflict(tmp_path: Path) -> None:
    with index_of(tmp_path / "home", [_BEGAN_A]) as index:
        answer = Assistant(index).ask("โครงการเครือข่ายไผ่เริ่มปีไหนกันแน่ 2551 หรือ 2554")
    assert answer.conflicts == ()


def test_a_question_that_names_nothing_has_no_sources_that_differ(tmp_path: Path) -> None:
    with index_of(tmp_path / "home", MADE) as index:
        answer = Assistant(index).ask("ประชุมมีกี่คน")
    assert answer.conflicts == ()


def test_amounts_of_different_things_do_not_differ(tmp_path: Path) -> None:
    made = [
        document("made/a.md", "# ช้างป่า\n\nช้างป่าภาคตะวันออกมี 800 ตัว ตามการสำรวจ", "ช้างป่าภาคตะวันออก", year=2020),
        document("made/b.md", "# ป่า\n\nช้างป่าภาคตะวันออกมีใน 5 จังหวัด ตามการสำรวจ", "ป่าภาคตะวันออก", year=2021),
    ]
    with index_of(tmp_path / "home", made) as index:
        answer = Assistant(index).ask("ช้างป่าภาคตะวันออกมีเท่าไร")
    assert answer.conflicts == ()


def test_others_of_a_kind_are_not_how_many_there_are(tmp_path: Path) -> None:
    def told(more: str) -> int:
        said = "การประชุมเครือข่ายไม้ไผ่แห่งชาติ จัดที่จังหวัดน่าน มีผู้เข้าร่วมประชุมเครือข่ายไม้ไผ่แห่งชาติ"
        other = document("made/news-b.md", f"{said}{more} 450 คน", "ข่าวเครือข่ายไม้ไผ่ [2]", year=2018)
        made = [other if one.source == other.source else one for one in MADE]
        with index_of(tmp_path / f"home{len(more)}", made) as index:
            return len(Assistant(index).ask("การประชุมเครือข่ายไม้ไผ่แห่งชาติมีผู้เข้าร่วมกี่คน").conflicts)

    assert (told(""), told("อีก")) == (1, 0)


def test_each_figure_is_told_once_with_the_clause_that_says_it(tmp_path: Path) -> None:
    said = "การประชุมเครือข่ายไม้ไผ่แห่งชาติ จัดที่จังหวัดน่าน มีผู้เข้าร่วมประชุมเครือข่ายไม้ไผ่แห่งชาติ"
    opening = "สำนักงานส่งเสริมเครือข่ายธุรกิจเปิดเผยผลการจัดงานต่อผู้สื่อข่าวเมื่อวานนี้ที่ศาลากลางจังหวัด "
    other = document("made/news-c.md", f"{opening}{said} 300 คน", "ข่าวเครือข่ายไม้ไผ่ [3]", year=2018)
    with index_of(tmp_path / "home", [*MADE, other]) as index:
        answer = Assistant(index).ask("การประชุมเครือข่ายไม้ไผ่แห่งชาติมีผู้เข้าร่วมกี่คน")
    lines = [line for line in answer.text.split("\n") if line.startswith("- ")]
    assert sorted(line.count("300 คน") + 2 * line.count("450 คน") for line in lines) == [2, 4]  # as said, and as quoted


def test_only_the_two_figures_of_either_or_are_told_apart(tmp_path: Path) -> None:
    made = [
        document("made/a.md", "ตลอด 3 ปี เครือข่ายไผ่มีมูลค่า 1,800 ล้านบาท", "เครือข่ายไผ่", year=2020),
        document("made/b.md", "เครือข่ายไผ่มีมูลค่าไม่น้อยกว่า 1,811 ล้านบาท ใน 3 ปี", "ข่าวเครือข่ายไผ่", year=2021),
    ]
    with index_of(tmp_path / "home", made) as index:
        (conflict,) = Assistant(index).ask("มูลค่าของเครือข่ายไผ่ 3 ปี 1,800 หรือ 1,811 ล้านบาทกันแน่").conflicts
    assert [said for said, _ in conflict.statements] == ["1,800 ล้านบาท", "ไม่น้อยกว่า 1,811 ล้านบาท"]
