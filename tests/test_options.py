from __future__ import annotations

from pathlib import Path
from unittest import mock

import pytest
import typer

from corpus.document import PartialDate
from index.encoder import StaticEncoder
from index.library import Index
from tests.klum_runner import QUESTION, Ran, fresh_home, klum, starter_home
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


def test_a_change_of_model_is_told_until_it_is_made(tmp_path: Path, tiny_model: Path) -> None:
    home, before = fresh_home(tmp_path), starter_model()
    other = {"KLUM_EMBEDDING": str(tiny_model)}
    ran = klum("search", "คลัสเตอร์", "--json", home=home, settings=other)
    assert ran.code == 0 and len(ran.json()) == 10
    assert f"{before} เป็น static:tiny:" in ran.err and "ยังค้นด้วยแบบจำลองเดิม" in ran.err
    assert "klum index rebuild" in ran.err
    ran = klum("ask", QUESTION, home=home, settings=other)
    assert ran.code == 0 and "[1]" in ran.out
    assert klum("index", "rebuild", home=home, settings=other) == Ran(0, mock.ANY, "")
    assert klum("search", "คลัสเตอร์", home=home, settings=other).err == ""
    with Index.open(home, StaticEncoder(tiny_model)) as index:
        index.catalogue.file.set_meta("encoder", "static:lost:0")
    ran = klum("search", "คลัสเตอร์", home=home, settings=other)
    assert ran.code == 0 and "จึงค้นด้วยคำอย่างเดียว" in ran.err


def starter_model() -> str:
    with opened(Settings(home=starter_home())) as index:
        return index.catalogue.encoder


def test_a_model_that_is_not_there_is_told_plainly(tmp_path: Path) -> None:
    home = fresh_home(tmp_path)
    for setting, value in (("KLUM_EMBEDDING", "org/no-such-model"), ("KLUM_RERANKER", "org/no-such-model")):
        ran = klum("ask", QUESTION, home=home, settings={setting: value})
        assert ran.code == 1 and ran.out == "" and "Traceback" not in ran.err
        assert setting in ran.err and ("make models" in ran.err or "hf download" in ran.err)
