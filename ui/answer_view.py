"""An answer as HTML, while it is made and when it is there. Every word of a question, model or document is escaped.

The HTML holds no line break outside entities: Gradio's Markdown leaves such a block as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.answer import MARK, Answer, Citation
from corpus.errors import KlumError
from corpus.words import word_spans
from ui.answering import Failure
from ui.inbox import LONGEST_CONTACT, LONGEST_MESSAGE
from ui.language import Texts, thai
from ui.render import document_url, escaped, plain_text, stated_source

TextOf = Callable[[str, int], str]
"""Gives the text of a document in a version."""

AROUND = 200
"""Characters of surroundings shown with a quote, before and after together."""

_ITEM = re.compile(r"(?:(\d{1,3})[.)]|[-•*])\s+(.*)", re.DOTALL)
_LEAD = 60
"""A first line up to this long, with more to follow, is the answer in a nutshell and shown large."""

_BLANK = re.compile(r"\n[ \t\r]*(?:\n[ \t\r]*)+")


class AnswerView:
    """Renders questions and what is said to them, in one language.

    Args:
        texts: of the language.
        text_of: gives the text of a cited document, for the surroundings of a quote.
    """

    def __init__(self, texts: Texts, text_of: TextOf) -> None:
        self.texts, self._text_of = texts, text_of

    def question(self, question: str) -> str:
        """What the visitor asked."""
        return f'<div class="ask"><h2 class="sr">{self._say("asked")}</h2><p dir="auto">{escaped(question)}</p></div>'

    def partial(self, question: str, standalone: str, text: str) -> str:
        """An answer that is being made.

        Args:
            question: as it was asked.
            standalone: as it was understood; "" while that is not known.
            text: what has been said so far.
        """
        if not text:
            return f"{self._understood(question, standalone)}{self._busy('searching')}"
        label = self._say("answer.writing")
        return (
            f'<article class="answer writing" aria-label="{label}">{self._understood(question, standalone)}'
            f'<p class="label">{label}</p><div class="words" lang="th">{_words(text, _bare)}</div>'
            f"{self._busy('checking')}</article>"
        )

    def stopped(self, question: str, standalone: str, text: str) -> str:
        """An answer that the visitor did not wait for; asking again gives the whole with its sources."""
        label = self._say("answer.stopped" if text else "answer.stopped_empty")
        asked, again = escaped(question), self._say("answer.again")
        return (
            f'<article class="answer stopped" aria-label="{label}">{self._understood(question, standalone)}'
            f'<p class="label">{label}</p><div class="words" lang="th">{_words(text, _bare)}</div>'
            f'<div class="tools"><button type="button" class="quiet" data-ask="{asked}">{again}</button></div>'
            "</article>"
        )

    def answer(self, answer: Answer, turn: str, kept: str = "") -> str:
        """An answer with its marks, conflicts, sources, and what one can do with it.

        Args:
            answer: what the assistant gave.
            turn: names this answer among the others on the page; letters, digits and hyphens.
            kept: id under which the inbox keeps the answer; "" leaves out what needs it.
        """
        kind = "abstained" if answer.abstained else "found"
        label = self._say(f"answer.{kind}")

        def marked(text: str) -> str:
            return self._marked(text, turn, answer)

        conflicts = "".join(
            f'<section class="conflict"><h3>{self._say("answer.differ")}: {marked(conflict.about)}</h3><ul>'
            + "".join(f"<li>{escaped(says)} {self._mark(number, turn)}</li>" for says, number in conflict.statements)
            + "</ul></section>"
            for conflict in answer.conflicts
        )
        words = _words(answer.text, marked, lead=not answer.abstained)
        copied = escaped(plain_text(answer, self.texts))
        copy = f'<button type="button" class="quiet" data-copy="{copied}">{self._say("answer.copy")}</button>'
        prints = f'<button type="button" class="quiet" data-print>{self._say("answer.print")}</button>'
        return (
            f'<article class="answer {kind}" aria-label="{label}">'
            f"{self._understood(answer.question, answer.standalone_question)}"
            f'<p class="label">{label}</p><div class="words" lang="th">{words}</div>'
            f"{conflicts}{self._sources(answer, turn)}{self._leave(turn, kept) if answer.abstained and kept else ''}"
            f'<div class="tools">{copy}{prints}{self._judge(kept) if kept else ""}</div></article>'
        )

    def failure(self, failed: Failure) -> str:
        """What went wrong, in plain words, with the reference number."""
        label = self._say("answer.failed")
        said = f"{self.texts.failure(failed.message)} {self.texts.failure(failed.hint)}"
        reference = escaped(self.texts.filled("answer.reference", reference=failed.reference))
        return (
            f'<article class="answer failed" aria-label="{label}" role="alert"><p class="label">{label}</p>'
            f'<div class="words"><p>{escaped(said)}</p></div><p class="reference">{reference}</p></article>'
        )

    def _say(self, key: str) -> str:
        return escaped(self.texts[key if "." in key else f"page.{key}"])

    def _busy(self, key: str) -> str:
        return f'<p class="searching" role="status"><i></i><i></i><i></i> {self._say(key)}</p>'

    def _understood(self, question: str, standalone: str) -> str:
        if standalone in ("", question):
            return ""
        return f'<p class="understood">{self._say("answer.understood")} <b>{escaped(standalone)}</b></p>'

    def _judge(self, kept: str) -> str:
        """Two thumbs, and reasons that appear when the answer was of no use; the staff get them in Thai."""
        reasons = "".join(
            f'<button type="button" class="quiet" data-reason="{escaped(told)}">{escaped(shown)}</button>'
            for told, shown in zip(thai().all("answer.reasons"), self.texts.all("answer.reasons"), strict=True)
        )
        good, bad = self._say("answer.good"), self._say("answer.bad")
        return (
            f'<span class="judge" data-judge="{escaped(kept)}" role="group" aria-label="{self._say("answer.useful")}">'
            f'<button type="button" class="quiet" data-verdict="good" aria-pressed="false">✓ {good}</button>'
            f'<button type="button" class="quiet" data-verdict="bad" aria-pressed="false">✕ {bad}</button>'
            f'<span class="reasons" hidden>{self._say("answer.why")} {reasons}</span></span>'
        )

    def _leave(self, turn: str, kept: str) -> str:
        """A form for a message to the staff."""
        return (
            f'<details class="leave" id="{turn}-leave"><summary>{self._say("answer.leave")}</summary>'
            f'<form data-leave="{escaped(kept)}"><label>{self._say("answer.details")}'
            f'<textarea name="message" rows="3" maxlength="{LONGEST_MESSAGE}" required '
            f'placeholder="{self._say("answer.details_example")}"></textarea></label>'
            f'<label>{self._say("answer.contact")}<input name="contact" maxlength="{LONGEST_CONTACT}" '
            f'autocomplete="tel" placeholder="{self._say("answer.contact_example")}"></label>'
            f'<button type="submit" class="quiet">{self._say("answer.send")}</button></form></details>'
        )

    def _mark(self, number: int, turn: str) -> str:
        card = f"{turn}-{number}"
        label = escaped(self.texts.filled("answer.open_source", number=number))
        return f'<a class="cite" href="#{card}" data-cite="{card}" aria-label="{label}">{number}</a>'

    def _marked(self, text: str, turn: str, answer: Answer) -> str:
        """Escaped text whose marks are links, where they stand for a citation of this answer."""
        known = {citation.number for citation in answer.citations}
        return _with_marks(text, known.__contains__, lambda number: self._mark(number, turn))

    def _sources(self, answer: Answer, turn: str) -> str:
        if not answer.citations:
            return ""
        title = self._say("answer.nearest" if answer.abstained else "answer.sources")
        cards = "".join(self._card(citation, turn) for citation in answer.citations)
        return f'<section class="sources"><h3>{title} <span>{len(answer.citations)}</span></h3>{cards}</section>'

    def _card(self, citation: Citation, turn: str) -> str:
        before, after = surroundings(citation, self._text_of)
        name, facts = escaped(citation.title or citation.source), escaped(stated_source(citation, self.texts))
        address = escaped(document_url(citation.document_id, citation.span, citation.version))
        return (
            f'<details id="{turn}-{citation.number}"><summary><span class="number">{citation.number}</span>'
            f'<span class="name"><b>{name}</b><small>{facts}</small></span></summary>'
            f'<blockquote lang="th" tabindex="0" aria-label="{self._say("answer.quoted")}">{_close(before)}'
            f"<mark>{_close(citation.quote)}</mark>{_close(after)}</blockquote>"
            f'<p><a class="whole" href="{address}" target="_blank" rel="noopener">{self._say("answer.whole")} '
            f'<span class="sr">{self._say("answer.new_tab")}</span></a></p></details>'
        )


def surroundings(citation: Citation, text_of: TextOf) -> tuple[str, str]:
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


def _words(text: str, marked: Callable[[str], str], *, lead: bool = False) -> str:
    """The lines of an answer as paragraphs and lists; the first one large if it may lead and is short."""
    lines = [line for line in text.split("\n") if line.strip()]
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
            parts.append(f"<li{number}>{marked(item[2])}</li>")
        else:
            short = lead and place == 0 and len(lines) > 1 and len(MARK.sub("", line).strip()) <= _LEAD
            parts.append(f"<p{' class=lead' if short else ''}>{marked(line.strip())}</p>")
    return "".join(parts) + (f"</{opened}>" if opened else "")


def _bare(text: str) -> str:
    """Escaped text whose marks lead nowhere yet: the sources come with the whole answer."""
    return _with_marks(text, lambda _: True, lambda number: f'<span class="cite">{number}</span>')


def _with_marks(text: str, wanted: Callable[[int], bool], mark: Callable[[int], str]) -> str:
    parts, at = [], 0
    for found in MARK.finditer(text):
        if wanted(int(found[1])):
            parts += [escaped(text[at : found.start()].rstrip(" ")), mark(int(found[1]))]
            at = found.end()
    return "".join(parts) + escaped(text[at:])


def _close(text: str) -> str:
    """Escaped text without its blank lines, which take up room in a card; the document's own page keeps them."""
    return escaped(_BLANK.sub("\n", text))
