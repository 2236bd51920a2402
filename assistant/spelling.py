"""Repairs what phones do to Thai: missing marks, slips of one letter, the wrong keyboard layout.

A word is repaired only towards a word that stands in the documents, and never if it is a word of the dictionary.
"""

from __future__ import annotations

import re
from functools import cache

from pythainlp.corpus import thai_words
from pythainlp.util import eng_to_thai, thai_to_eng
from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from corpus.normalise import normalise
from corpus.words import word_spans, words

_MARKS = re.compile("[\u0e47-\u0e4e\u0e31\u0e34-\u0e3a]")
_TONES = re.compile("[\u0e47-\u0e4e]")
_THAI = re.compile("[\u0e01-\u0e5b]")
_LATIN = re.compile("[a-z]")
_TWICE = re.compile(r"(.)\1{2,}")


@cache
def _dictionary() -> frozenset[str]:
    return frozenset(thai_words())


class Speller:
    """Repairs questions towards the words of the documents.

    Args:
        vocabulary: words of the documents with the number of chunks that hold them.
        known: further words that are right, such as abbreviations and glossary entries.
    """

    def __init__(self, vocabulary: dict[str, int], known: frozenset[str] = frozenset()) -> None:
        self._vocabulary = vocabulary
        self._known = known
        usable = [word for word in vocabulary if len(word) >= 3 and (_THAI.match(word) or word.isalpha())]
        usable += [word for word in known if len(word) >= 3 and word not in vocabulary and " " not in word]
        self._bare: dict[str, str] = {}
        for word in sorted(usable, key=lambda w: vocabulary.get(w, 0)):
            self._bare[_TONES.sub("", word)] = word  # the most frequent word wins
        self._choices = [bare for bare in self._bare if len(bare) >= 4]

    def repair(self, question: str) -> str:
        """The question with slips repaired; the same object if there are none.

        Args:
            question: as it was typed.
        """
        turned = self._other_layout(question)
        copy = _TWICE.sub(r"\1\1", normalise(turned))
        repaired = self._repair_words(copy)
        return repaired if repaired != copy or turned != question else question

    def _repair_words(self, copy: str) -> str:
        spans = word_spans(copy)
        pieces = [span.of(copy) for span in spans]
        bad = [bool(_THAI.search(piece)) and piece not in self._vocabulary and piece not in self._known for piece in pieces]
        wrong = [doubted and (piece not in _dictionary() or len(piece) <= 2) for piece, doubted in zip(pieces, bad, strict=True)]
        i = 0
        while i < len(pieces):
            if not bad[i]:
                i += 1
                continue
            best: tuple[float, int, int, str] | None = None
            for start in range(max(0, i - 3), i + 1):
                for end in range(i + 1, min(len(pieces), i + 4) + 1):
                    joined = "".join(pieces[start:end])
                    if len(joined) < 3 or " " in joined or len(joined) > 30:
                        continue
                    found = self._nearest(joined, slips=any(wrong[start:end]))
                    if found is None or found[0] == joined:
                        continue
                    # prefer certain repairs, then long ones: they leave less to chance
                    rank = (found[1] - 0.02 * len(joined), start, end, found[0])
                    if best is None or rank < best:
                        best = rank
            if best is not None:
                _, start, end, word = best
                pieces[start:end] = [word]
                bad[start:end] = [False]
                wrong[start:end] = [False]
                i = start + 1
            else:
                i += 1
        return "".join(pieces)

    def _nearest(self, joined: str, *, slips: bool) -> tuple[str, float] | None:
        """The word of the documents that a text was meant to be, and how much had to be changed.

        Args:
            joined: neighbouring pieces of the question.
            slips: whether letters may be wrong too; otherwise only tone marks.
        """
        exact = self._bare.get(_TONES.sub("", joined))
        if exact is not None:
            return exact, 0.0
        if not slips:
            return None
        bare = _TONES.sub("", joined)
        if len(bare) < 5:
            return None
        allowed = 1 if len(bare) < 8 else 2
        found = process.extractOne(bare, self._choices, scorer=DamerauLevenshtein.distance, score_cutoff=allowed)
        if found is None or abs(len(found[0]) - len(bare)) > 1:
            return None
        word, distance = self._bare[found[0]], found[1]
        marks_only = _MARKS.sub("", word) == _MARKS.sub("", joined)
        return str(word), float(distance) * (0.4 if marks_only else 0.6)

    def _other_layout(self, question: str) -> str:
        """The question as it would have come out with the right keyboard layout, if that makes it a sentence."""
        low = question.strip()
        if not low:
            return question
        thai = len(_THAI.findall(low))
        if thai == 0 and len(low) >= 6:
            turned = eng_to_thai(low)
            if self._sense(turned) >= 0.8 and not self._english(low):
                return turned
        if thai >= 4:
            pieces = []
            for part in re.split(r"(\s+)", low):
                back = thai_to_eng(part).lower() if _THAI.search(part) else part
                is_english = len(back) >= 4 and back.isalpha() and (back in self._vocabulary or back in self._known)
                pieces.append(back if is_english and self._sense(part) < 0.5 else part)
            return "".join(pieces)
        return question

    def _sense(self, text: str) -> float:
        """Share of a Thai text's characters that belong to words of at least two letters in dictionary or documents."""
        found = words(normalise(text))
        total = sum(map(len, found))
        good = sum(len(w) for w in found if len(w) >= 2 and (w in self._vocabulary or w in _dictionary()))
        return good / total if total else 0.0

    def _english(self, text: str) -> bool:
        """Whether at least half of the Latin words are known ones."""
        found = re.findall(r"[a-z]{2,}", text.lower())
        common = {"what", "how", "who", "when", "where", "the", "is", "are", "many", "much", "did", "does", "of", "in", "for", "to", "and"}
        good = sum(1 for word in found if word in self._vocabulary or word in self._known or word in common)
        return bool(found) and good * 2 >= len(found)
