"""What every test stands on: no network beyond this machine, none of the user's own settings, a home to itself."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import network_guard

SHARED = Path(__file__).resolve().parents[2] / "shared"

# Before any library is imported: these read their switches once.
os.environ |= {"HF_HUB_OFFLINE": "1", "GRADIO_ANALYTICS_ENABLED": "False", "ANONYMIZED_TELEMETRY": "False"}
for _name in [name for name in os.environ if name.upper().startswith("KLUM_")]:
    del os.environ[_name]

_attempts = network_guard.install()
_spare_home = pytest.StashKey[str]()


def pytest_configure(config: pytest.Config) -> None:
    """Point every test, also one that forgets to ask for a home, away from the home of the person who runs it."""
    config.stash[_spare_home] = os.environ["KLUM_HOME"] = tempfile.mkdtemp(prefix="klum-tests-")


def pytest_unconfigure(config: pytest.Config) -> None:
    shutil.rmtree(config.stash[_spare_home], ignore_errors=True)


@pytest.fixture(autouse=True)
def network_attempts() -> Iterator[list[str]]:
    """The refused attempts of this test; those still in the list at its end fail it, even if the code caught them."""
    _attempts.clear()
    yield _attempts
    if _attempts:
        pytest.fail("Tried to reach beyond this machine:\n" + "\n".join(_attempts))


@pytest.fixture
def klum_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty Klum home, set in KLUM_HOME; the folder itself is not made."""
    home = tmp_path / "klum-home"
    monkeypatch.setenv("KLUM_HOME", str(home))
    return home


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of seeds, data and question sets beside the checkout; without it the test is skipped."""
    if not SHARED.is_dir():
        pytest.skip("needs the folder shared/ beside the checkout, which is not there")
    return SHARED


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of a small embedding model that knows the words of `tests.small_corpus`."""
    from tests.small_corpus import write_tiny_model

    return write_tiny_model(tmp_path_factory.mktemp("models") / "tiny")
