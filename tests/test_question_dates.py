"""Months and days of questions, and how dates of texts fit them."""

from __future__ import annotations

import pytest
from hypothesis import given

from assistant.question_dates import date_fit, dates_of, written_out
from assistant.question_years import years_of
from corpus.dates import find_dates
from corpus.normalise import normalise
from tests.thai_questions import question_texts


def read(text: str) -> list[str]:
    copy = written_out(normalise(text))
    return [str(date) for date in dates_of(copy, years_of(copy))]


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("งานเดือนมีนา 67 จัดที่ไหน", ["2024-03"]),
        ("ประชุมมีนา 67 จัดที่ไหน", ["2024-03"]),
        ("12 ม.ค. 67 พูดว่าอะไร", ["2024-01-12"]),
        ("26 ก.ค.-1 ส.ค. 67 กี่เรื่อง", ["2024-07-26", "2024-08-01"]),
        ("มีนา-พฤษภา 68 ขายได้เท่าไร", ["2025-03", "2025-05"]),
        ("วันที่ 13 ตุลา มีงานอะไร", ["--10-13"]),
        ("ประชุมเดือนตุลาคมปี 2564", ["2021-10"]),
        ("ปี 2566 ประชุมเดือนตุลาคมที่ไหน", ["2023-10"]),
        ("ปี 2566 ประชุม 29 กุมภาพันธ์ที่ไหน", ["--02-29"]),
        ("ปี 2566 ใช้งบเท่าไร", []),
        ("นางมีนา ศรีสุข เป็นใคร", []),
        ("ตั้งแต่ 1 ตค ถึง 29 ธค 64 กี่คดี", ["2021-10-01", "2021-12-29"]),
        ("งวดธค64-มค65 ได้เท่าไร", ["2021-12", "2022-01"]),
        ("ถึง 14 มี.ค. 66 คนผ่านกี่ราย", ["2023-03-14"]),
        ("พวงมาลา ร.9 เดือนตุลา 2564", ["2021-10"]),
    ],
)
def test_dates(text: str, dates: list[str]) -> None:
    assert read(text) == dates


@pytest.mark.parametrize(
    ("question", "text", "fit"),
    [
        ("12 ม.ค. 67", "วันนี้ (12 มกราคม 2567)", 1.0),
        ("12 ม.ค. 67", "เมื่อวันที่ 12 มกราคม ที่ผ่านมา", 0.8),
        ("12 ม.ค. 67", "เดือนมกราคม 2567", 0.6),
        ("12 ม.ค. 67", "วันที่ 13 มกราคม 2567", 0.0),
        ("12 ม.ค. 67", "วันที่ 12 มกราคม 2566", 0.0),
        ("12 ม.ค. 67", "วันที่ 10-14 มกราคม 2567", 0.8),
        ("มกรา 67", "วันที่ 10-14 มกราคม 2567", 1.0),
        ("มกรา 67", "วันที่ 10 มกราคม 2567", 1.0),
        ("กุมภา 67", "10 มกราคม - 5 มีนาคม 2567", 0.8),
        ("เมษา 67", "10 มกราคม - 5 มีนาคม 2567", 0.0),
        ("เมษา 67", "ปี 2567", 0.0),
        ("30 ธ.ค. 64", "30 ธันวาคม 2564 – 6 มกราคม 2565", 1.0),
        ("2 ม.ค. 65", "30 ธันวาคม 2564 – 6 มกราคม 2565", 0.8),
        ("2 ม.ค. 64", "30 ธันวาคม 2564 – 6 มกราคม 2565", 0.0),
        ("12 ธ.ค. 64", "30 ธันวาคม 2564 – 6 มกราคม 2565", 0.0),
        ("30 ธ.ค. 65", "30 ธันวาคม 2564 – 6 มกราคม 2565", 0.0),
        ("1 มี.ค. 66", "29 กุมภาพันธ์ – 3 มีนาคม", 0.64),
        ("3 มี.ค. 66", "29 กุมภาพันธ์ – 3 มีนาคม", 0.8),
        ("6 ม.ค. 65", "1 ตุลาคม – 6 มกราคม 2565", 1.0),
        ("พ.ย. 64", "1 ตุลาคม – 6 มกราคม 2565", 0.8),
        ("2 มกรา", "30 ธันวาคม 2564 – 6 มกราคม 2565", 0.8),
        ("2 กุมภา", "30 ธันวาคม 2564 – 6 มกราคม 2565", 0.0),
    ],
)
def test_fit(question: str, text: str, fit: float) -> None:
    copy = normalise(question)
    assert date_fit(dates_of(copy, years_of(copy)), find_dates(text)) == pytest.approx(fit)


@given(question_texts())
def test_any_text(text: str) -> None:
    copy = normalise(text)
    dates = dates_of(copy, years_of(copy))
    assert all(date.month for date in dates)
    assert 0 <= date_fit(dates, find_dates(text)) <= 1


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("12 กย 67 น้ำท่วม", "12 ก.ย. 2567 น้ำท่วม"),
        ("24 ธันวา 63 คนละครึ่ง", "24 ธันวาคม 2563 คนละครึ่ง"),
        ("ประชุม 3 กพ กี่คน", "ประชุม 3 ก.พ. กี่คน"),
        ("14 มี.ค. 66.5 ล้าน", "14 มี.ค. 66.5 ล้าน"),
        ("มีค่าใช้จ่าย 65 บาท", "มีค่าใช้จ่าย 65 บาท"),
        ("ขนาด 5 กค", "ขนาด 5 ก.ค."),
    ],
)
def test_months_get_their_full_stops_and_years_all_figures(typed: str, written: str) -> None:
    assert written_out(typed) == written
    assert written_out(written) == written
