from __future__ import annotations

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from ui.language_routes import add_languages


@pytest.fixture
def client() -> TestClient:
    app = FastAPI()
    add_languages(app)
    return TestClient(app, follow_redirects=False)


@pytest.mark.parametrize(
    ("code", "onward", "kept", "where"),
    [
        ("en", "/en/", "en", "/en/"),
        ("th", "/", "th", "/"),
        ("en", "/login", "en", "/login"),
        ("en", "//evil.example", "en", "/en/"),
        ("en", "https://evil.example/", "en", "/en/"),
        ("xx", "/", "th", "/"),
    ],
)
def test_the_choice_is_kept_and_leads_to_our_own_pages_only(
    client: TestClient, code: str, onward: str, kept: str, where: str
) -> None:
    response = client.get(f"/language/{code}", params={"next": onward})
    assert response.status_code == 303 and response.headers["location"] == where
    cookie = response.headers["set-cookie"]
    assert f"klum_language={kept};" in cookie and "HttpOnly" in cookie and "SameSite=lax" in cookie
