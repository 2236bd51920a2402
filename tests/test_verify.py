"""The check of sentences against made-up passages, and a property: a figure that was changed never gets through."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant import Assistant
from assistant.cited import Shown
from assistant.verify import Finding, Verifier
from tests.passages import place_of
from tests.thai_questions import document, index_of

TEXT = """# ผลงานเครือข่ายไผ่หวาน

ปี 2562 สสว. พัฒนาเครือข่ายไผ่หวานได้ 14 กลุ่ม ใช้งบประมาณ 3.5 ล้านบาท
ปี 2563 สสว. พัฒนาเครือข่ายไผ่หวานได้ 21 กลุ่ม ใช้งบประมาณไม่เกิน 5 ล้านบาท
สมาชิกร้อยละ 60 อยู่ที่จังหวัดลำปาง และร้อยละ 25 อยู่ที่จังหวัดน่าน
โครงการไม่รับสมาชิกใหม่หลังวันที่ 15 มีนาคม 2564
"""


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Verifier, Shown]]:
    with index_of(tmp_path_factory.mktemp("made") / "home", [document("a.md", TEXT)]) as index:
        assistant = Assistant(index)
        [stored] = index.catalogue.documents()
        reading = assistant.reading(stored.id, stored.version)
        yield assistant.verifier()[0], Shown(1, reading, 0, len(reading.atoms))


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("ปี 2563 สสว. พัฒนาเครือข่ายไผ่หวาน 21 กลุ่ม", ""),
        ("ในปี พ.ศ. ๒๕๖๓ สสว. พัฒนาเครือข่ายไผ่หวาน ๒๑ กลุ่ม", ""),
        ("ปี ค.ศ. 2020 พัฒนาเครือข่ายไผ่หวานได้ยี่สิบเอ็ดกลุ่ม", ""),
        ("ปี 2562 ใช้งบประมาณ 3,500,000 บาท", ""),
        ("สำนักงานส่งเสริมวิสาหกิจขนาดกลางและขนาดย่อม พัฒนาเครือข่ายไผ่หวาน 14 กลุ่มในปี 2562 ค่ะ", ""),
        ("In 2020, OSMEP developed 21 networks.", ""),
        ("ปี 2563 สสว. พัฒนาเครือข่ายไผ่หวาน 12 กลุ่ม", "number"),
        ("ปี 2563 สสว. พัฒนาเครือข่ายไผ่หวาน 14 กลุ่ม", "year"),
        ("ปี 2564 สสว. พัฒนาเครือข่ายไผ่หวาน 21 กลุ่ม", "year|date"),
        ("ปี 2562 ใช้งบประมาณ 3.5 พันล้านบาท", "number"),
        ("ปี 2562 ใช้งบประมาณ 3.5 ล้านดอลลาร์", "number"),
        ("ปี 2563 ใช้งบประมาณไม่น้อยกว่า 5 ล้านบาท", "number"),
        ("สมาชิกร้อยละ 25 อยู่ที่จังหวัดลำปาง", "rival"),
        ("สมาชิก 60 ราย อยู่ที่จังหวัดลำปาง", "number"),
        ("สมาชิกร้อยละ 60 อยู่ที่จังหวัดเชียงใหม่", "name"),
        ("ปี 2563 กสอ. พัฒนาเครือข่ายไผ่หวาน 21 กลุ่ม", "name"),
        ("โครงการรับสมาชิกใหม่หลังวันที่ 15 มีนาคม 2564", "contrary"),
        ("โครงการไม่รับสมาชิกใหม่หลังวันที่ 15 มีนาคม 2563", "date"),
        ("นักวิทยาศาสตร์ค้นพบดาวเคราะห์ที่มีมหาสมุทร", "wording|name"),
        ("ใช่", "empty"),
    ],
)
def test_sentences(sentence: str, reason: str, checked: tuple[Verifier, Shown]) -> None:
    verifier, shown = checked
    assert verifier.check(sentence, [shown]).reason in reason.split("|")


NEWS = """# มอบประกาศนียบัตรนักเรียนเดินเรือ ประจำปีการศึกษา 2567

ประกาศนียบัตรประจำปีการศึกษา 2567 มอบแก่นักเรียนเดินเรือพาณิชย์ 50 คน

1) วันที่ 27 มิถุนายน 2567 เวลา 16.30 น. เป็นต้นไป มีพิธีกราบลาบรรพชาอุปสมบท

2) วันที่ 28 มิถุนายน 2567 เวลา 08.30 น. เป็นต้นไป มีพิธีมอบผ้าไตรและแสดงตน
"""
ENGLISH = """# Cooperation between the two countries

Both leaders agreed to deepen cooperation on food security and tourism with 14 joint projects.
The ceasefire does not cover the northern border.
"""


@pytest.mark.parametrize(
    ("text", "sentence", "reason"),
    [
        (NEWS, "ประกาศนียบัตรประจำปีการศึกษา 2567 มอบแก่นักเรียนเดินเรือพาณิชย์ 50 คน", ""),
        (NEWS, "ประกาศนียบัตรประจำปีการศึกษา 2568 มอบแก่นักเรียนเดินเรือพาณิชย์ 50 คน", "date"),
        (NEWS, "ข่าวปี 2568 แจ้งว่ามีการมอบประกาศนียบัตรแก่นักเรียนเดินเรือพาณิชย์", ""),
        (NEWS, "วันที่ 28 มิถุนายน 2567 เวลา 08.30 น. เป็นต้นไป มีพิธีมอบผ้าไตรและแสดงตน", ""),
        (NEWS, "วันที่ 27 มิถุนายน 2567 เวลา 08.30 น. เป็นต้นไป มีพิธีมอบผ้าไตรและแสดงตน", "rival"),
        (ENGLISH, "Both leaders agreed to deepen cooperation on food security and tourism.", ""),
        (ENGLISH, "Both leaders agreed to abolish taxes on gambling and weapons.", "wording"),
        (ENGLISH, "Both leaders agreed to deepen cooperation on food security with 15 joint projects.", "number"),
        (ENGLISH, "The ceasefire does cover the northern border.", "contrary"),
    ],
)
def test_sentences_of_other_documents(text: str, sentence: str, reason: str, tmp_path: Path) -> None:
    with place_of(tmp_path / "home", text, year=2025) as place:
        assert place.verifier.check(sentence, [place.shown]).reason == reason


def test_the_quote_is_the_words_that_carry_the_sentence(checked: tuple[Verifier, Shown]) -> None:
    verifier, shown = checked
    finding = verifier.check("ปี 2563 สสว. พัฒนาเครือข่ายไผ่หวาน 21 กลุ่ม", [shown])
    [(source, span)] = finding.quotes
    assert source is shown and span.of(shown.document.text).startswith("ปี 2563")
    assert "21 กลุ่ม" in span.of(shown.document.text) and "2562" not in span.of(shown.document.text)


def test_nothing_cited_carries_nothing(checked: tuple[Verifier, Shown]) -> None:
    assert checked[0].check("ปี 2563 สสว. พัฒนาเครือข่ายไผ่หวาน 21 กลุ่ม", []) == Finding("empty")


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(1, 9999), st.sampled_from(["กลุ่ม", "ราย", "ล้านบาท", "จังหวัด", "%"]), st.integers(2555, 2570))
def test_a_figure_that_the_source_does_not_state_never_gets_through(
    checked: tuple[Verifier, Shown], value: int, unit: str, year: int
) -> None:
    verifier, shown = checked
    sentence = f"ปี {year} สสว. พัฒนาเครือข่ายไผ่หวาน {value} {unit}"
    true = (value, unit, year) in {(14, "กลุ่ม", 2562), (21, "กลุ่ม", 2563)}
    assert verifier.check(sentence, [shown]).ok is true
