from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from rich.console import Console

import ui.show
from assistant.answer import Answer, Citation, Conflict
from assistant.events import Event, Said, Understood
from corpus.document import Chunk, Document, PartialDate, Span
from index.library import Hit
from index.records import StoredChunk

DOCUMENT = Document(
    "d1", "docs/[a].md", "รายงาน [ฉบับ] :smile:", "กาแฟ\tดอยช้าง\nปี 2558", publisher="กสอ.",
    published=PartialDate(2015, 1, 20), pages=(Span(0, 20),),
)  # fmt: skip
ANSWER = Answer(
    question="อะไร",
    standalone_question="กาแฟอะไร",
    text="กาแฟดอยช้าง [1]",
    citations=(Citation.of(1, DOCUMENT, Span(0, 4)),),
    conflicts=(Conflict("จำนวน", (("17 ราย", 1),)),),
)


def events_of(answer: Answer) -> list[Event]:
    return [Understood(answer.standalone_question), Said(answer.text[:3]), Said(answer.text[3:]), answer]


def hit(text: str) -> Hit:
    chunk = Chunk("d1", 0, Span(0, len(text)), text)
    stored = StoredChunk(1, chunk, DOCUMENT.source, DOCUMENT.title, "", DOCUMENT.published, 1)
    return Hit(stored, 1.25, 1.0, 0.5)


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What a terminal of 80 columns is sent."""
    shown = io.StringIO()
    for name in ("out", "err"):
        console = Console(file=shown, force_terminal=True, width=80, highlight=False, markup=False, emoji=False)
        monkeypatch.setattr(ui.show, name, console)
    yield shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("ก\tข\nค", "ก\tข\nค"),
        ("ก\r\nข", "ก\nข"),
        ("\x1b[2Jก\x07", "\ufffd[2Jก\ufffd"),
        ("ก\u202eข\u2066\x9b", "ก\ufffdข\ufffd\ufffd"),
        ("นํ้า\u200bดื่ม", "นํ้า\u200bดื่ม"),
    ],
)
def test_documents_cannot_take_over_a_terminal(text: str, shown: str) -> None:
    assert ui.show.safe(text) == shown


def test_answer_in_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    ui.show.show_answer(ANSWER.question, events_of(ANSWER))
    assert capsys.readouterr().out == (
        "เข้าใจคำถามว่า: กาแฟอะไร\n"
        "กาแฟดอยช้าง [1]\n"
        "แหล่งข้อมูลให้ข้อมูลไม่ตรงกัน: จำนวน\n"
        "  - 17 ราย [1]\n"
        "\n"
        "แหล่งอ้างอิง\n"
        "[1] รายงาน [ฉบับ] :smile: · กสอ. · 20 มกราคม 2558 · หน้า 1\n"
        "    docs/[a].md (0-4)\n"
    )


def test_answer_in_a_terminal(terminal: io.StringIO) -> None:
    ui.show.show_answer(ANSWER.question, events_of(ANSWER))
    shown = terminal.getvalue()
    assert "╭" in shown and "\x1b[1;36m[1]" in shown and "[ฉบับ] :smile:" in shown


def test_hits_are_one_line_each_and_cut(capsys: pytest.CaptureFixture[str]) -> None:
    ui.show.show_hits([hit("ก\n\nข"), hit("ก" * 500)])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "1. รายงาน [ฉบับ] :smile: · 20 มกราคม 2558"
    assert lines[1] == "   docs/[a].md (0-4) · คะแนน 1.25"
    assert (lines[2], lines[6]) == ("   ก ข", f"   {'ก' * 400}…")


def test_table_keeps_its_columns_in_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    ui.show.table("ชื่อ", ["a", "b"], [["ก\tข\nค", "[x]"]])
    assert capsys.readouterr().out == "a\tb\nก ข ค\t[x]\n"


def test_table_in_a_terminal(terminal: io.StringIO) -> None:
    ui.show.table("ชื่อ [b]", ["a", "b"], [["[/x]", "\x1b[31m"]])
    shown = terminal.getvalue()
    assert "ชื่อ [b]" in shown and "[/x]" in shown and "\x1b[31m" not in shown


def test_errors_go_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    ui.show.fail("No file [a].", "Look again.")
    ui.show.fail("ไม่มีไฟล์")
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("", "Error: No file [a].\nLook again.\nผิดพลาด: ไม่มีไฟล์\n")


def test_json_is_one_line_with_thai_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    ui.show.show_json({"ก": "ข\nค"})
    assert capsys.readouterr().out == '{"ก": "ข\\nค"}\n'


def test_progress_is_for_terminals_only(capsys: pytest.CaptureFixture[str]) -> None:
    with ui.show.progress() as tell:
        tell("read", 10, 0)
    with ui.show.steps() as tell_step:
        tell_step("segmenting", 0.5)
    assert capsys.readouterr() == ("", "")


def test_progress_in_a_terminal(terminal: io.StringIO) -> None:
    with ui.show.progress() as tell:
        tell("cases", 1, 3)
        tell("cases", 2, 3)
    assert "ถามตามชุดคำถาม" in terminal.getvalue() and "2/3" in terminal.getvalue()
    with ui.show.steps() as tell_step:
        tell_step("training, loss 2.0", 0.5)
    assert "training, loss 2.0" in terminal.getvalue() and "50%" in terminal.getvalue()
