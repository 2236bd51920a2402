"""Answers as HTML: every text stays text, marks lead to their sources and to nothing else."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from assistant.answer import Answer, Citation, Conflict
from corpus.document import Document, PartialDate, Span
from corpus.errors import NotFoundError
from ui.answer_view import AnswerView
from ui.answering import Failure
from ui.language import languages, thai
from ui.render import plain_text

HOSTILE = """<script>alert(1)</script> "><img src=x onerror=alert(2)> ' onmouseover='alert(3) &lt;b&gt; `x` **b** [9]"""
TEXT = f"ย่อหน้าแรกของเอกสาร\n\n{HOSTILE}\n\nมีผู้ประกอบการ 17,555 ราย ในโครงการ\n\nย่อหน้าสุดท้าย"
ALLOWED = {
    "article", "div", "p", "b", "a", "ol", "ul", "li", "section", "h2", "h3", "span", "small",
    "details", "summary", "blockquote", "mark", "button",
}  # fmt: skip


class Reader(HTMLParser):
    """What a browser would see: elements with attributes, and the text between them."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.marked = self.text = ""
        self._in_mark = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._in_mark = self._in_mark or tag == "mark"

    def handle_endtag(self, tag: str) -> None:
        self._in_mark = self._in_mark and tag != "mark"

    def handle_data(self, data: str) -> None:
        self.text += data
        self.marked += data if self._in_mark else ""

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def document(text: str = TEXT, title: str = "ผลงาน <i>สสว.</i>") -> Document:
    return Document("d/1?x", "a.md", title, text, publisher='สสว. "กลาง"', published=PartialDate(2015, 1, 20))


def answer(source: Document, quote: str, text: str = "17,555 ราย [1]\nรายละเอียด [1]", **more: object) -> Answer:
    start = source.text.index(quote)
    cited = Citation.of(1, source, Span(start, start + len(quote)))
    return Answer("ถาม <b>", "ถาม <b>", text, (cited,), **more)  # type: ignore[arg-type]


def shown(given: Answer, source: Document) -> Reader:
    return Reader(view(source).answer(given, "t1"))


def view(source: Document, code: str = "th") -> AnswerView:
    return AnswerView(languages()[code], lambda *_: source.text)


def test_script_laden_document_title_and_answer_stay_text() -> None:
    source = document(title=HOSTILE)
    page = shown(answer(source, HOSTILE, f"{HOSTILE.replace('[9]', '')} [1]"), source)
    assert {tag for tag, _ in page.elements} <= ALLOWED
    assert not [name for _, attributes in page.elements for name in attributes if name.startswith("on")]
    assert all(str(a["href"]).startswith(("#t1-", "/document/")) for a in page.all("a"))
    assert page.marked == HOSTILE
    assert page.text.count("<script>alert(1)</script>") == 3  # words, title, quote


def test_script_laden_question_stays_text() -> None:
    page = Reader(view(document()).question(HOSTILE))
    assert [tag for tag, _ in page.elements] == ["div", "h2", "p"]
    assert HOSTILE in page.text


def test_whole_answer_is_one_line() -> None:
    source = document()
    assert "\n" not in view(source).answer(answer(source, HOSTILE), "t1")
    assert "\n" not in view(source).partial("ถาม", HOSTILE, f"{HOSTILE}\n\n{HOSTILE} [1]")


def test_mark_opens_its_own_source() -> None:
    source = document()
    page = shown(answer(source, "17,555 ราย"), source)
    assert [a["data-cite"] for a in page.all("a") if "data-cite" in a] == ["t1-1", "t1-1"]
    assert [details["id"] for details in page.all("details")] == ["t1-1"]
    assert page.marked == "17,555 ราย"


def test_mark_of_no_citation_is_text() -> None:
    source = document()
    about = "ตัวเลข [7]"
    page = shown(answer(source, "17,555 ราย", conflicts=(Conflict(about, (("17,555", 1),)),)), source)
    assert about in page.text
    assert {a.get("data-cite") for a in page.all("a")} == {"t1-1", None}


def test_card_states_publisher_date_page_and_surroundings() -> None:
    text = "ก่อน " * 100 + "ตัวเลขสำคัญ" + " หลัง" * 100
    pages = (Span(0, len(text)),)
    source = Document("d", "a.pdf", "ชื่อ", text, publisher="กสอ.", published=PartialDate(2015, 1), pages=pages)
    page = shown(answer(source, "ตัวเลขสำคัญ", "คำตอบ [1]"), source)
    assert "กสอ. · มกราคม 2558 · หน้า 1" in page.text
    around = page.text[page.text.index("…ก") : page.text.rindex("…") + 1]
    assert 100 < len(around) <= 200 + len("ตัวเลขสำคัญ") + 2


def test_missing_date_is_said() -> None:
    source = Document("d", "a.md", "ชื่อ", "ข้อความ")
    assert "ไม่ระบุวันที่" in shown(answer(source, "ข้อความ", "คำตอบ [1]"), source).text


def test_document_that_is_gone_leaves_the_quote() -> None:
    def gone(*_: object) -> str:
        raise NotFoundError("gone")

    assert Reader(AnswerView(thai(), gone).answer(answer(document(), "17,555 ราย"), "t1")).marked == "17,555 ราย"


def test_lists_keep_their_numbers() -> None:
    source = document()
    page = shown(answer(source, "17,555 ราย", "มีดังนี้ [1]\n3. หนึ่ง\n4. สอง\n- จุด"), source)
    assert [item.get("value") for item in page.all("li")] == ["3", "4", None]


@pytest.mark.parametrize(("abstained", "label"), [(True, "ไม่พบคำตอบในเอกสาร"), (False, "คำตอบจากเอกสาร")])
def test_abstention_is_told_in_words(abstained: bool, label: str) -> None:
    source = document()
    page = shown(answer(source, "17,555 ราย", abstained=abstained), source)
    assert page.all("article")[0]["aria-label"] == label
    assert label in page.text


def test_standalone_question_is_shown_only_when_it_differs() -> None:
    source = document()
    same = answer(source, "17,555 ราย")
    other = Answer("แล้วปี 2560 ล่ะ", "งบปี 2560 <b>", same.text, same.citations)
    assert "เข้าใจคำถามว่า" not in shown(same, source).text
    assert "เข้าใจคำถามว่า: งบปี 2560 <b>" in shown(other, source).text


def test_copy_is_the_answer_with_footnotes() -> None:
    source = document()
    given = answer(source, "17,555 ราย")
    copied = shown(given, source).all("button")[0]["data-copy"]
    assert copied == plain_text(given)
    assert copied.endswith('แหล่งอ้างอิง\n[1] ผลงาน <i>สสว.</i> · สสว. "กลาง" · 20 มกราคม 2558')


def test_failure_gives_its_reference() -> None:
    page = Reader(view(document()).failure(Failure(500, "ขัดข้อง <x>", "ลองใหม่", "K-12345678")))
    assert "ขัดข้อง <x> ลองใหม่" in page.text and "K-12345678" in page.text


def test_while_it_is_made_marks_lead_nowhere_and_every_word_stays_text() -> None:
    page = Reader(view(document()).partial("แล้วล่ะ", f"ถาม {HOSTILE}", f"ตอบ {HOSTILE} [1]\n- ข้อ"))
    assert {tag for tag, _ in page.elements} <= ALLOWED | {"i"} and not page.all("a")
    assert page.text.count("<script>alert(1)</script>") == 2 and "กำลังเขียน" in page.text
    waiting = Reader(view(document()).partial("แล้วล่ะ", "ถามเต็ม", ""))
    assert "ถามเต็ม" in waiting.text and "กำลังค้น" in waiting.text and not waiting.all("article")


def test_a_stopped_answer_says_so_and_can_be_asked_again() -> None:
    page = Reader(view(document()).stopped('ถาม "นี้"', "", "ตอบบางส่วน [1]"))
    assert "ยังไม่ครบ" in page.text and page.all("button")[0]["data-ask"] == 'ถาม "นี้"' and not page.all("a")
    assert "ยังไม่มีข้อความ" in Reader(view(document()).stopped("ถาม", "", "")).text


def test_in_english_all_but_the_documents_words_is_english() -> None:
    source = document("มีผู้ประกอบการ 17,555 ราย", "ผลงาน")
    given = Answer("q", "q2", "17,555 ราย [1]", answer(source, "17,555 ราย").citations, abstained=True)
    page = Reader(view(source, "en").answer(given, "t1", "kept"))
    assert "Understood as: q2" in page.text and "20 January 2015" in page.text
    for word in ("17,555 ราย", "ผลงาน", "มีผู้ประกอบการ", 'สสว. "กลาง"'):
        page.text = page.text.replace(word, "")
    assert not [c for c in page.text if "ก" <= c <= "๛"]
    reasons = [one["data-reason"] for one in page.all("button") if "data-reason" in one]
    assert reasons[0] == "ไม่ตรงคำถาม", "the staff read it"
    said = Reader(view(source, "en").failure(Failure(503, "ขณะนี้มีผู้ใช้งานจำนวนมาก", "โปรดรอสักครู่แล้วถามอีกครั้ง", "K-1")))
    assert "Many people are asking" in said.text and "Reference K-1" in said.text
