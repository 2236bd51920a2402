"""The noun that a question asks about, and the words that texts name its members by: ญี่ปุ่น for ประเทศใด."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import resources

import yaml
from pythainlp.corpus import countries, provinces

from assistant.cutting import cut
from assistant.kinds import asked
from assistant.question import Question, carries
from corpus.document import Span
from corpus.normalise import normalise

_LENGTH = 12
"""Upper length of the noun that is asked about, in characters."""
_INSIDE = re.compile(r"([\u0e01-\u0e4e]{2,12}?)\s?(?:ชื่อ(?:ว่า)?)?(?:อะไร|ไหน|ใด)")
_SORT = re.compile(r"(?:ชนิด|ประเภท|แบบ|พันธุ์|กลุ่ม)\s?(?:ใด|ไหน|อะไร)")
_ATTACHED = "(?![\u0e30-\u0e3a\u0e45\u0e47-\u0e4e])"
"""No vowel or mark follows."""
_COUNTRIES, _PROVINCES = ("ประเทศ", "ชาติ"), ("จังหวัด",)


def head_of(question: Question) -> str:
    """The noun that is asked about: เมือง in "เป็นเมืองอะไร"; "" if there is none."""
    return _head(question.copy)


@lru_cache(maxsize=2048)
def _head(copy: str) -> str:
    wants = asked(copy)
    inside = _INSIDE.match(copy[wants.at : wants.until])
    if inside and carries(inside.group(1)):
        return inside.group(1)
    before = copy[: wants.at].rstrip()
    pieces = cut(before[-40:])
    if not pieces or wants.at - len(before) > 1 or not carries(pieces[-1]) or len(pieces[-1]) > _LENGTH:
        return ""
    return pieces[-1]


def members(question: Question, text: str) -> Iterator[Span]:
    """Where a text names a member of what a question asks for, and the question does not; none if it asks for no kind.

    Args:
        question: the question.
        text: the text, in small letters.
    """
    pattern = _wanted(question.copy)
    for match in pattern.finditer(text) if pattern is not None else ():
        if match.group() not in question.copy:
            yield Span(*match.span())


@lru_cache(maxsize=2048)
def _wanted(copy: str) -> re.Pattern[str] | None:
    """What matches the members of the kind of thing asked for: of its noun, or the longest one that this ends with."""
    known = _kinds()
    head = _head(copy)
    sort = _SORT.search(copy)
    if sort is not None and (head in sort[0] or not head):
        head = "".join(cut(copy[max(0, sort.start() - _LENGTH) : sort.start()])[-2:])  # ผลไม้ชนิดใด
    return known.get(next((head[start:] for start in range(len(head)) if head[start:] in known), ""))


@cache
def _kinds() -> dict[str, re.Pattern[str]]:
    """Kinds of things by their nouns, as assistant/data/kinds_of_things.yaml and PyThaiNLP list their members."""
    text = (resources.files("assistant") / "data" / "kinds_of_things.yaml").read_text("utf-8")
    listed = [(kind["heads"], kind["members"]) for kind in yaml.safe_load(text)]
    listed += [(_COUNTRIES, countries()), (_PROVINCES, provinces())]
    words: dict[str, set[str]] = {}
    for heads, names in listed:
        for head in heads:
            words.setdefault(normalise(head), set()).update(normalise(str(name)) for name in names)
    return {head: _pattern(names) for head, names in words.items()}


def _pattern(names: set[str]) -> re.Pattern[str]:
    longest = sorted(names, key=lambda name: (-len(name), name))
    return re.compile(f"(?:{'|'.join(map(re.escape, longest))}){_ATTACHED}")
