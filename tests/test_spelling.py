"""Repairs of questions: slips go, right questions stay as they are."""

from __future__ import annotations

import time
from collections import Counter

import pytest
from hypothesis import given, settings

from assistant.glossary import reviewed_glossary
from assistant.spelling import Speller
from corpus.normalise import normalise
from corpus.words import words
from tests.thai_questions import question_texts

TEXT = """
โครงการคลัสเตอร์สัญจรครั้งที่ 2 จัดที่จังหวัดลำปาง มีผู้ประกอบการเซรามิกและน้ำผึ้งเข้าร่วม 250 คน สำนักงานส่งเสริมอุตสาหกรรมเป็นเจ้าภาพ
ปัจจัยแห่งความสำเร็จของคลัสเตอร์ได้แก่ผู้นำ เศรษฐกิจขยายตัวร้อยละ 5 ล้านบาท ส่งออกข้าวไปต่างประเทศ ต้นทุนลดลง เครือข่ายผ้าหม้อห้อมแพร่
สะพานเชื่อมสองจังหวัด ดอกเบี้ยเงินกู้ร้อยละ 4 ต่อปี กองทุนอุตสาหกรรมให้สินเชื่อ โรงพยาบาลฉีดวัคซีนแก่นักศึกษา การอบรมผู้ประสานงานคลัสเตอร์
cluster connext network แนวทาง สมาชิกกลุ่มจ่ายค่าสมัคร เบอร์โทร อุตสาหกรรมอาหาร ความร่วมมือ มหาวิทยาลัย สมุนไพร คอสเพลย์ แอปพลิเคชัน
เฮโรอีน กรมสรรพสามิต สรรพสามิต แปซิฟิก ศูนย์ เสียง
"""
VOCABULARY = {word: 5 * count for word, count in Counter(words(normalise(TEXT))).items()}
KNOWN = frozenset(word for word in reviewed_glossary().same if " " not in word) | {"สสว", "ททท"}
SPELLER = Speller(VOCABULARY, KNOWN)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        # missing marks
        ("นำผึงไทยสงออกกีล้าน", "น้ำผึ้งไทยส่งออกกี่ล้าน"),
        ("เครือขายผ้าอยู่ที่ไหน", "เครือข่ายผ้าอยู่ที่ไหน"),
        ("คลัสเตอรมีกี่กลุ่ม", "คลัสเตอร์มีกี่กลุ่ม"),
        ("เริมปีใหนคะ", "เริ่มปีไหนคะ"),
        ("มีอะไรบาง", "มีอะไรบ้าง"),
        # spelled by ear
        ("เฮโรอินกี่กรัม", "เฮโรอีนกี่กรัม"),
        ("กรมสรรพสามิดจับกี่คดี", "กรมสรรพสามิตจับกี่คดี"),
        ("คลัสเตอสันจอนจัดที่ไหน", "คลัสเตอร์สัญจรจัดที่ไหน"),
        ("เสดถกิดโตเท่าไหร่", "เศรษฐกิจโตเท่าไหร่"),
        ("ค่าสมัคเท่าไร", "ค่าสมัครเท่าไร"),
        # one letter too few, too many, or two exchanged
        ("ปัจัยความสำเรจ", "ปัจจัยความสำเร็จ"),
        ("ผู้ปรกอบการกี่ราย", "ผู้ประกอบการกี่ราย"),
        ("สพานเชื่อมจังหวดไหน", "สะพานเชื่อมจังหวัดไหน"),
        ("อุสาหกรรมอาหาร", "อุตสาหกรรมอาหาร"),
        # a key held down
        ("น้ำผึ้งงงงดีไหม", "น้ำผึ้งดีไหม"),
        ("ส่งออกมากกก", "ส่งออกมาก"),
        # the wrong layout
        ("8]ylg9viNvvtwi", "คลัสเตอร์ออะไร"),
        ("แสีหะำพ คืออะไร", "cluster คืออะไร"),
        # English inside Thai
        ("แนวทาง connxet คืออะไร", "แนวทาง connext คืออะไร"),
    ],
)
def test_repair(typed: str, meant: str) -> None:
    assert SPELLER.repair(typed) == meant


@pytest.mark.parametrize(
    "right",
    [
        "ใครเป็นประธานกลุ่มบ้าง",
        "มีอะไรบางอย่างเปลี่ยนไปไหม",
        "ระบบบริการเปิดกี่โมง",
        "ททท. จัดงานที่ไหน",
        "แจงยอดขายข้าวขาวหน่อยค่ะ",
        "ทุนเทาคืออะไร",
        "คอสเพลย์กับแอปต่างกันยังไง",
        "งานเวลเนสที่ไบเทคมีวันไหน",
        "นายคาจิกิ ทาเคดะ คือใคร",
        "สภาอุตฯ ทำอะไร",
        "VOC-UP กับ M81 คืออะไร",
        "How many clusters did DIP develop in 2015?",
        "ขอเบอร์ 02-123-4567 ต่อ 8",
        "คลัสเตอร์มังคุดมีสมาชิกกี่ราย",
        "แม่รำพึงอยู่ที่ไหน",
        "",
        "  ",
    ],
)
def test_a_right_question_stays_the_same_object(right: str) -> None:
    assert SPELLER.repair(right) is right


def test_words_of_the_documents_are_right_whatever_the_dictionary_says() -> None:
    assert Speller({"โมบายบั๊ก": 4, "โมบาย": 9}).repair("โมบายบั๊กคืออะไร") == "โมบายบั๊กคืออะไร"


def test_what_documents_write_is_right_unless_it_begins_the_word_meant() -> None:
    vocabulary = VOCABULARY | {"สเต็ม": 9}

    def repaired(question: str, *texts: str) -> str:
        return Speller(vocabulary, KNOWN, lambda piece: texts).repair(question)

    assert repaired("ทางหลวงสเตตยาวเท่าไร") != "ทางหลวงสเตตยาวเท่าไร"
    assert repaired("ทางหลวงสเตตยาวเท่าไร", "ทางหลวงอินเตอร์สเตต ยาว 3 กิโลเมตร") == "ทางหลวงสเตตยาวเท่าไร"
    assert repaired("คลัสเตอคืออะไร", "คลัสเตอร์ปลากัด") == "คลัสเตอร์คืออะไร"


def test_a_piece_of_a_name_that_documents_hold_once_is_right() -> None:
    assert "เพย์ตัน" in Speller(VOCABULARY | {"เพย์": 1, "ตัน": 3, "เพ": 20}, KNOWN).repair("เพย์ตันคือใคร")


def test_an_index_without_documents_changes_nothing_much() -> None:
    assert Speller({}).repair("คลัสเตอร์น้ำผึ้งมีกี่กลุ่ม") == "คลัสเตอร์น้ำผึ้งมีกี่กลุ่ม"


def test_a_noisy_question_takes_milliseconds() -> None:
    SPELLER.repair("คลัสเต้อสันจอน")  # builds the tables
    began = time.process_time()
    for number in range(20):
        SPELLER.repair(f"ปัจัยความสำเรจของคลัสเต้อ {number} ผู้ปรกอบการสงออกนำผึงกีลาน")
    assert (time.process_time() - began) / 20 < 0.05


@settings(max_examples=150, deadline=None)
@given(question_texts())
def test_any_text_can_be_repaired(text: str) -> None:
    repaired = SPELLER.repair(text)
    assert isinstance(repaired, str)
    assert not text.strip() or repaired.strip()


@pytest.mark.parametrize("question", ["รัสเซล โครว์พักที่ไหน", "มิดเยียร์จัดวันไหน"])
def test_a_name_is_not_taken_for_a_word_that_begins_with_another_letter(question: str) -> None:
    vocabulary = VOCABULARY | {"บรัสเซลส์": 9, "เบียร์": 9, "โคน": 9}
    repaired = Speller(vocabulary, KNOWN).repair(question)
    assert not any(word in repaired for word in ("บรัสเซลส์", "เบียร์"))


def test_variants_are_spellings_and_no_other_words() -> None:
    assert SPELLER.variants("แปซิฟิค") == {"แปซิฟิก"}
    assert SPELLER.variants("เสี่ยง") == frozenset()
    assert SPELLER.variants("ศูน") == frozenset()
    assert SPELLER.variants("clinic") == frozenset()
