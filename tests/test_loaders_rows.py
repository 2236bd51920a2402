"""Rows of tables as lines."""

from __future__ import annotations

import pytest

from corpus.loaders.rows import Row, flatten, row_line, table_lines


def lines(*rows: str) -> list[str]:
    """Lines of a table written with commas; ``<`` continues the cell to its left."""
    table = []
    for row in rows:
        marks = row.split(",") if row else []
        cells = ["" if mark == "<" else mark for mark in marks]
        across = [next(mark for mark in reversed(marks[: place + 1]) if mark != "<") for place in range(len(marks))]
        table.append(Row(cells, across if "<" in marks else ()))
    return list(table_lines(table))


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["ปี,งบ", "2566,10", "2567,"], ["ปี: 2566 | งบ: 10", "ปี: 2567"]),
        (["ตารางงบ", "", "ปี,งบ", "2566,10"], ["ตารางงบ", "ปี: 2566 | งบ: 10"]),
        (["ปี,งบ"], ["ปี | งบ"]),
        (["ชื่อ", "ก", "ข"], ["ชื่อ: ก", "ชื่อ: ข"]),
        (["ชื่อ"], ["ชื่อ"]),
        ([], []),
        (["", ","], []),
        (["ก,ข", "1,2,3"], ["ก: 1 | ข: 2 | 3"]),
        (["ก,ข", "1,2", "หมายเหตุ"], ["ก: 1 | ข: 2", "ก: หมายเหตุ"]),
        (["ก,ข", "1,2", "", "หมายเหตุ"], ["ก: 1 | ข: 2", "หมายเหตุ"]),
        (
            ["ก,ข", "1,2", "", "ตารางสอง", "ปี,งบ", "2566,9"],
            ["ก: 1 | ข: 2", "ตารางสอง", "ปี: 2566 | งบ: 9"],
        ),
        (
            ["ชื่อ,จังหวัด", "ก,ตาก", "", "ภาคเหนือ", "ข,แพร่", "ค,น่าน"],
            ["ชื่อ: ก | จังหวัด: ตาก", "ภาคเหนือ", "ชื่อ: ข | จังหวัด: แพร่", "ชื่อ: ค | จังหวัด: น่าน"],
        ),
        (
            ["กลุ่ม,งบ,<", ",2566,2567", "ผลไม้,1,2"],
            ["กลุ่ม: ผลไม้ | งบ 2566: 1 | งบ 2567: 2"],
        ),
        (
            ["กลุ่ม,งบ,<", "กลุ่ม,แผน,ผล", "ผลไม้,1,2"],
            ["กลุ่ม: ผลไม้ | งบ แผน: 1 | งบ ผล: 2"],
        ),
        (["กลุ่ม,งบ,<", "ผลไม้,1,2"], ["กลุ่ม: ผลไม้ | งบ: 1 | 2"]),
        (["ก,ข,<,<", ",ค,<,ง", ",2566,2567,2566", "x,1,2,3"], ["ก: x | ข ค 2566: 1 | ข ค 2567: 2 | ข ง 2566: 3"]),
    ],
)
def test_table_lines(rows: list[str], expected: list[str]) -> None:
    assert lines(*rows) == expected


def test_row_line_leaves_out_what_says_nothing() -> None:
    assert row_line(["ชื่อ:", "ข", ""], ["ก", "", "ค", "ง"]) == "ชื่อ: ก | ค | ง"
    assert row_line(["รวม"], ["รวม"]) == "รวม"


def test_flatten() -> None:
    assert flatten(" ก\n ข\t\u00a0ค\r\n") == "ก ข ค"
