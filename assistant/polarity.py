"""Whether a sentence says the contrary of its source: a "not" put in or left out, a word turned into its opposite."""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.borders import clause_spans
from assistant.english import is_english
from assistant.glossary import Glossary
from corpus.document import Span
from corpus.normalise import normalise

_LIMITS = re.compile(
    r"ไม่(?:น้อยกว่า|ต่ำกว่า|เกินกว่า|เกิน|มากกว่า|สูงกว่า|ถึง|ว่า|ค่อย)|(?:ใช่|หรือ)ไม่(?=\s|$|[?.,])"
    r"|\b(?:no|not)\s(?:less|more|fewer|only|exceeding|later)\b|\bno\.?\s?(?=\d)"
)
"""What holds a "not" and denies nothing: limits of amounts, not only, whether or not."""
_NOT = re.compile(
    "(?:ยัง)?(?:ไม่(?:ได้|เคย|มี|ใช่|สามารถ|ต้อง|ควร|จำเป็นต้อง|อาจ)?|มิ(?:ได้|ใช่|ให้)|ปราศจาก|ห้าม(?!า)|ไร้(?=[ก-ฮเแโใไ]))"
)
_NOT_ENGLISH = re.compile(
    r"\b(?:not|no|never|none|nor|neither|without|cannot|lack(?:s|ed)?)\b|n['’]t\b|\bun(?:able|known|stated|specified)\b"
)
_LETTER = re.compile("[\u0e01-\u0e4ea-z]")
_BEHIND = "\0"
"""Before a word that its "not" follows."""
_DENIED = 4
"""Letters of the word after a "not" that must be the same in sentence and source."""
_RISE = "เพิ่ม(?!เติม)|สูงขึ้น|ดีขึ้น|มากขึ้น|ขยายตัว|ขยาย|เติบโต|โตขึ้น"
_FALL = "ลด(?!หย่อน)|ต่ำลง|แย่ลง|น้อยลง|หดตัว|ถดถอย|ชะลอตัว"
_CONTRARY = (
    ("มากที่สุด|สูงที่สุด|สูงสุด|ใหญ่ที่สุด|มากสุด", "น้อยที่สุด|ต่ำที่สุด|ต่ำสุด|เล็กที่สุด|น้อยสุด"),
    ("มากกว่า|สูงกว่า|ใหญ่กว่า", "(?<!ไม่)(?:น้อยกว่า|ต่ำกว่า|เล็กกว่า)"),
    (_RISE, _FALL),
    ("ก่อน(?!หน้า|อื่น)", "หลังจาก|ภายหลัง"),
    ("นำเข้า", "ส่งออก"),
    ("สำเร็จ", "ล้มเหลว"),
    ("ข้อดี|จุดแข็ง", "ข้อเสีย|จุดอ่อน"),
    ("รายได้", "รายจ่าย"),
    ("แนวตั้ง|แนวดิ่ง", "แนวนอน|แนวราบ"),
    ("ภายในประเทศ|ในประเทศ", "ต่างประเทศ|นอกประเทศ"),
    ("(?<!ไม่)(?<!ไม่ได้)(?<!ไม่ใช่)เพียง(?!พอ|ใด)", "ไม่(?:ได้|ใช่)?เพียง(?!พอ|ใด)"),
)
"""Pairs of contraries: one side in a sentence and only the other in its source is a contradiction."""
_IN_ENGLISH = (
    (r"\b(?:increas\w+|rose|rise[sn]?|grew|grow|growth|expand\w*|rais\w+)\b", _RISE, _FALL),
    (r"\b(?:decreas\w+|fell|fall\w*|declin\w+|lower(?:s|ed)?|reduc\w+|shr[iau]nk\w*|cut(?:s|ting)?)\b", _FALL, _RISE),
    (r"\bexport\w*", "ส่งออก", "นำเข้า"),
    (r"\bimport(?:s|ed|ing)?\b", "นำเข้า", "ส่งออก"),
    (r"\bvertical\w*", "แนวตั้ง|แนวดิ่ง", "แนวนอน|แนวราบ"),
    (r"\bhorizontal\w*", "แนวนอน|แนวราบ", "แนวตั้ง|แนวดิ่ง"),
)
"""English words with the Thai ones that say the same, and those that say the contrary."""
_JOINT = re.compile(r"และ|หรือ|แต่(?!ละ)|,\s|ส่วน(?=\S)")
_REACH = 28
"""Characters around a word by which the paragraph is found that it is taken from."""
_NEXT = 5
"""Letters behind a word by which it is told what it is said of."""


def contradiction(sentence: str, source: Callable[[str], str], glossary: Glossary) -> str:
    """The word in which a sentence says the contrary of its source; "" if it does not.

    Args:
        sentence: what is claimed.
        source: gives the paragraph or item that a part of the sentence is taken from.
        glossary: words with those that mean the contrary.
    """
    said = normalise(sentence)
    if is_english(said):
        there = source(said)
        if is_english(there):
            return _within_english(said, there)
        denied = _NOT_ENGLISH.search(_LIMITS.sub(" ", said)) and not _denials(there)
        return "not" if denied else _english_opposite(said, there)
    for clause in clause_spans(said, Span(0, len(said))):
        found = _negation(clause.of(said), source(clause.of(said)))
        if found:
            return found
    for pair in _CONTRARY:
        for mine, other in (pair, pair[::-1]):
            for here in re.finditer(mine, said):
                behind = said[here.end() : here.end() + _NEXT].strip()
                if _turned(mine, other, behind, source(_around(said, here.start(), here.end()))):
                    return here.group()
    return _listed_opposite(said, source(said), glossary)


def _negation(said: str, there: str) -> str:
    mine, theirs = _denials(said), _denials(there)
    for word in mine:
        if not any(word[:_DENIED] == other[:_DENIED] for other in theirs):
            return f"ไม่{word.removeprefix(_BEHIND)}"
    affirmed, affirmed_there = (_NOT.sub("\0", _LIMITS.sub(" ", text)) for text in (said, there))
    for word in theirs:
        if word.startswith(_BEHIND):
            verb = word.removeprefix(_BEHIND)
            turned = len(verb) == _DENIED and verb in affirmed and f"{verb}\0" not in affirmed
            if turned and verb not in affirmed_there.replace(f"{verb}\0", ""):
                return verb
            continue
        stem = word[: _DENIED + 1]
        if len(stem) < _DENIED or stem not in affirmed or f"\0{stem}" in affirmed:
            continue
        if stem not in affirmed_there.replace(f"\0{stem}", ""):
            return word
    return ""


def _denials(copy: str) -> list[str]:
    """What stands after each "not" that denies something, or before one that ends its phrase: ผ่านไม่ได้ 18 แห่ง."""
    plain = _LIMITS.sub(" ", copy)
    found = []
    for match in _NOT.finditer(plain):
        if _LETTER.match(plain, match.end()):
            found.append(plain[match.end() : match.end() + 12].split(" ")[0])
        else:
            found.append(_BEHIND + plain[max(0, match.start() - _DENIED) : match.start()])
    return found


def _around(said: str, start: int, end: int) -> str:
    """What a word is said of: what stands around it, up to the next "and", without the word."""
    joints = [joint.span() for joint in _JOINT.finditer(said)]
    first = max([after for _, after in joints if after <= start], default=0)
    last = min([at for at, _ in joints if at >= end], default=len(said))
    return f"{said[max(first, start - _REACH) : start]} {said[end : min(last, end + _REACH)]}"


def _turned(mine: str, other: str, behind: str, there: str) -> bool:
    """Whether a source has the contrary of a word, and not the word: anywhere, or before what follows the word."""
    if not re.search(mine, there):
        return bool(re.search(other, there))
    joined = rf"(?:และ|หรือ|/)(?:การ)?(?:{other})"
    if len(behind) < _NEXT or re.search(rf"(?:{mine})(?:{joined})?{re.escape(behind)}", there):
        return False
    return bool(re.search(rf"(?:{other}){re.escape(behind)}", there))


def _english_opposite(said: str, there: str) -> str:
    for word, same, contrary in _IN_ENGLISH:
        here = re.search(word, said)
        if here and not re.search(same, there) and re.search(contrary, there):
            return here.group()
    return ""


def _within_english(said: str, there: str) -> str:
    """The same where both are English: a "not" that only one of them has, a word whose contrary the other one has."""
    said, there = _LIMITS.sub(" ", said), _LIMITS.sub(" ", there)
    mine, theirs = _NOT_ENGLISH.search(said), list(_NOT_ENGLISH.finditer(there))
    denied = [word for match in theirs for word in re.findall("[a-z]{4,}", there[match.end() :])[:1]]
    if bool(mine) > bool(theirs) or (not mine and any(re.search(rf"\b{word}\b", said) for word in denied)):
        return "not"
    for word, _, contrary in _IN_ENGLISH:
        other = next(one for one, same, _ in _IN_ENGLISH if same == contrary)
        here = re.search(word, said)
        if here and not re.search(word, there) and re.search(other, there):
            return here.group()
    return ""


def _listed_opposite(said: str, there: str, glossary: Glossary) -> str:
    for word, contraries in glossary.opposites.items():
        if len(word) < 3 or word not in said or any(contrary in said for contrary in contraries):
            continue
        held = word in there or any(other in there for other in glossary.alternatives(word))
        if not held and any(contrary in there for contrary in contraries):
            return word
    return ""
