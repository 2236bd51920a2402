"""Whether what was said meets what a question asks: its years, its numbered things, its names, its kind of answer.

The guard against near misses of a language model: a true sentence about another year or agency is no answer.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.claims import Sort, read_claims, readable
from assistant.glossary import Glossary
from assistant.ordinals import names_ordinal
from assistant.question import Kind, Question
from assistant.standing import holds_name
from assistant.wanted import fits, year_fit
from corpus.dates import find_dates
from corpus.document import PartialDate
from corpus.normalise import normalise

_NAMED = (Sort.PLACE, Sort.AGENCY, Sort.PERSON)


def meets(
    question: Question,
    sentences: Sequence[str],
    quotes: str,
    published: Sequence[PartialDate | None],
    glossary: Glossary,
) -> bool:
    """Whether sentences give what a question asks for.

    Args:
        question: the question.
        sentences: what was said, verified.
        quotes: the words of the sources that carry it, with their headings, titles and publishers.
        published: dates of these sources.
        glossary: other wordings of names.
    """
    said = readable(" ".join(sentences))
    copy = normalise(f"{said} {quotes}")
    if question.years and not _of_years(question, copy, published):
        return False
    squeezed = copy.replace(" ", "")
    if any(not names_ordinal(ordinal, squeezed) for ordinal in question.ordinals):
        return False
    asked = read_claims(readable(question.text), glossary)
    if any(claim.sort in _NAMED and not holds_name(claim, copy) for claim in asked):
        return False
    return _of_kind(question, said, glossary)


def _of_years(question: Question, copy: str, published: Sequence[PartialDate | None]) -> bool:
    dates = find_dates(copy)
    told = {date.year for date in published if date is not None}
    return all(year_fit(frozenset([year]), dates) > 0 or year in told for year in question.years) and (
        year_fit(question.years, dates) == 1.0 or bool(question.years & told)
    )


def _of_kind(question: Question, said: str, glossary: Glossary) -> bool:
    claims = read_claims(said, glossary)
    if question.wants_number:
        units = [claim.quantity.unit for claim in claims if claim.quantity is not None]
        return any(fits(question, unit) for unit in units) or (question.kind is Kind.COUNT and "" in units)
    if question.kind is Kind.DATE and not question.wants_time:
        return any(claim.date is not None for claim in claims)
    return True
