from __future__ import annotations

import os
from pathlib import Path

import platformdirs
import pytest

from corpus.errors import SettingsError
from ui.settings import load_settings


@pytest.fixture(autouse=True)
def working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KLUM_HOME")
    return tmp_path


def test_what_is_set_where_nothing_is(monkeypatch: pytest.MonkeyPatch) -> None:
    found = load_settings()
    assert found.home == Path(platformdirs.user_data_dir("klum", appauthor=False))
    assert found.starter_corpus
    assert (found.embedding, found.contact) == ("", "")


def test_file_and_environment(working_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (working_folder / "klum.toml").write_text(
        'home = "data"\nstarter_corpus = false\ncontact = "โทร. 0 2000 0000"\n', "utf-8"
    )
    assert load_settings().home == working_folder / "data"
    assert not load_settings().starter_corpus
    monkeypatch.setenv("KLUM_HOME", "~/klum")
    monkeypatch.setenv("KLUM_STARTER_CORPUS", "true")
    found = load_settings()
    assert found.home == Path.home() / "klum"
    assert found.starter_corpus
    assert found.contact == "โทร. 0 2000 0000"


@pytest.mark.parametrize("name", ["KLUM_HOME", "KLUM_STARTER_CORPUS", "KLUM_EMBEDDING"])
def test_an_empty_variable_counts_as_not_set(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = load_settings()
    monkeypatch.setenv(name, "")
    assert load_settings() == expected


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ('hom = "data"', "hom"),
        ('starter_corpus = "perhaps"', "starter_corpus"),
        ("home = ", "klum.toml"),
        ("home = 7", "home"),
        ("\xff", "klum.toml"),
    ],
)
def test_faults_in_the_file_are_named(working_folder: Path, content: str, named: str) -> None:
    (working_folder / "klum.toml").write_bytes(content.encode("latin-1"))
    with pytest.raises(SettingsError, match=named):
        load_settings()


def test_faults_in_the_environment_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KLUM_STARTER_CORPUS", "perhaps")
    with pytest.raises(SettingsError, match="starter_corpus"):
        load_settings()


def test_a_file_that_may_not_be_read(working_folder: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may read everything")
    file = working_folder / "klum.toml"
    file.write_text("")
    file.chmod(0)
    with pytest.raises(SettingsError, match=r"klum\.toml"):
        load_settings()
