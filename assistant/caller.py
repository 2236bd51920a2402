"""Calls a language model within limits: retries with backoff, a deadline, budgets, a circuit breaker, one log line."""

from __future__ import annotations

import contextvars
import logging
import queue
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tenacity import Retrying, retry_if_exception, stop_after_attempt, wait_exponential_jitter

from assistant.breaker import Breaker
from assistant.budget import Ledger
from assistant.chat_model import ChatModel, Message, Piece, Usage, estimated_tokens
from corpus.errors import ModelError

_log = logging.getLogger(__name__)
_LONGEST_WAIT = 8.0
_CHARACTERS_A_TOKEN = 8
"""More characters than any tokenizer packs into a token: what a model may send for the tokens it was allowed."""
_QUEUED = 64


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for a model.

    Args:
        stall: seconds without a piece of text.
        total: seconds for a whole call with its retries.
        retries: how often a call is tried again before it has sent anything.
        backoff: seconds before the first retry; doubled each time, with a random share added.
    """

    stall: float = 20.0
    total: float = 60.0
    retries: int = 2
    backoff: float = 0.5


class Caller:
    """A model with its limits; one for all questions.

    Args:
        model: the model.
        ledger: keeps the budgets.
        patience: how long to wait.
        breaker: stops calling a model that fails.
    """

    def __init__(
        self, model: ChatModel, ledger: Ledger, patience: Patience | None = None, breaker: Breaker | None = None
    ) -> None:
        self.model = model
        self.ledger = ledger
        self.patience = patience or Patience()
        self.breaker = breaker or Breaker()

    def session(self) -> Session:
        """What one question may use."""
        return Session(self)


class Session:
    """The calls of one question, which share a budget.

    Attributes:
        spent: tokens used so far.
    """

    def __init__(self, caller: Caller) -> None:
        self._caller = caller
        self.spent = Usage(0, 0)

    @property
    def model(self) -> str:
        """The model's name."""
        return self._caller.model.name

    @property
    def room(self) -> int:
        """Tokens that the question may still use; a large number without a limit."""
        limit = self._caller.ledger.limits.tokens_question
        return max(0, limit - self.spent.total) if limit else 1_000_000

    def text(self, messages: Sequence[Message], *, most_tokens: int, purpose: str) -> str:
        """The whole answer to messages; see `stream`."""
        return "".join(self.stream(messages, most_tokens=most_tokens, purpose=purpose))

    def stream(self, messages: Sequence[Message], *, most_tokens: int, purpose: str) -> Iterator[str]:
        """Pieces of the model's answer, cut off where it is longer than allowed.

        Args:
            messages: the conversation.
            most_tokens: upper length of the answer, in tokens.
            purpose: "answer", "rewrite" or "judge".

        Raises:
            ModelError: if the budget is used up, the breaker is open, or the model fails, stalls or takes too long.
        """
        caller = self._caller
        most = Usage(sum(estimated_tokens(message.text) for message in messages), most_tokens)
        day = caller.ledger.reserve(most, self.spent)
        if not caller.breaker.allows():
            caller.ledger.settle(day, most, Usage(0, 0))
            raise ModelError("The model failed several times and is left alone for a while.")
        began = time.monotonic()
        received = 0
        told: Usage | None = None
        outcome = "abandoned"
        try:
            for piece in self._pieces(messages, most_tokens, purpose, began + caller.patience.total):
                told = piece.usage or told
                if not piece.text:
                    continue
                received += len(piece.text)
                if received > most_tokens * _CHARACTERS_A_TOKEN:
                    outcome = "cut off"
                    break
                yield piece.text
            else:
                outcome = "ok" if received else "empty"
        except ModelError:
            outcome = "failed"
            raise
        finally:
            used = told or Usage(most.prompt, estimated_tokens(" " * received) if received else 0)
            self.spent = Usage(self.spent.prompt + used.prompt, self.spent.completion + used.completion)
            caller.ledger.settle(day, most, used)
            caller.breaker.record(ok=outcome not in ("failed", "empty"))
            _log.info(
                "model %s: %s, %s, %d tokens in, %d out%s, %.2f s", self.model, purpose, outcome, used.prompt,
                used.completion, "" if told else " (estimated)", time.monotonic() - began,
            )  # fmt: skip

    def _pieces(self, messages: Sequence[Message], most_tokens: int, purpose: str, deadline: float) -> Iterator[Piece]:
        """The pieces of a call that is tried again as long as it fails in passing before its first piece."""
        patience = self._caller.patience
        retrying = Retrying(
            stop=stop_after_attempt(patience.retries + 1),
            wait=wait_exponential_jitter(multiplier=patience.backoff, max=_LONGEST_WAIT, jitter=patience.backoff),
            retry=retry_if_exception(
                lambda error: isinstance(error, ModelError) and error.passing and time.monotonic() < deadline
            ),
            reraise=True,
        )

        def begun() -> tuple[_Stream, Piece | None]:
            stream = _Stream(self._caller.model, messages, most_tokens, purpose)
            try:
                return stream, stream.next(patience.stall, deadline)
            except BaseException:
                stream.close()
                raise

        stream, piece = retrying(begun)
        try:
            while piece is not None:
                yield piece
                piece = stream.next(patience.stall, deadline)
        finally:
            stream.close()


class _Stream:
    """A model's pieces read by a thread of their own, so that waiting for one can end, whatever the client does.

    Closing tells the thread to close the call; it does so at the next piece or at the client's own timeout.
    """

    def __init__(self, model: ChatModel, messages: Sequence[Message], most_tokens: int, purpose: str) -> None:
        self._queue: queue.Queue[Piece | ModelError | None] = queue.Queue(_QUEUED)
        self._closed = threading.Event()
        context = contextvars.copy_context()  # tracing finds the run that a call belongs to there
        run = lambda: context.run(self._read, model, messages, most_tokens, purpose)  # noqa: E731
        threading.Thread(target=run, name="model-call", daemon=True).start()

    def next(self, stall: float, deadline: float) -> Piece | None:
        """The next piece; None at the end.

        Raises:
            ModelError: if the call failed, or nothing came in time.
        """
        left = deadline - time.monotonic()
        try:
            got = self._queue.get(timeout=max(0.0, min(stall, left)))
        except queue.Empty:
            late = left <= stall
            message = "The model took too long." if late else f"The model sent nothing for {stall:g} s."
            raise ModelError(message, passing=not late) from None
        if isinstance(got, ModelError):
            raise got
        return got

    def close(self) -> None:
        """End the call."""
        self._closed.set()

    def _read(self, model: ChatModel, messages: Sequence[Message], most_tokens: int, purpose: str) -> None:
        end: ModelError | None = None
        try:
            pieces = model.stream(messages, most_tokens=most_tokens, purpose=purpose)
            try:
                for piece in pieces:
                    if not self._put(piece):
                        return
            finally:
                close = getattr(pieces, "close", None)
                if close is not None:
                    close()
        except ModelError as error:
            end = error
        except Exception as error:  # whatever a model does, the question is answered
            end = ModelError(f"The call to the model failed ({type(error).__name__}).", passing=True)
        self._put(end)

    def _put(self, item: Piece | ModelError | None) -> bool:
        """Hand an item over; False once nobody waits for it any more."""
        while not self._closed.is_set():
            try:
                self._queue.put(item, timeout=0.1)
                return True
            except queue.Full:
                continue
        return False
