from __future__ import annotations

from assistant.glossary import reviewed_glossary
from evals.corruptions import corruptions, paraphrases

SENTENCE = "ปี 2563 สสว. เพิ่มคลัสเตอร์ 30 กลุ่ม ลดต้นทุน 5 ล้านบาท"


def test_every_kind_is_made_and_each_is_another_sentence() -> None:
    made = list(corruptions(SENTENCE, f"{SENTENCE} และปี 2562 เพิ่ม 14 กลุ่ม", reviewed_glossary()))
    assert {"digit", "year", "magnitude", "unit", "name", "opposite", "figure of another fact"} <= {
        one.kind for one in made
    }
    assert all(one.text != SENTENCE for one in made)
    assert "ปี 2563 สสว. เพิ่มคลัสเตอร์ 14 กลุ่ม ลดต้นทุน 5 ล้านบาท" in {one.text for one in made}


def test_a_name_is_never_exchanged_for_another_wording_of_itself() -> None:
    made = corruptions("กรมส่งเสริมอุตสาหกรรม จัดงานสัมมนา", "", reviewed_glossary())
    assert not any("กสอ." in one.text for one in made if one.kind == "name")


def test_paraphrases_say_the_same() -> None:
    said = set(paraphrases(SENTENCE))
    assert any("๒๕๖๓" in one for one in said) and any("ค.ศ. 2020" in one for one in said)
    assert any("5,000,000 บาท" in one for one in said) and any("สามสิบกลุ่ม" in one for one in said)
    assert any("สำนักงานส่งเสริมวิสาหกิจ" in one for one in said)
