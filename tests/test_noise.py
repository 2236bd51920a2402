from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings

from corpus.document import Noise, NoiseReason, Span
from corpus.noise import MIN_COPY, find_noise
from tests.thai_text import ARTICLE, CLEAN, REPORT, any_text

_TEASERS = "เปิดใจนักวิ่งรุ่นเก๋า\nสูตรขนมจีนน้ำยาปักษ์ใต้\nวันหยุดนี้ไปไหนดี\nดวงชะตาราศีตุลย์"


def marked(text: str) -> list[tuple[str, NoiseReason]]:
    return [(noise.span.of(text), noise.reason) for noise in find_noise(text)]


@pytest.mark.parametrize(
    ("before", "noise", "after", "reason"),
    [
        (ARTICLE + "\n\n", "Warning: include(x.php) in /srv/a.php on line 3", "", NoiseReason.SERVER_MESSAGE),
        ("", "PHP Notice:  Undefined variable: a in /srv/a.php on line 3\nPHP Warning:  b() in /c.php on line 9",
         "\n\n" + ARTICLE, NoiseReason.SERVER_MESSAGE),
        ("หัวข้อข่าว\n\n", "เพิ่มเพื่อน", "\n\n" + ARTICLE, NoiseReason.PAGE_FURNITURE),
        ("", "หน้าแรก | ค้นหา\nเกี่ยวกับเรา", "\n" + ARTICLE, NoiseReason.PAGE_FURNITURE),
        (ARTICLE + "\n", "© 2566 กลุ่มน้ำตาลมะพร้าวบางคล้า All rights reserved", "", NoiseReason.PAGE_FURNITURE),
        (ARTICLE + "\n\nพรทิพย์ สายสุวรรณ\n\n\n", _TEASERS, "", NoiseReason.OTHER_ARTICLE),
        (ARTICLE + "-สำนักข่าวท้องถิ่น\n", _TEASERS, "\n", NoiseReason.OTHER_ARTICLE),
        (ARTICLE + "\n\n", ARTICLE, "", NoiseReason.DUPLICATE),
        ("ข่าวชุมชน\n" + ARTICLE + "\nพิมพ์ฉบับเต็ม\n", "ข่าวชุมชน\n" + ARTICLE, "\nจบ", NoiseReason.DUPLICATE),
    ],
)  # fmt: skip
def test_noise_is_marked_from_end_to_end(before: str, noise: str, after: str, reason: NoiseReason) -> None:
    assert marked(before + noise + after) == [(noise, reason)]


def test_box_of_related_articles_in_the_middle() -> None:
    first, second = ARTICLE.split("\n\n")
    text = f"{first}\n\nข่าวที่เกี่ยวข้อง\n{_TEASERS}\n\n{second}"
    assert marked(text) == [
        ("ข่าวที่เกี่ยวข้อง", NoiseReason.PAGE_FURNITURE),
        (_TEASERS, NoiseReason.OTHER_ARTICLE),
    ]


@pytest.mark.parametrize("name", CLEAN)
def test_clean_text_stays_unmarked(name: str) -> None:
    assert marked(CLEAN[name]) == []


@pytest.mark.parametrize(
    "end",
    [
        "ที่มา: สำนักงานเกษตรอำเภอ\nรายชื่อสวนที่เข้าร่วม\nสวนลุงชม\nสวนป้าแจ๋ว\nสวนพี่หนึ่ง",
        "ที่มา: สำนักงานเกษตรอำเภอ\nสอบถามเพิ่มเติม โทร. 038 555 0101\nเปิดทุกวันจันทร์ถึงศุกร์",
        "พรทิพย์ สายสุวรรณ\n\nนางสาวอารี มาดี\nนายชัย กล้าหาญ\nนางมณี ศรีงาม",
        "ผลการดำเนินงาน ระยะที่สอง\n\nปลูกทดแทน 40 ไร่\nซ่อมเตาเคี่ยว\nทำป้ายสวน",
    ],
)
def test_end_of_an_article_is_no_teaser(end: str) -> None:
    assert marked(f"{ARTICLE}\n\n{end}") == []


def test_headline_list_that_talks_of_the_same_things_is_no_teaser() -> None:
    end = "ราคาน้ำตาลมะพร้าวบางคล้า\nสวนมะพร้าวเปิดให้นักเรียนเรียนรู้\nเตาเคี่ยวน้ำตาลมะพร้าวประหยัดฟืน"
    assert marked(f"{ARTICLE}\n\nพรทิพย์ สายสุวรรณ\n\n{end}") == []


def test_known_noise_is_kept_and_merged() -> None:
    text = "เมนู\nเพิ่มเพื่อน\n" + ARTICLE
    known = (Noise(Span(0, 4), NoiseReason.PAGE_FURNITURE),)
    assert find_noise(text, known) == (Noise(Span(0, 16), NoiseReason.PAGE_FURNITURE),)


def test_short_repetition_in_a_long_text_stays() -> None:
    condition = "ผู้สมัครต้องเป็นวิสาหกิจขนาดกลางและขนาดย่อมที่จดทะเบียนในจังหวัด และยินยอมให้เปิดเผยผลการดำเนินงานต่อคณะกรรมการ " * 2
    assert len(condition) >= MIN_COPY
    assert marked(f"{REPORT}\n{condition}\n{ARTICLE}\n{condition}") == []


def test_long_page_is_read_in_reasonable_time() -> None:
    """Many credits and many marked lines: neither may cost more than its share."""
    text = "\n".join(f"{ARTICLE}\n\nที่มา: แหล่งที่ {n}\nหน้าแรก\nหัวข้อสั้น {n}" for n in range(1500))
    assert len(find_noise(text)) >= 1500


@settings(deadline=None, max_examples=300)
@given(any_text)
def test_noise_of_any_text_is_in_order_and_within(text: str) -> None:
    found = find_noise(text)
    assert all(noise.span for noise in found)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))
    assert not found or found[-1].span.end <= len(text)


@pytest.mark.parametrize(
    ("number", "begins", "ends", "reason"),
    [
        ("000", "คณะกรรมการพัฒนาขีดความสามารถในการแข่งขันของประเทศ (กพข.) ได้จัดให้มี", "-พห-", NoiseReason.DUPLICATE),
        ("001", "PHP Warning: PHP Startup", "in Unknown on line 0", NoiseReason.SERVER_MESSAGE),
        ("002", "เพิ่มเพื่อน", "เพิ่มเพื่อน", NoiseReason.PAGE_FURNITURE),
        ("002", "เมื่อวานคุยเล่น", 'เปิดประเทศ"เปิดตรงไหน?"', NoiseReason.OTHER_ARTICLE),
        ("004", "PHP Warning: PHP Startup", "in Unknown on line 0", NoiseReason.SERVER_MESSAGE),
    ],
)
def test_noise_of_saved_pages(shared: Path, number: str, begins: str, ends: str, reason: NoiseReason) -> None:
    text = next((shared / "seeds").glob(f"{number}_*")).read_text(encoding="utf-8")
    found = [noise.span.of(text).strip() for noise in find_noise(text) if noise.reason is reason]
    assert any(part.startswith(begins) and part.endswith(ends) for part in found)


@pytest.mark.parametrize(("number", "count"), [("000", 1), ("001", 1), ("002", 2), ("003", 0), ("004", 1)])
def test_nothing_else_of_saved_pages_is_noise(shared: Path, number: str, count: int) -> None:
    text = next((shared / "seeds").glob(f"{number}_*")).read_text(encoding="utf-8")
    assert len(find_noise(text)) == count
