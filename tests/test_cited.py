from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.cited import Shown, governing_dates, governors, numbered
from assistant.units import Passage
from tests.passages import Place, place_of


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with place_of(tmp_path_factory.mktemp("made") / "home", publisher="สำนักไผ่หวาน", year=2021) as place:
        yield place


def passage(made: Place, first: int, last: int) -> Passage:
    atoms = made.shown.reading.atoms
    span = type(atoms[0].span)(atoms[first].span.start, atoms[last - 1].span.end)
    return Passage(made.shown.reading, span, "", 0, 1.0, 1.0, 1.0, first, last)


@pytest.mark.parametrize(
    ("ends", "most", "shown"),
    [
        ([(0, 2), (2, 4)], 9000, [(0, 4)]),
        ([(2, 4), (0, 2)], 9000, [(0, 4)]),
        ([(0, 2), (4, 6)], 9000, [(0, 2), (4, 6)]),
        ([(0, 2), (4, 6)], 10, [(0, 2)]),
        ([], 9000, []),
    ],
)
def test_passages_that_touch_are_one_and_there_is_a_limit(
    ends: list[tuple[int, int]], most: int, shown: list[tuple[int, int]], made: Place
) -> None:
    found = numbered([passage(made, *one) for one in ends], most)
    assert [(one.first, one.last) for one in found] == shown
    assert [one.number for one in found] == list(range(1, len(shown) + 1))


def test_an_item_stands_under_its_lead_in_and_its_headings(made: Place) -> None:
    atoms = made.shown.reading.atoms
    above = [atoms[at].plain for at in governors(made.shown.reading, made.place("20,000 บาท"))]
    assert "ดังนี้" in above[0] and "สิทธิประโยชน์ของสมาชิก" in above[1] and "ผลงาน" in above[2]
    assert not any("ค่าเดินทาง" in one for one in above)


def test_what_stands_above_a_passage_belongs_to_its_places(made: Place) -> None:
    item = made.place("20,000 บาท")
    one = Shown(1, made.shown.reading, item, item + 1)
    assert item in one.places and set(governors(one.reading, item)) <= set(one.places)
    assert made.place("3.5 ล้านบาท") not in one.places


@pytest.mark.parametrize(("words", "year"), [("14 กลุ่ม", 2019), ("21 กลุ่ม", 2020), ("งบประมาณ 5 ล้านบาท", 2020)])
def test_the_year_that_an_amount_is_of(words: str, year: int, made: Place) -> None:
    place = made.place(words)
    at = made.shown.reading.atoms[place].plain.index(words)
    assert [date.date.year for date in governing_dates(made.shown.reading, place, at, at + len(words))] == [year]


def test_the_attribution_names_publisher_and_date(made: Place) -> None:
    assert "สำนักไผ่หวาน" in made.shown.attribution and "2564" in made.shown.attribution
