"""The staff's overview: charts of what visitors asked, and of how they were answered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from corpus.document import THAI_MONTHS
from corpus.reading import document_id
from evals.charts import Bar, scaled
from index.encoder import word_encoder
from index.library import Index
from ui.accounts import User
from ui.figures import Day, Overview, overview
from ui.inbox import Inbox
from ui.pages import Pages

PERIODS = (7, 30, 90)
"""Days that can be chosen."""

_USUAL = 30


class StaffOverview:
    """Charts of the inbox.

    Args:
        index: an open index.
        inbox: visitors' questions; None if they are not kept.
    """

    def __init__(self, index: Index, inbox: Inbox | None) -> None:
        self._index, self._inbox = index, inbox
        self._encoder = word_encoder(index.encoder)
        self._page = Pages().page

    async def overview(self, request: Request, user: User) -> Response:
        """The charts of the last days."""
        chosen = request.query_params.get("days", "")
        days = int(chosen) if chosen in {str(one) for one in PERIODS} else _USUAL
        return await run_in_threadpool(self._shown, user, days)

    def _shown(self, user: User, days: int) -> Response:
        said = overview(self._inbox, self._encoder, days) if self._inbox is not None else None
        charts: dict[str, Any] = self._charts(said) if said is not None and said.total.questions else {}
        return self._page("overview", user, periods=PERIODS, days=days, kept=said is not None, charts=charts)

    def _charts(self, said: Overview) -> dict[str, Any]:
        total = said.total
        judged = total.good + total.bad
        tiles = [
            ("คำถาม", f"{total.questions:,}"),
            ("ไม่พบคำตอบ", percent(total.abstained, total.questions)),
            ("ของผู้ให้ความเห็นว่ามีประโยชน์", percent(total.good, judged) if judged else "–"),
        ]
        if said.median is not None and said.p95 is not None:
            tiles += [
                ("เวลาตอบตรงกลาง (median)", f"{said.median:.2f} วินาที"),
                ("ตอบภายใน 95 ใน 100 ครั้ง (p95)", f"{said.p95:.2f} วินาที"),
            ]
        verdicts = [("มีประโยชน์", total.good), ("ยังไม่ตรง", total.bad)]
        lengths = scaled([number for _, number in verdicts])
        return {
            "tiles": tiles,
            "daily": _daily(said.days),
            "most": max(day.questions for day in said.days),
            "shares": [_share(day) for day in said.days],
            "topics": self._topics(said),
            "verdicts": [
                Bar(name, f"{number:,} ครั้ง", length) for (name, number), length in zip(verdicts, lengths, strict=True)
            ],
            "judged": judged,
            "cited": self._cited(said.cited),
        }

    def _topics(self, said: Overview) -> list[Bar]:
        lengths = scaled([topic.questions for topic in said.topics])
        return [
            Bar(
                topic.name,
                f"{topic.questions:,} ครั้ง" + (f" ไม่พบคำตอบ {topic.abstained:,}" if topic.abstained else ""),
                length,
                length * topic.abstained / topic.questions,
                f"/staff/reply?{urlencode({'question': topic.name})}",
                "เช่น " + " / ".join(topic.others) if topic.others else "",
            )
            for topic, length in zip(said.topics, lengths, strict=True)
        ]

    def _cited(self, cited: Sequence[tuple[str, int]]) -> list[Bar]:
        known = {one.source: one for one in self._index.catalogue.documents(with_text=False)}
        lengths = scaled([number for _, number in cited])
        bars = []
        for (source, number), length in zip(cited, lengths, strict=True):
            document = known.get(source)
            name, gone = (document.title or source, "") if document else (source, "เอาออกจากคลังแล้ว")
            url = f"/staff/document?id={document_id(source)}"
            bars.append(Bar(name, f"{number:,} ครั้ง", length, url=url, more=gone))
        return bars


def percent(part: int, whole: int) -> str:
    """A share as people read it, with how many that are."""
    return f"{100 * part / whole:.0f} % ({part:,})" if whole else "–"


def _daily(days: Sequence[Day]) -> list[Bar]:
    """Questions by day, those without an answer as a part of them."""
    lengths = scaled([day.questions for day in days])
    return [
        Bar(
            _name(day),
            f"{day.questions:,} คำถาม" + (f" ไม่พบคำตอบ {day.abstained:,}" if day.abstained else ""),
            length if day.questions else None,
            length * day.abstained / day.questions if day.questions else 0.0,
        )
        for day, length in zip(days, lengths, strict=True)
    ]


def _share(day: Day) -> Bar:
    """The share of questions without an answer; a day without questions has none."""
    share = 100 * day.abstained / day.questions if day.questions else None
    return Bar(_name(day), percent(day.abstained, day.questions), share, share or 0.0)


def _name(day: Day) -> str:
    return f"{day.day.day} {THAI_MONTHS[day.day.month - 1]} {day.day.year + 543}"
