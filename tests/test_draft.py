"""Answers in the making."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import MARK
from assistant.draft import Draft, shortened, shown, unmarked
from corpus.document import Document, Span
from corpus.structure import outline
from tests.thai_text import any_text


def test_a_span_is_cited_once() -> None:
    document = Document("d", "s", "t", "หนึ่ง สอง สาม")
    other = Document("e", "s2", "t", "หนึ่ง สอง สาม")
    draft = Draft()
    assert draft.cite(document, Span(0, 5)) == "[1]"
    assert draft.cite(document, Span(6, 9)) == "[2]"
    assert draft.cite(document, Span(0, 5)) == "[1]"
    assert draft.cite(other, Span(0, 5)) == "[3]"
    assert [citation.quote for citation in draft.citations] == ["หนึ่ง", "สอง", "หนึ่ง"]


def test_lines_and_room() -> None:
    draft = Draft()
    draft.add("หนึ่ง")
    draft.add("สอง")
    assert draft.text == "หนึ่ง\nสอง"
    assert draft.room == len(draft.text)


@given(any_text, st.data())
def test_what_is_shown_never_looks_like_a_mark(text: str, data: st.DataObject) -> None:
    text += " [1] [๒] [ 3]"
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    plain = shown(outline(text), Span(start, end))
    assert not MARK.search(plain)
    assert "\n" not in plain
    assert "  " not in plain


def test_marks_of_others_stay_readable() -> None:
    assert unmarked("ตามรายงาน [12] ข้อ [ก]") == "ตามรายงาน (12) ข้อ [ก]"


@given(st.text(max_size=60), st.integers(2, 50))
def test_shortened(text: str, room: int) -> None:
    short = shortened(text, room)
    assert len(short) <= max(room, 1)
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]))
