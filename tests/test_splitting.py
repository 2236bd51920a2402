from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.splitting import Splitter, Written, marks_of


def split(text: str, size: int = 3) -> list[Written]:
    splitter = Splitter()
    found = [one for at in range(0, len(text), size) for one in splitter.feed(text[at : at + size])]
    return [*found, *splitter.finish()]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        (
            "กสอ. พัฒนาคลัสเตอร์ 103 กลุ่ม [1]\nปี 2564 มีแผน 29 กลุ่ม [2][3]",
            [("กสอ. พัฒนาคลัสเตอร์ 103 กลุ่ม", (1,)), ("ปี 2564 มีแผน 29 กลุ่ม", (2, 3))],
        ),
        ("พัฒนาคลัสเตอร์ได้มาก [1] และมีสมาชิกเพิ่มขึ้น [2].", [("พัฒนาคลัสเตอร์ได้มาก", (1,)), ("และมีสมาชิกเพิ่มขึ้น.", (2,))]),
        ("กสอ. [1] พัฒนาคลัสเตอร์ได้ 103 กลุ่ม [2]", [("กสอ. พัฒนาคลัสเตอร์ได้ 103 กลุ่ม", (1, 2))]),
        (
            "It cost 472.12 million baht. It was held in 2020 [1].",
            [("It cost 472.12 million baht.", ()), ("It was held in 2020.", (1,))],
        ),
        ("ไม่มีเลขอ้างอิงเลย\n\nประโยคที่สองของเรื่อง", [("ไม่มีเลขอ้างอิงเลย", ()), ("ประโยคที่สองของเรื่อง", ())]),
        ("", []),
        ("\n\n \n", []),
    ],
)  # fmt: skip
@pytest.mark.parametrize("size", [1, 4, 1000])
def test_sentences(text: str, sentences: list[tuple[str, tuple[int, ...]]], size: int) -> None:
    assert [(one.text, one.marks) for one in split(text, size)] == sentences


def test_list_items_keep_their_bullet() -> None:
    items = split("- รายการหนึ่งของสิ่งนี้ [1]\n2. รายการสองของสิ่งนี้ [1]\n• สาม [1]\n2563. ไม่ใช่ข้อ [1]")
    assert [(one.bullet, one.text) for one in items] == [
        ("- ", "รายการหนึ่งของสิ่งนี้"), ("2. ", "รายการสองของสิ่งนี้"), ("- ", "สาม"), ("", "2563. ไม่ใช่ข้อ"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("[1]", [1]),
        ("[1, 2]", [1, 2]), ("[1-3]", [1, 2, 3]), ("[๒]", [2]), ("【4】", [4]), ("[^5]", [5]), ("[x]", []),
        ("[1-999]", [1, 999]),
    ],
)  # fmt: skip
def test_marks(text: str, marks: list[int]) -> None:
    assert list(marks_of(text)) == marks


def test_a_sentence_is_given_as_soon_as_its_line_ends() -> None:
    splitter = Splitter()
    assert not list(splitter.feed("กสอ. พัฒนาคลัสเตอร์ 103 กลุ่ม [1]"))  # more marks may follow
    assert [one.marks for one in splitter.feed("\n")] == [(1,)]


def test_text_without_an_end_is_cut() -> None:
    splitter = Splitter()
    assert len(list(splitter.feed("คำ ยาว " * 400))) >= 2


@given(st.text(alphabet="กข 12[]()\n.-*【】^,๑", max_size=60), st.integers(1, 7))
def test_any_text_ends_and_loses_no_letter(text: str, size: int) -> None:
    letters = [char for one in split(text, size) for char in one.text if char in "กข"]
    assert letters == [char for char in text if char in "กข"]
