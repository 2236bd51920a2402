from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.binder import Binder, Sentence
from assistant.binding import Occurrence, clauses_of, year_of
from assistant.standing import matching, stated
from assistant.support import wording
from tests.passages import Place, place_of

ROLES = """# บันทึกเครือข่ายไผ่หวาน

สสว. มอบหมายให้ สศช. จัดประชุมที่จังหวัดน่าน ส่วนการอบรมจัดที่จังหวัดลำปาง

สมาชิกร้อยละ 60 อยู่ในภาคการผลิต และร้อยละ 25 อยู่ในภาคบริการ

การลดหย่อนตามข้อ 2 ใช้ร่วมกับส่วนลดค่าขนส่งได้ ส่วนใบกำกับภาษีตามข้อ 3 ต้องระบุชื่อสมาชิก
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with place_of(tmp_path_factory.mktemp("made") / "home", ROLES) as place:
        yield place


def bound(made: Place, text: str) -> tuple[dict[str, str], str]:
    """Each claim with the clause that it is bound to, and what stands in its place."""
    claims, clauses = made.claims(text), clauses_of(text)
    found, words, near = {}, {}, {}
    for claim in claims:
        found[claim] = [
            Occurrence(made.shown, place, one.span)
            for place in made.shown.places
            for one in matching(claim, stated(made.shown.reading.atoms[place], made.glossary))
        ]
        rest = f"{text[: claim.span.start]} {text[claim.span.end :]}"
        words[claim] = wording(rest, made.glossary).words
        before, behind = (
            wording(part, made.glossary).words for part in (text[: claim.span.start], text[claim.span.end :])
        )
        near[claim] = (before, behind)
    years = {claim: year_of(claim, claims, clauses, text) for claim in claims}
    best, rival = Binder(Sentence(text, found, words, near, years), [made.shown], made.scale, made.glossary).bind()
    return {claim.said: one.atom.plain for claim, one in best.items()}, rival


@pytest.mark.parametrize(
    ("text", "rival"),
    [
        ("สมาชิกร้อยละ 60 อยู่ในภาคการผลิต", ""),
        ("สมาชิกร้อยละ 25 อยู่ในภาคบริการ", ""),
        ("สมาชิกร้อยละ 25 อยู่ในภาคการผลิต", "ร้อยละ 25 (ร้อยละ 60)"),
        ("สมาชิกร้อยละ 60 อยู่ในภาคการผลิต และร้อยละ 60 อยู่ในภาคบริการ", "ร้อยละ 60 (ร้อยละ 60)"),
        ("การลดหย่อนตามข้อ 2 ใช้ร่วมกับส่วนลดค่าขนส่งได้", ""),
        ("การลดหย่อนตามข้อ 3 ใช้ร่วมกับส่วนลดค่าขนส่งได้", "3 (2)"),
        ("สสว. มอบหมายให้ สศช. จัดประชุมที่จังหวัดน่าน", ""),
        ("สสว. มอบหมายให้ สสว. จัดประชุมที่จังหวัดน่าน", "สสว. (สศช.)"),
        ("การอบรมจัดที่จังหวัดลำปาง", ""),
    ],
)
def test_what_stands_in_the_place_of_a_claim(text: str, rival: str, made: Place) -> None:
    assert bound(made, text)[1] == rival


def test_each_claim_is_bound_to_a_place_of_its_own(made: Place) -> None:
    places, _ = bound(made, "สมาชิกร้อยละ 60 อยู่ในภาคการผลิต และร้อยละ 25 อยู่ในภาคบริการ")
    assert "ภาคการผลิต" in places["ร้อยละ 60"] and "ภาคบริการ" in places["ร้อยละ 25"]
