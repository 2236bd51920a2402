"""The learned scorer."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest

from assistant.features import SIZE
from assistant.scorer import Scorer, bundled_scorer, load_scorer
from corpus.errors import AssistantError


def _saved(**arrays: np.ndarray) -> bytes:
    buffer = BytesIO()
    np.savez(buffer, **arrays)  # type: ignore[arg-type]
    return buffer.getvalue()


def _member(size: int, share: float = 1.0, number: int = 0) -> dict[str, np.ndarray]:
    """A member that adds up its features: what is negative counts for nothing."""
    arrays = {
        "share": np.array(share, np.float32),
        "mean": np.zeros(size, np.float32),
        "deviation": np.ones(size, np.float32),
        "weights0": np.full((2, size), 0.5, np.float32),
        "bias0": np.zeros(2, np.float32),
        "weights1": np.ones((1, 2), np.float32),
        "bias1": np.full(1, 0.25, np.float32),
    }
    return {f"{number}_{name}": array for name, array in arrays.items()}


def _rows(count: int) -> np.ndarray:
    return np.random.default_rng(count).normal(size=(count, SIZE)).astype(np.float32)


def test_the_bundled_scorer_fits_the_features() -> None:
    scores = bundled_scorer().scores(_rows(7))
    assert scores.shape == (7,)
    assert np.isfinite(scores).all()
    assert np.isfinite(bundled_scorer().scores(_rows(1))).all()


def test_layers_are_applied_in_order() -> None:
    network = load_scorer(_saved(**_member(SIZE))).members[0]
    low, high = network.scores(np.stack([np.full(SIZE, -1.0), np.full(SIZE, 1.0)]).astype(np.float32))
    assert low == pytest.approx(0.25, abs=1e-3)  # GELU lets nothing of it through
    assert high == pytest.approx(SIZE + 0.25, rel=1e-3)


def test_the_order_of_the_rows_does_not_matter() -> None:
    rows = _rows(9)
    np.testing.assert_allclose(
        bundled_scorer().scores(rows)[::-1], bundled_scorer().scores(rows[::-1]), rtol=1e-3, atol=1e-3
    )


def test_members_add_up_by_their_share() -> None:
    rows = _rows(5)
    one = load_scorer(_saved(**_member(SIZE))).scores(rows)
    two = load_scorer(_saved(**_member(SIZE, 0.5), **_member(SIZE, 1.5, 1))).scores(rows)
    np.testing.assert_allclose(two, 2 * one, rtol=1e-3, atol=1e-3)


def test_weights_of_another_version_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "reader.npz"
    path.write_bytes(_saved(**_member(SIZE + 1)))
    with pytest.raises(AssistantError, match="features"):
        load_scorer(path)
    assert isinstance(load_scorer(_saved(**_member(SIZE))), Scorer)
