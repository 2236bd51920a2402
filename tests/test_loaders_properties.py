"""Which title and author fields of files are worth showing."""

from __future__ import annotations

import pytest

from corpus.loaders.properties import plausible_publisher, plausible_title


@pytest.mark.parametrize(
    ("value", "title"),
    [
        ("คู่มือการเข้าร่วมคลัสเตอร์", "คู่มือการเข้าร่วมคลัสเตอร์"),
        ("  Annual\nReport 2024 ", "Annual Report 2024"),
        ("คู่มือคลัสเตอร์".encode("cp874").decode("latin-1"), "คู่มือคลัสเตอร์"),
        ("Microsoft Word - รายงาน.doc", ""),
        ("รายงาน.docx", ""),
        ("final_report_v2", ""),
        ("C:\\Users\\user\\report x", ""),
        ("Untitled", ""),
        ("untitled-1", ""),
        ("Word Document", ""),
        ("เอกสาร 1", ""),
        ("งานนำเสนอ PowerPoint", ""),
        ("PowerPoint Presentation", ""),
        ("12345", ""),
        ("ab", ""),
        ("ก" * 400, ""),
        ("\x03\x12\x07\x15\x08", ""),
        (None, ""),
        (7, ""),
    ],
)
def test_title(value: object, title: str) -> None:
    assert plausible_title(value) == title


@pytest.mark.parametrize(
    ("value", "publisher"),
    [
        ("กรมส่งเสริมอุตสาหกรรม", "กรมส่งเสริมอุตสาหกรรม"),
        ("Department of Industrial Promotion", "Department of Industrial Promotion"),
        ("สมชาย ใจดี", ""),
        ("user", ""),
        ("python-docx", ""),
        ("Acer", ""),
        (None, ""),
    ],
)
def test_publisher(value: object, publisher: str) -> None:
    assert plausible_publisher(value) == publisher
