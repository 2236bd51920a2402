from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.binding import Occurrence, clauses_of, dated_after, of_the_year, year_of
from corpus.dates import find_dates
from tests.passages import Place, place_of


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with place_of(tmp_path_factory.mktemp("made") / "home") as place:
        yield place


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("ร้อยละ 6.6 ในช่วงปี 2548-2551", 2005),
        ("6.6 (ปี 2550)", 2007),
        ("6.6 จากนั้นจึงประชุมกันใหม่อีกครั้งในปี 2550", None),
        ("6.6 2550", None),
        ("6.6 ราย", None),
    ],
)
def test_the_year_right_behind_an_amount(text: str, year: int | None) -> None:
    found = dated_after(text, text.index("6.6") + 3, find_dates(text))
    assert (found.date.year if found else None) == year


@pytest.mark.parametrize(
    ("text", "claim", "year"),
    [
        ("ปี 2562 พัฒนา 14 กลุ่ม", "14 กลุ่ม", "ปี 2562"),
        ("พัฒนา 14 กลุ่มในปี 2562", "14 กลุ่ม", "ปี 2562"),
        ("ปี 2562 พัฒนา 14 กลุ่ม และปี 2563 พัฒนา 21 กลุ่ม", "21 กลุ่ม", "ปี 2563"),
        ("พัฒนา 14 กลุ่ม", "14 กลุ่ม", None),
    ],
)
def test_the_year_that_a_sentence_says_it_of(text: str, claim: str, year: str | None, made: Place) -> None:
    claims = made.claims(text)
    own = next(one for one in claims if one.said == claim)
    found = year_of(own, claims, clauses_of(text), text)
    assert (found.said if found else None) == year


def test_english_clauses_end_at_commas_and_joints() -> None:
    text = "In 2019 it built 14 networks, and in 2020 it built 21 networks while costs fell"
    assert [span.of(text).strip() for span in clauses_of(text)] == [
        "In 2019 it built 14 networks,", "and in 2020 it built 21 networks while", "costs fell",
    ]  # fmt: skip


@pytest.mark.parametrize(("year", "kept"), [("ปี 2562", True), ("ปี 2563", False), ("", True)])
def test_a_place_must_be_of_the_year(year: str, kept: bool, made: Place) -> None:
    place = made.place("14 กลุ่ม")
    one = Occurrence(made.shown, place, None)
    [claim] = made.claims(year) if year else [None]
    assert (of_the_year([one], claim, year) == [one]) is kept


def test_neighbours_end_with_the_paragraph(made: Place) -> None:
    last = made.place("3.5 ล้านบาท")
    assert Occurrence(made.shown, last, None).neighbour(1) is None
    assert Occurrence(made.shown, made.place("ค่าเดินทาง"), None).neighbour(-1) is None
