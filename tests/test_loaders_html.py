"""Web pages: main text and structure kept, menus, advertisements and scripts not; stated metadata."""

from __future__ import annotations

import pytest

from corpus.errors import EmptyFileError, LoadError, UnreadableFileError
from corpus.loaders.html import read_html
from tests.loader_files import damaged

PAGE = """<!DOCTYPE html>
<html lang="th"><head><meta charset="utf-8"><title>กสอ. จับมือ สสว. | เว็บไซต์กรม</title>
<meta property="og:title" content="กสอ. จับมือ สสว. สร้างคลัสเตอร์">
<meta property="og:site_name" content="กรมส่งเสริมอุตสาหกรรม DIP">
<meta property="article:published_time" content="2015-01-20T08:00:00+07:00">
<link rel="canonical" href="https://example.go.th/news/1">
<script>var secret = "ข้อความในสคริปต์";</script><style>.a{}</style></head>
<body><nav><ul><li><a href="/">หน้าแรก</a></li><li><a href="/a">เกี่ยวกับเรา</a></li></ul></nav>
<div class="ads">โฆษณา ซื้อเลยวันนี้</div>
<main><article><h1>กสอ. จับมือ สสว. สร้างคลัสเตอร์</h1>
<p>กรมส่งเสริมอุตสาหกรรม (กสอ.) กระทรวงอุตสาหกรรม สนองนโยบายรัฐบาล <b>รวมกลุ่มคลัสเตอร์</b> SMEs 17 เครือข่าย</p>
<h2>คุณสมบัติของผู้สมัคร</h2>
<ul><li>เป็นวิสาหกิจขนาดกลางและขนาดย่อม</li><li>จดทะเบียนในประเทศไทย<ul><li>มีหนังสือรับรอง</li></ul></li></ul>
<ol><li>ยื่นใบสมัคร</li><li>รอผล</li></ol>
<table><tr><th rowspan="2">กลุ่ม</th><th colspan="2">งบประมาณ</th></tr><tr><th>2566</th><th>2567</th></tr>
<tr><td rowspan="2">ผลไม้</td><td>10</td><td>12</td></tr><tr><td>11</td><td>13</td></tr></table>
<p>ติดต่อ <a href="https://example.go.th/c">กองพัฒนา</a> โทร. 02-202-4414<br>อีเมล a@example.go.th</p></article></main>
<footer>สงวนลิขสิทธิ์ 2567</footer></body></html>"""

TEXT = """# กสอ. จับมือ สสว. สร้างคลัสเตอร์

กรมส่งเสริมอุตสาหกรรม (กสอ.) กระทรวงอุตสาหกรรม สนองนโยบายรัฐบาล รวมกลุ่มคลัสเตอร์ SMEs 17 เครือข่าย

## คุณสมบัติของผู้สมัคร

- เป็นวิสาหกิจขนาดกลางและขนาดย่อม
- จดทะเบียนในประเทศไทย
  - มีหนังสือรับรอง
1. ยื่นใบสมัคร
2. รอผล

กลุ่ม: ผลไม้ | งบประมาณ 2566: 10 | งบประมาณ 2567: 12
กลุ่ม: ผลไม้ | งบประมาณ 2566: 11 | งบประมาณ 2567: 13

ติดต่อ กองพัฒนา โทร. 02-202-4414
อีเมล a@example.go.th"""


def read(markup: str, encoding: str = "utf-8") -> str:
    return read_html(markup.encode(encoding), "/a.html").text


def test_main_text_with_its_structure() -> None:
    assert read(PAGE) == TEXT


def test_stated_metadata() -> None:
    loaded = read_html(PAGE.encode(), "/a.html")
    assert loaded.title == "กสอ. จับมือ สสว. สร้างคลัสเตอร์"
    assert loaded.publisher == "กรมส่งเสริมอุตสาหกรรม DIP"
    assert str(loaded.published) == "2015-01-20"
    assert (loaded.language, loaded.url) == ("th", "https://example.go.th/news/1")


def test_a_buddhist_year_in_the_metadata() -> None:
    assert str(read_html(PAGE.replace("2015-01-20T", "2558-01-20T").encode(), "/a.html").published) == "2015-01-20"


def test_no_date_is_guessed_from_the_text() -> None:
    page = f"<html><body><p>ประกาศ ณ วันที่ 20 มกราคม 2558 {'ก' * 300}</p></body></html>"
    assert read_html(page.encode(), "/a").published is None


@pytest.mark.parametrize(
    ("lang", "body", "language"),
    [
        ("en-US", "The programme supports clusters of small firms.", "en-US"),
        ("en", "โครงการสนับสนุนการรวมกลุ่มคลัสเตอร์", "th"),
        ("", "The programme supports clusters.", "th"),
        ("not a code!", "The programme supports clusters.", "th"),
        ("th-TH", "โครงการ", "th"),
    ],
)
def test_language(lang: str, body: str, language: str) -> None:
    assert read_html(f"<html lang='{lang}'><body><p>{body}</p></body></html>".encode(), "/a").language == language


OLD_PAGE = """<HTML><HEAD><TITLE>กรมส่งเสริมอุตสาหกรรม</TITLE>
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=windows-874">
<SCRIPT language=javascript>document.write("ห้ามเอามา")</SCRIPT></HEAD>
<BODY><TABLE width=100%><TR><TD width=150><A href=a.htm>หน้าหลัก</A><BR><A href=b.htm>บริการ</A></TD>
<TD><FONT size=5><B>โครงการพัฒนาคลัสเตอร์</B></FONT><BR><BR>โครงการนี้มีวัตถุประสงค์เพื่อส่งเสริมการรวมกลุ่ม<BR><BR>
<TABLE border=1><TR><TD>ปี</TD><TD>งบประมาณ</TD></TR><TR><TD>2548</TD><TD>10 ล้านบาท</TD></TR></TABLE>
<P>คุณสมบัติ<UL><LI>เป็น SME<LI>จดทะเบียนแล้ว</UL></TD></TR></TABLE></BODY></HTML>"""


@pytest.mark.parametrize("declared", ["windows-874", "tis-620", "iso-8859-1", "utf-8"])
def test_old_pages_in_layout_tables_and_thai_code_pages(declared: str) -> None:
    text = read(OLD_PAGE.replace("windows-874", declared), "cp874")
    assert text.split("\n\n") == [
        "หน้าหลัก\nบริการ",
        "โครงการพัฒนาคลัสเตอร์",
        "โครงการนี้มีวัตถุประสงค์เพื่อส่งเสริมการรวมกลุ่ม",
        "ปี: 2548 | งบประมาณ: 10 ล้านบาท",
        "คุณสมบัติ",
        "- เป็น SME\n- จดทะเบียนแล้ว",
    ]


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>ชิ้นส่วน</p>", "ชิ้นส่วน"),
        ("<ul><li>ก</li><li>ข</li></ul>", "- ก\n- ข"),
        ("<html><body><form><p>ในฟอร์ม</p><input value=x><select><option>เลือก</select></form></body></html>", "ในฟอร์ม"),
        ("<html><body><p hidden>คำตอบที่พับไว้</p><script>alert(1)</script></body></html>", "คำตอบที่พับไว้"),
        ("<html><body><p>ก\x0bข&#11;ค&#x1f;ง &#3585;&#12;</p></body></html>", "ก ข ค ง ก"),
        ("<html><body><!-- <p>ไม่เอา</p> --><p>เอา</p></body></html>", "เอา"),
    ],
)
def test_short_pages_are_kept_whole(markup: str, text: str) -> None:
    assert read(markup) == text


@pytest.mark.parametrize(
    "markup", ["", " ", "<html></html>", "<html><body><script>x()</script></body></html>", "<!-- x -->"]
)
def test_no_text(markup: str) -> None:
    with pytest.raises(EmptyFileError):
        read(markup)


def test_a_failing_library_is_translated(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise KeyError("x")

    monkeypatch.setattr("trafilatura.bare_extraction", fail)
    with pytest.raises(UnreadableFileError) as error:
        read(PAGE)
    assert isinstance(error.value.__cause__, KeyError)


def test_damaged_files_raise_load_errors_only() -> None:
    for data in damaged(PAGE.encode(), 150):
        try:
            text = read_html(data, "/a.html").text
        except LoadError:
            continue
        assert text.strip()
