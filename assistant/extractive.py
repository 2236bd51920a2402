"""Writes an answer from evidence alone: the answer in one line where it is certain, then the words of the source."""

from __future__ import annotations

import re

from assistant.draft import FACT, SHORT, Draft, shortened, shown
from assistant.evidence import Evidence, coverage
from assistant.features import Lens, Window
from assistant.glossary import Glossary
from assistant.lists import ListWriter
from assistant.question import Kind, Question
from assistant.wanted import NUMBERS, answers, full_name, qualified
from corpus.dates import find_dates
from corpus.document import Span
from corpus.normalise import normalise


class Writer:
    """Writes answers from evidence.

    Args:
        lens: tells which words a text holds.
        glossary: tells which provinces a region has.
    """

    def __init__(self, lens: Lens, glossary: Glossary) -> None:
        self._lens = lens
        self._lists = ListWriter(lens, glossary)

    def write(self, evidence: Evidence) -> Draft:
        """The answer that a question wants, from its evidence."""
        draft = Draft()
        question = evidence.question
        if question.kind in (Kind.LIST, Kind.JOIN, Kind.HOW, Kind.OPEN, Kind.WHY) and self._lists.whole(
            draft, evidence
        ):
            return draft
        if question.kind in (Kind.LIST, Kind.HOW, Kind.WHY, Kind.DEFINITION, Kind.JOIN):
            self._explain(draft, evidence, SHORT - 20)
            return draft
        if question.about_publication and self._publication(draft, evidence):
            return draft
        if question.kind in (Kind.DATE, *NUMBERS) and self._rivals(draft, evidence):
            return draft
        if question.kind not in (Kind.DATE, *NUMBERS) and self._lists.item(draft, evidence):
            return draft
        self._fact(draft, evidence)
        return draft

    # -- one fact -----------------------------------------------------------------------------------------------

    def _fact(self, draft: Draft, evidence: Evidence) -> None:
        window = evidence.windows[0]
        direct = self.direct(evidence.question, window, evidence.weights)
        mark = draft.cite(window.reading.document, window.span)
        if direct:
            draft.add(f"{direct} {mark}")
        room = FACT - draft.room - len(mark) - 4
        draft.add(f"{shortened(shown(window.reading.structure, window.span), room)} {mark}")

    def direct(self, question: Question, window: Window, weights: dict[str, float]) -> str:
        """The number, date or name asked for, as the source writes it; "" if the stretch leaves a doubt which it is.

        Of several candidates the one nearest to the question's words is taken, each word counting by its weight.
        """
        text = " ".join(atom.plain for atom in window.atoms)
        low = text.lower()
        anchors = {
            word: places
            for word in weights
            if (places := [m.span() for m in re.finditer(r"\s*".join(map(re.escape, word.split())), low)])
        }
        asked = "".join(question.copy.split())
        candidates: list[tuple[float, str]] = []
        offset = 0
        for atom in window.atoms:
            for start, end in answers(question, atom):
                said = " ".join(atom.plain[start:end].split())
                if question.kind is Kind.PERSON:
                    said = full_name(atom.plain, start)
                elif question.kind in (Kind.AGENCY, Kind.PLACE):
                    continue
                elif question.wants_number:
                    said = qualified(atom.plain, start, end)
                if not said or normalise("".join(said.split())) in asked:
                    continue
                at, to = offset + start, offset + end
                cost = sum(
                    weights[word] * min(160, min(max(0, a - to, at - b) for a, b in places))
                    for word, places in anchors.items()
                )
                candidates.append((cost + (200 if self._wrong_year(question, text, at, to) else 0), said))
            offset += len(atom.plain) + 1
        candidates.sort(key=lambda candidate: candidate[0])
        if not candidates or candidates[0][0] >= 120:
            return ""
        rival = next((c for c in candidates[1:] if c[1] != candidates[0][1]), None)
        if rival is not None and rival[0] < candidates[0][0] + 4:
            return ""
        return candidates[0][1]

    def _wrong_year(self, question: Question, text: str, start: int, end: int) -> bool:
        """Whether the year nearest before a place, or else after it, is another than the question's."""
        if not question.years:
            return False
        before = find_dates(text[max(0, start - 200) : start])
        near = [m for m in before if m.date.year] or [m for m in find_dates(text[end : end + 60]) if m.date.year]
        if not near:
            return False
        mention = near[-1] if before else near[0]
        last = mention.until.year if mention.until and mention.until.year else mention.date.year
        return last is not None and not any((mention.date.year or 0) <= year <= last for year in question.years)

    def _publication(self, draft: Draft, evidence: Evidence) -> bool:
        """When the best document came out, with the words that say so."""
        for passage in evidence.passages[:3]:
            document = passage.reading.document
            if document.published is None:
                continue
            for atom in passage.reading.atoms:
                if any(mention.date == document.published for mention in atom.dates):
                    mark = draft.cite(document, atom.span)
                    draft.add(f"เผยแพร่ {document.published.thai()} {mark}")
                    draft.add(
                        f"{shortened(shown(passage.reading.structure, atom.span), FACT - draft.room - 12)} {mark}"
                    )
                    return True
        return False

    # -- several sources that differ ----------------------------------------------------------------------------

    def _rivals(self, draft: Draft, evidence: Evidence) -> bool:
        """Answers that differ between sources, each with its source; False if there is one answer."""
        question = evidence.question
        best_share, _ = coverage(self._lens, evidence, evidence.windows[0])
        said: list[tuple[str, Window]] = []
        seen: set[str] = set()
        for window, score in zip(evidence.windows[:40], evidence.scores[:40], strict=True):
            if window.reading.document.id in seen or score < evidence.scores[0] - 2.0:
                continue
            direct = self.direct(question, window, evidence.weights)
            if not direct:
                continue
            share, held = coverage(self._lens, evidence, window)
            figures = re.findall(r"\d[\d,.]*", question.copy)
            squeezed = " ".join(atom.copy for atom in window.atoms)
            if (
                share < best_share * 0.95
                or any(n not in squeezed for n in figures)
                or min(held.values(), default=1) < 0.75
            ):
                continue
            seen.add(window.reading.document.id)
            said.append((direct, window))
            if len(said) == 3:
                break
        if len({_figures(direct) for direct, _ in said}) < 2:
            return False
        draft.add("แหล่งข้อมูลให้ไว้ไม่ตรงกัน หรือเป็นคนละช่วงเวลา:")
        for direct, window in said:
            mark = draft.cite(window.reading.document, window.span)
            text = shortened(shown(window.reading.structure, window.span), (SHORT - 60) // len(said) - len(direct) - 12)
            draft.add(f"- {direct}: {text} {mark}")
        return True

    # -- explanations -------------------------------------------------------------------------------------------

    def _explain(self, draft: Draft, evidence: Evidence, limit: int) -> None:
        """The best stretch, made whole to the ends of its sentences as far as there is room."""
        window = evidence.windows[0]
        atoms = window.reading.atoms
        first, last = window.first, window.last
        while True:
            span = Span(atoms[first].span.start, atoms[last - 1].span.end)
            grown = False
            if (
                last < len(atoms)
                and atoms[last].block == atoms[last - 1].block
                and atoms[last].span.end - span.start <= limit
            ):
                last, grown = last + 1, True
                continue
            if (
                first
                and atoms[first - 1].block == atoms[first].block
                and span.end - atoms[first - 1].span.start <= limit
            ):
                first, grown = first - 1, True
            if not grown:
                break
        whole = Span(atoms[first].span.start, atoms[last - 1].span.end)
        mark = draft.cite(window.reading.document, whole)
        draft.add(f"{shown(window.reading.structure, whole)} {mark}")


def _figures(text: str) -> str:
    return "".join(re.findall(r"\d+", normalise(text))) or text
