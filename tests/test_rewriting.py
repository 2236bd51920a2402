from __future__ import annotations

import pytest

from assistant.glossary import reviewed_glossary
from assistant.rewriting import invents_nothing

BEFORE = ["งบประมาณคลัสเตอร์ของ สสว. ปี 2559 เท่าไร"]


@pytest.mark.parametrize(
    ("question", "text", "sound"),
    [
        ("แล้วปี 2560 ล่ะ", "งบประมาณคลัสเตอร์ของ สสว. ปี 2560 เท่าไร", True),
        ("แล้วปี ๒๕๖๐ ล่ะ", "งบประมาณคลัสเตอร์ของสำนักงานส่งเสริมวิสาหกิจขนาดกลางและขนาดย่อม ปี 2560 เท่าไร", True),
        ("แล้วปี 2560 ล่ะ", "งบประมาณคลัสเตอร์ของ สสว. ปี 2561 เท่าไร", False),
        ("แล้วปี 2560 ล่ะ", "งบประมาณคลัสเตอร์ของ กสอ. ปี 2560 เท่าไร", False),
        ("แล้วปี 2560 ล่ะ", "งบประมาณคลัสเตอร์ 17 กลุ่มของ สสว. ปี 2560 เท่าไร", False),
        ("แล้วปี 2560 ล่ะ", "What was the cluster budget of OSMEP in 2560?", False),
        ("แล้วปี 2560 ล่ะ", "ปี 2560 อุณหภูมิเฉลี่ยของมหาสมุทรแปซิฟิกสูงขึ้นเพราะอะไร", False),
        ("and in 2017?", "cluster budget of OSMEP in 2017?", True),
    ],
)
def test_what_a_rewritten_question_may_say(question: str, text: str, sound: bool) -> None:
    assert invents_nothing(text, [*BEFORE, question], reviewed_glossary()) is sound
