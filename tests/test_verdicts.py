"""Whether something is true: the clause that says so is quoted, wherever it stands in the document."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import Assistant
from tests.thai_questions import MADE, document, index_of

_CLAIM = (
    "สำนักงานส่งเสริมเครือข่ายธุรกิจได้รับการสอบถามเรื่องการเปิดรับสมัครสมาชิกเครือข่ายไผ่ทองผ่านแอปพลิเคชัน "
    "โดยผู้สมัครต้องโอนเงินค่าสมัคร 500 บาท "
    "ภายในวันเดียวกับที่ได้รับข้อความ และต้องส่งสำเนาบัตรประชาชนให้เจ้าหน้าที่ของโครงการก่อนเวลาเที่ยงวัน"
)
_TOLD = "ทั้งนี้ สำนักงานตรวจสอบแล้วพบว่า “การรับสมัครสมาชิกเครือข่ายไผ่ทอง” เป็นข้อมูลเท็จ ขอให้ประชาชนอย่าหลงเชื่อ"
_PLAIN = "ทั้งนี้ สำนักงานจะเปิดรับสมัครอีกครั้งในปีหน้า ขอให้ประชาชนติดตามข่าวสาร"
_QUESTION = "มีคนส่งข้อความว่าเครือข่ายไผ่ทองรับสมัครสมาชิกผ่านแอปพลิเคชัน {}"


@pytest.mark.parametrize(
    ("text", "asks", "told"),
    [
        (f"{_CLAIM}\n\n{_TOLD}", "จริงหรือเปล่า", True),
        (f"{_CLAIM}\n\n{_TOLD}", "จริงมั้ยคะ", True),
        (f"{_CLAIM}\n\n{_TOLD}", "เสียค่าสมัครกี่บาท", False),  # nobody doubts it
        (f"{_CLAIM}\n\n{_PLAIN}", "จริงหรือเปล่า", False),
    ],
)
def test_a_verdict_is_quoted_where_one_is_asked_for(tmp_path: Path, text: str, asks: str, told: bool) -> None:
    with index_of(
        tmp_path / "home", [*MADE, document("made/rumour.md", f"# ข่าว\n\n{text}", "ข่าวเครือข่ายไผ่ทอง")]
    ) as index:
        answer = Assistant(index).ask(_QUESTION.format(asks))
    assert not answer.abstained
    assert ("“การรับสมัครสมาชิกเครือข่ายไผ่ทอง” เป็นข้อมูลเท็จ" in answer.text) is told
    assert any("ผ่านแอปพลิเคชัน" in citation.quote or "ค่าสมัคร" in citation.quote for citation in answer.citations)
    assert len(answer.text) <= 500
    for citation in answer.citations:
        assert citation.quote.strip()
