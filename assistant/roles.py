"""Offices and roles that a question asks the holder of, and how a text binds a name to them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from pythainlp.corpus import thai_female_names, thai_male_names

from assistant.mentions import PERSON
from assistant.phrases import is_place
from assistant.rarity import frequencies

_ROLES = {
    "รองผู้ว่า": "รองผู้ว่า", "ผู้ว่า": "ผู้ว่า", "รองปลัด": "รองปลัด", "ปลัด": "ปลัด", "รองอธิบดี": "รองอธิบดี",
    "อธิบดี": "อธิบดี", "รองเลขา": "รองเลขา", "เลขา": "เลขา", "รองผู้อำนวยการ": "รองผู้อำนวยการ", "รองผอ": "รองผู้อำนวยการ",
    "ผู้อำนวยการ": "ผู้อำนวยการ", "ผอ.": "ผู้อำนวยการ", "ผอ": "ผู้อำนวยการ", "รมว": "รัฐมนตรีว่าการ", "รมช": "รัฐมนตรีช่วย",
    "รัฐมนตรีช่วย": "รัฐมนตรีช่วย", "รัฐมนตรี": "รัฐมนตรี", "รองนายก": "รองนายก", "นายอำเภอ": "นายอำเภอ",
    "นายกเทศมนตรี": "นายกเทศมนตรี", "นายกสมาคม": "นายกสมาคม", "นายก": "นายก", "รองประธาน": "รองประธาน",
    "ประธานาธิบดี": "ประธานาธิบดี", "ประธาน": "ประธาน", "รองโฆษก": "รองโฆษก", "โฆษก": "โฆษก",
    "กรรมการผู้จัดการ": "กรรมการผู้จัดการ", "ซีอีโอ": "กรรมการผู้จัดการ", "รองผู้จัดการ": "รองผู้จัดการ", "ผู้จัดการ": "ผู้จัดการ",
    "หัวหน้า": "หัวหน้า", "เอกอัครราชทูต": "ทูต", "ทูต": "ทูต", "ผู้บัญชาการ": "ผู้บัญชาการ", "ผบ.": "ผู้บัญชาการ",
    "อธิการบดี": "อธิการบดี", "คณบดี": "คณบดี", "ที่ปรึกษา": "ที่ปรึกษา", "ผู้ก่อตั้ง": "ผู้ก่อตั้ง", "เจ้าของ": "เจ้าของ",
    "วิทยากร": "วิทยากร", "นักวิจัย": "นักวิจัย", "ผู้เชี่ยวชาญ": "ผู้เชี่ยวชาญ", "ผู้แทน": "ผู้แทน", "เกษตรกร": "เกษตรกร",
    "ผู้ตรวจ": "ผู้ตรวจ", "ผู้ช่วย": "ผู้ช่วย", "เจ้าคณะ": "เจ้าคณะ", "เจ้าอาวาส": "เจ้าอาวาส", "องคมนตรี": "องคมนตรี",
    "ผู้รับเหมา": "รับเหมา", "ผู้ออกแบบ": "ออกแบบ", "ผู้เขียน": "เขียน", "ผู้แต่ง": "แต่ง", "ผู้กำกับ": "กำกับ",
    "ผู้ประสานงาน": "ประสานงาน", "พิธีกร": "พิธีกร", "ผู้ดำเนินรายการ": "ดำเนินรายการ",
}  # fmt: skip
"""Roles as questions name them, and the words by which texts do."""
_SHORTEST = 4
"""Letters that a given name has at least to be told from other words."""
_LONGEST = 20
_COMMON = 300
"""Occurrences in the Thai National Corpus from which a name is a common word too."""
_ASKED = re.compile("|".join(sorted(map(re.escape, _ROLES), key=len, reverse=True)))
_SURNAME = re.compile(r"\s[\u0e01-\u0e5b]{2,}")
_REACH = 90
"""How far the role reaches after a name, in characters."""
_BEFORE = 45
"""How far before a name its role may stand, in characters."""
_LEADS = 0.8
"""What a role before a name counts, one after it counting 1."""
_ALONE = 0.4
"""What the role counts without the words that the question says of it."""


def asked_role(copy: str) -> str:
    """The role whose holder a question asks for, as texts write it; "" if it names none.

    A role that the question gives a name for (ปลัดสุทธิพงษ์) is asked for only if there is no other.

    Args:
        copy: search copy of a question.
    """
    found = list(_ASKED.finditer(copy))
    free = (match for match in found if not _is_held(copy, match.end()))
    role = next(free, found[0] if found else None)
    return _ROLES[role.group()] if role else ""


def _is_held(copy: str, end: int) -> bool:
    """Whether a given name follows a role, and no word or place that offices have in their names."""
    following = copy[end : end + _LONGEST].lstrip()
    return any(following[:length] in _given_names() for length in range(_SHORTEST, len(following) + 1))


@cache
def _given_names() -> frozenset[str]:
    """Thai given names that are no common words and no places, from PyThaiNLP's lists."""
    known = frequencies()
    return frozenset(
        name
        for name in thai_male_names() | thai_female_names()
        if len(name) >= _SHORTEST and known.get(name, 0) < _COMMON and not is_place(name)
    )


def holders(role: str, weights: Mapping[str, float], text: str) -> dict[int, float]:
    """The people that a text names, and how well it binds each to a role.

    Args:
        role: see `asked_role`.
        weights: the question's words and how much each carries.
        text: in small letters.

    Returns:
        For the place of each name 0 to 1; empty without a role.
    """
    names = []
    for match in PERSON.finditer(text) if role else ():
        surname = _SURNAME.match(text, match.end())
        names.append((match.start(), surname.end() if surname else match.end()))
    found = {}
    for number, (start, end) in enumerate(names):
        until = names[number + 1][0] if number + 1 < len(names) else len(text)
        since = names[number - 1][1] if number else 0
        after, before = text[end : min(until, end + _REACH)], text[max(since, start - _BEFORE) : start]
        found[start] = _bound(role, weights, after)
        if not number or start - since > _REACH:  # else what stands before is the role of the name before
            found[start] = max(found[start], _LEADS * _bound(role, weights, before))
    return found


def role_fit(role: str, weights: Mapping[str, float], text: str) -> float:
    """How well a text binds any name to a role: 0 to 1; see `holders`."""
    return max(holders(role, weights, text).values(), default=0.0)


def _bound(role: str, weights: Mapping[str, float], told: str) -> float:
    at = told.find(role)
    if at < 0 or told[:at].endswith("รอง"):
        return 0.0
    rest = {word: weight for word, weight in weights.items() if word not in role and role not in word}
    total = sum(rest.values())
    said = sum(weight for word, weight in rest.items() if word in told)
    return _ALONE + (1 - _ALONE) * (said / total if total else 1.0)
