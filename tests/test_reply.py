from __future__ import annotations

from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from assistant.answer import Answer, Citation, Conflict
from corpus.document import Document, PartialDate, Span
from ui.reply import (
    LONGEST_LINE_MESSAGE,
    LONGEST_MAILTO,
    Email,
    email,
    from_quotes,
    line_message,
    mailto,
    plain,
)

TEXT = "คลัสเตอร์คือการรวมกลุ่มของธุรกิจ ปี 2563 มี 41 กลุ่ม"
DOCUMENT = Document(
    "d0", "uploads/a.pdf", "แผนคลัสเตอร์", TEXT, "สสว.", PartialDate(2020, 1), pages=(Span(0, len(TEXT)),),
    url="https://example.org/a.pdf",
)  # fmt: skip


def answer(text: str, citations: int = 1, **more: object) -> Answer:
    cited = tuple(Citation.of(number, DOCUMENT, Span(0, 9)) for number in range(1, citations + 1))
    return Answer("ถาม", "คลัสเตอร์คืออะไร", text, cited, **more)  # type: ignore[arg-type]


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def test_no_markup_is_left_and_lists_have_round_bullets() -> None:
    said = plain(answer("## หัวข้อ\n**สำคัญ** `คำ` [1]\n- หนึ่ง\n* สอง\n3 * 4 และ ชื่อ_ไฟล์_ยาว"))
    assert said.startswith("หัวข้อ\nสำคัญ คำ [1]\n• หนึ่ง\n• สอง\n3 * 4 และ ชื่อ_ไฟล์_ยาว")
    assert "[1] แผนคลัสเตอร์ · สสว. · มกราคม 2563 · หน้า 1 · https://example.org/a.pdf" in said


def test_what_sources_differ_on_is_in_every_draft() -> None:
    given = answer("มี 41 กลุ่ม [1]", conflicts=(Conflict("จำนวนกลุ่ม", (("41", 1),)),))
    for said in (plain(given), line_message(given), email(given).body):
        assert "ไม่ตรงกัน: จำนวนกลุ่ม" in said and "41 [1]" in said


def test_a_line_message_has_short_lines_and_its_sources() -> None:
    sentence = "คลัสเตอร์คือการรวมกลุ่มของธุรกิจที่เกี่ยวข้องกันในพื้นที่ เพื่อเพิ่มขีดความสามารถในการแข่งขัน "
    said = line_message(answer(f"{sentence * 4}[1]"))
    assert said.startswith("เรื่อง: คลัสเตอร์คืออะไร\n\n") and said.endswith("https://example.org/a.pdf")
    body = said.split("แหล่งอ้างอิง")[0].strip().split("\n")[2:]
    assert len(body) > 2 and max(map(len, body)) < 200
    assert "".join("".join(body).split()) == "".join(f"{sentence * 4}[1]".split()), "not a word is lost"


@pytest.mark.parametrize("text", ["ก" * 20_000 + " [1]", "คลัสเตอร์ดี " * 2000 + "[1]", "😀" * 4000 + " [1]"])
def test_a_line_message_fits_and_keeps_its_sources(text: str) -> None:
    said = line_message(answer(text))
    assert units(said) <= LONGEST_LINE_MESSAGE
    assert "ตัดไว้เท่านี้" in said and "[1] แผนคลัสเตอร์" in said


def test_a_line_message_fits_even_with_very_many_sources() -> None:
    many = 200
    assert units(line_message(answer(" ".join(f"[{n}]" for n in range(1, many + 1)), many))) <= LONGEST_LINE_MESSAGE


def test_an_email_greets_answers_and_names_its_sources() -> None:
    mail = email(answer("คือการรวมกลุ่ม [1]"), lambda citation: f"https://klum.example/{citation.document_id}")
    assert mail.subject == "ตอบข้อสอบถาม: คลัสเตอร์คืออะไร"
    lines = mail.body.split("\n")
    assert lines[0].startswith("เรียน") and lines[-1] == "ขอแสดงความนับถือ" and "คือการรวมกลุ่ม [1]" in lines
    assert "[1] แผนคลัสเตอร์ · สสว. · มกราคม 2563 · หน้า 1 · https://klum.example/d0" in lines


def test_an_abstention_without_sources_has_no_footnotes() -> None:
    given = Answer("ถาม", "ถาม", "ไม่พบคำตอบ", abstained=True)
    assert "แหล่งอ้างอิง" not in plain(given) + line_message(given) + email(given).body


def test_the_subject_is_one_line_of_bounded_length() -> None:
    given = Answer("x", "ยาว\nมาก " * 100, "ตอบ")
    subject = email(given).subject
    assert len(subject) <= 120 and subject.endswith("…") and "\n" not in subject


def test_a_short_email_fits_into_a_mailto_link() -> None:
    address, whole = mailto(Email("ตอบ", "ได้ค่ะ\nขอบคุณ"), " somchai@example.com ")
    parts = urlsplit(address)
    assert whole and parts.path == "somchai@example.com"
    assert parse_qs(parts.query) == {"subject": ["ตอบ"], "body": ["ได้ค่ะ\r\nขอบคุณ"]}


def test_a_long_email_leaves_only_its_subject_in_the_link() -> None:
    address, whole = mailto(Email("ตอบ", "ก" * 500), "somchai@example.com")
    assert not whole and len(address) <= LONGEST_MAILTO and unquote(address).endswith("subject=ตอบ")


@pytest.mark.parametrize("contact", ["081-234-5678", "line: somchai", "a@b.c,x@y.z", "a@b.c?bcc=x@y.z&cc=a", '"x"@y.z'])
def test_what_is_no_address_puts_nothing_else_into_the_link(contact: str) -> None:
    address, _ = mailto(Email("ตอบ", "ได้"), contact)
    assert address.count("?") == 1 and "bcc=" not in address and "," not in address
    assert set(parse_qs(urlsplit(address).query)) == {"subject", "body"}


def test_chosen_passages_are_quoted_word_for_word() -> None:
    given = from_quotes("คืออะไร", [Citation.of(1, DOCUMENT, Span(0, 9)), Citation.of(2, DOCUMENT, Span(33, 52))])
    assert given.text == f"{TEXT[:9].strip()} [1]\n\n{TEXT[33:52].strip()} [2]" and not given.abstained
