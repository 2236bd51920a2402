"""The page of one document: correcting, versions, removing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from corpus.document import Document, PartialDate
from tests.staff_place import HOSTILE, Place, staff_place


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with staff_place(tmp_path_factory.mktemp("document")) as opened:
        opened.login("somsri")
        yield opened


def document(place: Place, ending: str) -> Document:
    return next(one for one in place.index.catalogue.documents() if one.source.endswith(ending))


def fields(one: Document, **changed: str) -> dict[str, str]:
    published = one.published.thai() if one.published else ""
    return {
        "id": one.id,
        "title": one.title,
        "publisher": one.publisher,
        "published": published,
        "url": one.url,
        **changed,
    }


def test_it_shows_what_is_known_and_how_often_it_is_cited(place: Place) -> None:
    cited = place.client.post("/api/ask", json={"question": "คลัสเตอร์คืออะไร"}).json()["citations"][0]
    page = place.get("/staff/document", id=cited["document_id"])
    assert "ถูกอ้างอิง <b>1</b> คำตอบ" in page and f"/document/{cited['document_id']}?version=1" in page
    assert cited["source"] in page and "ใช้อยู่" in page


def test_a_corrected_title_is_searched_and_the_text_stays(place: Place) -> None:
    before = document(place, "hub-column.md")
    data = fields(before, title="บทความเรื่องเครื่องปั้นดินเผาด่านเกวียน", published="12 ม.ค. ๒๕๕๘")
    page = place.client.post("/staff/document", data=data)
    assert page.status_code == 200 and "แก้ไขแล้ว" in page.text and "เดิม: " in page.text
    after = document(place, "hub-column.md")
    assert (after.title, after.published, after.version) == (
        "บทความเรื่องเครื่องปั้นดินเผาด่านเกวียน",
        PartialDate(2015, 1, 12),
        2,
    )
    assert (after.text, after.noise, after.publisher) == (before.text, before.noise, before.publisher)
    assert place.index.search("เครื่องปั้นดินเผาด่านเกวียน", 1)[0].chunk.document_id == after.id
    place.client.post("/staff/document", data=fields(after))
    assert document(place, "hub-column.md").version == 2, "nothing differs, nothing is stored"
    assert place.index.verify() == []


def test_another_address_only_is_no_new_version(place: Place) -> None:
    before = document(place, "roadshow-4.md")
    place.client.post("/staff/document", data=fields(before, url="https://example.org/roadshow"))
    after = document(place, "roadshow-4.md")
    assert (after.url, after.version) == ("https://example.org/roadshow", before.version)
    assert 'href="https://example.org/roadshow"' in place.get("/staff/document", id=after.id)


@pytest.mark.parametrize(("field", "value"), [("published", "31/2/2558"), ("url", "javascript:alert(1)")])
def test_what_cannot_be_understood_changes_nothing(place: Place, field: str, value: str) -> None:
    before = document(place, "project.md")
    response = place.client.post("/staff/document", data=fields(before, title=HOSTILE, **{field: value}))
    assert response.status_code == 400 and f'value="{value}"' in response.text and HOSTILE not in response.text
    assert document(place, "project.md") == before


def test_a_second_writer_is_told(place: Place) -> None:
    before = document(place, "project.md")
    with place.index.writing():
        response = place.client.post("/staff/document", data=fields(before, title="อื่น"))
        removed = place.client.post("/staff/remove", data={"id": before.id, "sure": "on"})
    assert response.status_code == 400 and "กำลังเขียนคลังเอกสาร" in response.text
    assert removed.status_code == 400 and document(place, "project.md") == before


def test_removing_is_asked_about_first(place: Place) -> None:
    one = document(place, "2017-2020.md")
    assert one.title in place.get("/staff/remove", id=one.id)
    assert place.client.post("/staff/remove", data={"id": one.id}).status_code == 400, "not without a tick"
    page = place.client.post("/staff/remove", data={"id": one.id, "sure": "on"})
    assert page.status_code == 200 and "ถูกเอาออกจากคลังแล้ว" in page.text and "เพิ่มกลับ" in page.text
    assert place.index.catalogue.current_version(one.id) is None
    assert place.client.get(f"/document/{one.id}", params={"version": one.version}).status_code == 200
    for again in (place.client.get("/staff/remove", params={"id": one.id}),
                  place.client.post("/staff/remove", data={"id": one.id, "sure": "on"}),
                  place.client.post("/staff/document", data=fields(one))):  # fmt: skip
        assert again.status_code == 404 or again.status_code == 400


@pytest.mark.parametrize("identifier", ["", "d0", "../x", HOSTILE])
def test_no_such_document(place: Place, identifier: str) -> None:
    response = place.client.get("/staff/document", params={"id": identifier})
    assert response.status_code == 404 and HOSTILE not in response.text
