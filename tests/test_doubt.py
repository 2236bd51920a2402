"""Whether the evidence answers a question."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.doubt import SIGNS, judge, signs
from assistant.evidence import Evidence, Finder
from assistant.glossary import reviewed_glossary
from assistant.lens import Lens
from assistant.question import read_question
from assistant.scorer import bundled_scorer
from assistant.units import Reader
from corpus.document import THAI_MONTHS
from tests.thai_questions import MADE, document, index_of


@pytest.fixture(scope="module")
def finder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Finder]:
    with index_of(tmp_path_factory.mktemp("made") / "home", MADE) as index:
        lens = Lens(index, index.encoder, reviewed_glossary())
        reader = Reader(index.catalogue, index.encoder)
        yield Finder(index, reader, lens, bundled_scorer(), reviewed_glossary())


def find(finder: Finder, text: str) -> Evidence:
    return finder.find(read_question(text, reviewed_glossary()))


def test_every_sign_is_a_finite_number(finder: Finder) -> None:
    seen = signs(finder.lens, find(finder, "ปี 2562 พัฒนาเครือข่ายกี่เครือข่าย"))
    assert set(SIGNS) <= set(seen)
    assert all(-100 < value < 100 for value in seen.values())


@pytest.mark.parametrize(
    ("text", "sign"),
    [("ปี 2570 พัฒนาเครือข่ายกี่เครือข่าย", "year_missing"), ("สัมมนาเครือข่ายสัญจรครั้งที่ 6 จัดที่ไหน", "ordinal_missing")],
)
def test_what_is_missing_is_a_sign_and_a_reason(finder: Finder, text: str, sign: str) -> None:
    evidence = find(finder, text)
    assert signs(finder.lens, evidence)[sign] == 1.0
    verdict = judge(finder.lens, evidence)
    assert verdict.reason
    assert verdict.confidence < 0.5


def test_a_month_that_the_document_does_not_name_is_a_sign(finder: Finder) -> None:
    there = find(finder, "สัมมนาเครือข่ายสัญจรจัดที่ไหน")
    number = next(m for mention in there.windows[0].reading.dates() if (m := mention.date.month))
    month, other = THAI_MONTHS[number - 1], THAI_MONTHS[number % 12]
    for asked, missing in ((month, 0.0), (other, 1.0)):
        evidence = replace(there, question=read_question(f"สัมมนาเครือข่ายสัญจรเดือน{asked} จัดที่ไหน"))
        assert signs(finder.lens, evidence)["date_missing"] == missing


@pytest.mark.parametrize(("person", "missing"), [("ชาวพังงา", 0.0), ("คนในพังงา", 1.0)])
def test_what_people_are_called_after_is_no_place_that_is_missing(finder: Finder, person: str, missing: float) -> None:
    assert signs(finder.lens, find(finder, f"{person}คนใดจัดสัมมนาเครือข่ายสัญจร"))["place_missing"] == missing


@pytest.mark.parametrize(("place", "missing"), [("อ.ชุมแพ", 1.0), ("", 0.0)])
def test_a_district_that_the_document_does_not_name_is_a_sign(finder: Finder, place: str, missing: float) -> None:
    evidence = find(finder, f"สัมมนาเครือข่ายสัญจร {place} จัดวันไหน")
    assert signs(finder.lens, evidence)["landmark_missing"] == missing


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("สัมมนาเครือข่ายสัญจร ครั้งที่ 2 กับ ครั้งที่ 3 จัดที่ไหน", 0.0),
        ("สัมมนาเครือข่ายสัญจร ครั้งที่ 2 รุ่นที่ 5 จัดที่ไหน", 1.0),
        ("สัมมนาเครือข่ายสัญจร ครั้งที่ 3 จัดที่ไหน", 1.0),
    ],
)
def test_one_of_two_numbered_things_is_enough(finder: Finder, question: str, missing: float) -> None:
    assert signs(finder.lens, find(finder, question))["ordinal_missing"] == missing


def test_a_report_tells_its_year_and_place_in_its_first_lines(tmp_path: Path) -> None:
    filler = "ผู้จัดงานกล่าวขอบคุณผู้ร่วมงานทุกฝ่าย และเชิญชวนให้ติดตามกิจกรรมครั้งต่อไปของชมรม\n\n" * 12
    text = f"# งานทอผ้า\n\nวันนี้ (3 มี.ค. 64) ชมรมทอผ้าจัดงานที่จังหวัดแพร่\n\n{filler}ชมรมทอผ้าแจกกี่ทอผ้าให้สมาชิกทั้งหมด 37 หลัง"
    elsewhere = text.replace("จังหวัดแพร่", "สนาม")
    for opening, year, place in (
        (text, 0.0, 0.0),
        (elsewhere.replace("64", "62"), 1.0, 1.0),
        (elsewhere.replace("3 มี.ค. 64", "เช้านี้"), 0.4, 1.0),  # a document without any date is not one of another year
    ):
        home = tmp_path / str(year)
        with index_of(home, [document("a.md", opening, "งานทอผ้า")]) as index:
            lens = Lens(index, index.encoder, reviewed_glossary())
            reader = Reader(index.catalogue, index.encoder)
            there = Finder(index, reader, lens, bundled_scorer(), reviewed_glossary())
            seen = signs(lens, find(there, "ปี 2564 ชมรมทอผ้าแพร่แจกกี่ทอผ้าให้สมาชิกกี่หลัง"))
            assert (seen["year_missing"], seen["place_missing"]) == (year, place)


def test_a_plain_answer_is_believed(finder: Finder) -> None:
    verdict = judge(finder.lens, find(finder, "ปี 2562 พัฒนาเครือข่ายธุรกิจกี่เครือข่าย"))
    assert verdict.reason == ""
    assert verdict.confidence > 0.5


def test_without_evidence_there_is_a_reason(finder: Finder) -> None:
    evidence = find(finder, "ปี 2562 พัฒนาเครือข่ายธุรกิจกี่เครือข่าย")
    nothing = Evidence(evidence.question, (), evidence.scores[:0], evidence.weights, ())
    assert judge(finder.lens, nothing).reason
    assert judge(finder.lens, nothing).confidence == 0.0


@pytest.fixture(scope="module")
def roads(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    text = (
        "# สัมมนาเรื่องทางหลวง\n\nรมว.แรงงานเปิดสัมมนาเรื่องทางหลวงพิเศษ M81 "
        "และทางหลวงหมายเลข 9 ในงาน ROAD EXPO 2021 ที่จังหวัดลำปาง ซึ่งลดคาร์บอนไดออกไซด์\n\n"
        + "ผู้จัดงานกล่าวขอบคุณผู้ร่วมงานทุกฝ่าย และเชิญชวนให้ติดตามกิจกรรมครั้งต่อไปของชมรม\n\n" * 8
        + "ข่าว ณ วันที่ 5 มกราคม 2566"
    )
    with index_of(tmp_path_factory.mktemp("roads") / "home", [document("a.md", text, "สัมมนาเรื่องทางหลวง")]) as index:
        yield Assistant(index)


@pytest.mark.parametrize(
    ("question", "sign", "missing"),
    [
        ("กระทรวงวัฒนธรรมจัดสัมมนาที่ไหน", "landmark_missing", 1.0),
        ("กระทรวงแรงงานจัดสัมมนาที่ไหน", "landmark_missing", 0.0),
        ("ก.แรงงาน จัดสัมมนาที่ไหน", "landmark_missing", 0.0),
        ("สัมมนาเรื่องทางหลวง m8 จัดที่ไหน", "ordinal_missing", 1.0),
        ("สัมมนาเรื่องทางหลวง m81 จัดที่ไหน", "ordinal_missing", 0.0),
        ("สัมมนาเรื่องทางหลวง m9 จัดที่ไหน", "ordinal_missing", 0.0),
        ("สัมมนาเรื่องทางหลวงลด co2 ได้เท่าไร", "ordinal_missing", 0.0),
        ("สัมมนาเรื่องทางหลวงรอบแรกจัดที่ไหน", "ordinal_missing", 0.0),  # nor is any other one named
        ("สัมมนาเรื่องทางหลวงรอบ 2 จัดที่ไหน", "ordinal_missing", 1.0),
        ("รหัสทางหลวงของงานสัมมนาคืออะไร", "type_missing", 0.0),
        ("ROAD EXPO 2019 จัดที่ไหน", "year_missing", 1.0),
        ("เลขบัญชีของงานสัมมนาเรื่องทางหลวงคืออะไร", "type_missing", 1.0),
        ("สัมมนาเรื่องทางหลวงจัดที่ไหน", "type_missing", 0.0),
        ("ROAD EXPO 2021 จัดที่ไหน", "year_missing", 0.0),
        ("สัมมนาเรื่องทางหลวง ปี 66 จัดที่ไหน", "year_missing", 0.0),
    ],
)
def test_what_no_document_names_is_a_sign(roads: Assistant, question: str, sign: str, missing: float) -> None:
    _, seen = roads.doubted(question)
    assert seen[sign] == missing
