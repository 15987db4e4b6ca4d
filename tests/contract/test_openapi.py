"""The OpenAPI document: valid, complete, and what the server itself says."""

from pathlib import Path
from typing import Any

import httpx
import pytest
from openapi_spec_validator import validate

from botyard.rpc import openapi
from botyard.rpc.admit import admit_app
from botyard.rpc.method import AnyMethod
from tests.contract.declared import every_method, parameters_of
from tests.portals import METHODS
from tests.serving import serving

DOCUMENT = openapi.document(METHODS)


def _resolved(schema: dict[str, Any]) -> dict[str, Any]:
    """Without references and alternatives: the object that is meant."""
    for one in schema.get("anyOf", ()):
        if "$ref" in one or one.get("type") == "array":
            return _resolved(one)
    if schema.get("type") == "array":
        return _resolved(schema["items"])
    if "$ref" in schema:
        return _resolved(DOCUMENT["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
    return schema


def test_it_is_valid() -> None:
    validate(DOCUMENT)


@every_method
def test_a_method_is_there_with_its_errors_for_tokens_and_for_webhooks(method: AnyMethod) -> None:
    operation = DOCUMENT["paths"][f"/rest/{method.name}"]["post"]
    assert operation["x-errors"] == [error.code for error in method.errors]
    by_webhook = DOCUMENT["paths"].get(f"/rest/{{user}}/{{code}}/{method.name}")
    assert (by_webhook is None) == (method.admit is admit_app)


@every_method
def test_every_parameter_of_a_method_is_there(method: AnyMethod) -> None:
    body = DOCUMENT["components"]["requestBodies"][method.name]["content"]["application/json"]
    for parameter in parameters_of(method):
        schema = body["schema"]
        for name in parameter.path:
            schema = _resolved(schema)["properties"][name]


@pytest.mark.timeout(60)
def test_a_server_tells_it_to_pages_of_others_too(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        answer = httpx.get(f"{server.url}/openapi.json")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("application/json")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.json() == DOCUMENT
