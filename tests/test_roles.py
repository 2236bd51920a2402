"""Who holds which office: names bound to roles."""

from __future__ import annotations

import pytest

from assistant.roles import asked_role, holders, role_fit

HELD = {"ปลัด": 0.5, "แรงงาน": 0.5}


@pytest.mark.parametrize(
    ("question", "role"),
    [
        ("ผู้ว่าอุบลคือใคร", "ผู้ว่า"),
        ("รองผู้ว่าเชียงใหม่ชื่ออะไร", "รองผู้ว่า"),
        ("ผอ. สสว. คือใคร", "ผู้อำนวยการ"),
        ("รมว.แรงงานชื่ออะไร", "รัฐมนตรีว่าการ"),
        ("สะพานใหม่ใครเป็นผู้รับเหมา", "รับเหมา"),
        ("ใครชนะเลิศ", ""),
        ("ตอนปลัดกอบชัยไปอุดร ผู้จัดการสาขาชื่ออะไร", "ผู้จัดการ"),  # that of the name is known
        ("นายกเศรษฐาไปน่าน ใครเป็นผู้ว่า", "ผู้ว่า"),
        ("ปลัดกอบชัยพูดว่าอะไร", "ปลัด"),
        ("ปลัดเกษตรชื่ออะไร", "ปลัด"),
    ],
)
def test_asked(question: str, role: str) -> None:
    assert asked_role(question) == role


def test_the_role_after_a_name_binds_and_that_of_another_does_not() -> None:
    bound = role_fit("ปลัด", HELD, "นายบุญชอบ สุทธมนัสวงษ์ ปลัดกระทรวงแรงงาน นายสมชาย ใจดี โฆษก")
    other = role_fit("ปลัด", HELD, "นายบุญชอบ สุทธมนัสวงษ์ ปลัดกระทรวงการคลัง")
    assert bound == 1.0
    assert 0 < other < bound


def test_a_role_before_a_name_binds_less() -> None:
    before = role_fit("ปลัด", HELD, "ปลัดกระทรวงแรงงาน นายบุญชอบ สุทธมนัสวงษ์")
    assert 0 < before < role_fit("ปลัด", HELD, "นายบุญชอบ สุทธมนัสวงษ์ ปลัดกระทรวงแรงงาน")


def test_a_deputy_is_not_the_holder() -> None:
    assert role_fit("ปลัด", HELD, "นายบุญชอบ สุทธมนัสวงษ์ รองปลัดกระทรวงแรงงาน") == 0.0
    assert role_fit("รองปลัด", HELD, "นายบุญชอบ สุทธมนัสวงษ์ รองปลัดกระทรวงแรงงาน") > 0.9


def test_without_a_name_or_a_role_nothing_binds() -> None:
    assert role_fit("ปลัด", HELD, "ปลัดกระทรวงแรงงานกล่าวเปิดงาน") == 0.0
    assert role_fit("", HELD, "นายบุญชอบ สุทธมนัสวงษ์ ปลัดกระทรวงแรงงาน") == 0.0


def test_each_name_has_its_own_fit() -> None:
    text = "นายบุญชอบ สุทธมนัสวงษ์ ปลัดกระทรวงแรงงาน นายสมชาย ใจดี โฆษกกระทรวง"
    found = holders("ปลัด", HELD, text)
    assert found[0] == 1.0
    assert found[text.index("นายสมชาย")] == 0.0
    assert holders("", HELD, text) == {}
