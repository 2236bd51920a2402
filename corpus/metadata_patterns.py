"""How Thai texts state their title, publisher and date: the patterns that `corpus.metadata` reads with."""

from __future__ import annotations

import re

from pythainlp.corpus import provinces

WORD = re.compile(r"[A-Za-z\u0e01-\u0e2e]")
THAI_EDGE = re.compile(r"[\u0e01-\u0e4e]\n[\u0e01-\u0e4e]")
COMBINING = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")
SPACES = re.compile(r"[\s\u200b\ufeff]+")
EDGES = " \t-–—*#|:_.…,;\u200b\ufeff\xa0"
LINE = re.compile(r"[^\n\r]+|\n(?=[ \t\xa0\u200b\r]*\n)")
HEADING = re.compile(r"\s*#{1,3}\s+(?P<title>\S.*)")
TITLE_LABEL = re.compile(
    r"\s*(?:ชื่อเรื่อง|ชื่อบทความ|หัวข้อ(?:ข่าว)?|หัวเรื่อง|เรื่อง|(?i:title|subject))(?:\s*[:：]\s*|\s{2,}|\t)(?P<title>\S.{5,})"
)
GOES_ON = re.compile(r"(?:ซึ่ง|และ|หรือ|โดย|ของ|ที่|ใน|การ|ความ|เพื่อ|จาก|กับ|ตาม|แห่ง|ให้|เป็น|ด้วย|,)\s*$")
ITEM = re.compile(r"\s*(?:[-*•●]|\(?[0-9๐-๙]{1,3}[.)])")
NUMBER_BESIDE = re.compile(r"[0-9๐-๙%]|[\u0e01-\u0e2e]\.|ร้อยละ|จำนวน|กว่า|ประมาณ|นาย|นาง|ดร")

_CITY = "|".join(re.escape(name) for name in sorted(map(str, provinces())))
_PLACE = rf"(?:กรุงเทพฯ?|กทม\.|ทำเนียบรัฐบาล|(?:จังหวัด|จ\.)?\s?(?:{_CITY})|[A-Z][A-Za-z]{{2,20}}(?:\s[A-Z][a-z]+)?)"
OPENING = re.compile(
    rf"\W*(?:{_PLACE}\s{{0,3}}(?:/\s?{_PLACE}\s{{0,3}})?[:,(–—-]?\s{{0,3}}|(?!วัน|เช้า|บ่าย|วาน|เมื่อ)(?P<word>[\u0e01-\u0e4e.]{{2,14}})\s{{1,3}})?"
    r"(?P<when>วันนี้|เช้าวันนี้|บ่ายวันนี้|วานนี้|เมื่อวานนี้|เมื่อวาน|ใน|เมื่อ)?\W{0,4}"
)
CLOCK = re.compile(
    r"[\s)\](]*(?:,?\s*(?:เวลา\s*)?(?:ประมาณ\s*)?[0-9๐-๙]{1,2}[.:][0-9๐-๙]{2}\s?น\.)?[\s:.,)]*(?P<dash>[-–—]*)[\s:]*"
)
TODAY = re.compile(r"วันนี้\W{0,4}$|\btoday\W{0,4}$", re.IGNORECASE)
PUBLISHED = re.compile(
    r"(?:(?:เผยแพร่|ลงเว็บ|โพสต์|ปรับปรุง|อัปเดต|อัพเดท|(?i:published|posted|updated|date))(?:ข้อมูล|ข่าว|บทความ)?(?:ล่าสุด)?"
    r"|วันที่(?:เผยแพร่|ประกาศ|ลงข่าว|โพสต์|ปรับปรุง)|(?:ประกาศ|ให้ไว้)(?=\s?ณ))(?:เมื่อ|\s?ณ|\s(?i:on))?\s*[:：]?\s*(?:วัน(?:ที่)?)?\s*$"
)
DATED = re.compile(r"\W*(?:ลง|ณ|ข้อมูล\s?ณ)\s*")
OTHER_TIME = re.compile(
    r"(?:ตั้งแต่|ภายใน|ระหว่าง|ช่วง|ถึง|ลง|ก่อน|หลัง|นับจาก|มีผล|ครบรอบ|กำหนด|ประจำ|since |from |until |by |จะ\S{0,24})\s*$"
)

CREDIT = re.compile(
    r"(?:^|[\s(/.])(?:(?:แหล่ง)?ที่มา(?:ของ)?|แหล่ง(?:ข่าว|ข้อมูล|อ้างอิง)|อ้างอิง|ข้อมูล(?=จาก|โดย)|ข่าว(?=โดย)|(?:เผยแพร่|จัดทำ|เรียบเรียง)(?=โดย)"
    r"|ผู้เผยแพร่|เครดิต|ขอบคุณข้อมูล|(?i:source|publisher|credit))(?:ข้อมูล|ข่าว|ภาพ)?(?:จาก|โดย)?\s*[:：]\s*(?P<name>[^\n|]{2,140})"
)
_ORGANISATION = (
    "(?:สำนัก|กรม|กระทรวง|กอง|ศูนย์|สถาบัน|องค์การ|องค์กร|สมาคม|หอการค้า|สภา|บริษัท|มหาวิทยาลัย|วิทยาลัย|คณะกรรมการ|ฝ่าย|มูลนิธิ|ธนาคาร|เทศบาล"
    "|กลุ่ม(?:ประชา|งาน|สื่อ)|ทีม(?:ข่าว|สื่อ|ประชา)|หนังสือพิมพ์|ผู้สื่อข่าว|การ(?:ไฟฟ้า|ประปา|นิคม|ท่องเที่ยว)|[ก-ฮ]{2,4}\\.)"
)
SIGNED = re.compile(
    rf"(?:^|[\s.”\"’])(?:[-–—]{{1,3}}(?P<name>{_ORGANISATION}[^\n\-–—/|:]{{1,80}})|[-–—]{{2,3}}\s?(?P<framed>[^\n\-–—/|:]{{4,80}}?)\s?[-–—]{{2,3}})[-–—.\s]*$"
)
SIGNED_AND_DATED = re.compile(rf"\W*(?P<name>{_ORGANISATION}[^\n:]{{2,80}}?)\s*[:/–-]\s*")
AFTER_NAME = re.compile(
    r"\s*(?:โทร(?:ศัพท์|สาร)?\b|โทร\.|สายด่วน|(?i:tel|fax|call center|e-?mail|line|facebook|https?|www)\b"
    r"|เผยแพร่|วันที่|[/|]|ภาพ\s?:).*$"
)
