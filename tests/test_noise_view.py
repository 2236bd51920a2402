from __future__ import annotations

from corpus.document import Noise, NoiseReason, Span
from corpus.loaders import Loaded
from ui.noise_view import SHOWN, pieces, reasons

NOISE = (Noise(Span(2, 4), NoiseReason.PAGE_FURNITURE), Noise(Span(6, 8), NoiseReason.DUPLICATE))


def test_noise_and_pages_cut_the_text() -> None:
    view = pieces(Loaded("s", "0123456789", pages=(Span(0, 5), Span(5, 10)), noise=NOISE))
    assert [(one.text, bool(one.reason), one.page) for one in view.pieces] == [
        ("01", False, 1), ("23", True, 0), ("4", False, 0), ("5", False, 2), ("67", True, 0), ("89", False, 0),
    ]  # fmt: skip
    assert (view.earlier, view.later) == (None, None)


def test_a_long_text_is_shown_part_by_part() -> None:
    text = "".join(str(number % 10) for number in range(2 * SHOWN + 5))
    loaded = Loaded("s", text, noise=(Noise(Span(SHOWN - 3, SHOWN + 3), NoiseReason.SERVER_MESSAGE),))
    shown, at = "", 0
    while True:
        view = pieces(loaded, at)
        shown += "".join(one.text for one in view.pieces)
        if view.later is None:
            break
        at = view.later
    assert shown == text and view.earlier == SHOWN
    assert pieces(loaded, SHOWN).pieces[0].reason and pieces(loaded, 10**9).span.start == 0


def test_reasons_are_counted() -> None:
    assert [(count, length) for _, count, length in reasons((*NOISE, *NOISE))] == [(2, 4), (2, 4)]
    assert reasons(()) == []
