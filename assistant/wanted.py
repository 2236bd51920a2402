"""The kind of thing that a question asks for, and where it stands in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.cutting import cut
from assistant.heads import members
from assistant.mentions import AGENCY, PERSON, PLACE
from assistant.phrases import Sort, elements
from assistant.question import Kind, Question
from assistant.units import Atom
from corpus.dates import DateMention
from corpus.document import Span
from corpus.normalise import normalise
from corpus.numbers import Quantity
from corpus.units import UNITS, Unit

MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
_MAILED = re.compile(r"อีเมล|e-?mail|เมล์?(?=\s|$)")
_RATE = re.compile(r"([\u0e01-\u0e4e]+)ละ\s?(?:กี่|เท่า)")
_EACH = frozenset(["อย่าง", "ฝ่าย", "แบบ", "ฝั่ง", "ประเภท", "ชนิด", "พวก", "ร้อย"])
"""What stands before ละ where a number of each of two things is asked for, or a share (ร้อยละ)."""
_SAME_PIECES = (
    frozenset(["คน", "ราย", "ท่าน", "หัว", "รูป"]),
    frozenset(["โล", "กิโล", "กิโลกรัม", "กก.", "กก"]),
    frozenset(["ครั้ง", "คราว", "รอบ", "หน"]),
    frozenset(["อัน", "ชิ้น", "ตัว"]),
    frozenset(["คัน", "เที่ยว"]),
)
"""Pieces that are the same."""
_SORT_OF_PLACE = re.compile(r"(จังหวัด|ประเทศ|อำเภอ|ตำบล|เมือง|ภาค)\s?(?:อะไร|ไหน|ใด)")
_OF_THE_COUNTRY = re.compile("แห่งประเทศไทย|ประเทศไทย")
"""Part of the names of many agencies; it says of nothing which province it is in."""
_DISTRICT = re.compile(r"(?:อำเภอ|อ\.|ตำบล|ต\.|เขต|แขวง)\s?[\u0e01-\u0e4e]{2,}")
_DAY = re.compile(r"วัน(?:ไหน|ใด|ที่\s?(?:เท่า|อะไร|ไหน))|\bwhat day\b|\bwhich day\b")
_TIME = re.compile(
    r"\d{1,2}\s?[.:]\s?\d{2}\s?(?:น\.|นาฬิกา|hrs?\b|[ap]\.?m\b)|\d{1,2}\s?(?:โมง|ทุ่ม|นาฬิกา|[ap]\.?m\b)"
    r"|เวลา\s?\d{1,2}\s?[.:]\s?\d{2}|เที่ยง(?:วัน|คืน)|24 ชั่วโมง"
)
_WHOLE_NAME = re.compile("นามสกุล|ชื่อ(?:เต็ม|จริง)|full name|surname")
_GIVEN = 3
"""Letters that a given name has at least for its place in a question to tell that the question names the person."""
_SURNAME = re.compile(
    "[\u200b\\s]{1,2}(?!(?:และ|กับ|ซึ่ง|กล่าว|เปิดเผย|พร้อม(?:ด้วย|คณะ)|โดย|ในฐานะ|มารดา|บิดา|ว่า|คือ|เป็น|ได้|จาก|มอบ|นำ))[\u0e01-\u0e5bA-Za-z]{2,}"
)
"""What goes on after a given name, unless the sentence does."""
_SAME_UNITS = (
    frozenset(["คน", "ราย", "ท่าน", "นาย", "รูป"]),
    frozenset(["กลุ่ม", "เครือข่าย", "คลัสเตอร์"]),
    frozenset(["กิจการ", "ราย", "บริษัท", "แห่ง", "โรงงาน", "ร้าน"]),
    frozenset(["ครั้ง", "รอบ", "หน"]),
    frozenset(["ข้อ", "มาตรการ", "ประการ"]),
    frozenset(["เส้น", "สาย", "เส้นทาง"]),
    frozenset(["ตำแหน่ง", "อัตรา"]),
    frozenset(["ชาติ", "ประเทศ"]),
    frozenset(["โล", "กิโลเมตร"]),
    frozenset(["โล", "กิโลกรัม"]),
    frozenset(["องค์", "พระองค์"]),
)
"""Units that count the same things."""
_ANY_PIECE = frozenset(["แห่ง", "อัน", "อย่าง", "ราย", "ตัว", "ชิ้น", "ชุด"])
"""Classifiers of many things, which a text may count by their nouns."""
_NO_UNIT = Unit("")
_MULTIPLE = re.compile("^(?:กิโล|เมกะ|กิกะ|มิลลิ|ไมโคร)(?=ตัน|วัตต์|เฮิรตซ์|ไบต์)")
"""What makes thousands or millions of a unit that texts do not tell apart from it."""
_SPELLED = r"(?<![\u0e01-\u0e4e])(?:หนึ่ง|สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า|สิบ)"
"""A number in letters before what may be no unit elsewhere (สาม เกม)."""
_AGES = re.compile(
    r"~?\d[\d,.]*\s?(?:(?:พัน|หมื่น|แสน|ล้าน)\s?)*ปี\s?(?:ก่อน(?:\s?(?:ค\.?ศ\.?|คริสต[ก-๎]*))?|ที่แล้ว|มาแล้ว|ก\.?\s?[ปค]\.?)|~?\d[\d,.]*\s?\(?ก\.?ป(?:\.|(?![ก-๎]))"
    r"|ศตวรรษที่\s?\d{1,2}|ทศวรรษ(?:ที่|ปี)?\s?\d{2,4}|ยุค(?:ปี)?\s?\d{2,4}"
)
"""Times that are no dates of a calendar: 22,000 ปีที่แล้ว, ศตวรรษที่ 19."""
_HOW_LONG = re.compile("นาน(?:เท่า|แค่|ขนาด|เพียงใด|สักเท่า)")
_TIMES = re.compile("[\\d๐-๙ก-๙]\\s?(?:ปี|เดือน|สัปดาห์|วัน|ชั่วโมง|นาที|วินาที|ทศวรรษ|ศตวรรษ|คืน)")
"""An amount of time; a year of the calendar alone is none."""
_SOME_TIME = re.compile("(?:หลาย|ไม่กี่|ตลอด)(?:สิบ|ร้อย|พัน)?(?:ปี|เดือน|สัปดาห์|วัน|ชั่วโมง|นาที|ทศวรรษ|ศตวรรษ|ชั่วอายุ|ชีวิต)")
"""How long something lasted, without a number."""
_NONE = re.compile("ไม่มี\\s?[\u0e01-\u0e4e]{2,40}?(?:ใด|เลย)(?![\u0e30-\u0e3a\u0e45-\u0e4e])")
"""That there is none of what is counted: ไม่มีสนธิสัญญาฉบับใด."""
_FRACTION = re.compile(
    r"(?:หนึ่ง|สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า|\d{1,3})\s?(?:ใน|ส่วน)\s?(?:สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า|สิบ|ร้อย|พัน|\d{1,3})(?![\d.,]*\d)"
    r"|ครึ่งหนึ่ง|กว่าครึ่ง|เกินครึ่ง"
)
"""A share as a fraction: หนึ่งในสาม, 1 ใน 3, กว่าครึ่ง."""
IN_RANGE = 0.4
"""How well a period fits a year that it includes: what holds for 2560-2563 is not the figure of 2563."""
NUMBERS = (Kind.COUNT, Kind.AMOUNT, Kind.SHARE)
"""Kinds that want a number."""


def answers(question: Question, atom: Atom) -> list[tuple[int, int]]:
    """Where in an atom's plain text the kind of thing stands that the question asks for: (start, end), in order."""
    kind = question.kind
    if question.wants_number:
        found = [end for q in atom.quantities if (end := _counted(question, atom.plain, q))]
        if question.counted and not found:
            found = [match.span() for match in re.finditer(rf"{_SPELLED}\s?{re.escape(question.counted)}", atom.plain)]
        if _HOW_LONG.search(question.copy):
            found += [match.span() for match in _SOME_TIME.finditer(atom.plain)]
        if question.counted:
            found += [match.span() for match in _NONE.finditer(atom.plain) if question.counted in match.group()]
        if question.kind is Kind.SHARE:
            found += [match.span() for match in _FRACTION.finditer(atom.plain)]
        return sorted(found)
    if question.wants_time:
        return [match.span() for match in _TIME.finditer(atom.plain)]
    if kind is Kind.DATE:
        day = bool(_DAY.search(question.copy))
        dated = [(m.span.start, m.span.end) for m in atom.dates if m.date.month or not day]
        return dated if dated or day else [match.span() for match in _AGES.finditer(atom.plain)]
    if kind is Kind.CONTACT:
        mails = [match.span() for match in MAIL.finditer(atom.plain)]
        return mails if wants_mail(question) else [*((s.start, s.end) for s in atom.phones), *mails]
    if kind is Kind.PERSON:
        titled = [m.span() for m in PERSON.finditer(atom.plain.lower()) if not is_told(question, m["given"])]
        return titled or [(name.start, name.end) for name in untitled(question, atom)]
    named = [(m.start, m.end) for m in members(question, atom.plain.lower())] if kind in (Kind.OPEN, Kind.PLACE) else []
    if named:
        return named
    pattern = {Kind.AGENCY: AGENCY, Kind.PLACE: PLACE}.get(kind)
    if pattern is not None:
        return [match.span() for match in pattern.finditer(atom.plain.lower())]
    return []


def untitled(question: Question, atom: Atom) -> list[Span]:
    """Names in several words without a title that a question does not name itself."""
    return [
        name
        for name in atom.full_names
        if not any(word in question.copy for word in normalise(name.of(atom.plain)).split(" "))
    ]


def is_told(question: Question, given: str) -> bool:
    """Whether a question names a person itself, by the given name or another one, and so asks for somebody else.

    Args:
        question: the question.
        given: a given name, in small letters.
    """
    if len(given) < _GIVEN or _WHOLE_NAME.search(question.copy):
        return False
    name = normalise(given)
    return name in question.also or name in question.copy


def _counted(question: Question, plain: str, quantity: Quantity) -> tuple[int, int] | None:
    """Where a quantity stands if it is of what the question counts; with the word after it if that is no unit."""
    start, end = quantity.span.start, quantity.span.end
    if fits(question, quantity.unit):
        return start, end
    following = re.match(rf"\s?{re.escape(question.counted)}", plain[end:]) if question.counted else None
    return (start, end + following.end()) if following and not quantity.unit else None


def fits(question: Question, unit_word: str) -> bool:
    """Whether a quantity's unit is what the question counts."""
    if question.kind is Kind.AMOUNT:
        return unit_word in ("บาท", "ดอลลาร์", "ดอลลาร์สหรัฐ", "ยูโร", "เยน", "หยวน", "ปอนด์")
    if question.kind is Kind.SHARE:
        return unit_word == "%"
    if not question.counted:
        return True
    if not unit_word:
        return False
    if any(
        question.counted.startswith(unit) or unit.startswith(question.counted)
        for unit in (unit_word, _MULTIPLE.sub("", unit_word))
    ):
        return True
    if question.counted in _ANY_PIECE and UNITS.get(unit_word, _NO_UNIT).noun and unit_word in question.copy:
        return True  # โรงงานมีกี่แห่ง: 30 โรงงาน
    return any(question.counted in same and unit_word in same for same in _SAME_UNITS)


def is_no_length(question: Question, said: str) -> bool:
    """Whether it is asked how long something lasted and a figure is no length of time (1691).

    Args:
        question: the question.
        said: the figure with its unit.
    """
    return bool(_HOW_LONG.search(question.copy)) and not _TIMES.search(said)


def wants_mail(question: Question) -> bool:
    """Whether an e-mail address is asked for, and no telephone number would do."""
    return bool(_MAILED.search(question.copy))


def lacks_rate(question: Question, copy: str) -> bool:
    """Whether a question asks for so much a piece (ขวดละกี่บาท) and a text tells nothing by the piece.

    Args:
        question: the question.
        copy: search copy of a text.
    """
    match = _RATE.search(question.copy)
    if match is None:
        return False
    noun = next((word for word in reversed(cut(match.group(1))) if word), "")
    if noun in _EACH:
        return False
    same = next((pieces for pieces in _SAME_PIECES if noun in pieces), frozenset([noun]))
    piece = "|".join(sorted(map(re.escape, same), key=len, reverse=True))
    return not re.search(rf"(?:{piece})\s?ละ|(?:ต่อ|/)\s?(?:1\s?)?(?:{piece})", copy)


def lacks_place(question: Question, copy: str) -> bool:
    """Whether a question asks for provinces, countries, districts or the like and a text names no new one.

    Args:
        question: the question.
        copy: search copy of a text.
    """
    sort = _SORT_OF_PLACE.search(question.copy)
    if sort is None:
        return False
    if sort[1] != "ประเทศ":
        copy = _OF_THE_COUNTRY.sub(" ", copy)
    named = [element.span.of(copy) for element in elements(copy) if element.sort is Sort.PLACE]
    named += _DISTRICT.findall(copy)
    return not any(name not in question.copy for name in named)


def year_fit(asked: frozenset[int], mentions: Iterable[DateMention]) -> float:
    """How well dates fit the years that a question names.

    Args:
        asked: common-era years.
        mentions: dates of a text.

    Returns:
        1 if a date names exactly these years or one of them, `IN_RANGE` if a longer period includes one, else 0.
    """
    best = 0.0
    for mention in mentions:
        first = mention.date.year
        last = (mention.until.year if mention.until else first) or first
        if first is None or last is None or not any(first <= year <= last for year in asked):
            continue
        exact = first == last or (min(asked) == first and max(asked) == last)
        best = max(best, 1.0 if exact else IN_RANGE)
    return best


def qualified(text: str, start: int, end: int) -> str:
    """A quantity with the word before it that limits it (ไม่น้อยกว่า, กว่า, ประมาณ)."""
    before = re.search(
        r"(?:ไม่น้อยกว่า|ไม่ต่ำกว่า|มากกว่า|น้อยกว่า|ไม่เกิน|กว่า|ประมาณ|ราว|เกือบ|ร้อยละ|(?:อันดับ|ลำดับ)(?:ที่)?)\s*$",
        text[max(0, start - 14) : start],
    )
    return " ".join(
        (text[max(0, start - 14) : start][before.start() :] if before else "").split() + text[start:end].split()
    )


def full_name(text: str, start: int) -> str:
    """A person's name from its title on: given name and surname; "" if none begins there."""
    match = PERSON.match(text.lower(), start)
    if match is None:
        return ""
    surname = _SURNAME.match(text, match.end())
    return text[start : surname.end() if surname else match.end()]
