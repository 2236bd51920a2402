"""What kind of answer a question wants, told by the words it asks with and what stands before them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from assistant.cutting import cut
from assistant.question_words import question_words
from corpus.units import UNITS


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


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks for.

    Args:
        kind: the kind of answer.
        counted: the unit of the number that it asks for, in the canonical form of `corpus.units`, or "" for any.
        at: where the words that ask begin in the search copy; its length if no word asks.
        until: where they end, what is counted included.
    """

    kind: Kind
    counted: str
    at: int
    until: int


_MUCH = r"(?:เท่า(?:ไร|ไหร่|ไหร|ใด|ไหน)|เท่าไ)"
_WHAT = r"(?:อะไร|อะไ(?!ร)|ใด(?!ๆ)|ไหน(?!ๆ)|(?<!กำ)(?<!เท่า)(?<!เมื่อ)(?<!อะ)(?<!อย่าง)(?<!ยัง)ไร(?![่้ฝ]))"
_YES = r"(?:ไหม|มั้ย|มั๊ย|ไม๊|หรือไม่|(?:หรือ|รึ)(?:เปล่า|ป่าว|ปล่าว|ยัง)|ป่าว|เหรอ|หรอ)"
_AGENCY = (
    r"(?:หน่วยงาน|องค์กร|องค์การ|กรม|กระทรวง|สำนักงาน|สำนัก|มหาวิทยาลัย|มหาลัย|สถาบัน|บริษัท|สมาคม|ธนาคาร|แบงก์|แบงค์|หน่วย|ศูนย์|มูลนิธิ"
    r"|ชมรม|สหกรณ์|โรงพยาบาล|โรงเรียน|วิทยาลัย|กองทุน|คณะกรรมการ|กลุ่มงาน|ฝ่าย|สภา)"
)
_PLACE = (
    r"(?:จังหวัด|อำเภอ|เขต|ประเทศ|เมือง|ภาค|ตำบล|หมู่บ้าน|สถานที่|โรงแรม|พิพิธภัณฑ์|ถนน|สนามบิน|สถานี|ห้าง|ตึก|อาคาร|ห้อง|ชั้น|แถว|ฝั่ง|ทวีป"
    r"|หาด|เกาะ|อุทยาน|วัด)"
)
_ROLE = re.compile(
    r"ประธาน|อธิบดี|อธิการ|ผู้อำนวยการ|ผอ\.|รัฐมนตรี|รมว\.|รมช\.|ปลัด|เลขา|นายก|ผู้ว่า|หัวหน้า|ผู้จัดการ|โฆษก|คณบดี|ผู้บริหาร|ผู้นำ|ผู้เขียน|คนเขียน|เจ้าของ|กำนัน"
    r"|ผู้ใหญ่บ้าน|ผู้ก่อตั้ง|ผู้แทน|กรรมการ(?!ผู้ถือ)|ผู้(?:เชี่ยวชาญ|ประสานงาน|กล่าว|เปิดงาน|บรรยาย)|วิทยากร|คนที่|แม่ทัพ|ผู้บัญชาการ|director|minister|president|chair"
)
_RUNS = r"(?:เป็น)?(?:คน|ผู้)?(?:ดูแล|รับผิดชอบ|ดำเนิน|เป็นเจ้าภาพ|สนับสนุน|จัดทำ|ทำ|พัฒนา|จัดงาน|จัด(?=\s|$)|ให้ทุน|ออกเงิน|ออกใบ|อนุมัติ|กำกับ)"
_MONEY = re.compile(
    r"เงิน|งบ|บาท|มูลค่า|ราคา|ค่า(?!เฉลี่ย|นิยม|ประมาณ)|ต้นทุน|รายได้|รายจ่าย|กำไร|ขาดทุน|ยอดขาย|ทุน(?!เมื่อ)|ภาษี|เบี้ย(?!ว)|กู้|จ่าย|ผ่อน|ชดเชย|ปรับ(?=\s|$|เป็น)|สินเชื่อ"
    r"|วงเงิน|โบนัส|รางวัล|บอนด์|พันธบัตร|ขาย(?=ได้|\s|$)|\b(?:price|cost|fee|fees|budget|salary|fare|worth|value|revenue|income|fine|pay|paid|spent|fund)\b"
)
_NO_MONEY = re.compile(r"กองทุน|เงินฝืด|เงินเฟ้อ|อาทิตย์|ค่าย|ค่าเฉลี่ย|พูดค่า|หน้าค่า|ค่านิยม")
_RATE = re.compile(r"(?:สัดส่วน|อัตรา(?!ค่า|เงิน|กำลัง)|ดอกเบี้ย|เปอร์เซ็นต์|ร้อยละ|prime rate)")
_RANK = re.compile(r"(?:อันดับ|ลำดับ)[^?]{0,24}$|(?<!วัน)(?<!ครั้ง)(?<!รุ่น)(?<!รอบ)ที่\s?$")
_CHANGE = re.compile(r"(?:ลด|เพิ่ม|โต|ขยายตัว|ขึ้น|ลง|หดตัว|เติบโต)(?:ลง|ขึ้น|ไป|ได้|มา|อีก|ถึง|ประมาณ)*\s?$")
_DEGREE = re.compile(r"(?:นาน|ยาว|ไกล|สูง|เร็ว|ใหญ่|หนัก|กว้าง|ลึก|มาก|เยอะ|บ่อย|ใกล้|เพิ่ม|ลด|โต)[^?\s]{0,8}\s?$")
_KILO = "กิโล"
"""Kilograms or kilometres: what begins like it fits."""
_CURRENCIES = frozenset(
    "บาท สตางค์ ตังค์ ดอลลาร์สหรัฐ ดอลลาร์สิงคโปร์ ดอลลาร์ออสเตรเลีย ดอลลาร์ฮ่องกง ดอลลาร์แคนาดา เหรียญ ยูโร เยน หยวน ปอนด์ รูปี ริงกิต กีบ จ๊าต รูเบิล".split()
)
_POWER = re.compile(r"\s?(?:ร้อย|พัน|หมื่น|แสน|ล้าน)+")
_LETTERS = re.compile("\\s?[\u0e01-\u0e4e]*")
_AFTER = re.compile(rf"(?:\s?(?:บ้าง|มั่ง|กัน|ไปบ้าง|มาบ้าง|แล้ว|ดี|กับ\s?{_WHAT}|หรือ\s?{_WHAT}))*")
"""What belongs to the words that ask after them."""
_ENGLISH_FIGURES = "rank|ranking|number|rate|fee|fees|cost|price|salary|budget|value|fare|percentage|share|amount|population"
_SILK = "(?<!ผ้า)(?<!เส้น)(?<!หม่อน)(?<!ทอ)(?<!เลี้ยง)(?<!ตัว)(?<!ใย)"

# What a whole question is, whatever else it asks.
_COMPARES = re.compile(
    r"ต่างกัน|แตกต่าง|ต่างจาก|ต่างกับ|ต่าง(?:อย่างไร|ยังไง|ตรงไหน)|เปรียบเทียบ|เทียบ(?:กับ|กัน|ให้|หน่อย|ระหว่าง)|^เทียบ|(?:มาก|น้อย|เยอะ|สูง|ต่ำ|ดี|ถูก|แพง|เร็ว)กว่ากัน"
    rf"|(?:กับ|และ|หรือ|ระหว่าง)[^?]{{2,60}}(?:อัน|ใคร|ปี|แบบ|ฝ่าย|ที่|กลุ่ม|ตัว|หน่วยงาน|ภาค|จังหวัด){_WHAT}?[^?]{{0,24}}(?:มาก|น้อย|เยอะ|สูง|ต่ำ|ดี|ถูก|แพง|เร็ว|นาน)กว่า"
    r"|\bcompare|\bdifferences? between|\bversus\b|\bvs\b|\bcompared (?:to|with)\b"
)
_CONTACTS = re.compile(
    r"(?:ขอ|มี|หา|อยากได้)\s?(?:เบอร์(?!รี|ลิน)|อีเมล|ที่อยู่|ช่องทาง(?:การ)?ติดต่อ)|(?:เบอร์(?:โทร|ติดต่อ|มือถือ)?|หมายเลข(?:โทรศัพท์)?|สายด่วน|อีเมล|e-?mail|ไลน์|เว็บไซต์)[^?]{0,70}(?:อะไร|ไหน|ใด|"
    rf"{_MUCH}|คือ)|(?:โทร(?!ทัศน์|คมนาคม|ม)|(?<!โรค)ติดต่อ|สอบถาม|แจ้ง)[^?]{{0,30}}(?:{_WHAT}|ใคร|ที่ไหน|ยังไง|อย่างไร|เบอร์)|(?:สอบถาม|ถาม|ติดต่อ)ได้ที่"
    r"|\b(?:phone|telephone|contact|e-?mail|hotline)\b"
)
_JOINS = r"(?:เข้าร่วม|เข้ากลุ่ม|ร่วมกลุ่ม|ร่วมโครงการ|สมัคร(?!งาน|สอบ)|เป็นสมาชิก|รวมกลุ่ม|รวมตัว|ตั้งกลุ่ม|ตั้งคลัสเตอร์|เข้าคลัสเตอร์|เข้าโครงการ)"
_STEPS = r"(?:ยังไง|อย่างไร|ไง(?=\s|$)|ทำไง|ต้องทำ(?!ไม)|ที่ไหน|ตรงไหน|ขั้นตอน|วิธี|เริ่มจาก|เอกสารอะไร|ต้องไป|ต้องใช้อะไร|เตรียมอะไร)"
_JOIN = re.compile(
    rf"{_JOINS}[^?]{{0,40}}{_STEPS}|{_STEPS}[^?]{{0,25}}{_JOINS}|how (?:do i|do we|to|can i|can we) (?:join|apply|register|become a member)"
)
_NEEDS = re.compile(r"(?:ต้อง|ควร)(?:ทำ|ใช้|เตรียม|มี)[^?]{0,12}อะไร")
_WISHES = re.compile(rf"(?:อยาก|สนใจ|ต้องการ)[^?]{{0,25}}{_JOINS}")
_DATED = rf"(?:วัน|ปี|เดือน|เมื่อ|ช่วง|เวลา|ตอน|ศ\.)\s?(?:ที่\s?)?{_WHAT}"
_LISTS = re.compile(
    rf"(?!{_DATED})(?:{_WHAT}|ใคร)[^?]{{0,45}}(?:บ้าง|มั่ง)|(?:ประกอบด้วย|ประกอบไปด้วย|ได้แก่|แบ่ง(?:ออก)?เป็น|มี)\s?(?:{_WHAT}|ใคร)(?=\s|$)"
    rf"|(?:ประโยชน์|ข้อดี|ข้อเสีย|ผลดี|ผลเสีย|หน้าที่|บทบาท|คุณสมบัติ|เงื่อนไข|เป้าหมาย|วัตถุประสงค์|ปัจจัย|บทเรียน|เอกสาร|สิทธิ|หลักเกณฑ์)[^?]{{0,60}}(?:คือ)?{_WHAT}"
    r"|(?:ขอ|ดู|บอก|มี)?(?:รายชื่อ|รายการ)(?!ทีวี|โทรทัศน์)|(?:ขอ|ช่วย)?สรุป|(?<!เท่า)(?:ไหน|อะไร|ใคร)บ้าง"
    r"|แล้วได้อะไร|\bwhat are\b|\bwhich [a-z]+(?:s|ies)\b|\b(?:list|name)\b (?:the|all|of)"
)
# What is asked where; the first one that stands in the question wins, of two at one place the upper one.
_PLACES = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (
            Kind.DATE,
            rf"เมื่อ(?:ไร|ไหร่|ไหร|ใด|ไหน)|ตอน(?:ไหน|ใด)|วันที่\s?(?:{_MUCH}|{_WHAT})|ปี\s?{_MUCH}|{_DATED}|กี่\s?(?:โมง|ทุ่ม|นาฬิกา)|\bwhen\b"
            r"|\bwh(?:at|ich) (?:date|year|month|day|time)\b",
        ),
        (Kind.COUNT, rf"(?<!เ)กี่|{_MUCH}|(?:แค่ไหน|ขนาดไหน|เพียงใด)|\bhow (?:many|much|long|far|old|big|high)\b|\bwhat (?:number|percentage|percent|share)\b"
            rf"|\bwhat (?:is|was|are|were) [^?]*\b(?:{_ENGLISH_FIGURES})\b"),
        (
            Kind.WHY,
            r"ทำไม|เพราะ(?:เหตุ)?(?:อะไร|ใด|ไร)|เหตุ(?:ใด|ไร|ผลอะไร|ผลใด)|สาเหตุ(?:ที่|ของ)?[^?]{0,40}(?:อะไร|ใด)|เพื่ออะไร|\bwhy\b|\bwhat for\b",
        ),
        (
            Kind.DEFINITION,
            r"คือ\s?(?:อะไร|อะไ|ไร)|คือ\s?[\u0e01-\u0e4e]{0,14}อะไร|หมายถึง|หมายความ|แปลว่า|ย่อมาจาก|ชื่อเต็ม|คำเต็ม|นิยาม|ความหมาย(?:ของ|ว่า|คือ)"
            r"|\bwhat (?:is|are) (?:an? |the )?[\w\s-]{1,40}\??$|\bwhat (?:do|does) [^?]{1,80}\b(?:mean|stand for)\b|\bdefin(?:e|ition)\b",
        ),
        (Kind.AGENCY, rf"{_AGENCY}\s?(?:ชื่อ(?:ว่า)?)?{_WHAT}|ใคร{_RUNS}|\bwh(?:ich|at) (?:agency|ministry|organi[sz]ation|university|company|bank|department)\b"
            r"|\bwho (?:runs?|manages?|operates?|supports?|hosts?|funds?|organi[sz]es?)\b"),
        (Kind.PERSON, r"ใคร|(?:ผู้|ท่าน|คน)(?:ใด|ไหน)|\bwho\b"),
        (
            Kind.PLACE,
            rf"ที่(?:ไหน|ใด)|(?:ตรง|แถว|ฝั่ง)ไหน|{_PLACE}\s?(?:ชื่อ(?:ว่า)?)?{_WHAT}|\bwhere\b|\bwh(?:ich|at) (?:province|country|city|hotel|place|venue|region|district)\b",
        ),
        (Kind.HOW, rf"อย่างไร|ยังไง|ยังงัย|ทำไง|(?<!ยัง)ไง(?=\s|$|บ้าง)|(?:วิธี|แนวทาง|ขั้นตอน|ช่องทาง|ทาง)\s?{_WHAT}|\bhow\b"),
        (Kind.YES_NO, rf"{_SILK}{_YES}(?=\s|$|[?]|ว่า|ที่|กับ|ถ้า|และ|แล้ว|คะ|ครับ)|^(?:is|are|does|do|can|did|has|have|was|were|will)\b"),
        (Kind.OPEN, rf"{_WHAT}|\bwh(?:at|ich)\b"),
    )
)  # fmt: skip
_LOOSE = (Kind.OPEN, Kind.PLACE, Kind.YES_NO)
_EXACT = (Kind.DATE, Kind.COUNT)
_NAMED = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (Kind.CONTACT, r"เบอร์(?!รี|ลิน)|(?<!โรค)ติดต่อ|โทรศัพท์|อีเมล"),
        (Kind.HOW, r"วิธี|ขั้นตอน|แนวทาง"),
        (Kind.WHY, r"สาเหตุ|เหตุผล"),
        (Kind.DEFINITION, r"นิยาม|ความหมาย"),
        (Kind.LIST, r"บ้าง|มั่ง|บทเรียน|ปัจจัย(?:แห่ง|ความ)|ประโยชน์|เงื่อนไข|คุณสมบัติ|วัตถุประสงค์|ข้อดี"),
        (Kind.AMOUNT, r"งบ|มูลค่า|ราคา|วงเงิน|ค่าธรรมเนียม|ค่าสมัคร|ต้นทุน|รายได้"),
    )
)
"""What is asked by a name alone, without a word that asks: งบปี 2563 สสว."""
_DOUBTED = re.compile(r"\d[\d,.]*\s?(?P<one>[\u0e01-\u0e4e]*)\s?หรือ\s?(?:ว่า)?\s?\d[\d,.]*\s?(?P<two>[\u0e01-\u0e4e]*)")
_ENGLISH_UNIT = re.compile(r"how many ([a-z]+)")


def asked(copy: str) -> Asked:
    """What a question asks for.

    Args:
        copy: its search copy, without polite particles.
    """
    places = [(match.start(), order, kind, match) for order, (kind, pattern) in enumerate(_PLACES) if (match := pattern.search(copy))]
    first = min(places, key=lambda place: place[:2], default=None)
    if first and first[2] in _LOOSE:  # "หาดอะไร ยาวเท่าไร": the number is what can be told apart from the rest
        later = [place for place in places if place[2] in _EXACT and " " in copy[first[0] : place[0]]]
        first = min(later, key=lambda place: place[:2], default=first)
    if first is None:
        whole = _as_a_whole(copy, None)
        return Asked(whole, "", len(copy), len(copy)) if whole else _unasked(copy)
    at, _, asking, match = first
    name, until = _unit(copy, match)
    whole = _as_a_whole(copy, asking, at)
    if whole:
        return Asked(whole, "", at, until)
    kind, counted = _number(copy, match, name) if asking is Kind.COUNT else (_refined(copy, match, asking), "")
    return Asked(kind, counted, at, until)


def _as_a_whole(copy: str, asking: Kind | None, at: int = 0) -> Kind | None:
    """The kind that the whole question shows, whatever the first words that ask are; None if they decide."""
    if asking is not Kind.WHY and _COMPARES.search(copy):
        return Kind.COMPARISON
    if _CONTACTS.search(copy):
        return Kind.CONTACT
    steps = asking in (None, Kind.HOW, Kind.PLACE) or (asking is Kind.OPEN and _NEEDS.search(copy))
    if steps and (_JOIN.search(copy) or (asking is None and _WISHES.search(copy))):
        return Kind.JOIN
    dated = asking is Kind.DATE and re.match(_DATED, copy[at:])
    return Kind.LIST if asking is not Kind.WHY and not dated and _LISTS.search(copy) else None


def _refined(copy: str, match: re.Match[str], kind: Kind) -> Kind:
    """The kind when what stands before the asking words is looked at too."""
    before = copy[: match.start()]
    if kind is Kind.PERSON and re.search(r"คือ\s?$", before) and not _ROLE.search(before):
        return Kind.DEFINITION
    if kind is Kind.PERSON and re.match(r"ใคร[^?]{0,40}กว่า", copy[match.start() :]):
        return Kind.OPEN
    if kind is Kind.OPEN and re.search(r"ชื่อ(?:ว่า|เต็ม)?\s?$", before):
        named = re.search(rf"{_AGENCY}ชื่อ(?:ว่า)?\s?$", before)
        return Kind.AGENCY if named else Kind.PERSON if _ROLE.search(before) else Kind.OPEN
    if kind is Kind.DEFINITION and re.search(r"(?:เลข|รหัส|ที่อยู่|เว็บไซต์|ลิงก์|สถานะ|ผล)[^?]{0,40}$", before):
        return Kind.OPEN
    return kind


def _unit(copy: str, match: re.Match[str]) -> tuple[str, int]:
    """What is counted after "กี่", as it is written, and where the words that ask end."""
    end = match.end()
    name = ""
    if match.group() == "กี่":
        power = _POWER.match(copy, end)
        end = power.end() if power else end
        pieces = cut(_LETTERS.match(copy, end).group())  # type: ignore[union-attr]  # matches the empty string too
        joined = ["".join(pieces[:length]) for length in (3, 2, 1) if len(pieces) >= length]
        name = next((word for word in joined if word in UNITS), joined[-1] if joined else "")
        end = copy.find(name, end) + len(name)
    more = _AFTER.match(copy, end)
    return name, more.end() if more else end


def _number(copy: str, match: re.Match[str], name: str) -> tuple[Kind, str]:
    """What kind of number is asked for, and its unit."""
    before, after = copy[: match.start()], copy[match.end() :]
    if match.group() == "กี่":
        return _counted(before, after.lstrip(), name)
    if match.group() in ("แค่ไหน", "ขนาดไหน", "เพียงใด"):
        return (Kind.COUNT if _DEGREE.search(before) else Kind.HOW), ""
    if match.group().startswith(("how", "what")):
        return _english_number(copy, match.group())
    clause = before[-70:]
    if _RANK.search(clause):
        return Kind.COUNT, "อันดับ"
    if _CHANGE.search(clause):
        return Kind.COUNT, ""
    if re.search(r"ร้อยละ\s?$", clause) or (_RATE.search(clause) and not re.match(r"\s?บาท", after)):
        return Kind.SHARE, ""
    per = re.search(r"([\u0e01-\u0e4e]+)ละ\s?$", clause)
    if per and not re.search(r"(?:ปี|เดือน|วัน|ครั้ง|รอบ|สัปดาห์)$", per.group(1)):
        return Kind.AMOUNT, ""
    ordinal = re.search(r"(ครั้ง|รุ่น|รอบ)ที่\s?$", clause)
    if ordinal:
        return Kind.COUNT, f"{ordinal.group(1)}ที่"
    money = _MONEY.search(_NO_MONEY.sub(" ", clause)) or re.match(r"\s?(?:ล้าน)?บาท", after)
    return (Kind.AMOUNT if money else Kind.COUNT), ""


def _counted(before: str, rest: str, name: str) -> tuple[Kind, str]:
    """What "กี่ …" asks for."""
    power = _POWER.match(rest)
    unit = UNITS[name].name if name in UNITS and name != _KILO else name
    if rest.startswith(("เปอร์", "%")) or unit == "%" or before.rstrip().endswith("ร้อยละ"):
        return Kind.SHARE, ""
    if unit in _CURRENCIES or (power and name not in UNITS):
        return Kind.AMOUNT, ""
    return Kind.COUNT, "" if unit in question_words().anything else unit


def _english_number(copy: str, asking: str) -> tuple[Kind, str]:
    if re.search(r"\bpercent(?:age)?\b|\bshare\b|%|\brate\b", copy):
        return Kind.SHARE, ""
    if re.search(r"\brank(?:ing)?\b", asking):
        return Kind.COUNT, "อันดับ"
    if asking == "how much" or (asking.startswith("what") and _MONEY.search(copy)):
        return Kind.AMOUNT, ""
    noun = _ENGLISH_UNIT.search(copy)
    return Kind.COUNT, UNITS[noun.group(1)].name if noun and noun.group(1) in UNITS else ""


def _unasked(copy: str) -> Asked:
    """The kind of a question without a word that asks: two figures to choose from, or the name of what is wanted."""
    end = len(copy)
    doubted = _DOUBTED.search(copy)
    if doubted is None:
        return Asked(next((kind for kind, pattern in _NAMED if pattern.search(copy)), Kind.OPEN), "", end, end)
    written = doubted["two"] or doubted["one"]
    pieces = cut(written)
    name = next((word for word in ("".join(pieces[:length]) for length in (2, 1)) if word in UNITS), "")
    if _POWER.match(written) or (name in UNITS and UNITS[name].name in _CURRENCIES):
        return Asked(Kind.AMOUNT, "", end, end)
    return Asked(Kind.COUNT, UNITS[name].name if name else "", end, end)
