"""Uploading, looking through and taking in: over HTTP, and in a real Chromium."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from corpus.document import PartialDate
from tests.browsing import browser, serious, tab_to
from tests.staff_place import HOSTILE, Place, add_account, log_in, staff_place, until, word
from tests.web_server import web_server

NOISY = """แผนส่งเสริมคลัสเตอร์ ปี {year}

ปี {year} มีคลัสเตอร์ใหม่ {count} กลุ่ม งบประมาณ 88 ล้านบาท

เพิ่มเพื่อน
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with staff_place(tmp_path_factory.mktemp("documents")) as opened:
        opened.login("somsri")
        yield opened


def upload(place: Place, *files: tuple[str, bytes], **more: str) -> str:
    """Upload files; the address that it leads to."""
    sent = [("file", file) for file in files]
    return str(place.client.post("/staff/documents", files=sent, data=more).url)


def ready(place: Place, address: str) -> str:
    """The preview of a file that has been read."""
    return until(lambda: (page := place.client.get(address).text).count("กำลังอ่าน") == 0 and page)


def take(place: Place, address: str, **fields: str) -> str:
    """Take a file in; the page that says what became of it."""
    data = {"id": address.rpartition("=")[2], "what": "take", **fields}
    assert place.client.post("/staff/preview", data=data).url.path == "/staff/taking"
    return until(lambda: "กำลังเพิ่ม เสร็จแล้ว" not in (page := place.get("/staff/taking")) and page)


def test_a_file_is_shown_before_it_is_taken_in(place: Place) -> None:
    before = place.index.catalogue.counts()["documents"]
    address = upload(place, ("แผน.txt", NOISY.format(year=2569, count=12).encode()))
    page = ready(place, address)
    assert "ยังไม่มีเอกสารนี้ในคลัง" in page and 'value="แผนส่งเสริมคลัสเตอร์ ปี 2569"' in page
    assert "<s>เพิ่มเพื่อน" in page and "ส่วนประกอบของหน้า" in page
    assert place.index.catalogue.counts()["documents"] == before, "nothing is taken in by looking"
    assert "แผน.txt" in place.get("/staff/documents"), "nor lost by leaving"
    assert "เพิ่มแล้ว" in take(place, address, title="แผน", publisher="สสว.", published="ม.ค. 2569", url="https://x.y")
    [document] = [one for one in place.index.catalogue.documents() if one.source == "uploads/แผน.txt"]
    assert (document.title, document.publisher, document.url) == ("แผน", "สสว.", "https://x.y")
    assert document.published == PartialDate(2026, 1)

    same = ready(place, upload(place, ("แผน.txt", NOISY.format(year=2569, count=12).encode())))
    assert "ทุกตัวอักษร" in same, "known again, though it was corrected"
    newer = upload(place, ("แผน.txt", NOISY.format(year=2569, count=15).encode()))
    page = ready(place, newer)
    assert "จะแทนที่" in page and "ค่าที่เคยแก้ไว้" in page and 'value="สสว."' in page
    assert "เป็นฉบับที่ 2" in take(place, newer, title="แผน", publisher="สสว.", published="", url="")


def test_the_same_text_under_another_name_is_told(place: Place) -> None:
    text = "ระเบียบคลัสเตอร์ใหม่ทั้งหมด ปี 2571\n\nมีสิบข้อ".encode()
    first = upload(place, ("ระเบียบ.txt", text))
    ready(place, first)
    take(place, first, publisher="กสอ.")
    page = ready(place, upload(place, ("ระเบียบ สำเนา.txt", text)))
    assert "ต่างกันแค่ชื่อไฟล์หรือข้อมูลกำกับ" in page


def test_what_was_typed_can_be_kept_for_later(place: Place) -> None:
    address = upload(place, ("ร่าง.txt", "ร่างแผนคลัสเตอร์ ปี 2572".encode()))
    ready(place, address)
    data = {"id": address.rpartition("=")[2], "what": "save", "title": "ชื่อที่แก้", "publisher": HOSTILE}
    page = place.client.post("/staff/preview", data=data).text
    assert "ยังไม่ได้เพิ่มเข้าคลัง" in page and 'value="ชื่อที่แก้"' in page and HOSTILE not in page
    assert 'value="ชื่อที่แก้"' in place.client.get(address).text
    place.client.post("/staff/preview", data={"id": data["id"], "what": "discard"})
    assert place.client.get(address).status_code == 404


@pytest.mark.parametrize(("field", "value"), [("published", "เมื่อวาน"), ("url", "javascript:alert(1)")])
def test_what_cannot_be_understood_is_said_and_what_was_typed_stays(place: Place, field: str, value: str) -> None:
    address = upload(place, ("ผิด.txt", "แผนคลัสเตอร์ ปี 2573".encode()))
    ready(place, address)
    data = {
        "id": address.rpartition("=")[2],
        "what": "take",
        "title": "ชื่อใหม่",
        "publisher": "",
        "published": "",
        "url": "",
    }
    response = place.client.post("/staff/preview", data=data | {field: value})
    assert response.status_code == 400 and f'value="{value}"' in response.text and 'value="ชื่อใหม่"' in response.text


def test_many_files_good_and_bad(place: Place) -> None:
    files = [(f"ชุด{n}.docx", word(f"คลัสเตอร์ชุดที่ {n} มีสมาชิก {n} ราย")) for n in range(6)]
    response = place.client.post(
        "/staff/documents", files=[("file", one) for one in [*files, ("รูป.png", b"x"), ("เสีย.pdf", b"%PDF-1.4 x")]]
    )
    assert response.status_code == 400 and "รูป.png: ไม่รับไฟล์ชนิดนี้" in response.text
    page = until(lambda: "กำลังอ่าน" not in (page := place.get("/staff/documents")) and page)
    assert "อ่านไม่ได้: เปิดอ่านไฟล์ไม่ได้" in page and str(place.index.home) not in page
    ticked = re.findall(r'value="([0-9a-f]{16})" checked', page)
    assert len(ticked) >= 6
    assert place.client.post("/staff/take", data={"what": "take"}).status_code == 400, "none is ticked"
    place.client.post("/staff/take", data={"what": "take", "id": ticked})
    until(lambda: "http-equiv" not in place.get("/staff/taking"))
    sources = {one.source for one in place.index.catalogue.documents(with_text=False)}
    assert {f"uploads/ชุด{n}.docx" for n in range(6)} <= sources
    page = place.get("/staff/documents")
    [bad] = re.findall(r'value="([0-9a-f]{16})"><span class="sr">เลือก เสีย.pdf', page)
    place.client.post("/staff/take", data={"what": "discard", "id": bad})
    assert "เสีย.pdf" not in place.get("/staff/documents")


def test_names_and_texts_stay_text(place: Place) -> None:
    address = upload(
        place, (f"{HOSTILE}.html", f"<html><body><p>{'คลัสเตอร์ ' * 30}&lt;script&gt;alert(1)&lt;/script&gt;".encode())
    )
    page = ready(place, address)
    assert HOSTILE not in page and "&lt;script&gt;" in page
    assert HOSTILE not in take(place, address, title=HOSTILE)
    for path in ("/staff/documents", "/staff/taking"):
        assert HOSTILE not in place.get(path)


def test_staged_and_taken_files_are_not_served(place: Place) -> None:
    identifier = upload(place, ("page.html", b"<html><body><p>" + b"text " * 90)).rpartition("=")[2]
    for path in (
        f"/staging/{identifier}/content.html", f"/staff/staging/{identifier}", "/uploads/page.html",
        "/staff/uploads/page.html", "/gradio_api/file=uploads/page.html",
        f"/gradio_api/file=staging/{identifier}/content.html",
    ):  # fmt: skip
        assert place.client.get(path).status_code == 404


def test_the_list_is_searched_and_has_pages(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "17 เครือข่าย" in place.get("/staff/documents", find="17 เครือข่าย")
    nothing = place.get("/staff/documents", find=f"{HOSTILE} ไม่มี")
    assert "ในคลัง 0 ฉบับ" in nothing and HOSTILE not in nothing
    monkeypatch.setattr("ui.staff_documents._LISTED", 2)
    first, second = place.get("/staff/documents"), place.get("/staff/documents", page=2)
    assert "หน้า 1 จาก" in first and "หน้า 2 จาก" in second and "page=3" in second
    assert "หน้า 1 จาก" in place.get("/staff/documents", page=0)


def test_too_many_files_and_no_file_are_said(place: Place) -> None:
    assert "โปรดเลือกไฟล์" in place.client.post("/staff/documents").text
    many = [("file", (f"{n}.txt", b"x")) for n in range(120)]
    response = place.client.post("/staff/documents", files=many)
    assert response.status_code == 400 and "100 ไฟล์" in response.text
    unknown = place.client.post("/staff/documents", files=[("file", ("a.txt", b"x"))], data={"replaces": "d0"})
    assert unknown.status_code == 404


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_from_upload_to_removal(tmp_path: Path, width: int, scheme: str) -> None:
    add_account(tmp_path / "klum")
    files = [tmp_path / name for name in ("แผน.txt", "แผนใหม่.txt")]
    for file, count in zip(files, (12, 15), strict=True):
        file.write_text(NOISY.format(year=2569, count=count), "utf-8")
    faults: list[str] = []
    with web_server(tmp_path) as url, browser() as chromium:
        page = chromium.new_page(
            viewport={"width": width, "height": 844}, locale="th-TH", color_scheme=scheme  # type: ignore[arg-type]
        )  # fmt: skip
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        log_in(page, url, "/staff/documents")
        page.set_input_files("[type=file]", files[0])
        page.get_by_role("button", name="อัปโหลดเพื่อตรวจ").click()
        page.get_by_text("ยังไม่มีเอกสารนี้ในคลัง").wait_for()
        found = serious(page, "preview")
        assert page.locator("s").count() == 1
        page.get_by_role("link", name="เอกสาร", exact=True).click()
        found += serious(page, "documents")
        page.locator("#waiting").get_by_role("link", name="แผนส่งเสริมคลัสเตอร์").click()
        page.locator("[name=publisher]").wait_for()
        tab_to(page, "[name=publisher]")
        page.keyboard.type("สสว.")
        page.fill("[name=published]", "ม.ค. ๒๕๖๙")
        page.get_by_role("button", name="เพิ่มเข้าคลัง").click()
        page.get_by_text("เสร็จแล้ว 1 ไฟล์").wait_for()
        found += serious(page, "taking")
        page.get_by_role("link", name="แผน.txt").click()
        assert page.get_by_label("วันที่เผยแพร่").input_value() == "มกราคม 2569"
        found += serious(page, "document")
        page.set_input_files("[type=file]", files[1])
        page.get_by_role("button", name="อัปโหลดเพื่อตรวจ").click()
        page.get_by_text("จะแทนที่").wait_for()
        assert page.get_by_label("หน่วยงานผู้เผยแพร่").input_value() == "สสว."
        page.get_by_role("button", name="เพิ่มเข้าคลัง").click()
        page.get_by_text("เป็นฉบับที่ 2").wait_for()
        page.get_by_role("link", name="แผนใหม่.txt").click()
        expect(page.get_by_role("link", name=re.compile(r"ฉบับที่ \d"))).to_have_count(2)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.get_by_role("link", name="เอาออกจากคลัง").click()
        found += serious(page, "remove")
        page.get_by_label("ยืนยัน").check()
        page.get_by_role("button", name="เอาออกจากคลัง").click()
        page.get_by_text("ถูกเอาออกจากคลังแล้ว").wait_for()
        page.get_by_role("link", name="ฉบับที่ 1").click()
        page.get_by_text("12 กลุ่ม").wait_for()
    assert found == [] and faults == []
