"""The reference of the API, made from the declarations of its methods."""

from collections.abc import Iterable, Mapping

import msgspec
from msgspec import NODEFAULT
from msgspec.structs import FieldInfo

from botyard.cli.reference.results import object_page, result_parts
from botyard.cli.reference.spelling import fields_below, meta_of, type_name
from botyard.cli.reference.tables import page, table
from botyard.model.errors import ErrorCode
from botyard.model.scopes import BASIC
from botyard.rpc.method import AnyMethod
from botyard.rpc.openapi import admission_of
from botyard.rpc.registry import ERRORS_OF_ALL, Registry

_MADE = "<!-- Made by `make docs` from the declarations of the methods. -->"
_BASICS = "basics"
_FAMILIES = {
    "imbot.v2": "Bots and what they do.",
    "imbot": "Bots through the older API, beside the newer one.",
    "im": "What a person does, through a webhook of their own.",
    _BASICS: "Who calls, who is there, and what can be called.",
}
_INTRODUCTION = """\
A method is called by GET or POST at `/rest/{user}/{code}/{method}`.
These are the id of a person, the code of one of that person's webhooks, and the method's name in
any case, with `.json`, `.xml` or nothing behind it.
Parameters come as JSON, as a form or in the query; those in capitals may be written in any case.
An integer may be a string of digits, a boolean may be `Y` or `N`, and null counts as absent.
The answer is `{"result": ..., "time": ...}`.
A running server tells all of this as an OpenAPI document at `/openapi.json`."""
_FAILURE = 'A refusal is `{"error": ..., "error_description": ...}` and nothing else.'
_WRITES = "It writes: with the header `Idempotency-Key` a repeat gets the first answer."


def method_pages(methods: Registry) -> Mapping[str, str]:
    found = sorted(methods.values(), key=lambda method: method.name.lower())
    chapters = {
        f"reference/{family}.md": _chapter(
            family, [one for one in found if _family(one) == family]
        )
        for family in _FAMILIES
    }
    return {
        "reference/methods.md": _index(found),
        "reference/objects.md": object_page(_MADE, found),
        **chapters,
    }


def _family(method: AnyMethod) -> str:
    return next((name for name in _FAMILIES if method.name.startswith(f"{name}.")), _BASICS)


def _index(methods: Iterable[AnyMethod]) -> str:
    rows = []
    for method in methods:
        anchor = method.name.lower().replace(".", "")
        rows.append((f"[{method.name}]({_family(method)}.md#{anchor})", method.summary))
    return page(
        _MADE,
        "# Methods",
        _INTRODUCTION,
        table(("Method", "What it does"), rows),
        "What they answer beside plain values stands in [objects](objects.md).",
        "## Errors of every method",
        _FAILURE,
        _errors(ERRORS_OF_ALL),
    )


def _chapter(family: str, methods: Iterable[AnyMethod]) -> str:
    introduction = f"{_FAMILIES[family]} How to call them: [methods](methods.md)."
    return page(_MADE, f"# {family}", introduction, *map(_section, methods))


def _section(method: AnyMethod) -> str:
    scope = "none" if BASIC in method.scopes else " or ".join(f"`{one}`" for one in method.scopes)
    parameters = table(("Parameter", "Type", "Meaning"), _parameters(method))
    return page(
        f"## {method.name}",
        method.doc,
        f"Scope: {scope}. {'It only reads.' if method.reads else _WRITES}",
        parameters or "It takes no parameters.",
        *result_parts(method.result),
        _errors(method.errors),
    ).rstrip()


def _parameters(method: AnyMethod) -> list[tuple[str, str, str]]:
    rows = [
        (f"`{name}`", str(schema["type"]), str(schema["description"]))
        for name, schema in admission_of(method).items()
    ]
    for name, field in fields_below(method.params):
        rows.append((f"`{name}`", type_name(field.type), _meaning(field)))
    return rows


def _meaning(field: FieldInfo) -> str:
    meta = meta_of(field)
    told = [meta.description or ""]
    if meta.max_length is not None:
        told.append(f"At most {meta.max_length:,} characters.")
    if isinstance(field.default, (bool, int, str)) and field.default not in ("", NODEFAULT):
        told.append(f"Default: `{msgspec.json.encode(field.default).decode()}`.")
    error = (meta.extra or {}).get("error")
    if isinstance(error, ErrorCode):
        told.append(f"Wrong: `{error.code}`.")
    return " ".join(told)


def _errors(found: Iterable[ErrorCode]) -> str:
    rows = [(f"`{one.code}`", str(one.status), one.description) for one in found]
    return table(("Error", "Status", "Text"), rows)
