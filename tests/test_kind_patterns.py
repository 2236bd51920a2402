"""The tables that kinds of answers are told by."""

from __future__ import annotations

import pytest

from assistant.kind_patterns import ASKS, CURRENCIES, MONEY, NO_MONEY, Kind, any_of, names_agency


def test_every_kind_that_words_ask_for_has_one_pattern() -> None:
    kinds = [kind for kind, _ in ASKS]
    assert len(kinds) == len(set(kinds))
    assert set(Kind) - set(kinds) == {Kind.LIST, Kind.AMOUNT, Kind.SHARE, Kind.COMPARISON, Kind.CONTACT, Kind.JOIN}


def test_any_of() -> None:
    assert any_of("ก ข(?!ค)") == "(?:ก|ข(?!ค))"


@pytest.mark.parametrize(
    ("text", "money"), [("กองทุนหมู่บ้าน", False), ("ค่าเฉลี่ย", False), ("ค่ายทหาร", False), ("ค่าเช่า", True), ("เงินทุน", True)]
)
def test_money(text: str, money: bool) -> None:
    assert bool(MONEY.search(NO_MONEY.sub(" ", text))) is money


def test_currencies_are_single_words() -> None:
    assert {"บาท", "ดอลลาร์สหรัฐ", "เยน"} <= CURRENCIES
    assert not any(" " in unit or "(" in unit for unit in CURRENCIES)


def test_names_agency() -> None:
    assert names_agency("ตั้งสมาคมชื่อว่า")
    assert not names_agency("ประธานชื่อ")
