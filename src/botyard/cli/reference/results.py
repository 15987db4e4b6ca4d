"""What methods answer, and the objects that many of them answer."""

import inspect
from collections.abc import Iterable
from typing import Any, get_args, get_origin

import msgspec
from msgspec import Struct

from botyard.cli.reference.spelling import (
    fields_below,
    is_shared,
    meta_of,
    structs_in,
    title_of,
    type_name,
)
from botyard.cli.reference.tables import page, table
from botyard.rpc.method import AnyMethod, Page

_COLUMNS = ("Result", "Type", "Meaning")


def result_parts(declared: Any) -> list[str]:  # noqa: ANN401 - a type, or a form of typing
    beside = ""
    if get_origin(declared) is Page:
        declared = get_args(declared)[0]
        beside = ", with `total` beside it, and `next` where another page follows"
    fields = [_own_fields(shape) for shape in structs_in(declared)]
    named = type_name(declared)
    return (
        fields
        if named == "object" and fields and not beside
        else [f"Result: {named}{beside}.", *fields]
    )


def object_page(made: str, methods: Iterable[AnyMethod]) -> str:
    shared: dict[str, type[Struct]] = {}
    for method in methods:
        _note_shared(method.result, shared)
    parts = [_object(shared[name]) for name in sorted(shared)]
    return page(
        made, "# Objects", "What [methods](methods.md) answer, in alphabetical order.", *parts
    )


def _own_fields(shape: type[Struct]) -> str:
    if is_shared(shape):
        return ""
    rows = [
        (f"`{name}`", type_name(field.type), meta_of(field).description or "")
        for name, field in fields_below(shape)
    ]
    return table(_COLUMNS, rows)


def _note_shared(declared: object, shared: dict[str, type[Struct]]) -> None:
    for shape in structs_in(declared):
        if shared.get(title_of(shape)) is shape:
            continue
        if is_shared(shape):
            shared[title_of(shape)] = shape
        for field in msgspec.structs.fields(shape):
            _note_shared(field.type, shared)
    if get_origin(declared) is Page:
        _note_shared(get_args(declared)[0], shared)


def _object(shape: type[Struct]) -> str:
    tag = shape.__struct_config__.tag
    rows = [] if tag is None else [("`type`", f"`{tag}`")]
    rows += [
        (f"`{field.encode_name}`", type_name(field.type))
        for field in msgspec.structs.fields(shape)
    ]
    doc = inspect.cleandoc(str(vars(shape).get("__doc__") or ""))
    return page(f"## {title_of(shape)}", doc, table(("Field", "Type"), rows)).rstrip()
