"""What the pages behind the login share: rendering a template, reading a form."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from fastapi import Request
from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from starlette.datastructures import FormData
from starlette.responses import HTMLResponse

from ui.accounts import User
from ui.answering import Failure, failure
from ui.language import Texts, thai

MOST_FILES = 100
"""Files of one form, at most."""

_MOST_FIELDS, _MOST_FIELD = 600, 200_000

_SCRIPTED = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
"""The policy of a page that runs a script of ours; that of all others is in `ui.guard`."""

_SECTIONS = {
    **dict.fromkeys(("preview", "taking", "document", "remove"), "documents"),
    **dict.fromkeys(("evaluation", "comparison", "checked", "cases"), "evaluations"),
}
"""Which entry of the menu a page belongs to, where that is not the one of its own name."""


class Pages:
    """Renders the templates in `ui/templates`; every value is escaped."""

    def __init__(self) -> None:
        self._templates = _templates()

    def page(
        self,
        here: str,
        user: User | None = None,
        *,
        said: str = "",
        failed: bool = False,
        status: int | None = None,
        refresh: int = 0,
        script: str = "",
        texts: Texts | None = None,
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
            script: file in `ui/static` that the page runs, the only one it may run; "" for none.
            texts: of the language it is in, for the pages that have several; Thai by default.
            more: what its template takes.
        """
        page = self._templates.get_template(f"{here}.html").render(
            user=user,
            section=_SECTIONS.get(here, here),
            said=said,
            failed=failed,
            refresh=refresh,
            script=script,
            texts=texts or thai(),
            **more,
        )
        headers = {"Cache-Control": "no-store"} | ({"Content-Security-Policy": _SCRIPTED} if script else {})
        return HTMLResponse(page, (400 if failed else 200) if status is None else status, headers)

    def refused(
        self, failed: Failure, texts: Texts | None = None, headers: Mapping[str, str] | None = None
    ) -> HTMLResponse:
        """A page that says what cannot be.

        Args:
            failed: why not.
            texts: of the language to say it in; Thai by default.
            headers: more headers.
        """
        said = texts or thai()
        page = self.page(
            "refused", status=failed.status, message=said.failure(failed.message), hint=said.failure(failed.hint),
            texts=said,
        )  # fmt: skip
        page.headers.update(headers or {})
        return page


@cache
def _templates() -> Environment:
    return Environment(
        loader=ChoiceLoader([PackageLoader("ui"), PackageLoader("evals")]),  # the charts are those of the reports
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def missing_page(texts: Texts | None = None) -> HTMLResponse:
    """What a visitor sees who follows an address that leads nowhere, with a reference number.

    Args:
        texts: of the language to say it in; Thai by default.
    """
    failed = failure(404, "ไม่พบเอกสารหรือหน้านี้", "เอกสารอาจถูกเอาออกแล้ว หรือที่อยู่พิมพ์ไม่ครบ")
    return Pages().page("missing", status=failed.status, failed_with=failed, texts=texts)


async def read_form(request: Request) -> FormData:
    """The fields and files of a form, within limits.

    Raises:
        HTTPException: if there are too many, or one is too long.
    """
    return await request.form(max_files=MOST_FILES, max_fields=_MOST_FIELDS, max_part_size=_MOST_FIELD)
