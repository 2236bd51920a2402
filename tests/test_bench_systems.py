from __future__ import annotations

import importlib.util

import pytest

from evals.bench_systems import TOP, System, SystemKind, kinds, newmm_words
from index.encoder import StaticEncoder
from tests.bench_files import TOPICS

DOCUMENTS = {f"t/{number}": f"{topic}\n{text}" for number, (topic, text, _) in enumerate(TOPICS)}
SYSTEMS = [pytest.param(kind, id=kind.name) for kind in kinds() if kind.name != "minilm"]


def made(kind: SystemKind) -> System:
    if kind.missing():
        pytest.skip(f"needs {', '.join(kind.missing())}")
    return kind.make(StaticEncoder)


@pytest.mark.parametrize("kind", SYSTEMS)
def test_each_system_finds_a_document_by_its_own_words(kind: SystemKind) -> None:
    system = made(kind)
    try:
        system.build(DOCUMENTS)
        for variant in system.variants:
            found = system.search(DOCUMENTS["t/3"], variant)
            assert found[0] == "t/3"
            assert len(found) <= TOP and len(set(found)) == len(found) and set(found) <= set(DOCUMENTS)
    finally:
        system.close()


def test_klum_is_measured_in_its_three_ways() -> None:
    klum = made(next(kind for kind in kinds() if kind.name == "klum"))
    try:
        assert klum.variants == ("klum hybrid", "klum lexical", "klum dense")
    finally:
        klum.close()


@pytest.mark.slow
def test_minilm_finds_a_document_by_its_own_words() -> None:
    system = made(next(kind for kind in kinds() if kind.name == "minilm"))
    system.build({"t/0": "The weavers dye silk.", "t/1": "The farmers sell durian."})
    assert system.search("silk dyeing", system.variants[0])[0] == "t/0"


def test_a_package_that_is_not_installed_is_named() -> None:
    kind = SystemKind("none", lambda _: pytest.fail("must not be made"), {"no_such_module_here": "no-such-package"})
    assert kind.missing() == ["no-such-package"]
    assert importlib.util.find_spec("numpy") and not SystemKind("n", kind.make, {"numpy": "numpy"}).missing()


def test_newmm_words_leave_white_space_out() -> None:
    assert newmm_words("กลุ่ม  ผ้าไหม\n17") == ["กลุ่ม", "ผ้าไหม", "17"]
