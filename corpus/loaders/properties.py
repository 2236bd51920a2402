"""Title and author fields of PDF and Word files, taken only where they are plausible: mostly programs fill them in."""

from __future__ import annotations

import re

from corpus.loaders.mojibake import is_broken, undo_font_thai
from corpus.loaders.rows import flatten

_LETTER = re.compile(r"[^\W\d_]")
_GENERIC = re.compile(
    r"(?:untitled|no title|unknown|anonymous|title|template|normal|print|(?:word )?document|doc|book|sheet|slide|scan|"
    r"img|presentation|powerpoint presentation|งานนำเสนอ(?: powerpoint)?|เอกสาร|ไม่มีชื่อ(?:เรื่อง)?)[\s_-]*\(?\d*\)?",
    re.IGNORECASE,
)
_PROGRAM = re.compile(r"microsoft (?:word|excel|powerpoint)|adobe |\bpdf\b.*(?:creator|writer|printer)", re.IGNORECASE)
_FILE_NAME = re.compile(r"\.[A-Za-z][A-Za-z0-9]{1,4}$|^[\w()+.-]+$|[\\/]\S*[\\/]|^file:|^https?:", re.ASCII)
_ORGANISATION = re.compile(
    "กระทรวง|กรม|สำนัก|กอง|ศูนย์|สถาบัน|มหาวิทยาลัย|วิทยาลัย|คณะ|ธนาคาร|สภา|สมาคม|หอการค้า|มูลนิธิ|องค์การ|องค์กร|"
    "บริษัท|จังหวัด|เทศบาล|อบต|การนิคม|"
    r"\b(?i:ministry|department|office|bureau|division|institute|university|bank|council|association|chamber|foundation|"
    r"organi[sz]ation|company|co\.,?|ltd|limited|agency|authority|center|centre|commission|board)\b"
)


def plausible_title(value: object) -> str:
    """The title that a file's properties state, or "" if it is a file name, a program's default or broken.

    Args:
        value: the property; anything but text counts as none.
    """
    text = _clean(value)
    if not 4 <= len(text) <= 300 or len(_LETTER.findall(text)) < 3:
        return ""
    wrong = _GENERIC.fullmatch(text) or _PROGRAM.search(text) or _FILE_NAME.search(text)
    return "" if wrong else text


def plausible_publisher(value: object) -> str:
    """The author that a file's properties state, if it is an organisation and not a person, an account or a program.

    Args:
        value: the property; anything but text counts as none.
    """
    text = _clean(value)
    return text if len(text) <= 200 and _ORGANISATION.search(text) and not _FILE_NAME.search(text) else ""


def _clean(value: object) -> str:
    text = undo_font_thai(flatten(value.replace("\x00", ""))) if isinstance(value, str) else ""
    return "" if is_broken(text) else text
