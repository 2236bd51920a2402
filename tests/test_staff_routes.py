from __future__ import annotations

import pytest
from fastapi import Request

from ui.staff_routes import from_our_pages


@pytest.mark.parametrize(
    ("headers", "ours"),
    [
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "none"}, True),
        ({"sec-fetch-site": "same-site"}, False),
        ({"sec-fetch-site": "cross-site", "origin": "http://klum.example", "host": "klum.example"}, False),
        ({"origin": "http://klum.example:7860", "host": "klum.example:7860"}, True),
        ({"origin": "http://klum.example:7861", "host": "klum.example:7860"}, False),
        ({"origin": "null", "host": "klum.example"}, False),
        ({"host": "klum.example"}, True),
    ],
)
def test_where_a_form_comes_from(headers: dict[str, str], ours: bool) -> None:
    scope = {"type": "http", "headers": [(name.encode(), value.encode()) for name, value in headers.items()]}
    assert from_our_pages(Request(scope)) is ours
