"""English numbers in words put into figures (seventeen clusters, the fourth meeting), so that they can be compared."""

from __future__ import annotations

import re

_ONES = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
_TENS = {
    word: 10 * value
    for value, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
}
_ORDINALS = {
    word: value
    for value, word in enumerate(
        ["second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"], 2
    )
}
_POWERS = {"hundred": 100, "thousand": 1000}
_SMALL = "|".join(sorted({*_ONES, *_TENS}, key=len, reverse=True))
_NUMBER = re.compile(
    rf"\b(?!one\b(?!\s(?:hundred|thousand|million|billion)))(?:a\s(?=hundred|thousand|dozen))?"
    rf"(?:{_SMALL})(?:[\s-](?:and\s)?(?:{_SMALL}|hundred|thousand))*\b"
    r"|\ba\s(?:hundred|thousand|dozen)\b|\bdozen\b",
    re.IGNORECASE,
)
_NTH = re.compile(rf"\b({'|'.join(_ORDINALS)})\b", re.IGNORECASE)


def in_figures(text: str) -> str:
    """The text with English number words in figures; "one" alone, which rarely counts anything, stays."""
    if not re.search("[A-Za-z]{3}", text):
        return text
    text = _NUMBER.sub(lambda match: str(_value(match.group())), text)
    return _NTH.sub(lambda match: f"{_ORDINALS[match.group().lower()]}th", text)


def _value(words: str) -> int:
    total, current = 0, 0
    for word in re.findall("[a-z]+", words.lower()):
        if word in ("a", "and"):
            current = current or (1 if word == "a" else 0)
        elif word == "dozen":
            current = 12 * max(1, current)
        elif word in _POWERS:
            current = max(1, current) * _POWERS[word]
            if word == "thousand":
                total, current = total + current, 0
        else:
            current += _ONES.get(word, _TENS.get(word, 0))
    return total + current
