from __future__ import annotations

import time

from ui.moments import thai_day, thai_moment


def test_as_thai_readers_write_it() -> None:
    when = time.mktime((2015, 1, 20, 9, 5, 0, 0, 0, -1))
    assert thai_day(when) == "20 มกราคม 2558" and thai_moment(when) == "20 มกราคม 2558 09:05 น."
