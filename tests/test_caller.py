"""Calls within limits, with a scripted model in this process; the wire is tried in `test_blend.py`."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from assistant.budget import Ledger, Limits
from assistant.caller import Caller, Patience
from assistant.chat_model import Message, Piece, Usage
from corpus.errors import ModelError

ASKED = [Message("user", "ถาม" * 10)]
QUICK = Patience(stall=0.3, total=2.0, retries=2, backoff=0.01)


@dataclass
class Scripted:
    """A model that does one thing after the other, call by call."""

    calls: list[list[Piece | Exception | float]]
    name: str = "test:scripted"
    began: int = 0
    closed: threading.Event = field(default_factory=threading.Event)

    def stream(self, messages: Sequence[Message], *, most_tokens: int, purpose: str) -> Iterator[Piece]:
        steps = self.calls[min(self.began, len(self.calls) - 1)]
        self.began += 1
        try:
            for step in steps:
                if isinstance(step, Exception):
                    raise step
                if isinstance(step, float):
                    time.sleep(step)
                else:
                    yield step
        finally:
            self.closed.set()


def caller(tmp_path: Path, model: Scripted, limits: Limits | None = None) -> Caller:
    return Caller(model, Ledger(tmp_path / "used.sqlite3", limits or Limits()), QUICK)


def text(made: Caller, most: int = 100) -> str:
    return made.session().text(ASKED, most_tokens=most, purpose="answer")


def test_what_is_used_is_what_the_model_tells(tmp_path: Path) -> None:
    made = caller(tmp_path, Scripted([[Piece("ตอบ"), Piece("แล้ว", Usage(11, 7))]]))
    session = made.session()
    assert session.text(ASKED, most_tokens=100, purpose="answer") == "ตอบแล้ว"
    assert session.spent == Usage(11, 7) and made.ledger.used_today()[0] == 18


def test_what_is_not_told_is_estimated(tmp_path: Path) -> None:
    made = caller(tmp_path, Scripted([[Piece("ก" * 40)]]))
    text(made)
    assert made.ledger.used_today()[0] == 16 + 21


@pytest.mark.parametrize("passing", [True, False])
def test_only_what_passes_is_tried_again(passing: bool, tmp_path: Path) -> None:
    model = Scripted([[ModelError("no", passing=passing)], [Piece("ตอบ")]])
    if passing:
        assert text(caller(tmp_path, model)) == "ตอบ" and model.began == 2
    else:
        with pytest.raises(ModelError, match="no"):
            text(caller(tmp_path, model))
        assert model.began == 1


def test_nothing_is_tried_again_after_the_first_piece(tmp_path: Path) -> None:
    model = Scripted([[Piece("ตอ"), ModelError("broken", passing=True)]])
    with pytest.raises(ModelError, match="broken"):
        text(caller(tmp_path, model))
    assert model.began == 1


def test_an_error_that_nobody_foresaw_is_told_without_its_words(tmp_path: Path) -> None:
    with pytest.raises(ModelError) as caught:
        text(caller(tmp_path, Scripted([[ValueError("sk-secret")]])))
    assert "sk-secret" not in str(caught.value) and "ValueError" in str(caught.value)


def test_stalls_and_slow_answers_end(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"nothing for 0\.3"):
        text(caller(tmp_path, Scripted([[Piece("ตอ"), 1.0]])))
    began = time.monotonic()
    slow: list[Piece | Exception | float] = [0.2, Piece("ก")] * 50
    with pytest.raises(ModelError, match="too long"):
        text(caller(tmp_path, Scripted([slow])))
    assert time.monotonic() - began < 4


def test_too_long_an_answer_is_cut_off_and_the_call_closed(tmp_path: Path) -> None:
    model = Scripted([[Piece("ก" * 10)] * 10_000])
    assert len(text(caller(tmp_path, model), most=10)) <= 80
    assert model.closed.wait(3)


def test_a_reader_that_leaves_closes_the_call(tmp_path: Path) -> None:
    model = Scripted([[Piece("ก")] * 10_000])
    made = caller(tmp_path, model)
    pieces = made.session().stream(ASKED, most_tokens=1000, purpose="answer")
    assert next(iter(pieces)) == "ก"
    pieces.close()  # type: ignore[attr-defined]
    assert model.closed.wait(3) and made.breaker.allows()


def test_a_budget_that_does_not_suffice_keeps_the_model_from_being_called(tmp_path: Path) -> None:
    model = Scripted([[Piece("ตอบ")]])
    with pytest.raises(ModelError, match="budget"):
        text(caller(tmp_path, model, Limits(tokens_question=50)))
    assert not model.began
