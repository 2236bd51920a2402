from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.glossary import reviewed_glossary
from assistant.support import wording
from tests.passages import Place, place_of


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with place_of(tmp_path_factory.mktemp("made") / "home") as place:
        yield place


@pytest.mark.parametrize(
    ("text", "held", "left_out"),
    [
        ("พัฒนาเครือข่ายไผ่หวานได้ 14 กลุ่ม", {"เครือข่าย"}, {"14", "ได้"}),
        ("จากเอกสารระบุว่าพัฒนาเครือข่ายค่ะ", {"เครือข่าย"}, {"เอกสาร", "ระบุ", "ค่ะ"}),
    ],
)
def test_words_that_carry_a_text(text: str, held: set[str], left_out: set[str]) -> None:
    words = wording(text, reviewed_glossary()).words
    assert held <= set(words) and not left_out & set(words)
    assert all(0 < weight <= 1 for weight in words.values())


def test_english_words_are_compared_by_their_thai_ones_or_as_they_are() -> None:
    translated = wording("The budget increased for zygotes", reviewed_glossary())
    assert translated.english and translated.strange > 0
    assert any("งบ" in word for word in translated.words) and "zygotes" not in translated.words
    as_written = wording("The budget increased for zygotes", reviewed_glossary(), as_written=True)
    assert not as_written.english and set(as_written.words) == {"budget", "increased", "zygotes"}


@pytest.mark.parametrize(
    ("sentence", "low", "high"),
    [
        ("สสว. พัฒนาเครือข่ายไผ่หวาน", 0.9, 1.0),
        ("นักวิทยาศาสตร์ค้นพบดาวเคราะห์ในมหาสมุทร", 0.0, 0.4),
        ("พัฒนาเครือข่ายไผ่หวานโดยนักวิทยาศาสตร์จากดาวเคราะห์", 0.2, 0.8),
        ("", 1.0, 1.0),
    ],
)
def test_how_far_a_document_carries_a_sentence(sentence: str, low: float, high: float, made: Place) -> None:
    said = wording(sentence, made.glossary)
    assert low <= made.scale.support(said, made.shown.atoms, "") <= high


def test_the_attribution_may_carry_words_and_unknown_english_ones_count_against(made: Place) -> None:
    said = wording("นักวิทยาศาสตร์ค้นพบดาวเคราะห์", made.glossary)
    alone = made.scale.support(said, made.shown.atoms, "")
    assert made.scale.support(said, made.shown.atoms, "นักวิทยาศาสตร์ ค้นพบ ดาวเคราะห์") > max(0.8, alone)
    english = made.scale.support(wording("budget", made.glossary), made.shown.atoms, "")
    assert made.scale.support(wording("budget zygotes", made.glossary), made.shown.atoms, "") < english


def test_share_of_no_words_is_whole_and_of_no_clauses_nothing(made: Place) -> None:
    assert made.scale.share({}, made.shown.atoms) == 1.0
    assert made.scale.share({"เครือข่าย": 0.5}, []) == 0.0
