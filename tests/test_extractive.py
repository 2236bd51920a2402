"""Answers from evidence: facts, lists, items, several sources."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.draft import FACT, LONG
from tests.thai_questions import MADE, document, index_of


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with index_of(tmp_path_factory.mktemp("made") / "home", MADE) as index:
        yield Assistant(index)


def test_a_number_comes_first_as_the_source_writes_it(made: Assistant) -> None:
    lines = made.ask("สัมมนาเครือข่ายสัญจร ครั้งที่ 2 มีคนร่วมกี่คน").text.splitlines()
    assert lines[0].startswith("ประมาณ 180 คน [1]")
    assert "ผู้เข้าร่วมประมาณ 180 คน" in lines[-1]


def test_of_several_numbers_the_one_asked_for_is_taken(made: Assistant) -> None:
    assert made.ask("ปี 2562 มีผู้ประกอบการเข้าร่วมกี่ราย").text.startswith("920 ราย")
    assert made.ask("ปี 2562 ลดต้นทุนได้กี่ล้านบาท").text.startswith("45 ล้านบาท")


def test_of_several_documents_the_one_of_the_month_is_taken(tmp_path: Path) -> None:
    made = [
        document(f"{n}.md", f"# งานแสดงสินค้า\n\nวันนี้ (7 {month} 67) เปิดงานแสดงสินค้าชุมชน มีผู้ร่วมงาน {n}00 คน", f"งาน {n}")
        for n, month in ((2, "ก.พ."), (3, "มี.ค."), (4, "เม.ย."))
    ]
    with index_of(tmp_path / "home", made) as index:
        assistant = Assistant(index)
        assert "300 คน" in assistant.ask("งานแสดงสินค้าชุมชน มีนา 67 มีคนร่วมกี่คน").text
        assert "400 คน" in assistant.ask("งานแสดงสินค้าชุมชนเดือนเมษายน 2567 มีคนร่วมกี่คน").text


def test_a_year_exchanged_finds_the_other_year(made: Assistant) -> None:
    assert "14 เครือข่าย" in made.ask("ปี 2562 พัฒนาเครือข่ายธุรกิจกี่เครือข่าย").text
    assert "21 เครือข่าย" in made.ask("ปี 2563 พัฒนาเครือข่ายธุรกิจกี่เครือข่าย").text


def test_lengths_are_kept(made: Assistant) -> None:
    assert len(made.ask("สัมมนาเครือข่ายสัญจรครั้งที่ 2 จัดเมื่อไหร่").text) <= FACT + 20
    assert len(made.ask("ปัจจัยแห่งความสำเร็จของเครือข่ายมีอะไรบ้าง").text) <= LONG + 20


def test_reasons_that_follow_are_quoted_to_their_end(tmp_path: Path) -> None:
    text = (
        "# แนวทางพัฒนา\n\nภาครัฐควรสนับสนุนช่างทอผ้ารายเล็กเป็นพิเศษ เพื่อให้รวมกลุ่มกันได้ เพื่อเพิ่มอำนาจต่อรองกับผู้ซื้อรายใหญ่ "
        "เนื่องจากช่างทอผ้ารายเล็กมีจำนวนมากในทุกจังหวัด จึงเป็นฐานของเศรษฐกิจชุมชน แต่ละรายผลิตได้น้อยและขายแยกกันตลอดมา "
        "ทำให้ถูกกดราคาอยู่เสมอ และเพราะขาดเงินทุนหมุนเวียนสำหรับซื้อเส้นด้ายครั้งละมากๆ"
    )
    with index_of(tmp_path / "home", [document("a.md", f"{text}\n\n{'ข้อความอื่น ' * 200}", "แนวทาง")]) as index:
        assert "เงินทุนหมุนเวียน" in Assistant(index).ask("ทำไมภาครัฐควรสนับสนุนช่างทอผ้ารายเล็กเป็นพิเศษ").text


def test_the_figure_of_another_year_is_not_quoted_beside_it(made: Assistant) -> None:
    text = made.ask("ปี 2563 มีแผนพัฒนาเครือข่ายธุรกิจกี่เครือข่าย").text
    assert "21 เครือข่าย" in text
    assert "14 เครือข่าย" not in text


def test_marks_point_at_what_is_quoted(made: Assistant) -> None:
    for question in ("สัมมนาเครือข่ายสัญจร ครั้งที่ 2 จัดที่ไหน", "เครือข่ายเซรามิกลำปางใครดูแล", "ปี 2562 ลดต้นทุนได้เท่าไหร่"):
        answer = made.ask(question)
        for citation in answer.citations:
            said = [line for line in answer.text.splitlines() if line.endswith(f"[{citation.number}]")]
            quote = " ".join(citation.quote.split())
            assert any(line.rsplit(" [", 1)[0] in quote for line in said)


def test_a_long_list_is_shortened_item_by_item(tmp_path: Path) -> None:
    items = "\n".join(f"{n}. มาตรการที่ {n} คือการสนับสนุน{'ผู้ประกอบการอย่างต่อเนื่อง' * 8}" for n in range(1, 13))
    text = f"# แผนปี 2567\n\nมาตรการสนับสนุนเครือข่ายธุรกิจปี 2567 ประกอบด้วย\n\n{items}\n"
    with index_of(tmp_path / "home", [document("a.md", text, "แผนปี 2567")]) as index:
        answer = Assistant(index).ask("มาตรการสนับสนุนเครือข่ายธุรกิจปี 2567 มีอะไรบ้าง")
        assert all(f"มาตรการที่ {n} " in answer.text for n in range(1, 13))
        assert len(answer.text) <= LONG + 40


def test_a_footnote_number_in_a_source_is_no_citation(tmp_path: Path) -> None:
    text = "# รายงาน\n\nกองทุนเครือข่ายอนุมัติเงิน 45 ล้านบาท[3] ให้แก่นายสมชาย[4] วงศ์ดี ประธานกองทุนเครือข่าย ในปี 2562"
    with index_of(tmp_path / "home", [document("a.md", text, "รายงาน")]) as index:
        assistant = Assistant(index)
        for question in ("กองทุนเครือข่ายอนุมัติเงินกี่บาท", "ใครเป็นประธานกองทุนเครือข่าย", "กองทุนเครือข่ายคืออะไร"):
            answer = assistant.ask(question)  # an Answer whose marks have no citation cannot be made
            assert len(answer.citations) <= 3
