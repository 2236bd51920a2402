from __future__ import annotations

import pytest

from assistant.answer import Answer, Citation
from corpus.document import Document, PartialDate, Span
from ui.language import languages
from ui.render import document_url, escaped, plain_text, stated

SOURCE = Document(
    "d/1?x", "a.md", "ผลงาน", "มีผู้ประกอบการ 17,555 ราย", publisher="สสว.", published=PartialDate(2015, 1, 20)
)
CITED = Citation.of(1, SOURCE, Span(15, 25))


@pytest.mark.parametrize("text", ["a\n\nb", "a\r\nb", "\tcode", "x\x00y", "\ud800"])
def test_html_holds_no_line_break_and_can_be_sent(text: str) -> None:
    """A blank line would let Gradio's Markdown read what follows as Markdown."""
    assert not set(escaped(text)) & set("\n\r\t\0")
    escaped(text).encode("utf-8")


def test_document_url_names_version_and_span() -> None:
    url = document_url(CITED.document_id, CITED.span, CITED.version)
    assert url == "/document/d%2F1%3Fx?start=15&end=25&version=1#quote"


def test_plain_text_has_the_sources_as_footnotes_in_either_language() -> None:
    answer = Answer("ถาม", "ถาม", "17,555 ราย [1]", (CITED,))
    assert plain_text(answer).endswith("แหล่งอ้างอิง\n[1] ผลงาน · สสว. · 20 มกราคม 2558")
    assert plain_text(answer, languages()["en"]).endswith("Sources\n[1] ผลงาน · สสว. · 20 January 2015")


def test_empty_parts_are_left_out() -> None:
    assert stated("", None, "", "หน้า 3") == "ไม่ระบุวันที่ · หน้า 3"
    assert stated("สสว.", PartialDate(2015), texts=languages()["en"]) == "สสว. · 2015"
