from __future__ import annotations

from dataclasses import replace

from corpus.document import Noise, NoiseReason, PartialDate, Span
from corpus.loaders import Loaded
from ui.staged_text import from_text, to_text


def test_nothing_is_lost_on_the_way() -> None:
    loaded = Loaded(
        "uploads/a.pdf", "หนึ่ง\r\n\x00\ud800 สองสามสี่ห้าหก", "ชื่อ", "สสว.", PartialDate(2015, 1), "en", "https://x.y",
        "หมายเหตุ", (Span(0, 10), Span(10, 20)), (Noise(Span(0, 4), NoiseReason.PAGE_FURNITURE),),
    )  # fmt: skip
    assert from_text(to_text(loaded)) == loaded
    assert from_text(to_text(replace(loaded, published=None))) == replace(loaded, published=None)
