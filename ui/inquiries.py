"""`klum questions`: what visitors asked, which questions found no answer, what they left for the staff."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from ui.inbox import FILE, Inbox
from ui.inquiry import Only
from ui.options import Json
from ui.settings import load_settings

_ANSWER = 160
_SIGNS = {"good": "✓", "bad": "✕", "": ""}


def questions(
    only: Annotated[Only, typer.Option(help="Which questions.")] = Only.ALL,
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Asked on this day (2026-11-21) or later.")
    ] = None,
    limit: Annotated[int, typer.Option("-n", "--limit", min=1, max=100_000, help="How many at most.")] = 50,
    json_: Json = False,
) -> None:
    """List what was asked on the web, newest first."""
    from ui.show import show_json, show_text, table

    settings = load_settings()
    if not (settings.home / FILE).is_file():
        found = []
    else:
        inbox = Inbox(settings.home / FILE, keep_days=max(1, settings.keep_questions))
        try:
            found = inbox.inquiries(only, since=since.timestamp() if since else 0.0, limit=limit)
        finally:
            inbox.close()
    if json_:
        show_json([one.to_json() for one in found])
        return
    if not found:
        show_text("ยังไม่มีคำถาม (no questions)")
        return
    rows = [
        [
            datetime.fromtimestamp(one.asked).strftime("%Y-%m-%d %H:%M"),
            one.standalone,
            "ไม่พบคำตอบ" if one.abstained else one.answer[:_ANSWER] + ("…" if len(one.answer) > _ANSWER else ""),
            " ".join(part for part in (_SIGNS[one.verdict], one.reason) if part),
            " · ".join(part for part in (one.message, one.contact) if part),
        ]
        for one in found
    ]
    table("คำถามจากหน้าเว็บ", ["เมื่อ", "คำถาม", "คำตอบ", "ความเห็น", "ฝากถึงเจ้าหน้าที่"], rows)
