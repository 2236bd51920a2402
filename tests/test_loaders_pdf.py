"""PDF files with Thai text, sound, broken, scanned, locked and damaged."""

from __future__ import annotations

import threading

import pytest

from corpus.errors import EmptyFileError, EncodingError, LoadError, ScannedPDFError, UnreadableFileError
from corpus.loaders.base import Loaded
from corpus.loaders.pdf import read_pdf
from tests.loader_files import THAI, bare_pdf, damaged, pdf_bytes, thai_pdf

pytest.importorskip("fpdf", reason="needs fpdf2 to make PDF files")


def pdf_of(*pages: str) -> bytes:
    pdf = thai_pdf()
    for page in pages:
        pdf.add_page()
        pdf.multi_cell(0, 8, page)
    return pdf_bytes(pdf)


def read(data: bytes) -> Loaded:
    return read_pdf(data, "/a.pdf")


def shown(text: bytes, encoding: str = "/WinAnsiEncoding") -> bytes:
    """One page with bytes in a font without any map to Unicode, as old programs wrote it."""
    return bare_pdf(b"BT /F1 14 Tf 50 700 Td <" + text.hex().encode() + b"> Tj ET", encoding)


def picture_pages(*stamps: str) -> bytes:
    """A picture over each page, with a few letters on it."""
    image = pytest.importorskip("PIL.Image").new("RGB", (80, 110), "grey")
    pdf = thai_pdf()
    for stamp in stamps:
        pdf.add_page()
        pdf.image(image, 0, 0, 210, 297)
        pdf.text(10, 10, stamp)
    return pdf_bytes(pdf)


def test_text_and_pages() -> None:
    loaded = read(pdf_of("หน้าแรก น้ำมัน ที่ ปั้น", "หน้าสอง\nบรรทัดที่สอง ญี่ปุ่น"))
    assert loaded.text == "หน้าแรก น้ำมัน ที่ ปั้น\nหน้าสอง\nบรรทัดที่สอง ญี่ปุ่น"
    assert [page.of(loaded.text) for page in loaded.pages] == loaded.text.split("\n", 1)
    assert (loaded.title, loaded.publisher, loaded.published, loaded.noise, loaded.note) == ("", "", None, (), "")


def test_title_and_publisher_from_the_properties() -> None:
    pdf = thai_pdf()
    pdf.set_title("รายงานประจำปี 2567")
    pdf.set_author("กรมส่งเสริมอุตสาหกรรม")
    pdf.add_page()
    pdf.cell(text="ข้อความ")
    loaded = read(pdf_bytes(pdf))
    assert (loaded.title, loaded.publisher) == ("รายงานประจำปี 2567", "กรมส่งเสริมอุตสาหกรรม")


def test_running_lines_are_noise() -> None:
    bodies = ("เรื่องแรกของเอกสาร", "เรื่องที่ต่างไปอีก", "เรื่องสุดท้ายในเล่ม")
    loaded = read(pdf_of(*(f"รายงานประจำปี\n{text}\nหน้า {number}" for number, text in enumerate(bodies, 1))))
    assert [noise.span.of(loaded.text).strip() for noise in loaded.noise] == [
        "หน้า 1", "รายงานประจำปี", "หน้า 2", "รายงานประจำปี", "หน้า 3",
    ]  # fmt: skip


def test_code_points_of_old_fonts() -> None:
    text = "ป\uf702 ฝ\uf710น ป\uf714า น\uf70aา \uf70fี่ปุ่น"
    assert read(pdf_of(text)).text == "ปี ฝัน ป้า น่า ญี่ปุ่น"


def test_marks_cut_off_from_their_letters() -> None:
    assert read(pdf_of("น ้ำมัน ก ำหนด นํ้า")).text == "น้ำมัน กำหนด น้ำ"


def test_tis620_shown_as_latin() -> None:
    line = "กระทรวงอุตสาหกรรม กำหนดนโยบายที่ ปั้น ป้า 1,800 ล้านบาท"
    assert read(shown(line.encode("cp874"))).text == line
    assert read(shown(b"\xe4\xc1\x8b \xe3\xcb\x8c\xa1\xd2\xc3")).text == "ไม่ ให้การ"


def test_a_broken_page_beside_sound_ones() -> None:
    pdf = thai_pdf()
    pdf.add_page()
    pdf.multi_cell(0, 8, "หน้าที่อ่านได้ตามปกติ")
    pdf.set_font("helvetica", size=14)
    pdf.add_page()
    pdf.multi_cell(0, 8, "กระทรวงอุตสาหกรรม (SMEs)".encode("cp874").decode("latin-1"))
    loaded = read(pdf_bytes(pdf))
    assert loaded.text == "หน้าที่อ่านได้ตามปกติ\nกระทรวงอุตสาหกรรม (SMEs)"
    assert loaded.pages[1].of(loaded.text) == "กระทรวงอุตสาหกรรม (SMEs)"


def test_western_letters_stay() -> None:
    assert read(shown("Le café est fermé à Noël".encode("cp1252"))).text == "Le café est fermé à Noël"


@pytest.mark.parametrize(
    "data",
    [
        shown(bytes(range(1, 25)) * 6),
        shown("กระทรวงอุตสาหกรรม".encode("cp874"), "<</Type/Encoding/Differences[161/g1/g2/g3/g4/g5/g6]>>"),
    ],
    ids=["control characters", "unknown glyph names"],
)
def test_text_without_an_encoding_is_refused(data: bytes) -> None:
    with pytest.raises(EncodingError, match="no usable encoding"):
        read(data)


def test_a_thai_font_without_a_map_to_unicode_is_refused() -> None:
    data = pdf_of(THAI * 3).replace(b"/ToUnicode", b"/XoUnicode")
    with pytest.raises(EncodingError, match="OCR"):
        read(data)


@pytest.mark.parametrize("stamps", [("",), ("", "CamScanner", "หน้า 3")], ids=["pictures", "with stamps"])
def test_scans_are_refused_with_advice(stamps: tuple[str, ...]) -> None:
    with pytest.raises(ScannedPDFError, match=f"is a scan: its {len(stamps)} pages") as error:
        read(picture_pages(*stamps))
    assert "OCR" in error.value.hint
    assert "ภาพสแกน" in error.value.hint


def test_pages_that_are_pictures_are_named_in_the_note() -> None:
    image = pytest.importorskip("PIL.Image").new("RGB", (80, 110), "grey")
    pdf = thai_pdf()
    for text in ("หน้าแรก", "", "", "หน้าสี่", ""):
        pdf.add_page()
        if text:
            pdf.cell(text=text)
        else:
            pdf.image(image, 0, 0, 210, 297)
    loaded = read(pdf_bytes(pdf))
    assert loaded.text == "หน้าแรก\n\n\nหน้าสี่\n"
    assert loaded.note.startswith("หน้า 2–3, 5 เป็นภาพ")
    assert len(loaded.pages) == 5


def test_a_picture_over_the_page_does_not_hide_its_text() -> None:
    text = "กระทรวงอุตสาหกรรมสนับสนุนน้ำมันและกำหนดนโยบายที่ดี"
    assert read(picture_pages(text)).text == text


def test_blank_pages() -> None:
    pdf = thai_pdf()
    pdf.add_page()
    with pytest.raises(EmptyFileError):
        read(pdf_bytes(pdf))


def test_locked_with_a_password() -> None:
    pdf = thai_pdf()
    pdf.add_page()
    pdf.cell(text="ความลับ")
    pdf.set_encryption(owner_password="owner", user_password="user")
    with pytest.raises(UnreadableFileError, match="password") as error:
        read(pdf_bytes(pdf))
    assert error.value.__cause__ is not None


@pytest.mark.parametrize("data", [b"%PDF-1.4\n", b"%PDF-1.4\nrubbish", b""])
def test_damage_has_its_cause(data: bytes) -> None:
    with pytest.raises(UnreadableFileError, match="damaged") as error:
        read(data)
    assert error.value.__cause__ is not None


def test_damaged_files_raise_load_errors_only() -> None:
    for data in damaged(pdf_of(THAI * 5, THAI, THAI), 200):
        try:
            loaded = read(data)
        except LoadError:
            continue
        assert all(page.end <= len(loaded.text) for page in loaded.pages)


def test_many_threads_may_load_at_once() -> None:
    data = pdf_of(*[THAI] * 5)
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(read(data).text)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1
