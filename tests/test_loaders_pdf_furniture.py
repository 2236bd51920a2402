"""Running headers, footers and page numbers."""

from __future__ import annotations

import pytest

from corpus.document import NoiseReason, Span
from corpus.loaders.pdf_furniture import running_lines


def marked(*pages: str) -> list[str]:
    """The lines marked in a text of these pages."""
    spans, start = [], 0
    for page in pages:
        spans.append(Span(start, start + len(page)))
        start += len(page) + 1
    text = "\n".join(pages)
    noise = running_lines(text, tuple(spans))
    assert all(item.reason is NoiseReason.PAGE_FURNITURE for item in noise)
    assert [item.span for item in noise] == sorted(item.span for item in noise)
    return [item.span.of(text).rstrip("\n") for item in noise]


def body(page: int) -> str:
    return "\n".join(f"เนื้อหา {word} ของหน้า {'กขคงจฉ'[page]}" for word in ("แรก", "สอง", "สาม", "สี่", "ห้า", "หก"))


def test_the_first_copy_of_a_header_stays_and_page_numbers_go() -> None:
    pages = [f"รายงานประจำปี 2567\n{body(page)}\nหน้า {page + 1} จาก 4" for page in range(4)]
    assert marked(*pages) == ["หน้า 1 จาก 4"] + [
        line for page in range(1, 4) for line in ("รายงานประจำปี 2567", f"หน้า {page + 1} จาก 4")
    ]


@pytest.mark.parametrize(
    "number", ["{}", "- {} -", "หน้า {}", "หน้าที่ {}", "Page {} of 9", "[{}]", "– {} –", "{} / 9", "p. {}"]
)
def test_page_numbers(number: str) -> None:
    pages = [f"{number.format(page + 7)}\n{body(page)}" for page in range(3)]
    assert marked(*pages) == [number.format(page + 7) for page in range(3)]


def test_thai_page_numbers() -> None:
    assert marked(*(f"{body(page)}\nหน้า {'๑๒๓'[page]}" for page in range(3))) == ["หน้า ๑", "หน้า ๒", "หน้า ๓"]


def test_headers_of_left_and_right_pages() -> None:
    pages = [f"{'ซ้าย ของเล่ม' if page % 2 else 'ขวา ของเล่ม'}\n{body(page)}" for page in range(6)]
    assert marked(*pages) == ["ขวา ของเล่ม", "ซ้าย ของเล่ม"] * 2


def test_figures_of_a_table_are_no_page_numbers() -> None:
    assert marked(*(f"{body(page)}\n{number}" for page, number in enumerate((52, 7, 913, 88)))) == []


def test_what_repeats_inside_the_page_is_text() -> None:
    assert marked(*(f"บทที่ {'กขค'[page]}\nคำนำเหมือนกัน\n{body(page)}" for page in range(3))) == []


def test_two_lines_of_footer() -> None:
    pages = [f"{body(page)}\nกองพัฒนา โทร. 02-202-4414\nหน้า {page + 1}" for page in range(3)]
    assert marked(*pages) == ["หน้า 1", "กองพัฒนา โทร. 02-202-4414", "หน้า 2", "กองพัฒนา โทร. 02-202-4414", "หน้า 3"]


def test_fewer_than_three_pages() -> None:
    assert marked(f"หัว\n{body(0)}", f"หัว\n{body(1)}") == []


def test_blank_and_tiny_pages() -> None:
    assert marked("", "", "") == []
    assert marked("1", "2", "3") == ["1", "2", "3"]
    assert marked("หัว", "หัว", "", "หัว") == ["หัว", "หัว"]


def test_a_long_line_of_dots_takes_no_time() -> None:
    dots = ". " * 4000
    assert marked(*(f"{dots}\n{body(page)}" for page in range(3))) == [dots] * 2
