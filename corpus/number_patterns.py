"""How Thai texts write quantities: the patterns that `corpus.numbers` reads with."""

from __future__ import annotations

import re

from corpus.units import DIGIT, MAGNITUDE, NOT_AFTER_MAGNITUDE, UNIT

_GAP = r"[ \t\xa0\u200b]{0,2}"
_NUMBER = rf"(?:{DIGIT}{{1,3}}(?:,{DIGIT}{{3}})+|{DIGIT}+)(?:\.{DIGIT}+)?(?!{DIGIT}|[.,/:]{DIGIT})"
_TO = rf"{_GAP}(?:[-‐-―−~]|ถึง|to){_GAP}"
_TAIL = (
    rf"(?:{_GAP}(?P<over>กว่าๆ?|เศษ)(?={_GAP}(?:{MAGNITUDE}|{UNIT})))?"
    rf"(?:{_GAP}(?P<magnitude>{MAGNITUDE})(?P<more>(?:\s?{_NUMBER}\s?{MAGNITUDE})*)(?P<half>ครึ่ง(?!ปี))?)?"
    rf"(?:{_GAP}(?P<over_unit>กว่า|เศษ)(?={_GAP}{UNIT}))?"
    rf"(?:{_GAP}(?P<unit>{UNIT})(?P<unit_half>ครึ่ง(?!แรก|หลัง|ทาง|ปี))?)?(?P<rest>เศษ(?![ก-๎])|\s?ขึ้นไป)?"
)
NUMERAL = re.compile(
    rf"(?P<low>(?P<number>{_NUMBER})(?:(?:{_GAP}(?P<low_magnitude>{MAGNITUDE}))?(?P<percent>{_GAP}%)?(?={_TO}{DIGIT}))?)"
    rf"(?:{_TO}(?P<upper>{_NUMBER}))?{_TAIL}"
)
DIGITS = re.compile(f"{DIGIT}+")
MORE = re.compile(rf"({_NUMBER})\s?({MAGNITUDE})")
_ONE = "หนึ่ง|สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า"
WORDS = re.compile(
    r"(?P<number>(?:(?:ห(?:นึ่ง|้า|ก|มื่น)|ส(?:อง|าม|ี่|ิบ)|เจ็ด|แปด|เก้า|เอ็ด|ยี่สิบ|ร้อย|พัน|แสน|ล้าน)++"
    rf"|ครึ่ง(?:ร้อย|พัน|หมื่น|แสน|ล้าน)*+){NOT_AFTER_MAGNITUDE}){_TAIL}"
)
STARTS_WITH_ONE = re.compile(f"{_ONE}|ยี่|ครึ่ง")
ONLY_ONE = re.compile(f"{_ONE}|ครึ่ง")
POWERS = re.compile("ร้อย|พัน|หมื่น|แสน|ล้าน")
POWERS_ONLY = re.compile("(?:ร้อย|พัน|หมื่น|แสน|ล้าน)+")
LETTER = re.compile("[ก-ฮะ-ูเ-ไ็-๎]")
HALVES = frozenset(["ชั่วโมง", "วัน", "เดือน", "ปี", "กิโลกรัม", "ตัน", "เมตร", "กิโลเมตร", "ไร่", "ลิตร", "เท่า"])
AFTER_DIGIT = re.compile(rf"{DIGIT}\s{{0,2}}$")
FEW = re.compile(f"({_ONE})({_ONE})")
LOOSE = re.compile(r"(?:หลาย|นับ|หลัก|เป็น|ทะลุ|เรือน|ละ|กี่)\s?$")
QUALIFIERS = {
    "at_least": "ไม่น้อยกว่า|ไม่ต่ำกว่า|อย่างน้อย|อย่างต่ำ|at least|no less than|not less than",
    "at_most": "ไม่เกินกว่า|ไม่มากกว่า|ไม่สูงกว่า|ไม่เกิน|at most|up to|no more than|not more than|not exceeding",
    "under": "น้อยกว่า|ต่ำกว่า|ไม่ถึง|less than|fewer than|below",
    "over": "เกินกว่า|กว่า|เกิน|more than|over|exceeding",
    "about": "(?<!งบ)ประมาณ|(?<!ค)(?<!เรื่อง)ราว(?:ๆ)?|เกือบ|about|approximately|around|nearly|almost",
}
BEFORE = re.compile(
    rf"(?:(?i:{'|'.join(f'(?P<{name}>{words})' for name, words in QUALIFIERS.items())})\s{{0,2}})?"
    r"(?P<prefix>ร้อยละ|(?i:(?<![A-Za-z])(?:us\$|usd|thb|[$฿€£])))?\s{0,2}$"
)
BEFORE_ENDS = frozenset("ะ่าณวบงนถยดกๆ$฿€£") | frozenset("tnomwglydfrbsTNOMWGLYDFRBS")
SIGNS = frozenset("-−")
BEFORE_SIGN = frozenset(" (\xa0ะ")
LABEL = re.compile(rf"(?<!{DIGIT})(?<!{DIGIT}\s)(?:หมู่|มาตรา|ข้อ|ชั้น|ซอย|ไตรมาส|เฟส|ม\.|ป\.)\s?$")
RANK = re.compile(r"(?:อันดับ|ลำดับ)(?:ที่)?$")
ORDINALS = frozenset(
    re.findall(
        r"\S+",
        """ครั้ง รุ่น ระยะ ระลอก เฟส ไตรมาส ข้อ ส่วน ฉบับ มิติ ชั้น หมู่ ปี วัน สัปดาห์ เดือน รอบ คดี ประเด็น ประเภท ภาค บท หมวด หน้า
        ตอน ด้าน แห่ง คน ขั้น ขั้นตอน จุด แถว ช่อง ราย ชุด เรื่อง ประการ งวด รัชกาล ศตวรรษ ภาคเรียน เขต กลุ่ม""",
    )
)
