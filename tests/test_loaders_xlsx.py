"""Excel workbooks made by openpyxl."""

from __future__ import annotations

import datetime
import io
import warnings

import pytest
from openpyxl import Workbook

from corpus.errors import EmptyFileError, LoadError, UnreadableFileError
from corpus.loaders.xlsx import read_xlsx
from tests.loader_files import damaged, damaged_members


def saved(book: Workbook) -> bytes:
    data = io.BytesIO()
    book.save(data)
    book.close()
    return data.getvalue()


def book_of(*rows: list[object]) -> Workbook:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    return book


def text_of(book: Workbook) -> str:
    return read_xlsx(saved(book), "/งาน/งบประมาณ.xlsx").text


def budget() -> Workbook:
    book = book_of(
        ["งบประมาณคลัสเตอร์"], [], ["กลุ่ม", "งบประมาณ", None], [None, 2566, 2567], ["ผลไม้", 10, 12], [None, 11, None]
    )
    for cells in ("A1:C1", "A3:A4", "B3:C3", "A5:A6"):
        book.worksheets[0].merge_cells(cells)
    return book


def test_rows_and_merged_cells() -> None:
    assert text_of(budget()).splitlines() == [
        "งบประมาณคลัสเตอร์",
        "กลุ่ม: ผลไม้ | งบประมาณ 2566: 10 | งบประมาณ 2567: 12",
        "กลุ่ม: ผลไม้ | งบประมาณ 2566: 11",
    ]


def test_title_is_the_file_name() -> None:
    assert read_xlsx(saved(budget()), "/งาน/งบประมาณ.xlsx").title == "งบประมาณ"


def test_sheets_have_headings_where_there_are_several_and_hidden_ones_are_left_out() -> None:
    book = book_of(["ปี", "งบ"], [2566, 1])
    book.worksheets[0].title = "หนึ่ง"
    book.create_sheet("ว่าง")
    hidden = book.create_sheet("ซ่อน")
    hidden.append(["ลับ"])
    hidden.sheet_state = "hidden"
    assert text_of(book) == "ปี: 2566 | งบ: 1"
    book.create_sheet("สอง").append(["เดี่ยว"])
    assert text_of(book) == "# หนึ่ง\n\nปี: 2566 | งบ: 1\n\n# สอง\n\nเดี่ยว"


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        ("ก\nข", "General", "ก ข"),
        (10, "General", "10"),
        (10.0, "General", "10"),
        (0.1 + 0.2, "General", "0.3"),
        (1234567.5, "#,##0.00", "1,234,567.5"),
        (1234567, "#,##0", "1,234,567"),
        (1234567, "General", "1234567"),
        (0.07, "0%", "7%"),
        (0.125, "0.0%", "12.5%"),
        (812, "0000", "0812"),
        (True, "General", "TRUE"),
        (datetime.date(2024, 10, 1), "yyyy-mm-dd", "2024-10-01"),
        (datetime.datetime(2024, 10, 1, 9, 30), "yyyy-mm-dd hh:mm", "2024-10-01 09:30"),
        (datetime.time(9, 30), "hh:mm", "09:30:00"),
    ],
)
def test_cells_as_text(value: object, number_format: str, text: str) -> None:
    book = book_of(["ชื่อ", "ค่า"], ["ก", value])
    book.worksheets[0]["B2"].number_format = number_format
    assert text_of(book) == f"ชื่อ: ก | ค่า: {text}"


def test_a_wrong_dimension_hides_no_rows() -> None:
    book = book_of(["ชื่อ", "ค่า"], ["ก", 1], ["ข", 2])
    data = saved(book)
    assert b"A1:B3" not in data  # packed
    copy = rewritten(data, "xl/worksheets/sheet1.xml", b'ref="A1:B3"', b'ref="A1:A1"')
    assert read_xlsx(copy, "/a.xlsx").text == "ชื่อ: ก | ค่า: 1\nชื่อ: ข | ค่า: 2"


def rewritten(data: bytes, member: str, old: bytes, new: bytes) -> bytes:
    import zipfile

    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(packed, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            assert name != member or old in content
            target.writestr(name, content.replace(old, new) if name == member else content)
    return packed.getvalue()


def test_a_far_corner_costs_little() -> None:
    book = book_of(["ชื่อ", "ค่า"], ["ก", 1])
    book.worksheets[0]["XFD300000"] = "ไกล"
    assert text_of(book).splitlines() == ["ชื่อ: ก | ค่า: 1", "ไกล"]


def test_no_text() -> None:
    with pytest.raises(EmptyFileError):
        text_of(Workbook())


def test_damage_has_its_cause() -> None:
    with pytest.raises(UnreadableFileError, match="Excel workbook") as error:
        read_xlsx(b"PK\x03\x04", "/a.xlsx")
    assert error.value.__cause__ is not None


def test_damaged_files_raise_load_errors_only() -> None:
    data = saved(budget())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # openpyxl keeps a damaged archive open until it is collected
        for copy in [*damaged(data, 60), *damaged_members(data, 100)]:
            try:
                read_xlsx(copy, "/a.xlsx")
            except LoadError:
                continue
