"""How the reference names the types of parameters and results."""

import types
from collections.abc import Iterator
from typing import Annotated, Any, Literal, Never, Union, get_args, get_origin

import msgspec
from msgspec import Meta, Struct, UnsetType
from msgspec.structs import FieldInfo

from botyard.rpc.method import Page, Params, Result
from botyard.wire.file_content import FileContent

_SIMPLE = {
    int: "integer",
    str: "string",
    bool: "boolean",
    float: "number",
    object: "any",
    FileContent: "base64 string",
}
_NOTHING = (type(None), UnsetType)


def structs_in(declared: object) -> list[type[Struct]]:
    """The structs that a value of this type is or holds, without those inside them."""
    if isinstance(declared, type) and issubclass(declared, Struct):
        return [declared]
    return [one for part in get_args(declared) for one in structs_in(part)]


def is_shared(shape: type[Struct]) -> bool:
    """Objects that belong to no single method have a page of their own."""
    return not issubclass(shape, (Params, Result, Page))


def title_of(shape: type[Struct]) -> str:
    return shape.__name__.removesuffix("View")


def type_name(declared: Any) -> str:  # noqa: ANN401 - a type, or a form of typing
    origin, arguments = get_origin(declared), get_args(declared)
    if origin is Annotated:
        return type_name(arguments[0])
    if is_told_by_type(declared):
        return "[object with a `type`](../rich-content.md)"
    if origin in (Union, types.UnionType):
        return " or ".join(dict.fromkeys(_alternative(one) for one in arguments))
    if origin is Literal:
        return " or ".join(f"`{one}`" for one in arguments)
    if origin in (list, tuple):
        return "empty list" if arguments[0] is Never else f"list of {type_name(arguments[0])}"
    for shape in structs_in(declared) if origin is None else ():
        name = title_of(shape)
        return f"[{name}](objects.md#{name.lower()})" if is_shared(shape) else "object"
    return _SIMPLE.get(declared, "any" if declared is Any else "object")


def is_told_by_type(declared: object) -> bool:
    """Whether it is one of many objects, each of which says what it is."""
    shapes = structs_in(declared) if get_origin(declared) in (Union, types.UnionType) else []
    return len(shapes) > 1 and all(one.__struct_config__.tag is not None for one in shapes)


def meta_of(field: FieldInfo) -> Meta:
    notes = get_args(field.type)[1:] if get_origin(field.type) is Annotated else ()
    return next((note for note in notes if isinstance(note, Meta)), Meta())


def fields_below(shape: type[Struct], prefix: str = "") -> Iterator[tuple[str, FieldInfo]]:
    """Each field with its path as clients write it; those of objects of its own follow it."""
    for field in msgspec.structs.fields(shape):
        path = prefix + field.encode_name
        yield path, field
        for inner in structs_in(field.type):
            if not is_shared(inner):
                is_list = type_name(field.type).startswith("list of")
                yield from fields_below(inner, f"{path}[]." if is_list else f"{path}.")


def _alternative(declared: object) -> str:
    return "null" if declared in _NOTHING else type_name(declared)
