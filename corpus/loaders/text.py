"""Plain text files (.txt)."""

from __future__ import annotations

from corpus.loaders.base import Loaded, require_text
from corpus.loaders.encoding import decode


def read_text(data: bytes, source: str) -> Loaded:
    """Read a plain text file; its text is the whole file, decoded.

    Args:
        data: the whole file.
        source: its name as a source.

    Raises:
        EmptyFileError: if it is blank.
        UnsupportedFileError: if it is binary.
        EncodingError: if it cannot be decoded.
    """
    return Loaded(source, require_text(decode(data, source=source), source))
