"""Repair of Thai that came through a wrong encoding or an old font, and what must stay as it is."""

from __future__ import annotations

import lzma
import re
from pathlib import Path

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.loaders.mojibake import is_broken, is_thai, repair_glyphs, undo_font_thai, undo_mojibake
from tests.loader_files import THAI


def as_windows_reads(text: str, codec: str) -> str:
    """Decode UTF-8 bytes as a program with a code page does: open bytes pass through."""
    return "".join(bytes((byte,)).decode(codec, "ignore") or chr(byte) for byte in text.encode())


@pytest.mark.parametrize(
    "broken",
    [
        THAI.encode("cp874").decode("latin-1"),
        as_windows_reads(THAI, "latin-1"),
        as_windows_reads(THAI, "cp1252"),
        as_windows_reads(THAI, "cp874"),
    ],
    ids=["cp874 as latin-1", "utf-8 as latin-1", "utf-8 as cp1252", "utf-8 as cp874"],
)
def test_a_whole_text_is_put_right(broken: str) -> None:
    assert broken != THAI
    assert undo_mojibake(broken) == THAI


@pytest.mark.parametrize(
    "text",
    [
        THAI,
        "Le café est fermé à Noël, ça va. «Où»",
        "Größe ÄÖÜ schön",
        "Ïðèâåò ìèð",
        "30 °C ± ½ · © 2024",
        "ÃÃÃÃÃÃ ======",
        f"{THAI * 3} คำที่เพี้ยนเช่น ¡ÃÐ·ÃÇ§ÍØµÊÒË¡ÃÃÁ มักพบในเว็บเก่า",
        "เธอกับเน็ต เธอ เธอ เธอ",
    ],
)
def test_sound_text_stays(text: str) -> None:
    assert undo_mojibake(text) == text


def test_a_quotation_of_broken_text_is_put_right_in_a_pdf_only() -> None:
    line = "หัวข้อปกติของเอกสารฉบับนี้\n¡ÃÐ·ÃÇ§ÍØµÊÒË¡ÃÃÁ ã¹»Õ 2567 (SMEs)\n30 °C · café"
    assert undo_font_thai(line) == "หัวข้อปกติของเอกสารฉบับนี้\nกระทรวงอุตสาหกรรม ในปี 2567 (SMEs)\n30 °C · café"


def test_glyphs_of_windows_fonts_in_latin() -> None:
    assert undo_font_thai("äÁ‹ãËŒ ä´Œ ¡ÒÃ»ÃÐªØÁ") == "ไม่ให้ ได้ การประชุม"


def test_symbol_fonts() -> None:
    symbols = "".join(chr(0xF000 + byte) for byte in "กระทรวง".encode("cp874"))
    assert undo_font_thai(f"{symbols} \uf0b7") == "กระทรวง \uf0b7"


@pytest.mark.parametrize(
    ("broken", "text"),
    [
        ("ป\uf702 ฝ\uf710น ป\uf714า น\uf70aา \uf70fี่ปุ่น \uf700าน กตัญ\uf718", "ปี ฝัน ป้า น่า ญี่ปุ่น ฐาน กตัญุ"),
        ("ท\uf886\uf88b", "ที่"),
        ("น ้ำมัน ก ำหนด จ ำนวน", "น้ำมัน กำหนด จำนวน"),
        ("นํ้า น้ํา นำ้ ทํา นํ า", "น้ำ น้ำ น้ำ ทำ นำ"),
        ("ท่ี ก้ัน", "ที่ กั้น"),
        ("น\n้ำ", "น้ำ"),
        ("ทำ งาน ๆ ที่ นี่", "ทำ งาน ๆ ที่ นี่"),
        ("ก า ร", "ก า ร"),
        ("Thai – 100 % ‘x’", "Thai – 100 % ‘x’"),
    ],
)
def test_what_pdf_files_do_to_thai(broken: str, text: str) -> None:
    assert repair_glyphs(broken) == text


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_repair_never_fails_and_settles(text: str) -> None:
    undo_mojibake(text)
    is_broken(text)
    once = undo_font_thai(text)
    assert len(once) == len(text)
    repair_glyphs(once)


@pytest.mark.parametrize(
    ("text", "thai"),
    [(THAI, True), ("กรม", True), ("", False), ("Cluster", False), ("่้๊๋", False), ("caf้", False), ("เเเแแ", False)],
)
def test_is_thai(text: str, thai: bool) -> None:
    assert is_thai(text) is thai


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        (THAI, False),
        ("", False),
        ("รายการ ............ 3\n- ก\n• ข", False),
        ("\uf0b7 ข้อหนึ่งของเอกสารนี้\n\uf0b7 ข้อสองของเอกสารนี้", False),
        ("\x03\x12\x07\x15 \x01\x03\x05", True),
        ("\ufffd\ufffdก\ufffd\ufffd", True),
        ("\ue001\ue002\ue003\ue004", True),
        ("่ ้ ี ั ่ ้ ก ี ั ่", True),
        ("¡ˆ—•ˆ˙§˝Øµ˚Ò¸¡ˆˆ`", True),
    ],
)
def test_is_broken(text: str, broken: bool) -> None:
    assert is_broken(text) is broken


def test_real_articles_are_thai_and_stay_as_they_are(shared: Path) -> None:
    with lzma.open(shared / "data" / "thaigov-2025.jsonl.xz", "rb") as lines:
        bodies = [orjson.loads(line)["body"] for line, _ in zip(lines, range(400), strict=False)]
    for body in bodies:
        assert undo_mojibake(body) == body
        assert not is_broken(body)
    assert all(is_thai(body) for body in bodies if len(re.findall("[ก-ฮ]", body)) * 3 > len(body))
