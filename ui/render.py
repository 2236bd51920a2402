"""Turns an answer into HTML and plain text. Every word of a question, model or document is escaped by `escaped`.

The HTML holds no line break outside entities: Gradio's Markdown leaves such a block as it is.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from urllib.parse import quote as percent

from assistant.answer import MARK, Answer, Citation
from corpus.document import PartialDate, Span
from corpus.errors import KlumError
from corpus.words import word_spans
from ui.answering import Failure
from ui.inbox import LONGEST_CONTACT, LONGEST_MESSAGE

TextOf = Callable[[str, int], str]
"""Gives the text of a document in a version."""

AROUND = 200
"""Characters of surroundings shown with a quote, before and after together."""

_DIFFER = "แหล่งข้อมูลให้ข้อมูลไม่ตรงกัน"
_ITEM = re.compile(r"(?:(\d{1,3})[.)]|[-•*])\s+(.*)", re.DOTALL)
_LEAD = 60
"""A first line up to this long, with more to follow, is the answer in a nutshell and shown large."""

_PRINT = '<button type="button" class="quiet" data-print>พิมพ์</button>'
_REASONS = ("ไม่ตรงคำถาม", "ข้อมูลไม่ถูกต้อง", "ข้อมูลไม่ครบ", "อ่านไม่เข้าใจ")
_BLANK = re.compile(r"\n[ \t\r]*(?:\n[ \t\r]*)+")
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


def stated(publisher: str, published: PartialDate | None, *more: str) -> str:
    """Publisher, date and what else there is to say of a source, as one line of Thai; empty parts are left out."""
    date = published.thai() if published else "ไม่ระบุวันที่"
    return " · ".join(part for part in (publisher, date, *more) if part)


def _source(citation: Citation) -> str:
    return stated(citation.publisher, citation.published, f"หน้า {citation.page}" if citation.page else "")


def words_of(answer: Answer) -> str:
    """The answer and what its sources differ on, without the sources."""
    lines = [answer.text]
    for conflict in answer.conflicts:
        lines += ["", f"{_DIFFER}: {conflict.about}", *(f"- {says} [{n}]" for says, n in conflict.statements)]
    return "\n".join(lines)


def plain_text(answer: Answer) -> str:
    """The answer with its sources as footnotes, to be pasted anywhere."""
    return "\n".join([words_of(answer), *footnotes(answer)])


def footnotes(answer: Answer, address_of: Callable[[Citation], str] = lambda citation: citation.url) -> list[str]:
    """The sources of an answer as lines of plain text below it; none if it has none.

    Args:
        answer: the answer.
        address_of: where each source can be read, "" if nowhere; by default what the source states for itself.
    """
    if not answer.citations:
        return []
    return ["", "แหล่งอ้างอิง", *(_footnote(citation, address_of(citation)) for citation in answer.citations)]


def _footnote(citation: Citation, address: str) -> str:
    name = f"[{citation.number}] {citation.title or citation.source}"
    return " · ".join(part for part in (name, _source(citation), address) if part)


def render_question(question: str) -> str:
    """What the visitor asked."""
    return f'<div class="ask"><h2 class="sr">คำถาม</h2><p dir="auto">{escaped(question)}</p></div>'


def render_answer(answer: Answer, turn: str, text_of: TextOf, kept: str = "") -> str:
    """An answer with its marks, conflicts, sources, and what one can do with it.

    Args:
        answer: what the assistant gave.
        turn: names this answer among the others on the page; letters, digits and hyphens.
        text_of: gives the text of a cited document, for the surroundings of a quote.
        kept: id under which the inbox keeps the answer; "" leaves out what needs it.
    """
    understood = ""
    if answer.standalone_question != answer.question:
        understood = f'<p class="understood">เข้าใจคำถามว่า: <b>{escaped(answer.standalone_question)}</b></p>'
    kind, label = ("abstained", "ไม่พบคำตอบในเอกสาร") if answer.abstained else ("found", "คำตอบจากเอกสาร")
    conflicts = "".join(
        f'<section class="conflict"><h3>{_DIFFER}: {_marked(conflict.about, turn, answer)}</h3><ul>'
        + "".join(f"<li>{escaped(says)} {_mark(number, turn)}</li>" for says, number in conflict.statements)
        + "</ul></section>"
        for conflict in answer.conflicts
    )
    copied = escaped(plain_text(answer))
    copy = f'<button type="button" class="quiet" data-copy="{copied}">คัดลอกคำตอบพร้อมแหล่งอ้างอิง</button>'
    return (
        f'<article class="answer {kind}" aria-label="{label}">{understood}<p class="label">{label}</p>'
        f'<div class="words">{_words(answer, turn)}</div>{conflicts}{_sources(answer, turn, text_of)}'
        f"{_leave(turn, kept) if answer.abstained and kept else ''}"
        f'<div class="tools">{copy}{_PRINT}{_judge(kept) if kept else ""}</div></article>'
    )


def _judge(kept: str) -> str:
    """Two thumbs, and reasons that appear when the answer was of no use."""
    reasons = "".join(
        f'<button type="button" class="quiet" data-reason="{escaped(reason)}">{escaped(reason)}</button>'
        for reason in _REASONS
    )
    return (
        f'<span class="judge" data-judge="{escaped(kept)}" role="group" aria-label="คำตอบนี้มีประโยชน์ไหม">'
        '<button type="button" class="quiet" data-verdict="good" aria-pressed="false">✓ มีประโยชน์</button>'
        '<button type="button" class="quiet" data-verdict="bad" aria-pressed="false">✕ ยังไม่ตรง</button>'
        f'<span class="reasons" hidden>เพราะอะไรคะ {reasons}</span></span>'
    )


def _leave(turn: str, kept: str) -> str:
    """A form for a message to the staff."""
    return (
        f'<details class="leave" id="{turn}-leave"><summary>ฝากคำถามนี้ถึงเจ้าหน้าที่</summary>'
        f'<form data-leave="{escaped(kept)}"><label>รายละเอียดเพิ่มเติม'
        f'<textarea name="message" rows="3" maxlength="{LONGEST_MESSAGE}" required '
        'placeholder="เช่น ทำธุรกิจอะไร อยู่จังหวัดไหน อยากทราบเรื่องอะไร"></textarea></label>'
        f'<label>ติดต่อกลับทาง (ไม่บังคับ)<input name="contact" maxlength="{LONGEST_CONTACT}" autocomplete="tel" '
        'placeholder="เบอร์โทร อีเมล หรือไลน์"></label>'
        '<button type="submit" class="quiet">ส่งถึงเจ้าหน้าที่</button></form></details>'
    )


def render_failure(failed: Failure) -> str:
    """What went wrong, in plain Thai, with the reference number."""
    return (
        f'<article class="answer failed" aria-label="ไม่สำเร็จ" role="alert"><p class="label">ไม่สำเร็จ</p>'
        f'<div class="words"><p>{escaped(failed.message)} {escaped(failed.hint)}</p></div>'
        f'<p class="reference">เลขอ้างอิง {escaped(failed.reference)}</p></article>'
    )


def _mark(number: int, turn: str) -> str:
    card = f"{turn}-{number}"
    return f'<a class="cite" href="#{card}" data-cite="{card}" aria-label="เปิดแหล่งอ้างอิง {number}">{number}</a>'


def _marked(text: str, turn: str, answer: Answer) -> str:
    """Escaped text whose marks are links, where they stand for a citation of this answer."""
    known = {citation.number for citation in answer.citations}
    parts, at = [], 0
    for found in MARK.finditer(text):
        if int(found[1]) in known:
            parts += [escaped(text[at : found.start()].rstrip(" ")), _mark(int(found[1]), turn)]
            at = found.end()
    return "".join(parts) + escaped(text[at:])


def _words(answer: Answer, turn: str) -> str:
    """The answer's lines as paragraphs and lists."""
    lines = [line for line in answer.text.split("\n") if line.strip()]
    parts: list[str] = []
    opened = ""
    for place, line in enumerate(lines):
        item = _ITEM.fullmatch(line.strip())
        tag = "" if item is None else "ol" if item[1] else "ul"
        if tag != opened:
            parts += [f"</{opened}>" if opened else "", f"<{tag}>" if tag else ""]
            opened = tag
        if item is not None:
            number = f' value="{int(item[1])}"' if item[1] else ""
            parts.append(f"<li{number}>{_marked(item[2], turn, answer)}</li>")
        else:
            short = place == 0 and len(lines) > 1 and not answer.abstained and len(MARK.sub("", line).strip()) <= _LEAD
            parts.append(f"<p{' class=lead' if short else ''}>{_marked(line.strip(), turn, answer)}</p>")
    return "".join(parts) + (f"</{opened}>" if opened else "")


def _sources(answer: Answer, turn: str, text_of: TextOf) -> str:
    if not answer.citations:
        return ""
    title = "ข้อความที่ใกล้เคียงและผู้ติดต่อ" if answer.abstained else "แหล่งอ้างอิง"
    cards = "".join(_card(citation, turn, text_of) for citation in answer.citations)
    return f'<section class="sources"><h3>{title} <span>{len(answer.citations)}</span></h3>{cards}</section>'


def _card(citation: Citation, turn: str, text_of: TextOf) -> str:
    before, after = _surroundings(citation, text_of)
    name = escaped(citation.title or citation.source)
    address = escaped(document_url(citation.document_id, citation.span, citation.version))
    return (
        f'<details id="{turn}-{citation.number}"><summary><span class="number">{citation.number}</span>'
        f'<span class="name"><b>{name}</b><small>{escaped(_source(citation))}</small></span></summary>'
        f'<blockquote tabindex="0" aria-label="ข้อความจากเอกสาร">{_close(before)}'
        f"<mark>{_close(citation.quote)}</mark>{_close(after)}</blockquote>"
        f'<p><a class="whole" href="{address}" target="_blank" rel="noopener">อ่านเอกสารทั้งฉบับ '
        f'<span class="sr">(เปิดแท็บใหม่)</span></a></p></details>'
    )


def _surroundings(citation: Citation, text_of: TextOf) -> tuple[str, str]:
    """The text before and after a quote, cut between words; empty if the document is gone since."""
    try:
        text = text_of(citation.document_id, citation.version)
    except KlumError:
        return "", ""
    start, end, half = citation.span.start, citation.span.end, AROUND // 2
    before = text[max(0, start - half) : start]
    after = text[end : end + half]
    if start > half:  # the first and the last word may have been cut: Thai has no spaces to see it by
        spans = word_spans(before)
        before = "…" + (before[spans[1].start :] if len(spans) > 1 else before).lstrip(" ")
    if end + half < len(text):
        spans = word_spans(after)
        after = (after[: spans[-1].start] if len(spans) > 1 else after).rstrip() + "…"
    return before, after


def _close(text: str) -> str:
    """Escaped text without its blank lines, which take up room in a card; the document's own page keeps them."""
    return escaped(_BLANK.sub("\n", text))
