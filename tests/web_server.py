"""The web app as users run it: a server in a process of its own, with the network forbidden."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).resolve().parents[1]
_SERVE = """
import sys
from ui.settings import load_settings
from ui.web import serve
serve(load_settings(), host="127.0.0.1", port=int(sys.argv[1]), open_browser=False)
"""
_GUARD = "import pathlib\nfrom tests import network_guard\nnetwork_guard.install(pathlib.Path({log!r}))\n"
# Switches of other libraries: the server must be silent without them.
_SWITCHES = ("KLUM_", "HF_", "GRADIO_", "ANONYMIZED_")


@contextmanager
def web_server(home: Path, settings: Mapping[str, str] | None = None) -> Iterator[str]:
    """Serve the index in `home`/klum; gives the address.

    Args:
        home: an empty folder.
        settings: environment variables.
    """
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    attempts = home / "attempts"
    (home / "sitecustomize.py").write_text(_GUARD.format(log=str(attempts)), encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(_SWITCHES)}
    environment |= {"KLUM_HOME": str(home / "klum"), "PYTHONPATH": os.pathsep.join([str(home), str(ROOT)])}
    environment |= settings or {}
    with (home / "log").open("w") as log:
        command = [sys.executable, "-c", _SERVE, str(port)]
        process = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=log, stderr=log)
        try:
            for _ in range(300):
                try:
                    if httpx.get(f"{address}/api/health").is_success:
                        break
                except httpx.TransportError:
                    time.sleep(0.1)
                if process.poll() is not None:
                    break
            else:
                pytest.fail("the server did not start in time")
            yield address
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(20)
    assert not attempts.exists(), attempts.read_text(encoding="utf-8")
    said = (home / "log").read_text(encoding="utf-8")
    assert "Traceback" not in said, said
