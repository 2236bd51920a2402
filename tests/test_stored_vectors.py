from __future__ import annotations

import numpy as np
import pytest

from corpus.errors import CatalogueError
from index.catalogue import Catalogue
from index.stored_vectors import groups
from tests.test_snapshot import DIMENSION, catalogue, with_vectors

__all__ = ["catalogue"]


def test_vectors_by_number(catalogue: Catalogue) -> None:
    numbers = with_vectors(catalogue, 30)
    found, vectors = catalogue.vectors.of([numbers[20], 99_999, numbers[3]])
    assert found.tolist() == [numbers[3], numbers[20]]
    assert vectors.shape == (2, DIMENSION)
    assert vectors.dtype == np.float32
    found, vectors = catalogue.vectors.of([])
    assert (len(found), len(vectors)) == (0, 0)
    many, _ = catalogue.vectors.of(range(5000))
    assert many.tolist() == numbers


def test_vectors_in_order(catalogue: Catalogue) -> None:
    numbers = with_vectors(catalogue, 30)
    parts = list(catalogue.vectors.after(numbers[9], batch=7))
    assert [len(found) for found, _ in parts] == [7, 7, 6]
    assert np.concatenate([found for found, _ in parts]).tolist() == numbers[10:]
    assert list(catalogue.vectors.after(numbers[-1])) == []


def test_another_model_takes_over_when_it_is_complete(catalogue: Catalogue) -> None:
    numbers = with_vectors(catalogue, 10)
    catalogue.vectors.begin_next("new")
    assert len(catalogue.vectors.without_next()) == 1
    new = np.eye(10, 24, dtype=np.float32)
    catalogue.vectors.put_next(numbers[:6], new[:6], "new")
    with pytest.raises(CatalogueError, match="4 chunks"):
        catalogue.vectors.use_next("new")
    assert catalogue.encoder == "m"
    catalogue.vectors.begin_next("new")  # as after an interruption
    catalogue.vectors.put_next(numbers[6:], new[6:], "new")
    assert catalogue.vectors.without_next() == []
    before = catalogue.generation
    catalogue.vectors.use_next("new")
    assert (catalogue.encoder, catalogue.generation) == ("new", before + 1)
    np.testing.assert_array_equal(catalogue.vectors.of(numbers)[1], new)
    catalogue.vectors.begin_next("third")
    assert len(catalogue.vectors.without_next()) == 1


def test_vectors_of_a_model_that_was_given_up_are_forgotten(catalogue: Catalogue) -> None:
    numbers = with_vectors(catalogue, 10)
    catalogue.vectors.begin_next("new")
    catalogue.vectors.put_next(numbers, np.ones((10, 4)), "new")
    catalogue.vectors.begin_next("newer")
    assert len(catalogue.vectors.without_next()) == 1


def test_groups() -> None:
    assert list(groups([])) == []
    assert [(len(part), marks.count("?")) for part, marks in groups(range(2500))] == [
        (1000, 1000),
        (1000, 1000),
        (500, 500),
    ]
