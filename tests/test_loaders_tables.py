"""CSV and TSV files of every habit."""

from __future__ import annotations

import pytest

from corpus.errors import EmptyFileError, LoadError, UnsupportedFileError
from corpus.loaders.tables import read_csv
from tests.loader_files import damaged


@pytest.mark.parametrize(
    "data",
    [
        "ปี,งบประมาณ\n2566,10 ล้านบาท\n2567,12\n".encode(),
        "ปี,งบประมาณ\r\n2566,10 ล้านบาท\r\n2567,12\r\n".encode("cp874"),
        "ปี;งบประมาณ\n2566;10 ล้านบาท\n2567;12".encode(),
        "ปี\tงบประมาณ\n2566\t10 ล้านบาท\n2567\t12".encode("utf-16"),
        "ปี|งบประมาณ\n2566|10 ล้านบาท\n2567|12".encode("utf-8-sig"),
        "sep=;\r\nปี;งบประมาณ\r\n2566;10 ล้านบาท\r\n2567;12".encode(),
        'ปี,"งบประมาณ"\n2566,"10\nล้านบาท"\n2567,12,\n\n'.encode(),
    ],
    ids=["utf8", "cp874", "semicolon", "tsv-utf16", "bar-bom", "sep", "quoted"],
)
def test_a_row_is_a_line(data: bytes) -> None:
    loaded = read_csv(data, "/งาน/งบประมาณ.csv")
    assert loaded.text == "ปี: 2566 | งบประมาณ: 10 ล้านบาท\nปี: 2567 | งบประมาณ: 12"
    assert loaded.title == "งบประมาณ"


def test_commas_inside_quotes_do_not_mislead_the_delimiter() -> None:
    data = 'ชื่อ;ที่อยู่\n"ก";"1, ถนนก, กทม"\n"ข";"2, ถนนข, ตาก"\n'.encode()
    assert read_csv(data, "/a.csv").text.splitlines()[1] == "ชื่อ: ข | ที่อยู่: 2, ถนนข, ตาก"


def test_one_column() -> None:
    assert read_csv("ชื่อ\nก\nข\n".encode(), "/a.csv").text == "ชื่อ: ก\nชื่อ: ข"


def test_a_very_long_cell_is_damage_with_a_cause() -> None:
    with pytest.raises(LoadError) as error:
        read_csv(b'a,b\n1,"' + b"x" * 200_000, "/a.csv")
    assert error.value.__cause__ is not None


@pytest.mark.parametrize("data", [b" ", b",,,\n,,\n"])
def test_no_text(data: bytes) -> None:
    with pytest.raises(EmptyFileError):
        read_csv(data, "/a.csv")


def test_binary_is_refused() -> None:
    with pytest.raises(UnsupportedFileError):
        read_csv(b"a\x00\x01", "/a.csv")


def test_damaged_files_raise_load_errors_only() -> None:
    for data in damaged('ปี,งบประมาณ\n2566,"10\n"\n'.encode("cp874"), 200):
        try:
            read_csv(data, "/a.csv")
        except LoadError:
            continue
