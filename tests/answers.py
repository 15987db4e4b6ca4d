"""Compares every answer that a test gets from a method with the OpenAPI document.

A refusal must be declared by the method, for all methods, or as an error of the whole system.
"""

from functools import cache
from typing import Any

import jsonschema_rs
import msgspec

import botyard.methods
from botyard.model.errors import SYSTEM_ERRORS, ApiError
from botyard.rpc import openapi, registry
from botyard.rpc.pipeline import Pipeline
from botyard.rpc.request import Answer, RestRequest

_METHODS = registry.load(botyard.methods)
_TIME = {
    "start": 0.5,
    "finish": 0.5,
    "duration": 0.5,
    "processing": 0.5,
    "date_start": "",
    "date_finish": "",
}

_serve = Pipeline.serve


def pytest_configure() -> None:
    Pipeline.serve = _serve_as_described  # type: ignore[method-assign]


async def _serve_as_described(self: Pipeline, request: RestRequest) -> Answer:
    method = _METHODS.get(request.method.lower())
    try:
        answer = await _serve(self, request)
    except ApiError as refusal:
        own = () if method is None else method.errors
        declared = {error.code for error in (*own, *registry.ERRORS_OF_ALL, *SYSTEM_ERRORS)}
        if refusal.error.code in declared:
            raise
        raise AssertionError(f"{request.method} does not declare {refusal}") from refusal
    if method is not None:
        _validator_of(method.name).validate(_told(answer))
    return answer


def _told(answer: Answer) -> Any:
    body = msgspec.json.decode(msgspec.json.encode(answer.body))
    return {**(body if answer.is_page else {"result": body}), "time": _TIME}


@cache
def _validator_of(name: str) -> jsonschema_rs.Draft202012Validator:
    found = _document()["components"]["responses"][name]["content"]["application/json"]["schema"]
    return jsonschema_rs.Draft202012Validator(
        {**found, "components": {"schemas": _document()["components"]["schemas"]}}
    )


@cache
def _document() -> dict[str, Any]:
    return openapi.document(_METHODS)
