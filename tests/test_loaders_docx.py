"""Word documents made by python-docx, and what Word itself adds to them."""

from __future__ import annotations

import io
from collections.abc import Sequence

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.table import Table

from corpus.document import NoiseReason
from corpus.errors import EmptyFileError, LoadError, UnreadableFileError
from corpus.loaders.base import Loaded
from corpus.loaders.docx import read_docx
from tests.loader_files import damaged, damaged_members


def saved(document: Document) -> bytes:
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def read(document: Document) -> Loaded:
    return read_docx(saved(document), "/a.docx")


def add_table(document: Document, rows: Sequence[Sequence[str]]) -> Table:
    table: Table = document.add_table(len(rows), len(rows[0]))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    return table


def add_xml(document: Document, xml: str) -> None:
    """Put an element at the end of the body, before its section properties."""
    namespaces = nsdecls("w") + ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    document.element.body.insert(-1, parse_xml(xml.replace(" NS", f" {namespaces}", 1)))


def guide() -> Document:
    document = docx.Document()
    document.core_properties.title = "คู่มือการเข้าร่วมคลัสเตอร์"
    document.core_properties.author = "กรมส่งเสริมอุตสาหกรรม"
    document.add_heading("คู่มือการเข้าร่วม", 0)
    document.add_heading("คุณสมบัติ", 2)
    document.add_paragraph("ผู้สมัครต้องมีคุณสมบัติดังนี้")
    document.add_paragraph("เป็น SME", style="List Bullet")
    document.add_paragraph("จดทะเบียน\nในไทย", style="List Bullet")
    add_table(document, [("ปี", "งบประมาณ"), ("2566", "10\nล้านบาท"), ("2567", "")])
    document.add_paragraph("ขั้นตอน")
    for text in ("ยื่นใบสมัคร", "รอผล"):
        document.add_paragraph(text, style="List Number")
    return document


def test_headings_lists_and_tables_in_order() -> None:
    loaded = read(guide())
    assert loaded.text.split("\n\n") == [
        "# คู่มือการเข้าร่วม",
        "## คุณสมบัติ",
        "ผู้สมัครต้องมีคุณสมบัติดังนี้",
        "- เป็น SME\n- จดทะเบียน ในไทย",
        "ปี: 2566 | งบประมาณ: 10 ล้านบาท\nปี: 2567",
        "ขั้นตอน",
        "1. ยื่นใบสมัคร\n2. รอผล",
    ]
    assert (loaded.title, loaded.publisher) == ("คู่มือการเข้าร่วมคลัสเตอร์", "กรมส่งเสริมอุตสาหกรรม")
    assert loaded.published is None  # when a file was saved is not when it was published


def test_properties_of_the_program_are_not_the_document_s() -> None:
    document = docx.Document()
    document.add_paragraph("ข้อความ")
    loaded = read(document)
    assert (loaded.title, loaded.publisher) == ("", "")


def test_merged_cells() -> None:
    document = docx.Document()
    rows = [("กลุ่ม", "งบ", ""), ("", "2566", "2567"), ("ผลไม้", "1", "2"), ("", "3", "4")]
    table = add_table(document, rows)
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(0, 0).merge(table.cell(1, 0))
    table.cell(2, 0).merge(table.cell(3, 0))
    assert read(document).text == "กลุ่ม: ผลไม้ | งบ 2566: 1 | งบ 2567: 2\nกลุ่ม: ผลไม้ | งบ 2566: 3 | งบ 2567: 4"


def test_forms_name_their_values_on_the_left() -> None:
    document = docx.Document()
    add_table(document, [("ชื่อ:", "คลัสเตอร์ผลไม้"), ("จังหวัด:", "จันทบุรี")])
    document.add_paragraph("ต่อ")
    bold = add_table(document, [("", "คลัสเตอร์กาแฟ"), ("", "เชียงราย")])
    for cell, text in zip(bold.columns[0].cells, ("ชื่อ", "จังหวัด"), strict=True):
        cell.paragraphs[0].add_run(text).bold = True
    assert read(document).text == "ชื่อ: คลัสเตอร์ผลไม้\nจังหวัด: จันทบุรี\n\nต่อ\n\nชื่อ: คลัสเตอร์กาแฟ\nจังหวัด: เชียงราย"


def test_a_frame_around_text_is_no_table() -> None:
    document = docx.Document()
    cell = add_table(document, [("หมายเหตุ",)]).cell(0, 0)
    cell.add_paragraph("ข้อหนึ่ง", style="List Number")
    assert read(document).text == "หมายเหตุ\n\n1. ข้อหนึ่ง"


def test_lists_inside_cells_keep_their_numbers() -> None:
    document = docx.Document()
    table = add_table(document, [("กิจกรรม", "งบ"), ("", "10")])
    table.cell(1, 0).paragraphs[0].text = "แผน"
    table.cell(1, 0).add_paragraph("อบรม", style="List Number")
    table.cell(1, 0).add_paragraph("ดูงาน", style="List Number")
    assert read(document).text == "กิจกรรม: แผน 1. อบรม 2. ดูงาน | งบ: 10"


def test_a_numbered_heading() -> None:
    document = docx.Document()
    heading = document.add_heading("บทนำ", 1)
    number = document.styles["List Number"].element.pPr.numPr.numId.val
    heading._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = number
    assert read(document).text == "# 1. บทนำ"


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        ("<w:p NS><w:r><w:t>ก</w:t><w:tab/><w:t>ข</w:t><w:br/><w:t>ค</w:t><w:noBreakHyphen/></w:r></w:p>", "ก\tข\nค-"),
        ("<w:p NS><w:del><w:r><w:delText>ลบ</w:delText></w:r></w:del><w:r><w:t>คง</w:t></w:r></w:p>", "คง"),
        ("<w:p NS><w:ins><w:r><w:t>เพิ่ม</w:t></w:r></w:ins></w:p>", "เพิ่ม"),
        ("<w:p NS><w:moveFrom><w:r><w:t>เก่า</w:t></w:r></w:moveFrom><w:r><w:t>ใหม่</w:t></w:r></w:p>", "ใหม่"),
        ("<w:p NS><w:r><w:rPr><w:vanish/></w:rPr><w:t>ซ่อน</w:t></w:r><w:r><w:t>เห็น</w:t></w:r></w:p>", "เห็น"),
        ('<w:p NS><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>เห็น</w:t></w:r></w:p>', "เห็น"),
        ("<w:p NS><w:hyperlink><w:r><w:t>ลิงก์</w:t></w:r></w:hyperlink></w:p>", "ลิงก์"),
        ("<w:p NS><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>7</w:t></w:r></w:p>", "7"),
        ("<w:sdt NS><w:sdtPr/><w:sdtContent><w:p><w:r><w:t>ในกล่อง</w:t></w:r></w:p></w:sdtContent></w:sdt>", "ในกล่อง"),
        ('<w:p NS><w:pPr><w:outlineLvl w:val="2"/></w:pPr><w:r><w:t>หัวข้อ</w:t></w:r></w:p>', "### หัวข้อ"),
        (
            "<w:p NS><w:r><w:t>หลัก</w:t></w:r><w:r><mc:AlternateContent>"
            "<mc:Choice Requires='wps'><w:txbxContent><w:p><w:r><w:t>กล่อง</w:t></w:r></w:p></w:txbxContent></mc:Choice>"
            "<mc:Fallback><w:txbxContent><w:p><w:r><w:t>กล่อง</w:t></w:r></w:p></w:txbxContent></mc:Fallback>"
            "</mc:AlternateContent></w:r></w:p>",
            "หลัก\n\nกล่อง",
        ),
    ],
)
def test_what_word_puts_around_text(xml: str, text: str) -> None:
    document = docx.Document()
    add_xml(document, xml)
    assert read(document).text == text


def test_a_table_of_contents_is_noise() -> None:
    document = docx.Document()
    style = document.styles.add_style("toc 1", 1)
    document.add_paragraph("บทนำ\t3", style=style)
    document.add_heading("บทนำ", 1)
    loaded = read(document)
    assert [(noise.span.of(loaded.text), noise.reason) for noise in loaded.noise] == [
        ("บทนำ\t3", NoiseReason.PAGE_FURNITURE)
    ]


def test_no_text() -> None:
    with pytest.raises(EmptyFileError):
        read(docx.Document())


def test_damage_has_its_cause() -> None:
    with pytest.raises(UnreadableFileError, match="Word document") as error:
        read_docx(b"PK\x03\x04", "/a.docx")
    assert error.value.__cause__ is not None


def test_damaged_files_raise_load_errors_only() -> None:
    data = saved(guide())
    for copy in [*damaged(data, 60), *damaged_members(data, 100)]:
        try:
            read_docx(copy, "/a.docx")
        except LoadError:
            continue
