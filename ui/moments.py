"""Moments as Thai readers write them, in the server's time zone."""

from __future__ import annotations

from datetime import datetime

from corpus.document import PartialDate


def thai_day(seconds: float) -> str:
    """The day of a moment: ``20 มกราคม 2558``.

    Args:
        seconds: since 1970.
    """
    when = datetime.fromtimestamp(seconds)
    return PartialDate(when.year, when.month, when.day).thai()


def thai_moment(seconds: float) -> str:
    """A moment to the minute: ``20 มกราคม 2558 09:30 น.``.

    Args:
        seconds: since 1970.
    """
    return f"{thai_day(seconds)} {datetime.fromtimestamp(seconds):%H:%M} น."
