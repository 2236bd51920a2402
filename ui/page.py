"""The public chat page, built with Gradio; everything with words in it is rendered by `ui.render`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import gradio as gr

from assistant.assistant import LONGEST_QUESTION
from ui.answering import Answering, Failure
from ui.render import TextOf, escaped, render_answer, render_failure, render_question

TURNS = 30
"""Turns of a conversation that stay on the page."""
_IDLE = 6 * 3600
"""Seconds after which the server forgets a conversation that nobody goes on with."""

EXAMPLES = (
    ("ปัจจัยความสำเร็จ", ("ปัจจัยแห่งความสำเร็จของคลัสเตอร์มีอะไรบ้าง", "บทเรียนจากการพัฒนาคลัสเตอร์มีอะไรบ้าง")),
    (
        "งบประมาณและตัวเลข",
        ("คลัสเตอร์ สสว. ปี 2563 ช่วยลดต้นทุนได้เท่าไร", "มีผู้ประกอบการเข้าร่วมคลัสเตอร์ทั้งหมดกี่ราย"),
    ),
    ("คลัสเตอร์ที่เข้าร่วม", ("คลัสเตอร์ 17 เครือข่ายมีอะไรบ้าง", "ใครดูแลคลัสเตอร์ปลากัดให้ สสว.")),
    ("การเข้าร่วมและติดต่อ", ("จะเข้าร่วมโครงการพัฒนาคลัสเตอร์ต้องทำอย่างไร", "ติดต่อสอบถามเรื่องคลัสเตอร์ได้ที่ไหน")),
)
"""Example questions by topic; the starter documents answer each of them."""

_LOGO = (
    '<svg viewBox="0 0 40 40" width="40" height="40" aria-hidden="true">'
    '<rect width="40" height="40" rx="11" fill="#0f766e"/>'
    '<path d="M20 20 11 13M20 20l9-7M20 20v10" stroke="#99f6e4" stroke-width="2"/>'
    '<g fill="#fff"><circle cx="20" cy="20" r="5"/><circle cx="11" cy="13" r="3.4"/><circle cx="29" cy="13" r="3.4"/>'
    '<circle cx="20" cy="31" r="3.4"/></g></svg>'
)
_HEADER = (
    f'<div class="brand">{_LOGO}<div><h1>กลุ่ม</h1>'
    "<p>ถามเรื่องคลัสเตอร์ ตอบจากเอกสารจริง<span> ทุกคำตอบมีแหล่งอ้างอิง</span></p></div>"
    '<button type="button" class="round" data-theme-switch aria-label="สลับโหมดสว่างและมืด">◐</button>'
    '<div id="klum-live" class="sr" aria-live="polite"></div></div>'
)
_NOTE = (
    '<p class="note">คัดจากเอกสารโดยอัตโนมัติ โปรดตรวจแหล่งอ้างอิงก่อนนำไปใช้ '
    '<button type="button" class="link" data-export hidden>บันทึกบทสนทนา</button></p>'
)


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and what was said to it.

    Args:
        number: from 1 in its conversation.
        question: as the next one is to understand it; "" if it had no answer.
        shown: its HTML.
    """

    number: int
    question: str
    shown: str


def welcome() -> str:
    """What an empty conversation shows: a greeting and example questions by topic."""
    topics = "".join(
        f"<section><h3>{escaped(topic)}</h3>"
        + "".join(f'<button type="button" data-ask="{escaped(text)}">{escaped(text)}</button>' for text in texts)
        + "</section>"
        for topic, texts in EXAMPLES
    )
    return (
        '<div class="welcome"><h2>อยากทราบเรื่องอะไรเกี่ยวกับคลัสเตอร์คะ</h2>'
        "<p>พิมพ์คำถามด้วยภาษาที่ใช้ทุกวันได้เลย ถามต่อเนื่องได้ "
        "หากเอกสารไม่มีคำตอบ ระบบจะบอกตามตรงและแนะนำผู้ที่ติดต่อได้</p>"
        f'<div class="topics">{topics}</div></div>'
    )


def transcript(turns: tuple[Turn, ...], asked: str = "") -> str:
    """A conversation, with the question that is being answered at its end."""
    shown = "".join(f'<div class="turn" id="t{turn.number}">{turn.shown}</div>' for turn in turns)
    if asked:
        number = turns[-1].number + 1 if turns else 1
        waiting = '<p class="searching" role="status"><i></i><i></i><i></i> กำลังค้นเอกสาร</p>'
        shown += f'<div class="turn waiting" id="t{number}">{render_question(asked)}{waiting}</div>'
    return f'<div class="transcript">{shown}</div>' if shown else welcome()


def take_turn(answering: Answering, text_of: TextOf, question: str, turns: tuple[Turn, ...]) -> tuple[Turn, ...]:
    """The conversation with one more question answered."""
    result = answering.ask(question, [turn.question for turn in turns if turn.question])
    number = turns[-1].number + 1 if turns else 1
    if isinstance(result, Failure):
        turn = Turn(number, "", render_question(question) + render_failure(result))
    else:
        shown = render_question(question) + render_answer(result.answer, f"t{number}", text_of, result.id)
        turn = Turn(number, result.answer.standalone_question, shown)
    return (*turns, turn)[-TURNS:]


def build_page(answering: Answering, text_of: TextOf, *, queue: int = 128, at_once: int = 8) -> gr.Blocks:
    """The page.

    Args:
        answering: answers the questions.
        text_of: gives the text of a cited document.
        queue: questions that may wait; the answering's own limit is below it and turns away in Thai.
        at_once: questions handed to the answering at the same time.
    """

    def asked(question: str, turns: tuple[Turn, ...]) -> Iterator[tuple[Any, Any, Any]]:
        question = question.strip()
        if not question:
            yield gr.skip(), gr.skip(), gr.skip()
            return
        yield transcript(turns, question), "", gr.skip()
        turns = take_turn(answering, text_of, question, turns)
        yield transcript(turns), gr.skip(), turns

    def anew() -> tuple[str, str, tuple[Turn, ...]]:
        return transcript(()), "", ()

    page: gr.Blocks
    with gr.Blocks(title="กลุ่ม · ถามเรื่องคลัสเตอร์", analytics_enabled=False) as page:
        turns = gr.State((), time_to_live=_IDLE)
        _html(_HEADER, "header")
        talk = _html(transcript(()), "talk")
        with gr.Column(elem_id="composer"):
            with gr.Row(elem_id="line"):
                box = gr.Textbox(
                    label="คำถามของคุณ", show_label=False, placeholder="พิมพ์คำถามเกี่ยวกับคลัสเตอร์ …", lines=1, max_lines=6,
                    max_length=LONGEST_QUESTION, container=False, scale=1, min_width=120, elem_id="question",
                )  # fmt: skip
                send = gr.Button("ถาม", variant="primary", scale=0, min_width=72, elem_id="send")
            with gr.Row(elem_id="below"):
                _html(_NOTE, "note")
                new = gr.Button("เริ่มบทสนทนาใหม่", size="sm", scale=0, min_width=130, elem_id="new")
        gr.on(
            [box.submit, send.click], asked, [box, turns], [talk, box, turns], show_progress="hidden",
            trigger_mode="once", concurrency_limit=at_once, concurrency_id="ask", api_visibility="private",
        )  # fmt: skip
        new.click(anew, None, [talk, box, turns], show_progress="hidden", api_visibility="private", queue=False)
    page.queue(max_size=queue, default_concurrency_limit=at_once, api_open=False)
    return page


def _html(value: str, name: str) -> gr.Markdown:
    """Our own HTML as it is; a Markdown block, because `gr.HTML` would need `eval`."""
    return gr.Markdown(value, elem_id=f"klum-{name}", sanitize_html=False, latex_delimiters=[], container=False)
