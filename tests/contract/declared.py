"""What the method declarations say, for tests that write themselves from them."""

import types
from collections.abc import Iterator
from typing import Annotated, NamedTuple, Union, get_args, get_origin

import msgspec
import pytest
from msgspec import Meta, Struct

from botyard.rpc.method import AnyMethod
from tests.portals import METHODS

every_method = pytest.mark.parametrize("method", METHODS.values(), ids=lambda one: one.name)


class Parameter(NamedTuple):
    """`path` leads to it from the top: `("fields", "userIds")`."""

    path: tuple[str, ...]
    declared: object

    @property
    def name(self) -> str:
        return ".".join(self.path)


def parameters_of(method: AnyMethod) -> list[Parameter]:
    """Every parameter, those inside others too."""
    return list(_walk(method.params, ()))


def _walk(shape: type[Struct], path: tuple[str, ...]) -> Iterator[Parameter]:
    for info in msgspec.structs.fields(shape):
        here = (*path, info.encode_name)
        yield Parameter(here, plain(info.type))
        if (inner := struct_in(info.type)) is not None:
            yield from _walk(inner, here)


def plain(declared: object) -> object:
    """The type without what is said about it and without None."""
    if get_origin(declared) is Annotated:
        return plain(get_args(declared)[0])
    if get_origin(declared) in (Union, types.UnionType):
        inner = (type(None), msgspec.UnsetType)
        return plain(next(one for one in get_args(declared) if one not in inner))
    return declared


def structs_below(declared: object) -> Iterator[type[Struct]]:
    """Every struct in a declaration once; some hold structs of their own kind."""
    found: dict[type[Struct], None] = {}
    _gather(declared, found)
    return iter(found)


def _gather(declared: object, found: dict[type[Struct], None]) -> None:
    if not (isinstance(declared, type) and issubclass(declared, Struct)):
        for part in get_args(declared):
            _gather(part, found)
    elif declared not in found:
        found[declared] = None
        for info in msgspec.structs.fields(declared):
            _gather(info.type, found)


def struct_in(declared: object) -> type[Struct] | None:
    return next(structs_below(declared), None)


def description_of(info: msgspec.structs.FieldInfo) -> str:
    notes = get_args(info.type)[1:] if get_origin(info.type) is Annotated else ()
    return next((note.description or "" for note in notes if isinstance(note, Meta)), "")
