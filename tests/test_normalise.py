from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.document import Span
from corpus.errors import SpanError
from corpus.normalise import SearchCopy, normalise, well_formed
from tests.thai_text import any_text

_ODD = st.text(st.sampled_from("กขำํ่้์ัิีืูเแาๆ๑9 1aA&;nbsp\n\u200b\ufeff\u00a0“‘’–①½²ＡﬁİΣςß\x00\u0e4e™"), max_size=30)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("นํ้า", "น้ำ"),
        ("น้ํา", "น้ำ"),
        ("นำ้", "น้ำ"),
        ("ทํางาน", "ทำงาน"),
        ("ทํํางาน", "ทำงาน"),
        ("เเละ", "และ"),
        ("ก่่า", "ก่า"),
        ("กีี่", "กี่"),
        ("ก่ี", "กี่"),
        ("สิทธ์ิ", "สิทธิ์"),
        ("กลุ่\u200bม", "กลุ่ม"),
        ("ปี ๒๕๖๓", "ปี 2563"),
        ("ปี 2563¹", "ปี 2563 1"),
        ("2½", "2 1⁄2"),
        ("ม²", "ม2"),
        ("ＳＭＥ", "sme"),
        ("SME’s R&amp;D", "sme's r&d"),
        ("& ldquo คลัสเตอร์& rdquo", "  คลัสเตอร์ "),
        ("“ก” – ‘ข’", "\"ก\" - 'ข'"),
        ("Cluster™", "cluster"),
        ("bear & bull", "bear & bull"),
        ("ก\u00a0ข", "ก ข"),
    ],
)
def test_spelling_is_repaired(typed: str, meant: str) -> None:
    assert normalise(typed) == meant


@pytest.mark.parametrize(
    ("original", "found", "quoted"),
    [
        ("ดื่มนํ้าสะอาด", "น้ำ", "นํ้า"),
        ("ดื่มนํ้าสะอาด", "สะอาด", "สะอาด"),
        ("กลุ่\u200bม ก", "กลุ่ม", "กลุ่\u200bม"),
        ("กลุ่ม\u200b ก", "กลุ่ม", "กลุ่ม"),
        ("\u200bกลุ่ม", "กลุ่ม", "กลุ่ม"),
        ("งบปี ๒๕๖๓ รวม", "2563", "๒๕๖๓"),
        ("เเละก่ี", "กี่", "ก่ี"),
        ("R&amp;D ที่", "r&d", "R&amp;D"),
    ],
)
def test_way_back_to_the_original(original: str, found: str, quoted: str) -> None:
    copy = SearchCopy.of(original)
    at = copy.text.index(found)
    assert copy.to_original(Span(at, at + len(found))).of(original) == quoted


def test_repaired_run_counts_whole() -> None:
    copy = SearchCopy.of("กนํ้าข")
    at = copy.text.index("ำ")
    assert copy.to_original(Span(at, at + 1)).of(copy.original) == "ํ้า"


def test_span_beyond_the_copy_is_refused() -> None:
    with pytest.raises(SpanError):
        SearchCopy.of("กข").to_original(Span(0, 3))


@settings(deadline=None, max_examples=300)
@given(any_text | _ODD, st.data())
def test_search_copy_agrees_with_normalise(text: str, data: st.DataObject) -> None:
    copy = SearchCopy.of(text)
    assert copy.text == normalise(text)
    start = data.draw(st.integers(0, len(copy.text)))
    end = data.draw(st.integers(start, len(copy.text)))
    back = copy.to_original(Span(start, end))
    assert 0 <= back.start <= back.end <= len(text)
    assert start == end or back.end > back.start
    assert copy.to_original(Span(0, len(copy.text))).end <= len(text)


@settings(deadline=None)
@given(any_text)
def test_each_character_leads_back_to_what_it_was_made_from(text: str) -> None:
    copy = SearchCopy.of(text)
    for at, character in enumerate(copy.text):
        back = copy.to_original(Span(at, at + 1)).of(text)
        assert character in f" {normalise(back)}"  # a space parts 2563¹ from its footnote


def test_lone_surrogates_become_replacement_characters() -> None:
    assert well_formed("ก\ud800ข") == "ก\ufffdข"
