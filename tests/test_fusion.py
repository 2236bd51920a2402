from __future__ import annotations

import numpy as np
import pytest

from index.fusion import DENSE_WEIGHT, fuse, standardised


def test_standardised_scores_have_mean_0_and_deviation_1() -> None:
    scores = standardised(np.array([3.0, 9.0, 4.0, 0.0]))
    assert scores.mean() == pytest.approx(0)
    assert scores.std() == pytest.approx(1)
    assert scores.argmax() == 1


@pytest.mark.parametrize("scores", [[], [5.0], [2.0, 2.0, 2.0]])
def test_scores_that_say_nothing_are_zeros(scores: list[float]) -> None:
    assert standardised(np.array(scores)).tolist() == [0.0] * len(scores)


def test_a_weak_model_does_not_outvote_words_but_breaks_their_ties() -> None:
    lexical = np.array([20.0, 5.0, 5.0, 1.0])
    dense = np.array([0.1, 0.2, 0.6, 0.7])
    order = np.argsort(-fuse(lexical, dense, DENSE_WEIGHT)).tolist()
    assert order[:2] == [0, 2]
    assert np.argsort(-fuse(lexical, dense, 0.0), kind="stable").tolist() == [0, 1, 2, 3]


def test_scale_and_offset_of_either_score_do_not_matter() -> None:
    draw = np.random.default_rng(0)
    lexical, dense = draw.normal(size=20), draw.normal(size=20)
    np.testing.assert_allclose(fuse(lexical, dense), fuse(lexical * 7 + 3, dense / 9 - 1))
