from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import ModelError, SettingsError
from tests.fake_model import fake_model, says
from tests.klum_runner import klum, starter_home
from ui.language_model import caller_for
from ui.settings import Settings, has_key, load_settings

QUESTION = "ปี 2563 สสว. พัฒนาคลัสเตอร์ได้กี่คลัสเตอร์"
GOOD = "ปี 2563 สสว. พัฒนาคลัสเตอร์ได้ 30 คลัสเตอร์ [{4,246 ราย}]\n"


def test_without_a_name_there_is_no_model() -> None:
    assert caller_for(Settings()) is None


def test_settings_become_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    settings = Settings(
        home=tmp_path, model="openai:x", model_url="http://127.0.0.1:9/v1", model_tokens_day=5, model_price_in=2.0,
        model_timeout=3, model_retries=1,
    )  # fmt: skip
    made = caller_for(settings)
    assert made is not None and made.model.name == "openai:x"
    assert made.ledger.limits.tokens_day == 5 and made.ledger.limits.price_in == 2.0
    assert made.patience.stall == 3 and made.patience.retries == 1


def test_a_model_that_cannot_be_set_up_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="nope:x"):
        caller_for(Settings(home=tmp_path, model="nope:x"))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MODEL", "gpt-5"),
        ("MODEL_URL", "ftp://x"),
        ("MODEL_URL", "http://user:secret@host/v1"),
        ("MODEL_RETRIES", "-1"),
    ],
)
def test_settings_that_make_no_sense_are_refused(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"KLUM_{name}", value)
    with pytest.raises(SettingsError, match=name.lower()):
        load_settings()


def test_whether_there_is_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-x")
    assert has_key("openai") and not has_key("nobody")


def test_the_command_line_answers_with_a_model_and_shows_no_key() -> None:
    with fake_model(says(GOOD)) as server:
        settings = {"KLUM_MODEL": "openai:fake-1", "KLUM_MODEL_URL": server.url, "OPENAI_API_KEY": "sk-very-secret"}
        said = klum("ask", QUESTION, "--json", home=starter_home(), settings=settings).json()
        shown = klum("ask", QUESTION, home=starter_home(), settings=settings)
        talked = klum("chat", home=starter_home(), settings=settings, stdin=f"{QUESTION}\n")
    assert said["engine"] == "openai:fake-1" and said["checks"][0]["outcome"] == "kept"
    for ran in (shown, talked):
        assert "30 คลัสเตอร์ [1]" in ran.out and "แหล่งอ้างอิง" in ran.out and ran.code == 0
        assert "sk-very-secret" not in ran.out + ran.err
    assert server.headers[0]["authorization"] == "Bearer sk-very-secret"
