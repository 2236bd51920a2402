"""Answers: a citation is exact characters, and marks and citations always agree."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import MARK, Answer, Citation, Conflict
from corpus.document import Document, PartialDate, Span
from corpus.errors import SpanError

TEXT = "ปี 2563 มี 23 กลุ่ม\n\nปี 2564 มี 29 กลุ่ม"
DOCUMENT = Document(
    "d1",
    "a/b.pdf",
    "รายงาน",
    TEXT,
    publisher="กรม",
    published=PartialDate(2021, 5),
    pages=(Span(0, 20), Span(20, len(TEXT))),
)


def cited(*spans: Span) -> tuple[Citation, ...]:
    return tuple(Citation.of(number, DOCUMENT, span) for number, span in enumerate(spans, 1))


@given(st.text(min_size=1, max_size=60), st.integers(0, 70), st.integers(0, 70))
def test_a_quote_is_the_text_of_its_span(text: str, start: int, length: int) -> None:
    document = Document("d", "s", "t", text)
    end = start + length
    if end > len(text) or not text[start:end].strip():
        with pytest.raises(SpanError):
            Citation.of(1, document, Span(start, end))
    else:
        citation = Citation.of(1, document, Span(start, end))
        assert citation.quote == document.text[citation.span.start : citation.span.end]


def test_a_citation_knows_its_document_and_page() -> None:
    citation = cited(Span(21, 40))[0]
    assert (citation.document_id, citation.version, citation.title, citation.publisher) == ("d1", 1, "รายงาน", "กรม")
    assert (citation.page, citation.source, str(citation.published)) == (2, "a/b.pdf", "2021-05")


@given(st.text(alphabet="[]0123456789 กข", max_size=30), st.integers(0, 4))
def test_marks_and_citations_always_agree(text: str, count: int) -> None:
    citations = cited(*(Span(i, i + 2) for i in range(count)))
    try:
        answer = Answer("ถาม", "ถาม", text, citations)
    except SpanError:
        assert {int(n) for n in MARK.findall(text)} != set(range(1, count + 1))
    else:
        assert {int(n) for n in MARK.findall(answer.text)} == {citation.number for citation in answer.citations}


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("23 กลุ่ม", [1]),
        ("23 กลุ่ม [2]", [1]),
        ("23 [1] 29 [2]", [1]),
        ("23 [1]", []),
        ("23 [1] 29 [2]", [2, 1]),
        ("23 [2]", [2]),
    ],
)
def test_what_does_not_agree_is_refused(text: str, numbers: list[int]) -> None:
    citations = tuple(Citation.of(number, DOCUMENT, Span(0, 5)) for number in numbers)
    with pytest.raises(SpanError):
        Answer("ถาม", "ถาม", text, citations)


def test_as_json() -> None:
    answer = Answer(
        "ถาม",
        "ถามเต็ม",
        "มี 23 [1] หรือ 29 กลุ่ม [2]",
        cited(Span(0, 19), Span(21, 40)),
        conflicts=(Conflict("จำนวนกลุ่ม", (("23", 1), ("29", 2))),),
    )
    data = json.loads(json.dumps(answer.to_json(), ensure_ascii=False))
    assert {
        "question",
        "standalone_question",
        "answer",
        "abstained",
        "engine",
        "citations",
        "conflicts",
        "seconds",
    } <= set(data)
    assert [c["quote"] for c in data["citations"]] == [TEXT[c["start"] : c["end"]] for c in data["citations"]]
    assert data["citations"][0]["published"] == "2021-05"
    assert data["conflicts"] == [
        {"about": "จำนวนกลุ่ม", "statements": [{"says": "23", "citation": 1}, {"says": "29", "citation": 2}]}
    ]
