"""The languages of the public pages. Their texts are data, one file each in `ui/languages`, with the same keys.

What the documents and the assistant say is not translated. Failures are said in Thai wherever they arise; their English
is found by the Thai sentence, as with gettext.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from corpus.document import PartialDate
from corpus.errors import SettingsError

COOKIE = "klum_language"
"""Holds the code of the chosen language and nothing else."""

CODES = ("th", "en")
"""The first is spoken to whoever has chosen none."""

NAMES = {"th": "ไทย", "en": "English"}
_GAP = re.compile(r"\{(\w+)\}")

Value = str | tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Texts:
    """What the pages say in one language.

    Args:
        code: of the language, as HTML's `lang` names it.
        values: by dotted key.
    """

    code: str
    values: Mapping[str, Value]

    def __getitem__(self, key: str) -> str:
        """The text of a key."""
        value = self.values[key]
        return value if isinstance(value, str) else " ".join(value)

    def all(self, key: str) -> tuple[str, ...]:
        """The texts of a key that has several."""
        value = self.values[key]
        return (value,) if isinstance(value, str) else value

    def filled(self, key: str, **gaps: object) -> str:
        """A text with its gaps filled."""
        return self[key].format_map(gaps)

    def group(self, table: str) -> dict[str, str]:
        """The texts of one table, by the last part of their keys."""
        return {key.removeprefix(f"{table}."): self[key] for key in self.values if key.startswith(f"{table}.")}

    @property
    def examples(self) -> list[tuple[str, tuple[str, ...]]]:
        """Example questions by topic."""
        topics = [key.removesuffix(".topic") for key in self.values if re.fullmatch(r"examples\.\w+\.topic", key)]
        return [(self[f"{topic}.topic"], self.all(f"{topic}.questions")) for topic in topics]

    @property
    def home(self) -> str:
        """Where the chat page in this language is."""
        return "/" if self.code == CODES[0] else f"/{self.code}/"

    def date(self, stated: PartialDate) -> str:
        """A date as readers write it; Thai with the Buddhist-era year."""
        if self.code == CODES[0]:
            return stated.thai()
        month = self.all("date.months")[stated.month - 1] if stated.month else ""
        return " ".join(str(part) for part in (stated.day, month, stated.year) if part)

    def failure(self, said: str) -> str:
        """What a failure says, in this language; as it is, if it is not known."""
        for pattern, key in _failures():
            if found := pattern.fullmatch(said):
                return self.filled(key, **found.groupdict())
        return said


def read_texts(files: Mapping[str, str]) -> dict[str, Texts]:
    """Read the texts of all languages.

    Args:
        files: what stands in the TOML file of each language, by its code.

    Raises:
        SettingsError: if a file is no TOML, or has other keys or gaps than the first one, or texts that are empty.
    """
    read: dict[str, Texts] = {}
    for code, content in files.items():
        try:
            read[code] = Texts(code, dict(_flat(tomllib.loads(content))))
        except tomllib.TOMLDecodeError as error:
            raise SettingsError(f"The texts of {code!r} cannot be read: {error}.") from error
    first = next(iter(read.values()))
    for texts in read.values():
        faults = sorted(first.values.keys() ^ texts.values.keys())
        faults = faults or [key for key in first.values if _shape(first.values[key]) != _shape(texts.values[key])]
        if faults:
            raise SettingsError(
                f"The texts of {texts.code!r} do not fit those of {first.code!r}: {', '.join(faults[:10])}.",
                hint="Each language has the same keys, as many texts, none of them empty, and the same {gaps}.",
            )
    return read


@cache
def languages() -> dict[str, Texts]:
    """The texts of all languages, by code."""
    folder = resources.files("ui") / "languages"
    return read_texts({code: (folder / f"{code}.toml").read_text("utf-8") for code in CODES})


def thai() -> Texts:
    """The texts in Thai."""
    return languages()[CODES[0]]


def chosen(cookies: Mapping[str, str]) -> Texts:
    """The texts in the language that a visitor has chosen, else in Thai."""
    return languages().get(cookies.get(COOKIE, ""), thai())


@cache
def _failures() -> list[tuple[re.Pattern[str], str]]:
    found = []
    for key in thai().values:
        if key.startswith("failures."):
            parts = _GAP.split(thai()[key])
            gaps = (f"(?P<{part}>.+?)" if place % 2 else re.escape(part) for place, part in enumerate(parts))
            found.append((re.compile("".join(gaps)), key))
    return found


def _flat(table: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Value]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{above}{name}.")
        else:
            yield f"{above}{name}", tuple(map(str, value)) if isinstance(value, list) else str(value)


def _shape(value: Value) -> object:
    """What must be alike in all languages: how many texts, which are empty, which gaps they have."""
    texts = (value,) if isinstance(value, str) else value
    return type(value), [(not text.strip(), sorted(_GAP.findall(text))) for text in texts]
