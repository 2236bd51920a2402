"""Bytes to text: byte-order marks, UTF-8, UTF-16 without a mark, Thai code pages, and last a guess.

Text is never altered beyond decoding: line ends and spelling stay as the file has them.
"""

from __future__ import annotations

import codecs

from corpus.errors import EncodingError, UnsupportedFileError
from corpus.loaders.base import translated
from corpus.loaders.mojibake import beyond_ascii, is_broken, is_thai, read_latin, undo_mojibake

# UTF-32 first: its little-endian mark begins with that of UTF-16
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# cp874 holds TIS-620 and ISO 8859-11, and is what files under those names really use
_THAI_NAMES = dict.fromkeys(("tis-620", "tis620", "windows-874", "iso-8859-11", "x-windows-874"), "cp874")
_CODE_PAGES = ("cp", "iso8859", "big5", "gb", "shift_jis", "euc", "koi8", "mac")  # what a page is believed to be
_CONTROLS = bytes({*range(32), 127} - {*b"\t\n\r\f\v\b\x1a\x1b"})
_SAVE_AS_UTF8 = "Save it as UTF-8 and try again. โปรดบันทึกไฟล์ใหม่โดยเลือกการเข้ารหัสเป็น UTF-8 แล้วลองอีกครั้ง"


def decode(data: bytes, *, source: str, declared: str = "") -> str:
    """Decode the bytes of a text file.

    Args:
        data: the whole file.
        source: its name, for messages.
        declared: the encoding that the file states for itself (HTML does), or "".

    Returns:
        The text without its byte-order mark. Bytes that a sound UTF-8 file has damaged become U+FFFD.

    Raises:
        UnsupportedFileError: if the bytes are no text at all.
        EncodingError: if no encoding fits, or what was lost by a wrong one cannot be brought back.
    """
    text = _decoded(data, source, declared)
    repaired = undo_mojibake(text)
    if repaired.count("\ufffd") * 50 > len(repaired) + 50 * text.count("\ufffd") or is_broken(repaired):
        raise EncodingError(
            f"{source} holds text that was converted from a wrong encoding and is broken beyond repair.",
            hint="Get the file from where it was first made. ข้อความในไฟล์เพี้ยนจากการแปลงรหัสอักขระจนกู้คืนไม่ได้ "
            "โปรดขอไฟล์จากต้นทางอีกครั้ง",
        )
    return repaired


def _decoded(data: bytes, source: str, declared: str) -> str:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], name, source)
    if wide := _utf16_without_mark(data):
        return _strict(data, wide, source)
    refuse_binary(data, source)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    damaged = data.decode("utf-8", "replace")
    if is_thai(damaged) and damaged.count("\ufffd") * 10 <= beyond_ascii(damaged):
        return damaged  # UTF-8 cut off in the middle of a character, or with a few bytes spoilt
    for name in (declared, "cp874"):
        text = _try(data, name)
        if text is not None and (name == declared or is_thai(text)):
            return text
    latin = read_latin(data)
    if undo_mojibake(latin) != latin:
        return latin  # Windows Thai with the shifted glyphs that cp874 leaves out; put right by the caller
    if beyond_ascii(latin) * 4 <= len(latin):
        return latin  # a western language; Thai has no such share of plain letters
    return _guess(data, source)


def _strict(data: bytes, name: str, source: str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        message = f"{source} is not valid {name.upper()} at byte {error.start}."
        raise EncodingError(message, hint=_SAVE_AS_UTF8) from error


def _try(data: bytes, name: str) -> str | None:
    try:
        codec = _THAI_NAMES.get(name.lower()) or codecs.lookup(name).name
        return data.decode(codec) if codec.startswith(_CODE_PAGES) else None
    except (UnicodeDecodeError, LookupError, ValueError):
        return None


def _utf16_without_mark(data: bytes) -> str:
    """Give "utf-16-le" or "utf-16-be" if nine in ten pairs have a high byte of ASCII, Thai or marks; else ""."""
    sample = data[: 1 << 16]
    if len(data) % 2 or not (b"\x00" in sample or b"\x0e" in sample):
        return ""
    for name, high, low in (("utf-16-le", sample[1::2], sample[::2]), ("utf-16-be", sample[::2], sample[1::2])):
        likely = sum(map(high.count, (0x00, 0x0E, 0x20)))
        if likely * 10 >= len(high) * 9 and low.count(0) * 50 <= len(low):
            return name
    return ""


def refuse_binary(data: bytes, source: str) -> None:
    """Refuse bytes that are no text.

    Raises:
        UnsupportedFileError: if there is a NUL, or more than 1 % of the first 64 KiB are control characters.
    """
    sample = data[: 1 << 16]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if b"\x00" in sample or controls * 100 > len(sample):
        raise UnsupportedFileError(
            f"{source} is binary data, not text.",
            hint="Save its text as .txt, .docx or PDF. ไฟล์นี้ไม่ใช่ไฟล์ข้อความ โปรดบันทึกเนื้อหาเป็น .txt, .docx หรือ PDF",
        )


def _guess(data: bytes, source: str) -> str:
    with translated(source, "text"):
        from charset_normalizer import from_bytes

        best = from_bytes(data).best()
    if best is None:
        raise EncodingError(f"The encoding of {source} is not known.", hint=_SAVE_AS_UTF8)
    return str(best)
