"""Asks the assistant for the web's visitors: a few at once, the rest wait; what fails has a reference number."""

from __future__ import annotations

import itertools
import logging
import secrets
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant import Assistant
from assistant.answer import Answer
from assistant.events import Event, Said, Understood
from corpus.errors import AssistantError
from ui.inbox import Inbox

_log = logging.getLogger(__name__)

HISTORY = 8
"""Earlier questions that a follow-up is read with; older ones are left out."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there is no answer, in words for the person who asked.

    Args:
        status: the HTTP status that says the same.
        message: what happened, in Thai.
        hint: what to do about it, in Thai.
        reference: stands in the log beside the details.
    """

    status: int
    message: str
    hint: str
    reference: str

    def to_json(self) -> dict[str, object]:
        """The failure as the API sends it."""
        return {"error": {"message": self.message, "hint": self.hint, "reference": self.reference}}


def failure(
    status: int, message: str, hint: str, detail: object = "", *, error: BaseException | None = None
) -> Failure:
    """A failure under a new reference number, with its details in the log.

    Args:
        status: the HTTP status.
        message: what happened, in Thai.
        hint: what to do about it, in Thai.
        detail: for the log only.
        error: its traceback goes into the log.
    """
    reference = f"K-{secrets.token_hex(4).upper()}"
    _log.log(
        logging.ERROR if status >= 500 else logging.INFO,
        "%s: %d %s %s",
        reference,
        status,
        message,
        detail,
        exc_info=error,
    )
    return Failure(status, message, hint, reference)


def unexpected(error: BaseException, doing: str) -> Failure:
    """The failure for an error that nobody foresaw."""
    return failure(
        500, "ขออภัย ระบบขัดข้องชั่วคราว", "โปรดลองใหม่อีกครั้ง หากยังไม่ได้ โปรดแจ้งเจ้าหน้าที่พร้อมเลขอ้างอิงนี้", doing, error=error
    )


@dataclass(frozen=True, slots=True)
class Told:
    """An answer for a visitor.

    Args:
        answer: the answer.
        id: under which the inbox keeps it; "" if it does not.
    """

    answer: Answer
    id: str


class Answering:
    """An assistant behind a door that lets a few in at a time.

    Args:
        assistant: answers the questions.
        inbox: keeps the questions; None keeps none.
        at_once: questions answered at the same time; answering keeps a core busy.
        waiting: questions that may wait; the next one is turned away politely.
        patience: seconds that a question waits at most.
    """

    def __init__(
        self,
        assistant: Assistant,
        inbox: Inbox | None = None,
        *,
        at_once: int = 2,
        waiting: int = 64,
        patience: float = 20.0,
    ) -> None:
        self.assistant = assistant
        self.inbox = inbox
        self._patience = patience
        self._room = threading.BoundedSemaphore(at_once + waiting)
        self._turn = threading.BoundedSemaphore(at_once)

    def ask(self, question: str, history: Sequence[str] = (), *, door: str = "page") -> Told | Failure:
        """Answer a question, or say why not; never raises.

        Args:
            question: as it was typed.
            history: the earlier questions of the conversation, oldest first.
            door: where it came in, for the inbox.
        """
        result = self._ask(question, history)
        if isinstance(result, Failure):
            return result
        return Told(result, self.inbox.note(result, door) if self.inbox is not None else "")

    def stream(self, question: str, history: Sequence[str] = (), *, door: str = "page") -> Streaming | Failure:
        """Begin to answer a question; never raises.

        Args:
            question: as it was typed.
            history: the earlier questions of the conversation, oldest first.
            door: where it came in, for the inbox.

        Returns:
            The answer while it is made, which must be read to its end or closed; or why there is none.
        """
        if not self._room.acquire(blocking=False):
            return self._busy()
        streaming = Streaming(self, question, tuple(history)[-HISTORY:], door)
        failed = streaming.begin()
        if failed is not None:
            streaming.close()
            return failed
        return streaming

    def warm(self, question: str) -> None:
        """Answer a question that nobody asked, so that the first visitor does not wait for what is made only once."""
        self._ask(question, ())

    def _ask(self, question: str, history: Sequence[str]) -> Answer | Failure:
        if not self._room.acquire(blocking=False):
            return self._busy()
        try:
            if not self._turn.acquire(timeout=self._patience):
                return self._busy()
            try:
                return self.assistant.ask(question, tuple(history)[-HISTORY:])
            finally:
                self._turn.release()
        except AssistantError as error:
            return failure(400, error.message, error.hint)
        except Exception as error:  # the visitor gets a reference number, the log the traceback
            return unexpected(error, f"question of {len(question)} characters")
        finally:
            self._room.release()

    def _busy(self) -> Failure:
        return failure(503, "ขณะนี้มีผู้ใช้งานจำนวนมาก", "โปรดรอสักครู่แล้วถามอีกครั้ง", "no room for another question")

    def take_turn(self) -> bool:
        """Wait for a turn to answer, as long as patience allows."""
        return self._turn.acquire(timeout=self._patience)

    def give_turn(self) -> None:
        """Let the next question have its turn."""
        self._turn.release()

    def leave(self) -> None:
        """Make room for another question."""
        self._room.release()


class Streaming:
    """An answer while it is made: iterating gives `Understood`, `Said` pieces, then `Told`, or a `Failure` at the end.

    Args:
        answering: the door; it has made room for the question.
        question: as it was typed.
        history: the earlier questions.
        door: where it came in.
    """

    def __init__(self, answering: Answering, question: str, history: tuple[str, ...], door: str) -> None:
        self._answering, self._question, self._door = answering, question, door
        self._events = answering.assistant.stream(question, history)
        self._first: Event | None = None
        self._in_turn = False
        self._closed = False

    def begin(self) -> Failure | None:
        """Wait for a turn and for the first event; why there is none, or None."""
        if not self._answering.take_turn():
            return failure(503, "ขณะนี้มีผู้ใช้งานจำนวนมาก", "โปรดรอสักครู่แล้วถามอีกครั้ง", "no turn for another question")
        self._in_turn = True
        try:
            self._first = next(self._events)
        except AssistantError as error:
            return failure(400, error.message, error.hint)
        except Exception as error:  # the visitor gets a reference number, the log the traceback
            return unexpected(error, f"question of {len(self._question)} characters")
        return None

    def __iter__(self) -> Iterator[Understood | Said | Told | Failure]:
        try:
            for event in itertools.chain([self._first] if self._first is not None else [], self._events):
                if isinstance(event, Answer):
                    inbox = self._answering.inbox
                    yield Told(event, inbox.note(event, self._door) if inbox is not None else "")
                else:
                    yield event
        except Exception as error:
            yield unexpected(error, f"question of {len(self._question)} characters")
        finally:
            self.close()

    def close(self) -> None:
        """Stop answering and let the next question in; may be called twice."""
        if self._closed:
            return
        self._closed = True
        close = getattr(self._events, "close", None)
        if close is not None:
            close()
        if self._in_turn:
            self._answering.give_turn()
        self._answering.leave()
