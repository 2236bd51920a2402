from __future__ import annotations

import pytest

from assistant.claims import Sort, alike, read_claims, readable
from assistant.glossary import reviewed_glossary


def found(text: str) -> list[tuple[str, str]]:
    return [(str(claim.sort), claim.said) for claim in read_claims(readable(text), reviewed_glossary())]


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("ปี 2563 สสว. พัฒนาได้ 30 คลัสเตอร์", [("date", "ปี 2563"), ("agency", "สสว."), ("figure", "30 คลัสเตอร์")]),
        ("โทร. 0 2202 4414-18 เวลา 09.00 น.", [("phone", "0 2202 4414-18"), ("numeral", "09.00")]),
        ("จังหวัดเชียงราย ร้อยละ ๖.๖", [("place", "จังหวัดเชียงราย"), ("figure", "ร้อยละ 6.6")]),
        ("In 2020, OSMEP trained 4,246 people", [("date", "2020"), ("name", "OSMEP"), ("figure", "4,246 people")]),
        ("seventeen clusters in Chiang Rai", [("figure", "17 clusters"), ("place", "Chiang Rai")]),
        ("ทรัพยากรมนุษย์สำคัญที่สุด", []),
        ("ถึง ５ ราย", [("figure", "5 ราย")]),
    ],
)
def test_everything_that_can_be_checked_is_read(text: str, claims: list[tuple[str, str]]) -> None:
    assert found(text) == claims


@pytest.mark.parametrize("text", ["มี 7", "รหัส A-12/2563", "1.1.2", "ม.7 ข้อ 3", "๑๒๓", "9-9-9", "x2", "H1N1 5G"])
def test_no_digit_is_overlooked(text: str) -> None:
    claims = read_claims(readable(text), reviewed_glossary())
    for at, char in enumerate(readable(text)):
        if char.isdecimal():
            assert any(claim.span.start <= at < claim.span.end for claim in claims), (text, at)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("คน", "ราย", True), ("กลุ่ม", "คลัสเตอร์", True), ("บาท", "ดอลลาร์สหรัฐ", False), ("%", "", False),
     ("ครั้งที่", "ครั้ง", False), ("จังหวัด", "กลุ่ม", False), ("กลุ่ม", "กลุ่มจังหวัด", True)],
)  # fmt: skip
def test_units_that_stand_for_each_other(one: str, other: str, same: bool) -> None:
    assert alike(one, other) is same is alike(other, one)


def test_a_percentage_is_not_taken_for_a_count() -> None:
    share, count = (read_claims(text, reviewed_glossary())[0] for text in ("60%", "60 ราย"))
    assert share.sort is count.sort is Sort.FIGURE and not share.may_be_taken_for(count)
