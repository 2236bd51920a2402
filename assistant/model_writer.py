"""Writes an answer with a language model: each sentence is checked as it streams in, and shown only if it holds."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from assistant.answer import MARK, Check
from assistant.caller import Session
from assistant.chat_model import estimated_tokens
from assistant.cited import Shown, numbered
from assistant.draft import Draft, shown, unmarked
from assistant.english import is_english
from assistant.glossary import Glossary
from assistant.meeting import meets
from assistant.mending import cited_anew, in_own_words
from assistant.prompt import new_fence, prompt
from assistant.question import Question
from assistant.safe_text import plain
from assistant.splitting import Splitter, Written
from assistant.units import Passage
from assistant.verify import Finding, Verifier
from corpus.document import Span
from corpus.errors import ModelError
from corpus.normalise import normalise

_log = logging.getLogger(__name__)
ANSWER_TOKENS = 1200
"""Upper length of a model's answer, in tokens."""
_PASSAGES = 9000
"""Upper length of what a model is shown, in characters."""
_LEAST_PASSAGES = 500
_SENTENCES = 30
"""Sentences after which no more are read."""
_NO_ANSWER = re.compile(r"\bNO[_ ]?ANSWER\b", re.IGNORECASE)
_LATIN, _THAI, _OTHER = (
    re.compile("[A-Za-z]"),
    re.compile("[\u0e01-\u0e4e]"),
    re.compile(r"[^\W\d_A-Za-z\u0e01-\u0e5b]"),
)
_STRANGE = 0.1
"""Share of letters of other scripts up to which a sentence is in the language asked for."""
_JUDGED_TOKENS = 8


@dataclass(slots=True, eq=False)
class Made:
    """What came of a model's answer.

    Attributes:
        draft: its citations, numbered as they are first shown.
        text: what is shown.
        checks: what became of each sentence.
        refused: whether the model said that the passages hold no answer.
        failed: why the model failed; "" if it did not.
    """

    draft: Draft = field(default_factory=Draft)
    text: str = ""
    checks: list[Check] = field(default_factory=list)
    refused: bool = False
    failed: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class _Held:
    """A verified sentence that waits to be shown."""

    written: Written
    sentence: str
    said: str
    finding: Finding
    quotes: tuple[tuple[Shown, Span], ...]
    repaired: bool
    reason: str


class ModelWriter:
    """Writes one answer.

    Args:
        question: the question.
        passages: what was found, best first.
        verifier: checks the sentences.
        glossary: other wordings of names.
        session: the model with what this question may use.
        doubtful: whether the evidence is weak; then nothing is shown before all of it was judged.
    """

    def __init__(
        self,
        question: Question,
        passages: Sequence[Passage],
        verifier: Verifier,
        glossary: Glossary,
        session: Session,
        *,
        doubtful: bool,
    ) -> None:
        self._question = question
        self._verifier = verifier
        self._glossary = glossary
        self._session = session
        self._doubtful = doubtful
        self._english = is_english(normalise(question.text))
        room = 2 * (session.room - ANSWER_TOKENS) - 4000
        self._shown = numbered(passages, max(_LEAST_PASSAGES, min(_PASSAGES, room)))
        self._waiting: list[_Held] = []
        self._open = False
        self._seen: set[str] = set()
        self.made = Made()

    def prepare(self) -> None:
        """Read the passages ahead of time, while the model is still thinking."""
        self._verifier.prepare(self._shown)

    def write(self) -> Iterator[str]:
        """The pieces of text to show, one sentence each; how it went is in `made` afterwards."""
        splitter = Splitter()
        fence = new_fence()
        messages = prompt("answer").messages(
            question=self._question.text,
            passages="\n".join(_as_data(one, fence) for one in self._shown),
            fence=fence,
            language="ภาษาอังกฤษ (English)" if self._english else "ภาษาไทย",
        )
        most = min(ANSWER_TOKENS, max(1, self._session.room - sum(estimated_tokens(m.text) for m in messages)))
        try:
            for piece in self._session.stream(messages, most_tokens=most, purpose="answer"):
                for written in splitter.feed(piece):
                    yield from self._take(written)
                if len(self._seen) >= _SENTENCES:
                    break
            else:
                for written in splitter.finish():
                    yield from self._take(written)
        except ModelError as error:
            self.made.failed = error.message
            _log.warning("model %s: %s", self._session.model, error.message)
        if self._waiting and self._doubtful and not self.made.failed and self._meets() and self._judged():
            self._open = True
            yield from self._release()
        for one in self._waiting:
            finding = one.finding
            self.made.checks.append(
                Check(one.sentence, "", (), finding.verified, finding.support, "dropped", "no answer to the question")
            )

    def _take(self, written: Written) -> Iterator[str]:
        """One sentence of the model: checked, mended if need be, and shown once the question is met."""
        if _NO_ANSWER.search(written.text):
            self.made.refused = True
            return
        sentence = unmarked(plain(written.text))
        if not sentence or sentence in self._seen:
            return
        self._seen.add(sentence)
        held = self._verified(written, sentence)
        if held is None:
            return
        self._waiting.append(held)
        if not self._open and not self._doubtful:
            self._open = self._meets()
        if self._open:
            yield from self._release()

    def _verified(self, written: Written, sentence: str) -> _Held | None:
        if not self._in_language(sentence):
            self.made.checks.append(Check(sentence, "", (), (), 0.0, "dropped", "language"))
            return None
        cited = [one for one in self._shown if one.number in written.marks]
        finding = self._verifier.check(sentence, cited) if cited else Finding("citation")
        if finding.ok:
            return _Held(written, sentence, sentence, finding, finding.quotes, False, "")
        again = cited_anew(self._verifier, sentence, self._shown, finding)
        if again is not None:
            return _Held(written, sentence, sentence, again, again.quotes, True, finding.reason)
        quote = (
            None if self._doubtful or self._english else in_own_words(self._verifier, sentence, cited, self._question)
        )
        if quote is not None:
            source, span = quote
            said = shown(source.reading.structure, span)
            if said not in self._seen:
                self._seen.add(said)
                return _Held(written, sentence, said, finding, (quote,), True, finding.reason)
        reason = f"{finding.reason}: {finding.about}" if finding.about else finding.reason
        self.made.checks.append(Check(sentence, "", (), finding.verified, finding.support, "dropped", reason))
        return None

    def _release(self) -> Iterator[str]:
        for held in self._waiting:
            numbers = []
            for source, span in held.quotes:
                mark = self.made.draft.cite(source.document, span)
                numbers.append(int(mark[1:-1]))
            marks = "".join(f"[{number}]" for number in dict.fromkeys(numbers))
            line = f"{held.written.bullet}{held.said} {marks}"
            between = "" if not self.made.text else "\n" if held.written.starts_line else " "
            self.made.text += between + line
            outcome: Literal["kept", "repaired"] = "repaired" if held.repaired else "kept"
            cited, finding = tuple(dict.fromkeys(numbers)), held.finding
            self.made.checks.append(
                Check(held.sentence, line, cited, finding.verified, finding.support, outcome, held.reason)
            )
            yield between + line
        self._waiting.clear()

    def _meets(self) -> bool:
        """Whether what waits gives what the question asks for."""
        quotes = [(source, span.of(source.document.text)) for held in self._waiting for source, span in held.quotes]
        told = " ".join(f"{text} {source.attribution} {_headings(source)}" for source, text in quotes)
        dates = [source.document.published for source, _ in quotes]
        return meets(self._question, [held.said for held in self._waiting], told, dates, self._glossary)

    def _judged(self) -> bool:
        """Whether the model itself finds that its sentences answer the question; asked where the evidence is weak."""
        said = "\n".join(held.said for held in self._waiting)
        messages = prompt("judge").messages(question=self._question.text, answer=said, fence=new_fence())
        try:
            verdict = self._session.text(messages, most_tokens=_JUDGED_TOKENS, purpose="judge")
        except ModelError as error:
            self.made.failed = error.message
            return False
        return verdict.strip().upper().startswith("YES")

    def _in_language(self, sentence: str) -> bool:
        latin, thai, other = (len(letters.findall(sentence)) for letters in (_LATIN, _THAI, _OTHER))
        if other > _STRANGE * (latin + thai + other):
            return False
        return latin > thai if self._english else thai >= 0.3 * (latin + thai)


def _headings(source: Shown) -> str:
    return " ".join(dict.fromkeys(atom.context for atom in source.atoms))


def _as_data(one: Shown, fence: str) -> str:
    """A passage as the model is shown it: its number, where it is from, and its words between fences."""
    document = one.document
    date = document.published.thai() if document.published else "ไม่ระบุวันที่"
    told = " | ".join(part for part in (document.title, document.publisher, date) if part)
    atoms = one.atoms
    headings = " › ".join(one.reading.atoms[at].plain.strip("# ") for at in one.places if at < one.first)
    text = one.reading.structure.plain(Span(atoms[0].span.start, atoms[-1].span.end))
    lines = [f"[{one.number}] {told}", headings, MARK.sub(r"(\1)", text).replace(fence, "")]
    return "\n".join([fence, *(line for line in lines if line), fence])
