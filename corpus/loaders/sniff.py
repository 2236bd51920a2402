"""What a file really is, by its content; its name only decides between kinds of plain text."""

from __future__ import annotations

import re

from corpus.errors import LoadError, UnreadableFileError, UnsupportedFileError
from corpus.loaders.encoding import refuse_binary
from corpus.loaders.kinds import KINDS, Kind
from corpus.loaders.ooxml import zip_content

HEAD = 4096
"""Bytes from the start of a file that tell what it is."""


_PLAIN = (Kind.TEXT, Kind.MARKDOWN, Kind.HTML, Kind.CSV, Kind.JSONL)
_SUPPORTED = f"Supported are {', '.join(KINDS)}. โปรดบันทึกเป็นชนิดที่รองรับ เช่น .docx, .xlsx, .pdf, .txt, .md, .html หรือ .csv"
_OFFICE = "Save it as .docx, .xlsx or PDF and try again. โปรดบันทึกใหม่เป็น .docx, .xlsx หรือ PDF แล้วลองอีกครั้ง"
_UNPACK = "Unpack it and take in the files inside. โปรดแตกไฟล์ก่อน แล้วนำเข้าไฟล์ข้างใน"
_PICTURE = (
    "Run text recognition (OCR) on it and save the result as PDF or .txt. "
    "ไฟล์นี้เป็นรูปภาพ โปรดแปลงเป็นข้อความด้วย OCR แล้วบันทึกเป็น PDF หรือ .txt"
)

_MAGIC: tuple[tuple[int, bytes, str, str], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", "a PNG picture", _PICTURE),
    (0, b"\xff\xd8\xff", "a JPEG picture", _PICTURE),
    (0, b"GIF8", "a GIF picture", _PICTURE),
    (0, b"II*\x00", "a TIFF picture", _PICTURE),
    (0, b"MM\x00*", "a TIFF picture", _PICTURE),
    (8, b"WEBP", "a WebP picture", _PICTURE),
    (4, b"ftyphei", "a HEIC picture", _PICTURE),
    (4, b"ftypmif", "a HEIC picture", _PICTURE),
    (0, b"AT&TFORM", "a DjVu document", _PICTURE),
    (0, b"\x1f\x8b", "a gzip archive", _UNPACK),
    (0, b"\xfd7zXZ\x00", "an xz archive", _UNPACK),
    (0, b"BZh", "a bzip2 archive", _UNPACK),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", _UNPACK),
    (0, b"Rar!\x1a\x07", "a RAR archive", _UNPACK),
    (0, b"\x28\xb5\x2f\xfd", "a Zstandard archive", _UNPACK),
    (257, b"ustar", "a tar archive", _UNPACK),
    (0, b"{\\rtf", "a rich-text (RTF) document", _OFFICE),
    (0, b"%!PS", "a PostScript document", _OFFICE),
    (0, b"\x7fELF", "a program (ELF)", _SUPPORTED),
    (0, b"SQLite format 3\x00", "an SQLite database", _SUPPORTED),
    (4, b"ftyp", "a video or sound file", _SUPPORTED),
    (0, b"ID3", "a sound file (MP3)", _SUPPORTED),
    (0, b"OggS", "a sound file (Ogg)", _SUPPORTED),
    (8, b"WAVE", "a sound file (WAV)", _SUPPORTED),
    (8, b"AVI ", "a video file (AVI)", _SUPPORTED),
    (0, b"\x1aE\xdf\xa3", "a video file (Matroska)", _SUPPORTED),
)
_BINARY_ONLY = ((b"MZ", "a Windows program", _SUPPORTED), (b"BM", "a BMP picture", _PICTURE))
"""Two letters that a text may begin with too; they count only before bytes that no text has."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = (
    ("WordDocument", "an old Word document (.doc)"),
    ("Workbook", "an old Excel workbook (.xls)"),
    ("PowerPoint Document", "an old PowerPoint presentation (.ppt)"),
)
_OLD_OFFICE = {".doc", ".xls", ".ppt", ".pptx", ".odt", ".ods", ".odp", ".rtf", ".xlsb", ".pages", ".numbers", ".key"}
_HTML = re.compile(
    rb"(?:\s|\xef\xbb\xbf|<\?xml[^>]*>|<!--(?:(?!-->).)*+-->)*+<(?:!doctype\s+html|html|head|body)[\s>]", re.I | re.S
)


def sniff(data: bytes, suffix: str, source: str) -> Kind:
    """Tell what a file is.

    Args:
        data: the whole file, or at least its first `HEAD` bytes if it is to be streamed.
        suffix: as `suffix_of` gives it.
        source: the file, for messages.

    Returns:
        The format of the content, whatever the name says.

    Raises:
        UnsupportedFileError: if there is no loader for the content, naming what it is.
        UnreadableFileError: if it is damaged, encrypted or unpacks to too much.
    """
    head = data[:HEAD]
    named = KINDS.get(suffix)
    if head.startswith(b"%PDF-") or (b"%PDF-" in head[:1024] and named not in _PLAIN):
        return Kind.PDF
    if named is Kind.JSONL and head.startswith((b"\x1f\x8b", b"\xfd7zXZ\x00")):
        return Kind.JSONL
    if head.startswith(b"PK\x03\x04"):
        return _in_zip(data, source)
    if head.startswith(_OLE):
        raise _old_office(data, source)
    for offset, magic, what, hint in _MAGIC:
        if head.startswith(magic, offset):
            raise UnsupportedFileError(f"{source} is {what}.", hint=hint)
    for magic, what, hint in _BINARY_ONLY:
        if head.startswith(magic) and b"\x00" in head:
            raise UnsupportedFileError(f"{source} is {what}.", hint=hint)
    if _HTML.match(head if head[:2] not in (b"\xff\xfe", b"\xfe\xff") else head[2:].replace(b"\x00", b"")):
        return Kind.HTML
    if named in _PLAIN:
        return named
    raise _not_what_it_says(head, suffix, named, source)


def _in_zip(data: bytes, source: str) -> Kind:
    what = zip_content(data, source)
    if isinstance(what, Kind):
        return what
    hint = _UNPACK if what == "a ZIP archive" else _OFFICE
    raise UnsupportedFileError(f"{source} is {what}.", hint=hint)


def _old_office(data: bytes, source: str) -> LoadError:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return UnreadableFileError(
            f"{source} is an Office document locked with a password.",
            hint="Save it without the password. ไฟล์ถูกล็อกด้วยรหัสผ่าน โปรดบันทึกใหม่โดยไม่ใส่รหัสผ่าน",
        )
    named = (what for stream, what in _OLE_STREAMS if stream.encode("utf-16-le") in data)
    return UnsupportedFileError(f"{source} is {next(named, 'an old Office document')}.", hint=_OFFICE)


def _not_what_it_says(head: bytes, suffix: str, named: Kind | None, source: str) -> LoadError:
    if suffix in _OLD_OFFICE:
        return UnsupportedFileError(f"{source} is of type {suffix}, which Klum does not read.", hint=_OFFICE)
    if named is None:
        what = f"of type {suffix}" if suffix else "without a type in its name"
        return UnsupportedFileError(f"{source} is {what}, which Klum does not read.", hint=_SUPPORTED)
    try:
        refuse_binary(head, source)
    except UnsupportedFileError:
        return UnreadableFileError(
            f"{source} is named {suffix} but is not {named}, or is damaged.",
            hint="Get or save the file anew. ไฟล์เสียหายหรือไม่ตรงกับนามสกุล โปรดขอหรือบันทึกไฟล์ใหม่อีกครั้ง",
        )
    return UnsupportedFileError(
        f"{source} is named {suffix} but is plain text, not {named}.",
        hint="If the text is what you want, name it .txt. ไฟล์นี้เป็นข้อความธรรมดา หากต้องการใช้ โปรดเปลี่ยนนามสกุลเป็น .txt",
    )
