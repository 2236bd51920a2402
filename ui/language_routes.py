"""Choosing the language of the public pages: a cookie that holds its code, and nothing else."""

from __future__ import annotations

import re

from fastapi import FastAPI, Request
from starlette.responses import RedirectResponse, Response

from ui.language import CODES, COOKIE, languages

_YEAR = 365 * 24 * 3600
_LOCAL = re.compile(r"/(?:login|en/)?")
"""Where one may go on to: the pages that speak several languages."""


def add_languages(app: FastAPI) -> None:
    """Add `/language/th` and `/language/en`.

    Args:
        app: the application, before Gradio is mounted.
    """

    @app.get("/language/{code}", include_in_schema=False)
    def choose(code: str, request: Request, next: str = "/") -> Response:
        texts = languages().get(code, languages()[CODES[0]])
        onward = next if _LOCAL.fullmatch(next) else texts.home
        response = RedirectResponse(onward, 303, headers={"Cache-Control": "no-store"})
        response.set_cookie(
            COOKIE, texts.code, max_age=_YEAR, httponly=True, samesite="lax", secure=request.url.scheme == "https"
        )
        return response
