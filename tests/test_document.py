from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Chunk, Document, Noise, NoiseReason, PartialDate, Span, content_hash
from corpus.errors import CorpusError, SpanError

spans = st.tuples(st.integers(0, 50), st.integers(0, 50)).map(lambda pair: Span(min(pair), max(pair)))


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 2)])
def test_span_must_run_forwards(start: int, end: int) -> None:
    with pytest.raises(SpanError, match="half-open"):
        Span(start, end)


def test_span_must_lie_in_the_text() -> None:
    with pytest.raises(SpanError, match="ends after"):
        Span(0, 4).of("กขค")


@given(spans, spans)
def test_span_relations(a: Span, b: Span) -> None:
    shared = set(range(a.start, a.end)) & set(range(b.start, b.end))
    assert a.overlaps(b) == bool(shared) or not (a and b)
    assert not a.contains(b) or set(range(b.start, b.end)) <= set(range(a.start, a.end))
    assert bool(a) == (len(a) > 0)


@pytest.mark.parametrize(
    ("date", "text", "thai"),
    [
        (PartialDate(2015, 1, 20), "2015-01-20", "20 มกราคม 2558"),
        (PartialDate(2015, 1), "2015-01", "มกราคม 2558"),
        (PartialDate(2015), "2015", "พ.ศ. 2558"),
        (PartialDate(None, 9, 9), "--09-09", "9 กันยายน"),
        (PartialDate(None, 9), "--09", "กันยายน"),
        (PartialDate(2024, 2, 29), "2024-02-29", "29 กุมภาพันธ์ 2567"),
        (PartialDate(None, 2, 29), "--02-29", "29 กุมภาพันธ์"),
    ],
)
def test_partial_dates(date: PartialDate, text: str, thai: str) -> None:
    assert str(date) == text
    assert PartialDate.parse(text) == date
    assert date.thai() == thai


@pytest.mark.parametrize(
    "text", ["", "-", "20-01-2015", "2015-13", "2015-02-30", "0000", "2015-01-20T00:00", "-09-09", "2015-1-2"]
)
def test_what_is_no_date(text: str) -> None:
    with pytest.raises(CorpusError):
        PartialDate.parse(text)


def test_day_needs_a_month() -> None:
    with pytest.raises(CorpusError, match="month"):
        PartialDate(2015, None, 3)


def test_dates_are_ordered_even_when_parts_are_missing() -> None:
    dates = [PartialDate.parse(text) for text in ("2015-02", "2015", "2015-01-20", "--09-09", "2015-01", "2014-12-31")]
    assert [str(date) for date in sorted(dates)] == [
        "--09-09",
        "2014-12-31",
        "2015",
        "2015-01",
        "2015-01-20",
        "2015-02",
    ]


def noise(start: int, end: int) -> Noise:
    return Noise(Span(start, end), NoiseReason.DUPLICATE)


@pytest.mark.parametrize(
    ("pages", "marked"),
    [((Span(0, 4),), ()), ((Span(0, 2), Span(1, 3)), ()), ((), (noise(0, 4),)), ((), (noise(2, 3), noise(0, 1)))],
)
def test_pages_and_noise_lie_in_the_text_in_order(pages: tuple[Span, ...], marked: tuple[Noise, ...]) -> None:
    with pytest.raises(SpanError):
        Document(id="d", source="s", title="t", text="กขค", pages=pages, noise=marked)


def test_pages_are_numbered_from_one() -> None:
    document = Document(id="d", source="s", title="t", text="กขคงจ", pages=(Span(0, 2), Span(2, 2), Span(2, 5)))
    assert [document.page_of(at) for at in (0, 1, 2, 4, 5)] == [1, 1, 3, 3, 3]
    assert Document(id="d", source="s", title="t", text="ก").page_of(0) is None


def test_chunk_is_cut_out_of_its_document() -> None:
    document = Document(id="d", source="s", title="t", text="กขคงจ")
    chunk = Chunk.cut(document, 0, Span(1, 3), "หัวข้อ")
    assert (chunk.text, chunk.document_id, chunk.context) == ("ขค", "d", "หัวข้อ")
    with pytest.raises(SpanError):
        Chunk.cut(document, 0, Span(1, 9))
    with pytest.raises(SpanError):
        Chunk("d", 0, Span(0, 3), "กข")


def test_hash_tells_text_and_metadata_apart() -> None:
    hashes = {
        content_hash("กข"),
        content_hash("ก", "ข"),
        content_hash("ก", "", "ข"),
        content_hash("กข", published=PartialDate(2015)),
        content_hash("\ud800"),
    }
    assert len(hashes) == 5
    assert Document(id="d", source="s", title="ข", text="ก").sha256 == content_hash("ก", "ข")
