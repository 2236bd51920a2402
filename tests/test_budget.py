from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from assistant.budget import Ledger, Limits
from assistant.chat_model import Usage
from corpus.errors import ModelError

NONE = Usage(0, 0)


def test_a_day_s_budget_survives_a_restart_and_ends_with_the_day(tmp_path: Path) -> None:
    today = [date(2026, 11, 21)]
    limits = Limits(tokens_question=0, tokens_day=1000)
    ledger = Ledger(tmp_path / "home" / "used.sqlite3", limits, lambda: today[0])
    day = ledger.reserve(Usage(500, 400), NONE)
    ledger.settle(day, Usage(500, 400), Usage(300, 100))
    again = Ledger(tmp_path / "home" / "used.sqlite3", limits, lambda: today[0])
    assert again.used_today() == (400, 0.0)
    with pytest.raises(ModelError, match="day"):
        again.reserve(Usage(601, 0), NONE)
    today[0] = date(2026, 11, 22)
    assert again.reserve(Usage(601, 0), NONE) == "2026-11-22"


def test_a_question_s_budget_counts_all_its_calls(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "used.sqlite3", Limits(tokens_question=1000))
    ledger.reserve(Usage(400, 100), Usage(300, 200))
    with pytest.raises(ModelError, match="question"):
        ledger.reserve(Usage(400, 101), Usage(300, 200))


def test_money(tmp_path: Path) -> None:
    limits = Limits(cost_question=0.5, cost_day=1.0, price_in=2.0, price_out=10.0, tokens_question=0)
    ledger = Ledger(tmp_path / "used.sqlite3", limits)
    most = Usage(100_000, 20_000)  # 0.20 + 0.20
    assert limits.cost(most) == pytest.approx(0.4)
    for _ in range(2):
        ledger.reserve(most, NONE)
    with pytest.raises(ModelError, match="day's budget of money"):
        ledger.reserve(most, NONE)
    with pytest.raises(ModelError, match="question's budget of money"):
        ledger.reserve(most, Usage(100_000, 0))


def test_many_threads_never_overdraw(tmp_path: Path) -> None:
    limits = Limits(tokens_question=0, tokens_day=1000)

    def draw(_: int) -> bool:
        try:
            Ledger(tmp_path / "used.sqlite3", limits).reserve(Usage(90, 10), NONE)
        except ModelError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(draw, range(40))) == 10


def test_a_file_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "used.sqlite3").write_bytes(b"no database" * 100)
    with pytest.raises(ModelError, match=r"used\.sqlite3"):
        Ledger(tmp_path / "used.sqlite3", Limits())
