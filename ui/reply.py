"""Drafts of replies to visitors: an answer with its sources as plain text, as a LINE message, as an e-mail.

All text, no markup: what is pasted elsewhere looks as it does here. Staff read and change a draft before it is sent.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from assistant.answer import Answer, Citation
from corpus.sentences import sentence_spans
from ui.render import footnotes, plain_text, words_of

LONGEST_LINE_MESSAGE = 5000
"""Upper length of a LINE text message, in UTF-16 units (LINE Messaging API reference, "Text message")."""

LONGEST_MAILTO = 2000
"""Upper length of a mailto: address that mail programs and browsers agree on, in characters."""

_SUBJECT = 120
_SENTENCE = 90
"""Usual upper length of a line of a LINE message, in characters: about three lines of a telephone."""

_CUT = "… (ข้อความยาวเกินกว่าที่ LINE รับได้ จึงตัดไว้เท่านี้)"
_GREETING, _CLOSING = "เรียน ท่านผู้สอบถาม", "ขอแสดงความนับถือ"
_HEADING = re.compile(r"^#{1,6}\s+", re.MULTILINE)
_EMPHASIS = re.compile(r"(\*\*|__|`)(?=\S)(.+?)(?<=\S)\1")
_BULLET = re.compile(r"^\s*[-*•]\s+")
_LISTED = re.compile(r"^\s*(?:•|\d{1,3}[.)])\s")
_ADDRESS = re.compile(r"[^\s@,;<>\"]+@[^\s@,;<>\"]+\.[^\s@,;<>\"]+")

AddressOf = Callable[[Citation], str]
"""Gives the address where a citation can be read; "" if there is none to give."""


@dataclass(frozen=True, slots=True)
class Email:
    """An e-mail.

    Args:
        subject: one line.
        body: with greeting, answer and footnotes.
    """

    subject: str
    body: str


def from_quotes(question: str, citations: Sequence[Citation]) -> Answer:
    """An answer made of passages that somebody chose, word for word.

    Args:
        question: what they answer.
        citations: the passages, numbered from 1.
    """
    text = "\n\n".join(f"{_bare(citation.quote)} [{citation.number}]" for citation in citations)
    return Answer(question, question, text, tuple(citations), engine="staff")


def plain(answer: Answer) -> str:
    """The answer with footnotes, to be pasted anywhere."""
    return _bare(plain_text(answer))


def line_message(answer: Answer, address_of: AddressOf = lambda citation: citation.url) -> str:
    """The answer as a LINE message: short lines, no markup, within what LINE takes; sources are never cut off.

    Args:
        answer: the answer.
        address_of: where each source can be read.
    """
    head = [f"เรื่อง: {answer.standalone_question}", ""]
    body = [line for part in _bare(words_of(answer)).split("\n") for line in _short(part)]
    foot = footnotes(answer, address_of)
    room = LONGEST_LINE_MESSAGE - _units("\n".join([*head, *foot, _CUT])) - 2
    kept: list[str] = []
    for line in body:
        room -= _units(line) + 1
        if room < 0:
            kept.append(_CUT)
            break
        kept.append(line)
    return _clipped("\n".join([*head, *kept, *foot]), LONGEST_LINE_MESSAGE)


def email(answer: Answer, address_of: AddressOf = lambda citation: citation.url) -> Email:
    """The answer as an e-mail with numbered footnotes.

    Args:
        answer: the answer.
        address_of: where each source can be read.
    """
    question = " ".join(answer.standalone_question.split())
    subject = f"ตอบข้อสอบถาม: {question}"
    opening = f"ตามที่ท่านสอบถามว่า “{question}” ขอเรียนดังนี้"
    lines = [_GREETING, "", opening, "", _bare(words_of(answer)), *footnotes(answer, address_of), "", _CLOSING]
    return Email(subject if len(subject) <= _SUBJECT else f"{subject[: _SUBJECT - 1]}…", "\n".join(lines))


def mailto(mail: Email, to: str = "") -> tuple[str, bool]:
    """An address that opens a mail program with the e-mail in it.

    Args:
        mail: the e-mail.
        to: who it is for, if that is known; what is no e-mail address is left out.

    Returns:
        The address, and whether the body is in it; Thai takes nine characters a letter, so only short ones fit.
    """
    person = quote(to.strip(), safe="@") if _ADDRESS.fullmatch(to.strip()) else ""
    bare = f"mailto:{person}?subject={quote(mail.subject, safe='')}"
    body = mail.body.replace("\n", "\r\n")  # RFC 6068, section 5
    whole = f"{bare}&body={quote(body, safe='')}"
    if len(whole) <= LONGEST_MAILTO:
        return whole, True
    return (bare if len(bare) <= LONGEST_MAILTO else f"mailto:{person}"), False


def _bare(text: str) -> str:
    """A text without the signs of Markdown, its lists with a round bullet."""
    plain = _EMPHASIS.sub(r"\2", _HEADING.sub("", text))
    return "\n".join(_BULLET.sub("• ", line).rstrip() for line in plain.split("\n")).strip()


def _short(line: str) -> list[str]:
    """A line as lines of about a sentence; an entry of a list stays one."""
    if len(line) <= _SENTENCE or _LISTED.match(line):
        return [line]
    return [span.of(line) for span in sentence_spans(line, longest=_SENTENCE)]


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _clipped(text: str, units: int) -> str:
    """A text of at most so many UTF-16 units."""
    if _units(text) <= units:
        return text
    return text.encode("utf-16-le", "surrogatepass")[: 2 * (units - 1)].decode("utf-16-le", "ignore") + "…"
