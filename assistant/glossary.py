"""Words that mean the same: a reviewed glossary, and abbreviations that the documents explain themselves."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib import resources
from typing import Any

import yaml
from pythainlp.corpus import provinces

from assistant.cutting import cut, cut_spans
from assistant.rarity import dictionary
from assistant.wordclass import names
from corpus.document import Span
from corpus.errors import AssistantError
from corpus.normalise import normalise

_SHORT = re.compile(r"\(\s?([ก-ฮ](?:\.?[ก-ฮ]){1,6}\.?|[A-Z][A-Za-z]{1,9})\s?\)")
_BEFORE = re.compile(r"([\u0e01-\u0e5b][\u0e01-\u0e5b\s]{6,90}?)\s?\Z")
_FAR_BEFORE = 92
"""Characters before the bracket that a full name can take up, with a space after it."""
_LEADING_VOWELS = "เแโใไ"
_THAI = re.compile("[\u0e01-\u0e4e]")
_RUN_BEFORE = re.compile("[\u0e01-\u0e4e]+$")
_CUT_SHORT = re.compile("([\u0e01-\u0e4e]{3,40})ฯ")
_MINISTRY = re.compile(
    r"(?<![ก-๎.])ก(?:\.\s?|\s)(?=แรงงาน|อุตสาหกรรม|เกษตร|พาณิชย์|การคลัง|คลัง(?!สินค้า)|คมนาคม|มหาดไทย|สาธารณสุข|ศึกษาธิการ|พลังงาน"
    r"|การท่องเที่ยว|ท่องเที่ยว|ยุติธรรม|วัฒนธรรม|กลาโหม|ดิจิทัล|ทรัพยากร|การต่างประเทศ|ต่างประเทศ|พม|อว)"
)
"""ก. before what names a ministry."""
_SHORTEST_STEM = 4
_COMPOUND = 9
"""Length that a name has at most that is kept whole, in characters."""
_RUN_BEFORE = re.compile("[\u0e01-\u0e4e]+$")
_RUN_AFTER = re.compile("[\u0e01-\u0e4e]+")
_STOPPED = re.compile("(?:[ก-ฮ]{1,5}\\.)+")
_LETTERS_STOPPED = r"\s?[ก-ฮ]{1,4}\."
"""What goes on with an abbreviation."""
_LONG_SHORT = 3
"""Letters of an abbreviation from which on it is told from the end of a longer word."""
_HEADS = re.compile(
    r"(?:กระทรวง|กรม(?!การ)|สำนักงาน|สำนัก|สถาบัน|มหาวิทยาลัย|สภา|สมาคม|องค์การ|องค์กร|ธนาคาร|บริษัท|คณะกรรมการ|ศูนย์|มูลนิธิ|การ(?:ไฟฟ้า|ประปา|ท่า|นิคม|รถไฟ|ทาง)"
    r"|โครงการ|กองทุน|แผน|ระบบ|ตลาด|วิทยาลัย|โรงพยาบาล|สหกรณ์|ผู้ว่า|อาสาสมัคร|หน่วย)"
)


@dataclass(frozen=True, slots=True, eq=False)
class Glossary:
    """What may stand for what; all words are search copies.

    Args:
        same: for each word the others that mean the same.
        english: English words and phrases, and the Thai words for them.
        regions: region name to its provinces.
        short: abbreviation without full stops to the form with them.
        opposites: for a word those that mean the contrary.
        variants: other spellings of a word that the documents use.
    """

    same: Mapping[str, frozenset[str]]
    english: Mapping[str, str]
    regions: Mapping[str, tuple[str, ...]]
    short: Mapping[str, str]
    opposites: Mapping[str, frozenset[str]]
    variants: Callable[[str], frozenset[str]] = lambda word: frozenset()

    def alternatives(self, word: str) -> frozenset[str]:
        """Other wordings of a word and other spellings of it; empty for most."""
        return self.same.get(word, frozenset()) | self.variants(word)

    def compounds_in(self, copy: str) -> list[str]:
        """The short names in a search copy that are cut into several words and mean something else than these do.

        ลุงตู่ is a person and no uncle, แม่กลอง a province and no drum.
        """
        found: list[str] = []
        for name in _compounds(self):
            if name in copy and not any(name in longer for longer in found):
                spans = cut_spans(copy)
                places = [match.span() for match in re.finditer(re.escape(name), copy)]
                if any(_cut_out(copy, spans, *place) for place in places):
                    found.append(name)
        return found

    def translate(self, copy: str) -> str:
        """The Thai words for the English ones in a search copy, in their order; "" if there are none."""
        return self.translated_and_left(copy)[0]

    def translated_and_left(self, copy: str) -> tuple[str, str]:
        """The Thai words for the English ones in a search copy, longest phrases first, and what has no Thai word."""
        found: list[tuple[int, str]] = []
        rest = copy
        for phrase in _longest_first(self.english):
            if phrase not in rest:
                continue
            for match in re.finditer(rf"(?<![a-z]){re.escape(phrase)}(?:'s)?(?![a-z])", rest):
                found.append((match.start(), self.english[phrase]))
                rest = rest[: match.start()] + " " * len(match.group()) + rest[match.end() :]
        words = " ".join(thai for _, thai in sorted(found)).split()
        return " ".join(dict.fromkeys(words)), " ".join(rest.split())

    def spelled_out(self, copy: str) -> str:
        """A search copy with its abbreviations as documents write them: full stops put in, อุตฯ and the like in full."""
        for bare, short in self.short.items():
            if short in copy:
                if len(bare) >= _LONG_SHORT:
                    copy = re.sub(re.escape(short), _apart, copy)
            elif bare in copy:
                copy = _with_stops(copy, bare, short)
        return " ".join(_CUT_SHORT.sub(self._in_full, _MINISTRY.sub("กระทรวง", copy)).split())

    def _in_full(self, match: re.Match[str]) -> str:
        """A name that ฯ cuts short, in full if exactly one known name begins like it; the longest beginning decides."""
        run = match.group(1)
        if f"{run}ฯ" in self.same:
            return match.group()
        for start in range(len(run) - _SHORTEST_STEM + 1):
            stem = run[start:]
            if f"{stem}ฯ" in self.same:
                return match.group()
            names = {name for name in _names_of(self) if name.startswith(stem) and name != stem}
            shortest = min(names, key=len, default="")
            if shortest and all(name.startswith(shortest) for name in names):
                return run[:start] + shortest
        return match.group()

    def extended(self, explained: Iterable[tuple[str, str]], written: Iterable[str] = ()) -> Glossary:
        """This glossary with the abbreviations of documents.

        Args:
            explained: (full, short) pairs as they write them.
            written: words that they use; those with full stops are put in where a question leaves the stops out.
        """
        same = {word: set(others) for word, others in self.same.items()}
        short = dict(self.short)
        for full, abbreviation in explained:
            a, b = normalise(full), normalise(abbreviation)
            same.setdefault(a, set()).add(b)
            same.setdefault(b, set()).add(a)
            if "." in b:
                short.setdefault(b.replace(".", ""), b)
        for word in written:
            bare = word.replace(".", "")
            if len(bare) >= _LONG_SHORT and _STOPPED.fullmatch(word) and bare not in dictionary():
                short.setdefault(bare, word)
        same_words = {w: frozenset(o) for w, o in same.items()}
        return replace(self, same=same_words, short=short)


@cache
def reviewed_glossary() -> Glossary:
    """The glossary that ships with Klum (assistant/data/glossary.yaml).

    Raises:
        AssistantError: if the file has other keys than it should.
    """
    text = (resources.files("assistant") / "data" / "glossary.yaml").read_text("utf-8")
    data: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    known = {"same", "short", "english", "regions", "region_names", "opposites"}
    if set(data) != known:
        raise AssistantError(f"glossary.yaml has keys {sorted(data)}, not {sorted(known)}.")
    same: dict[str, set[str]] = defaultdict(set)
    groups = [[normalise(str(word)) for word in group] for group in data["same"]]
    groups += [
        [normalise(str(short)), *(normalise(str(full)) for full in fulls)] for short, fulls in data["short"].items()
    ]
    for group in groups:
        for word in group:
            same[word] |= set(group) - {word}
    english = {normalise(str(k)): normalise(str(v)) for k, v in data["english"].items()}
    for phrase, thai in english.items():  # a document may say it in English
        if " " not in thai:
            same[thai].add(phrase)
    regions = {normalise(name): tuple(normalise(p) for p in provinces) for name, provinces in data["regions"].items()}
    regions |= {normalise(name): regions[normalise(region)] for name, region in data["region_names"].items()}
    short = {normalise(str(s)).replace(".", ""): normalise(str(s)) for s in data["short"]}
    opposites: dict[str, set[str]] = defaultdict(set)
    for pair in data["opposites"]:
        one, other = ([normalise(str(word)) for word in side] for side in pair)
        for word in one:
            opposites[word] |= set(other)
        for word in other:
            opposites[word] |= set(one)
    same_words = {w: frozenset(o) for w, o in same.items()}
    contrary = {w: frozenset(o) for w, o in opposites.items()}
    return Glossary(same_words, english, regions, short, contrary)


def explained_abbreviations(text: str) -> list[tuple[str, str]]:
    """Abbreviations that a text explains as "ชื่อเต็ม (ย่อ)": (full, short).

    The full name begins at a word that can begin the name of an agency, programme or office: the first one with the
    abbreviation's first letter, else the first one. An explanation without such a word is left out, because nothing
    tells where the name begins.
    """
    found = []
    end = 0
    for match in _SHORT.finditer(text):  # from the brackets back: forwards every place would be tried as a beginning
        named = _BEFORE.search(text[max(end, match.start() - _FAR_BEFORE) : match.start()])
        if named is None:
            continue
        before, end = named.group(1), match.end()
        heads = list(_HEADS.finditer(before))
        if not heads:
            continue
        letter = match.group(1)[0]
        alike = [head for head in heads if head.group().lstrip(_LEADING_VOWELS)[0] == letter]
        full = before[(alike or heads)[0].start() :].strip()
        tail = full.rsplit(" ", 1)[-1]
        if " " in full and _HEADS.match(tail):
            full = tail
        letters = [letter for letter in match.group(1) if letter.isalpha()]
        spelled = iter(full)
        plausible = all(letter in spelled for letter in letters) if "ก" <= letters[0] <= "ฮ" else " " not in full
        if plausible and len(full) > len(match.group(1)) + 3:
            found.append((" ".join(full.split()), match.group(1).strip()))
    return found


def _apart(match: re.Match[str]) -> str:
    """An abbreviation with spaces around it where words run into it, unless a longer one ends like it."""
    text, start, end = match.string, match.start(), match.end()
    before = _RUN_BEFORE.search(text, 0, start)
    last = cut_spans(before.group())[-1].of(before.group()) if before else ""
    inside = bool(before) and not (last in dictionary() and len(last) > 1)
    if inside:
        return match.group()
    first = " " if start and (before or text[start - 1] == ".") else ""
    return f"{first}{match.group()}{' ' if _THAI.match(text, end) else ''}"


def _with_stops(copy: str, bare: str, short: str) -> str:
    """A search copy with the full stops of one abbreviation, where it stands as a word of its own."""
    words = cut_spans(copy)
    pieces, done = [], 0
    for match in re.finditer(rf"{re.escape(bare)}(?:\.(?!{_LETTERS_STOPPED})|(?![\u0e30-\u0e3a\u0e45-\u0e4e.]))", copy):
        ended = match.group().endswith(".") or not _THAI.match(copy, match.end())
        apart = ended and not (match.start() and _THAI.match(copy, match.start() - 1))
        if apart or (bare not in dictionary() and _cut_out(copy, words, *match.span())):
            pieces.append(f"{copy[done : match.start()]} {short} ")
            done = match.end()
    return "".join([*pieces, copy[done:]])


def _cut_out(copy: str, words: Sequence[Span], start: int, end: int) -> bool:
    """Whether a run of letters is cut from what stands beside it, or leaves whole words there (ให้|กยศ|จ่าย, ของ|ดีอี).

    Args:
        copy: the search copy.
        words: where its words stand.
        start: where the run begins.
        end: where it ends.
    """
    over = [span for span in words if span.start < end and start < span.end]
    if over[0].start == start and over[-1].end == end:
        return True
    if end - start < _LONG_SHORT or all(_is_word(span.of(copy)) for span in over):
        return False
    before, after = _RUN_BEFORE.search(copy[:start]), _RUN_AFTER.match(copy[end:])
    beside = [*(cut(before.group())[-1:] if before else []), *(cut(after.group())[:1] if after else [])]
    return all(map(_is_word, beside))


def _is_word(word: str) -> bool:
    return len(word) > 1 and word in dictionary()


@lru_cache(maxsize=8)
def _compounds(glossary: Glossary) -> tuple[str, ...]:
    """Thai words of the glossary that are cut into several ones, short enough to be names; the longest first."""
    short = (word for word in glossary.same if len(word) <= _COMPOUND and _THAI.match(word) and " " not in word)
    found = {word for word in short if "." not in word and len(cut_spans(word)) > 1 and names(word)}
    return tuple(sorted(found, key=lambda word: (-len(word), word)))


@lru_cache(maxsize=8)
def _names_of(glossary: Glossary) -> frozenset[str]:
    """Names of agencies and provinces in full."""
    agencies = {word for word in glossary.same if _HEADS.match(word) and " " not in word}
    return frozenset({*agencies, *map(str, provinces())})


def _longest_first(phrases: Iterable[str]) -> list[str]:
    return sorted(phrases, key=len, reverse=True)
