"""How often one visitor or one key may ask, log in and send feedback; counted in memory, with the library `limits`.

The window moves: at no time were there more than so many in the last minute. A restart forgets the counts.
"""

from __future__ import annotations

import ipaddress
import math
import time
from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from ui.answering import Failure, failure

if TYPE_CHECKING:
    from limits import RateLimitItem

OFF = "off"


class Counted(StrEnum):
    """What is counted, each apart."""

    QUESTION = "questions"
    LOGIN = "login"
    FEEDBACK = "feedback"


class Rates:
    """Counts.

    Args:
        rates: how often an act is allowed, as ``30/minute;500/day``; "off", or nothing, for as often as one likes.
    """

    def __init__(self, rates: Mapping[Counted, str] | None = None) -> None:
        from limits import parse_many  # late: it takes a tenth of a second, and only the web app counts
        from limits.storage import MemoryStorage
        from limits.strategies import MovingWindowRateLimiter

        self._rates: dict[Counted, list[RateLimitItem]] = {
            act: parse_many(rate) for act, rate in (rates or {}).items() if rate != OFF
        }
        self._counter = MovingWindowRateLimiter(MemoryStorage())

    def wait(self, act: Counted, who: str) -> int:
        """Count an act.

        Args:
            act: what is done.
            who: by whom: a key or an address.

        Returns:
            Seconds to wait before it may be done; 0 if it may be done now.
        """
        for rate in self._rates.get(act, ()):
            if not self._counter.hit(rate, act, who):
                end = self._counter.get_window_stats(rate, act, who).reset_time
                return max(1, math.ceil(end - time.time()))
        return 0

    def refusal(self, act: Counted, who: str) -> tuple[Failure, int] | None:
        """Count an act; why it may not be done now and how many seconds to wait, or None if it may.

        Args:
            act: what is done.
            who: by whom.
        """
        seconds = self.wait(act, who)
        if not seconds:
            return None
        when = f"{seconds} วินาที" if seconds < 120 else f"{math.ceil(seconds / 60)} นาที"
        return failure(429, "ส่งคำขอถี่เกินไป", f"โปรดรอ {when}แล้วลองใหม่", f"{act} by {who}"), seconds


def address(host: str | None) -> str:
    """Whom an address counts as: an IPv6 network of 64 bits is one visitor, who has all addresses in it.

    Args:
        host: the address; None where there is none, as on a Unix socket.
    """
    try:
        known = ipaddress.ip_address(host or "")
    except ValueError:
        return host or ""
    if known.version == 4:
        return str(known)
    if known.ipv4_mapped is not None:
        return str(known.ipv4_mapped)
    return str(ipaddress.ip_network((known, 64), strict=False))
