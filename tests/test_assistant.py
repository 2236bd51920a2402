"""The assistant end to end: a made-up corpus, and the starter documents, with the bundled model."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from assistant import Assistant
from assistant.answer import MARK, Answer
from assistant.assistant import LONGEST_QUESTION
from corpus.errors import AssistantError
from corpus.loaders import load_paths
from index.library import Index
from tests.thai_questions import MADE, document, index_of, question_texts

STARTER = Path(__file__).resolve().parents[1] / "corpus" / "documents"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with index_of(tmp_path_factory.mktemp("made") / "home", MADE) as index:
        yield Assistant(index)


@pytest.fixture(scope="module")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with Index.open(tmp_path_factory.mktemp("starter") / "home") as index:
        index.ingest(load_paths([STARTER]), workers=1)
        yield Assistant(index)


def check(assistant: Assistant, answer: Answer) -> Answer:
    """What every answer keeps to, whatever it says."""
    assert {int(n) for n in MARK.findall(answer.text)} == {citation.number for citation in answer.citations}
    for citation in answer.citations:
        text = assistant.index.catalogue.document(citation.document_id, citation.version).text
        assert citation.quote == text[citation.span.start : citation.span.end]
        assert citation.quote.strip()
    assert 0 <= answer.confidence <= 1
    assert answer.text.strip()
    return answer


def ask(assistant: Assistant, question: str, *history: str) -> Answer:
    return check(assistant, assistant.ask(question, history))


# -- a made-up corpus -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "said", "source"),
    [
        ("สัมมนาเครือข่ายสัญจรครั้งที่ 2 จัดที่ไหน", "ลำปาง", "made/seminar.md"),
        ("สัมมนาเครือข่ายสัญจร ครั้งที่ 2 มีคนร่วมกี่คน", "180 คน", "made/seminar.md"),
        ("ปี 2562 พัฒนาเครือข่ายธุรกิจกี่เครือข่าย", "14 เครือข่าย", "made/results.md"),
        ("ปี 63 มีแผนทำกี่เครือข่ายคะ", "21 เครือข่าย", "made/plan.md"),
        ("สัมมนาเครือขายสันจอนครังที่ 2 จัดทีไหน", "ลำปาง", "made/seminar.md"),
    ],
)
def test_a_fact_is_answered_from_the_document_that_states_it(
    made: Assistant, question: str, said: str, source: str
) -> None:
    answer = ask(made, question)
    assert not answer.abstained
    assert said in answer.text
    assert answer.citations[0].source == source


@pytest.mark.parametrize(
    "question",
    [
        "สัมมนาเครือข่ายสัญจรครั้งที่ 6 จัดที่ไหน",  # another number
        "ปี 2565 พัฒนาเครือข่ายธุรกิจกี่เครือข่าย",  # another year
        "ค่าลงทะเบียนสัมมนาเครือข่ายสัญจร ครั้งที่ 2 กี่บาท",  # a fee that no document states
        "ประธานเครือข่ายเซรามิกชื่ออะไร",  # a name that no document states
        "พรุ่งนี้ฝนจะตกไหม",  # something else altogether
    ],
)
def test_what_the_documents_do_not_hold_is_not_answered(made: Assistant, question: str) -> None:
    answer = ask(made, question)
    assert answer.abstained
    assert "0-5422-1234" in answer.text  # whom to ask


def test_a_list_comes_whole(made: Assistant) -> None:
    answer = ask(made, "ปัจจัยแห่งความสำเร็จของเครือข่ายมีอะไรบ้าง")
    assert all(item in answer.text for item in ("ผู้นำที่สมาชิกไว้ใจ", "ผู้ประสานงานที่ทำงานเต็มเวลา", "กิจกรรมแรกที่เห็นผลเร็ว"))
    quotes = " ".join(citation.quote for citation in answer.citations)
    assert "กิจกรรมแรกที่เห็นผลเร็ว" in quotes


def test_both_sides_of_a_comparison_are_cited(made: Assistant) -> None:
    answer = ask(made, "จำนวนเครือข่ายปี 2562 กับแผนปี 2563 ต่างกันเท่าไร")
    assert {"made/results.md", "made/plan.md"} <= {citation.source for citation in answer.citations}
    assert "14 เครือข่าย" in answer.text
    assert "21 เครือข่าย" in answer.text


def test_sources_that_differ_are_both_shown(made: Assistant) -> None:
    answer = ask(made, "ประชุมเครือข่ายไม้ไผ่แห่งชาติมีผู้เข้าร่วมกี่คน")
    assert "300 คน" in answer.text
    assert "450 คน" in answer.text
    assert {"made/news-a.md", "made/news-b.md"} <= {citation.source for citation in answer.citations}


def test_whom_to_contact(made: Assistant) -> None:
    answer = ask(made, "ขอเบอร์ติดต่อกลุ่มประสานเครือข่ายหน่อยค่ะ")
    assert "0-5422-1234" in answer.text
    assert answer.citations[0].source == "made/seminar.md"


def test_a_follow_up_is_answered_as_a_whole_question(made: Assistant) -> None:
    answer = ask(made, "แล้วมีคนไปกี่คน", "สัมมนาเครือข่ายสัญจรครั้งที่ 2 จัดที่ไหน")
    assert answer.question == "แล้วมีคนไปกี่คน"
    assert "ครั้งที่ 2" in answer.standalone_question
    assert "180 คน" in answer.text


def test_a_contact_may_be_given(made: Assistant) -> None:
    answer = ask(Assistant(made.index, contact="สายด่วน 1111"), "ปี 2565 พัฒนาเครือข่ายธุรกิจกี่เครือข่าย")
    assert answer.abstained
    assert "สายด่วน 1111" in answer.text


@pytest.mark.parametrize("question", ["", "   ", "\n"])
def test_an_empty_question_is_refused(made: Assistant, question: str) -> None:
    with pytest.raises(AssistantError, match="ว่างเปล่า"):
        made.ask(question)


def test_a_question_that_is_too_long_is_refused(made: Assistant) -> None:
    assert made.ask("ก" * LONGEST_QUESTION).text
    with pytest.raises(AssistantError, match="ยาว"):
        made.ask("ก" * (LONGEST_QUESTION + 1))


def test_without_documents_there_is_no_answer(tmp_path: Path) -> None:
    with index_of(tmp_path / "home", []) as index:
        assistant = Assistant(index)
        answer = ask(assistant, "คลัสเตอร์คืออะไร")
        assert answer.abstained
        assert not answer.citations
        index.ingest([document("a.md", "คลัสเตอร์ คือ กลุ่มของธุรกิจที่อยู่ใกล้กันและพึ่งพากัน")], workers=1)
        assert "พึ่งพากัน" in ask(assistant, "คลัสเตอร์คืออะไร").text  # it reads what came since


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(question_texts())
def test_any_question_has_a_sound_answer(made: Assistant, text: str) -> None:
    if " ".join(text.split()):
        ask(made, text)


# -- the starter documents --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("คลัสเตอร์สัญจรครั้งที่ 4 จัดที่จังหวัดไหน", "อุบลราชธานี"),
        ("ปี 2552 กรมส่งเสริมอุตสาหกรรมพัฒนาคลัสเตอร์กี่กลุ่ม", "กลุ่ม"),
        ("เครือข่ายชาอยู่ที่ไหนคะ", "เชียงราย"),
        ("น้ำผึ้งไทยส่งออกไปประเทศไหนบ้าง", "ประเทศ"),
    ],
)
def test_starter_documents_answer(starter: Assistant, question: str, said: str) -> None:
    answer = ask(starter, question)
    assert not answer.abstained
    assert said in answer.text


@pytest.mark.parametrize(
    "question", ["คลัสเตอร์สัญจร ครั้งที่ 6 มีคนเข้าร่วมกี่คน", "ปี 2565 สสว. ทำคลัสเตอร์ได้กี่คลัสเตอร์", "วันนี้ทองคำบาทละเท่าไหร่"]
)
def test_starter_documents_do_not_answer(starter: Assistant, question: str) -> None:
    assert ask(starter, question).abstained


def test_the_17_networks_come_whole(starter: Assistant) -> None:
    answer = ask(starter, "ขอรายชื่อคลัสเตอร์ทั้ง 17 เครือข่ายปี 2558")
    assert sum(line.strip()[:2].strip(".").isdigit() for line in answer.text.splitlines()) == 17


def test_small_talk_is_answered_with_what_can_be_asked(made: Assistant) -> None:
    answer = ask(made, "สวัสดีครับ ทำอะไรได้บ้าง")
    assert not answer.abstained
    assert not answer.citations
    assert "5 ฉบับ" in answer.text


def test_small_talk_is_no_topic(made: Assistant) -> None:
    answer = ask(made, "จัดที่ไหน", "สัมมนาเครือข่ายสัญจรครั้งที่ 2 จัดวันไหน", "ขอบคุณค่ะ")
    assert "ลำปาง" in answer.text
