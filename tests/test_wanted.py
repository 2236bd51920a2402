"""The kind of thing that a question asks for, found in a text."""

from __future__ import annotations

import pytest

from assistant.glossary import reviewed_glossary
from assistant.landmarks import landmarks
from assistant.question import read_question
from assistant.units import Atom, atoms_of
from assistant.wanted import (
    IN_RANGE,
    answers,
    fits,
    full_name,
    is_no_length,
    is_told,
    lacks_place,
    lacks_rate,
    qualified,
    year_fit,
)
from corpus.dates import find_dates
from corpus.document import Document
from corpus.structure import outline


def atom(text: str) -> Atom:
    return next(iter(atoms_of(Document("d", "s", "", text), outline(text))))


@pytest.mark.parametrize(
    ("question", "text", "found"),
    [
        ("มีกี่ราย", "มีสมาชิก 25 ราย ใน 3 จังหวัด", ["25 ราย"]),
        ("มีกี่คน", "มีสมาชิก 25 ราย ใน 3 จังหวัด", ["25 ราย"]),  # people are counted in several ways
        ("อุ่นขึ้นเมื่อใด", "ค่อยๆ อุ่นขึ้นตั้งแต่ 22,000 ปีที่แล้ว", ["22,000 ปีที่แล้ว"]),
        ("ซีซาร์เกิดเมื่อใด", "กรกฎาคม 100 ปีก่อน ค.ศ. ในกรุงโรม", ["100 ปีก่อน ค.ศ."]),
        ("ยกเลิกในศตวรรษใด", "จนกระทั่งศตวรรษที่ 19 จึงเลิก", ["ศตวรรษที่ 19"]),
        ("วันไหน", "จนกระทั่งศตวรรษที่ 19 จึงเลิก", []),
        ("โรคระบาดนานเท่าไร", "ต้องใช้เวลาหลายปีจึงหมดไป", ["หลายปี"]),
        ("มีหนังสือกี่ฉบับ", "ไม่มีหนังสือฉบับใดกล่าวถึง", ["ไม่มีหนังสือฉบับใด"]),
        ("มีหนังสือกี่ฉบับ", "ไม่มีผู้ใดกล่าวถึง", []),
        ("เล่นกี่เกม", "กันไว้ สาม เกม ในปี 2550", ["สาม เกม"]),
        ("เจ้าชายกี่พระองค์", "เจ้าชาย ห้า องค์จากเมืองอื่น", ["ห้า องค์"]),
        ("มีกี่อัน", "มีสมาชิก 25 ราย ใน 3 จังหวัด", ["25 ราย", "3 จังหวัด"]),
        ("ราคาเท่าไร", "ราคา 25 บาท ลด 5%", ["25 บาท"]),
        ("ลดกี่เปอร์เซ็นต์", "ราคา 25 บาท ลด 5%", ["5%"]),
        ("จัดเมื่อไหร่", "จัดวันที่ 9 สิงหาคม 2561", ["วันที่ 9 สิงหาคม 2561"]),
        ("ขอเบอร์โทรหน่อย", "โทร. 0-5422-1234", ["0-5422-1234"]),
        ("คลัสเตอร์คืออะไร", "คลัสเตอร์ คือ กลุ่ม", []),
        ("ผู้ว่าที่ต้อนรับอนุทินคือใคร", "นายอนุทิน ชาญ พบนายมานะ ดีงาม", ["นายมานะ"]),  # who is named is not asked for
        ("ลุงตู่ไปตรวจงาน ใครเป็นผู้ว่า", "พลเอก ประยุทธ์ พบนายมานะ ดีงาม", ["นายมานะ"]),
    ],
)
def test_answers(question: str, text: str, found: list[str]) -> None:
    one = atom(text)
    assert [one.plain[start:end] for start, end in answers(read_question(question, reviewed_glossary()), one)] == found


@pytest.mark.parametrize(
    ("question", "said", "no_length"),
    [
        ("โรคระบาดนานเท่าไร", "1691", True),
        ("โรคระบาดนานเท่าไร", "เกือบ 3 ปี", False),
        ("โรคระบาดคร่าชีวิตเท่าไร", "1691", False),
    ],
)
def test_lengths_of_time(question: str, said: str, no_length: bool) -> None:
    assert is_no_length(read_question(question), said) is no_length


def test_fits() -> None:
    assert fits(read_question("ย่นได้กี่กิโล"), "กิโลเมตร")
    assert fits(read_question("จัดกี่รอบ"), "ครั้ง")
    assert not fits(read_question("มีกี่ราย"), "บาท")
    assert not fits(read_question("มีกี่ราย"), "")


def test_limits_and_names_come_with_what_they_belong_to() -> None:
    text = "ลดต้นทุนได้ไม่น้อยกว่า 45 ล้านบาท"
    assert qualified(text, text.index("45"), len(text)) == "ไม่น้อยกว่า 45 ล้านบาท"
    assert full_name("นายสมหมาย และคณะ", 0) == "นายสมหมาย"
    assert full_name("นางสาว กนิษฐา เสมอใจ ผู้จัดการ", 0) == "นางสาว กนิษฐา เสมอใจ"
    assert full_name("Mr. John Smith", 0) == "Mr. John Smith"
    assert full_name("นายกรัฐมนตรี", 0) == ""
    assert full_name("โดยนายอาคม เติมพิทยาไพสิฐ รองเลขาธิการ", 3) == "นายอาคม เติมพิทยาไพสิฐ"


def test_the_rest_of_a_name_is_asked_of_the_one_who_is_named() -> None:
    assert is_told(read_question("ใครเข้าพบอนุทิน"), "อนุทิน")
    assert not is_told(read_question("อนุทินนามสกุลอะไร"), "อนุทิน")


@pytest.mark.parametrize(
    ("text", "fit"),
    [("ในปี 2563", 1.0), ("ช่วง 3 ปี (2560-2563)", IN_RANGE), ("ปี 2561", 0.0), ("ไม่มีปี", 0.0), ("ปี 2559 และปี 2563", 1.0)],
)
def test_a_period_fits_a_year_less_than_the_year_itself(text: str, fit: float) -> None:
    assert year_fit(frozenset([2020]), find_dates(text)) == fit


def test_a_period_fits_itself() -> None:
    assert year_fit(frozenset(range(2017, 2021)), find_dates("ช่วงปี 2560-2563")) == 1.0


@pytest.mark.parametrize(
    ("question", "text", "lacks"),
    [
        ("น้ำผึ้งขวดละกี่บาท", "ขายน้ำผึ้งได้ 3,600 ล้านบาท", True),
        ("น้ำผึ้งขวดละกี่บาท", "น้ำผึ้งราคา 120 บาทต่อขวด", False),
        ("น้ำผึ้งราคาเท่าไร", "ขายน้ำผึ้งได้ 3,600 ล้านบาท", False),
        ("กะหล่ำปลีโลละกี่บาท", "กะหล่ำปลี กก.ละ 5-6 บาท", False),
        ("ทริปอยุธยาคนละกี่บาท", "ค่าโดยสาร 359 บาทต่อท่าน", False),
        ("เพิ่มขึ้นร้อยละเท่าไร", "เพิ่มขึ้น 12%", False),
        ("ชายกับหญิงอย่างละกี่คน", "ชาย 20 คน หญิง 30 คน", False),
    ],
)
def test_a_price_by_the_piece(question: str, text: str, lacks: bool) -> None:
    assert lacks_rate(read_question(question), text) is lacks


@pytest.mark.parametrize(
    ("question", "text", "lacks"),
    [
        ("8 จังหวัดที่ทำเครือข่ายไผ่ คือจังหวัดอะไรบ้าง", "เครือข่ายไผ่ทำใน 8 จังหวัด", True),
        ("เครือข่ายไผ่ทำในจังหวัดอะไรบ้าง", "เครือข่ายไผ่ทำในจังหวัดน่านและแพร่", False),
        ("เครือข่ายไผ่มีอะไรบ้าง", "เครือข่ายไผ่มีสามกลุ่ม", False),
        ("อยู่จังหวัดไหน", "สภาอุตสาหกรรมแห่งประเทศไทย ดูแลเครือข่ายมะพร้าว", True),
        ("ส่งไปประเทศไหน", "ผู้ผลิตของประเทศไทย ส่งออกไปเยอรมนี", False),
    ],
)
def test_places_that_are_asked_for(question: str, text: str, lacks: bool) -> None:
    assert lacks_place(read_question(question), text) is lacks


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("เรือคลองแสนแสบหยุดวันไหน", ["คลองแสนแสบ"]),
        ("คลินิกเกษตรที่ อ.ชุมแพ มีกี่คน", ["ชุมแพ"]),
        ("คลินิกเกษตรที่อำเภอชุมแพ มีกี่คน", ["ชุมแพ"]),
        ("จัดที่โรงแรม รอยัลริเวอร์วันไหน", ["โรงแรมรอยัล"]),
        ("พล.อ.ประยุทธ์ ไปที่ไหน", []),
        ("จัดที่โรงแรมอะไร", []),
        ("ปีใดที่มหาวิทยาลัยเริ่มทันสมัย", []),
        ("ปลัดมหาดไทยขอให้เว้นระยะกี่เมตร", []),
        ("ปลาฉนากจัดอยู่ในวงศ์ใด", []),
        ("กสอ. ปั้นคลัสเตอร์ได้กี่กลุ่ม", []),
        ("คลัสเตอร์มีกี่กลุ่ม", []),
    ],
)
def test_places_below_a_province(question: str, named: list[str]) -> None:
    assert [one.head + one.name for one in landmarks(read_question(question))] == named


@pytest.mark.parametrize(
    ("text", "rivalled"),
    [
        ("คลองแสนแสบหยุดเดินเรือ", True),
        ("คลองภาษีเจริญและคลองแสนแสบหยุดเดินเรือ", False),
        ("เรือหยุดเดิน", False),
        ("ลงคลอง 2 แห่ง", False),
    ],
)
def test_another_place_of_the_same_sort(text: str, rivalled: bool) -> None:
    (asked,) = landmarks(read_question("เรือคลองภาษีเจริญหยุดวันไหน"))
    assert asked.rivalled("".join(text.split())) is rivalled


@pytest.mark.parametrize(
    ("question", "text", "there"),
    [
        ("เปิดกี่โมง", "ก่อตั้งปี 2542", False),
        ("เปิดกี่โมง", "เปิดเวลา 08.30 น. ถึงสี่โมง", True),
        ("เริ่มวันไหน", "เริ่มในปี 2566 เป็นต้นไป", False),
        ("เริ่มวันไหน", "เริ่มวันที่ 3 มีนาคม 2566", True),
        ("เริ่มปีไหน", "เริ่มในปี 2566 เป็นต้นไป", True),
        ("มีสมาชิกกี่ชาติ", "มีสมาชิก 10 ชาติ", True),
        ("มีสมาชิกกี่ชาติ", "มีสมาชิก 10 ประเทศ", True),
        ("ขายผ่านกี่แพลตฟอร์ม", "ขายผ่าน 9 แพลตฟอร์ม", True),
        ("ขายผ่านกี่แพลตฟอร์ม", "ขายได้ 9 ล้านบาท", False),
        ("น้ำมีกี่ล้านคิว", "มีน้ำ 60,614 ล้านลูกบาศก์เมตร", True),
        ("ถนนยาวกี่โล", "ระยะทาง 16.8 กม.", True),
        ("ส้มหนักกี่โล", "หนัก 16.8 กก.", True),
        ("แบ่งให้กองทุนกี่เปอ", "กองทุน 30%", True),
        ("ดูดซับคาร์บอนกี่ตัน", "ดูดซับคาร์บอนราว 1.5 กิกะตัน", True),
        ("ดูดซับคาร์บอนกี่ตัน", "ดูดซับคาร์บอน 1.5 กิโลเมตร", False),
        ("ร้อนกี่องศาเซลเซียส", "ร้อน 565 ° เซลเซียส", True),
        ("เมืองนี้ใหญ่เป็นอันดับเท่าไหร่", "ใหญ่เป็นอันดับสองของประเทศ", True),
        ("โรงงานมีกี่แห่ง", "มี 30 โรงงาน", True),
        ("โรงงานมีกี่แห่ง", "อยู่ใน 30 จังหวัด", False),
        ("ผู้หญิงคิดเป็นสัดส่วนกี่เปอร์เซ็นต์", "หนึ่งในสามเป็นผู้หญิง", True),
        ("ใครก่อตั้งร้าน", "ร้านนี้ตั้งโดย เพย์ตัน แมนนิง ในปี 2560", True),
        ("เพย์ตัน แมนนิง ตั้งร้านกับใคร", "ร้านนี้ตั้งโดย เพย์ตัน แมนนิง ในปี 2560", False),
        ("ผ่อนได้ถึงอายุเท่าไหร่", "ผ่อนได้ถึงอายุ 65 ปี", True),
        ("ผ่อนได้ถึงอายุเท่าไหร่", "ผ่อนได้เดือนละ 650 บาท", False),
    ],
)
def test_what_is_asked_for_is_told_from_other_figures(question: str, text: str, there: bool) -> None:
    assert bool(answers(read_question(question), atom(text))) is there
