"""The methods as an OpenAPI document, made from their declarations."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any, get_args, get_origin

from botyard import __version__
from botyard.model.errors import ErrorCode
from botyard.rpc.admit import admit_app, admit_bot, admit_owner
from botyard.rpc.method import AnyMethod, Page
from botyard.rpc.registry import ERRORS_OF_ALL, Registry
from botyard.rpc.schemas import Schema, Schemas
from botyard.wire.envelope import Failure, Time

VERSION = "3.1.0"
_ABOUT = """\
Parameters may come as JSON, as a form or in the query. An integer may be a string of digits, a
boolean may be `Y` or `N`, null counts as absent, and names in capitals may be written in any
case. Each method is there twice: for an access token, and for an incoming webhook."""
_REFUSED = "Refused"
_WEBHOOK: list[dict[str, Any]] = [
    {"name": "user", "in": "path", "required": True, "schema": {"type": "integer"}},
    {"name": "code", "in": "path", "required": True, "schema": {"type": "string"}},
]
_REPEAT: dict[str, Any] = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "A repeat of the call gets the first answer.",
    "schema": {"type": "string"},
}
_TOKENS: list[dict[str, list[str]]] = [{"accessToken": []}, {"bearer": []}]
_SECURITY = {
    "accessToken": {"type": "apiKey", "in": "query", "name": "auth"},
    "bearer": {"type": "http", "scheme": "bearer"},
}


def document(methods: Registry) -> dict[str, Any]:
    """OpenAPI 3.1. `x-errors` of an operation are its own codes, in the order of its declaration.

    What any call may be refused with is its `default` answer.
    """
    schemas = Schemas()
    bodies: dict[str, Any] = {}
    schemas.schema_of(Failure)
    responses: dict[str, Any] = {_REFUSED: _refusal(ERRORS_OF_ALL)}
    paths: dict[str, Any] = {}
    for method in sorted(methods.values(), key=lambda one: one.name.lower()):
        bodies[method.name] = _body(method, schemas)
        responses[method.name] = _response("Done.", _answer(method, schemas))
        paths |= _paths(method)
    return {
        "openapi": VERSION,
        "info": {
            "title": "Botyard",
            "version": __version__,
            "description": _ABOUT,
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": dict(sorted(schemas.components.items())),
            "requestBodies": bodies,
            "responses": responses,
            "securitySchemes": _SECURITY,
        },
    }


def _paths(method: AnyMethod) -> dict[str, Any]:
    by_token = {**_operation(method, ""), "security": _TOKENS}
    paths: dict[str, Any] = {f"/rest/{method.name}": {"post": by_token}}
    if method.admit is not admit_app:
        by_webhook = {**_operation(method, "webhook."), "security": []}
        path = f"/rest/{{user}}/{{code}}/{method.name}"
        paths[path] = {"parameters": _WEBHOOK, "post": by_webhook}
    return paths


def _operation(method: AnyMethod, prefix: str) -> dict[str, Any]:
    summary, _, more = method.doc.partition("\n\n")
    return {
        "operationId": f"{prefix}{method.name}",
        "summary": " ".join(summary.split()),
        **({"description": more} if more else {}),
        "tags": [method.name.rpartition(".")[0] or method.name],
        **({} if method.reads else {"parameters": [_REPEAT]}),
        "requestBody": {"$ref": f"#/components/requestBodies/{method.name}"},
        "responses": {
            "200": {"$ref": f"#/components/responses/{method.name}"},
            **_refusals(method.errors),
            "default": {"$ref": f"#/components/responses/{_REFUSED}"},
        },
        "x-errors": [error.code for error in method.errors],
        "x-scopes": list(method.scopes),
    }


def _refusals(errors: Sequence[ErrorCode]) -> dict[str, Any]:
    """What the method itself refuses, by status."""
    by_status = groupby(sorted(errors, key=_status), _status)
    return {str(status): _refusal(list(found)) for status, found in by_status}


def _refusal(errors: Sequence[ErrorCode]) -> dict[str, Any]:
    """Not these codes alone: what every call may be refused with has the same statuses."""
    told = dict.fromkeys(f"`{error.code}`: {error.description}" for error in errors)
    return _response("\n".join(told), {"$ref": f"#/components/schemas/{Failure.__name__}"})


def _status(error: ErrorCode) -> int:
    return error.status


def _body(method: AnyMethod, schemas: Schemas) -> dict[str, Any]:
    schema = schemas.object_of(method.params)
    properties = {**admission_of(method), **schema.get("properties", {})}
    return {"content": {"application/json": {"schema": {**schema, "properties": properties}}}}


def admission_of(method: AnyMethod) -> dict[str, Schema]:
    """What names the bot that acts, and its owner, before the method's own parameters."""
    found: dict[str, Schema] = {}
    if method.admit is admit_bot:
        found["botId"] = {"type": "integer", "description": "The bot that acts."}
    if method.admit in (admit_bot, admit_owner) and not method.token_in_fields:
        told = "The token under which the bot was registered. Applications need none."
        found["botToken"] = {"type": "string", "description": told}
    return found


def _answer(method: AnyMethod, schemas: Schemas) -> Schema:
    is_page = get_origin(method.result) is Page
    result = get_args(method.result)[0] if is_page else method.result
    beside = {"total": {"type": "integer"}, "next": {"type": "integer"}} if is_page else {}
    return {
        "type": "object",
        "properties": {
            "result": schemas.schema_of(result),
            **beside,
            "time": schemas.schema_of(Time),
        },
        "required": ["result", *(["total"] if is_page else []), "time"],
    }


def _response(description: str, schema: Schema) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": schema}}}
