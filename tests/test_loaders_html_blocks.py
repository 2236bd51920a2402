"""Elements of raw pages as blocks."""

from __future__ import annotations

import pytest
from lxml.html import document_fromstring

from corpus.loaders.blocks import join_blocks
from corpus.loaders.html_blocks import blocks_of, prepare_tables


def text_of(markup: str) -> str:
    tree = document_fromstring(f"<html><body>{markup}</body></html>")
    prepare_tables(tree)
    body = tree.find("body")
    assert body is not None
    return join_blocks(blocks_of(body))[0]


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("ก<br>ข<br><br>ค", "ก\nข\n\nค"),
        ("<h1>ก</h1><h3>ข <b>ค</b></h3>", "# ก\n\n### ข ค"),
        ("<div>ก<div>ข</div>ค</div>", "ก\n\nข\n\nค"),
        ("<p>ก\n   <i>ข</i>ค <a href=x>ง</a></p>", "ก ขค ง"),
        ("<a href=x><div>ก</div><div>ข</div></a>", "ก\n\nข"),
        ("<ol start=3><li>ก<li>ข</ol>", "3. ก\n4. ข"),
        ("<ol start=x><li>ก</ol>", "1. ก"),
        ("<ul><li><p>ก</p><p>ข</p><ol><li>ค</ol></li></ul>", "- ก ข\n  1. ค"),
        ("<ul><li>ก</li><ul><li>ข</li></ul></ul>", "- ก\n  - ข"),
        ("<aside>ก</aside><nav>ข</nav><p>ค</p><footer>ง</footer>", "ค"),
        ("<div class='side ads'>ก</div><div class='address'>ข</div><div id='ad-1'>ค</div>", "ข"),
        ("<dl><dt>ก</dt><dd>ข</dd></dl>", "ก\n\nข"),
        ("<pre>ก  ข</pre>", "ก ข"),
    ],
)
def test_blocks(markup: str, text: str) -> None:
    assert text_of(markup) == text


@pytest.mark.parametrize(
    ("table", "text"),
    [
        ("<tr><th>ก<th>ข<tr><td>1<td>2", "ก: 1 | ข: 2"),
        ("<thead><tr><td>ก<td>ข<tbody><tr><td>1<td>2<tr><td>3<td>", "ก: 1 | ข: 2\nก: 3"),
        ("<tr><td>ก<td>ข<tr><td rowspan=2>1<td>2<tr><td>3", "ก: 1 | ข: 2\nก: 1 | ข: 3"),
        ("<tr><td>ก<td>ข<tr><td colspan=2>รวม<tr><td>1<td>2", "ก: รวม\nก: 1 | ข: 2"),
        ("<tr><td>ก<td>ข<tr><td rowspan=99999 colspan=x>1<td>2", "ก: 1 | ข: 2"),
        ("<tr><td>เดี่ยว", "เดี่ยว"),
        ("<tr><td>ซ้าย<td>ขวา", "ซ้าย\n\nขวา"),
        (f"<tr><td>ก<td>ข<tr><td>1<td>{'ย' * 500}", f"ก\n\nข\n\n1\n\n{'ย' * 500}"),
    ],
)
def test_tables(table: str, text: str) -> None:
    assert text_of(f"<table>{table}</table>") == text


def test_a_huge_column_span_is_bounded() -> None:
    assert len(text_of("<table><tr><td colspan=1000000000>ก<td>ข<tr><td>1<td>2</table>")) < 1000
