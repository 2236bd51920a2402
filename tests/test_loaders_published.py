"""Dates of publication in every form that files state them."""

from __future__ import annotations

import datetime

import pytest

from corpus.loaders.published import read_published


@pytest.mark.parametrize(
    ("value", "date"),
    [
        ("2015-01-20", "2015-01-20"),
        ("2015-1-2", "2015-01-02"),
        ("2015-01", "2015-01"),
        ("2015", "2015"),
        ("--09-09", "--09-09"),
        ("--09", "--09"),
        ("2024-05-01T10:00:00+07:00", "2024-05-01"),
        ("2024-05-01 10:00", "2024-05-01"),
        ("2558-01-20", "2015-01-20"),
        ("๒๕๕๘", "2015"),
        (" 2015 ", "2015"),
        (datetime.date(2015, 1, 20), "2015-01-20"),
        (datetime.datetime(2015, 1, 20, 8, 30), "2015-01-20"),
        (datetime.date(2558, 1, 20), "2015-01-20"),
        (2015, "2015"),
        (2558, "2015"),
        ("20 มกราคม 2558", "2015-01-20"),
        ("๒๐ ม.ค. ๒๕๕๘", "2015-01-20"),
        ("20 January 2015", "2015-01-20"),
    ],
)
def test_dates(value: object, date: str) -> None:
    assert str(read_published(value)) == date


@pytest.mark.parametrize(
    "value", [None, "", True, 7, 99999, 3.5, [], {}, "soon", "2015-13-01", "2015-02-30", "1 ม.ค. 2558 และ 2 ก.พ. 2559"]
)
def test_what_is_no_date(value: object) -> None:
    assert read_published(value) is None
