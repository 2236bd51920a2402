from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

from assistant import Assistant
from assistant.answer import Answer
from assistant.events import Event, Said, Understood
from corpus.errors import AssistantError
from ui.answer_view import AnswerView
from ui.answering import Answering, Failure
from ui.conversation import TURNS, Asking, Step, Turns, transcript
from ui.language import languages, thai


class Slow(Assistant):
    """An assistant that says one piece after another, each when it is let go."""

    def __init__(self, *pieces: str) -> None:
        self.pieces, self.closed = pieces, False
        self.go = threading.Semaphore(0)

    def stream(self, question: str, history: Any = ()) -> Iterator[Event]:
        if not question.strip("?"):
            raise AssistantError("คำถามว่างเปล่า", hint="โปรดพิมพ์คำถาม")
        try:
            yield Understood(f"{question} ({len(history)})")
            for piece in self.pieces:
                self.go.acquire()
                yield Said(piece)
            yield Answer(question, f"{question} ({len(history)})", "".join(self.pieces))
        finally:
            self.closed = True


def asking(assistant: Assistant, question: str = "ถาม", turns: Turns = (), refused: Failure | None = None) -> Asking:
    return Asking(Answering(assistant), AnswerView(thai(), lambda *_: ""), question, turns, refused)


def test_the_question_as_understood_then_each_piece_then_the_whole() -> None:
    slow = Slow("หนึ่ง ", "สอง")
    slow.go.release(2)
    steps = list(asking(slow))
    assert ["หนึ่ง" in step.now for step in steps] == [False, True, True, False]
    assert "ถาม (0)" in steps[0].now and "สอง" in steps[2].now and "กำลังค้น" in steps[0].now
    assert [step.turns is None for step in steps] == [True, True, True, False]
    done = steps[-1].turns or ()
    assert len(done) == 1 and "หนึ่ง สอง" in done[0].shown and done[0].question == "ถาม (0)"


def test_stopped_it_keeps_what_was_said_and_lets_the_next_one_in() -> None:
    slow = Slow("หนึ่ง", "สอง", "สาม")
    answering = Answering(slow, at_once=1, waiting=0)
    one = Asking(answering, AnswerView(thai(), lambda *_: ""), "ถาม", ())
    steps = iter(one)
    slow.go.release()
    next(steps), next(steps)
    stopped = one.stop().turns or ()
    assert "หนึ่ง" in stopped[0].shown and "ยังไม่ครบ" in stopped[0].shown
    slow.go.release()
    assert list(steps) == [] and slow.closed
    assert not isinstance(answering.stream("อีก"), Failure), "its place is free again"


def test_who_leaves_closes_the_answer() -> None:
    slow = Slow("หนึ่ง")
    steps = iter(asking(slow))
    next(steps)
    steps.close()  # type: ignore[attr-defined]
    assert slow.closed


def test_failures_and_refusals_are_turns_without_a_question() -> None:
    refused = Failure(429, "ส่งคำขอถี่เกินไป", "โปรดรอ 5 วินาทีแล้วลองใหม่", "K-1")
    for steps in (list(asking(Slow(), "?")), list(asking(Slow(), refused=refused))):
        [step] = steps
        assert step.turns is not None and step.turns[0].question == "" and "K-" in step.turns[0].shown


def test_only_the_last_turns_stay_and_their_questions_are_the_history() -> None:
    turns: Turns = ()
    for number in range(TURNS + 3):
        [*_, last] = list(asking(Slow(), f"q{number}", turns))
        turns = last.turns or ()
    assert len(turns) == TURNS and turns[-1].number == TURNS + 3 and turns[-1].question == f"q{TURNS + 2} (8)"


def test_an_empty_conversation_greets_in_its_language() -> None:
    for code, texts in languages().items():
        shown = transcript((), texts)
        assert texts["page.greeting"] in shown and shown.count("data-ask=") == 8, code
    step = asking(Slow()).first()
    assert isinstance(step, Step) and 'id="t1"' in step.now and "ถาม" in step.now
