"""The staff's page of how the index is."""

from __future__ import annotations

from typing import Any

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from index.library import Index
from ui.accounts import Role, User
from ui.care import Care, stats
from ui.moments import thai_moment
from ui.pages import Pages, read_form
from ui.staff_documents import REFRESH

_UNITS = ("ไบต์", "KB", "MB", "GB")
_FIGURES = {
    "documents": "เอกสาร",
    "old_versions": "ฉบับเก่าที่เก็บไว้",
    "chunks": "ตอน (chunks)",
    "vectors": "เวกเตอร์",
    "characters": "ตัวอักษร",
}
_CATALOGUE, _LEXICAL, _VECTORS = "คลัง (catalogue)", "ดัชนีคำ (lexical)", "ดัชนีเวกเตอร์ (vectors)"
_SIZES = {"catalogue_bytes": _CATALOGUE, "lexical_bytes": _LEXICAL, "vectors_bytes": _VECTORS}


class StaffHealth:
    """How the index is.

    Args:
        index: an open index.
        care: verifies and rebuilds it.
    """

    def __init__(self, index: Index, care: Care) -> None:
        self._index, self._care = index, care
        self._page = Pages().page

    async def health(self, request: Request, user: User) -> Response:
        """Figures, whether the parts agree, and what the last check found."""
        return await run_in_threadpool(self._shown, user)

    async def verify(self, request: Request, user: User) -> Response:
        """Begin a check."""
        return await run_in_threadpool(self._begun, user, "verify", "")

    async def rebuild(self, request: Request, user: User) -> Response:
        """Begin to make the derived indexes anew."""
        form = await read_form(request)
        refused = "" if form.get("sure") else "โปรดทำเครื่องหมายยืนยันก่อน"
        return await run_in_threadpool(self._begun, user, "rebuild", refused)

    def _begun(self, user: User, what: str, refused: str) -> Response:
        if not refused and not self._care.begin(what):
            refused = "มีงานกำลังทำอยู่ โปรดรอให้เสร็จก่อน"
        return self._shown(user, refused) if refused else RedirectResponse("/staff/health", 303)

    def _shown(self, user: User, said: str = "") -> Response:
        measured, work, verified = stats(self._index), self._care.work, self._care.verified
        change = self._index.model_change
        return self._page(
            "health", user, said=said, failed=bool(said), refresh=REFRESH if work.running and not said else 0,
            figures=[(label, f"{measured[name]:,}") for name, label in _FIGURES.items()],
            sizes=[(label, size(measured[name])) for name, label in _SIZES.items()],
            parts=self._parts(), encoder=measured["encoder"], wanted=change.wanted if change else "", work=work,
            verified=verified, stale=verified is not None and verified.generation != measured["generation"],
            when=thai_moment(verified.when) if verified else "",
            may_rebuild=user.may(Role.ADMIN),
        )  # fmt: skip

    def _parts(self) -> list[dict[str, Any]]:
        """The three stores with the generation that each reflects, and what there is to say of it."""
        index = self._index
        generation, snapshot = index.catalogue.generation, index.vectors.snapshot
        behind = index.lexical.generation != generation
        if index.vectors.fault:
            vectors, fine = "ใช้ไม่ได้ จึงเทียบเวกเตอร์ทุกตัวแทน ค้นหาได้แต่ช้าลง", False
        elif index.vectors.tail:
            vectors, fine = f"ตรงกัน ({index.vectors.tail:,} ตอนที่มาใหม่เทียบตรง ยังไม่ต้องรวมเข้าดัชนี)", True
        else:
            vectors, fine = "ตรงกัน", True
        return [
            {"name": _CATALOGUE, "generation": generation, "said": "ต้นฉบับของทุกส่วน", "fine": True},
            {
                "name": _LEXICAL, "generation": index.lexical.generation,
                "said": "ตามหลังคลัง" if behind else "ตรงกัน", "fine": not behind,
            },
            {
                "name": _VECTORS, "generation": snapshot.generation if snapshot else None,
                "said": vectors, "fine": fine,
            },
        ]  # fmt: skip


def size(count: int) -> str:
    """A number of bytes as people read it."""
    value, unit = float(count), 0
    while value >= 1000 and unit < len(_UNITS) - 1:
        value, unit = value / 1000, unit + 1
    return f"{value:,.1f} {_UNITS[unit]}" if unit else f"{count} {_UNITS[0]}"
