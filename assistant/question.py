"""Reads a question: what kind of answer it wants, which words carry it, which years and counted things it names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from pythainlp.tag import pos_tag

from assistant.glossary import Glossary
from corpus.dates import find_years
from corpus.normalise import normalise
from corpus.numbers import Quantity, find_quantities
from corpus.words import stopwords, words


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


_WHAT = r"(?:อะไร|ใด|ไหน|ใคร)"
_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (Kind.COMPARISON, r"ต่างกัน|แตกต่าง|เปรียบเทียบ|เทียบกับ|เทียบกัน|มากกว่ากัน|น้อยกว่ากัน|ต่างจาก|compare|difference between|versus|\bvs\b"),
        (
            Kind.JOIN,
            r"(?:เข้าร่วม|เข้ากลุ่ม|สมัคร|เป็นสมาชิก|รวมกลุ่ม|ตั้งกลุ่ม|จดทะเบียน)[^?]{0,40}(?:ยังไง|อย่างไร|ไง|ทำไง|ต้องทำ|ที่ไหน|ขั้นตอน)"
            r"|(?:ยังไง|อย่างไร|วิธี|ขั้นตอน|อยาก)[^?]{0,25}(?:เข้าร่วม|เข้ากลุ่ม|สมัคร|เป็นสมาชิก|รวมกลุ่ม|ตั้งกลุ่ม)|how (?:do i|to|can i) (?:join|apply|register)",
        ),
        (Kind.CONTACT, r"ติดต่อ|เบอร์|โทร|อีเมล|โทรหา|ถามได้ที่|สอบถามได้|contact|phone|e-?mail"),
        (Kind.DEFINITION, r"คืออะไร|คือไร|หมายถึง|หมายความ|แปลว่า|นิยาม|ความหมาย|what (?:is|are|does) (?:an? |the )?[\w\s]+(?:mean)?\?*$"),
        (Kind.WHY, r"ทำไม|เพราะ(?:เหตุ)?(?:อะไร|ใด|ไร)|สาเหตุ|เหตุใด|เหตุผล|\bwhy\b"),
        (Kind.SHARE, r"กี่\s?(?:เปอร์เซ็นต์|เปอร์เซนต์|%)|ร้อยละ(?:เท่า|กี่)|สัดส่วน|อัตรา[^?]{0,40}เท่า|percent|what share"),
        (
            Kind.DATE,
            r"เมื่อ(?:ไร|ไหร่|ใด)|วันที่(?:เท่า|ใด|ไหน|อะไร)|วัน(?:ไหน|ใด|อะไร)|(?:ใน|เป็นของ|ตั้งแต่|ช่วง)?(?:ปี|พ\.ศ\.|ค\.ศ\.)\s?(?:ใด|ไหน|อะไร|เท่า)"
            r"|เดือน(?:ใด|ไหน|อะไร)|กี่โมง|เวลาใด|\bwhen\b|what (?:date|year|month|day)|which (?:year|month)",
        ),
        (Kind.AMOUNT, r"(?:กี่|เท่า(?:ไร|ไหร่|ใด))[^?]{0,12}บาท|(?:งบ|บาท|มูลค่า|เงิน|ราคา|รายได้|รายจ่าย|ค่า(?!เฉลี่ย)|ต้นทุน|ทุน|กำไร|วงเงิน|ยอดขาย)[^?]*(?:เท่า|กี่|ไหร่)|how much"),
        (Kind.COUNT, r"กี่|จำนวนเท่า|มากน้อยเท่า|มีเท่า|เท่า(?:ไร|ไหร่|ใด)|เท่าไ|how many|what number"),
        (Kind.LIST, rf"{_WHAT}\s?(?:กัน)?\s?(?:บ้าง|มั่ง)|(?:มี|ประกอบด้วย|ได้แก่|แบ่งเป็น)\s?(?:อะไร|ไร)|บ้าง|มั่ง|รายชื่อ|กี่(?:ข้อ|ประเภท|ด้าน)|list|what are|which"),
        (Kind.PERSON, r"ใคร|ผู้ใด|คนไหน|ท่านใด|ชื่ออะไร[^?]*(?:คน|นาย|ผู้)|\bwho\b"),
        (Kind.AGENCY, r"(?:หน่วยงาน|องค์กร|กรม|กระทรวง|สำนักงาน|มหาวิทยาลัย|สถาบัน|บริษัท|สมาคม|ธนาคาร|หน่วย)\s?(?:ใด|ไหน|อะไร|ไร)|which (?:agency|ministry|organi[sz]ation)"),
        (Kind.PLACE, r"ที่(?:ไหน|ใด)|(?:จังหวัด|อำเภอ|ประเทศ|เมือง|ภาค|ตำบล|สถานที่)\s?(?:ใด|ไหน|อะไร)|ตรงไหน|แถวไหน|\bwhere\b|which (?:province|country)"),
        (Kind.HOW, r"อย่างไร|ยังไง|ยังงัย|ทำไง|วิธี|ขั้นตอน|แนวทาง|\bhow\b"),
        (Kind.YES_NO, r"(?:ไหม|มั้ย|หรือไม่|หรือเปล่า|หรือยัง|ไหมคะ|ไหมครับ|ป่าว|รึเปล่า|รึยัง|ใช่ไหม)|^(?:is|are|does|do|can|did|has|have)\b"),
    )
)
_ASKING = frozenset(
    """มั่ง รึเปล่า รึยัง ป่าว ราวๆ ราว ประมาณ ทันที ยังไงดี ดี เลย แค่ มัน เขา เค้า เรา ผม ฉัน หนู ตัวเอง ด้วยกัน อะไร ไร ใด ไหน ใคร กี่ เท่าไร เท่าไหร่ เท่าใด เท่า ไหร่ บ้าง อย่างไร ยังไง ไง ทำไม เมื่อไร เมื่อไหร่ เมื่อใด ไหม มั้ย หรือไม่ หรือเปล่า หรือ เปล่า หรือยัง
    คือ หมายถึง หมายความ หมายความว่า ครับ คะ ค่ะ คับ จ้า จ๊ะ นะ นะคะ นะครับ หน่อย ด้วย ช่วย บอก ขอ อยาก อยากรู้ อยากทราบ ทราบ รู้ ล่ะ แล้ว ที ซิ สิ เหรอ
    หรอ จัง มี เป็น ได้ ของ ใน ที่ และ กับ ให้ ไป มา จะ ถูก โดย จาก ว่า นี้ นั้น ซึ่ง ต้อง ควร ทั้งหมด ทั้งสิ้น จำนวน ปี วันที่ พ.ศ. ค.ศ. ร้อยละ เปอร์เซ็นต์
    what which who when where why how many much is are was were the a an of in on for to did do does and or by with from it its that this there please
    year month join phone contact percent ประกอบ ประกอบด้วย ได้แก่ เพราะ เพราะเหตุใด เหตุใด สาเหตุ ที่ไหน ที่ใด ตรงไหน เรื่อง เกี่ยวกับ ล้าน บาท ล้านบาท หมื่น แสน พัน ผลรวม ยอดรวม ข้อมูล รายละเอียด ตัวเลข ต่างกัน แตกต่าง แตกต่างกัน เปรียบเทียบ เทียบ เพิ่มเติม ตอบ ถาม สรุป ครั้ง คน แก่ แห่ง ช่วง เดือน วัน ๆ การ ความ ผู้""".split()
)
_POLITE = re.compile(
    r"(?:นะ|ล่ะ|หน่อย|จ้า|อะ|อ่ะ)*(?:ครับผม|ครับ|คร้าบ|คับ|ค่ะ|คะ|ค่า|จ้า|จ๊ะ|ฮะ|งับ|พี่|แอดมิน|น้อง)(?=\s|$|[?!])|(?:นะ|อะ|อ่ะ|เนี่ย)(?=\s*[?!]*$)"
    r"|(?:สวัสดี|รบกวน|ขอ(?:สอบ)?ถาม|อยากถาม|อยากรู้|อยากทราบ|สอบถาม|ขอทราบ|ช่วยบอก|ไม่ทราบ)(?:หน่อย|ว่า)*"
)
_ORDINAL = re.compile(r"(?:ครั้งที่|รุ่นที่|ฉบับที่|ระยะที่|อันดับ(?:ที่)?|ลำดับ(?:ที่)?|ข้อ(?:ที่)?|เฟส(?:ที่)?|ไตรมาส(?:ที่)?|รอบ(?:ที่)?|ปีที่|มาตรา)\s?(\d+)")
_SHORT = re.compile(r"(?<![\u0e01-\u0e4e.])(?:[ก-ฮ]{1,5}\.)+(?:[ก-ฮ]{1,3}\.)*(?![\u0e30-\u0e4e])")
_PUBLISHED = re.compile(r"(?:ข่าว|บทความ|เอกสาร|ประกาศ|รายงาน)[^?]*(?:เผยแพร่|ออก|ตีพิมพ์|ลง|เขียน|ประกาศ)|(?:เผยแพร่|ตีพิมพ์|ลงข่าว)(?:เมื่อ|วัน|ปี|เดือน)")
_COUNTED = re.compile(r"กี่\s?([\u0e01-\u0e5b]+)")


@dataclass(frozen=True, slots=True)
class Question:
    """A question as the engine works with it.

    Args:
        text: the standalone question.
        copy: its search copy.
        kind: the kind of answer it wants.
        content: the words that carry it, without question words, particles and function words.
        years: common-era years that it names.
        ordinals: numbered things that it names, for example ("ครั้งที่", 4) as "ครั้งที่4".
        counted: what "กี่ …" counts, as far as it can be seen, or "".
        nouns: the content words that name something, and abbreviations; verbs and adverbs are left out.
    """

    text: str
    copy: str
    kind: Kind
    content: tuple[str, ...]
    years: frozenset[int]
    ordinals: tuple[str, ...]
    counted: str
    nouns: frozenset[str]

    @property
    def about_publication(self) -> bool:
        """Whether it asks when a document itself came out."""
        return self.kind is Kind.DATE and bool(_PUBLISHED.search(self.copy))

    @property
    def wants_number(self) -> bool:
        """Whether a number is asked for."""
        return self.kind in (Kind.COUNT, Kind.AMOUNT, Kind.SHARE)


def read_question(text: str, glossary: Glossary | None = None) -> Question:
    """Read a question.

    Args:
        text: a standalone question.
        glossary: puts full stops into abbreviations, and Thai words beside English ones.
    """
    copy = " ".join(_POLITE.sub(" ", normalise(text)).split()) or normalise(text)
    if glossary is not None:
        copy = _spelled_out(copy, glossary)
    kind = next((kind for kind, pattern in _KINDS if pattern.search(copy)), Kind.OPEN)
    short = tuple(match.group() for match in _SHORT.finditer(copy))
    plain = _SHORT.sub(" ", copy)
    figures = tuple(plain[q.span.start : q.span.end] for q in find_quantities(plain) if q.unit and _has_digit(q.unit, plain, q))
    content = tuple(dict.fromkeys([*short, *figures, *(word for word in words(plain) if carries(word))]))
    counted = _COUNTED.search(copy)
    unit = words(counted.group(1))[0] if counted and words(counted.group(1)) else ""
    ordinals = tuple(re.sub(r"\s", "", match.group()) for match in _ORDINAL.finditer(copy))
    tagged = pos_tag(words(plain), engine="perceptron", corpus="orchid_ud")
    nouns = frozenset([*short, *(word for word, tag in tagged if tag in ("NOUN", "PROPN") and word in content)])
    return Question(text, copy, kind, content, frozenset(find_years(text)), ordinals, unit, nouns)


def _spelled_out(copy: str, glossary: Glossary) -> str:
    """Abbreviations with their full stops, and the Thai for English words."""
    for bare, short in glossary.short.items():
        if bare in copy and short not in copy:
            copy = re.sub(rf"(?<![\u0e01-\u0e5b]){re.escape(bare)}(?![\u0e30-\u0e4e.])(?!\s?[ก-ฮ]\.)", f"{short} ", copy)
    latin = len(re.findall(r"[a-z]", copy))
    thai = len(re.findall("[\u0e01-\u0e5b]", copy))
    if latin > thai:
        known = glossary.translate(copy)
        if known:
            kept = [w for w in re.findall(r"[a-z]{2,}|\d[\d,.]*", copy) if w in glossary.same or w[0].isdigit()]
            asking = " ".join(re.findall(r"how many|how much|what|which|who|when|where|why|how|percent|year|month|join|contact|phone", copy))
            copy = " ".join([known, *kept, asking])
    return " ".join(copy.split())


def _has_digit(unit: str, text: str, quantity: Quantity) -> bool:
    """Whether a quantity is written in figures; a number word may be a part of something else."""
    return bool(unit) and any(letter.isdigit() for letter in quantity.number.of(text))


def carries(word: str) -> bool:
    """Whether a word of a question says what it is about."""
    if word in _ASKING or word.isdigit():
        return False
    return word not in stopwords() or len(word) > 5
