from __future__ import annotations

import pytest

from corpus.document import Document, Noise, NoiseReason, PartialDate, Span
from corpus.errors import IndexStoreError
from index.records import DOCUMENT_COLUMNS, Filter, document_of, page_at, row_of


def test_a_document_survives_its_row() -> None:
    document = Document(
        "d", "s", "t", "ข้อความ" * 9, "p", PartialDate(None, 9, 9), "en", "", (Span(0, 9), Span(9, 20)),
        (Noise(Span(1, 3), NoiseReason.SERVER_MESSAGE),), "u", "n", 4,
    )  # fmt: skip
    names = f"{DOCUMENT_COLUMNS.replace('version,', 'version, current,').replace('pages,', 'length, added, pages,')}"
    row = dict(zip(names.split(", "), row_of(document, 4, 1.5), strict=True))
    assert document_of([row[name] for name in DOCUMENT_COLUMNS.split(", ")]) == document
    assert (row["length"], row["added"], row["current"]) == (63, 1.5, 1)


@pytest.mark.parametrize("date", [PartialDate(None, 9, 9), PartialDate(None, 9)])
def test_a_filter_needs_years(date: PartialDate) -> None:
    with pytest.raises(IndexStoreError, match="--09"):
        Filter(since=date)
    with pytest.raises(IndexStoreError, match="--09"):
        Filter(until=date)


@pytest.mark.parametrize(
    ("published", "since", "until", "passes"),
    [
        ("2015-01-20", "2015-01-20", "2015-01-20", True),
        ("2015-01-20", "2015-01-21", None, False),
        ("2015-01-20", None, "2015-01-19", False),
        ("2015", "2015-06", "2015-07", True),
        ("2015-06", "2015", "2015", True),
        ("2014-12-31", "2015", None, False),
        ("2016-01", None, "2015", False),
        ("--09-09", "2000", None, False),
        (None, None, "2100", False),
        (None, None, None, True),
    ],
)
def test_dates(published: str | None, since: str | None, until: str | None, passes: bool) -> None:
    only = Filter(since=PartialDate.parse(since) if since else None, until=PartialDate.parse(until) if until else None)
    assert only.lets_through("d", "", published) is passes


def test_publishers_in_any_case_and_in_part() -> None:
    assert Filter(publisher="osmep").lets_through("d", "สสว. (OSMEP)", None)
    assert not Filter(publisher="DIP").lets_through("d", "", None)


@pytest.mark.parametrize(("offset", "page"), [(0, 1), (9, 1), (10, 2), (24, 2), (25, 3), (99, 3)])
def test_pages(offset: int, page: int) -> None:
    assert page_at("[[0, 10], [10, 25], [25, 30]]", offset) == page
    assert page_at("[]", offset) is None
    assert Document("d", "s", "t", "x" * 30, pages=(Span(0, 10), Span(10, 25), Span(25, 30))).page_of(offset) == page
