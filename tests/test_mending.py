from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.cited import Shown
from assistant.mending import cited_anew, in_own_words
from assistant.question import read_question
from tests.passages import NETWORKS, Place, place_of

LONG = "ปี 2564 สสว. พัฒนาเครือข่ายไม้ไผ่ได้ 33 กลุ่ม " + "และจัดอบรมสมาชิกเครือข่ายให้รู้จักการตลาดกับการบัญชี " * 8


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with place_of(tmp_path_factory.mktemp("made") / "home", f"{NETWORKS}\n{LONG}\n") as place:
        yield place


def parts(made: Place) -> list[Shown]:
    """The document as two passages: results, and benefits."""
    at = made.place("สิทธิประโยชน์ของสมาชิก")
    return [Shown(1, made.shown.reading, 0, at), Shown(2, made.shown.reading, at, made.shown.last)]


@pytest.mark.parametrize(
    ("sentence", "cited", "number"),
    [
        ("ปี 2563 สสว. พัฒนาเครือข่ายไผ่หวาน 21 กลุ่ม", 2, 1),
        ("สมาชิกได้เงินทุนหมุนเวียนรายละ 20,000 บาท", 1, 2),
        ("ปี 2563 สสว. พัฒนาเครือข่ายไผ่หวาน 99 กลุ่ม", 2, None),
        ("ใช่", 1, None),
    ],
)
def test_a_sentence_is_cited_anew_only_where_a_passage_carries_it(
    sentence: str, cited: int, number: int | None, made: Place
) -> None:
    shown = parts(made)
    before = made.verifier.check(sentence, [shown[cited - 1]])
    found = cited_anew(made.verifier, sentence, shown, before)
    assert not before.ok and (found.quotes[0][0].number if found else None) == number


@pytest.mark.parametrize(
    ("sentence", "question", "said"),
    [
        ("ปี 2563 สสว. พัฒนาเครือข่ายไผ่หวานได้ 12 กลุ่ม", "ปี 2563 พัฒนากี่กลุ่ม", "21 กลุ่ม"),
        ("ปี 2563 สสว. พัฒนาเครือข่ายไผ่หวานได้ 12 กลุ่ม", "ปี 2561 พัฒนากี่กลุ่ม", ""),
        ("ปี 2563 สสว. พัฒนาเครือข่ายไผ่หวานได้ 21 กลุ่ม", "ปี 2563 พัฒนากี่กลุ่ม", ""),
        ("นักวิทยาศาสตร์ 12 คน ค้นพบดาวเคราะห์", "พบอะไร", ""),
        ("เงินทุนหมุนเวียนรายละ 30,000 บาท", "ได้เงินทุนเท่าไร", "20,000 บาท"),
        ("จัดอบรมสมาชิกเครือข่ายให้รู้จักการตลาดกับการบัญชี 34 กลุ่ม", "อบรมอะไร", ""),
    ],
)
def test_a_misquoted_paragraph_is_said_in_its_own_words(sentence: str, question: str, said: str, made: Place) -> None:
    found = in_own_words(made.verifier, sentence, [made.shown], read_question(question, made.glossary))
    text = found[1].of(made.shown.document.text) if found else ""
    assert (said in text) if said else not found, text


def test_nothing_stands_in_for_a_sentence_without_citation(made: Place) -> None:
    assert in_own_words(made.verifier, "ปี 2563 ได้ 12 กลุ่ม", [], read_question("กี่กลุ่ม", made.glossary)) is None
