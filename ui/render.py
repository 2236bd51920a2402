"""Escapes what goes into HTML, names sources, and turns an answer into plain text."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from urllib.parse import quote as percent

from assistant.answer import Answer, Citation
from corpus.document import PartialDate, Span
from ui.language import Texts, thai

_SPACES = {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;", "\v": " ", "\f": " ", "\0": "\ufffd"}
_SPACE = re.compile("[" + "".join(_SPACES) + "]")


def escaped(text: str) -> str:
    """A text that stays text, in HTML and inside a quoted attribute; its line breaks as entities."""
    whole = text.encode("utf-8", "replace").decode("utf-8")  # a lone surrogate cannot be sent
    return _SPACE.sub(lambda found: _SPACES[found[0]], html.escape(whole, quote=True))


def document_url(document_id: str, marked: Span | None = None, version: int | None = None) -> str:
    """Where a whole document is shown.

    Args:
        document_id: the document.
        marked: characters to highlight.
        version: which version of it they lie in; the current one by default.
    """
    address = f"/document/{percent(document_id, safe='')}"
    if marked is None:
        return address
    which = "" if version is None else f"&version={version}"
    return f"{address}?start={marked.start}&end={marked.end}{which}#quote"


def stated(publisher: str, published: PartialDate | None, *more: str, texts: Texts | None = None) -> str:
    """Publisher, date and what else there is to say of a source, as one line; empty parts are left out.

    Args:
        publisher: of the source.
        published: its date.
        more: what else there is to say.
        texts: of the language to say it in; Thai by default.
    """
    said = texts or thai()
    date = said.date(published) if published else said["answer.no_date"]
    return " · ".join(part for part in (publisher, date, *more) if part)


def stated_source(citation: Citation, texts: Texts | None = None) -> str:
    """Publisher, date and page of what is cited, as one line."""
    said = texts or thai()
    page = said.filled("answer.page", number=citation.page) if citation.page else ""
    return stated(citation.publisher, citation.published, page, texts=said)


def words_of(answer: Answer, texts: Texts | None = None) -> str:
    """The answer and what its sources differ on, without the sources."""
    differ = (texts or thai())["answer.differ"]
    lines = [answer.text]
    for conflict in answer.conflicts:
        lines += ["", f"{differ}: {conflict.about}", *(f"- {says} [{n}]" for says, n in conflict.statements)]
    return "\n".join(lines)


def plain_text(answer: Answer, texts: Texts | None = None) -> str:
    """The answer with its sources as footnotes, to be pasted anywhere."""
    return "\n".join([words_of(answer, texts), *footnotes(answer, texts=texts)])


def footnotes(
    answer: Answer,
    address_of: Callable[[Citation], str] = lambda citation: citation.url,
    *,
    texts: Texts | None = None,
) -> list[str]:
    """The sources of an answer as lines of plain text below it; none if it has none.

    Args:
        answer: the answer.
        address_of: where each source can be read, "" if nowhere; by default what the source states for itself.
        texts: of the language to name them in; Thai by default.
    """
    if not answer.citations:
        return []
    said = texts or thai()
    notes = (_footnote(citation, address_of(citation), said) for citation in answer.citations)
    return ["", said["answer.sources"], *notes]


def _footnote(citation: Citation, address: str, texts: Texts) -> str:
    name = f"[{citation.number}] {citation.title or citation.source}"
    return " · ".join(part for part in (name, stated_source(citation, texts), address) if part)
