"""The staff's door for programs: what visitors asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import FastAPI, Query

from ui.gate import Gate
from ui.inbox import Inbox
from ui.inquiry import Inquiry, Only


def add_staff_api(app: FastAPI, inbox: Inbox, gate: Gate, errors: Mapping[int | str, Any]) -> None:
    """Add `/api/questions`.

    Args:
        app: the application.
        inbox: the questions.
        gate: lets in who has a key of the staff.
        errors: how OpenAPI is to describe errors, by status.
    """
    described: dict[int | str, Any] = {**errors, 401: errors[500], 403: errors[500]}

    @app.get("/api/questions", responses=described, tags=["staff"], dependencies=gate.staffs)
    def questions(only: Only = Only.ALL, limit: Annotated[int, Query(ge=1, le=1000)] = 50) -> list[Inquiry]:
        """List what was asked, newest first; needs a key of the staff, always."""
        return inbox.inquiries(only, limit=limit)
