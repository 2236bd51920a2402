from __future__ import annotations

import pytest

from assistant.glossary import reviewed_glossary
from assistant.named import find_names, sort_of_name, squeezed, wordings


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("สสว. กับ กสอ.", ["สสว.", "กสอ."]),
        ("กรมส่งเสริมอุตสาหกรรมพัฒนาคลัสเตอร์", ["กรมส่งเสริมอุตสาหกรรม"]),
        ("สำนักงานดังกล่าวและหน่วยงานนี้", []),
        ("นายวีระพงศ์ มาลัย กล่าว", ["นายวีระพงศ์"]),
        ("คลัสเตอร์ Health Retreatment", ["Health", "Retreatment"]),
        ("Naresuan University in Lampang", ["University", "Lampang"]),
        ("the costs fell", []),
        ("นำข้าราชการ กระทรวงอุตฯ รับรางวัล", ["กระทรวง", "อุตฯ"]),
    ],
)
def test_names(text: str, names: list[str]) -> None:
    assert [name.span.of(text) for name in find_names(text, reviewed_glossary())] == names


def test_an_abbreviation_and_its_full_name_are_one() -> None:
    glossary = reviewed_glossary()
    assert wordings("กสอ.", glossary) & wordings("กรมส่งเสริมอุตสาหกรรม", glossary)
    assert squeezed("ก ส.อ.") == "กสอ"


@pytest.mark.parametrize(
    ("name", "sort"),
    [("โรงแรมลายทอง", "โรงแรม"), ("กระทรวงอุตสาหกรรม", "กระทรวง"), ("กรมเจ้าท่า", "office"), ("เชียงราย", "province")],
)
def test_what_sort_of_thing_a_name_names(name: str, sort: str) -> None:
    assert sort_of_name(frozenset([name])) == sort
