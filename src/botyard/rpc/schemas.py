"""Types of parameters and results as JSON Schema, for the OpenAPI document.

The library's own generator refuses what this API answers: `dict | empty list`, as PHP writes a
map, and objects that only their keys tell apart.
"""

import inspect
import types
from typing import Annotated, Any, Literal, Never, Union, get_args, get_origin

import msgspec
from msgspec import NODEFAULT, Meta, Struct, UnsetType
from msgspec.structs import FieldInfo

from botyard.rpc.method import Params
from botyard.wire.file_content import FileContent

Schema = dict[str, Any]

_SIMPLE: dict[Any, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    type(None): {"type": "null"},
    FileContent: {"type": "string", "contentEncoding": "base64"},
    object: {},
    Any: {},
}


class Schemas:
    """`components` are the objects met so far, by the names of their types."""

    def __init__(self) -> None:
        self.components: dict[str, Schema] = {}
        self._described: dict[str, type[Struct]] = {}

    def schema_of(self, declared: Any) -> Schema:  # noqa: ANN401 - a type, or a form of typing
        if declared in _SIMPLE:
            return dict(_SIMPLE[declared])
        origin, arguments = get_origin(declared), get_args(declared)
        if origin is Annotated:
            return self._annotated(arguments)
        if origin is Literal:
            return {"enum": list(arguments)}
        if origin in (Union, types.UnionType):
            return self._union(arguments)
        if origin in (list, tuple):
            return self._list(arguments[0])
        if origin is dict:
            return {"type": "object", "additionalProperties": self.schema_of(arguments[1])}
        if isinstance(declared, type) and issubclass(declared, Struct):
            return self._reference(declared)
        raise TypeError(f"there is no schema of {declared}")

    def object_of(self, shape: type[Struct]) -> Schema:
        """The object itself, where `schema_of` refers to it."""
        tag = shape.__struct_config__.tag
        fields = msgspec.structs.fields(shape)
        properties = {field.encode_name: self._property(field) for field in fields}
        required = [one.encode_name for one in fields if _is_there(shape, one)]
        if tag is not None:
            name = str(shape.__struct_config__.tag_field)
            properties = {name: {"const": tag}, **properties}
            required = [name, *required]
        doc = inspect.cleandoc(str(vars(shape).get("__doc__") or ""))
        told = {"type": "object", "description": doc, "properties": properties}
        return {key: value for key, value in told.items() if value} | (
            {"required": required} if required else {}
        )

    def _reference(self, shape: type[Struct]) -> Schema:
        name = shape.__name__
        if self._described.setdefault(name, shape) is not shape:
            raise ValueError(f"two objects are named {name}")
        if name not in self.components:
            # Noted before it is described: an object may hold others of its kind.
            self.components[name] = {}
            self.components[name] = self.object_of(shape)
        return {"$ref": f"#/components/schemas/{name}"}

    def _annotated(self, arguments: tuple[Any, ...]) -> Schema:
        found = self.schema_of(arguments[0])
        for note in arguments[1:]:
            if isinstance(note, Meta):
                told = {"description": note.description, "maxLength": note.max_length}
                found |= {key: value for key, value in told.items() if value is not None}
        return found

    def _union(self, arguments: tuple[Any, ...]) -> Schema:
        kinds = [self.schema_of(one) for one in arguments if one is not UnsetType]
        return kinds[0] if len(kinds) == 1 else {"anyOf": kinds}

    def _list(self, inner: Any) -> Schema:  # noqa: ANN401
        if inner is Never:
            return {"type": "array", "maxItems": 0}
        return {"type": "array", "items": self.schema_of(inner)}

    def _property(self, field: FieldInfo) -> Schema:
        found = self.schema_of(field.type)
        if isinstance(field.default, (bool, int, str)) and field.default not in ("", NODEFAULT):
            found["default"] = field.default
        return found


def _is_there(shape: type[Struct], field: FieldInfo) -> bool:
    """Whether a client must give it, or may count on it."""
    if field.required or issubclass(shape, Params):
        return field.required
    declared = get_args(field.type)[0] if get_origin(field.type) is Annotated else field.type
    may_be_unset = UnsetType in get_args(declared)
    return not shape.__struct_config__.omit_defaults and not may_be_unset
