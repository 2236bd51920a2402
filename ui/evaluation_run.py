"""How an evaluation stands, and what differs between two of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from evals.cases import Case


@dataclass(frozen=True, slots=True)
class Run:
    """A run of a question set.

    Args:
        id: its name among the runs, which begins with when it was begun.
        name: of the question set.
        cases: how many there are.
        done: how many are answered.
        running: whether it is being run, or waits for its turn.
        fault: why it ended before its end, or "".
        summary: its figures; empty before its end.
    """

    id: str
    name: str
    cases: int
    done: int
    running: bool
    fault: str
    summary: Mapping[str, Any]

    @property
    def complete(self) -> bool:
        """Whether all is done, and the report written."""
        return bool(self.summary)

    @property
    def fresh(self) -> bool:
        """Whether nothing of it has been done yet, and nothing is being done."""
        return not (self.done or self.running or self.fault or self.summary)

    @property
    def begun(self) -> str:
        """When its question set was uploaded, for people."""
        return f"{datetime.strptime(self.id[:15], '%Y%m%d-%H%M%S'):%Y-%m-%d %H:%M}"


def changed(
    first: Mapping[str, tuple[Case, Mapping[str, Any], bool | None]],
    second: Mapping[str, tuple[Case, Mapping[str, Any], bool | None]],
) -> list[tuple[Case, Mapping[str, Any], Mapping[str, Any], int]]:
    """Cases whose verdict two runs of the same questions do not share: worse ones first.

    Args:
        first: as `Evaluations.verdicts` gives them.
        second: the later run.

    Returns:
        The case, its result in each run, and 1 if the second is better, -1 if it is worse.
    """
    found = []
    for identifier, (case, before, right) in first.items():
        if identifier not in second or second[identifier][0].question != case.question:
            continue
        _, after, now = second[identifier]
        if right != now:
            found.append((case, before, after, 1 if _rank(now) > _rank(right) else -1))
    return sorted(found, key=lambda one: one[3])


def _rank(right: bool | None) -> int:
    return -1 if right is None else int(right)
