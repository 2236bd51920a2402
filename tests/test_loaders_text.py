"""Plain text files."""

from __future__ import annotations

import pytest

from corpus.errors import EmptyFileError
from corpus.loaders.text import read_text


def test_text_is_the_whole_file() -> None:
    text = "บรรทัดแรก\r\n\r\n  บรรทัดที่สาม \u200b\n\n"
    loaded = read_text(text.encode(), "/a.txt")
    assert (loaded.text, loaded.source, loaded.title, loaded.language) == (text, "/a.txt", "", "th")


@pytest.mark.parametrize("data", [b"", b" \r\n\t", b"\xef\xbb\xbf", "\u00a0\u200b".encode()])
def test_blank(data: bytes) -> None:
    with pytest.raises(EmptyFileError):
        read_text(data, "/a.txt")
