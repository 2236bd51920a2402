"""The staff's pages about documents: the list, uploading, a look at what was read, taking in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.responses import RedirectResponse, Response

from corpus.document import Document
from corpus.errors import CorpusError, KlumError, NotFoundError
from corpus.reading import loaded_hash
from index.library import Index
from ui.accounts import User
from ui.corrections import Corrections, corrected
from ui.moments import thai_day, thai_moment
from ui.noise_view import pieces, reasons
from ui.pages import MOST_FILES, Pages, read_form
from ui.reasons import in_thai
from ui.render import stated
from ui.staging import KEPT_DAYS, LARGEST_FILE, LARGEST_UPLOAD, TYPES, Staged, Staging
from ui.stated import Stated, read_stated
from ui.taking import TakingIn
from ui.worker import Worker

REFRESH = 2
"""Seconds between two looks at work that goes on."""

_LISTED, _STAGED_LISTED = 50, 200
_MEGABYTE = 1_000_000


class StaffDocuments:
    """The list of documents, and the way of a file from its upload to the index.

    Args:
        index: an open index.
        staging: where uploaded files wait.
        corrections: what staff corrected.
        taking: takes them in.
    """

    def __init__(self, index: Index, staging: Staging, corrections: Corrections, taking: TakingIn) -> None:
        self._index, self._staging, self._corrections, self._taking = index, staging, corrections, taking
        self._reader = Worker("reading-uploads")
        self._read_since_start: set[str] = set()
        self._page = Pages().page

    async def documents(self, request: Request, user: User) -> Response:
        """The documents and the files that wait; files in the request are kept until somebody has looked at them."""
        if request.method == "GET":
            return await run_in_threadpool(self._listing, user, request.query_params)
        form = await read_form(request)
        try:
            source = await run_in_threadpool(self._source_of, str(form.get("replaces", "")))
            files = [file for file in form.getlist("file") if isinstance(file, UploadFile) and file.filename]
            kept, refused = await run_in_threadpool(self._kept, files[:1] if source else files, user, source)
        finally:
            await form.close()
        if refused or not kept:
            said = "\n".join(refused) or "โปรดเลือกไฟล์"
            return await run_in_threadpool(self._listing, user, {}, said, True)
        only = f"/staff/preview?id={kept[0].id}" if len(kept) == 1 else "/staff/documents#waiting"
        return RedirectResponse(only, 303)

    async def preview(self, request: Request, user: User) -> Response:
        """What was read of a file, with fields to correct what it says of itself."""
        if request.method == "GET":
            asked = request.query_params
            at = int(asked.get("at", "0")) if asked.get("at", "0").isdecimal() else 0
            return await run_in_threadpool(self._preview, user, asked.get("id", ""), at)
        form = await read_form(request)
        staged = await run_in_threadpool(self._staging.get, str(form.get("id", "")))
        what = str(form.get("what", ""))
        if what == "discard":
            return await run_in_threadpool(self._discard, [staged])
        try:
            said = replace(staged, stated=read_stated(form).texts)
        except CorpusError as error:
            return await run_in_threadpool(self._preview, user, staged.id, 0, f"{error.message} {error.hint}", form)
        await run_in_threadpool(self._staging.save, said)
        if what != "take":
            return await run_in_threadpool(self._preview, user, staged.id, 0, "")
        self._taking.take([said])
        return RedirectResponse("/staff/taking", 303)

    async def take(self, request: Request, user: User) -> Response:
        """Take the ticked files in, or throw them away."""
        form = await read_form(request)
        ticked = {str(one) for one in form.getlist("id")}
        chosen = [one for one in await run_in_threadpool(self._staging.all) if one.id in ticked]
        if not chosen:
            return await run_in_threadpool(self._listing, user, {}, "โปรดทำเครื่องหมายหน้าไฟล์ก่อน", True)
        if form.get("what") == "discard":
            return await run_in_threadpool(self._discard, chosen)
        self._taking.take(chosen[::-1])
        return RedirectResponse("/staff/taking", 303)

    async def taking(self, request: Request, user: User) -> Response:
        """How far taking in is; a form stops it."""
        if request.method == "POST":
            self._taking.stop()
            return RedirectResponse("/staff/taking", 303)
        lines = self._taking.lines
        done = sum(line.state not in ("waiting", "taking") for line in lines)
        refresh = REFRESH if self._taking.running else 0
        return self._page("taking", user, refresh=refresh, running=self._taking.running, lines=lines, done=done)

    # -- what the pages show ------------------------------------------------------------------------------------

    def _listing(self, user: User, asked: Any, said: str = "", failed: bool = False) -> Response:
        find = str(asked.get("find", "")).strip()[:200]
        number = max(1, int(asked["page"])) if str(asked.get("page", "")).isdecimal() else 1
        found = [one for one in self._index.catalogue.documents(with_text=False) if _fits(one, find)][::-1]
        pages = max(1, -(-len(found) // _LISTED))
        number = min(number, pages)
        shown = found[(number - 1) * _LISTED : number * _LISTED]
        waiting = self._waiting()
        unread = any(one["staged"].state == "waiting" for one in waiting)
        return self._page(
            "documents", user, said=said, failed=failed, refresh=REFRESH if unread and not failed else 0,
            documents=[{"document": one, "facts": facts(one)} for one in shown],
            count=len(found), find=find, number=number, pages=pages,
            turns=[("ก่อนหน้า", number - 1), ("ถัดไป", number + 1)], link=lambda to: urlencode({"find": find, "page": to}),
            waiting=waiting, running=self._taking.running, days=KEPT_DAYS, accept=",".join(TYPES),
            most=LARGEST_FILE // _MEGABYTE, together=LARGEST_UPLOAD // _MEGABYTE, files=MOST_FILES,
        )  # fmt: skip

    def _waiting(self) -> list[dict[str, Any]]:
        """The files that wait, each with what it would become; those that nobody has read yet are read."""
        known = self._index.catalogue.known_hashes()
        held = {sha256 for _, sha256 in known.values()}
        found = []
        for staged in self._staging.all()[:_STAGED_LISTED]:
            if self._taking.waits(staged.id):
                continue
            self._read(staged)
            correction = self._corrections.of(staged.source)
            same = staged.sha256 in held or (correction is not None and correction.file == staged.sha256)
            kind = "same" if same and not staged.stated else "version" if staged.source in known else "new"
            found.append({"staged": staged, "kind": kind, "when": thai_moment(staged.when)})
        return found

    def _preview(self, user: User, identifier: str, at: int, said: str = "", typed: Any = None) -> Response:
        staged = self._staging.get(identifier)
        self._read(staged)
        more: dict[str, Any] = {"staged": staged, "until": thai_day(staged.when + KEPT_DAYS * 86_400)}
        if staged.state != "ready":
            return self._page("preview", user, refresh=REFRESH if staged.state == "waiting" else 0, **more)
        loaded = self._staging.loaded(staged)
        read = Stated.from_texts(staged.read)
        proposed = self._corrections.proposed(loaded, read)
        now = Stated.from_texts(staged.stated) if staged.stated else proposed
        known = self._index.catalogue.known_hashes()
        before = known.get(staged.source, ("", ""))
        wanted = loaded_hash(corrected(loaded, read, now))
        same = next((document for document, sha256 in known.values() if sha256 == wanted), "")
        alike = [one for one in self._index.catalogue.holding(loaded.text) if one not in (same, before[0])]
        return self._page(
            "preview", user, said=said, failed=bool(said), refresh=0, **more,
            loaded=loaded, read=read, carried=proposed != read, fields=typed or shown(now), saved=bool(staged.stated),
            same=same, before="" if same else before[0], alike=alike, title_of=self._title_of,
            noise=reasons(loaded.noise), view=pieces(loaded, at),
        )  # fmt: skip

    def _title_of(self, identifier: str) -> str:
        document = self._index.catalogue.document(identifier)
        return document.title or document.source

    def _read(self, staged: Staged) -> None:
        """Have a file read in the background; once in the life of the server, and again after a restart."""
        if staged.state == "waiting" and staged.id not in self._read_since_start:
            self._read_since_start.add(staged.id)
            self._reader.put(lambda: self._staging.read(staged))

    def _source_of(self, identifier: str) -> str:
        """Source of the document that is to be replaced; "" for none."""
        if not identifier:
            return ""
        versions = self._index.catalogue.versions(identifier)
        if not versions:
            raise NotFoundError("ไม่พบเอกสารที่จะแทนที่", hint="โปรดเลือกจากรายการเอกสาร")
        return self._index.catalogue.document(identifier, versions[-1][0]).source

    def _kept(self, files: Sequence[UploadFile], user: User, source: str) -> tuple[list[Staged], list[str]]:
        """Keep uploaded files; those kept, and what was wrong with the others."""
        kept, refused = [], []
        for file in files:
            try:
                kept.append(self._staging.add(str(file.filename), file.file, user.name, source))
                self._read(kept[-1])
            except KlumError as error:
                refused.append(f"{file.filename}: {in_thai(error)}")
            except OSError as error:
                refused.append(f"{file.filename}: เก็บไฟล์ไม่ได้ ({error.strerror})")
        return kept, refused

    def _discard(self, chosen: Sequence[Staged]) -> Response:
        for staged in chosen:
            if not self._taking.waits(staged.id):
                self._staging.drop(staged.id)
        return RedirectResponse("/staff/documents", 303)


def facts(document: Document) -> str:
    """Publisher, date, version and source of a document in one line."""
    version = f"ฉบับที่ {document.version}" if document.version > 1 else ""
    return stated(document.publisher, document.published, version, document.source)


def shown(said: Stated) -> dict[str, str]:
    """What is stated as it stands in the fields of a form."""
    return said.texts | {"published": said.published.thai() if said.published else ""}


def _fits(document: Document, find: str) -> bool:
    said = f"{document.title} {document.publisher} {document.source}".casefold()
    return all(part in said for part in find.casefold().split())
