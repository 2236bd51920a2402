from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings

from corpus.document import Span
from corpus.markers import line_marker, running_list, trimmed
from tests.thai_text import any_text


@pytest.mark.parametrize(
    ("line", "style", "number", "depth", "body"),
    [
        ("1. เกษตร", "0.", 1, 1, "เกษตร"),
        ("2.เกษตร", "0.", 2, 1, "เกษตร"),
        ("๑๒. เกษตร", "0.", 12, 1, "เกษตร"),
        ("3) เกษตร", "0)", 3, 1, "เกษตร"),
        ("(4) เกษตร", "(0)", 4, 1, "เกษตร"),
        ("(ข) เกษตร", "(ก)", 2, 1, "เกษตร"),
        ("ค) เกษตร", "ก)", 3, 1, "เกษตร"),
        ("2.1 รายละเอียดโครงการ", "0.0", 1, 2, "รายละเอียดโครงการ"),
        ("1.2 พันธกิจ", "0.0", 2, 2, "พันธกิจ"),
        ("1.1 เป็นผู้ประกอบการไทย", "0.0", 1, 2, "เป็นผู้ประกอบการไทย"),
        ("๒.๓.๑ เกษตร", "0.0.0", 1, 3, "เกษตร"),
        ("ข้อ 5 ให้ยกเลิก", "ข้อ 0", 5, 1, "ให้ยกเลิก"),
        ("ขั้นตอนที่ 2: ยื่นใบสมัคร", "ขั้นตอนที่ 0:", 2, 1, "ยื่นใบสมัคร"),
        ("• เกษตร", "•", None, 1, "เกษตร"),
        ("-เกษตร", "-", None, 1, "เกษตร"),
        ("\uf0b7 เกษตร", "\uf0b7", None, 1, "เกษตร"),
        ("### เกษตร", "#", None, 3, "เกษตร"),
    ],
)
def test_markers(line: str, style: str, number: int | None, depth: int, body: str) -> None:
    marker = line_marker(line, Span(0, len(line)))
    assert marker is not None
    assert (marker.style, marker.number, marker.depth, line[marker.end :]) == (style, number, depth, body)
    assert marker.heading == (style == "#")
    assert marker.bullet == (number is None and style != "#")


@pytest.mark.parametrize(
    "line",
    [
        "17 เครือข่าย",
        "2558 กรมส่งเสริมอุตสาหกรรม",
        "5.2 ล้านบาท",
        "3.75 ล้านล้านบาท",
        "2.5 ต่อปี",
        "1.5 เท่าของปีก่อน",
        "09.00 - 10.30 น. ลงทะเบียน",
        "9.30 พิธีเปิด",
        "10.15 น. พัก",
        "15.1.58",
        "-5 องศา",
        "--สำนักงานเกษตรจังหวัด--",
        "-พห-",
        "**ตัวหนา** ในข้อความ",
        "#ไทยคู่ฟ้า",
        "ก. ข.",
        "ข้อ",
        "",
    ],
)
def test_what_is_no_marker(line: str) -> None:
    assert line_marker(line, Span(0, len(line))) is None


@pytest.mark.parametrize(
    ("line", "items", "rest"),
    [
        (
            "กลุ่มมีสามฝ่าย ได้แก่ (1) ฝ่ายผลิต (2) ฝ่ายตลาด และ (3) ฝ่ายบัญชีและการเงิน โดยแต่ละฝ่ายมีหัวหน้า",
            ["(1) ฝ่ายผลิต", "(2) ฝ่ายตลาด", "(3) ฝ่ายบัญชีและการเงิน"],
            ["โดยแต่ละฝ่ายมีหัวหน้า"],
        ),
        ("ประกอบด้วย1)การผลิต2)การตลาด", ["1)การผลิต", "2)การตลาด"], []),
        ("1. ไข่ไก่ 2. นมสด 3. ผักสลัด", ["1. ไข่ไก่", "2. นมสด", "3. ผักสลัด"], []),
        ("พื้นที่ภาคเหนือตอนล่าง 1) เมืองน่าน 2) เมืองแพร่", ["1) เมืองน่าน", "2) เมืองแพร่"], []),
        ("ดูมาตรา 5 (2) และ (3)", [], []),
        ("ตารางที่ 1. และตารางที่ 2. อยู่ท้ายเล่ม", [], []),
        ("ปี (2548-2551) และ (2552-2555)", [], []),
        ("รุ่นที่ 1) เท่านั้น", [], []),
    ],
)
def test_lists_that_run_on_in_a_line(line: str, items: list[str], rest: list[str]) -> None:
    runs = running_list(line, Span(0, len(line)))
    assert [run.span.of(line) for run in runs if run.marker] == items
    assert [run.span.of(line) for run in runs if not run.marker] == rest
    assert [run.marker.number for run in runs if run.marker] == list(range(1, len(items) + 1))


def test_two_lists_in_one_line() -> None:
    line = "ด้านผลิต ได้แก่ 1) ปลูกหญ้าเนเปียร์ 2) ทำอาหารหมักไว้ใช้หน้าแล้ง ส่วนด้านตลาด ได้แก่ 1) ขายตรง 2) ขายออนไลน์"
    runs = running_list(line, Span(0, len(line)))
    assert [run.marker.number if run.marker else None for run in runs] == [1, 2, None, 1, 2]
    assert runs[2].span.of(line) == "ส่วนด้านตลาด ได้แก่"


@settings(deadline=None)
@given(any_text)
def test_any_line_can_be_read(text: str) -> None:
    line = trimmed(text, Span(0, len(text)))
    marker = line_marker(text, line)
    assert marker is None or line.start < marker.end <= line.end
    runs = running_list(text, line)
    assert all(line.contains(run.span) for run in runs)
    assert all(a.span.end <= b.span.start for a, b in pairwise(runs))
