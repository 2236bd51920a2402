"""The numbers that Word shows before items."""

from __future__ import annotations

import pytest
from lxml.etree import fromstring

from corpus.loaders.docx_numbering import Numbering

NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def numbering(*levels: str, more: str = "") -> Numbering:
    """One list, number 1, whose levels are written as ``form text``; more elements may follow it."""
    inner = "".join(
        f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{level.split(" ", 1)[0]}"/>'
        f'<w:lvlText w:val="{level.split(" ", 1)[1]}"/></w:lvl>'
        for place, level in enumerate(levels)
    )
    return Numbering(
        fromstring(
            f'<w:numbering xmlns:w="{NS}"><w:abstractNum w:abstractNumId="0">{inner}</w:abstractNum>'
            f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{more}</w:numbering>'
        )
    )


@pytest.mark.parametrize(
    ("level", "labels"),
    [
        ("decimal %1.", ["1.", "2.", "3."]),
        ("decimal (%1)", ["(1)", "(2)", "(3)"]),
        ("decimalZero %1", ["01", "02", "03"]),
        ("thaiNumbers %1.", ["๑.", "๒.", "๓."]),
        ("thaiLetters %1)", ["ก)", "ข)", "ค)"]),
        ("thaiCounting %1", ["หนึ่ง", "สอง", "สาม"]),
        ("lowerLetter %1.", ["a.", "b.", "c."]),
        ("upperLetter %1.", ["A.", "B.", "C."]),
        ("lowerRoman %1.", ["i.", "ii.", "iii."]),
        ("upperRoman %1.", ["I.", "II.", "III."]),
        ("bullet \uf0b7", ["-", "-", "-"]),
        ("none x", ["", "", ""]),
        ("decimal ข้อ %1", ["ข้อ 1", "ข้อ 2", "ข้อ 3"]),
        ("strange %1.", ["1.", "2.", "3."]),
    ],
)
def test_forms(level: str, labels: list[str]) -> None:
    items = numbering(level)
    assert [items.label("1", 0) for _ in labels] == labels


def test_levels_count_below_each_other() -> None:
    items = numbering("decimal %1.", "decimal %1.%2", "thaiLetters (%3)")
    found = [items.label("1", level) for level in (0, 1, 1, 2, 2, 0, 1, 2)]
    assert found == ["1.", "1.1", "1.2", "(ก)", "(ข)", "2.", "2.1", "(ก)"]


def test_a_deep_item_first() -> None:
    assert numbering("decimal %1.", "decimal %1.%2").label("1", 1) == "1.1"


def test_a_list_that_starts_anew() -> None:
    again = '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/>' \
            "</w:lvlOverride></w:num>"  # fmt: skip
    items = numbering("decimal %1.", more=again)
    assert [items.label(number, 0) for number in ("1", "1", "2", "2", "1")] == ["1.", "2.", "5.", "6.", "7."]


def test_letters_after_the_last_are_doubled() -> None:
    items = numbering("lowerLetter %1")
    assert [items.label("1", 0) for _ in range(28)][25:] == ["z", "aa", "bb"]


def test_legal_numbers_are_arabic_throughout() -> None:
    part = f"""<w:numbering xmlns:w="{NS}"><w:abstractNum w:abstractNumId="0">
      <w:lvl w:ilvl="0"><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1"/></w:lvl>
      <w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%2"/></w:lvl></w:abstractNum>
      <w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>"""
    items = Numbering(fromstring(part))
    assert [items.label("1", level) for level in (0, 1)] == ["I", "1.1"]


def test_a_list_that_is_defined_by_a_style() -> None:
    part = f"""<w:numbering xmlns:w="{NS}">
      <w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="S"/></w:abstractNum>
      <w:abstractNum w:abstractNumId="1"><w:styleLink w:val="S"/>
        <w:lvl w:ilvl="1"><w:pStyle w:val="Sub"/><w:lvlText w:val="%2)"/></w:lvl></w:abstractNum>
      <w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>"""
    items = Numbering(fromstring(part))
    assert items.level_of_style("1", "Sub") == 1
    assert items.label("1", 1) == "1)"


def test_no_numbering_part_and_unknown_lists() -> None:
    assert Numbering(None).label("9", 0) == "-"
    assert numbering("decimal %1.").label("9", 0) == "-"
    assert numbering("decimal %1.").level_of_style("9", "x") == 0
