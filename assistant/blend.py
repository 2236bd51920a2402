"""A language model's answer with the extractive engine behind it: what the model leaves open, the documents say."""

from __future__ import annotations

import threading
from collections.abc import Generator
from dataclasses import dataclass

from assistant.answer import MARK, Check, Citation, Conflict
from assistant.caller import Session
from assistant.doubt import Verdict, signs
from assistant.draft import Draft
from assistant.events import Said
from assistant.evidence import Evidence
from assistant.glossary import Glossary
from assistant.lens import Lens
from assistant.model_writer import Made, ModelWriter
from assistant.verify import Verifier
from index.library import Index

FAILED = "หมายเหตุ: ขณะนี้ใช้แบบจำลองภาษาไม่ได้ คำตอบนี้จึงคัดจากเอกสารโดยตรง"
"""What an answer says where the model could not be used."""
BROKEN_OFF = "หมายเหตุ: แบบจำลองภาษาหยุดกลางคัน ส่วนท้ายของคำตอบจึงคัดจากเอกสารโดยตรง"
"""The same where it stopped after something was shown."""
THIN = "หมายเหตุ: ข้อความจากแบบจำลองภาษาตรวจกับเอกสารไม่ผ่าน คำตอบนี้จึงคัดจากเอกสารโดยตรง"
"""The same where nothing that it wrote held."""
SURE = 0.75
"""Confidence in the evidence from which the documents answer although the model found no answer in them."""


@dataclass(frozen=True, slots=True)
class Whole:
    """An answer's text with all that belongs to it.

    Args:
        text: with marks.
        citations: in order of number.
        abstained: whether the sources do not hold the answer.
        conflicts: points on which sources differ.
        engine: what wrote it.
        checks: what became of each sentence of a model.
    """

    text: str
    citations: tuple[Citation, ...]
    abstained: bool
    conflicts: tuple[Conflict, ...]
    engine: str = "extractive"
    checks: tuple[Check, ...] = ()


def is_answerable(lens: Lens, evidence: Evidence, verdict: Verdict) -> bool:
    """Whether a model is worth asking: not where nothing of the year or numbered thing asked for was found."""
    if not evidence.windows:
        return False
    if not verdict.reason:
        return True
    seen = signs(lens, evidence)
    return not seen["year_missing"] and not seen["ordinal_missing"]


class Blend:
    """Writes an answer with a model, and completes it from the documents.

    Args:
        index: where the documents are.
        session: the model with what this question may use.
        verifier: checks the model's sentences.
        glossary: other wordings of names.
    """

    def __init__(self, index: Index, session: Session, verifier: Verifier, glossary: Glossary) -> None:
        self._index = index
        self._session = session
        self._verifier = verifier
        self._glossary = glossary

    def write(self, evidence: Evidence, extractive: Whole, verdict: Verdict) -> Generator[Said, None, Whole]:
        """Pieces of text as they are verified; returns the whole answer.

        Args:
            evidence: what was found.
            extractive: what the documents alone say; shown where the model fails.
            verdict: how sure the engine is of the evidence.
        """
        writer = ModelWriter(
            evidence.question, evidence.passages, self._verifier, self._glossary, self._session,
            doubtful=bool(verdict.reason),
        )  # fmt: skip
        threading.Thread(target=writer.prepare, name="read-passages", daemon=True).start()
        for piece in writer.write():
            yield Said(piece)
        made = writer.made
        if not made.text:
            whole = self._extractive(made, extractive, verdict)
            yield Said(whole.text)
            return whole
        more, conflicts = self._completed(made, extractive)
        if more:
            yield Said(more)
        return Whole(
            made.text + more, tuple(made.draft.citations), False, conflicts, self._session.model, tuple(made.checks)
        )

    def _extractive(self, made: Made, extractive: Whole, verdict: Verdict) -> Whole:
        """The extractive answer, with a line that says why it is one where the model was meant to write."""
        if made.failed:
            note = FAILED
        elif made.refused or extractive.abstained:
            note = ""
        else:
            note = THIN
        if made.refused and not extractive.abstained and verdict.confidence < SURE:
            return self._doubted(made, extractive)
        text = f"{extractive.text}\n{note}" if note else extractive.text
        return Whole(text, extractive.citations, extractive.abstained, extractive.conflicts, checks=tuple(made.checks))

    def _doubted(self, made: Made, extractive: Whole) -> Whole:
        """An abstention that shows what the documents have nearest: the model found no answer, the evidence is weak."""
        text = f"ไม่พบคำตอบที่ตรงกับคำถามในเอกสาร ข้อความที่ใกล้เคียงที่สุดคือ\n{extractive.text}"
        return Whole(text, extractive.citations, True, extractive.conflicts, checks=tuple(made.checks))

    def _completed(self, made: Made, extractive: Whole) -> tuple[str, tuple[Conflict, ...]]:
        """What follows a model's text: the documents' own words if it broke off, and where sources differ."""
        if extractive.abstained or not (made.failed or extractive.conflicts):
            return "", ()
        numbers = {one.number: self._cited(made.draft, one) for one in extractive.citations}
        text = MARK.sub(lambda mark: f"[{numbers[int(mark[1])]}]", extractive.text)
        conflicts = tuple(
            Conflict(one.about, tuple((says, numbers[number]) for says, number in one.statements))
            for one in extractive.conflicts
        )
        return f"\n{text}\n{BROKEN_OFF}" if made.failed else f"\n{text}", conflicts

    def _cited(self, draft: Draft, citation: Citation) -> int:
        document = self._index.catalogue.document(citation.document_id, citation.version)
        return int(draft.cite(document, citation.span)[1:-1])
