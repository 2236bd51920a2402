"""The assistant: a question in, a cited answer or an honest abstention out."""

from __future__ import annotations

import time
from collections.abc import Sequence

from assistant.answer import Answer
from assistant.evidence import Evidence, Passage, Reader, Weigher, retrieve
from assistant.extractive import Draft, shown, write
from assistant.followup import standalone
from assistant.question import Question, read_question
from corpus.errors import AssistantError
from index.library import Index

LONGEST_QUESTION = 2000
"""Upper length of a question, in characters."""

_ENOUGH = 0.5
"""Share of a question's weighted words that the evidence must hold."""


class Assistant:
    """Answers questions from an index.

    Args:
        index: an open index.
        contact: whom to contact when the documents hold no answer.
    """

    def __init__(self, index: Index, *, contact: str = "") -> None:
        self.index = index
        self._contact = contact
        self._reader = Reader(index.catalogue)

    def ask(self, question: str, history: Sequence[str] = ()) -> Answer:
        """Answer a question.

        Args:
            question: in everyday language.
            history: the earlier questions of the same conversation, oldest first.

        Returns:
            The answer; `abstained` when the documents do not hold it.

        Raises:
            AssistantError: if the question is empty or too long.
        """
        began = time.perf_counter()
        asked = question.strip()
        if not asked:
            raise AssistantError("คำถามว่างเปล่า", hint="โปรดพิมพ์คำถาม")
        if len(asked) > LONGEST_QUESTION:
            raise AssistantError(f"คำถามยาว {len(asked):,} ตัวอักษร ยาวเกินไป", hint=f"โปรดถามไม่เกิน {LONGEST_QUESTION:,} ตัวอักษร")
        alone = standalone(asked, history)
        read = read_question(alone)
        passages = retrieve(self.index, self._reader, read)
        found = time.perf_counter()
        evidence = Weigher(self.index).weigh(read, [unit for passage in passages for unit in self._reader.units(passage)])
        doubt = _doubt(read, evidence)
        draft = _abstention(passages, doubt, self._contact) if doubt else write(read, evidence)
        done = time.perf_counter()
        seconds = {"search": round(found - began, 4), "answer": round(done - found, 4), "total": round(done - began, 4)}
        return Answer(
            question=asked,
            standalone_question=alone,
            text=draft.text,
            citations=tuple(draft.citations),
            abstained=bool(doubt),
            confidence=0.0 if doubt else min(1.0, evidence[0].covered),
            seconds=seconds,
        )


def _doubt(question: Question, evidence: Sequence[Evidence]) -> str:
    """Why the evidence does not answer the question; "" if it does."""
    if not evidence:
        return "ไม่มีข้อความที่เกี่ยวข้อง"
    best = evidence[0]
    if best.covered < _ENOUGH:
        return "ไม่มีข้อความที่กล่าวถึงเรื่องนี้โดยตรง"
    if question.years and not any(one.unit.years & question.years for one in evidence[:3]):
        return "ไม่มีข้อมูลของปีที่ถาม"
    squeezed = (best.unit.copy + best.unit.context).replace(" ", "")
    if any(ordinal not in squeezed for ordinal in question.ordinals):
        return "ไม่มีข้อมูลของครั้งหรือลำดับที่ถาม"
    return ""


def _abstention(passages: Sequence[Passage], reason: str, contact: str) -> Draft:
    draft = Draft()
    draft.add(f"ขออภัย ไม่พบคำตอบในเอกสารที่มี ({reason})")
    if passages:
        draft.add("ข้อความที่ใกล้เคียงที่สุดที่พบ:")
        for passage in passages[:2]:
            mark = draft.cite(passage.document, passage.span)
            draft.add(f"- {passage.document.title}: {shown(passage.structure, passage.span)[:120]}… {mark}")
    if contact:
        draft.add(f"สอบถามเพิ่มเติมได้ที่ {contact}")
    return draft
