"""A real HTTP server on loopback that speaks OpenAI's chat protocol with streaming, in front of scripted models."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

_FENCE = re.compile(r"<<<[0-9a-f]+>>>")
_NUMBERED = re.compile(r"\s*\[(\d+)\]")
_POLL = 0.02

Script = Callable[["Reply", dict[str, Any]], None]
"""What a model does with a request: writes its reply, given the request's body."""


class Reply:
    """The answer to one request, which a script writes."""

    def __init__(self, handler: BaseHTTPRequestHandler) -> None:
        self._handler = handler

    def say(self, text: str, *, size: int = 7, pause: float = 0.0, usage: bool = True) -> None:
        """Stream a whole text in pieces, and end well."""
        self.begin()
        self.pieces(text, size=size, pause=pause)
        self.end(usage=usage, completion=len(text) // 2)

    def begin(self) -> None:
        """Send the headers of a stream."""
        self._handler.send_response(200)
        self._handler.send_header("Content-Type", "text/event-stream")
        self._handler.send_header("Connection", "close")
        self._handler.end_headers()

    def pieces(self, text: str, *, size: int = 7, pause: float = 0.0) -> None:
        """Stream some text.

        Args:
            text: what to say.
            size: characters in a piece.
            pause: seconds behind each piece.
        """
        for at in range(0, len(text), size):
            self.event({"choices": [{"index": 0, "delta": {"content": text[at : at + size]}, "finish_reason": None}]})
            time.sleep(pause)

    def end(self, *, usage: bool = True, completion: int = 10) -> None:
        """End a stream as OpenAI does."""
        self.event({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
        if usage:
            told = {"prompt_tokens": 100, "completion_tokens": completion, "total_tokens": 100 + completion}
            self.event({"choices": [], "usage": told})
        self.raw("data: [DONE]\n\n")

    def event(self, data: dict[str, Any]) -> None:
        """Send one event of a stream."""
        head = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "fake"}
        self.raw(f"data: {json.dumps({**head, **data}, ensure_ascii=False)}\n\n")

    def raw(self, text: str) -> None:
        """Send bytes that may be no stream at all."""
        self._handler.wfile.write(text.encode())
        self._handler.wfile.flush()

    def error(self, status: int, message: str = "no", **headers: str) -> None:
        """Answer with an error, as OpenAI tells one."""
        body = json.dumps({"error": {"message": message, "type": "x", "code": None}}).encode()
        self._handler.send_response(status)
        for name, value in headers.items():
            self._handler.send_header(name.replace("_", "-"), value)
        self._handler.send_header("Content-Type", "application/json")
        self._handler.send_header("Content-Length", str(len(body)))
        self._handler.end_headers()
        self._handler.wfile.write(body)

    def drop(self) -> None:
        """Break the connection."""
        self._handler.connection.shutdown(2)


@dataclass
class ScriptedModel:
    """The server.

    Attributes:
        url: its base URL, as `KLUM_MODEL_URL` takes it.
        script: what it does with the next requests.
        requests: bodies of the requests that came in.
        headers: their headers.
        hung_up: how many streams the client closed before their end.
    """

    url: str
    script: Script
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    hung_up: int = 0

    def prompt(self, number: int = -1) -> str:
        """Everything that one request says."""
        return "\n".join(str(message["content"]) for message in self.requests[number]["messages"])


@contextmanager
def scripted_model(script: Script) -> Iterator[ScriptedModel]:
    """Serve a scripted model.

    Args:
        script: what it does; may be exchanged in `ScriptedModel.script`.
    """
    model = ScriptedModel("", script)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            model.requests.append(body)
            model.headers.append(dict(self.headers))
            try:
                model.script(Reply(self), body)
            except (BrokenPipeError, ConnectionResetError):
                model.hung_up += 1
            self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    model.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": _POLL}, daemon=True)
    thread.start()
    try:
        yield model
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def passages_of(body: dict[str, Any]) -> dict[int, str]:
    """The passages that a request shows a model, by their numbers.

    Args:
        body: the request, with Klum's prompt for answers.
    """
    parts = _FENCE.split(str(body["messages"][-1]["content"]))
    return {int(found[1]): part for part in parts if (found := _NUMBERED.match(part))}
