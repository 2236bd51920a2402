from __future__ import annotations

import pytest

from corpus.document import Document, PartialDate
from corpus.errors import CorpusError
from ui.stated import LONGEST_FIELD, Stated, read_date, read_stated


@pytest.mark.parametrize(
    ("typed", "date"),
    [
        ("2558", (2015,)), ("2015", (2015,)), ("๒๕๕๘", (2015,)), ("พ.ศ. 2558", (2015,)), ("ค.ศ. 2015", (2015,)),
        ("2558-01", (2015, 1)), ("2015-1-20", (2015, 1, 20)), ("20/1/2558", (2015, 1, 20)), ("01/2558", (2015, 1)),
        ("20 มกราคม 2558", (2015, 1, 20)), ("20 ม.ค. 2558", (2015, 1, 20)), ("มกราคม 2558", (2015, 1)),
        ("๒๐ ม.ค. ๒๕๕๘", (2015, 1, 20)), (" 20 มกราคม พ.ศ. 2558 ", (2015, 1, 20)), ("9 กันยายน", (None, 9, 9)),
    ],
)  # fmt: skip
def test_dates_as_staff_write_them(typed: str, date: tuple[int | None, ...]) -> None:
    assert read_date(typed) == PartialDate(*date)


@pytest.mark.parametrize("typed", ["เมื่อวาน", "31/2/2558", "2558-13", "2558 ถึง 2560", "ปีที่แล้ว 2558", "12345", "0"])
def test_what_is_no_date_is_said_in_thai(typed: str) -> None:
    with pytest.raises(CorpusError, match="วันที่"):
        read_date(typed)


@pytest.mark.parametrize("date", [(2015, 1, 20), (2015, 1), (2015,), (None, 9, 9), (None, 9), (1999, 12, 31)])
def test_a_date_as_shown_is_read_back(date: tuple[int | None, ...]) -> None:
    assert read_date(PartialDate(*date).thai()) == PartialDate(*date)


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "ftp://x.y", "example.org", "https://", "//x.y/z", "data:text/html,x"]
)
def test_addresses_are_of_the_web(url: str) -> None:
    with pytest.raises(CorpusError, match="ที่อยู่เว็บ"):
        read_stated({"url": url})


def test_fields_are_one_line_of_bounded_length() -> None:
    read = read_stated({"title": "  ก\n ข  " + "ค" * 1000, "publisher": "", "url": "https://x.y/z"})
    assert read.title.startswith("ก ข ค") and len(read.title) == LONGEST_FIELD
    assert read == Stated(read.title, "", None, "https://x.y/z")


def test_texts_and_back() -> None:
    stated = Stated.of(Document("d", "s", "ชื่อ", "ข้อความ", "สสว.", PartialDate(2015, 1), url="https://x.y"))
    assert Stated.from_texts(stated.texts) == stated and Stated.from_texts(Stated().texts) == Stated()
