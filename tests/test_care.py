from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from index.library import Index
from tests.staff_place import until
from ui.care import FILE, Care, stats
from ui.opening import open_index
from ui.settings import Settings


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with open_index(Settings(home=tmp_path_factory.mktemp("home"))) as opened:
        yield opened


def test_figures(index: Index) -> None:
    said = stats(index)
    assert said["documents"] == 5 and said["vectors"] == said["chunks"] > 0
    assert said["generation"] == index.catalogue.generation and said["encoder"] == index.encoder.name
    assert said["catalogue_bytes"] > 0 < said["lexical_bytes"]


def test_a_check_is_kept(index: Index) -> None:
    care = Care(index)
    assert care.begin("verify")
    until(lambda: not care.work.running)
    found = Care(index).verified
    assert found is not None and list(found.faults) == [] and found.generation == index.catalogue.generation
    (index.home / FILE).write_text("no json")
    assert care.verified is None


def test_faults_are_kept(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "verify", lambda: ["lexical index: at generation 1, the catalogue at 2"])
    care = Care(index)
    care.begin("verify")
    until(lambda: not care.work.running)
    assert care.verified is not None and len(care.verified.faults) == 1 and not care.work.fault


def test_a_rebuild_tells_how_far_it_is_and_checks_at_its_end(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    care, go, rebuild = Care(index), threading.Event(), index.rebuild

    def told(tell: object) -> None:
        rebuild(tell)  # type: ignore[arg-type]
        go.wait(20)

    monkeypatch.setattr(index, "rebuild", told)
    assert care.begin("rebuild")
    until(lambda: care.work.stage)
    assert care.work.running and not care.begin("verify"), "one thing at a time"
    go.set()
    until(lambda: not care.work.running)
    assert care.verified is not None and not care.verified.faults and index.search("คลัสเตอร์คืออะไร")


def test_what_fails_is_said_in_thai(index: Index, caplog: pytest.LogCaptureFixture) -> None:
    care = Care(index)
    with index.writing():
        care.begin("rebuild")
        until(lambda: not care.work.running)
    assert "กำลังเขียนคลังเอกสาร" in care.work.fault and "Another process" in caplog.text


def test_a_fault_of_ours_is_logged(
    index: Index, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(index, "verify", lambda: 1 / 0)
    care = Care(index)
    care.begin("verify")
    until(lambda: not care.work.running)
    assert "โปรดแจ้งผู้ดูแลระบบ" in care.work.fault and "ZeroDivisionError" in caplog.text
