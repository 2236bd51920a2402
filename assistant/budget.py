"""How many tokens, and how much money, a language model may use for a question and in a day; kept in a small file."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from assistant.chat_model import Usage
from corpus.errors import ModelError

FILE = "model-usage.sqlite3"
"""Name of the file under the Klum home."""
_MILLION = 1_000_000
_PATIENCE = 10.0


@dataclass(frozen=True, slots=True)
class Limits:
    """What a model may use; 0 is no limit.

    Args:
        tokens_question: tokens for one question, sent and received, all calls together.
        tokens_day: tokens in a day (UTC).
        cost_question: money for one question.
        cost_day: money in a day (UTC).
        price_in: price of a million tokens sent.
        price_out: price of a million tokens received.
    """

    tokens_question: int = 16_000
    tokens_day: int = 2_000_000
    cost_question: float = 0.0
    cost_day: float = 0.0
    price_in: float = 0.0
    price_out: float = 0.0

    def cost(self, usage: Usage) -> float:
        """The price of some tokens, in the currency of the prices."""
        return (usage.prompt * self.price_in + usage.completion * self.price_out) / _MILLION


class Ledger:
    """What was used each day. Safe from any thread and process: every change is one transaction.

    Args:
        path: the file; made if there is none.
        limits: what may be used.
        today: tells the day.
    """

    def __init__(
        self, path: Path, limits: Limits, today: Callable[[], date] = lambda: datetime.now(UTC).date()
    ) -> None:
        self.limits = limits
        self._path = path
        self._today = today
        path.parent.mkdir(parents=True, exist_ok=True)
        with self._transaction() as file:
            file.execute(
                "CREATE TABLE IF NOT EXISTS used (day TEXT PRIMARY KEY, tokens INTEGER NOT NULL, cost REAL NOT NULL)"
            )

    def reserve(self, most: Usage, spent: Usage) -> str:
        """Take what a call may use at most out of the day's budget before it begins.

        Args:
            most: what the call may use.
            spent: what the question has used before.

        Returns:
            The day, for `settle`.

        Raises:
            ModelError: if the question's or the day's budget does not suffice.
        """
        limits, cost = self.limits, self.limits.cost(most)
        if limits.tokens_question and spent.total + most.total > limits.tokens_question:
            raise ModelError("The question's budget of tokens is used up.")
        if limits.cost_question and limits.cost(spent) + cost > limits.cost_question:
            raise ModelError("The question's budget of money is used up.")
        day = self._today().isoformat()
        with self._transaction() as file:
            tokens, paid = self._used(file, day)
            if limits.tokens_day and tokens + most.total > limits.tokens_day:
                raise ModelError("The day's budget of tokens is used up.")
            if limits.cost_day and paid + cost > limits.cost_day:
                raise ModelError("The day's budget of money is used up.")
            self._add(file, day, most.total, cost)
        return day

    def settle(self, day: str, reserved: Usage, used: Usage) -> None:
        """Replace what was reserved by what was used."""
        with self._transaction() as file:
            more = used.total - reserved.total
            self._add(file, day, more, self.limits.cost(used) - self.limits.cost(reserved))

    def used_today(self) -> tuple[int, float]:
        """Tokens and money used or reserved today."""
        with self._transaction() as file:
            return self._used(file, self._today().isoformat())

    @staticmethod
    def _used(file: sqlite3.Connection, day: str) -> tuple[int, float]:
        row = file.execute("SELECT tokens, cost FROM used WHERE day = ?", (day,)).fetchone()
        return (int(row[0]), float(row[1])) if row else (0, 0.0)

    @staticmethod
    def _add(file: sqlite3.Connection, day: str, tokens: int, cost: float) -> None:
        file.execute(
            "INSERT INTO used VALUES (?, ?, ?) ON CONFLICT (day) DO UPDATE SET tokens = tokens + excluded.tokens,"
            " cost = cost + excluded.cost",
            (day, tokens, cost),
        )

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        try:
            file = sqlite3.connect(self._path, timeout=_PATIENCE, isolation_level=None)
            try:
                file.execute("BEGIN IMMEDIATE")
                try:
                    yield file
                except BaseException:
                    file.execute("ROLLBACK")
                    raise
                file.execute("COMMIT")
            finally:
                file.close()
        except sqlite3.Error as error:
            raise ModelError(f"The file of used tokens {self._path.name} cannot be used ({error}).") from error
