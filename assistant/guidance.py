"""Help beyond an answer: whom to contact, how to join, and what was nearest when there is no answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from assistant.draft import SHORT, Draft, shortened, shown, unmarked
from assistant.evidence import Evidence, Finder, coverage
from assistant.phrases import is_place
from assistant.question import Question, read_question
from assistant.stretches import Window
from assistant.units import Atom, Passage, Reading
from assistant.wanted import MAIL, answers
from corpus.document import Span

_REACHED = re.compile(r"โทร|ติดต่อ|สอบถาม|อีเมล|e-?mail|สายด่วน|call center|line", re.IGNORECASE)
_CONTACT_QUESTION = "ติดต่อ สอบถาม โทร หน่วยงาน"
_JOIN_QUESTIONS = ("จุดเริ่มต้นของการพัฒนาคลัสเตอร์ การรวมกลุ่มเกิดจากการริเริ่ม", "วัตถุประสงค์ของโครงการพัฒนาการรวมกลุ่ม")


_STEPS = re.compile(
    r"สมัคร|ลงทะเบียน|ยื่น(?:คำขอ|เรื่อง|แบบ|เอกสาร|ใบ)|คุณสมบัติ|ขั้นตอน|เงื่อนไข|(?:เข้าร่วม\S{0,12}(?:ได้ที่|ได้โดย|ต้อง))|แบบฟอร์ม"
    r"|ใบสมัคร|เปิดรับ|ผู้มีสิทธิ"
)
"""What a text says that tells how one gets in."""

_NUMBER = re.compile(r"^\d{1,2}[.)]\s")
"""The number of the list that an item is taken out of."""
_GROUPS = "คลัสเตอร์ เครือข่าย กลุ่ม"
_CONTACT_ROOM = 205
"""What is kept for the line that tells whom to contact, with marks, in characters."""
_LEAST = 80
"""What is quoted of a passage at least, in characters."""
_OWN = 0.15
"""What a noun carries at least of a question to be the asker's trade or place."""
_LOOKED_AT = 25
"""Stretches of evidence that are looked at."""
_NAMED_BEFORE = 3
"""Clauses before a contact that may tell whose it is."""


def contacts(finder: Finder, evidence: Evidence) -> Iterator[tuple[Reading, Atom]]:
    """Places that tell how to reach somebody: in the documents of the evidence first, then elsewhere."""
    seen: set[tuple[str, int]] = set()
    for passage in _near(finder, evidence):
        document = passage.reading.document
        for atom in passage.reading.atoms:
            key = (document.id, atom.place)
            reached = atom.phones or MAIL.search(atom.plain)
            if key not in seen and reached and _REACHED.search(_around(passage.reading, atom)):
                seen.add(key)
                yield passage.reading, atom


def _near(finder: Finder, evidence: Evidence) -> Iterator[Passage]:
    yield from evidence.passages[:4]
    yield from finder.passages(read_question(f"{evidence.question.text} {_CONTACT_QUESTION}"))


def _around(reading: Reading, atom: Atom) -> str:
    before = reading.atoms[atom.place - 1].plain if atom.place else ""
    return f"{before} {atom.plain}"


def _contact_span(reading: Reading, atom: Atom) -> Span:
    """The contact with the clause before it in the same block, which names whose it is."""
    first = atom.place
    while (
        first
        and reading.atoms[first - 1].block == atom.block
        and atom.span.end - reading.atoms[first - 1].span.start <= 180
    ):
        first -= 1
    return Span(reading.atoms[first].span.start, atom.span.end)


def add_contact(draft: Draft, finder: Finder, evidence: Evidence) -> bool:
    """Add a line with the nearest contact that the documents name; False if they name none."""
    for reading, atom in contacts(finder, evidence):
        span = _contact_span(reading, atom)
        draft.add(f"ติดต่อ: {shortened(shown(reading.structure, span), 180)} {draft.cite(reading.document, span)}")
        return True
    return False


def write_guidance(finder: Finder, evidence: Evidence, read: Callable[[str], Question]) -> Draft | None:
    """An answer to "how do I join" from all documents; None if they hold nothing on it.

    Args:
        finder: finds what else there is to say.
        evidence: for the question.
        read: reads a question.
    """
    if not evidence.windows:
        return None
    _, held = coverage(finder.lens, evidence, evidence.windows[0])
    unknown = [
        w
        for w, far in held.items()
        if far == 0 and finder.lens.document_frequency(w) == 0 and evidence.weights[w] >= 0.2
    ]
    own = [
        word
        for word, weight in evidence.weights.items()
        if weight >= _OWN and word in evidence.question.nouns and word not in (*unknown, *_GROUPS.split())
    ]
    group = _of_ones_own(finder, evidence, read, own)
    if unknown and (group is None or _share(evidence, unknown) >= _share(evidence, own)):
        return None
    draft = Draft()
    chosen = [window for window in evidence.windows[:_LOOKED_AT] if _tells_how(finder, evidence, window)][:1]
    if chosen:
        draft.add("เอกสารระบุเรื่องการเข้าร่วมไว้ดังนี้")
    else:
        draft.add("เอกสารที่มีไม่ได้ระบุขั้นตอนหรือใบสมัครเข้าร่วมไว้โดยตรง แต่มีข้อมูลที่ช่วยเริ่มต้นได้ดังนี้")
    if group is not None and not any(group.span.overlaps(window.span) for window in chosen):
        chosen.insert(0, group)
    for asked in _JOIN_QUESTIONS:
        found = finder.standing(read(asked))
        if found.windows and coverage(finder.lens, found, found.windows[0])[0] >= 0.5:
            chosen.append(_without_headings(found.windows[0]))
    cited: set[tuple[str, int]] = set()
    for window in chosen:
        key = (window.reading.document.id, window.first)
        if key in cited:
            continue
        room = SHORT - _CONTACT_ROOM - draft.room
        if cited and room < _LEAST:
            break
        cited.add(key)
        mark = draft.cite(window.reading.document, window.span)
        text = _NUMBER.sub("", shown(window.reading.structure, window.span))
        draft.add(f"- {shortened(text, max(_LEAST, room))} {mark}")
    reached = add_contact(draft, finder, evidence)
    return draft if cited or reached else None


def _without_headings(window: Window) -> Window:
    """A stretch without the headings that it begins with; the one clause that it has whatever it is."""
    first = window.first
    while first + 1 < window.last and window.reading.atoms[first].heading:
        first += 1
    return Window(window.passage, first, window.last)


def _share(evidence: Evidence, words: Iterable[str]) -> float:
    """How much of a question some of its words carry."""
    return sum(evidence.weights[word] for word in words)


def _of_ones_own(
    finder: Finder, evidence: Evidence, read: Callable[[str], Question], own: Sequence[str]
) -> Window | None:
    """The clause that names a group of the asker's own trade and place, or else of the trade: one that holds all words.

    Args:
        finder: finds groups.
        evidence: for the question.
        read: reads a question.
        own: what the question says of its asker's trade and place.
    """
    if not own:
        return None
    found = finder.find(read(f"{_GROUPS} {' '.join(own)}"))
    clauses = [
        Window(window.passage, place, place + 1)
        for window in (*evidence.windows[:_LOOKED_AT], *found.windows[:_LOOKED_AT])
        for place in range(window.first, window.last)
    ]
    for wanted in filter(None, (own, [word for word in own if not is_place(word)])):
        for clause in clauses:
            if all(word in clause.atoms[0].copy for word in wanted):
                return clause
    return None


def _tells_how(finder: Finder, evidence: Evidence, window: Window) -> bool:
    """Whether a stretch speaks of what is asked and says how one gets in."""
    copy = " ".join(atom.copy for atom in window.atoms)
    return bool(_STEPS.search(copy)) and coverage(finder.lens, evidence, window)[0] >= 0.5


def with_contact_first(evidence: Evidence) -> Evidence:
    """The evidence with the stretch first that tells how to reach somebody; the same if none of the best ones does.

    Args:
        evidence: for a question that asks for a telephone number, an address or the like.
    """
    for place, window in enumerate(evidence.windows[:_LOOKED_AT]):
        reached = [a for a in window.atoms if answers(evidence.question, a)]
        if not any(_REACHED.search(_around(window.reading, atom)) for atom in reached):
            continue
        first = next(atom.place for atom in window.atoms if atom in reached)
        start = max(window.first, first - _NAMED_BEFORE)
        chosen = Window(window.passage, start, max(window.last, first + 1))
        others = evidence.windows[:place] + evidence.windows[place + 1 :]
        scores = np.concatenate([evidence.scores[place : place + 1], np.delete(evidence.scores, place)])
        return replace(evidence, windows=(chosen, *others), scores=scores, demanded=True, quoted={})
    return evidence


def write_abstention(evidence: Evidence, reason: str, contact: str, finder: Finder) -> Draft:
    """Says that the documents do not hold the answer, what came nearest, and whom to ask."""
    draft = Draft()
    draft.add(f"ขออภัย ไม่พบคำตอบในเอกสารที่มี ({reason})")
    nearest: list[Window] = []
    for window in evidence.windows:
        if all(window.reading.document.id != other.reading.document.id for other in nearest):
            nearest.append(window)
        if len(nearest) == 2:
            break
    if nearest:
        draft.add("ข้อความที่ใกล้เคียงที่สุด:")
        for window in nearest:
            text = shortened(shown(window.reading.structure, window.span), 160)
            title = unmarked(shortened(window.reading.document.title, 60))
            draft.add(f"- {title}: {text} {draft.cite(window.reading.document, window.span)}")
    if contact:
        draft.add(f"สอบถามเพิ่มเติมได้ที่ {contact}")
    else:
        add_contact(draft, finder, evidence)
    return draft
