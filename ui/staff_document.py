"""The staff's page of one document: its versions, how often it is cited, correcting, replacing, removing it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import quote

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from corpus.document import Document
from corpus.errors import CorpusError, KlumError, NotFoundError
from corpus.loaders import Loaded
from index.library import Index
from ui.accounts import User
from ui.corrections import Corrections, corrected
from ui.figures import citations
from ui.inbox import Inbox
from ui.moments import thai_moment
from ui.pages import Pages, read_form
from ui.reasons import in_thai
from ui.staff_documents import shown
from ui.staging import LARGEST_FILE, TYPES
from ui.stated import Stated, read_stated

_CHANGED = "แก้ไขแล้ว"
_FIELDS = {"title": "ชื่อเรื่อง", "publisher": "หน่วยงาน", "published": "วันที่", "url": "URL"}


class StaffDocument:
    """One document.

    Args:
        index: an open index.
        inbox: visitors' questions, for how often it is cited; None if they are not kept.
        corrections: what staff corrected.
    """

    def __init__(self, index: Index, inbox: Inbox | None, corrections: Corrections) -> None:
        self._index, self._inbox, self._corrections = index, inbox, corrections
        self._page = Pages().page

    async def document(self, request: Request, user: User) -> Response:
        """Show it; a form corrects what is stated of it."""
        if request.method == "GET":
            asked = request.query_params
            said = _CHANGED if asked.get("said") == "changed" else ""
            return await run_in_threadpool(self._shown, user, asked.get("id", ""), said)
        form = await read_form(request)
        identifier = str(form.get("id", ""))
        try:
            await run_in_threadpool(self._correct, identifier, read_stated(form))
        except NotFoundError:
            raise
        except CorpusError as error:
            said = f"{error.message} {error.hint}"
            return await run_in_threadpool(self._shown, user, identifier, said, True, form)
        except KlumError as error:
            return await run_in_threadpool(self._shown, user, identifier, in_thai(error), True, form)
        return RedirectResponse(f"/staff/document?id={quote(identifier)}&said=changed", 303)

    async def remove(self, request: Request, user: User) -> Response:
        """Ask whether to take it out of the index; a form with the confirmation does."""
        if request.method == "GET":
            return await run_in_threadpool(self._asked, user, request.query_params.get("id", ""))
        form = await read_form(request)
        identifier = str(form.get("id", ""))
        if not form.get("sure"):
            return await run_in_threadpool(self._asked, user, identifier, "โปรดทำเครื่องหมายยืนยันก่อน")
        try:
            await run_in_threadpool(self._index.remove, identifier)
        except NotFoundError as error:
            raise NotFoundError("ไม่พบเอกสารนี้แล้ว", hint="อาจถูกเอาออกไปก่อนหน้านี้") from error
        except KlumError as error:
            return await run_in_threadpool(self._asked, user, identifier, in_thai(error))
        return RedirectResponse(f"/staff/document?id={quote(identifier)}", 303)

    def _shown(self, user: User, identifier: str, said: str = "", failed: bool = False, typed: Any = None) -> Response:
        document, current = self._newest(identifier)
        versions = [
            (number, thai_moment(added), now) for number, added, now in self._index.catalogue.versions(identifier)
        ]
        chunks = len(self._index.catalogue.chunks.of(document)) if current else 0
        return self._page(
            "document", user, said=said, failed=failed, document=document, current=current, versions=versions[::-1],
            chunks=chunks, noise=sum(len(one.span) for one in document.noise), cited=self._cited(document.source),
            fields=typed or shown(Stated.of(document)), corrected=self._corrected(document.source),
            accept=",".join(TYPES), most=LARGEST_FILE // 1_000_000,
        )  # fmt: skip

    def _asked(self, user: User, identifier: str, said: str = "") -> Response:
        document, current = self._newest(identifier)
        if not current:
            raise NotFoundError("ไม่พบเอกสารนี้แล้ว", hint="อาจถูกเอาออกไปก่อนหน้านี้")
        return self._page(
            "remove", user, said=said, failed=bool(said), document=document, cited=self._cited(document.source)
        )

    def _newest(self, identifier: str) -> tuple[Document, bool]:
        """The newest version of a document, and whether it is in the index."""
        versions = self._index.catalogue.versions(identifier)
        if not versions:
            raise NotFoundError("ไม่พบเอกสารนี้", hint="โปรดเลือกจากรายการเอกสาร")
        current = next((number for number, _, now in versions if now), 0)
        return self._index.catalogue.document(identifier, current or versions[-1][0]), bool(current)

    def _cited(self, source: str) -> int | None:
        return None if self._inbox is None else citations(self._inbox)[source]

    def _corrected(self, source: str) -> list[tuple[str, str]]:
        """The fields that staff corrected, with what was read of the file."""
        correction = self._corrections.of(source)
        if correction is None:
            return []
        was = shown(Stated.from_texts(correction.was))
        return [(_FIELDS[name], was[name]) for name in correction.now]

    def _correct(self, identifier: str, stated: Stated) -> None:
        """State something else of a document: a new version of the same text, as title and publisher are searched."""
        document, current = self._newest(identifier)
        if not current:
            raise NotFoundError("เอกสารนี้ถูกเอาออกไปแล้ว", hint="อัปโหลดใหม่เพื่อเพิ่มกลับ")
        before = Stated.of(document)
        noted = self._corrections.of(document.source)
        file, read = (noted.file, Stated.from_texts(noted.was)) if noted else (document.sha256, before)
        loaded = Loaded(
            document.source, document.text, document.title, document.publisher, document.published, document.language,
            document.url, document.note, document.pages, document.noise,
        )  # fmt: skip
        wanted = corrected(loaded, before, stated)
        now = Stated(wanted.title, wanted.publisher, wanted.published, wanted.url)
        if replace(now, url=before.url) != before:
            report = self._index.ingest([wanted], workers=0)
            if report.refused:
                raise report.refused[0].error
        elif now != before:
            self._index.catalogue.set_url(identifier, wanted.url)
        self._corrections.note(document.source, file, read, now)
