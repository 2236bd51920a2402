"""Whom to contact, how to join, and what an abstention tells."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.draft import SHORT
from tests.thai_questions import MADE, document, index_of


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with index_of(tmp_path_factory.mktemp("made") / "home", MADE) as index:
        yield Assistant(index)


def test_an_abstention_names_the_nearest_passages_and_whom_to_ask(made: Assistant) -> None:
    answer = made.ask("สัมมนาเครือข่ายสัญจรครั้งที่ 9 จัดที่ไหน")
    assert answer.abstained
    assert answer.text.startswith("ขออภัย")
    assert any(citation.source == "made/seminar.md" for citation in answer.citations)
    assert "0-5422-1234" in answer.text


def test_a_title_that_looks_like_a_mark_is_no_citation(made: Assistant) -> None:
    answer = made.ask("ประชุมเครือข่ายไม้ไผ่แห่งชาติปี 2599 มีผู้เข้าร่วมกี่คน")
    assert answer.abstained
    assert any(citation.title.endswith("]") for citation in answer.citations)


def test_a_footnote_in_a_title_is_no_citation(tmp_path: Path) -> None:
    text = "# ตำบลโพนโก\n\nตำบลโพนโกทำผ้าไหมมาแต่เดิม และขายที่ตลาดในตัวเมือง\n"
    with index_of(tmp_path / "home", [document("a.md", text, "ตำบลโพนโก[3]ทำผ้าไหม")]) as index:
        answer = Assistant(index).ask("ตำบลโพนโกมีนักท่องเที่ยวต่างชาติกี่คนในปี 2599")
    assert answer.abstained
    assert "ตำบลโพนโก(3)ทำผ้าไหม" in answer.text


def test_how_to_join_points_to_what_there_is(made: Assistant) -> None:
    answer = made.ask("อยากเข้าร่วมเครือข่ายเซรามิกต้องทำยังไง")
    assert answer.citations
    assert "0-5422-1234" in answer.text


def test_a_group_of_ones_own_trade_and_place_is_named(tmp_path: Path) -> None:
    groups = document(
        "made/groups.md",
        "# เครือข่ายปี 2566\n\nสำนักงานคัดเลือกเครือข่ายธุรกิจ 3 เครือข่าย ดังนี้\n\n1. เครือข่ายเซรามิก จังหวัดลำปาง\n"
        "2. เครือข่ายกาแฟ จังหวัดเชียงราย\n3. เครือข่ายไหม จังหวัดสุรินทร์\n",
        "เครือข่ายปี 2566",
    )
    with index_of(tmp_path / "home", [groups, *MADE]) as index:
        assistant = Assistant(index)
        own = assistant.ask("ทำกาแฟอยู่เชียงราย สนใจเข้าร่วมเครือข่าย มีกลุ่มของเราไหม จะติดต่อใคร").text
        called = assistant.ask("ทำกาแฟอยู่เชียงราย สนใจเข้าร่วมเครือข่าย ขอเบอร์โทรหน่อย").text
        anybody = assistant.ask("อยากเข้าร่วมเครือข่ายต้องทำยังไง").text
    assert "- เครือข่ายกาแฟ จังหวัดเชียงราย [1]" in own
    assert "0-5422-1234" in own
    assert "ไม่ได้ระบุขั้นตอน" in own
    assert "ไม่ได้ระบุขั้นตอน" not in called  # only the number is wanted
    assert "เชียงราย" not in anybody


def test_steps_that_a_document_gives_are_told(tmp_path: Path) -> None:
    steps = document(
        "made/join.md",
        "# การเข้าร่วมเครือข่ายไผ่\n\nผู้ประกอบการที่สนใจเข้าร่วมเครือข่ายไผ่ต้องยื่นใบสมัครที่สำนักงานพาณิชย์จังหวัดน่านภายในเดือนมีนาคม 2568\n",
        "การเข้าร่วมเครือข่ายไผ่",
    )
    with index_of(tmp_path / "home", [steps, *MADE]) as index:
        assistant = Assistant(index)
        told = assistant.ask("อยากเข้าร่วมเครือข่ายไผ่ต้องทำยังไง").text
        other = assistant.ask("อยากเข้าร่วมเครือข่ายเซรามิกต้องทำยังไง").text
    assert "ใบสมัครที่สำนักงานพาณิชย์จังหวัดน่าน" in told and "ไม่ได้ระบุขั้นตอน" not in told
    assert "ไม่ได้ระบุขั้นตอน" in other


def test_no_contact_is_made_up(tmp_path: Path) -> None:
    with index_of(tmp_path / "home", [document("a.md", "เครือข่ายเซรามิกลำปางมีโรงงาน 12 แห่ง ตั้งมาแล้ว 20 ปี")]) as index:
        answer = Assistant(index).ask("ขอเบอร์โทรเครือข่ายเซรามิกลำปาง")
        assert answer.abstained
        assert "โทร" not in answer.text.replace("ขออภัย", "")


def test_how_to_join_is_short_enough_for_a_phone(made: Assistant) -> None:
    for asked in ("อยากเข้าร่วมเครือข่ายต้องทำยังไง", "ทำเซรามิกอยู่ลำปาง อยากเข้าร่วมเครือข่ายต้องทำยังไง ติดต่อใคร"):
        answer = made.ask(asked)
        assert answer.citations
        assert len(answer.text) <= SHORT
