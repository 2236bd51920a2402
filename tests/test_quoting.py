from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.binding import Occurrence
from assistant.cited import Shown
from assistant.quoting import carriers
from assistant.support import wording
from tests.passages import Place, place_of


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with place_of(tmp_path_factory.mktemp("made") / "home") as place:
        yield place


def quoted(made: Place, text: str, *bound: str) -> list[str]:
    """What is quoted for a sentence whose claims stand beside some words."""
    places = [Occurrence(made.shown, made.place(words), None) for words in bound]
    found = carriers(wording(text, made.glossary).words, places, [made.shown], made.scale)
    assert all(source is made.shown for source, _ in found.quotes)
    return [span.of(made.shown.document.text) for _, span in found.quotes]


@pytest.mark.parametrize(
    ("text", "bound", "held", "left_out"),
    [
        ("พัฒนาเครือข่ายไผ่หวาน", ["14 กลุ่ม"], "14 กลุ่ม", "21 กลุ่ม"),
        ("พัฒนาเครือข่ายไผ่หวาน", ["21 กลุ่ม"], "21 กลุ่ม", "14 กลุ่ม"),
        ("เงินทุนหมุนเวียน", [], "20,000 บาท", "ค่าเดินทาง"),
        ("เงินทุนหมุนเวียน", ["20,000 บาท"], "20,000 บาท", "ค่าเดินทาง"),
    ],
)
def test_the_clauses_that_carry_a_sentence_are_quoted_and_no_others(
    text: str, bound: list[str], held: str, left_out: str, made: Place
) -> None:
    [quote] = quoted(made, text, *bound)
    assert held in quote and left_out not in quote


def test_clauses_far_apart_are_two_quotes_and_neighbours_one(made: Place) -> None:
    assert len(quoted(made, "พัฒนาเครือข่าย", "14 กลุ่ม", "20,000 บาท")) == 2
    assert len(quoted(made, "พัฒนาเครือข่าย", "14 กลุ่ม", "3.5 ล้านบาท")) == 1


def test_headings_and_lead_ins_count_but_are_not_quoted(made: Place) -> None:
    place = Occurrence(made.shown, made.place("20,000 บาท"), None)
    found = carriers({"เงินทุน": 1.0}, [place], [made.shown], made.scale)
    assert any("สิทธิประโยชน์ของสมาชิก" in atom.plain for atom in found.atoms)
    assert not any("สิทธิประโยชน์" in span.of(made.shown.document.text) for _, span in found.quotes)


def test_a_quote_lies_in_the_passage_that_was_shown(made: Place) -> None:
    at = made.place("20,000 บาท")
    first, second = Shown(1, made.shown.reading, 0, at), Shown(2, made.shown.reading, at, at + 1)
    found = carriers({"เงินทุน": 1.0}, [Occurrence(second, at, None)], [first, second], made.scale)
    assert [source.number for source, _ in found.quotes] == [2]
