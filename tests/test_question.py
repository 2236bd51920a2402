"""Questions as the engine reads them: what they want, which words carry them, which years and amounts they name."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from assistant.glossary import reviewed_glossary
from assistant.question import Kind, carries, read_question, without_courtesies
from corpus.document import PartialDate
from tests.thai_questions import question_texts

GLOSSARY = reviewed_glossary()

KINDS = [
    ("กองทุนนี้ช่วยผู้ประกอบการไปกี่ราย", Kind.COUNT),  # กองทุน is no money
    ("งบที่ได้มาเอาไปพัฒนากี่กลุ่ม", Kind.COUNT),
    ("ส้มโอขายลูกละเท่าไหร่", Kind.AMOUNT),
    ("น้ำปลาขวดละกี่บาท", Kind.AMOUNT),
    ("วงเงินโครงการกี่ล้าน", Kind.AMOUNT),
    ("มีคนดูกี่ล้านคน", Kind.COUNT),
    ("โดนปรับเท่าไหร่", Kind.AMOUNT),
    ("ค่าสมัครเท่าไหร่คะ", Kind.AMOUNT),
    ("ดอกเบี้ยเท่าไหร่ครับ", Kind.SHARE),
    ("ลดค่าแรงได้กี่เปอร์เซ็นต์", Kind.SHARE),
    ("ราคายางขึ้นไปเท่าไหร่", Kind.COUNT),  # in baht or per cent
    ("ไทยอยู่อันดับเท่าไหร่ของโลก", Kind.COUNT),
    ("ทำกี่กลุ่ม มีอะไรบ้าง", Kind.LIST),
    ("คืออะไรบ้าง", Kind.LIST),
    ("ใครกู้ได้บ้าง", Kind.LIST),
    ("ส่งไปประเทศไหนบ้าง", Kind.LIST),
    ("ขอรายชื่อเครือข่ายทั้งหมด", Kind.LIST),
    ("ประโยชน์ของการรวมกลุ่มคืออะไร", Kind.LIST),
    ("หยุดวันไหนบ้าง", Kind.DATE),
    ("จัดตอนไหน", Kind.DATE),
    ("เปิดกี่โมง", Kind.DATE),
    ("ตั้งแต่ปีใด", Kind.DATE),
    ("ประกาศลงวันที่เท่าไหร่", Kind.DATE),
    ("ภายในกี่วัน", Kind.COUNT),
    ("ยืดได้นานสุดแค่ไหน", Kind.COUNT),
    ("สำคัญแค่ไหน", Kind.HOW),
    ("ประธานกลุ่มชื่ออะไร", Kind.PERSON),
    ("อธิบดีคือใคร", Kind.PERSON),
    ("ตั้งสมาคมชื่อว่าอะไร", Kind.AGENCY),
    ("ใครเป็นคนดูแลคลัสเตอร์กาแฟ", Kind.AGENCY),
    ("มหาลัยไหนทำ", Kind.AGENCY),
    ("BDSP ในวงการนี้คือใคร", Kind.DEFINITION),
    ("กรอ. ย่อมาจากอะไร", Kind.DEFINITION),
    ("อปท. ชื่อเต็มว่าอะไร", Kind.DEFINITION),
    ("ธงฟ้าคืออะไร", Kind.DEFINITION),
    ("เลขบัญชีของกองทุนคืออะไร", Kind.OPEN),
    ("พักโรงแรมอะไร", Kind.PLACE),
    ("อยู่แถวไหน", Kind.PLACE),
    ("ทำไมต้องรวมกลุ่ม", Kind.WHY),
    ("จัดไปเพื่ออะไร", Kind.WHY),
    ("สมาชิกควรทำยังไงดี", Kind.HOW),
    ("ทำคลัสเตอร์ถึง 20 กลุ่มไหม", Kind.YES_NO),
    ("ใช้วิธีนี้ได้มั้ยคะ", Kind.YES_NO),
    ("ตั้งแล้วหรือยัง", Kind.YES_NO),
    ("ลำพูนทำผ้าไหมลายอะไร", Kind.OPEN),  # ไหม is silk here
    ("หาดอะไร ยาวเท่าไร", Kind.COUNT),
    ("ได้ไหม ภายในวันไหน", Kind.DATE),
    ("แนวตั้งกับแนวนอนต่างกันตรงไหน", Kind.COMPARISON),
    ("ระหว่างชากับกาแฟ อันไหนส่งออกเยอะกว่า", Kind.COMPARISON),
    ("ทำไมช่วยรายเล็กมากกว่าบริษัทใหญ่", Kind.WHY),
    ("ขอเบอร์กรมหน่อยครับ", Kind.CONTACT),
    ("สอบถามได้ที่ไหน", Kind.CONTACT),
    ("อีเมลของกลุ่มประชาสัมพันธ์ สำนักงานเศรษฐกิจอุตสาหกรรมคืออะไร", Kind.CONTACT),
    ("โรคติดต่อมีกี่ชนิด", Kind.COUNT),
    ("บ้านที่มีที่อยู่อาศัยกี่หลัง", Kind.COUNT),
    ("อยากเข้าร่วมคลัสเตอร์ต้องทำยังไง", Kind.JOIN),
    ("สมัครเข้าร่วมโครงการวันไหน", Kind.DATE),
    ("งบปี 2563", Kind.AMOUNT),
    ("ตกลง 30 หรือ 29 กลุ่มกันแน่", Kind.COUNT),
    ("ตกลง 1,800 หรือ 1,811 ล้านบาท", Kind.AMOUNT),
    ("ร้อยเอ็ดมีคลัสเตอร์เกี่ยวกับอะไร", Kind.OPEN),  # กี่ in เกี่ยวกับ asks nothing
    ("How many provinces joined?", Kind.COUNT),
    ("Which provinces joined?", Kind.LIST),
    ("What is the membership fee?", Kind.AMOUNT),
    ("What is the rank of Thailand?", Kind.COUNT),
    ("Who runs the rice cluster?", Kind.AGENCY),
    ("When was it founded?", Kind.DATE),
    ("", Kind.OPEN),
]


@pytest.mark.parametrize(("text", "kind"), KINDS)
def test_kind(text: str, kind: Kind) -> None:
    assert read_question(text, GLOSSARY).kind is kind


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("สวัสดีค่ะ อยากทราบว่าคลัสเตอร์กาแฟมีสมาชิกกี่รายคะ ขอบคุณค่ะ", ("คลัสเตอร์", "กาแฟ", "สมาชิก")),
        ("แล้วเค้าทำโครงการนี้ไปทำไมอะ", ("โครงการ",)),
        ("ใครชนะ", ("ชนะ",)),  # นะ is no particle here
        ("สร้างมูลค่าเท่าไหร่คะ", ("สร้าง", "มูลค่า")),  # nor is ค่า
        ("คลัสเตอร์เกี่ยวกับข้าวมีกี่อัน", ("คลัสเตอร์", "ข้าว")),  # เกี่ยว|กับข้าว
        ("เศรษฐกิจจะขยายตัวเท่าไหร่", ("เศรษฐกิจ", "ขยายตัว")),  # เศรษฐ|กิจจะ
        ("มาตรการบสย.พร้อมช่วยเริ่มเมื่อไร", ("บสย.", "มาตรการ", "เริ่ม")),
        ("สสว ทำอะไร", ("สสว.",)),
        ("วิธีง่าย ๆ ของกาแฟ", ("วิธี", "กาแฟ")),  # like วิธีง่าย
        ("ปี 63 ปีเดียว สสว. ช่วยกี่ราย", ("สสว.",)),
        ("ไตรมาส 4 ปี 67 ส่งออกเท่าไหร่", ("ไตรมาส 4", "ส่งออก")),
        ("มอเตอร์เวย์ M81 เปิดวันไหน", ("m81", "มอเตอร์เวย์", "เปิด")),
        ("รถเมล์สาย 105 ไปไหน", ("สาย 105", "รถเมล์")),
        ("เดือนเมษา 68 จ่ายเท่าไหร่", ("เมษายน", "จ่าย")),
        ("ทำคลัสเตอร์ถึง 20 กลุ่มไหม", ("คลัสเตอร์", "กลุ่ม")),  # the amount is what it asks about
        ("โครงการ 17 เครือข่ายคืออะไร", ("17 เครือข่าย", "โครงการ", "เครือข่าย")),
        ("มี 30 หรือ 29 กลุ่มกันแน่", ("30 กลุ่ม", "29 กลุ่ม", "กลุ่ม")),
        ("ที่เลยมีโครงการอะไร", ("เลย", "โครงการ")),
        ("ภาคเหนือตอนบนทำอะไร", ("ภาคเหนือตอนบน", "ภาคเหนือ")),
        ("How many networks joined the 17 networks of DIP?", ("17 เครือข่าย", "เครือข่าย", "เข้าร่วม", "dip")),
    ],
)
def test_content(text: str, content: tuple[str, ...]) -> None:
    assert read_question(text, GLOSSARY).content == content


def test_a_province_whose_name_is_a_function_word_needs_a_place_around_it() -> None:
    assert "เลย" in read_question("จังหวัดเลยปลูกอะไร", GLOSSARY).content
    assert "เลย" not in read_question("งานที่เลยกำหนดแล้วต้องทำอะไร", GLOSSARY).content


def test_a_question_of_function_words_carries_the_best_of_them() -> None:
    assert read_question("เรื่องแรกที่ทำร่วมกันคืออะไร", GLOSSARY).content


@pytest.mark.parametrize(
    ("text", "nouns"),
    [
        ("ใครดูแลคลัสเตอร์ปลากัดให้ สสว.", {"คลัสเตอร์", "ปลากัด", "สสว."}),
        ("ไทยส่งออกน้ำผึ้งกี่ตัน", {"ไทย", "น้ำผึ้ง"}),  # ตัน is what is counted
        ("เครือข่ายชาอยู่จังหวัดไหน", {"เครือข่าย", "ชา"}),  # จังหวัด is what is asked for
        ("จังหวัดแพร่อยู่จังหวัดไหน", {"จังหวัด", "แพร่"}),
        ("ขอเบอร์โทร สสว. หน่อย", {"สสว."}),
        ("อบรมจ้างงานรับสมัครวันไหน", set()),
        ("น้ำปลาขวดละกี่บาท", {"น้ำปลา"}),
    ],
)
def test_nouns(text: str, nouns: set[str]) -> None:
    assert read_question(text, GLOSSARY).nouns == nouns


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("มีกี่อัน", ""),
        ("มีช้างกี่ตัว", ""),
        ("มีกี่เจ้า", ""),
        ("มีกี่ราย", "ราย"),
        ("ย่นได้กี่กิโล", "กิโล"),
        ("หนักกี่กก.", "กิโลกรัม"),
        ("ได้กี่สิทธิ์", "สิทธิ"),
        ("อยู่อันดับเท่าไหร่", "อันดับ"),
        ("จัดเป็นครั้งที่เท่าไหร่", "ครั้งที่"),
        ("ทำถึง 20 กลุ่มไหม", "กลุ่ม"),
        ("มีคนงาน 5 คน ใช้วิธีนี้ได้มั้ย", ""),
        ("ราคาเท่าไร", ""),
        ("How many companies joined?", "บริษัท"),
    ],
)
def test_counted(text: str, counted: str) -> None:
    assert read_question(text, GLOSSARY).counted == counted


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("ปี 63", {2020}),
        ("ปี๖๓", {2020}),
        ("ป63 กี่ราย", {2020}),
        ("ปี 63 ปีเดียว", {2020}),
        ("สงกรานต์ 68 หยุดวันไหน", {2025}),
        ("ตั้งแต่สิงหา 68 นั่งรถ", {2025}),
        ("รอบมีนา-พฤษภา 68 คนไม่เคยผิดนัด", {2025}),
        ("สามปีที่ผ่านมา (60-63) ช่วยกี่ราย", {2017, 2018, 2019, 2020}),
        ("ช่วงปี 48-51", {2005, 2006, 2007, 2008}),
        ("ปี ค.ศ. 2015", {2015}),
        ("ปีแรก 50 คน", set()),
        ("ปี 50 คน", set()),
        ("กลุ่ม 63 ราย", set()),
        ("ม.ป.63", set()),
    ],
)
def test_years(text: str, years: set[int]) -> None:
    assert read_question(text).years == years


def test_relative_years_and_months_are_kept_apart() -> None:
    read = read_question("ปีที่แล้วกับ 3 ปีที่ผ่านมา เดือนธันวาคม")
    assert [period.count for period in read.relative_years] == [1, 3]
    assert read.dates == (PartialDate(month=12),)
    assert not read.years


@pytest.mark.parametrize(
    ("text", "ordinals"),
    [
        ("ครั้งที่ 4", ("ครั้งที่4",)),
        ("ครั้งที่สี่", ("ครั้งที่4",)),
        ("รอบสองวันไหน", ("รอบ2",)),
        ("รอบสองปี", ()),
        ("ครั้งแรกสุด", ("ครั้งแรก",)),
        ("ครั้งล่าสุด", ("ครั้งล่าสุด",)),
        ("the fourth roadshow seminar", ("ที่4",)),
        ("the fourth largest cluster", ()),
    ],
)
def test_ordinals(text: str, ordinals: tuple[str, ...]) -> None:
    assert read_question(text, GLOSSARY).ordinals == ordinals


def test_an_english_question_carries_thai_words_and_its_names() -> None:
    read = read_question("How many tonnes of honey does Thailand export, says Kajiki Institute?", GLOSSARY)
    assert {"น้ำผึ้ง", "ส่งออก", "ไทย", "kajiki"} <= set(read.content)
    assert "kajiki" in read.nouns
    assert "น้ำผึ้ง" in read.wording
    assert read.text in read.wording


def test_publication_and_time_of_day() -> None:
    assert read_question("ข่าวเรื่องเครือข่ายออกเมื่อไหร่").about_publication
    assert not read_question("เครือข่ายเริ่มเมื่อไหร่").about_publication
    assert read_question("เปิดกี่โมง").wants_time
    assert not read_question("เปิดวันไหน").wants_time
    assert read_question("มีกี่ราย").wants_number


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("สวัสดีครับ รบกวนสอบถามหน่อยครับว่า คลัสเตอร์คืออะไรครับ", "คลัสเตอร์คืออะไร"),
        ("คลัสเตอร์คืออะไรนะคะ ขอบคุณค่ะ", "คลัสเตอร์คืออะไร"),
        ("ขอบคุณค่ะ", "ขอบคุณ"),
        ("ครับ", "ครับ"),
        ("คะแนนเท่าไรคะ", "คะแนนเท่าไร"),
        ("ทีมใดชนะ", "ทีมใดชนะ"),
        ("อยากรู้ทีมงานมีใครบ้าง", "ทีมงานมีใครบ้าง"),
        ("บอกทีว่าใครดูแล", "ใครดูแล"),
        ("เรียนฟรีไหม", "เรียนฟรีไหม"),
        ("สวัสดีครับ เรียนสอบถามว่าใครดูแล", "ใครดูแล"),
    ],
)
def test_courtesies_are_taken_out(text: str, bare: str) -> None:
    assert without_courtesies(text) == bare


@settings(max_examples=150, deadline=None)
@given(question_texts())
def test_any_text_can_be_read(text: str) -> None:
    read = read_question(text, GLOSSARY)
    assert read.text == text
    assert read.nouns <= set(read.content)
    assert len(set(read.content)) == len(read.content)
    assert all(0 < year < 3000 for year in read.years)
    assert all(carries(word) or " " in word or not word.isalpha() for word in read.content if len(read.content) > 2)


@pytest.mark.parametrize(
    ("question", "bare"),
    [
        ("What are the success factors of a cluster?", False),
        ("ปัจจัยแห่งความสำเร็จมีอะไรบ้าง", False),
        ("ปัจจัยแห่งความสำเร็จของคลัสเตอร์ครับ", True),
    ],
)
def test_a_question_in_english_is_not_bare(question: str, bare: bool) -> None:
    assert read_question(question, reviewed_glossary()).is_bare is bare
