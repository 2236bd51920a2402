from __future__ import annotations

import pytest

from corpus.connectives import (
    FAIR,
    NEVER,
    POOR,
    SENTENCE,
    TURN,
    Rank,
    announces,
    needs_more,
    rank_of_space,
    wants_number,
)


@pytest.mark.parametrize(
    ("text", "rank"),
    [
        ("ขายได้ดีขึ้นมาก|ทั้งนี้ ต้องดูแลคุณภาพ", SENTENCE),
        ("ขายได้ดีขึ้นมาก|ส่วนต้นทุนเท่าเดิม", SENTENCE),
        ("แบ่งเป็นสาม|ส่วน คือ", FAIR),
        ("ขายได้ดีขึ้นมาก|โดยส่งออก", TURN),
        ("ขายได้ดีขึ้นมาก|แต่งตั้งกรรมการ", FAIR),
        ("ขายได้ดีขึ้นมาก|และได้ตั้งกลุ่ม", FAIR),
        ("ข้าวเหนียว|และข้าวเจ้า", NEVER),
        ("ได้รับการช่วยเหลือจาก|องค์กรต่างประเทศ", NEVER),
        ("ผู้จัดงาน กล่าวว่า|กลุ่มเข้มแข็ง", NEVER),
        ("จัดงาน ณ|โรงแรมริมน้ำ", NEVER),
        ("งบประมาณ|จัดสรรแล้ว", FAIR),
        ("ในพื้นที่|ชุมชนช่วยกันดูแล", FAIR),
        ("มีความจำเป็น|ชุมชนช่วยกันดูแล", FAIR),
        ("จัดทำกรอบขึ้น|ประกอบด้วย การสร้าง", NEVER),
        ("จำนวน 17|เครือข่าย", NEVER),
        ("ในปี 2546|โดยเริ่มจาก", TURN),
        ("สสว.|ได้สนับสนุน", NEVER),
        ("กรมฯ แจ้ง พ.ร.บ.|ฉบับใหม่", NEVER),
        ("ให้กำลังใจกันต่อไป.|ชุมชนช่วยกันดูแล", TURN),
        ("National Committee on|Competitive Advantage", NEVER),
        ("It was good.|The group grew", SENTENCE),
        ("พบ Mr.|Smith", NEVER),
        ("โครงการของกลุ่ม|Smart Farm", POOR),
        ("กรมส่งเสริมการเกษตร|กระทรวงเกษตรและสหกรณ์", POOR),
        ("กรมส่งเสริมการเกษตร|ได้สนับสนุน", POOR),
        ("นายสมหมาย|ใจงาม", NEVER),
        ("นายกรัฐมนตรี|เดินทางมา", FAIR),
        ("ฝ่ายตลาด|2) ฝ่ายบัญชี", TURN),
        ("ตลาด 2)|ฝ่ายบัญชี", NEVER),
        ("คลัสเตอร์|(Cluster)", NEVER),
    ],
)
def test_rank_of_a_space(text: str, rank: Rank) -> None:
    at = text.index("|")
    assert rank_of_space(text.replace("|", " "), 0, at, at + 1) is rank


@pytest.mark.parametrize(
    ("text", "expected"),
    [("มีดังนี้", True), ("มีดังนี้ : ", True), ("ได้แก่", True), ("หัวข้อ：", True), ("มีหลายข้อ", False), ("", False)],
)
def test_announcing(text: str, expected: bool) -> None:
    assert announces(text) is expected


def test_words_that_need_more() -> None:
    assert needs_more("ตั้งแต่", 0, 7)
    assert needs_more("งาน ณ", 0, 5)
    assert not needs_more("งบประมาณ", 0, 8)
    assert needs_more("เพื่อ การ", 0, 9)
    assert not needs_more("โครงการ", 0, 7)
    assert wants_number("คิดเป็นร้อยละ", 0, 13)
    assert not wants_number("กลุ่มผ้าทอ", 0, 10)
