"""Zip containers of Office documents: what is inside, and whether it is safe to unpack."""

from __future__ import annotations

import io
import zipfile

from corpus.errors import UnreadableFileError
from corpus.loaders.base import translated
from corpus.loaders.kinds import Kind

MAX_UNPACKED = 300_000_000
"""Largest sum of unpacked sizes, in bytes. The zip directory is binding: no member is read beyond what it states."""
MAX_RATIO = 200
"""Largest ratio of unpacked to packed size above 50 MB; real documents stay far below."""
MAX_MEMBERS = 20_000

_BY_MEMBER: tuple[tuple[str, Kind | str], ...] = (
    ("word/", Kind.DOCX),
    ("xl/workbook.bin", "a binary Excel workbook (.xlsb)"),
    ("xl/", Kind.XLSX),
    ("ppt/", "a PowerPoint presentation (.pptx)"),
    ("Index/", "an Apple Pages, Numbers or Keynote document"),
)
_BY_MIMETYPE = (
    (b"application/vnd.oasis.opendocument.text", "an OpenDocument text (.odt)"),
    (b"application/vnd.oasis.opendocument.spreadsheet", "an OpenDocument spreadsheet (.ods)"),
    (b"application/vnd.oasis.opendocument.presentation", "an OpenDocument presentation (.odp)"),
    (b"application/vnd.oasis.opendocument", "an OpenDocument file"),
    (b"application/epub+zip", "an EPUB book"),
)


def zip_content(data: bytes, source: str) -> Kind | str:
    """Say what a zip container holds.

    Args:
        data: the whole file.
        source: its name, for messages.

    Returns:
        A `Kind`, or a phrase such as "a ZIP archive" for what no loader reads.

    Raises:
        UnreadableFileError: if it is damaged, or would unpack to too much.
    """
    with translated(source, "a ZIP container"), zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = archive.infolist()
        names = [member.filename for member in members]
        mimetype = archive.read("mimetype")[:200] if "mimetype" in names and _size(members, "mimetype") < 200 else b""
    for marker, what in _BY_MIMETYPE:
        if mimetype.startswith(marker):
            return what
    found = [what for marker, what in _BY_MEMBER if any(name.startswith(marker) for name in names)]
    if "[Content_Types].xml" not in names and not any(name.startswith("Index/") for name in names):
        found = []
    if not found:
        return "a ZIP archive"
    unpacked = sum(member.file_size for member in members)
    dense = unpacked > 50_000_000 and unpacked > MAX_RATIO * len(data)
    if dense or unpacked > MAX_UNPACKED or len(members) > MAX_MEMBERS:
        raise UnreadableFileError(
            f"{source} would unpack to {unpacked:,} bytes in {len(members):,} parts, more than is safe to open.",
            hint="Split the document, or make the pictures in it smaller. "
            "ไฟล์นี้เมื่อเปิดแล้วมีขนาดใหญ่เกินกำหนด โปรดแบ่งเป็นไฟล์ย่อย หรือลดขนาดรูปภาพ",
        )
    return found[0]


def _size(members: list[zipfile.ZipInfo], name: str) -> int:
    return next(member.file_size for member in members if member.filename == name)
