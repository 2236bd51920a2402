"""Lists: whole with their lead-in, narrowed to the items asked for, brief for a bare name."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant import Assistant
from assistant.draft import SHORT
from tests.thai_questions import document, index_of

_NETWORKS = document(
    "made/networks.md",
    "# เครือข่ายปี 2566\n\nสำนักงานคัดเลือกเครือข่ายธุรกิจ 7 เครือข่าย ดังนี้\n\n"
    "1. เครือข่ายผ้าทอ จังหวัดน่าน\n2. เครือข่ายเซรามิก จังหวัดลำปาง\n3. เครือข่ายข้าวหอม จังหวัดสุรินทร์\n"
    "4. เครือข่ายข้าวแปรรูป จังหวัดยโสธร\n5. เครือข่ายกาแฟ จังหวัดเชียงราย\n6. เครือข่ายไม้ไผ่ จังหวัดปราจีนบุรี\n"
    "7. เครือข่ายทุเรียน จังหวัดจันทบุรี\n",
    "เครือข่ายปี 2566",
)
_FACTORS = document(
    "made/factors.md",
    "# บทเรียน\n\nปัจจัยแห่งความสำเร็จของการรวมกลุ่ม ประกอบด้วย\n\n"
    + "\n".join(
        f"{n}. {name} {'ซึ่งสมาชิกทุกคนต้องเข้าใจและลงมือทำอย่างต่อเนื่อง ' * 3}"
        for n, name in enumerate(["ผู้นำที่เข้มแข็ง", "ผู้ประสานงานเต็มเวลา", "กิจกรรมที่เห็นผลเร็ว", "การเชื่อมโยงกับภาครัฐ"], 1)
    ),
    "บทเรียนการรวมกลุ่ม",
)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with index_of(tmp_path_factory.mktemp("lists") / "home", [_NETWORKS, _FACTORS]) as index:
        yield Assistant(index)


def test_a_whole_list_with_every_item(assistant: Assistant) -> None:
    text = assistant.ask("สำนักงานคัดเลือกเครือข่ายธุรกิจอะไรบ้าง").text
    assert all(name in text for name in ("ผ้าทอ", "เซรามิก", "ข้าวหอม", "ข้าวแปรรูป", "กาแฟ", "ไม้ไผ่", "ทุเรียน"))


def test_a_list_is_narrowed_to_a_place(assistant: Assistant) -> None:
    text = assistant.ask("จังหวัดน่านมีเครือข่ายธุรกิจอะไรบ้าง").text
    assert "ผ้าทอ" in text
    assert "เซรามิก" not in text


def test_a_list_is_narrowed_to_what_is_asked_about(assistant: Assistant) -> None:
    text = assistant.ask("มีเครือข่ายธุรกิจอะไรเกี่ยวกับข้าวบ้าง").text
    assert "ข้าวหอม" in text
    assert "ข้าวแปรรูป" in text
    assert "ทุเรียน" not in text


def test_a_bare_name_gets_a_short_overview(assistant: Assistant) -> None:
    asked = assistant.ask("ปัจจัยแห่งความสำเร็จของการรวมกลุ่มมีอะไรบ้าง").text
    bare = assistant.ask("ปัจจัยแห่งความสำเร็จ").text
    assert all(name in bare for name in ("ผู้นำ", "ผู้ประสานงาน", "กิจกรรม", "การเชื่อมโยง"))
    assert len(bare) <= SHORT < len(asked)
