"""Stretches: as long as fits, one from each clause on, none inside another that ends at the same place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.stretches import Window, grown, stretches
from assistant.units import Passage, Reader
from tests.thai_questions import MADE, index_of


@pytest.fixture(scope="module")
def passages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Passage]]:
    home: Path = tmp_path_factory.mktemp("made") / "home"
    with index_of(home, MADE) as index:
        yield Reader(index.catalogue, index.encoder).passages(index.search("เครือข่าย", 5))


@pytest.mark.parametrize("reach", [60, 140, 262])
def test_stretches_fit_and_do_not_repeat(passages: list[Passage], reach: int) -> None:
    for passage in passages:
        found = stretches(passage, reach)
        assert found
        assert found[0][0] == passage.first
        assert len({last for _, last in found if last == passage.last}) <= 1
        for first, last in found:
            window = Window(passage, first, last)
            assert passage.first <= first < last <= passage.last
            assert last == first + 1 or len(window.span) <= reach
            begins = next((at for at, atom in enumerate(window.atoms) if not atom.heading), len(window.atoms))
            assert not any(atom.heading for atom in window.atoms[begins:])
            assert window.span.of(passage.reading.document.text).strip()


@pytest.mark.parametrize("reach", [40, 160, 300, 480])
def test_a_stretch_grows_as_far_as_fits_and_within_its_section(passages: list[Passage], reach: int) -> None:
    for passage in passages:
        atoms = passage.reading.atoms
        for place in range(passage.first, passage.last):
            window = Window(passage, place, place + 1)
            full = grown(window, reach)
            assert full.first <= place < full.last
            assert full == window or len(full.span) <= reach or (full.first, full.last) == (place, place + 1)
            begins = next((at for at, atom in enumerate(full.atoms) if not atom.heading), len(full.atoms))
            assert not any(atom.heading for atom in full.atoms[begins:])
            ends = full.last == len(atoms) or atoms[full.last].heading
            assert ends or atoms[full.last].span.end - full.span.start > reach
