"""Dates, years and ranges, in every form that Thai texts write them."""

from __future__ import annotations

import datetime
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.dates import date_spans, find_dates, find_years
from corpus.document import PartialDate
from corpus.numbers import thai_digits_to_arabic

# text, the mention as written, date, until ("" for none), era
MENTIONS = [
    ("เมื่อ 20 มกราคม 2558 ที่", "20 มกราคม 2558", "2015-01-20", "", "be"),
    ("เมื่อวันพฤหัสบดีที่ 17 กุมภาพันธ์ 2548 ณ", "วันพฤหัสบดีที่ 17 กุมภาพันธ์ 2548", "2005-02-17", "", "be"),
    ("กรุงเทพฯ 9 ก.ย. – สสว.", "9 ก.ย.", "--09-09", "", None),
    ("(9 ก.ย. 63)", "9 ก.ย. 63", "2020-09-09", "", "be"),
    ("17 ก.พ. ๒๕๔๘", "17 ก.พ. ๒๕๔๘", "2005-02-17", "", "be"),
    ("๓๑ ธันวาคม ๒๕๖๔", "๓๑ ธันวาคม ๒๕๖๔", "2021-12-31", "", "be"),
    ("5 กพ. 58", "5 กพ. 58", "2015-02-05", "", "be"),
    ("5 กพ 58", "5 กพ 58", "2015-02-05", "", "be"),
    ("12 ส. ค. 2567", "12 ส. ค. 2567", "2024-08-12", "", "be"),
    ("14 ตุลา", "14 ตุลา", "--10-14", "", None),
    ("วันที่ 12 เดือนมกราคม พ.ศ. 2567", "วันที่ 12 เดือนมกราคม พ.ศ. 2567", "2024-01-12", "", "be"),
    ("๔ สิงหาคม พุทธศักราช ๒๔๒๖", "๔ สิงหาคม พุทธศักราช ๒๔๒๖", "1883-08-04", "", "be"),
    ("จังหวัด 17\nกุมภาพันธ์ 2548", "17\nกุมภาพันธ์ 2548", "2005-02-17", "", "be"),
    ("20\xa0มกราคม\xa02558", "20\xa0มกราคม\xa02558", "2015-01-20", "", "be"),
    ("ใน ม.ค. 2564", "ม.ค. 2564", "2021-01", "", "be"),
    ("เดือนมกราคม พ.ศ. 2560", "เดือนมกราคม พ.ศ. 2560", "2017-01", "", "be"),
    ("ธันวาคม 64", "ธันวาคม 64", "2021-12", "", "be"),
    ("ตั้งแต่ พ.ศ. 2546", "พ.ศ. 2546", "2003", "", "be"),
    ("พ.ศ.๒๕๔๖", "พ.ศ.๒๕๔๖", "2003", "", "be"),
    ("ปี 2549", "ปี 2549", "2006", "", "be"),
    ("ในปี 63 มี", "ปี 63", "2020", "", "be"),
    ("ปี๖๓", "ปี๖๓", "2020", "", "be"),
    ("ปี '63", "ปี '63", "2020", "", "be"),
    ("ปีงบประมาณ 67", "ปีงบประมาณ 67", "2024", "", "be"),
    ("ปีงบฯ 2567", "ปีงบฯ 2567", "2024", "", "be"),
    ("ปีงบประมาณ พ.ศ. 2568", "ปีงบประมาณ พ.ศ. 2568", "2025", "", "be"),
    ("ค.ศ. 2015", "ค.ศ. 2015", "2015", "", "ce"),
    ("ปี ค.ศ. 2030", "ปี ค.ศ. 2030", "2030", "", "ce"),
    ("ปี 2015", "ปี 2015", "2015", "", "ce"),
    ("เงินหมดหลังปี 1279 สงคราม", "ปี 1279", "1279", "", "ce"),
    ("ในปี 1204-1210", "ปี 1204-1210", "1204", "1210", "ce"),
    ("2020", "2020", "2020", "", "ce"),
    ("in 2015, the", "2015", "2015", "", "ce"),
    ("(2015)", "2015", "2015", "", "ce"),
    ("ครั้งที่ 1/2568", "2568", "2025", "", "be"),
    ("ไตรมาส 3 ปี 67 ปรับ", "ปี 67", "2024", "", "be"),
    ("ปี 2563 กลุ่มผู้ประกอบการ", "ปี 2563", "2020", "", "be"),
    ("ที่ 2411/2562", "2562", "2019", "", "be"),
    ("12/05/2566", "12/05/2566", "2023-05-12", "", "be"),
    ("12-05-66", "12-05-66", "2023-05-12", "", "be"),
    ("12.5.2566", "12.5.2566", "2023-05-12", "", "be"),
    ("2023-01-20", "2023-01-20", "2023-01-20", "", "ce"),
    ("1/20/2015", "1/20/2015", "2015-01-20", "", "ce"),
    ("12-ม.ค.-66", "12-ม.ค.-66", "2023-01-12", "", "be"),
    ("on 20 January 2015.", "20 January 2015", "2015-01-20", "", "ce"),
    ("January 20, 2015 at", "January 20, 2015", "2015-01-20", "", "ce"),
    ("20th of May 2015", "20th of May 2015", "2015-05-20", "", "ce"),
    ("January 2015", "January 2015", "2015-01", "", "ce"),
    ("Product Act, B.E. 2511.", "B.E. 2511", "1968", "", "be"),
    ("ปี 2560-2563", "ปี 2560-2563", "2017", "2020", "be"),
    ("(2548-2551)", "2548-2551", "2005", "2008", "be"),
    ("ปี พ.ศ. 2547 – 2548", "ปี พ.ศ. 2547 – 2548", "2004", "2005", "be"),
    ("ปี 2563 ถึงปี 2565", "ปี 2563 ถึงปี 2565", "2020", "2022", "be"),
    ("ปี 2558-65", "ปี 2558-65", "2015", "2022", "be"),
    ("ปี 63-64", "ปี 63-64", "2020", "2021", "be"),
    ("ปี 2563/64", "ปี 2563/64", "2020", "2021", "be"),
    ("10 - 12 มกราคม 2567", "10 - 12 มกราคม 2567", "2024-01-10", "2024-01-12", "be"),
    ("15 และ 16 มกราคม 2567", "15 และ 16 มกราคม 2567", "2024-01-15", "2024-01-16", "be"),
    ("5 และ 16 มกราคม 2567", "16 มกราคม 2567", "2024-01-16", "", "be"),
    ("31 มีนาคม – 6 เมษายน 2568", "31 มีนาคม – 6 เมษายน 2568", "2025-03-31", "2025-04-06", "be"),
    ("28 ธ.ค. - 5 ม.ค. 67", "28 ธ.ค. - 5 ม.ค. 67", "2023-12-28", "2024-01-05", "be"),
    ("ต.ค. 63 – ม.ค. 64", "ต.ค. 63 – ม.ค. 64", "2020-10", "2021-01", "be"),
    ("เดือนมกราคม - มีนาคม 2564", "เดือนมกราคม - มีนาคม 2564", "2021-01", "2021-03", "be"),
    ("9 ก.ย. 20 ราย", "9 ก.ย.", "--09-09", "", None),
    ("9 ก.ย. 20.00 น.", "9 ก.ย.", "--09-09", "", None),
]

NOT_DATES = [
    "ต่อปี 1200 บาท",
    "ขายได้ทั้งปี 1200 ตัน",
    "มี 1279 ราย",
    "31 กุมภาพันธ์ 2548",  # no such day, and no year either
    "30 กุมภาพันธ์",
    "29 กุมภาพันธ์ 2566",
    "2,558 ราย",
    "2563 ราย",
    "กว่า 2500 ",
    "2500 บาท",
    "2558.5",
    "3 ปี 2563 ราย",
    "ต่อปี 50 ราย",
    "Expo 2020 Dubai",
    "โทร. 0 2548 2551",
    "15-1-23 ไร่",
    "5 มีค่า",
    "5 มีนายก",
    "20 may have",
    "1358",
    "๓๕๐ คน",
]


@pytest.mark.parametrize(("text", "written", "date", "until", "era"), MENTIONS)
def test_mention(text: str, written: str, date: str, until: str, era: str | None) -> None:
    mentions = find_dates(text)
    assert [(m.span.of(text), str(m.date), str(m.until or ""), m.era) for m in mentions] == [
        (written, date, until, era)
    ]


@pytest.mark.parametrize("text", NOT_DATES)
def test_not_a_date(text: str) -> None:
    assert find_dates(text) == []


def test_impossible_day_still_takes_its_figures() -> None:
    """So that no quantity is read out of it."""
    text = "วันที่ 31 กุมภาพันธ์ 2548"
    assert [span.of(text) for span in date_spans(text)] == [text]


def test_29_february() -> None:
    assert [str(m.date) for m in find_dates("29 ก.พ. 2567 และ 29 ก.พ.")] == ["2024-02-29", "--02-29"]


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("ปี 2560-2563 และปี 2549", [2006, 2017, 2018, 2019, 2020]),
        ("พ.ศ. 2475 ถึง พ.ศ. 2564", [1932, 2021]),  # longer than 30 years: only its ends
        ("9 ก.ย.", []),
        ("ผลงานปี 2563 กับปี 2564 ต่างกันเท่าไร", [2020, 2021]),
        ("28 ธ.ค. 66 - 5 ม.ค. 67", [2023, 2024]),
        ("2563", [2020]),
        ("", []),
    ],
)
def test_years(text: str, years: list[int]) -> None:
    assert find_years(text) == years


def test_two_mentions_in_order() -> None:
    text = "ระหว่างวันที่ 5 มีนาคม 2564 ณ กรุงเทพฯ และวันที่ 7 เมษายน 2564"
    assert [m.span.of(text) for m in find_dates(text)] == ["วันที่ 5 มีนาคม 2564", "วันที่ 7 เมษายน 2564"]


def test_reversed_range_is_two_years() -> None:
    assert [str(m.date) for m in find_dates("2563 - 2560")] == ["2020", "2017"]


PIECES = re.findall(
    r"\S+",
    """1 12 31 ๙ 63 2558 ๒๕๖๓ 2015 2,563 0.5 ปี พ.ศ. ค.ศ. วันที่ เดือน มกราคม ก.พ. กพ กันยายน
    May Jan. ถึง และ - – / . , : ( ) ราย บาท ล้าน กลุ่ม จังหวัด น. โทร. ครั้งที่ ไตรมาส ต่อ""",
)
pieces = st.lists(st.sampled_from([*PIECES, " ", "\n", "\xa0"])).map("".join)


@given(st.one_of(pieces, st.text(max_size=80)))
def test_spans_lie_in_the_text_in_order(text: str) -> None:
    end = 0
    for mention in find_dates(text):
        assert end <= mention.span.start < mention.span.end <= len(text)
        end = mention.span.end
        assert (mention.era is None) == (mention.date.year is None)
        assert mention.until is None or str(mention.until) > str(mention.date)
    assert {m.span for m in find_dates(text)} <= set(date_spans(text))


@given(pieces)
def test_thai_digits_read_like_arabic_ones(text: str) -> None:
    assert find_dates(text) == find_dates(thai_digits_to_arabic(text))


@given(st.dates(min_value=datetime.date(1860, 1, 1), max_value=datetime.date(2100, 12, 31)))
def test_every_day_is_read_back(day: datetime.date) -> None:
    date = PartialDate(day.year, day.month, day.day)
    text = f"วันที่ {date.thai()} ณ กรุงเทพฯ"
    assert [(m.date, m.era) for m in find_dates(text)] == [(date, "be")]
