from __future__ import annotations

from assistant.breaker import Breaker


def test_opens_after_failures_and_tries_one_call_after_its_rest() -> None:
    now = [0.0]
    breaker = Breaker(failures=2, rest=10, clock=lambda: now[0])
    for _ in range(2):
        assert breaker.allows()
        breaker.record(ok=False)
    assert not breaker.allows()
    now[0] = 10.5
    assert breaker.allows() and not breaker.allows()  # one tries, the others wait
    breaker.record(ok=False)
    assert not breaker.allows()
    now[0] = 21.5
    assert breaker.allows()
    breaker.record(ok=True)
    assert breaker.allows() and breaker.allows()


def test_a_success_forgets_failures() -> None:
    breaker = Breaker(failures=2)
    for ok in (False, True, False):
        assert breaker.allows()
        breaker.record(ok=ok)
    assert breaker.allows()
