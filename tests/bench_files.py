"""Small files in the form of the public retrieval sets, for the tests of benchmarks and calibration."""

from __future__ import annotations

import json
import lzma
import zipfile
from pathlib import Path

# topic, a sentence of its own, a question about it
TOPICS = [
    ("ผ้าไหมสุรินทร์", "กลุ่มทอผ้าไหมสุรินทร์ย้อมเส้นไหมด้วยเปลือกมะพูด", "เส้นไหมย้อมด้วยอะไร"),
    ("ทุเรียนจันทบุรี", "สวนทุเรียนจันทบุรีส่งออกผลสดไปยังตลาดต่างประเทศ", "สวนทุเรียนส่งออกอะไร"),
    ("ยางพาราสงขลา", "สหกรณ์ยางพาราสงขลาแปรรูปน้ำยางเป็นหมอน", "สหกรณ์แปรรูปน้ำยางเป็นอะไร"),
    ("กุ้งสมุทรสาคร", "ผู้เลี้ยงกุ้งสมุทรสาครตรวจคุณภาพน้ำทุกเช้า", "ผู้เลี้ยงกุ้งตรวจอะไรทุกเช้า"),
    ("เซรามิกลำปาง", "โรงงานเซรามิกลำปางเผาถ้วยด้วยเตาประหยัดพลังงาน", "ถ้วยเผาด้วยเตาแบบไหน"),
    ("กาแฟเชียงราย", "เกษตรกรกาแฟเชียงรายคั่วเมล็ดอาราบิกาบนดอย", "เมล็ดอาราบิกาคั่วที่ไหน"),
    ("อัญมณีตราด", "ช่างอัญมณีตราดเจียระไนพลอยแดงด้วยมือ", "ช่างเจียระไนพลอยสีอะไร"),
    ("ข้าวสุพรรณบุรี", "ชาวนาข้าวสุพรรณบุรีใช้โดรนพ่นปุ๋ยในแปลงใหญ่", "ชาวนาใช้อะไรพ่นปุ๋ย"),
    ("เครื่องจักสานชลบุรี", "ช่างจักสานชลบุรีสานตะกร้าจากหวายและไม้ไผ่", "ตะกร้าสานจากอะไร"),
    ("เกลือเพชรบุรี", "นาเกลือเพชรบุรีเก็บดอกเกลือก่อนแดดแรง", "เก็บดอกเกลือเมื่อไร"),
    ("มะม่วงพิจิตร", "วิสาหกิจมะม่วงพิจิตรอบแห้งผลสุกด้วยแสงอาทิตย์", "มะม่วงอบแห้งด้วยอะไร"),
    ("ปลาร้าขอนแก่น", "โรงปลาร้าขอนแก่นหมักปลาในถังสแตนเลสหนึ่งปี", "หมักปลาในถังอะไร"),
]


def write_sets(folder: Path) -> Path:
    """Write all files, each with the same twelve documents."""
    folder.mkdir(exist_ok=True)
    paragraphs = [
        {"context": f"{topic}\n{text}", "qas": [_asked(question, text), _asked(text, text)]}
        for topic, text, question in TOPICS
    ]
    xquad = {
        "version": "1",
        "data": [{"title": "A", "paragraphs": paragraphs[:5]}, {"title": "B", "paragraphs": paragraphs[5:]}],
    }
    (folder / "xquad.th.json").write_text(json.dumps(xquad, ensure_ascii=False), "utf-8")
    with zipfile.ZipFile(folder / "iapp-wiki-qa-squad.zip", "w") as packed:
        for part, topics in (("train", TOPICS[:6]), ("valid", TOPICS[4:]), ("test", TOPICS[6:])):
            rows = [
                {"context": text, "question": asked, "answers": {"text": [text[-8:]]}}
                for _, text, question in topics
                for asked in (question, text, text[:20])
            ]
            packed.writestr(f"data/{part}.jsonl", "\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n")
    with lzma.open(folder / "thaigov-2025.jsonl.xz", "wt", encoding="utf-8") as lines:
        for number, (topic, text, _) in enumerate(TOPICS):
            record = {"id": str(number), "year": "2025", "title": topic, "body": f"{topic} {text} เมื่อวานนี้"}
            lines.write(json.dumps(record, ensure_ascii=False) + "\n")
    return folder


def _asked(question: str, text: str) -> dict[str, object]:
    return {"question": question, "answers": [{"text": text[-8:], "answer_start": len(text) - 8}]}
