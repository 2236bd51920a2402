"""A conversation as the chat page shows it: its turns, and what there is to see while one of them is answered."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.events import Said, Understood
from ui.answer_view import AnswerView
from ui.answering import Answering, Failure
from ui.language import Texts
from ui.render import escaped

TURNS = 30
"""Turns of a conversation that stay on the page."""


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


Turns = tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """What there is to see of a turn.

    Args:
        now: the turn that is being answered, as HTML; "" when it is done.
        turns: the conversation with that turn at its end once it is done; None before.
    """

    now: str
    turns: Turns | None = None


class Asking:
    """One question on its way; iterating gives the steps to show, `stop` ends it.

    Args:
        answering: answers it.
        view: renders it.
        question: as it was typed.
        turns: the conversation before it.
        refused: why it is not answered at all; None if it is.
    """

    def __init__(
        self, answering: Answering, view: AnswerView, question: str, turns: Turns, refused: Failure | None = None
    ) -> None:
        self._answering, self._view, self._question, self._turns = answering, view, question, turns
        self._refused = refused
        self._number = turns[-1].number + 1 if turns else 1
        self._standalone = self._text = ""
        self._stopped = threading.Event()

    def first(self) -> Step:
        """What to show before anything is known."""
        return self._going_on()

    def stop(self) -> Step:
        """End it, from any thread: what has been said so far is kept, and no more is asked of the assistant."""
        self._stopped.set()
        return self._done(self._view.stopped(self._question, self._standalone, self._text), self._standalone)

    def __iter__(self) -> Iterator[Step]:
        if self._refused is not None:
            yield self._done(self._view.failure(self._refused))
            return
        earlier = [turn.question for turn in self._turns if turn.question]
        streaming = self._answering.stream(self._question, earlier)
        if isinstance(streaming, Failure):
            yield self._done(self._view.failure(streaming))
            return
        try:
            for event in streaming:
                if self._stopped.is_set():
                    return
                if isinstance(event, Understood):
                    self._standalone = event.standalone_question
                    yield self._going_on()
                elif isinstance(event, Said):
                    self._text += event.text
                    yield self._going_on()
                elif isinstance(event, Failure):
                    yield self._done(self._view.failure(event))
                else:
                    shown = self._view.answer(event.answer, f"t{self._number}", event.id)
                    yield self._done(shown, event.answer.standalone_question)
        finally:
            streaming.close()

    def _going_on(self) -> Step:
        shown = self._view.partial(self._question, self._standalone, self._text)
        return Step(
            f'<div class="transcript"><div class="turn waiting" id="t{self._number}">'
            f"{self._view.question(self._question)}{shown}</div></div>"
        )

    def _done(self, shown: str, question: str = "") -> Step:
        turn = Turn(self._number, question, self._view.question(self._question) + shown)
        return Step("", (*self._turns, turn)[-TURNS:])


def transcript(turns: Turns, texts: Texts) -> str:
    """The turns that are done; a greeting if there are none."""
    shown = "".join(f'<div class="turn" id="t{turn.number}">{turn.shown}</div>' for turn in turns)
    return f'<div class="transcript">{shown}</div>' if shown else _welcome(texts)


def _welcome(texts: Texts) -> str:
    """What an empty conversation shows: a greeting and example questions by topic."""
    topics = "".join(
        f"<section><h3>{escaped(topic)}</h3>"
        + "".join(f'<button type="button" data-ask="{escaped(text)}">{escaped(text)}</button>' for text in questions)
        + "</section>"
        for topic, questions in texts.examples
    )
    return (
        f'<div class="welcome"><h2>{escaped(texts["page.greeting"])}</h2>'
        f'<p>{escaped(texts["page.invitation"])}</p><div class="topics">{topics}</div></div>'
    )
