"""Markdown files (.md), with metadata in YAML front matter."""

from __future__ import annotations

import re

from corpus.document import PartialDate
from corpus.errors import LoadError
from corpus.loaders.base import Loaded, require_text
from corpus.loaders.encoding import decode
from corpus.loaders.published import read_published

_FRONT = re.compile(r"---[ \t]*\r?\n(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_KEY = re.compile(r"^[A-Za-z_][\w-]*[ \t]*:", re.MULTILINE)
_HINT = (
    "Write it as YAML between two lines of ---, for example: title: ..., publisher: ..., published: 2024-09-09. "
    "โปรดตรวจสอบข้อมูลส่วนหัวระหว่างบรรทัด --- ให้อยู่ในรูป YAML เช่น title: ชื่อเอกสาร และ published: 2024-09-09"
)


def read_markdown(data: bytes, source: str) -> Loaded:
    """Read a Markdown file; its text is the body after the front matter, as it stands.

    The front matter may state title, publisher, published (see `read_published`), note, url and language; other keys
    are left to other programs.

    Args:
        data: the whole file.
        source: its name as a source.

    Raises:
        EmptyFileError: if there is no text after the front matter.
        UnsupportedFileError: if it is binary.
        EncodingError: if it cannot be decoded.
        LoadError: if the front matter is no YAML, or a value of it cannot be used.
    """
    text = decode(data, source=source)
    front = _FRONT.match(text)
    # two rules around a paragraph look like front matter, but have no keys
    if front is None or (front["yaml"].strip() and not _KEY.search(front["yaml"])):
        return Loaded(source, require_text(text, source))
    stated = _parse(front["yaml"], source)
    return Loaded(
        source,
        require_text(text[front.end() :], source),
        title=_line(stated, "title", source),
        publisher=_line(stated, "publisher", source),
        published=_published(stated.get("published"), source),
        language=_line(stated, "language", source) or "th",
        url=_line(stated, "url", source),
        note=_line(stated, "note", source),
    )


def _parse(text: str, source: str) -> dict[object, object]:
    import yaml

    try:
        stated = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # ValueError: a date such as 2024-02-30
        mark = getattr(error, "problem_mark", None)
        where = f" (line {mark.line + 2})" if mark else ""
        message = f"The front matter of {source} is not valid YAML{where}: {_reason(error)}."
        raise LoadError(message, hint=_HINT) from error
    if stated is None:
        return {}
    if not isinstance(stated, dict):
        raise LoadError(f"The front matter of {source} has no keys with values.", hint=_HINT)
    return stated


def _reason(error: Exception) -> str:
    return str(getattr(error, "problem", None) or error or type(error).__name__).splitlines()[0].rstrip(".")


def _line(stated: dict[object, object], key: str, source: str) -> str:
    value = stated.get(key)
    if value is None:
        return ""
    if isinstance(value, dict | list | set | bytes):
        raise LoadError(f"The front matter of {source} has no single value for {key!r}.", hint=_HINT)
    return " ".join(str(value).split())


def _published(value: object, source: str) -> PartialDate | None:
    if value is None or value == "":
        return None
    date = read_published(value)
    if date is None:
        raise LoadError(f"The front matter of {source} has no date in published: {value!r}.", hint=_HINT)
    return date
