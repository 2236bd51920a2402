"""Lists: whole with their lead-in, narrowed to the items asked for, brief for a bare name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.draft import SHORT
from assistant.lists import _share
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


def test_a_list_is_narrowed_to_one_thing_or_another(assistant: Assistant) -> None:
    text = assistant.ask("เครือข่ายปี 2566 อันไหนเกี่ยวกับกาแฟหรือทุเรียนบ้าง").text
    assert "เครือข่ายกาแฟ" in text
    assert "เครือข่ายทุเรียน" in text
    assert "เซรามิก" not in text


def test_a_list_asked_for_by_name_is_given_whole(assistant: Assistant) -> None:
    text = assistant.ask("ขอดูรายชื่อเครือข่ายธุรกิจทั้ง 7 เครือข่ายปี 2566").text
    assert text.count("จังหวัด") == 7
    assert "…" not in text


def test_the_other_part_of_a_region_is_left_out(tmp_path: Path) -> None:
    items = "1. เครือข่ายชา จังหวัดเชียงราย\n2. เครือข่ายผัก กลุ่มภาคเหนือตอนล่าง 1\n3. เครือข่ายยาง จังหวัดสงขลา\n"
    text = f"# เครือข่าย\n\nสำนักงานคัดเลือกเครือข่ายธุรกิจ 3 เครือข่าย ดังนี้\n\n{items}"
    with index_of(tmp_path / "home", [document("made/north.md", text, "เครือข่าย")]) as index:
        told = Assistant(index).ask("ภาคเหนือตอนบนมีเครือข่ายธุรกิจอะไรบ้าง").text
    assert "เครือข่ายชา" in told
    assert "เครือข่ายผัก" not in told


def test_the_northeast_is_not_the_east(tmp_path: Path) -> None:
    items = "1. เครือข่ายเงาะ จังหวัดระยอง\n2. เครือข่ายไหม จังหวัดขอนแก่น\n3. เครือข่ายเกลือ ภาคตะวันออกเฉียงเหนือ\n"
    text = f"# เครือข่าย\n\nสำนักงานคัดเลือกเครือข่ายธุรกิจ 3 เครือข่าย ดังนี้\n\n{items}"
    with index_of(tmp_path / "home", [document("made/east.md", text, "เครือข่าย")]) as index:
        assistant = Assistant(index)
        east = assistant.ask("ภาคตะวันออกมีเครือข่ายธุรกิจอะไรบ้าง").text
        northeast = assistant.ask("ภาคตะวันออกเฉียงเหนือมีเครือข่ายธุรกิจอะไรบ้าง").text
    assert [name in east for name in ("เงาะ", "ไหม", "เกลือ")] == [True, False, False]
    assert [name in northeast for name in ("เงาะ", "ไหม", "เกลือ")] == [False, True, True]


@pytest.mark.parametrize(
    ("lengths", "room", "share"),
    [([10, 10, 10], 60, 10), ([10, 20, 100], 60, 30), ([40, 50, 60], 60, 20), ([5, 5, 90], 40, 30), ([], 10, 0)],
)
def test_what_short_items_leave_the_longer_ones_take(lengths: list[int], room: int, share: int) -> None:
    assert _share(lengths, room) == share
    assert sum(min(length, share) for length in lengths) <= room


def test_whether_there_is_such_a_thing(assistant: Assistant) -> None:
    told = assistant.ask("มีเครือข่ายข้าวไหม").text
    assert "พบ 2 รายการจากทั้งหมด 7 รายการ" in told
    there = assistant.ask("แถวอีสานมีเครือข่ายธุรกิจอะไรบ้าง").text
    assert "สุรินทร์" in there
    assert "ยโสธร" in there
    assert "น่าน" not in there
    assert assistant.ask("แถวภาคใต้มีเครือข่ายธุรกิจอะไรบ้าง").abstained
