"""Markdown with front matter: what is taken from it, and what is refused with a reason."""

from __future__ import annotations

import pytest

from corpus.errors import EmptyFileError, LoadError
from corpus.loaders.markdown import read_markdown

FRONT = """---
title: "คู่มือ: การเข้าร่วม"
publisher: กรมส่งเสริมอุตสาหกรรม
published: 2015-01-20
url: https://example.go.th/a
note: ฉบับย่อ
language: th
tags: [คลัสเตอร์, {a: b}]
---

# หัวข้อ

เนื้อหา\r
"""


def read(text: str) -> object:
    return read_markdown(text.encode(), "/a.md")


def test_front_matter_and_body() -> None:
    loaded = read_markdown(FRONT.encode(), "/a.md")
    assert (loaded.title, loaded.publisher) == ("คู่มือ: การเข้าร่วม", "กรมส่งเสริมอุตสาหกรรม")
    assert str(loaded.published) == "2015-01-20"
    assert (loaded.url, loaded.note, loaded.language) == ("https://example.go.th/a", "ฉบับย่อ", "th")
    assert loaded.text == "\n# หัวข้อ\n\nเนื้อหา\r\n"


@pytest.mark.parametrize(
    ("stated", "date"),
    [
        ("2015-01-20", "2015-01-20"),
        ("2558-01-20", "2015-01-20"),
        ("2024-05-01T10:00:00Z", "2024-05-01"),
        ("--09-09", "--09-09"),
        ("2015-01", "2015-01"),
        ("2558", "2015"),
        ("20 มกราคม 2558", "2015-01-20"),
        ("", "None"),
        ("''", "None"),
    ],
)
def test_published(stated: str, date: str) -> None:
    loaded = read_markdown(f"---\npublished: {stated}\n---\nข้อความ".encode(), "/a.md")
    assert str(loaded.published) == date


@pytest.mark.parametrize(
    "text",
    [
        "# หัวข้อ\n\nไม่มีส่วนหัว",
        "---\n\nข้อความหลังเส้นคั่น",
        "---\nย่อหน้าระหว่างเส้นคั่นสองเส้น\n---\nต่อ",
        "ข้อความ\n---\ntitle: ไม่ใช่ส่วนหัว\n---\n",
    ],
)
def test_text_without_front_matter_stays_whole(text: str) -> None:
    loaded = read_markdown(text.encode(), "/a.md")
    assert (loaded.text, loaded.title) == (text, "")


def test_windows_line_ends_and_an_end_with_dots() -> None:
    loaded = read_markdown("---\r\ntitle: 2567\r\n...\r\nข้อความ".encode(), "/a.md")
    assert (loaded.title, loaded.text) == ("2567", "ข้อความ")


@pytest.mark.parametrize(
    ("front", "match"),
    [
        ("title: 'ไม่ปิด", "not valid YAML"),
        ("title: a: b: c", r"not valid YAML \(line 2\)"),
        ("\ttitle: a\nx: y", "not valid YAML"),
        ("published: 2015-02-30", "not valid YAML"),
        ("published: เมื่อวาน", "no date in published"),
        ("published: [2015]", "no date"),
        ("title: [a, b]", "no single value for 'title'"),
        ("x: &a [*a]\ntitle: *a", "single value|not valid"),
        ("key:value", "no keys"),
        ("title: !!python/object:os.system x", "not valid YAML"),
    ],
)
def test_malformed_front_matter_is_refused(front: str, match: str) -> None:
    with pytest.raises(LoadError, match=match) as error:
        read(f"---\n{front}\n---\nข้อความ")
    assert "/a.md" in error.value.message
    assert "YAML" in error.value.hint


def test_deep_nesting_is_refused() -> None:
    with pytest.raises(LoadError, match="not valid YAML"):
        read(f"---\ntitle: {'[' * 5000}\n---\nข้อความ")


@pytest.mark.parametrize("text", ["", " \n", "---\ntitle: ก\n---\n", "---\ntitle: ก\n---"])
def test_no_text(text: str) -> None:
    with pytest.raises(EmptyFileError):
        read(text)
