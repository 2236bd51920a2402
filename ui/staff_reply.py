"""The staff's search, and drafts of replies: to a question of the queue, from passages found, to any question."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence
from typing import Any

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from assistant.answer import Answer, Citation
from corpus.document import PartialDate, Span
from corpus.errors import CorpusError, NotFoundError, SpanError
from corpus.words import words
from index.library import Filter, Hit, Index
from ui.accounts import User
from ui.answering import Answering, Failure
from ui.inbox import Inbox
from ui.pages import Pages
from ui.render import document_url, stated
from ui.reply import AddressOf, email, from_quotes, line_message, mailto, plain
from ui.stated import read_date

_HITS = 20
_LONGEST_QUESTION = 2000
_PASSAGE = re.compile(r"(d[0-9a-f]{16}):(\d{1,6}):(\d{1,10}):(\d{1,10})")


class StaffReply:
    """Search and drafts.

    Args:
        index: an open index.
        inbox: visitors' questions; None if they are not kept.
        answering: answers the questions of staff; nothing of them goes to the inbox.
    """

    def __init__(self, index: Index, inbox: Inbox | None, answering: Answering) -> None:
        self._index, self._inbox, self._answering = index, inbox, answering
        self._page = Pages().page

    async def search(self, request: Request, user: User) -> Response:
        """Passages that fit a query, its words marked, to read or to reply with."""
        asked = {name: request.query_params.get(name, "").strip() for name in ("query", "publisher", "since", "until")}
        hits: Sequence[Hit] = ()
        said = ""
        try:
            only = Filter(asked["publisher"] or None, None, *(_date(asked[name]) for name in ("since", "until")))
            if asked["query"]:
                hits = await run_in_threadpool(self._index.search, asked["query"][:_LONGEST_QUESTION], _HITS, only)
        except CorpusError as error:
            said = f"{error.message} {error.hint}"
        shown = [_shown(hit, asked["query"]) for hit in hits]
        return self._page("search", user, said=said, failed=bool(said), hits=shown, asked=asked)

    async def reply(self, request: Request, user: User) -> Response:
        """Drafts of a reply, to be changed and copied."""
        asked = request.query_params
        chosen = [_PASSAGE.fullmatch(one) for one in asked.getlist("passage")[:_HITS]]
        passages = [one.groups() for one in chosen if one]
        if len(passages) < len(chosen):
            raise NotFoundError("ไม่พบข้อความที่เลือก", hint="โปรดค้นหาใหม่แล้วเลือกอีกครั้ง")
        question = " ".join(asked.get("question", "").split())[:_LONGEST_QUESTION]
        return await run_in_threadpool(self._reply, user, asked.get("id", ""), question, passages, _public(request))

    def _reply(self, user: User, kept: str, question: str, passages: Sequence[Sequence[str]], base: str) -> Response:
        inquiry = self._inbox.inquiry(kept) if kept and self._inbox is not None else None
        question = question or (inquiry.standalone if inquiry else "")
        given: Answer | Failure | None = None
        if passages:
            given = from_quotes(question or "ข้อมูลจากเอกสาร", [self._cited(n, one) for n, one in enumerate(passages, 1)])
        elif question:
            told = self._answering.ask(question)
            given = told if isinstance(told, Failure) else told.answer
        said = f"{given.message} {given.hint}" if isinstance(given, Failure) else ""
        answer = given if isinstance(given, Answer) else None
        drafts = _drafts(answer, base, inquiry.contact if inquiry else "") if answer else None
        return self._page(
            "reply", user, said=said, failed=bool(said), script="copy.js", question=question, inquiry=inquiry,
            answer=answer, drafts=drafts, quoted=bool(passages),
            sources=[(one, document_url(one.document_id, one.span, one.version)) for one in answer.citations]
            if answer else [],
        )  # fmt: skip

    def _cited(self, number: int, passage: Sequence[str]) -> Citation:
        document, version, start, end = passage
        try:
            found = self._index.catalogue.document(document, int(version))
            return Citation.of(number, found, Span(int(start), int(end)))
        except (NotFoundError, SpanError) as error:
            raise NotFoundError("ไม่พบข้อความที่เลือกแล้ว", hint="โปรดค้นหาใหม่ เอกสารอาจเปลี่ยนไป") from error


def _drafts(answer: Answer, base: str, contact: str) -> dict[str, Any]:
    """The drafts as the page shows them."""
    address_of = _address_of(base)
    mail = email(answer, address_of)
    address, whole = mailto(mail, contact)
    return {
        "plain": plain(answer), "line": line_message(answer, address_of), "subject": mail.subject, "body": mail.body,
        "mailto": address, "whole": whole,
    }  # fmt: skip


def _address_of(base: str) -> AddressOf:
    """Where a source can be read: at the address that it states, else at ours, if others can reach that."""

    def address(citation: Citation) -> str:
        ours = f"{base}{document_url(citation.document_id, citation.span, citation.version)}" if base else ""
        return citation.url or ours

    return address


def _public(request: Request) -> str:
    """The address of this server without a slash at its end; "" if nobody else could open it."""
    host = request.url.hostname or ""
    try:
        reachable = not ipaddress.ip_address(host).is_loopback
    except ValueError:
        reachable = host not in ("", "localhost", "testserver")
    return f"{request.url.scheme}://{request.url.netloc}" if reachable else ""


def _date(text: str) -> PartialDate | None:
    found = read_date(text) if text else None
    if found is not None and found.year is None:
        raise CorpusError(f"วันที่ “{text}” ไม่มีปี", hint="โปรดใส่ปี เช่น 2558 หรือ ม.ค. 2558")
    return found


def _shown(hit: Hit, query: str) -> dict[str, Any]:
    """A passage as the page shows it, the words of the query marked."""
    stored, span = hit.stored, hit.chunk.span
    wanted = sorted({word for word in words(query) if len(word) > 1}, key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, wanted)) or r"(?!)", re.IGNORECASE)
    text, at, parts = hit.chunk.text, 0, []
    for found in pattern.finditer(text):
        parts += [(text[at : found.start()], False), (found[0], True)]
        at = found.end()
    return {
        "title": stored.title or stored.source,
        "facts": stated(stored.publisher, stored.published, f"หน้า {stored.page}" if stored.page else ""),
        "parts": [*parts, (text[at:], False)],
        "url": document_url(hit.chunk.document_id, span, stored.version),
        "passage": f"{hit.chunk.document_id}:{stored.version}:{span.start}:{span.end}",
    }
