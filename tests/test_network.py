"""No network: the guard that all tests run under, and `klum` in a process of its own without their help."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.network_guard import NetworkBlockedError, stays_here

ROOT = Path(__file__).resolve().parents[1]
QUESTION = "ปัจจัยแห่งความสำเร็จของคลัสเตอร์มีอะไรบ้าง"
KLUM = [sys.executable, "-c", "import sys; from ui.cli import main; sys.exit(main())"]
# Switches that other libraries read, and settings of the person who runs the tests: Klum must be silent without them.
_SWITCHES = ("KLUM_", "HF_", "GRADIO_", "ANONYMIZED_", "LANGCHAIN_", "LANGSMITH_", "OTEL_", "CHROMA_")
_PROXIES = ("http_proxy", "https_proxy", "all_proxy")

_SITECUSTOMIZE = """
import importlib.util, pathlib
spec = importlib.util.spec_from_file_location("klum_network_guard", {guard!r})
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
module.install(pathlib.Path({log!r}))
"""


@pytest.fixture
def bare(tmp_path: Path) -> dict[str, str]:
    """The environment of a person who has just cloned Klum: empty homes, nothing switched off."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(_SWITCHES) and name.lower() not in _PROXIES
    }
    home = tmp_path / "home"
    home.mkdir()
    return kept | {"HOME": str(home), "XDG_DATA_HOME": str(home / "data"), "KLUM_HOME": str(tmp_path / "klum-home")}


@pytest.fixture
def log(tmp_path: Path, bare: dict[str, str]) -> Path:
    """Where Python processes started with `bare` write down what the guard refuses."""
    log, folder = tmp_path / "attempts.log", tmp_path / "site"
    folder.mkdir()
    guard = str(Path(__file__).with_name("network_guard.py"))
    (folder / "sitecustomize.py").write_text(_SITECUSTOMIZE.format(guard=guard, log=str(log)), encoding="utf-8")
    bare["PYTHONPATH"] = str(folder)
    return log


def run(command: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, env=environment, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False
    )


@pytest.mark.parametrize("host", [None, "", "localhost", "127.0.0.1", "127.8.8.8", "::1", "::1%lo", "0.0.0.0", b"::"])
def test_this_machine_is_allowed(host: object) -> None:
    assert stays_here(host)


@pytest.mark.parametrize("host", ["example.org", "192.168.0.1", "10.0.0.1", "2001:db8::1", "localhost.example"])
def test_other_machines_are_not(host: object) -> None:
    assert not stays_here(host)


def test_guard_refuses_and_remembers(network_attempts: list[str]) -> None:
    with pytest.raises(NetworkBlockedError, match="no network"):
        socket.create_connection(("example.org", 80))
    with socket.socket() as opened, pytest.raises(NetworkBlockedError, match="no network"):
        opened.connect_ex(("192.0.2.1", 80))
    with socket.socket(type=socket.SOCK_DGRAM) as opened, pytest.raises(NetworkBlockedError, match="no network"):
        opened.sendto(b"x", ("192.0.2.1", 53))
    with pytest.raises(NetworkBlockedError, match="no network"):
        socket.gethostbyname("example.org")
    assert len(network_attempts) == 4
    network_attempts.clear()


def test_guard_lets_loopback_and_unix_sockets_through(tmp_path: Path) -> None:
    with socket.create_server(("localhost", 0)) as server, socket.create_connection(server.getsockname()[:2]):
        server.accept()[0].close()
    path = str(tmp_path / "s")
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as client:
        server.bind(path)
        server.listen()
        client.connect(path)


def test_guard_works_in_a_child_process(bare: dict[str, str], log: Path) -> None:
    caught = "import socket\ntry: socket.getaddrinfo('example.org', 80)\nexcept Exception: pass"
    assert run([sys.executable, "-c", caught], bare).returncode == 0
    assert "example.org" in log.read_text(encoding="utf-8")


def test_ask_in_a_fresh_home_attempts_no_connection(bare: dict[str, str], log: Path) -> None:
    done = run([*KLUM, "ask", QUESTION, "--json"], bare)
    assert not log.exists(), log.read_text(encoding="utf-8")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["citations"] and not answer["abstained"]


def test_ask_works_where_there_is_no_network_at_all(bare: dict[str, str]) -> None:
    """Covers native libraries too: the process is alone in a network namespace, where even loopback is down."""
    alone = ["unshare", "--user", "--map-root-user", "--net"]
    if not shutil.which("unshare") or subprocess.run([*alone, "true"], capture_output=True, check=False).returncode:
        pytest.skip("needs unshare and leave to make network namespaces")
    done = run([*alone, *KLUM, "ask", QUESTION, "--json"], bare)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["citations"]
