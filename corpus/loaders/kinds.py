"""The formats that have a loader, and the file names that stand for them."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """A format with a loader of its own."""

    TEXT = "plain text"
    MARKDOWN = "Markdown"
    HTML = "HTML"
    PDF = "PDF"
    DOCX = "Word (.docx)"
    XLSX = "Excel (.xlsx)"
    CSV = "table of values"
    JSONL = "JSON lines"


KINDS = {
    ".txt": Kind.TEXT,
    ".text": Kind.TEXT,
    ".md": Kind.MARKDOWN,
    ".markdown": Kind.MARKDOWN,
    ".html": Kind.HTML,
    ".htm": Kind.HTML,
    ".xhtml": Kind.HTML,
    ".pdf": Kind.PDF,
    ".docx": Kind.DOCX,
    ".xlsx": Kind.XLSX,
    ".csv": Kind.CSV,
    ".tsv": Kind.CSV,
} | {f"{suffix}{packed}": Kind.JSONL for suffix in (".jsonl", ".ndjson") for packed in ("", ".xz", ".gz")}


def suffix_of(name: str) -> str:
    """The end of a file name that tells its type, in lower case: the longest supported one, or the last."""
    lower = name.lower()
    known = [suffix for suffix in KINDS if lower.endswith(suffix)]
    dot = lower.rfind(".", 1)
    return max(known, key=len) if known else lower[dot:] if dot > 0 else ""
