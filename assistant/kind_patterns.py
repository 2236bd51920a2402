"""How questions ask: the patterns that `assistant.kinds` tells the kinds of answers by, all over search copies.

A word list in `any_of` may hold small patterns; what stands around the words that ask decides what they ask for.
"""

from __future__ import annotations

import re
from enum import StrEnum


class Kind(StrEnum):
    """What kind of answer a question wants."""

    LIST = "list"
    COUNT = "count"
    AMOUNT = "amount"
    SHARE = "share"
    DATE = "date"
    PERSON = "person"
    AGENCY = "agency"
    PLACE = "place"
    DEFINITION = "definition"
    HOW = "how"
    WHY = "why"
    YES_NO = "yes/no"
    COMPARISON = "comparison"
    CONTACT = "contact"
    JOIN = "join"
    OPEN = "open"


def any_of(words: str) -> str:
    """A group that matches any of some words, separated by spaces."""
    return f"(?:{'|'.join(words.split())})"


MUCH = any_of("เท่าไร เท่าไหร่ เท่าไหร เท่าใด เท่าไหน เท่าไ เทาไร เทาไหร่")
WHAT = r"(?:อะไร|อะไ(?!ร)|ใด(?!ๆ)|ไหน(?!ๆ)|(?<!กำ)(?<!เท่า)(?<!เมื่อ)(?<!อะ)(?<!อย่าง)(?<!ยัง)ไร(?![่้ฝ]))"
DATED = rf"{any_of('วัน ปี เดือน เมื่อ ช่วง เวลา ตอน ทศวรรษ ศตวรรษ ศ[.]')}\s?(?:ที่\s?)?{WHAT}"
_ERA = r"(?:[พค]\.?\s?ศ\.?|ศักราช|ปีการศึกษา)\s?(?:ที่\s?)?"
_HOW = any_of("อย่างไร(?!้) ยังไง ยังงัย")
_END = r"(?=\s|$)"
_MORE = any_of("มาก น้อย เยอะ สูง ต่ำ ดี ถูก แพง เร็ว นาน") + "กว่า"

# -- what stands before the words that ask ----------------------------------------------------------------------

ROLE = re.compile(
    any_of(
        "ประธาน อธิบดี อธิการ ผู้อำนวยการ ผอ(?![มบ]) รัฐมนตรี รมว[.] รมช[.] ปลัด เลขา นายก ผู้ว่า หัวหน้า ผู้จัดการ โฆษก คณบดี ผู้บริหาร ผู้นำ"
        " ผู้เขียน คนเขียน เจ้าของ กำนัน ผู้ใหญ่บ้าน ผู้ก่อตั้ง ผู้แทน กรรมการ ผู้เชี่ยวชาญ ผู้ประสานงาน ผู้กล่าว ผู้เปิดงาน ผู้บรรยาย วิทยากร"
        " คนที่ แม่ทัพ ผู้บัญชาการ ทูต องคมนตรี นายอำเภอ เจ้าอาวาส เจ้าคณะ ผู้ตรวจ ผู้ช่วย ตัวแทน ครู อาจารย์ แพทย์ นักวิจัย พิธีกร ศิลปิน ชื่อจริง"
        " director minister president chair"
    )
)
"""Offices that a person holds."""
RELATION = re.compile(
    any_of(
        "บิดา มารดา พ่อ(?=ของ) แม่(?=ของ) ลูก(?=ของ|คน) บุตร ธิดา ภรรยา ภริยา สามี เพื่อน หุ้นส่วน คู่(?=หู|แข่ง|ชิง|สมรส) แชมป์ สมาชิก"
        " ผู้(?=ชนะ|ที่|ค้น|คิด|แต่ง|กำกับ|สร้าง|พากย์|ออกแบบ|ผลิต|เล่น|รับบท|คุม) นัก(?=แสดง|ร้อง|เตะ|เขียน|พากย์)"
        " มือ(?=กีตาร์|กีต้าร์|กลอง|เบส) คน(?=แรก|สุดท้าย|ปัจจุบัน|ล่าสุด) ตัวละคร"
    )
)
"""What people are to others: the one who is it has a name."""

_BUDGET = "(?<!ส)งบ(?![\u0e31-\u0e3a\u0e47-\u0e4eาร]|อ[กน]|ท(?!ั้ง)|น|ก(?!ลาง|าร|ี่)|วก)"
"""งบ as a word, not in ของบริษัท or กรุงบางกอก."""
MONEY = re.compile(
    any_of(
        rf"เงิน {_BUDGET} บาท มูลค่า ราคา ค่า(?!เฉลี่ย|นิยม|ประมาณ) ต้นทุน รายได้ รายจ่าย กำไร ขาดทุน ยอดขาย ทุน(?!เมื่อ) ภาษี เบี้ย(?!ว) กู้ จ่าย ผ่อน ชดเชย"
        r" ปรับ(?=\s|$|เป็น) สินเชื่อ วงเงิน โบนัส รางวัล บอนด์ พันธบัตร ขาย(?=ได้|\s|$)"
        r" \b(?:prices?|costs?|fees?|budget|salary|fare|worth|value|revenue|income|fine|pay|paid|spent|fund)\b"
    )
)
NO_MONEY = re.compile(any_of("กองทุน เงินฝืด เงินเฟ้อ อาทิตย์ ค่าย หน้าค่า"))
"""Words that hold one for money and speak of something else."""

RATE = re.compile(any_of("สัดส่วน อัตรา(?!ค่า|เงิน|กำลัง) ดอกเบี้ย เปอร์เซ็นต์ ร้อยละ prime\\srate"))
RANK = re.compile(
    r"(?:อันดับ|ลำดับ)[^?]{0,24}$|(?<!วัน)(?<!ครั้ง)(?<!รุ่น)(?<!รอบ)(?<!พื้น)(?<!เนื้อ)(?<!ปี)(?<!ฉบับ)(?<!สมัย)(?<!อยู่)ที่\s?$"
)
CHANGE = re.compile(rf"{any_of('ลด เพิ่ม โต ขยายตัว ขึ้น ลง หดตัว เติบโต')}{any_of('ลง ขึ้น ไป ได้ มา อีก ถึง ประมาณ')}*\s?$")
"""A change directly before the words that ask; it may be told in any unit."""

DEGREE = re.compile(rf"{any_of('นาน ยาว ไกล สูง เร็ว ใหญ่ หนัก กว้าง ลึก มาก เยอะ บ่อย ใกล้ เพิ่ม ลด โต')}[^?\s]{{0,8}}\s?$")
IDENTIFIER = re.compile(rf"{any_of('เลข รหัส ที่อยู่ เว็บไซต์ ลิงก์ สถานะ ผล')}[^?]{{0,40}}$")

# -- what a whole question is, whatever words ask in it -------------------------------------------------------------

COMPARES = re.compile(
    rf"ต่างกัน|แตกต่าง|ต่าง(?:จาก|กับ)|ต่าง(?:{_HOW}|ตรงไหน)|เปรียบเทียบ(?!ได้)|(?<!เปรียบ)เทียบ(?:กับ(?!\s?(?:แบบ)?(?:เดิม|ก่อน|ปกติ|ทั่วไป))|กัน|ให้|หน่อย|ระหว่าง)|^เทียบ|{_MORE}กัน"
    rf"|(?:กับ|และ|หรือ|ระหว่าง)[^?]{{2,60}}{any_of('อัน ใคร ปี แบบ ฝ่าย ที่ กลุ่ม ตัว หน่วยงาน ภาค จังหวัด')}{WHAT}?[^?]{{0,24}}{_MORE}(?!กี่|เท่า|\s?\d)"
    r"|\bcompare|\bdifferences? between|\bversus\b|\bvs\b"
)
_NUMBER_TO_CALL = "(?<!นัม)เบอร์(?!รี|ลิน|นาร์|เกอร์|แกะ|ตัน)"
_REACH_OUT = (
    "(?<!โรค)(?<!อาณาเขต)(?<!ทิศใต้)(?<!ทิศเหนือ)ติดต่อ(?!สื่อสาร|เข้ามา|กันทาง|(?:กับ)?(?:ประเทศ|จังหวัด|อำเภอ|ตำบล|เขต|อะไร))"
)
CONTACTS = re.compile(
    rf"(?:ขอ|มี|หา|อยากได้)\s?(?:{_NUMBER_TO_CALL}|อีเมล|ที่อยู่(?!อาศัย)|ช่องทาง(?:การ)?ติดต่อ)"
    rf"|(?:{_NUMBER_TO_CALL}|หมายเลขโทรศัพท์|สายด่วน|อีเมล|e-?mail)[^?]{{0,70}}(?:อะไร|ไหน|ใด|{MUCH}|คือ)"
    rf"|(?:โทร(?!ทัศน์|คมนาคม|ม)|{_REACH_OUT}|สอบถาม)[^?]{{0,30}}(?:{WHAT}|ใคร|ที่ไหน|{_HOW}|เบอร์)"
    r"|แจ้ง[^?]{0,30}(?:ใคร|ที่ไหน|เบอร์)|(?:สอบถาม|ถาม|ติดต่อ)ได้ที่"
    r"|\b(?:phone|telephone|contact) (?:number|details|information|person)|\bhotline\b|\be-?mail address"
    r"|\bhow (?:can|do) (?:i|we) (?:contact|reach|call)|\bwhom? (?:can|should|do) (?:i|we) (?:contact|call|ask)"
)
_JOINS = any_of(
    "เข้าร่วม เข้ากลุ่ม ร่วมกลุ่ม ร่วมโครงการ สมัคร(?!งาน|สอบ) เป็นสมาชิก รวมกลุ่ม รวมตัว ตั้งกลุ่ม ตั้งคลัสเตอร์ เข้าคลัสเตอร์ เข้าโครงการ"
)
_STEPS = any_of(rf"{_HOW} ไง(?=\s|$) ทำไง ต้องทำ(?!ไม) ที่ไหน ตรงไหน ขั้นตอน วิธี เริ่มจาก เอกสารอะไร ต้องไป ต้องใช้อะไร เตรียมอะไร")
JOINING = re.compile(
    rf"{_JOINS}[^?]{{0,40}}{_STEPS}|{_STEPS}[^?]{{0,25}}{_JOINS}"
    r"|how (?:do i|do we|to|can i|can we) (?:join|apply|register|become a member)"
)
WISHES_TO_JOIN = re.compile(rf"(?:อยาก|สนใจ|ต้องการ)[^?]{{0,25}}{_JOINS}")
TO_CALL = re.compile(rf"{_NUMBER_TO_CALL}|หมายเลข|โทร|สายด่วน|อีเมล|ที่อยู่|\b(?:phone|telephone|hotline|e-?mail)\b")
"""What asks for a number or an address, and for nothing else."""
NEEDS = re.compile(r"(?:ต้อง|ควร)(?:ทำ|ใช้|เตรียม|มี)[^?]{0,12}อะไร")
LISTS = re.compile(
    rf"(?!{DATED})(?:{WHAT}|ใคร)[^?]{{0,45}}(?:บ้าง|มั่ง)|(?<!เท่า)(?:ไหน|อะไร|ใคร)บ้าง"
    rf"|(?:ประกอบด้วย|ประกอบไปด้วย|ได้แก่|แบ่ง(?:ออก)?เป็น|มี)\s?(?:{WHAT}|ใคร){_END}|ได้อะไร{_END}"
    r"|\bwhat are\b|\bwhich [a-z]+(?:s|ies)\b|\b(?:list|name)\b (?:the|all|of)|(?:ขอ|ดู|บอก)(?:รายชื่อ|รายการ)"
)
LISTED = re.compile(
    rf"{any_of('ประโยชน์ ข้อดี ข้อเสีย ผลดี ผลเสีย หน้าที่ บทบาท คุณสมบัติ เงื่อนไข เป้าหมาย วัตถุประสงค์ ปัจจัย บทเรียน เอกสาร สิทธิ หลักเกณฑ์')}"
    rf"[^?]{{0,60}}(?:คือ)?(?<!เรียกว่า)(?<!ชื่อ)(?<!ชื่อว่า)(?<!สิ่ง){WHAT}"
)
"""What there are several of, where no date, number, person or place is asked for by name."""

# -- words that ask ------------------------------------------------------------------------------------------------

_AGENCY = any_of(
    "หน่วยงาน องค์กร องค์การ กรม กระทรวง สำนักงาน สำนัก มหาวิทยาลัย มหาลัย สถาบัน บริษัท สมาคม ธนาคาร แบงก์ แบงค์ หน่วย ศูนย์ มูลนิธิ"
    " ชมรม สหกรณ์ โรงพยาบาล โรงเรียน วิทยาลัย กองทุน คณะกรรมการ กลุ่มงาน ฝ่าย สภา"
)
_PLACE = any_of(
    "จังหวัด อำเภอ เขต ประเทศ เมือง ภาค ตำบล หมู่บ้าน สถานที่ โรงแรม พิพิธภัณฑ์ ถนน สนามบิน สถานี ห้าง ตึก อาคาร ห้อง ชั้น แถว ฝั่ง ทวีป"
    " หาด เกาะ อุทยาน วัด"
)
_DOES = any_of(r"ดูแล รับผิดชอบ ดำเนิน เป็นเจ้าภาพ สนับสนุน จัดทำ ทำ พัฒนา จัดงาน จัด(?=\s|$) ให้ทุน ออกเงิน ออกใบ อนุมัติ กำกับ")
_NAMED_AGENCY = re.compile(rf"{_AGENCY}ชื่อ(?:ว่า)?\s?$")
_YES = r"(?:ไหม|มั้ย|มั๊ย|ไม๊|หรือไม่|(?:หรือ|รึ)(?:เปล่า|ป่าว|ปล่าว|ยัง)|ป่าว|เหรอ|หรอ)"
_NO_SILK = "(?<!ผ้า)(?<!เส้น)(?<!หม่อน)(?<!ทอ)(?<!เลี้ยง)(?<!ตัว)(?<!ใย)"
_FIGURES = any_of(
    "rank ranking number rate fees? costs? prices? salary budget value fare percentage share amount population"
)
_WHICH = r"\bwh(?:at|ich) "
ASKS: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (
            Kind.DATE,
            rf"เมื[่้]{{0,2}}อ[่้]?(?:ไร|ไหร่|ไหร|ใด|ไหน)|{_ERA}{WHAT}|วันที่[\s?]*$|ตอน(?:ไหน|ใด)|วันที่\s?(?:{MUCH}|{WHAT})|ปี\s?{MUCH}|{DATED}"
            rf"|กี่\s?(?:โมง|ทุ่ม|นาฬิกา)|\bwhen\b|{_WHICH}(?:date|year|month|day|time)\b",
        ),
        (
            Kind.COUNT,
            rf"(?<!เ)กี่|{MUCH}|แค่ไหน|ขนาดไหน|เพียงใด|\bhow (?:many|much|long|far|old|big|high)\b"
            rf"|\bwhat (?:number|percentage|percent|share)\b|\bwhat (?:is|was|are|were) [^?]*\b{_FIGURES}\b",
        ),
        (
            Kind.WHY,
            r"ทำไม|เพราะ(?:เหตุ)?(?:อะไร|ใด|ไร)|เหตุ(?:ใด|ไร|ผลอะไร|ผลใด)|สาเหตุ(?:ที่|ของ)?[^?]{0,40}(?:อะไร|ใด)"
            r"|เพื่ออะไร|\bwhy\b|\bwhat for\b",
        ),
        (
            Kind.DEFINITION,
            r"คือ\s?(?:อะไร|อะไ|ไร)|คือ\s?[\u0e01-\u0e4e]{0,14}อะไร|หมายถึง|หมายความ|แปลว่า|ย่อมาจาก|ชื่อเต็ม|คำเต็ม|นิยาม"
            r"|ความหมาย(?:ของ|ว่า|คือ)|\bwhat (?:is|are) (?:an? |the )?[\w\s-]{1,40}\??$"
            r"|\bwhat (?:do|does) [^?]{1,80}\b(?:mean|stand for)\b|\bdefin(?:e|ition)\b",
        ),
        (
            Kind.AGENCY,
            rf"{_AGENCY}\s?(?:ชื่อ(?:ว่า)?)?{WHAT}|ใคร(?:เป็น)?(?:คน|ผู้)?{_DOES}"
            rf"|{_WHICH}(?:agency|ministry|organi[sz]ation|university|company|bank|department)\b"
            r"|\bwho (?:runs?|manages?|operates?|supports?|hosts?|funds?|organi[sz]es?)\b",
        ),
        (Kind.PERSON, r"ใคร|(?:ผู้|ท่าน|คน)(?:ใด|ไหน)|\bwho\b"),
        (
            Kind.PLACE,
            rf"ที่(?:ไหน|ใด)|(?:ตรง|แถว|ฝั่ง)ไหน|{_PLACE}\s?(?:ชื่อ(?:ว่า)?)?{WHAT}|\bwhere\b"
            rf"|{_WHICH}(?:province|country|city|hotel|place|venue|region|district)\b",
        ),
        (Kind.HOW, rf"(?<!ว่า){_HOW}|ทำไง|(?<!ยัง)ไง(?=\s|$|บ้าง)|(?:วิธี|แนวทาง|ขั้นตอน|ช่องทาง|ทาง)\s?{WHAT}|\bhow\b"),
        (
            Kind.YES_NO,
            rf"{_NO_SILK}{_YES}(?=\s|$|[?]|ว่า|ที่|กับ|ถ้า|และ|แล้ว|คะ|ครับ)|(?:ได้|แล้ว)(?:ยัง|เปล่า|มัย)(?=\s|$|[?])|ยัง\s?$"
            r"|^(?:is|are|does|do|can|did|has|have|was|were|will)\b",
        ),
        (Kind.OPEN, rf"{WHAT}|ว่า{_HOW}|\bwh(?:at|ich)\b"),
    )
)
"""What is asked where; the first one that stands in a question wins, of two at one place the upper one."""

AFTER = re.compile(rf"(?:\s?(?:บ้าง|มั่ง|กัน|ไปบ้าง|มาบ้าง|แล้ว|ดี|กับ\s?{WHAT}|หรือ\s?{WHAT}))*")
"""What belongs to the words that ask after them."""

UNASKED = tuple(
    (kind, re.compile(any_of(words)))
    for kind, words in (
        (Kind.CONTACT, f"{_NUMBER_TO_CALL} {_REACH_OUT} โทรศัพท์ อีเมล"),
        (Kind.HOW, "วิธี ขั้นตอน แนวทาง"),
        (Kind.WHY, "สาเหตุ เหตุผล"),
        (Kind.DATE, "^วัน(?:เกิด|ตาย|ก่อตั้ง)(?=ของ|[\\s]|$)"),
        (Kind.DEFINITION, "นิยาม ความหมาย"),
        (Kind.LIST, "บ้าง มั่ง สรุป บทเรียน ปัจจัย(?:แห่ง|ความ) ประโยชน์ เงื่อนไข คุณสมบัติ วัตถุประสงค์ ข้อดี รายชื่อ รายการ(?!ทีวี|โทรทัศน์)"),
        (Kind.AMOUNT, f"{_BUDGET} มูลค่า ราคา วงเงิน ค่าธรรมเนียม ค่าสมัคร ต้นทุน รายได้"),
    )
)
"""What is asked by its name alone, without a word that asks: งบปี 2563 สสว."""

DOUBTED = re.compile(r"\d[\d,.]*\s?(?P<one>[\u0e01-\u0e4e]*)\s?หรือ\s?(?:ว่า)?\s?\d[\d,.]*\s?(?P<two>[\u0e01-\u0e4e]*)")
"""Two figures that a question cannot decide between."""

CURRENCIES = frozenset(
    any_of(
        "บาท สตางค์ ตังค์ ดอลลาร์สหรัฐ ดอลลาร์สิงคโปร์ ดอลลาร์ออสเตรเลีย ดอลลาร์ฮ่องกง ดอลลาร์แคนาดา เหรียญ ยูโร เยน หยวน ปอนด์ รูปี ริงกิต กีบ จ๊าต รูเบิล"
    )[3:-1].split("|")
)
POWER = re.compile(r"\s?(?:ร้อย|พัน|หมื่น|แสน|ล้าน)+")


def names_agency(before: str) -> bool:
    """Whether what stands before the words that ask is the name of an agency that is asked for."""
    return bool(_NAMED_AGENCY.search(before))
