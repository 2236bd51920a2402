from __future__ import annotations

import pytest

from ui.rates import Counted, Rates, address


def test_so_many_in_a_window_then_one_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1_800_000_000.0
    monkeypatch.setattr("time.time", lambda: now)
    rates = Rates({Counted.QUESTION: "2/minute;3/hour"})
    assert [rates.wait(Counted.QUESTION, "a") for _ in range(3)] == [0, 0, 60]
    assert rates.wait(Counted.QUESTION, "b") == 0, "each is counted apart"
    assert rates.wait(Counted.LOGIN, "a") == 0, "and each act"
    now += 59
    assert rates.wait(Counted.QUESTION, "a") == 1
    now += 2
    assert rates.wait(Counted.QUESTION, "a") == 0
    assert 3000 < rates.wait(Counted.QUESTION, "a") <= 3600, "the longer window counts too"


def test_a_refusal_says_how_long_in_thai() -> None:
    rates = Rates({Counted.LOGIN: "1/minute", Counted.FEEDBACK: "1/day"})
    assert rates.refusal(Counted.LOGIN, "a") is None
    failed, seconds = rates.refusal(Counted.LOGIN, "a") or (None, 0)
    assert failed is not None and failed.status == 429 and f"{seconds} วินาที" in failed.hint
    rates.refusal(Counted.FEEDBACK, "a")
    failed, _ = rates.refusal(Counted.FEEDBACK, "a") or (None, 0)
    assert failed is not None and "1440 นาที" in failed.hint


def test_off_counts_nothing() -> None:
    rates = Rates({Counted.QUESTION: "off"})
    assert not any(rates.wait(Counted.QUESTION, "a") for _ in range(1000))


@pytest.mark.parametrize(
    ("host", "who"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("testclient", "testclient"),
        (None, ""),
    ],
)
def test_whom_an_address_counts_as(host: str | None, who: str) -> None:
    assert address(host) == who
