"""The reviewed glossary, abbreviations that documents explain, and how both are put into questions."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from assistant.glossary import explained_abbreviations, reviewed_glossary
from corpus.errors import AssistantError
from corpus.normalise import normalise
from tests.thai_questions import question_texts

GLOSSARY = reviewed_glossary()


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("งบ", "งบประมาณ"),
        ("สสว.", "สำนักงานส่งเสริมวิสาหกิจขนาดกลางและขนาดย่อม"),
        ("osmep", "สสว."),
        ("อุบล", "อุบลราชธานี"),
        ("สิงหาคม", "ส.ค."),
        ("แบงก์", "ธนาคาร"),
    ],
)
def test_alternatives_go_both_ways(word: str, other: str) -> None:
    assert other in GLOSSARY.alternatives(word)
    assert word in GLOSSARY.alternatives(other)
    assert word not in GLOSSARY.alternatives(word)


def test_every_entry_is_a_search_copy() -> None:
    for word, others in GLOSSARY.same.items():
        assert word == normalise(word)
        assert others
    assert all(phrase == phrase.lower() and thai for phrase, thai in GLOSSARY.english.items())
    assert all(GLOSSARY.regions.values())


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("สสว ทำอะไร", "สสว. ทำอะไร"),
        ("คพอเริ่มปีไหน", "คพอ. เริ่มปีไหน"),
        ("งบที่สสว.ให้", "งบที่ สสว. ให้"),
        ("มาตรการบสย.พร้อมช่วย", "มาตรการ บสย. พร้อมช่วย"),
        ("มกอช.ออกมาตรฐาน", "มกอช.ออกมาตรฐาน"),  # กอช. stands inside
        ("สมองเด็ก มอบหมาย พม่า", "สมองเด็ก มอบหมาย พม่า"),
        ("ธกส กู้ได้ไหม", "ธ.ก.ส. กู้ได้ไหม"),
        ("พรบ.แรงงาน", "พ.ร.บ. แรงงาน"),  # a full stop at the end alone
        ("รพสต.อยู่ไหน", "รพ.สต. อยู่ไหน"),
        ("พรบ จราจร", "พ.ร.บ. จราจร"),
        ("กรมส่งเสริมฯ ทำอะไร", "กรมส่งเสริมอุตสาหกรรม ทำอะไร"),
        ("โรงงานที่ลำปางฯ", "โรงงานที่ลำปางฯ"),  # nothing begins with ลำปาง but itself
        ("กรุงเทพฯ มีไหม", "กรุงเทพฯ มีไหม"),
    ],
)
def test_spelled_out(typed: str, written: str) -> None:
    assert GLOSSARY.spelled_out(typed) == written


def test_translation_keeps_the_order_and_takes_the_longest_phrase() -> None:
    thai, left = GLOSSARY.translated_and_left("which countries does the ministry of industry export kajiki to")
    assert thai == "ประเทศ กระทรวงอุตสาหกรรม ส่งออก"
    assert left == "which does the kajiki to"
    assert GLOSSARY.translate("xyz") == ""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("สำนักงานเศรษฐกิจอุตสาหกรรม (สศอ.) รายงาน", [("สำนักงานเศรษฐกิจอุตสาหกรรม", "สศอ.")]),
        ("วันนี้ที่กรมชลประทาน (ชป.) ได้", [("กรมชลประทาน", "ชป.")]),
        ("ตามที่ กระทรวงการคลัง สำนักงานเศรษฐกิจการคลัง (สศค.)", [("สำนักงานเศรษฐกิจการคลัง", "สศค.")]),
        ("ประชุมที่เมืองทอง (ฮอลล์) และ (สศอ.)", []),
        ("ได้รับงบ (ล้าน)", []),
        # the agency before it begins with another letter
        ("กระทรวงพาณิชย์ ร่วมมือกับสำนักงานพัฒนาผึ้งไทย (สพผ.) อบรม", [("สำนักงานพัฒนาผึ้งไทย", "สพผ.")]),
        ("สำนักงานคณะกรรมการผึ้งแห่งชาติ (สคผ.) แจ้ง", [("สำนักงานคณะกรรมการผึ้งแห่งชาติ", "สคผ.")]),
    ],
)
def test_explained_abbreviations(text: str, found: list[tuple[str, str]]) -> None:
    assert explained_abbreviations(text) == found


def test_explained_abbreviations_extend_a_copy() -> None:
    more = GLOSSARY.extended([("กองทุนพัฒนาแม่น้ำ", "กพม.")])
    assert "กองทุนพัฒนาแม่น้ำ" in more.alternatives("กพม.")
    assert more.spelled_out("กพม ให้ทุนไหม") == "กพม. ให้ทุนไหม"
    assert not GLOSSARY.alternatives("กพม.")


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("ของนบขมีกี่คน", "ของ นบข. มีกี่คน"),
        ("ให้นบขจ่ายเท่าไร", "ให้ นบข. จ่ายเท่าไร"),
        ("โทษคุกกรรมละกี่ปี", "โทษคุกกรรมละกี่ปี"),  # กกร. stands inside
    ],
)
def test_abbreviations_that_documents_use_get_their_full_stops(typed: str, written: str) -> None:
    assert GLOSSARY.extended([], ["นบข.", "กกร.", "กลุ่ม"]).spelled_out(typed) == written


def test_a_file_with_other_keys_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.glossary.yaml.load", lambda *_, **__: {"same": []})
    reviewed_glossary.cache_clear()
    with pytest.raises(AssistantError, match=r"glossary\.yaml has keys"):
        reviewed_glossary()
    reviewed_glossary.cache_clear()


@settings(max_examples=150, deadline=None)
@given(question_texts())
def test_any_text(text: str) -> None:
    copy = normalise(text)
    assert len(GLOSSARY.spelled_out(copy)) <= 20 * len(copy) + 100
    GLOSSARY.translated_and_left(copy)
    explained_abbreviations(text)


@pytest.mark.parametrize(
    ("copy", "names"),
    [("บิ๊กตู่ไปแม่กลอง", ["บิ๊กตู่", "แม่กลอง"]), ("ลุงไปตู่", []), ("ดีอีเอสเตือน", ["ดีอีเอส"]), ("คลัสเตอร์มีกี่กลุ่ม", [])],
)
def test_names_of_several_words_stay_whole(copy: str, names: list[str]) -> None:
    assert GLOSSARY.compounds_in(copy) == names


@pytest.mark.parametrize(
    ("copy", "full"),
    [
        ("ก.แรงงานจ่ายเท่าไร", "กระทรวงแรงงานจ่ายเท่าไร"),
        ("ร้องเรียน ก แรงงาน", "ร้องเรียน กระทรวงแรงงาน"),
        ("5 ก. คลัง", "5 กระทรวงคลัง"),
        ("ธ.ก.ส. แรงงาน", "ธ.ก.ส. แรงงาน"),
    ],
)
def test_ministries_are_named_in_full(copy: str, full: str) -> None:
    assert GLOSSARY.spelled_out(copy) == full
