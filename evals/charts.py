"""What the charts of reports and pages are drawn from; `templates/charts.html` draws them as inline SVG.

No script, no style attribute and no other file is needed, so they show under the strictest content security policy.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a chart of bars, or a column of a chart by time.

    Args:
        name: what it stands for.
        shown: its value as people read it.
        percent: its length, 0 to 100; None where there is nothing to measure.
        part: how much of that length is drawn in the second colour, 0 to 100.
        url: where its name leads, or "".
        more: what there is to say beside it, or "".
    """

    name: str
    shown: str
    percent: float | None
    part: float = 0.0
    url: str = ""
    more: str = ""


def scaled(values: Sequence[float]) -> list[float]:
    """Lengths in percent of the largest value; all 0 if that is 0."""
    largest = max(values, default=0)
    return [round(100 * value / largest, 2) if largest else 0.0 for value in values]
