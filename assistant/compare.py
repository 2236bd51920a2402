"""Comparisons: the two sides of a question, each answered and cited."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.cutting import cut_spans
from assistant.direct import direct
from assistant.draft import FACT, MARK_ROOM, Draft, shortened, shown, unmarked
from assistant.evidence import Evidence
from assistant.excerpts import quotes
from assistant.kinds import asked
from assistant.phrases import Element, Sort, elements
from assistant.question import carries, without_courtesies
from assistant.stretches import Window
from assistant.wordclass import acts, names
from corpus.document import Span
from corpus.normalise import normalise

_HOW = r"(?:อย่างไร|ยังไง|ตรงไหน|แค่ไหน|ไหม|มั้ย|หรือไม่|มากไหม|มากน้อย(?:แค่ไหน)?)"
_MUCH = r"(?:เท่าไร|เท่าไหร่|เท่าใด|กี่(?=\s|$))"
_MORE = r"(?:มาก|น้อย|เยอะ|สูง|ต่ำ|ดี|ถูก|แพง|เร็ว|ช้า|นาน|ใหญ่|เล็ก)กว่า(?:กัน)?"
_CUE = re.compile(
    rf"(?:มีความ)?(?:แตกต่าง|ต่าง|เหมือน)กัน\s?(?:{_HOW}|{_MUCH})?(?:บ้าง)?|(?:แตก)?ต่าง(?:{_HOW}|{_MUCH})(?:บ้าง)?"
    rf"|(?:อัน|ปี|แบบ|ฝ่าย|ที่|กลุ่ม|ตัว|หน่วยงาน|ภาค|จังหวัด|เจ้า|ฝั่ง)?(?:ไหน|ใด)?(?:มี|ได้|ทำ|ขึ้น|ลง|ใช้|เป็น)?{_MORE}"
    rf"|(?:เปรียบ)?เทียบ(?:กัน|ให้|ดู|หน่อย|ให้ดู|ให้หน่อย)+|{_MORE}|^(?:ช่วย|ขอ)?(?:เปรียบ)?เทียบ(?!กับ)|(?:ความ)?(?:แตกต่าง|ต่าง)(?:ของ|ระหว่าง)|ระหว่าง"
    r"|(?:ใคร|อันไหน|ปีไหน|ฝ่ายไหน|หน่วยงานไหน|กลุ่มไหน|ภาคไหน|จังหวัดไหน)(?=\s|$|มี|ทำ|ได้|ใช้|ขึ้น|ลง|จัด)"
    r"|\bcompare\b|\bwhat is the difference between\b|\bdifferences? between\b|\bcompared\b|\bwhich (?:one )?(?:is|has|was)\b|\bhow (?:do|does|is|are)\b",
    re.IGNORECASE,
)
_HOW_AT_END = re.compile(rf"\s*{_HOW}(?:บ้าง)?$")
_WHO = re.compile("(?:ใคร|อันไหน|ที่ไหน|ประเทศไหน)(?=[ก-๎])")
_NUMERIC = re.compile(
    rf"(?:มาก|น้อย|เยอะ|สูง|ต่ำ|แพง|ถูก)กว่า|(?:ต่าง|แตกต่าง)กัน\s?{_MUCH}|\bmore\b|\bless\b|\bhigher\b|\blower\b"
)
_BETWEEN = re.compile(
    r"(?P<strong>(?:เปรียบ)?เทียบกับ|(?:แตก)?ต่าง(?:จาก|กับ)|เมื่อเทียบกับ|\bversus\b|\bvs\b\.?|\bcompared (?:to|with)\b)|(?P<with>กับ)|(?P<weak>และ|หรือ|\band\b|\bor\b)",
    re.IGNORECASE,
)
_EACH = re.compile("(?:อย่าง|แบบ|ฝั่ง|ฝ่าย|ประเภท|ชนิด|พวก)ละ|แต่ละ(?:อย่าง|แบบ|ฝั่ง|ฝ่าย|ปี|ภาค|จังหวัด)|ทั้งคู่")
_TAKEN_TOGETHER = re.compile("เชื่อม|ระหว่าง|จาก|รวม|ถึง|ร่วม|พรมแดน|ชายแดน|\\bbetween\\b|\\bfrom\\b|\\btotal\\b")
_THAI = re.compile("[\u0e01-\u0e4e]")
_BOUNDARY = frozenset(["บน", "ของ", "ใน", "จาก", "ให้", "ว่า", "เรื่อง", "ด้าน", "ที่", "โดย", "ต่อ", "แก่", "ระหว่าง"])
_BASELINE = frozenset(["เดิม", "แบบเดิม", "ก่อน", "ก่อนหน้า", "ปกติ", "ทั่วไป", "เดี๋ยวนี้", "ปัจจุบัน", "ตอนนี้", "อื่น", "คนอื่น", "ที่อื่น"])
_OTHERS = frozenset(["อื่น", "อื่นๆ", "อื่น ๆ", "ทั่วไป"])
"""What ends a side that stands for all the rest (โรงเรียนอื่น)."""
_RELATIVE = frozenset(["ที่", "ซึ่ง", "อัน"])
_NUMBERED = re.compile(r"\s?\d")
_ENDS_SIDE = frozenset(["ของ", "ใน", "ด้าน", "เรื่อง", "ตาม"])


@dataclass(frozen=True, slots=True)
class _Connector:
    span: Span
    weight: float


def sides_of(question: str) -> list[str]:
    """The two sides of a comparison as questions of their own; fewer than two if they cannot be told apart.

    What stands before the first side and after the second holds for both: "รถบนเพชรเกษมกับสาย 323 เบาลงกี่เปอร์เซ็นต์" asks
    about each road by how much it has become lighter.

    Args:
        question: a standalone question.
    """
    text = without_courtesies(" ".join(question.split())).strip(" ?？")
    numeric = bool(_NUMERIC.search(normalise(text)))
    bare = _HOW_AT_END.sub("", " ".join(_EACH.sub(" ", _CUE.sub(" ", text)).split()))
    bare = _WHO.sub(" ", bare) if numeric else bare
    connectors = _connectors(bare)
    if not connectors:
        return []
    best = max(connectors, key=lambda one: (one.weight, -one.span.start))
    left, right = bare[: best.span.start].strip(), bare[best.span.end :].strip()
    if not _says(left) or not _says(right):
        return []
    at = _first_begins(left, right)
    if not at and _EACH.search(text):
        at = left.rfind(" ") + 1  # what stands before a space tells of both: "งาน EPS ปีนี้ ชายกับหญิงอย่างละกี่คน"
    end = _second_ends(left, right)
    before, first = left[:at], left[at:]
    second, after = right[:end], (" " if right[:end].endswith(" ") else "") + right[end:]
    if not _says(first) or not _says(second) or _is_baseline(second):
        return []
    if re.fullmatch(r"\d{2,4}", second.strip()) and "ปี" in first:
        second = f"ปี {second.strip()}"
    sides = [_joined(before, side, after) for side in (first, second)]
    return [
        f"{side} เท่าไร" if numeric and asked(normalise(side)).at >= len(normalise(side)) else side for side in sides
    ]


def asks_of_each(question: str) -> bool:
    """Whether a question wants a number of two things, each for itself: ภาคเหนือกับภาคใต้มีกี่เส้นทาง, ชายกับหญิงอย่างละกี่คน.

    Args:
        question: a standalone question.
    """
    if _EACH.search(question):
        return True
    apart = (Sort.PLACE, Sort.PERIOD)
    halves = [(question[: match.start()], question[match.end() :]) for match in _BETWEEN.finditer(question)]
    same = [(one, left) for left, right in halves if (one := _parallel(left, right))]
    beside = any(one.sort in apart and one.span.end == len(left.rstrip()) for one, left in same)
    return beside and not _TAKEN_TOGETHER.search(question)


def write_comparison(sides: Sequence[Evidence], room: int = 440) -> Draft:
    """Each side with its number or date where it is certain, and the words of its source; the same words once.

    Args:
        sides: the evidence of each side.
        room: characters quoted for each.
    """
    draft = Draft()
    counted = any(evidence.question.wants_number for evidence in sides)
    brief = None if counted else _shared([quotes(evidence, FACT - MARK_ROOM) for evidence in sides])
    shared = brief or _shared([quotes(evidence, room) for evidence in sides])
    names = [unmarked(evidence.question.text.removesuffix(" เท่าไร")) for evidence in sides]
    each = [[shared] if shared else quotes(evidence, room) for evidence in sides]
    told = [
        direct(evidence.question, quoted[0], evidence.weights) for evidence, quoted in zip(sides, each, strict=True)
    ]
    if shared and len(set(told)) == 1:
        told = [""] * len(sides)  # one value cannot be that of both: most often it is their total
    for name, quoted, said in zip(names, each, told, strict=True):
        label = f"{name}: {said}" if said else name
        marks = [draft.cite(window.reading.document, window.span) for window in quoted]
        if shared:
            if said:
                draft.add(f"{label} {marks[0]}")
            continue
        words = " … ".join(
            f"{shortened(shown(window.reading.structure, window.span), room)} {mark}"
            for window, mark in zip(quoted, marks, strict=True)
        )
        draft.add(f"{label}: {words}")
    if shared:
        mark = draft.cite(shared.reading.document, shared.span)
        draft.add(f"{shown(shared.reading.structure, shared.span)} {mark}")
    return draft


def _shared(quoted: Sequence[Sequence[Window]]) -> Window | None:
    """The stretch that holds the quotes of all sides, if each side has one and they overlap; None otherwise."""
    if any(len(windows) != 1 for windows in quoted):
        return None
    first, *others = [windows[0] for windows in quoted]
    if any(one.reading is not first.reading or one.first >= first.last or one.last <= first.first for one in others):
        return None
    every = [first, *others]
    return Window(first.passage, min(one.first for one in every), max(one.last for one in every))


def _is_baseline(side: str) -> bool:
    """Whether a side only says how it was before: there is one thing to find then, not two."""
    said = [word for word in _words(side) if carries(word) or word in _BASELINE]
    return bool(said) and not elements(side) and (said[-1] in _OTHERS or all(word in _BASELINE for word in said))


def _joined(*pieces: str) -> str:
    """Pieces of a question put together, with a space wherever two of them do not both meet in Thai letters."""
    text = ""
    for piece in filter(None, pieces):
        met = _THAI.match(text[-1:]) and _THAI.match(piece)
        text = f"{text}{piece}" if met or not text else f"{text} {piece}"
    return " ".join(text.split())


def _words(text: str) -> list[str]:
    return [span.of(text) for span in cut_spans(text)]


def _says(text: str) -> bool:
    """Whether a piece of a question names anything."""
    return bool(elements(text)) or any(map(carries, _words(normalise(text))))


def _connectors(bare: str) -> list[_Connector]:
    """Words that may stand between the sides, heavier where things of one sort stand on both of them."""
    edges = cut_spans(bare)
    starts, ends = {span.start for span in edges}, {span.end for span in edges}
    found = []
    for match in _BETWEEN.finditer(bare):
        if match.start() not in starts or match.end() not in ends:
            continue
        left, right = bare[: match.start()], bare[match.end() :]
        weight = 2.5 if match["strong"] else 1.0 if match["with"] else 0.0
        weight += 2.0 * bool(_parallel(left, right)) - abs(match.start() - len(bare) / 2) / max(1, len(bare))
        found.append(_Connector(Span(*match.span()), weight))
    return found


def _parallel(left: str, right: str) -> Element | None:
    """The last thing on the left side of the sort that the right side begins with."""
    there = elements(right)
    if not there or any(carries(word) for word in _words(normalise(right[: there[0].span.start]))):
        return None
    same = [one for one in elements(left) if (one.sort, one.noun) == (there[0].sort, there[0].noun)]
    return same[-1] if same and one_kind(same[-1], there[0]) else None


def one_kind(one: Element, other: Element) -> bool:
    """Whether two named things may be the sides of a comparison: agencies and names may be, each for the other."""
    return one.sort is other.sort or {one.sort, other.sort} <= {Sort.AGENCY, Sort.NAME}


def _first_begins(left: str, right: str) -> int:
    """Where the first side begins in what stands left of the connecting word; what stands before it holds for both."""
    parallel = _parallel(left, right)
    if parallel:
        return parallel.span.start
    spans = cut_spans(left)
    heads = _words(right)
    repeated = [span for span in spans if heads and span.of(left) == heads[0] and carries_or_counts(heads[0])]
    if repeated:
        return repeated[-1].start
    boundaries = [span for span in spans if span.of(left) in _BOUNDARY and not _NUMBERED.match(left, span.end)]
    if boundaries and _says(left[boundaries[-1].end :]):
        space = left.rfind(" ") + 1  # a relative clause goes no further
        return max(boundaries[-1].end, space) if boundaries[-1].of(left) in _RELATIVE else boundaries[-1].end
    nouns = [span for span in spans if carries(span.of(left)) and names(span.of(left)) and not acts(span.of(left))]
    wanted = sum(
        1 for span in cut_spans(right[: _second_ends(left, right)]) if names(span.of(right)) and carries(span.of(right))
    )
    if acts_first(right) or wanted == 0 or len(nouns) <= wanted:
        return 0
    return nouns[-wanted].start


def carries_or_counts(word: str) -> bool:
    """Whether a word may head both sides: one that says something, or คน, ปี and the like."""
    return carries(word) or word in {"คน", "ปี", "ช่วง", "รอบ", "รุ่น", "ครั้ง", "แบบ"}


def acts_first(text: str) -> bool:
    """Whether the first word that says something is a verb."""
    first = next((word for word in _words(normalise(text)) if carries(word)), "")
    return acts(first)


def _second_ends(left: str, right: str) -> int:
    """Where the second side ends in what stands right of the connecting word; what stands after it holds for both."""
    there = elements(right)
    spans = cut_spans(right)
    wants = asked(normalise(right)).at
    if there and not any(carries(span.of(right)) for span in spans if span.end <= there[0].span.start):
        end = there[0].span.end
        if there[0].sort in (Sort.PERIOD, Sort.ORDINAL, Sort.PLACE) or _parallel(left, right):
            return end
    named = False
    verb = acts_first(right)
    for span in spans:
        word = span.of(right)
        spaced = span.start and right[span.start - 1].isspace()
        verb = verb or word in _RELATIVE
        if named and spaced and not word.isdigit() and not _goes_on(left, span, there):
            return span.start
        if named and (
            (word in _ENDS_SIDE and not _owned(left))
            or span.start >= wants
            or (not verb and acts(word) and carries(word))
        ):
            return span.start
        named = named or carries(word) or any(span.overlaps(element.span) for element in there)
    return min(len(right), wants) if named and wants < len(right) else len(right)


def _goes_on(left: str, span: Span, there: Sequence[Element]) -> bool:
    """Whether a word after a space still belongs to the second side: to a named thing of a sort that the first side has too."""
    inside = next((element for element in there if element.span.start <= span.start < element.span.end), None)
    if inside is None:
        return False
    return inside.span.start < span.start or any(one_kind(element, inside) for element in elements(left))


def _owned(left: str) -> bool:
    """Whether the first side says itself whose or of what it is."""
    return any(word in _ENDS_SIDE for word in _words(left))
