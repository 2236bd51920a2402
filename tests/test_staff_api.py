from __future__ import annotations

from contextlib import closing
from pathlib import Path

from fastapi.testclient import TestClient

from ui.gate import Gate
from ui.inbox import Inbox
from ui.keys import Keys, Right
from ui.opening import open_index
from ui.settings import Settings
from ui.web import build_app


def test_the_staff_read_what_was_asked(tmp_path: Path) -> None:
    with (
        open_index(Settings(home=tmp_path)) as index,
        closing(Inbox(tmp_path / "inbox.sqlite3")) as inbox,
        closing(Keys(tmp_path / "accounts.sqlite3")) as keys,
        TestClient(build_app(index, inbox, gate=Gate(keys))) as client,
    ):
        key = {"Authorization": f"Bearer {keys.add('desk', Right.STAFF)}"}
        for question in ("ราคาทองคำวันนี้บาทละเท่าไร", "คลัสเตอร์คืออะไร"):
            client.post("/api/ask", json={"question": question})
        assert client.get("/api/questions").status_code == 401
        listed = client.get("/api/questions", headers=key).json()
        assert [one["question"] for one in listed] == ["คลัสเตอร์คืออะไร", "ราคาทองคำวันนี้บาทละเท่าไร"]
        unanswered = client.get("/api/questions", params={"only": "unanswered"}, headers=key).json()
        assert [one["abstained"] for one in unanswered] == [True]
        assert client.get("/api/questions", params={"limit": 0}, headers=key).status_code == 422
