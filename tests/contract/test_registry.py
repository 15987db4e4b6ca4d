"""House rules of the method declarations, asked of each."""

import ast
import importlib
import re
from collections import defaultdict
from pathlib import Path

import msgspec
import pytest
from msgspec import Struct

import botyard.methods
from botyard.rpc.method import AnyMethod, Params, Result
from tests.contract.declared import description_of, every_method, structs_below
from tests.portals import METHODS

FILES = sorted(Path(botyard.methods.__path__[0]).rglob("*.py"))
_NAME = re.compile(r"[a-z]+(\.v2)?(\.[A-Za-z]+)*")
_SENTENCE = re.compile(r"[A-Z][^.\n]*\.")


def _own_structs(method: AnyMethod) -> list[type[Struct]]:
    """What the method itself declares; views belong to everybody."""
    found = [*structs_below(method.params), *structs_below(method.result)]
    return [one for one in found if issubclass(one, (Params, Result))]


@every_method
def test_lives_at_the_path_that_its_name_spells(method: AnyMethod) -> None:
    assert _NAME.fullmatch(method.name)
    snake = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", method.name).lower()
    path = re.sub(r"^([a-z]+)\.v2\.", r"\1_v2.", snake)
    module = importlib.import_module(f"botyard.methods.{path}")
    assert any(value is method for value in vars(module).values())


@every_method
def test_says_what_it_does_in_one_sentence(method: AnyMethod) -> None:
    assert _SENTENCE.fullmatch(method.summary), method.summary


@every_method
def test_describes_every_parameter_and_every_field_of_its_result(method: AnyMethod) -> None:
    missing = [
        f"{shape.__name__}.{info.name}"
        for shape in _own_structs(method)
        for info in msgspec.structs.fields(shape)
        if not description_of(info) and shape.__module__.startswith("botyard.methods")
    ]
    assert missing == []


@every_method
def test_names_each_error_once(method: AnyMethod) -> None:
    codes = [error.code for error in method.errors]
    assert sorted(codes) == sorted(set(codes))
    assert all(error.description for error in method.errors)


@every_method
def test_needs_a_scope_or_none(method: AnyMethod) -> None:
    assert method.scopes
    if method.name.startswith("imbot."):
        assert method.scopes == ("imbot",)


@every_method
def test_is_found_without_regard_to_case(method: AnyMethod) -> None:
    assert METHODS[method.name.lower()] is method


def test_no_two_structs_have_the_same_name() -> None:
    places: dict[str, set[str]] = defaultdict(set)
    for method in METHODS.values():
        for shape in _own_structs(method):
            places[shape.__name__].add(shape.__module__)
    assert {name: where for name, where in places.items() if len(where) > 1} == {}


@pytest.mark.parametrize(
    "file", FILES, ids=lambda file: "/".join(file.relative_to(FILES[0].parent).parts)
)
def test_a_method_file_imports_no_other_method_file(file: Path) -> None:
    imported = [
        node.module or ""
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom)
    ]
    assert [name for name in imported if name.startswith("botyard.methods")] == []
