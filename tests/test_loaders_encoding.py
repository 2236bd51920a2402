"""Bytes to text: every way a Thai text file is stored, and what is refused."""

from __future__ import annotations

import codecs
import random

import pytest

from corpus.errors import EncodingError, UnsupportedFileError
from corpus.loaders.encoding import decode
from tests.loader_files import THAI

TEXT = f"{THAI}\r\nบรรทัดที่สอง\r\n"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.encode("utf-16"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-32"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.encode("cp874"),
        TEXT.encode("iso8859-11"),
        TEXT.encode("tis-620"),
        TEXT.encode("cp874").decode("latin-1").encode(),
        TEXT.encode().decode("latin-1").encode(),
    ],
)
def test_every_encoding_gives_the_same_text_with_its_line_ends(data: bytes) -> None:
    assert decode(data, source="a.txt") == TEXT


@pytest.mark.parametrize(
    "text",
    ["Le café est fermé à Noël, ça va. «Où»", "Größe und schön", "El niño está aquí", "plain ASCII\ttext\r\n", ""],
)
def test_western_text_is_not_taken_for_thai(text: str) -> None:
    assert decode(text.encode("cp1252"), source="a.txt") == text


def test_utf16_of_plain_ascii_needs_no_mark() -> None:
    assert decode("name,value\r\n1,2\r\n".encode("utf-16-le"), source="a.csv") == "name,value\r\n1,2\r\n"


def test_japanese_is_guessed() -> None:
    text = "日本語テキストです。これは長い文章です。"
    assert decode(text.encode("shift_jis"), source="a.txt") == text


def test_thai_with_glyphs_of_old_windows_fonts() -> None:
    assert decode(b"\xe4\xc1\x8b \xe3\xcb\x8c \xa1\xd2\xc3\xbb\xc3\xd0\xaa\xd8\xc1", source="a.txt") == "ไม่ ให้ การประชุม"


def test_a_cut_off_utf8_file_keeps_its_text() -> None:
    text = decode(THAI.encode()[:-1], source="a.txt")
    assert text[:-1] == THAI[:-1]
    assert text[-1] == "\ufffd"


def test_a_spoilt_byte_costs_one_character() -> None:
    data = bytearray(THAI.encode())
    data[7] ^= 0x80
    text = decode(bytes(data), source="a.txt")
    assert (text[:2], text[-90:]) == (THAI[:2], THAI[-90:])
    assert "\ufffd" in text


@pytest.mark.parametrize(
    "declared", ["tis-620", "TIS-620", "windows-874", "iso-8859-1", "utf-8", "utf-16", "rot13", "no-such", ""]
)
def test_a_wrongly_declared_encoding_does_no_harm(declared: str) -> None:
    assert decode(THAI.encode("cp874"), source="a.html", declared=declared) == THAI


def test_a_declared_encoding_is_used_where_the_bytes_do_not_tell() -> None:
    assert decode("Łódź żółć".encode("cp1250"), source="a.html", declared="windows-1250") == "Łódź żółć"


@pytest.mark.parametrize("data", [b"a\x00b\x00\x00c", random.Random(1).randbytes(5000), b"\x01\x02\x03\x04" * 50])
def test_binary_is_refused(data: bytes) -> None:
    with pytest.raises(UnsupportedFileError, match=r"a\.txt is binary"):
        decode(data, source="a.txt")


def test_half_a_utf16_character_is_refused_with_its_place() -> None:
    with pytest.raises(EncodingError, match="byte"):
        decode("ก".encode("utf-16") + b"\x01", source="a.txt")


def test_lost_letters_cannot_be_brought_back() -> None:
    lost = THAI.encode().decode("cp874", "replace")
    with pytest.raises(EncodingError, match="beyond repair") as error:
        decode(lost.encode(), source="a.txt")
    assert "โปรด" in error.value.hint


def test_a_few_replacement_characters_are_no_reason_to_refuse() -> None:
    text = f"{THAI} \ufffd {THAI}"
    assert decode(text.encode(), source="a.txt") == text
