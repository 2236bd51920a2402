"""Decides whether the evidence answers a question: is every constraint of the question met by it?"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.extractive import Evidence, coverage
from assistant.features import Lens, answers
from assistant.question import Kind, Question
from assistant.rarity import speaks
from corpus.dates import find_years

ENOUGH = 0.58
"""Share of the question's weighted words that evidence must speak of (calibrated on evals/sets, see docs/answers.md)."""
_HEAVY = 0.2
"""Weight from which a single word that the evidence does not know makes it evidence for something else."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether to answer.

    Args:
        confidence: 0 to 1.
        reason: why not to answer, in Thai for the user; "" to answer.
    """

    confidence: float
    reason: str


def judge(lens: Lens, evidence: Evidence) -> Verdict:
    """Weigh the best evidence against each constraint of the question.

    Args:
        lens: tells how rare a word is.
        evidence: what was found.
    """
    question = evidence.question
    if not evidence.windows or not question.content and not question.years:
        return Verdict(0.0, "ไม่มีข้อความที่เกี่ยวข้อง")
    window = evidence.windows[0]
    covered, held = coverage(lens, evidence, window)
    missing = [word for word, far in held.items() if far == 0.0]
    heavy = [word for word in missing if evidence.weights[word] >= _HEAVY and speaks(word) >= 0.25]
    nowhere = [word for word in missing if lens.document_frequency(word) == 0 and speaks(word) >= 0.4]
    if question.about_publication and any(p.reading.document.published for p in evidence.passages[:3]) and covered >= 0.3:
        return Verdict(covered, "")
    if nowhere or heavy:
        words = " ".join(dict.fromkeys(nowhere + heavy))
        return Verdict(0.2 * covered, f"เอกสารที่พบไม่ได้กล่าวถึง “{words}”")
    if covered < ENOUGH:
        return Verdict(0.4 * covered, "ไม่มีข้อความที่กล่าวถึงเรื่องนี้โดยตรง")
    around = window.reading.atoms[max(0, window.first - 6) : window.last + 6]
    context = " ".join(atom.copy for atom in around) + " " + window.atoms[0].context
    if question.years and not _speaks_of_years(question, evidence, context):
        return Verdict(0.3 * covered, "ไม่มีข้อมูลของปีที่ถาม")
    squeezed = context.replace(" ", "")
    if any(ordinal not in squeezed for ordinal in question.ordinals):
        return Verdict(0.3 * covered, "ไม่มีข้อมูลของครั้งหรือลำดับที่ถาม")
    if question.kind in (Kind.COUNT, Kind.AMOUNT, Kind.SHARE, Kind.DATE, Kind.CONTACT):
        near = evidence.windows[:3]
        if not any(answers(question, atom) for one in near for atom in one.atoms):
            return Verdict(0.4 * covered, "ไม่มีตัวเลขหรือข้อมูลที่ถามระบุไว้")
    return Verdict(min(1.0, covered), "")


def _speaks_of_years(question: Question, evidence: Evidence, context: str) -> bool:
    if question.years & set(find_years(context)):
        return True
    document = evidence.windows[0].reading.document
    return bool(document.published and document.published.year in question.years)
