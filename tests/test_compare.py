"""The two sides of a comparison."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings

from assistant import Assistant
from assistant.compare import asks_of_each, sides_of
from tests.thai_questions import document, index_of, question_texts


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        ("แนวตั้งกับแนวนอนของคลัสเตอร์ต่างกันตรงไหนครับ", ["แนวตั้งของคลัสเตอร์", "แนวนอนของคลัสเตอร์"]),
        (
            "รถบนเพชรเกษมกับสาย 323 เบาลงกี่เปอร์เซ็นต์ เทียบกันหน่อย",
            ["รถบนเพชรเกษม เบาลงกี่เปอร์เซ็นต์", "รถบนสาย 323 เบาลงกี่เปอร์เซ็นต์"],
        ),
        ("งบปี 2563 กับปี 2564 ของ สสว. ต่างกันเท่าไร", ["งบปี 2563 ของ สสว. เท่าไร", "งบปี 2564 ของ สสว. เท่าไร"]),
        ("งบปี 2563 และ 2564 ต่างกันอย่างไร", ["งบปี 2563", "งบปี 2564"]),
        ("ผลงาน สสว. ปี 63 ปีเดียวกับรวม 3 ปี เทียบกันหน่อย", ["ผลงาน สสว. ปี 63 ปีเดียว", "ผลงาน สสว. รวม 3 ปี"]),
        ("สสว. กับ กสอ. ใครทำคลัสเตอร์มากกว่ากัน", ["สสว. ทำคลัสเตอร์ เท่าไร", "กสอ. ทำคลัสเตอร์ เท่าไร"]),
        ("ราคาบ้านใหม่กับคอนโดใหม่ ไตรมาส 4 อันไหนขึ้นเยอะกว่า", ["ราคาบ้านใหม่ ไตรมาส 4 เท่าไร", "ราคาคอนโดใหม่ ไตรมาส 4 เท่าไร"]),
        ("โดนเลิกจ้างกับลาออกเอง เงินว่างงานต่างกันยังไง", ["โดนเลิกจ้าง เงินว่างงาน", "ลาออกเอง เงินว่างงาน"]),
        (
            "ปรับเส้นทางใหม่แล้ว ภาคเหนือกับภาคใต้มีกี่เส้นทาง",
            ["ปรับเส้นทางใหม่แล้ว ภาคเหนือมีกี่เส้นทาง", "ปรับเส้นทางใหม่แล้ว ภาคใต้มีกี่เส้นทาง"],
        ),
        ("สอบรุ่นที่ 9 ปีนี้ ชายกับหญิงอย่างละกี่คน", ["สอบรุ่นที่ 9 ปีนี้ ชาย กี่คน", "สอบรุ่นที่ 9 ปีนี้ หญิง กี่คน"]),
        (
            "ยาที่รัฐเตรียมไว้ช่วงระบาด ยาเม็ดกับยาน้ำอย่างละกี่ขวด",
            ["ยาที่รัฐเตรียมไว้ช่วงระบาด ยาเม็ด กี่ขวด", "ยาที่รัฐเตรียมไว้ช่วงระบาด ยาน้ำ กี่ขวด"],
        ),
        ("เปรียบเทียบคลัสเตอร์ชากับคลัสเตอร์กาแฟ", ["คลัสเตอร์ชา", "คลัสเตอร์กาแฟ"]),
        ("คลัสเตอร์ต่างจากสหกรณ์อย่างไร", ["คลัสเตอร์", "สหกรณ์"]),
        ("What is the difference between vertical and horizontal linkage?", ["vertical linkage", "horizontal linkage"]),
        ("ใช้ถุงนี้แล้วตากเร็วขึ้นแค่ไหนเทียบกับแบบเดิม", []),  # one thing to find
        ("ผลการเรียนต่างจากโรงเรียนอื่นอย่างไร", []),  # all the others are no second thing
        ("คลัสเตอร์เกี่ยวกับข้าวต่างกันไหม", []),  # กับ joins nothing here
        ("ต่างกันยังไง", []),
        ("", []),
    ],
)
def test_sides(question: str, sides: list[str]) -> None:
    assert sides_of(question) == sides


@pytest.mark.parametrize(
    ("question", "of_each"),
    [
        ("ภาคเหนือกับภาคใต้มีกี่เส้นทาง", True),
        ("ปี 2562 และ 2563 พัฒนากี่กลุ่ม", True),
        ("ชายกับหญิงอย่างละกี่คน", True),
        ("ถนนเชื่อมเชียงใหม่กับลำพูนยาวกี่กิโลเมตร", False),
        ("ปี 2562 และ 2563 รวมกี่กลุ่ม", False),
        ("โครงการที่ไทยทำกับไต้หวันมีกี่คน", False),
        ("โครงการของ สสว. กับ กสอ. ใช้งบเท่าไร", False),
        ("คลัสเตอร์มีกี่กลุ่ม", False),
    ],
)
def test_numbers_of_two_things_each_for_itself(question: str, of_each: bool) -> None:
    assert asks_of_each(question) is of_each


@settings(max_examples=150, deadline=None)
@given(question_texts())
def test_any_text_has_two_sides_or_none(text: str) -> None:
    sides = sides_of(text)
    assert len(sides) in (0, 2)
    assert all(side.strip() for side in sides)


def test_two_figures_of_one_sentence_are_quoted_once(tmp_path: Path) -> None:
    text = "# รายงาน\n\nกองทุนทอผ้าอนุมัติเงินกู้ในปี 2561 จำนวน 14 ราย และในปี 2562 จำนวน 37 ราย"
    with index_of(tmp_path / "home", [document("a.md", text, "รายงาน")]) as index:
        answer = Assistant(index).ask("กองทุนทอผ้าอนุมัติเงินกู้กี่ราย ปี 2561 กับปี 2562 ต่างกันเท่าไร")
    assert len(answer.citations) == 1
    assert answer.text.count("จำนวน 37 ราย") == 1
    assert [line for line in answer.text.splitlines() if "2561" in line and line.endswith("14 ราย [1]")]
    assert [line for line in answer.text.splitlines() if "2562" in line and line.endswith("37 ราย [1]")]


def test_sides_of_two_documents_are_both_cited(tmp_path: Path) -> None:
    made = [
        document(f"{year}.md", f"# ปี {year}\n\nในปี {year} กองทุนทอผ้าอนุมัติเงินกู้ {count} ราย", f"กองทุนทอผ้า ปี {year}")
        for year, count in ((2561, 14), (2562, 37))
    ]
    with index_of(tmp_path / "home", made) as index:
        answer = Assistant(index).ask("กองทุนทอผ้าอนุมัติเงินกู้กี่ราย ปี 2561 กับปี 2562 ต่างกันเท่าไร")
    assert {citation.source for citation in answer.citations} == {"2561.md", "2562.md"}
    assert "14 ราย" in answer.text
    assert "37 ราย" in answer.text


def test_sides_that_share_their_words_quote_no_more_than_they_need(tmp_path: Path) -> None:
    around = "สมาชิกประชุมกันทุกเดือนเพื่อวางแผนการผลิตและการขายในตลาดใกล้บ้าน "
    said = "ผ้าฝ้ายทอมือของเครือข่ายนุ่มกว่าและระบายความร้อนได้ดี เมื่อเทียบกับผ้าใยสังเคราะห์ที่ร้อนและไม่ดูดซับน้ำ "
    text = f"# ผ้า\n\n{around * 4}{said}{around * 4}"
    with index_of(tmp_path / "home", [document("a.md", text, "ผ้าทอมือ")]) as index:
        answer = Assistant(index).ask("ผ้าฝ้ายทอมือเป็นอย่างไรเมื่อเทียบกับผ้าใยสังเคราะห์")
    assert "ระบายความร้อนได้ดี" in answer.text
    assert len(answer.text) <= 300
