"""Clauses: a probability for each, and the one or two runs of them that most probably hold the answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.clause_clues import SHOWN, Clauses
from assistant.clauses import WIDTH, Run, best_runs, bundled_weigher, clause_features, probabilities, softmax
from assistant.question import Kind
from assistant.scorer import Scorer
from assistant.stretches import Window
from assistant.units import Passage, Reader, Reading
from tests.thai_questions import MADE, document, index_of

_LONG = (
    "ศูนย์เครือข่ายเซรามิกเปิดรับสมาชิกทุกเดือน สมาชิกได้รับคำปรึกษาจากผู้เชี่ยวชาญ ค่าสมัครสมาชิกคนละ 350 บาท "
    "ผู้สนใจยื่นใบสมัครได้ที่สำนักงาน ได้แก่ สำนักงานลำปาง สำนักงานแพร่ และสำนักงานน่าน เปิดทำการวันจันทร์ถึงวันศุกร์\n\n"
    "โรงเรียนทอผ้าสอนการทอผ้าพื้นเมือง ผู้เรียนได้รับใบประกาศ เรียนฟรีตลอดหลักสูตร"
)


@pytest.fixture(scope="module")
def passages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Passage]]:
    home: Path = tmp_path_factory.mktemp("made") / "home"
    with index_of(home, [*MADE, document("made/long.md", _LONG, "ศูนย์เซรามิก")]) as index:
        yield Reader(index.catalogue, index.encoder).passages(index.search("เครือข่าย เซรามิก ทอผ้า", 8))


@pytest.fixture(scope="module")
def readings(passages: list[Passage]) -> list[Reading]:
    return list({passage.reading.document.id: passage.reading for passage in passages}.values())


@pytest.fixture(scope="module")
def long(readings: list[Reading]) -> Reading:
    return next(reading for reading in readings if reading.document.title == "ศูนย์เซรามิก")


def _place(reading: Reading, text: str) -> tuple[str, int]:
    return reading.document.id, next(atom.place for atom in reading.atoms if text in atom.plain)


def _said(reading: Reading, run: Run) -> str:
    return " ".join(atom.plain for atom in reading.atoms[run.first : run.last])


def test_one_run_where_one_clause_holds_nearly_all(long: Reading) -> None:
    mass = {(long.document.id, atom.place): 0.001 for atom in long.atoms} | {_place(long, "350 บาท"): 0.9}
    (run,) = best_runs([long], mass, 120)
    assert "350 บาท" in _said(long, run)
    assert run.length <= 120


def test_two_runs_where_two_clauses_share_it_and_do_not_fit_into_one(long: Reading) -> None:
    mass = {(long.document.id, atom.place): 0.001 for atom in long.atoms}
    mass |= {_place(long, "เปิดรับสมาชิก"): 0.4, _place(long, "เรียนฟรี"): 0.5}
    one, other = best_runs([long], mass, 200)
    assert "เรียนฟรี" in _said(long, one)
    assert "เปิดรับสมาชิก" in _said(long, other)
    assert one.length + other.length <= 200
    assert not one.overlaps(other)


def test_what_may_not_stand_beside_the_first_run_is_left_out(long: Reading) -> None:
    mass = {(long.document.id, atom.place): 0.001 for atom in long.atoms}
    mass |= {_place(long, "เปิดรับสมาชิก"): 0.4, _place(long, "เรียนฟรี"): 0.5}
    assert len(best_runs([long], mass, 200, lambda one, other: False)) == 1


def test_a_run_does_not_break_off_before_what_it_announces(long: Reading) -> None:
    announcing = _place(long, "ยื่นใบสมัคร")
    mass = {(long.document.id, atom.place): 0.001 for atom in long.atoms} | {announcing: 0.9}
    for room in range(30, 200, 10):
        run = best_runs([long], mass, room)[0]
        follows = long.atoms[run.last] if run.last < len(long.atoms) else None
        assert follows is None or follows.heading or not follows.copy.startswith("ได้แก่")


def test_a_run_begins_with_its_sentence_unless_that_makes_it_much_less_likely(tmp_path: Path) -> None:
    text = "โรงอบลำไยของวิสาหกิจชุมชนบ้านดอนแก้วใต้ คือวิธีเก็บลำไยไว้ขายทั้งปีที่สมาชิกคิดขึ้นเอง ราคาลำไยสดปีนั้นตกต่ำที่สุดในรอบสิบปี"
    with index_of(tmp_path / "home", [document("made/kiln.md", text, "โรงอบ")]) as index:
        (reading,) = (p.reading for p in Reader(index.catalogue, index.encoder).passages(index.search("ลำไย", 1)))
    first, second, third = ((reading.document.id, atom.place) for atom in reading.atoms)
    assert [atom.continues for atom in reading.atoms] == [False, True, False]
    (run,) = best_runs([reading], {first: 0.30, second: 0.36, third: 0.34}, 105)
    assert (run.first, run.last) == (0, 2)
    (run,) = best_runs([reading], {first: 0.05, second: 0.60, third: 0.35}, 105)
    assert (run.first, run.last) == (1, 3)


def test_nothing_is_known_of_clauses() -> None:
    assert best_runs([], {}, 300) == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000), room=st.integers(40, 500))
def test_runs_fit_and_one_alone_is_never_likelier(readings: list[Reading], seed: int, room: int) -> None:
    places = [(reading.document.id, atom.place) for reading in readings for atom in reading.atoms]
    values = softmax(np.random.default_rng(seed).normal(scale=3.0, size=len(places)))
    mass = dict(zip(places, values.tolist(), strict=True))
    runs = best_runs(readings, mass, room)
    assert 1 <= len(runs) <= 2
    for run in runs:
        assert run.mass == pytest.approx(sum(mass[run.document, place] for place in range(run.first, run.last)))
    if len(runs) == 2:
        assert sum(run.length for run in runs) <= room
        assert runs[0].worth >= runs[1].worth
        assert not runs[0].overlaps(runs[1])
    else:
        assert runs[0].length <= room or runs[0].last == runs[0].first + 1
    total = sum(run.mass for run in runs)
    for reading in readings:
        if sum(share for (document, _), share in mass.items() if document == reading.document.id) < 0.02:
            continue  # documents that hardly hold the answer are not quoted
        for atom, following in zip(reading.atoms, [*reading.atoms[1:], None], strict=True):
            announces = following is not None and following.copy.startswith(("ได้แก่", "ประกอบด้วย", "ดังนี้", "เช่น"))
            alone = mass[reading.document.id, atom.place]
            worth = 0.8 * alone if atom.continues else alone  # one that goes on with another counts for less
            assert announces or len(atom.span) > room or worth <= total + 1e-9


def test_a_clause_lends_to_those_beside_it_in_its_paragraph(long: Reading) -> None:
    atoms = long.atoms
    window = Window(Passage(long, atoms[0].span, "", 0, 1.0, 1.0, 1.0, 0, len(atoms)), 0, len(atoms))
    places = tuple((long.document.id, atom.place) for atom in atoms)

    class Sure:
        """Sure of one clause."""

        def __init__(self, place: int) -> None:
            self._place = place

        def raw(self, table: np.ndarray) -> np.ndarray:
            return np.array([50.0 * (place == self._place) for place in range(len(table))])

    clauses = Clauses(places, np.zeros((len(atoms), len(SHOWN)), np.float32))
    for place in range(len(atoms)):
        mass = probabilities(cast(Scorer, Sure(place)), [window], np.zeros(1), clauses, Kind.OPEN)
        shares = [mass[one] for one in places]
        assert sum(shares) == pytest.approx(1.0)
        before = place > 0 and atoms[place - 1].block == atoms[place].block
        after = place + 1 < len(atoms) and atoms[place + 1].block == atoms[place].block
        assert [share > 0.01 for share in shares] == [
            (one == place - 1 and before) or one == place or (one == place + 1 and after) for one in range(len(atoms))
        ]
        if before and after:
            assert shares[place] > shares[place - 1] > shares[place + 1]


def test_features_have_a_row_for_each_clause_of_a_stretch() -> None:
    places = tuple(("d", place) for place in range(5))
    shown = np.arange(5 * len(SHOWN), dtype=np.float32).reshape(5, len(SHOWN))
    extents = [("d", 0, 2), ("d", 1, 4)]
    found, table = clause_features(extents, np.array([1.0, 3.0], np.float32), Clauses(places, shown), Kind.COUNT)
    assert found == [("d", 0), ("d", 1), ("d", 2), ("d", 3)]
    assert table.shape == (4, WIDTH)
    assert (table[:, : len(SHOWN)] == shown[:4]).all()
    before = table[:, len(SHOWN) : len(SHOWN) + 9]
    assert (before[0] == 0).all()
    assert (before[1:] == shown[:3, :9]).all()
    assert np.isfinite(table).all()


def test_no_stretches_no_clauses() -> None:
    found, table = clause_features([], np.zeros(0), Clauses((), np.zeros((0, len(SHOWN)), np.float32)), Kind.OPEN)
    assert found == []
    assert table.shape == (0, WIDTH)


def test_the_bundled_weigher_fits_the_features() -> None:
    assert np.isfinite(bundled_weigher().raw(np.zeros((3, WIDTH), np.float32))).all()


def test_shares_sum_to_one_however_far_apart_the_scores_are() -> None:
    assert softmax(np.array([1e4, -1e4, 0.0])).sum() == pytest.approx(1.0)
    assert len(softmax(np.zeros(0))) == 0
