"""Units, classifiers and magnitudes that Thai texts count in: one table, and the patterns made from it.

Dates and quantities both ask here what follows a numeral, so that no numeral is both a year and a count.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from pythainlp.corpus import provinces

# Each entry is `canonical=form,form`; `_` stands for a space. Longer forms win, so compounds that are counted
# themselves (ช่องจราจร beside ช่อง) are entries of their own.

# Classifiers and measures: after a numeral they can only be its unit.
_MEASURES = """
บาท=baht,THB,฿ สตางค์ ยูโร=euros,EUR,€ เยน=yen,JPY หยวน=yuan,RMB,CNY ปอนด์=GBP,£ รูปี ริงกิต กีบ จ๊าต รูเบิล
ดอลลาร์สหรัฐ=ดอลลาร์สหรัฐฯ,ดอลล่าร์สหรัฐฯ,ดอลล่าร์สหรัฐ,ดอลลาร์,ดอลล่าร์,เหรียญสหรัฐฯ,เหรียญสหรัฐ,USD,US$,$,US_dollars,dollars
ดอลลาร์สิงคโปร์ ดอลลาร์ออสเตรเลีย ดอลลาร์ฮ่องกง ดอลลาร์แคนาดา
%=เปอร์เซ็นต์,เปอร์เซนต์,เปอร์เซ็น,percent,per_cent,％ จุดเปอร์เซ็นต์ เท่า เท่าตัว คะแนน
วินาที=seconds นาที=minutes,minute ชั่วโมง=ชม.,hours,hour วัน=days,day วันทำการ=วันทำงาน สัปดาห์=อาทิตย์,weeks,week
เดือน=months,month ปี=years,year ปีงบประมาณ ปีการศึกษา ภาคเรียน ทศวรรษ=decades ศตวรรษ ขวบ พรรษา ครั้ง รอบ ระลอก รุ่น งวด
มิลลิเมตร=มม. เซนติเมตร=ซม.,เซ็นติเมตร เมตร=metres,meters กิโลเมตร=กม.,km,kilometres,kilometers ไมล์=miles นิ้ว ฟุต
ตารางเมตร=ตร.ม.,ตรม.,sq.m. ตารางกิโลเมตร=ตร.กม. ตารางวา=ตร.ว. ไร่=rai เฮกตาร์=hectares ลิตร=litres,liters
มิลลิลิตร=มล.,ซีซี,ml ลูกบาศก์เมตร=ลบ.ม.,ลบ._ม.,ลบม. ลูกบาศก์เมตรต่อวินาที=ลบ.ม./วินาที,ลบ.ม./วิ บาร์เรล
กรัม=grams มิลลิกรัม=มก.,mg ไมโครกรัม=มคก. กิโลกรัม=กก.,กิโล,kg,kilograms ตัน=tonnes,tons,tonne,ton
องศาเซลเซียส=°C,°_C,℃,°เซลเซียส,°_เซลเซียส,องศา องศาฟาเรนไฮต์=°F,°ฟาเรนไฮต์,°_ฟาเรนไฮต์ เมกะวัตต์=MW กิโลวัตต์=kW วัตต์ โวลต์ แรงม้า
กิโลวัตต์ชั่วโมง=kWh กิกะไบต์=GB เทราไบต์=TB เมกะไบต์=MB กิโลตัน เมกะตัน กิกะตัน กิกะวัตต์=GW กิโลเมตรต่อชั่วโมง=กม./ชม.,km/h
ไมโครเมตร=ไมครอน นาโนเมตร มิลลิวินาที เฮิรตซ์ กิโลเฮิรตซ์ เมกะเฮิรตซ์=MHz กิกะเฮิรตซ์=GHz
คน=people,persons,person ราย ท่าน ครัวเรือน=households ครอบครัว หลังคาเรือน แห่ง คัน ชิ้น=pieces ฉบับ เล่ม เม็ด ขวด กล่อง
โดส=doses เข็ม ถุง ซอง กระป๋อง กระสอบ แผ่น ผืน ม้วน ตู้ เตียง ที่นั่ง อันดับ=ลำดับ เที่ยว เที่ยวบิน หุ้น สิทธิ=สิทธิ์ ข้อความ รางวัล
ประการ ช่องจราจร
"""
# Nouns that count themselves; after a year or a label they may as well begin the next phrase.
_NOUNS = """
กลุ่ม=groups,group กลุ่มจังหวัด กลุ่มอุตสาหกรรม กลุ่มเป้าหมาย กลุ่มเกษตรกร กลุ่มธุรกิจ คลัสเตอร์=clusters,cluster
เครือข่าย=networks,network กิจการ=enterprises จังหวัด=provinces,province อำเภอ=districts ตำบล หมู่บ้าน=villages
ชุมชน=communities ประเทศ=countries,country เขตเศรษฐกิจ ภูมิภาค=regions เมือง หน่วยงาน=agencies,agency
องค์กร=organisations,organizations องค์การ บริษัท=companies,company โรงงาน=factories โรงเรียน โรงพยาบาล โรงแรม ร้านค้า ร้าน
สาขา ศูนย์=centres,centers สถานี สถาบัน มหาวิทยาลัย=universities วิทยาลัย สมาคม สหกรณ์ ชมรม วิสาหกิจ วิสาหกิจชุมชน
โครงการ=projects,project กิจกรรม=activities แผนงาน หลักสูตร=courses มาตรการ=measures นโยบาย ยุทธศาสตร์ แนวทาง เป้าหมาย
ตัวชี้วัด มิติ อุตสาหกรรม=industries ธุรกิจ=businesses SMEs=SME,เอสเอ็มอี ผู้ประกอบการ=entrepreneurs ผลิตภัณฑ์=products
สินค้า ตลาด แบรนด์ รายการ=items ประเภท=types ชนิด สายพันธุ์ พันธุ์ รูปแบบ ตัวอย่าง ข้อเสนอ ประเด็น ขั้นตอน=steps ช่องทาง เส้นทาง
พื้นที่=areas ตำแหน่ง บัญชี คดี กองทุน ทุน ผลงาน คณะกรรมการ คณะ ทีม=teams ฝ่าย องค์ประกอบ ปัจจัย=factors เงื่อนไข ระบบ
เครื่องมือ มาตรฐาน ภาคส่วน สายการบิน ด่าน แปลง อาคาร คำถาม คำขอ คำสั่ง คำสั่งซื้อ ใบอนุญาต กรมธรรม์ ลูกจ้าง อาชีพ สมาชิก=members
เรือนจำ ข้อสั่งการ เทคโนโลยี นวัตกรรม ไตรมาส=quarters
"""
# Short classifiers that also begin many other words (จุดเด่น, หลังจาก): a unit only where the word visibly ends.
_SHORT = """
ตัว จุด ข้อ ด้าน เรื่อง ชุด สาย เส้น ส่วน ช่อง ห้อง ชั้น ใบ ต้น หลัง ลูก ก้อน หน่วย คู่ อย่าง แบบ ภาค เขต ระยะ ช่วง ตอน บท หน้า คำ งาน
กอง กรม กระทรวง วัด แผน ภาษา เสียง วง แถว ขั้น องค์ โรง รัฐ ซอย มาตรา เฟส เพลง ภาพ แท่ง หลอด มื้อ เคส กรณี มัด ค่าย คืน วอน ดอง
ลัง ดวง ลำ รูป เครื่อง อัตรา เมตร=ม.
"""
# Words that begin like a unit but name something else.
_NOT_UNITS = (
    "รายได้|รายจ่าย|รายละเอียด|รายชื่อ|รายงาน|รายรับ|คนละ|คืนสู่|คืนความ|รูปธรรม|รูปแบบการ|รอบรู้|รอบคอบ|ท่านผู้|ชิ้นส่วน|สายด่วน"
    "|(?:วัน|ปี|ครั้ง|รุ่น|รอบ|ระลอก|อันดับ|ลำดับ)ที่\\s?[0-9๐-๙]|(?:วัน|เดือน|ปี|ครั้ง)(?:นี้|นั้น|หน้า)"
    "|วัน(?:จันทร์|อังคาร|พุธ|พฤหัส|ศุกร์|เสาร์|อาทิตย์)|เดือน\\s?(?:มกรา|กุมภา|มีนา|เมษา|พฤษ|มิถุ|กรกฎ|สิงหา|กันยา|ตุลา|พฤศ|ธันวา)"
    "|เท่า(?:กับ|นั้น|กัน|ที่|เทียม|ทัน|ไร|ไหร่|ใด)|อัตราดอกเบี้ย|อัตราการ|เครื่อง(?:ชี้|ดื่ม|จักร|แบบ)|หลังจาก|ลำปาง|ลำพูน|ประเทศไทย|เมืองไทย"
    "|แห่งชาติ|แห่งประเทศ|ทุนจดทะเบียน|ทีมงาน|สมาชิกสภา|สมาคมการ"
)
_CASED = frozenset({"MW", "kW", "kWh", "GB", "TB", "MB"})  # "mb" or "gb" inside prose is something else
_ENDS = (
    "(?=[^ก-ฮะ-ูเ-ไๆ-๎A-Za-z]|$|ๆ|ทั่ว|ใน|ของ|ที่|และ|หรือ|ต่อ|โดย|เพื่อ|ซึ่ง|ตาม|ด้วย|ดังนี้|ได้แก่|ประกอบ|คือ|กับ|ดังกล่าว|แรก|หลัก|สำคัญ|ใหม่"
    "|รวม|ละ|แล้ว|เต็ม|เศษ|กว่า|ขึ้นไป|จาก(?!นั้น|นี้|การ|ที่)|ครึ่ง|ถึง|อาทิ|เช่น)"
)


@dataclass(frozen=True, slots=True)
class Unit:
    """What a written unit means.

    Args:
        name: its canonical form.
        factor: what the written form multiplies by (ลบ. is a million baht), else 1.
        noun: whether it is a noun that may as well begin the next phrase.
    """

    name: str
    factor: Decimal = Decimal(1)
    noun: bool = False


def _read(table: str, *, noun: bool = False) -> dict[str, Unit]:
    units: dict[str, Unit] = {}
    for entry in table.split():
        name, _, forms = entry.partition("=")
        for form in (name, *filter(None, forms.split(","))):
            units[form.replace("_", " ").lower()] = Unit(name, noun=noun)
    return units


_SHORT_UNITS = _read(_SHORT)
UNITS: dict[str, Unit] = {
    **_SHORT_UNITS,
    **_read(_MEASURES),
    **_read(_NOUNS, noun=True),
    "ลบ.": Unit("บาท", Decimal(1_000_000)),  # as Thai budget tables write "million baht"
}
"""Every written form, in lower case, and its unit."""


def _alternatives(forms: list[str]) -> str:
    """One alternation, longest form first, grouped by first letter so that most tries end at once."""
    groups: dict[str, list[str]] = {}
    for form in sorted(forms, key=len, reverse=True):
        groups.setdefault(form[0], []).append(re.escape(form[1:]))
    return "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in groups.items())


def _pattern() -> str:
    cased = {form.lower() for form in _CASED}
    short = list(_SHORT_UNITS)
    latin = [form for form in UNITS if re.search("[a-z]", form) and form not in cased]
    others = [form for form in UNITS if form not in {*short, *latin, *cased}]
    names = "|".join(re.escape(name) for name in sorted(map(str, provinces())))
    thai = f"(?:{_alternatives(others)})(?![ะ-ฺ็-๎])|(?:{_alternatives(short)}){_ENDS}"
    english = f"(?:(?i:{_alternatives(latin)})|{'|'.join(sorted(_CASED))})(?![A-Za-z])"
    return f"(?:(?!{_NOT_UNITS}|จังหวัด\\s?(?:{names}))(?:{thai})|{english})"


DIGIT = "[0-9๐-๙]"
"""A digit; the class of both scripts, because ``\\d`` would take in every other script as well."""

UNIT = _pattern()
"""Pattern of a written unit, without groups."""

NOT_AFTER_MAGNITUDE = "(?!ละ|ธ|ตำรวจ|ตรี|โท|เอก|จ่า|แก้ว|นา|ช้าง|ยา|สุข|ทาง|ยอด|[ะ-ฺ็-๎])"
"""What shows that a magnitude word was none: ranks, names and longer words (พันตำรวจเอก, ร้อยละ, พันธุ์, ล้านนา)."""

MAGNITUDE = (
    f"(?:(?:สิบ|ร้อย|พัน|หมื่น|แสน|ล้าน)++(?!เอ็ด){NOT_AFTER_MAGNITUDE}"
    "|(?i:thousand|million|billion|trillion|mn|bn)(?![A-Za-z]))"
)
"""Pattern of a magnitude word or chain (แสนล้าน), without groups."""

_MAGNITUDES = {"สิบ": 1, "ร้อย": 2, "พัน": 3, "หมื่น": 4, "แสน": 5, "ล้าน": 6}
_ENGLISH_MAGNITUDES = {"thousand": 3, "million": 6, "mn": 6, "billion": 9, "bn": 9, "trillion": 12}
_FOLLOWS = re.compile(f"[ \\t\\xa0]{{0,2}}(?:(?P<magnitude>{MAGNITUDE})|(?P<unit>{UNIT}))")


def magnitude(words: str) -> Decimal:
    """The power of ten that a chain of magnitude words stands for: แสนล้าน is 10¹¹."""
    exponent = _ENGLISH_MAGNITUDES.get(words.lower())
    if exponent is None:
        exponent = sum(_MAGNITUDES[word] for word in re.findall("|".join(_MAGNITUDES), words))
    return Decimal(10) ** exponent


def unit_of(form: str) -> Unit:
    """The unit behind a form that `UNIT` matched.

    Raises:
        KeyError: if it is no written form of a unit.
    """
    return UNITS[form.lower()]


def counted(text: str, end: int, *, nouns: bool = True) -> bool:
    """Whether a numeral that ends at ``end`` is counted by what follows it.

    Args:
        text: the text.
        end: where the numeral ends.
        nouns: whether nouns that count themselves decide too, or only measures and classifiers.
    """
    match = _FOLLOWS.match(text, end)
    if not match:
        return False
    return match["magnitude"] is not None or nouns or not unit_of(match["unit"]).noun
