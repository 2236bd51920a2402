"""What OpenAPI says of the doors, held against what they do, with requests made up from the description."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, assume, given, settings
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from tests.web_server import web_server
from ui.account_file import FILE
from ui.keys import Keys, Right

OPERATIONS = (
    "GET /api/ask", "GET /api/questions", "GET /api/search", "POST /api/ask", "POST /api/feedback", "POST /api/message",
    "POST /v1/chat/completions",
)  # fmt: skip
WITHOUT_INPUT = ("GET /api/health", "GET /api/sources", "GET /v1/models", "GET /v1/models/{name}")
POSITIVE, NEGATIVE = schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE
# A description cannot say that a question must not be blank, nor that too long a body is refused before it is read.
_LONGEST_ADDRESS = 6000  # beyond 64 KiB, percent-encoded, the server itself does not read on
NOT_SAID: list[Any] = [positive_data_acceptance, negative_data_rejection]


SETTINGS = {"KLUM_API": "keys", "KLUM_RATE_QUESTIONS": "off", "KLUM_RATE_FEEDBACK": "off"}


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> str:
    home = tmp_path_factory.getbasetemp() / "openapi" / "klum"
    home.mkdir(parents=True)
    with closing(Keys(home / FILE)) as keys:
        return keys.add("tests", Right.ADMIN)


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory, key: str) -> Iterator[schemathesis.BaseSchema]:
    with web_server(tmp_path_factory.getbasetemp() / "openapi", SETTINGS) as address:
        yield schemathesis.openapi.from_url(f"{address}/api/openapi.json")


def test_all_doors_are_tested(schema: schemathesis.BaseSchema) -> None:
    found = {f"{method.upper()} {path}" for path, methods in schema.raw_schema["paths"].items() for method in methods}
    assert found == {*OPERATIONS, *WITHOUT_INPUT}


@pytest.mark.parametrize(
    ("operation", "mode"),
    [(one, mode) for one in OPERATIONS for mode in (POSITIVE, NEGATIVE)] + [(one, POSITIVE) for one in WITHOUT_INPUT],
)
def test_doors_do_what_is_described(
    schema: schemathesis.BaseSchema, key: str, operation: str, mode: schemathesis.GenerationMode
) -> None:
    method, path = operation.split()

    @settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(schema[path][method].as_strategy(generation_mode=mode))
    def tried(case: schemathesis.Case[Any]) -> None:
        assume(len(str(case.query)) < _LONGEST_ADDRESS)
        case.call_and_validate(headers={"Authorization": f"Bearer {key}"}, excluded_checks=NOT_SAID)

    tried()
