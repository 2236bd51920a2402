from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.safe_text import plain


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("ดู ![x](http://evil/?q=ถาม) นี่", "ดู นี่"),
        ("[คลิก](https://a.b/c) เลย", "คลิก เลย"),
        ("[1](http://evil/x) ที่มา", "[1] ที่มา"),
        ("ที่ https://evil.example/a?b=c และ www.evil.example", "ที่ และ"),
        ("evil.example/?q=1 กับ javascript:alert(1)", "กับ"),
        ("<img src=x onerror=1>ก<script>alert(1)</script>ข", "ก ข"),
        ("<script>ยังไม่ปิด", ""),
        ("**หนา** `โค้ด` ~~ขีด~~ __ใต้__", "หนา โค้ด ขีด ใต้"),
        ("### หัวข้อ\n> อ้าง\n---\nก", "หัวข้อ\nอ้าง\n \nก"),
        ("ก\u202eข\u200b\x00\u2066ค", "กขค"),
        ("| ก | ข |", "ก ข"),
        ("อีเมล a@sme.go.th โทร 0-2202-4414", "อีเมล a@sme.go.th โทร 0-2202-4414"),
        ("5 < 6 > 4", "5 ‹ 6 › 4"),
        ("[ref]: http://evil.example/x", ""),
        ("!![", "["),
        ("!**[", "["),
        ("a:**//b", "a: //b"),
    ],
)
def test_what_is_left(text: str, left: str) -> None:
    assert plain(text) == left


@given(st.text(alphabet="กa<>![]()/:.?=*`|#\u202e\u200b\nhtps1 ", max_size=80))
def test_nothing_that_acts_is_left(text: str) -> None:
    left = plain(text)
    assert "<" not in left and ">" not in left and "://" not in left and "![" not in left
    assert not any(unicodedata.category(char) in ("Cf", "Cc") for char in left if char != "\n")
