"""Evidence: the year and the number asked for go before likeness; a definition begins with what it defines."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import Assistant
from assistant.evidence import Finder, spelled_out
from assistant.glossary import Glossary, reviewed_glossary
from assistant.lens import Lens
from assistant.question import read_question
from assistant.scorer import bundled_scorer
from assistant.units import Reader
from tests.thai_questions import MADE, document, index_of

_YEARS = document(
    "made/years.md",
    "# ผลงานกองทุน\n\nตลอด 3 ปี (2560-2563) กองทุนไผ่สร้างมูลค่าทางเศรษฐกิจจากเครือข่ายไม่น้อยกว่า 1,700 ล้านบาท\n\n"
    "สำหรับปี 2563 กองทุนไผ่สร้างมูลค่าได้ 410 ล้านบาท\n",
    "ผลงานกองทุนไผ่",
)
_DEFINED = document(
    "made/defined.md",
    "# เครือข่าย\n\nเครือข่าย คือ การรวมกลุ่มของธุรกิจ ทั้งแนวตั้งและแนวนอน\n\nความเชื่อมโยงในแนวตั้ง เป็นความเชื่อมโยงจากต้นน้ำถึงปลายน้ำ\n",
    "ความหมายของเครือข่าย",
)


def test_the_figure_of_a_year_and_not_of_a_period_around_it(tmp_path: Path) -> None:
    with index_of(tmp_path / "home", [_YEARS]) as index:
        answer = Assistant(index).ask("กองทุนไผ่สร้างมูลค่าทางเศรษฐกิจปี 2563 เท่าไร")
    assert answer.text.startswith("410 ล้านบาท")


def test_the_period_when_it_is_asked_for(tmp_path: Path) -> None:
    with index_of(tmp_path / "home", [_YEARS]) as index:
        answer = Assistant(index).ask("กองทุนไผ่สร้างมูลค่าทางเศรษฐกิจปี 2560-2563 เท่าไร")
    assert "1,700 ล้านบาท" in answer.text.split("\n")[0]


def test_the_word_that_says_most_is_the_one_defined(tmp_path: Path) -> None:
    with index_of(tmp_path / "home", [_DEFINED]) as index:
        assistant = Assistant(index)
        assert "ต้นน้ำ" in assistant.ask("เชื่อมโยงแนวตั้งในเครือข่ายหมายถึงอะไร").text
        assert "การรวมกลุ่ม" in assistant.ask("เครือข่ายคืออะไร").text


def test_evidence_is_ranked_and_of_the_documents(tmp_path: Path) -> None:
    with index_of(tmp_path / "home", MADE) as index:
        evidence, signs = Assistant(index).doubted("ปี 2562 พัฒนาเครือข่ายธุรกิจกี่เครือข่าย")
        ranked, features = Assistant(index).weighed("ปี 2562 พัฒนาเครือข่ายธุรกิจกี่เครือข่าย")
    assert evidence.windows[0].reading.document.source == "made/results.md"
    assert signs["year_missing"] == 0
    assert len(ranked.windows) == len(features)
    assert list(ranked.scores) == sorted(ranked.scores, reverse=True)


_SHORT = document(
    "made/short.md",
    "# งานส่งเสริม\n\nผลงานของ สพผ. คือการอบรม 3 รุ่น\n\nนางใจดี เป็นผู้อำนวยการสำนักงานพัฒนาไผ่แห่งภาคเหนือ (สพผ.) ตั้งแต่ปี 2560\n",
    "งานส่งเสริมไผ่",
)


def test_what_an_abbreviation_is_short_for_goes_first(tmp_path: Path) -> None:
    with index_of(tmp_path / "home", [_SHORT, *MADE]) as index:
        answer = Assistant(index).ask("สพผ. คืออะไร")
    assert answer.text.startswith("สพผ. คือ สำนักงานพัฒนาไผ่แห่งภาคเหนือ [1]")
    assert "สำนักงานพัฒนาไผ่แห่งภาคเหนือ (สพผ.)" in answer.citations[0].quote


@pytest.mark.parametrize(
    ("copy", "full"),
    [
        ("สำนักงานพัฒนาไผ่ (สพพ.) แจ้งว่า", "สำนักงานพัฒนาไผ่"),
        ("สพพ. (สำนักงานพัฒนาไผ่)", "สำนักงานพัฒนาไผ่"),
        ("กระทรวง ร่วมกับสำนักงานพัฒนาไผ่ (สพพ.)", "สำนักงานพัฒนาไผ่"),
        ("สำนักงานพัฒนาไผ่ แจ้งว่า สพพ. จะอบรม", ""),
        ("สพพ. แจ้งว่า", ""),
    ],
)
def test_spelled_out(copy: str, full: str) -> None:
    names = frozenset(["กระทรวง ร่วมกับสำนักงานพัฒนาไผ่", "สำนักงานพัฒนาไผ่", "สำนักงานพัฒนาไผ่แห่งชาติ", "boo"])
    glossary = Glossary({"สพพ.": names}, {}, {}, {}, {})
    assert spelled_out(glossary, "สพพ.", copy) == full
    assert spelled_out(glossary, "ไผ่", copy) == ""


def test_an_english_question_is_searched_in_thai(tmp_path: Path) -> None:
    with index_of(tmp_path / "home", MADE) as index:
        answer = Assistant(index).ask("What are the success factors of networks?")
    assert not answer.abstained and "1." in answer.text


def test_a_verb_finds_the_noun_made_of_it_and_a_noun_its_verb(tmp_path: Path) -> None:
    told = document("made/why.md", "# ไผ่\n\nปัจจัยแห่งความสำเร็จคือผู้นำ และสมาชิกร่วมมือ\n", "ไผ่")
    with index_of(tmp_path / "home", [told]) as index:
        lens = Lens(index, index.encoder, reviewed_glossary())
        finder = Finder(index, Reader(index.catalogue, index.encoder), lens, bundled_scorer(), reviewed_glossary())
        searched = finder.search_text(read_question("ทำไมไผ่ถึงสำเร็จ")).split()
        assert "ความสำเร็จ" in searched
        assert "การสำเร็จ" not in searched  # no document says so
        assert "ร่วมมือ" in finder.search_text(read_question("ความร่วมมือมีผลอย่างไร")).split()


def test_a_time_that_no_document_tells_is_not_answered(tmp_path: Path) -> None:
    with index_of(tmp_path / "home", MADE) as index:
        answer = Assistant(index).ask("สัมมนาเครือข่ายสัญจรครั้งที่ 2 เริ่มกี่โมง")
    assert answer.abstained
    assert "เวลา" in answer.text.split("\n")[0]
