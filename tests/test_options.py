from __future__ import annotations

import pytest
import typer

from corpus.document import PartialDate
from tests.klum_runner import starter_home
from ui.options import answering, opened, read_date, read_text
from ui.settings import Settings


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2015-01-20", PartialDate(2015, 1, 20)),
        (" 2015-01 ", PartialDate(2015, 1)),
        ("2558", PartialDate(2015)),
        ("๒๕๕๘-๐๑", PartialDate(2015, 1)),
        ("2547-02-29", PartialDate(2004, 2, 29)),
        ("--09-09", PartialDate(None, 9, 9)),
    ],
)
def test_dates_of_both_eras(text: str, date: PartialDate) -> None:
    assert read_date(text) == date


@pytest.mark.parametrize("text", ["2015-13", "2015-02-30", "31/12/2558", "", "ปีก่อน", "2558-02-29"])
def test_what_is_no_date_is_named(text: str) -> None:
    with pytest.raises(typer.BadParameter, match="cannot be used") as caught:
        read_date(text)
    assert repr(text) in caught.value.message and "2015-01-20" in caught.value.message


def test_bytes_that_are_no_text_are_refused() -> None:
    assert read_text("กสอ. 😀") == "กสอ. 😀"
    with pytest.raises(typer.BadParameter, match="UTF-8"):
        read_text("\udce0\udcb8")


def test_index_is_open_within_and_closed_after() -> None:
    settings = Settings(home=starter_home())
    with opened(settings) as index:
        assert index.search("คลัสเตอร์", 1)
    with answering(settings) as assistant:
        assert assistant.ask("คลัสเตอร์คืออะไร").text
    with pytest.raises(Exception, match="closed"):
        index.catalogue.counts()
