"""The public chat page in one language, built with Gradio; turns and answers are rendered elsewhere."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import gradio as gr

from assistant.assistant import LONGEST_QUESTION
from ui.answer_view import AnswerView, TextOf
from ui.answering import Answering
from ui.conversation import Asking, Step, Turns, transcript
from ui.language import CODES, NAMES, Texts, languages
from ui.newest import Newest
from ui.rates import Counted, Rates, address
from ui.render import escaped

_IDLE = 6 * 3600
"""Seconds after which the server forgets a conversation that nobody goes on with."""

_LOGO = (
    '<svg viewBox="0 0 40 40" width="40" height="40" aria-hidden="true">'
    '<rect width="40" height="40" rx="11" fill="#0f766e"/>'
    '<path d="M20 20 11 13M20 20l9-7M20 20v10" stroke="#99f6e4" stroke-width="2"/>'
    '<g fill="#fff"><circle cx="20" cy="20" r="5"/><circle cx="11" cy="13" r="3.4"/><circle cx="29" cy="13" r="3.4"/>'
    '<circle cx="20" cy="31" r="3.4"/></g></svg>'
)

_Shown = tuple[Any, Any, Any, Any]
"""New values of: the turns that are done, the one that is being answered, the box, the conversation."""


class ChatPage:
    """The page in one language.

    Args:
        answering: answers the questions.
        texts: of the language.
        text_of: gives the text of a cited document.
        rates: how often one may ask.
    """

    def __init__(self, answering: Answering, texts: Texts, text_of: TextOf, rates: Rates) -> None:
        self._answering, self._texts, self._rates = answering, texts, rates
        self._view = AnswerView(texts, text_of)
        self._going_on: dict[str, tuple[Asking, Newest[Step]]] = {}

    def blocks(self, *, queue: int = 128, at_once: int = 8) -> gr.Blocks:
        """The page for Gradio to serve.

        Args:
            queue: questions that may wait; the answering's own limit is below it and turns away in Thai.
            at_once: questions handed to the answering at the same time.
        """
        texts = self._texts
        page: gr.Blocks
        with gr.Blocks(title=texts["page.title"], analytics_enabled=False) as page:
            turns = gr.State((), time_to_live=_IDLE)
            _html(_header(texts), "header")
            with gr.Column(elem_id="klum-talk"):
                past, now = _html(transcript((), texts), "past"), _html("", "now")
            with gr.Column(elem_id="composer"):
                with gr.Row(elem_id="line"):
                    box = gr.Textbox(
                        label=texts["page.question"], show_label=False, placeholder=texts["page.placeholder"], lines=1,
                        max_lines=6, max_length=LONGEST_QUESTION, container=False, scale=1, min_width=120,
                        elem_id="question",
                    )  # fmt: skip
                    send = gr.Button(texts["page.ask"], variant="primary", scale=0, min_width=72, elem_id="send")
                    stop = gr.Button(texts["page.stop"], scale=0, min_width=72, elem_id="stop")
                with gr.Row(elem_id="below"):
                    _html(f'<p class="note">{escaped(texts["page.note"])}</p>', "note")
                    _html(_save(texts), "save")
                    new = gr.Button(texts["page.new"], size="sm", scale=0, min_width=130, elem_id="new")
            shown = [past, now, box, turns]
            gr.on(
                [box.submit, send.click], self._asked, [box, turns], shown, show_progress="hidden",
                trigger_mode="once", concurrency_limit=at_once, concurrency_id="ask", api_visibility="private",
            )  # fmt: skip
            # Through the queue, which never holds these up: past it goes only what needs one more of Gradio's doors
            stop.click(
                self._stop, [turns], shown, show_progress="hidden", concurrency_limit=None, api_visibility="private"
            )
            new.click(self._anew, None, shown, show_progress="hidden", concurrency_limit=None, api_visibility="private")
        page.queue(max_size=queue, default_concurrency_limit=at_once, api_open=False)
        return page

    async def _asked(self, question: str, turns: Turns, request: gr.Request) -> AsyncIterator[_Shown]:
        question, session = question.strip(), str(request.session_hash)
        if not question:
            yield gr.skip(), gr.skip(), gr.skip(), gr.skip()
            return
        refusal = self._rates.refusal(Counted.QUESTION, address(request.client.host if request.client else None))
        asking = Asking(self._answering, self._view, question, turns, refusal[0] if refusal is not None else None)
        past = transcript(turns, self._texts) if turns else ""  # the greeting goes
        yield past, asking.first().now, "", gr.skip()
        steps = Newest(asking)
        self._going_on[session] = (asking, steps)
        try:
            async for step in steps:
                if step is None:  # lets Gradio see whether anybody is still there
                    yield gr.skip(), gr.skip(), gr.skip(), gr.skip()
                elif step.turns is None:
                    yield gr.skip(), step.now, gr.skip(), gr.skip()
                else:
                    yield transcript(step.turns, self._texts), "", gr.skip(), step.turns
            # Gradio says what was said last once more at the end: by then another conversation may have begun.
            yield gr.skip(), gr.skip(), gr.skip(), gr.skip()
        finally:
            asking.stop()
            self._going_on.pop(session, None)

    async def _stop(self, turns: Turns, request: gr.Request) -> _Shown:
        """End the answer that is being made, and keep what has been said."""
        if (going_on := self._going_on.get(str(request.session_hash))) is None:
            return gr.skip(), gr.skip(), gr.skip(), gr.skip()
        asking, steps = going_on
        steps.end()
        done = asking.stop().turns or turns
        return transcript(done, self._texts), "", gr.skip(), done

    async def _anew(self, request: gr.Request) -> _Shown:
        """Forget the conversation."""
        if (going_on := self._going_on.get(str(request.session_hash))) is not None:
            going_on[1].end()
        return transcript((), self._texts), "", "", ()


def _header(texts: Texts) -> str:
    script = escaped(json.dumps(texts.group("script"), ensure_ascii=False))
    switch = "".join(
        f'<a href="/language/{code}?next={languages()[code].home}" lang="{code}" hreflang="{code}"'
        f"{' aria-current=true' if code == texts.code else ''}>{NAMES[code]}</a>"
        for code in CODES
    )
    return (
        f'<div class="brand">{_LOGO}<div><h1>{escaped(texts["page.name"])}</h1>'
        f"<p>{escaped(texts['page.tagline'])}<span> {escaped(texts['page.promise'])}</span></p></div>"
        f'<nav class="languages" aria-label="{escaped(texts["page.language"])}">{switch}</nav>'
        f'<button type="button" class="round" data-theme-switch aria-label="{escaped(texts["page.theme"])}">◐</button>'
        f'<div id="klum-live" class="sr" aria-live="polite" data-texts="{script}"></div></div>'
    )


def _save(texts: Texts) -> str:
    return f'<button type="button" class="link" data-export hidden>{escaped(texts["page.save"])}</button>'


def _html(value: str, name: str) -> gr.Markdown:
    """Our own HTML as it is; a Markdown block, because `gr.HTML` would need `eval`."""
    return gr.Markdown(value, elem_id=f"klum-{name}", sanitize_html=False, latex_delimiters=[], container=False)
