"""Everyday phrases for what documents have a noun for."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given

from assistant import Assistant
from assistant.everyday import officially
from tests.thai_questions import MADE, document, index_of, question_texts


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("เข้าเครือข่ายแล้วได้อะไร", "เข้าเครือข่ายประโยชน์มีอะไรบ้าง"),
        ("รวมกลุ่มแล้วมันดียังไงคะ", "รวมกลุ่มประโยชน์มีอะไรบ้างคะ"),
        ("สมัครเครือข่ายเสียตังไหม", "สมัครเครือข่ายมีค่าใช้จ่ายไหม"),
        ("ต้องทำยังไงดี", "ต้องทำยังไงดี"),
        ("ทำดียังไงก็ขาดทุน", "ทำดียังไงก็ขาดทุน"),
        ("ผู้ชนะได้อะไร", "ผู้ชนะได้อะไร"),  # a prize
        ("เสียเงินฟรี", "เสียเงินฟรี"),
    ],
)
def test_what_is_said_is_put_as_documents_put_it(said: str, written: str) -> None:
    assert officially(said) == written


@given(question_texts())
def test_any_text_is_put_so_once(text: str) -> None:
    assert officially(officially(text)) == officially(text)


def test_what_it_brings_is_found_under_its_noun(tmp_path: Path) -> None:
    gains = document(
        "made/gains.md",
        "# เครือข่ายไผ่\n\nเครือข่ายไผ่ตั้งอยู่ที่จังหวัดน่าน มีสมาชิก 40 ราย\n\n"
        "ประโยชน์ของเครือข่ายไผ่ คือ ซื้อวัตถุดิบร่วมกันได้ถูกลง และขายได้ทั่วประเทศ",
        "เครือข่ายไผ่",
    )
    with index_of(tmp_path / "home", [gains, *MADE]) as index:
        answer = Assistant(index).ask("เข้าเครือข่ายไผ่แล้วได้อะไร")
    assert "ซื้อวัตถุดิบร่วมกันได้ถูกลง" in answer.text
    assert "ประโยชน์" in answer.standalone_question
