"""Repairs what phones do to Thai: missing marks, slips of one letter, spelling by ear, the wrong keyboard layout.

The cheapest way to read a question as words is found: a word is the cheaper the commoner it is, and each mark or letter
that has to be changed costs. Words are changed only into words of the documents, of the glossary, or words that ask.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein, Levenshtein

from assistant.cutting import ATTACHED, cut, cut_spans, cut_with
from assistant.keyboard import other_layout
from assistant.lexicon import LATIN_WORD, THAI_RUN, Lexicon
from assistant.loanwords import loans
from assistant.rarity import dictionary
from assistant.sounding import bare, deletions, marks, sounding
from corpus.normalise import normalise
from corpus.words import words

_LEADING = re.compile("[เ-ไ]$")
_HELD = re.compile("([\u0e01-\u0e4e])\\1(?:\\1{2,}|\\1(?![\u0e01-\u0e4e]))")
"""A key held down: three times at the end of a word (มากกก), or more; ระบบบริการ has three and is right."""
_SOME = re.compile(r"(อะไร|ไหน|ใคร|ใด)(กัน)?บาง(?=\s|$|ใน|ของ|ที่|คะ|ครับ)")
"""บ้าง without its mark is a word of its own; after a word that asks it never is."""
_LONGEST_RUN = 300
_LONGEST_WORD = 18
_UNKNOWN, _UNKNOWN_LETTER = 18.0, 3.5
"""Price of a piece that is no word, and of each of its letters, in nats."""
_ODDS = 40.0
"""How many times as often as a word Thai must use another one with the same letters to make the word suspect."""
_LIKELIER = 3.0
"""How many times as often as a right word Thai must use another one for it to be changed in a noisy question."""
_FOREIGN = 2.5
"""What a right word costs more in a noisy question if the documents do not use it, in nats."""
_SPLINTERS = 4
"""Words side by side that may be one word spelled by ear."""
_SPLINTERED = 5
"""Length of such a word at least, in characters."""
_WRITTEN = 4
"""Letters of a piece from which on documents are asked whether they write it so."""
_FAR = 2
"""Letters that may differ at any rate."""


@dataclass(frozen=True, slots=True)
class _Prices:
    """What changes cost, in nats; words: whether a right word may be changed into another one."""

    marks: float
    sound: float
    slip: float
    words: bool


_CLEAN = _Prices(marks=6.0, sound=math.inf, slip=math.inf, words=False)
_STRICT = _Prices(marks=4.0, sound=9.0, slip=14.0, words=False)
_NOISY = _Prices(marks=3.0, sound=6.0, slip=10.0, words=True)


class Speller:
    """Repairs questions towards the words of the documents.

    Args:
        vocabulary: words of the documents with the number of chunks that hold them.
        known: further words that are right, such as abbreviations and glossary entries.
        found: texts of documents that hold the words of a piece, as search copies.
    """

    def __init__(
        self,
        vocabulary: dict[str, int],
        known: frozenset[str] = frozenset(),
        found: Callable[[str], Iterable[str]] = lambda piece: (),
    ) -> None:
        self._lexicon = Lexicon(vocabulary, known)
        self._found = lru_cache(maxsize=1000)(lambda piece: tuple(found(piece)))

    def repair(self, question: str) -> str:
        """The question with slips repaired; the same object if there are none.

        Args:
            question: as it was typed.
        """
        turned = other_layout(question, self._sense, self._lexicon.is_english)
        typed = normalise(turned)
        copy = LATIN_WORD.sub(self._latin, _HELD.sub(self._once, typed))
        pieces = [piece for piece in cut(copy) if THAI_RUN.match(piece)]
        slipped = any(map(self._is_slip, pieces))
        well = all(map(self._reads_well, pieces)) and not self._splintered(copy)
        repaired = copy if slipped else self._runs(copy, _CLEAN if well else _STRICT)
        if slipped or (not well and _changes(copy, repaired) > 1):
            repaired = self._runs(copy, _NOISY)
        repaired = _SOME.sub(r"\1\2บ้าง", repaired)
        return question if repaired == typed and turned == question else repaired

    def _reads_well(self, piece: str) -> bool:
        """Whether a piece of a cut question is a word, and no splinter of one."""
        return self._lexicon.is_word(piece) and (len(piece) > 2 or self._lexicon.is_common(piece))

    def _splintered(self, copy: str) -> bool:
        """Whether short words side by side sound like one longer word of the documents (สรรพ|สา|มิด: สรรพสามิต)."""
        spans = [span for span in cut_spans(copy) if THAI_RUN.match(copy, span.start)]
        for first in range(len(spans)):
            for last in range(first + 1, min(len(spans), first + _SPLINTERS)):
                if spans[last].start != spans[last - 1].end:
                    break
                joined = copy[spans[first].start : spans[last].end]
                if len(joined) < _SPLINTERED or self._lexicon.in_use(joined):
                    continue
                heard = self._lexicon.by_sound.get(sounding(joined), ())
                if any(self._lexicon.in_use(word) and self._within_reach(joined, word, heard=False) for word in heard):
                    return True
        return False

    def variants(self, word: str) -> frozenset[str]:
        """Other spellings of a word that the documents use: what sounds the same and differs by a letter or two.

        Args:
            word: search copy of one word.
        """
        if len(word) < _SPLINTERED or not THAI_RUN.fullmatch(word):
            return frozenset()
        heard = self._lexicon.by_sound.get(sounding(word), ())
        return frozenset(
            other
            for other in heard
            if other != word
            and (not {word, other} <= dictionary() or loans(other))  # เสียง and เสี่ยง are two words
            and self._within_reach(word, other, heard=False)
        )

    def _is_slip(self, piece: str) -> bool:
        """Whether a piece is a word, but nearly always another one without its marks."""
        if piece in self._lexicon.known or self._lexicon.in_use(piece) or not self._lexicon.is_word(piece):
            return False
        more = (word for word in self._lexicon.by_marks.get(bare(piece), ()) if len(marks(word)) > len(marks(piece)))
        return any(self._lexicon.likelier(word, piece) >= _ODDS for word in more)

    def _sense(self, text: str) -> float:
        """Share of a Thai text's characters that belong to common words, words of the documents, or long words."""
        found = words(normalise(text))
        total = sum(map(len, found))
        lexicon = self._lexicon
        sound = (w for w in found if lexicon.is_common(w) or lexicon.in_use(w) or (len(w) > 5 and lexicon.is_word(w)))
        good = sum(map(len, sound))
        return good / total if total else 0.0

    # -- repairs ------------------------------------------------------------------------------------------------

    def _once(self, match: re.Match[str]) -> str:
        """A letter that was held down, once; ททท is an abbreviation."""
        return match.group() if match.group() in self._lexicon.known else match.group(1)

    def _latin(self, match: re.Match[str]) -> str:
        word = match.group()
        if self._lexicon.is_english(word) or self._lexicon.is_english(word.removesuffix("s")):
            return word
        found = process.extractOne(word, self._lexicon.latin_words, scorer=DamerauLevenshtein.distance, score_cutoff=1)
        return found[0] if found and found[0][0] == word[0] and found[0] != f"{word}s" else word

    def _runs(self, copy: str, prices: _Prices) -> str:
        return THAI_RUN.sub(lambda match: self._run(match.group(), prices), copy)

    def _run(self, run: str, prices: _Prices) -> str:
        """The cheapest reading of a run of Thai letters."""
        if len(run) > _LONGEST_RUN:
            return run
        cost = [0.0] + [math.inf] * len(run)
        back: list[tuple[int, str]] = [(0, "")] * (len(run) + 1)
        for start in range(len(run)):
            if math.isinf(cost[start]) or (start and ATTACHED.match(run, start)):
                continue
            for end in range(start + 1, min(len(run), start + _LONGEST_WORD) + 1):
                if end < len(run) and (ATTACHED.match(run, end) or _LEADING.match(run[end - 1])):
                    continue
                for word, price in self._readings(run[start:end], prices):
                    if cost[start] + price < cost[end]:
                        cost[end], back[end] = cost[start] + price, (start, word)
        pieces: list[str] = []
        at = len(run)
        while at:
            end = at
            at, word = back[at]
            piece = run[at:end]
            pieces.append(piece if word != piece and self._is_written(piece, word) else word)
        return "".join(reversed(pieces))

    def _is_written(self, piece: str, word: str) -> bool:
        """Whether documents write a piece that a word would replace, other than as the beginning of that word."""
        if len(piece) < _WRITTEN or self._lexicon.is_word(piece):
            return False
        written = sum(
            not text.startswith(word, match.start())
            for text in self._found(piece)
            for match in re.finditer(re.escape(piece) + f"(?!{ATTACHED.pattern})", text)
        )
        return written > 0 and not self._lexicon.is_likelier(word, piece, written)

    def _readings(self, piece: str, prices: _Prices) -> Iterator[tuple[str, float]]:
        """What a piece may have been meant to be, with prices; the piece itself is always among them."""
        right = self._lexicon.is_word(piece) or self._is_name(piece)
        price = self._lexicon.price(piece) if right else _UNKNOWN + _UNKNOWN_LETTER * len(piece)
        yield piece, price + _FOREIGN * (prices.words and self._lexicon.is_strange(piece))
        if len(piece) < 2 or (
            right and (not prices.words or self._lexicon.in_use(piece) or piece in self._lexicon.known)
        ):
            return
        marked = [word for word in self._lexicon.by_marks.get(bare(piece), ()) if self._may_mark(piece, word, right)]
        for word in marked if not right or len(marked) == 1 else ():
            yield word, self._lexicon.price(word) + prices.marks
        if len(piece) < 3 or math.isinf(prices.sound):
            return
        sentence = self._is_sentence(piece)
        key = sounding(piece)
        for word in self._lexicon.by_sound.get(key, ()):
            whole = not sentence or (len(word) > _SPLINTERED and self._lexicon.in_use(word))
            if whole and self._may_sound(piece, word, right, short=prices.words):
                yield word, self._lexicon.price(word) + prices.sound
        if right or sentence or len(key) < 4 or len(piece) < 4:
            return
        for near in deletions(key):
            for word in self._lexicon.by_slip.get(near, ()):
                slips = DamerauLevenshtein.distance(key, sounding(word))
                begins = _first_letter(key) == _first_letter(sounding(word))  # hardly anyone slips on the first letter
                if slips <= 1 and begins and self._within_reach(piece, word, heard=slips == 0):
                    yield word, self._lexicon.price(word) + prices.slip + Levenshtein.distance(piece, word)

    def _is_name(self, piece: str) -> bool:
        """Whether the documents write a piece so that no dictionary has, and not as a slip of another word."""
        if not self._lexicon.is_written(piece) or all(part in dictionary() for part in cut_with(piece, {})):
            return False
        near = (*self._lexicon.by_marks.get(bare(piece), ()), *self._lexicon.by_sound.get(sounding(piece), ()))
        return not any(self._lexicon.is_likelier(word, piece) for word in near)

    def _may_mark(self, piece: str, word: str, right: bool) -> bool:
        """Whether marks may be all that is wrong: in short pieces and right words only missing ones are believed."""
        if word == piece or (right and self._lexicon.likelier(word, piece) < _LIKELIER):
            return False
        return (len(bare(piece)) > 3 and not right) or len(marks(word)) > len(marks(piece))

    def _may_sound(self, piece: str, word: str, right: bool, *, short: bool) -> bool:
        """Whether a piece may be a word spelled by ear."""
        if word == piece or (right and self._lexicon.likelier(word, piece) < _LIKELIER):
            return False
        if len(piece) <= 3 and not short and word not in self._lexicon.asking:
            return False
        return self._within_reach(piece, word, heard=True)

    def _is_sentence(self, piece: str) -> bool:
        """Whether a piece is made of several common words, and so right as it is."""
        pieces = words(piece) if len(piece) > 5 else []
        return len(pieces) > 1 and all(map(self._lexicon.is_common, pieces))

    def _within_reach(self, piece: str, word: str, *, heard: bool) -> bool:
        """Whether a word is near enough in its letters; what sounds the same, or is long and in use, may be farther."""
        far = Levenshtein.distance(piece, word)
        if heard:
            return far <= max(_FAR, (len(word) + 1) // 2) or (self._lexicon.in_use(word) and len(word) > 4)
        return far <= _FAR or (far <= len(word) // 2 and len(word) >= 8 and self._lexicon.in_use(word))


def _first_letter(word: str) -> str:
    """The first consonant of a word."""
    return word.lstrip("เแโใไ")[:1]


def _changes(copy: str, repaired: str) -> int:
    """How many stretches of a text were changed."""
    return (
        sum(1 for tag, *_ in Levenshtein.opcodes(copy, repaired).as_list() if tag != "equal") if copy != repaired else 0
    )
