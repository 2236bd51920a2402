"""How Thai words sound, roughly: words that people spell one for the other have the same sounding."""

from __future__ import annotations

import re
from functools import lru_cache

_TONES = re.compile("[\u0e47-\u0e4b\u0e4e]")
_MARKS = re.compile("[\u0e47-\u0e4c\u0e4e]")
_MUTE = re.compile("[ก-ฮ][\u0e34\u0e38]?\u0e4c")
_CODA = re.compile("(?<=[ก-ฮ\u0e31-\u0e3a])[ก-ฮ](?![\u0e30-\u0e3a])")
"""A consonant that closes a syllable: after a vowel or a consonant, and without a vowel of its own."""
_SILENT_R = re.compile("(?<=[\u0e31-\u0e3a][กขคตทด])ร$")
"""สมัคร, บัตร, จักร: the last letter is not heard."""
_FINAL_R = re.compile("(?<=[ก-ฮ])(?<![เ-ไ][ก-ฮ])ร$")
"""จร, พร: the last letter sounds like อน."""
_SHORT_A = re.compile("\u0e30(?=[ก-ฮเ-ไ])")
_VOWELS = str.maketrans({"ำ": "ัม", "ใ": "ไ", "ี": "ิ", "ื": "ึ", "ู": "ุ"})
_ENDS = {
    letter: sound
    for sound, letters in {"ด": "ดตถทธฎฏฐฑฒจชซศษส", "น": "นณญรลฬ", "บ": "บปพภฟ", "ก": "กขคฆ"}.items()
    for letter in letters
}
_BEGINS = str.maketrans(
    {
        letter: sound
        for sound, letters in {
            "ส": "ศษซ", "น": "ณ", "ย": "ญ", "ล": "ฬ", "ด": "ฎ", "ต": "ฏ", "ถ": "ฐ", "ท": "ฑธฒ",
            "พ": "ภ", "ค": "ฆ", "ช": "ฌ", "ห": "ฮ",
        }.items()
        for letter in letters
    }
)  # fmt: skip


def bare(word: str) -> str:
    """A word without tone marks, short-vowel mark and mute mark; the letters stay."""
    return _MARKS.sub("", word)


def marks(word: str) -> str:
    """The tone marks, short-vowel marks and mute marks of a word, in order."""
    return "".join(_MARKS.findall(word))


@lru_cache(maxsize=100_000)
def sounding(word: str) -> str:
    """A key that is the same for words that sound nearly alike; tones and mute letters are left out.

    Args:
        word: search copy of one Thai word.
    """
    plain = (
        _TONES.sub("", _MUTE.sub("", word)).translate(_VOWELS).replace("ไย", "ไ").replace("รรม", "ัม").replace("รร", "ัน")
    )
    plain = _FINAL_R.sub("อน", _SILENT_R.sub("", _SHORT_A.sub("", plain.replace("รษ", "ษ"))))
    return _CODA.sub(lambda match: _ENDS.get(match.group(), match.group()), plain).translate(_BEGINS)


def deletions(key: str) -> set[str]:
    """A key with one letter left out, each in turn, and the key itself: keys one slip apart share one of them."""
    return {key, *(key[:i] + key[i + 1 :] for i in range(len(key)))}
