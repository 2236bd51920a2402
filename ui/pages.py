"""What the pages behind the login share: rendering a template, reading a form."""

from __future__ import annotations

from typing import Any

from fastapi import Request
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.datastructures import FormData
from starlette.responses import HTMLResponse

from ui.accounts import User

_MOST_FILES, _MOST_FIELDS, _MOST_FIELD = 20, 20, 200_000


class Pages:
    """Renders the templates in `ui/templates`; every value is escaped."""

    def __init__(self) -> None:
        self._templates = Environment(
            loader=PackageLoader("ui"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )

    def page(
        self,
        here: str,
        user: User | None = None,
        *,
        said: str = "",
        failed: bool = False,
        status: int | None = None,
        refresh: int = 0,
        **more: Any,
    ) -> HTMLResponse:
        """A page.

        Args:
            here: name of its template.
            user: who is logged in.
            said: what became of what was asked for.
            failed: whether that is bad.
            status: HTTP status; by default 400 if it failed, else 200.
            refresh: seconds after which the browser loads it again; 0 for never.
            more: what its template takes.
        """
        page = self._templates.get_template(f"{here}.html").render(
            user=user, here=here, said=said, failed=failed, refresh=refresh, **more
        )
        return HTMLResponse(page, (400 if failed else 200) if status is None else status, {"Cache-Control": "no-store"})


async def read_form(request: Request) -> FormData:
    """The fields and files of a form, within limits."""
    return await request.form(max_files=_MOST_FILES, max_fields=_MOST_FIELDS, max_part_size=_MOST_FIELD)
