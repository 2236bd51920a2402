"""Figures of what visitors asked: by day, by topic, what was cited, how long answers took."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from index.encoder import Encoder
from ui.inbox import Inbox
from ui.topics import MOST, Topic, topics

_LONGEST_LOOK = 20 * MOST
"""Questions that topics are looked for in, at most; the newest."""


@dataclass(frozen=True, slots=True)
class Day:
    """What was asked on a day.

    Args:
        day: the day, in the server's time zone.
        questions: how many questions.
        abstained: how many found no answer.
        good: how many answers were called useful.
        bad: how many were not.
    """

    day: date
    questions: int = 0
    abstained: int = 0
    good: int = 0
    bad: int = 0


@dataclass(frozen=True, slots=True)
class Overview:
    """What was asked in some days.

    Args:
        days: each day, also those without a question, oldest first.
        topics: what was asked about most.
        cited: sources with the number of answers that cite them, most cited first; abstentions are no answers.
        median: seconds that an answer took; None where that was not kept.
        p95: seconds that 95 of 100 answers took at most.
    """

    days: Sequence[Day]
    topics: Sequence[Topic]
    cited: Sequence[tuple[str, int]]
    median: float | None
    p95: float | None

    @property
    def total(self) -> Day:
        """All days as one, dated with the first."""
        return Day(
            self.days[0].day,
            sum(one.questions for one in self.days),
            sum(one.abstained for one in self.days),
            sum(one.good for one in self.days),
            sum(one.bad for one in self.days),
        )


def overview(inbox: Inbox, encoder: Encoder, days: int, *, today: date | None = None, most: int = 10) -> Overview:
    """Figures of the last days.

    Args:
        inbox: the questions.
        encoder: gives the vectors that topics are found by.
        days: how many, today included.
        today: the last day.
        most: how many topics and sources at most.

    Raises:
        InboxError: if the inbox cannot be read.
    """
    last = today or date.today()
    first = last - timedelta(days=days - 1)
    begin = datetime.combine(first, datetime.min.time()).timestamp()
    end = datetime.combine(last + timedelta(days=1), datetime.min.time()).timestamp()
    within = "FROM questions WHERE asked>=? AND asked<?"
    by_day = {
        row[0]: Day(date.fromisoformat(row[0]), *row[1:])
        for row in inbox.rows(
            "SELECT date(asked, 'unixepoch', 'localtime'), count(*), sum(abstained), sum(verdict='good'),"
            f" sum(verdict='bad') {within} GROUP BY 1",
            (begin, end),
        )
    }
    asked = inbox.rows(
        f"SELECT standalone, abstained {within} ORDER BY asked DESC LIMIT ?", (begin, end, _LONGEST_LOOK)
    )
    seconds = [row[0] for row in inbox.rows(f"SELECT seconds {within} AND seconds>0 ORDER BY 1", (begin, end))]
    return Overview(
        [by_day.get(str(day), Day(day)) for day in (first + timedelta(days=one) for one in range(days))],
        topics([(question, bool(abstained)) for question, abstained in asked], encoder, most=most),
        citations(inbox, begin, end).most_common(most),
        quantile(seconds, 0.5),
        quantile(seconds, 0.95),
    )


def citations(inbox: Inbox, begin: float = 0.0, end: float = math.inf) -> Counter[str]:
    """How many answers cite each source.

    Args:
        inbox: the questions.
        begin: seconds since 1970.
        end: the same; not included.
    """
    rows = inbox.rows("SELECT sources FROM questions WHERE abstained=0 AND asked>=? AND asked<?", (begin, end))
    return Counter(source for (sources,) in rows for source in sources.split("\n") if source)


def quantile(ascending: Sequence[float], share: float) -> float | None:
    """The smallest value that this share of all values does not exceed; None if there is no value."""
    return ascending[max(0, math.ceil(share * len(ascending)) - 1)] if ascending else None
