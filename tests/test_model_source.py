from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from corpus.errors import EncoderError
from index import model_source
from index.model_source import ModelSource, find_model, is_hub_name, no_memory
from tests.odd_places import ROOT
from tests.tiny_transformer import put_into_cache, write_frame, write_hollow_transformer

SETTING = "KLUM_EMBEDDING"


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the extra `models` were installed; nothing here imports it."""
    monkeypatch.setattr(model_source, "find_spec", lambda name: object())


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache of the hub's client."""
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.mark.parametrize(
    ("asked", "right"),
    [
        ("intfloat/multilingual-e5-small", True),
        ("BAAI/bge-m3", True),
        ("org/name_1.5", True),
        ("name", False),
        ("/models/mine", False),
        ("./mine", False),
        ("../mine", False),
        ("~/mine", False),
        ("a/b/c", False),
        ("org/", False),
        ("org/na me", False),
    ],
)
def test_names_on_the_hub(asked: str, right: bool) -> None:
    assert is_hub_name(asked) == right


def test_without_the_extra_the_command_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_source, "find_spec", lambda name: None)
    write_hollow_transformer(tmp_path / "model")
    for asked in (str(tmp_path / "model"), "intfloat/multilingual-e5-small"):
        with pytest.raises(EncoderError, match="not installed") as caught:
            find_model(asked, SETTING)
        assert "make models" in caught.value.hint and SETTING in str(caught.value)


def test_what_is_neither_folder_nor_name(tmp_path: Path, installed: None) -> None:
    with pytest.raises(EncoderError, match="no folder and no name"):
        find_model(str(tmp_path / "missing"), SETTING)


def test_a_folder(tmp_path: Path, installed: None) -> None:
    folder = write_hollow_transformer(tmp_path / "my-model")
    source = find_model(str(folder), SETTING)
    assert (source.label, source.revision, source.folder) == ("my-model", "", folder)
    assert [module["path"] for module in source.modules()] == ["", "1_Pooling"]


def _no_weights(folder: Path) -> None:
    (folder / "model.safetensors").unlink()
    (folder / "pytorch_model.bin").write_bytes(b"pickled")


def _a_shard_is_missing(folder: Path) -> None:
    (folder / "model.safetensors.index.json").write_text('{"weight_map": {"a": "model-2.safetensors"}}')


def _no_pooling(folder: Path) -> None:
    (folder / "1_Pooling" / "config.json").unlink()


def _code(folder: Path) -> None:
    write_frame(folder, pooling="custom_pooling.Pooling")
    (folder / "custom_pooling.py").write_text("raise SystemExit('this code must never run')")


def _no_json(folder: Path) -> None:
    (folder / "modules.json").write_text("{")


def _no_list(folder: Path) -> None:
    (folder / "modules.json").write_text('[{"path": ""}]')


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (_no_weights, "safetensors"),
        (_a_shard_is_missing, "safetensors"),
        (_no_pooling, "1_Pooling/config.json"),
        (_code, "custom_pooling.Pooling.*never runs such code"),
        (_no_json, "modules.json"),
        (_no_list, "modules.json"),
    ],
)
def test_folders_that_are_refused(tmp_path: Path, installed: None, spoil: Callable[[Path], None], message: str) -> None:
    folder = write_hollow_transformer(tmp_path / "model")
    spoil(folder)
    with pytest.raises(EncoderError, match=message) as caught:
        find_model(str(folder), SETTING)
    assert SETTING in caught.value.hint


def test_the_digest_tells_models_apart(tmp_path: Path) -> None:
    folder = write_hollow_transformer(tmp_path / "model")

    def digest() -> str:
        return ModelSource(str(folder), SETTING, folder).digest

    before = digest()
    for beside in ("fusion.json", "README.md", "onnx/config.json", ".cache/huggingface/x.json"):
        (folder / beside).parent.mkdir(parents=True, exist_ok=True)
        (folder / beside).write_text("{}")
    assert digest() == before
    for own in ("model.safetensors", "1_Pooling/config.json", "tokenizer.json"):
        (folder / own).write_text('{"other": 1}')
        assert digest() != before
        before = digest()


def test_errors_of_torch_become_ours(tmp_path: Path) -> None:
    source = ModelSource("org/model", SETTING, write_hollow_transformer(tmp_path / "model"))
    cases: list[tuple[Exception, str]] = [
        (RuntimeError("CUDA out of memory. Tried to allocate 2 GiB"), "not enough memory"),
        (RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried to allocate"), "not enough memory"),
        (MemoryError(), "not enough memory"),
        (ValueError("Please pass the argument `trust_remote_code=True` to allow"), "never runs such code"),
        (OSError("header too large"), "cannot be loaded: OSError: header too large"),
    ]
    for error, message in cases:
        with pytest.raises(EncoderError, match=message) as caught, source.translated():
            raise error
        assert caught.value.__cause__ is error and SETTING in caught.value.hint
    assert not no_memory(ValueError("memory of an elephant"))
    own = EncoderError("Ours.")
    with pytest.raises(EncoderError, match="Ours") as caught, source.translated():
        raise own
    assert caught.value is own


# -- the hub -------------------------------------------------------------------------------------------------------


def test_a_model_in_the_cache_needs_no_network(tmp_path: Path, cache: Path, installed: None) -> None:
    kept = put_into_cache(cache, "org/tiny", write_hollow_transformer(tmp_path / "model"))
    source = find_model("org/tiny", SETTING)
    assert (source.folder, source.label, source.digest) == (kept, "tiny", "0123456789ab")
    assert ModelSource(str(kept), SETTING, kept).label == "tiny"


def test_a_model_that_cannot_be_fetched(cache: Path, installed: None) -> None:
    with pytest.raises(EncoderError, match=r"org/tiny.*cannot be fetched") as caught:
        find_model("org/tiny", SETTING)
    assert "hf download" in caught.value.hint and "folder" in caught.value.hint


class _Hub(ThreadingHTTPServer):
    """The part of the hub that a download asks for."""

    def __init__(self, files: dict[str, bytes]) -> None:
        super().__init__(("127.0.0.1", 0), _Requests)
        self.files = files
        self.asked: list[str] = []


class _Requests(BaseHTTPRequestHandler):
    server: _Hub
    revision = "feedbeef" * 5

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        self.server.asked.append(path)
        for name, code in (("gone", "RepoNotFound"), ("gated", "GatedRepo")):
            if f"org/{name}" in path:
                return self._send(b"{}", 404 if name == "gone" else 403, {"X-Error-Code": code})
        if path.startswith("/api/models/org/tiny/tree/"):
            listed = [
                {"type": "file", "path": n, "size": len(b), "oid": f"{len(b):040x}"} for n, b in self.files.items()
            ]
            return self._send(json.dumps(listed).encode())
        if path.startswith("/api/models/org/tiny"):
            found = {
                "id": "org/tiny",
                "sha": self.revision,
                "private": False,
                "tags": [],
                "downloads": 0,
                "siblings": [],
            }
            return self._send(json.dumps(found).encode())
        body = self.files[path.rpartition(f"/resolve/{self.revision}/")[2]]
        self._send(body, headers={"ETag": f'"{len(body):040x}"', "X-Repo-Commit": self.revision})

    @property
    def files(self) -> dict[str, bytes]:
        return self.server.files

    def _send(self, body: bytes, status: int = 200, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[_Hub]:
    folder = write_hollow_transformer(tmp_path / "at-the-hub")
    files = {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    with _Hub(
        {**files, "modeling.py": b"raise SystemExit", "pytorch_model.bin": b"x", "onnx/model.json": b"{}"}
    ) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def _found(hub: _Hub, home: Path, name: str) -> list[str]:
    """What looking for a model prints, in a process whose hub is ours: the client reads its address once."""
    code = (
        "import sys\nfrom corpus.errors import EncoderError\nfrom index import model_source\n"
        "model_source.find_spec = lambda name: object()\n"
        f"try:\n    source = model_source.find_model({name!r}, 'KLUM_EMBEDDING')\n"
        "except EncoderError as error:\n    print(error)\n"
        "else:\n    print(source.revision, sorted(f.name for f in source.folder.rglob('*') if f.is_file()))\n"
    )
    environment = {**os.environ, "HF_HUB_OFFLINE": "0", "HF_HOME": str(home), "HF_HUB_DISABLE_XET": "1"}
    environment |= {
        "HF_ENDPOINT": f"http://127.0.0.1:{hub.server_port}",
        "NO_PROXY": "127.0.0.1",
        "no_proxy": "127.0.0.1",
    }
    run = [sys.executable, "-c", code]
    done = subprocess.run(run, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=True)
    return done.stdout.splitlines()


def test_a_model_is_fetched_once_and_without_its_code(hub: _Hub, tmp_path: Path) -> None:
    first = _found(hub, tmp_path / "hf", "org/tiny")
    expected = sorted(["config.json", "config.json", "model.safetensors", "modules.json", "sentence_bert_config.json"])
    assert first == [f"{_Requests.revision} {expected}"]
    hub.asked.clear()
    assert _found(hub, tmp_path / "hf", "org/tiny") == first
    assert hub.asked == []


def test_models_that_the_hub_does_not_give(hub: _Hub, tmp_path: Path) -> None:
    assert "There is no model org/gone" in _found(hub, tmp_path / "hf", "org/gone")[0]
    assert "only to those who ask its owner" in _found(hub, tmp_path / "hf", "org/gated")[0]
    hub.files["modules.json"] = hub.files["modules.json"].replace(
        b"sentence_transformers.models.Pooling", b"own.Pooling"
    )
    assert "never runs such code" in _found(hub, tmp_path / "hf", "org/tiny")[0]
