"""Makes a follow-up stand alone with a language model; what it adds that nobody said is not believed."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.caller import Session
from assistant.claims import Claim, Sort, read_claims, readable
from assistant.cutting import cut
from assistant.english import is_english
from assistant.glossary import Glossary
from assistant.prompt import new_fence, prompt
from assistant.question import carries
from assistant.safe_text import plain
from assistant.standing import holds_name
from corpus.errors import ModelError
from corpus.normalise import normalise

_LONGEST = 400
"""Upper length of a rewritten question, in characters."""
_TOKENS = 200
_TURNS = 6
"""Earlier questions that the model is shown."""
_KNOWN = 0.7
"""Share of the words that carry the rewritten question that must have been said before."""


def rewritten(question: str, history: Sequence[str], session: Session, glossary: Glossary) -> str:
    """The question as a model rewrites it; "" if it fails, or says what nobody said.

    Args:
        question: the follow-up.
        history: earlier questions, oldest first, at least one.
        session: the model with what this question may use.
        glossary: other wordings of names.
    """
    fence = new_fence()
    earlier = "\n".join(f"- {turn}" for turn in history[-_TURNS:])
    messages = prompt("rewrite").messages(history=earlier, question=question, fence=fence)
    try:
        text = session.text(messages, most_tokens=_TOKENS, purpose="rewrite")
    except ModelError:
        return ""
    lines = [" ".join(plain(line).split()) for line in text.splitlines() if line.strip() and fence not in line]
    if len(lines) != 1 or not lines[0] or len(lines[0]) > _LONGEST:
        return ""
    return lines[0] if invents_nothing(lines[0], [*history, question], glossary) else ""


def invents_nothing(text: str, said: Sequence[str], glossary: Glossary) -> bool:
    """Whether every number, date and name of a rewritten question, and most of its words, were said before.

    Args:
        text: the rewritten question.
        said: the earlier questions, and the follow-up last.
        glossary: other wordings of names.
    """
    before = readable(" ".join(said))
    copy = normalise(before)
    if is_english(normalise(text)) != is_english(normalise(said[-1])):
        return False
    known, claims, rest = read_claims(before, glossary), read_claims(readable(text), glossary), readable(text)
    if not all(_was_said(claim, known, copy) for claim in claims):
        return False
    for claim in claims:
        rest = rest[: claim.span.start] + " " * len(claim.span) + rest[claim.span.end :]
    words = [word for word in cut(normalise(rest)) if carries(word)]
    said_before = sum(any(one in copy for one in _wordings(word, glossary)) for word in words)
    return said_before >= _KNOWN * len(words)


def _wordings(word: str, glossary: Glossary) -> list[str]:
    """A word, others that mean the same, and what an English one is in Thai."""
    return [word, *glossary.alternatives(word), *glossary.translate(word).split()]


def _was_said(claim: Claim, known: Sequence[Claim], copy: str) -> bool:
    if claim.date is not None:
        years = {one.date.date.year for one in known if one.date is not None}
        years |= {one.date.until.year for one in known if one.date is not None and one.date.until is not None}
        return claim.date.date.year in years and (claim.date.until is None or claim.date.until.year in years)
    if claim.quantity is not None:
        return any(one.quantity is not None and one.quantity.value == claim.quantity.value for one in known)
    if claim.sort in (Sort.NUMERAL, Sort.PHONE):
        return any(claim.keys & one.keys for one in known)
    return holds_name(claim, copy)
