"""House rules that no linter knows."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import botyard

PACKAGE = Path(botyard.__file__).parent
# Lines that say something: empty ones cost nobody anything.
LONGEST_MODULE = 400
LONGEST_FUNCTION = 40
_SQL = re.compile(
    r"\s*(SELECT\s.+\sFROM\s|INSERT\s+INTO\s|UPDATE\s+\w+\s+SET\s|DELETE\s+FROM\s|"
    r"(CREATE|ALTER|DROP)\s+TABLE\s|PRAGMA\s)",
    re.DOTALL,
)


# Hashes of secrets, and what holds one.
_SECRET = re.compile(
    r"\b((code|secret|token|password)_hash|hashed\(.*|owner|(\w+_)?(secret|token|password))$"
)


class Module(NamedTuple):
    path: str
    source: str
    nodes: list[ast.AST]


def _read(file: Path) -> Module:
    source = file.read_text("utf-8")
    return Module(file.relative_to(PACKAGE).as_posix(), source, list(ast.walk(ast.parse(source))))


MODULES = [_read(file) for file in sorted(PACKAGE.rglob("*.py"))]


def strings(module: Module) -> Iterator[str]:
    for node in module.nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_a_module_can_be_read_at_one_sitting() -> None:
    lengths = {
        one.path: sum(bool(line.strip()) for line in one.source.splitlines()) for one in MODULES
    }
    assert {path: length for path, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_a_function_fits_on_a_screen() -> None:
    too_long = [
        f"{module.path}: {node.name}"
        for module in MODULES
        for node in module.nodes
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and (node.end_lineno or node.lineno) - node.lineno >= LONGEST_FUNCTION
    ]
    assert too_long == []


def test_sql_stands_in_the_store_alone() -> None:
    found = {one.path for one in MODULES for text in strings(one) if _SQL.match(text)}
    assert {path for path in found if not path.startswith("store/")} == set()
    assert "store/messages.py" in found


def test_what_must_hold_is_not_left_to_assert() -> None:
    assert [
        one.path for one in MODULES for node in one.nodes if isinstance(node, ast.Assert)
    ] == []


def test_no_secret_is_compared_letter_by_letter() -> None:
    """How long that takes would tell how much of a guess was right."""
    compared = [
        f"{module.path}:{node.lineno} {name}"
        for module in MODULES
        for node in module.nodes
        if isinstance(node, ast.Compare)
        and any(isinstance(how, (ast.Eq, ast.NotEq)) for how in node.ops)
        for side in (node.left, *node.comparators)
        if _SECRET.search(name := ast.unparse(side)) and not isinstance(side, ast.Constant)
    ]
    assert compared == []


def test_a_module_says_what_it_is_for() -> None:
    assert [one.path for one in MODULES if not ast.get_docstring(ast.parse(one.source))] == []


def test_annotations_are_real_values() -> None:
    """msgspec reads them at run time."""
    late = [one.path for one in MODULES if "from __future__ import annotations" in one.source]
    assert late == []


def test_nobody_leaves_work_for_later_in_a_comment() -> None:
    marks = re.compile(r"#.*\b(TODO|FIXME|XXX|HACK)\b")
    assert [one.path for one in MODULES if marks.search(one.source)] == []


_IMPORT_ALL = """
import importlib, pkgutil, sys, botyard
for module in pkgutil.walk_packages(botyard.__path__, "botyard."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
print(*sorted(sys.modules))
"""
_READS_XML = re.compile(r"(xml|_elementtree|pyexpat|lxml|defusedxml|plistlib|bs4|html\.parser)\b")


def test_nothing_in_the_whole_server_can_parse_xml() -> None:
    """It writes XML by hand: what was never loaded cannot be fooled by entities."""
    told = subprocess.run(
        [sys.executable, "-c", _IMPORT_ALL], capture_output=True, text=True, check=True
    )
    loaded = told.stdout.split()
    assert "botyard.wire.xml" in loaded
    assert [name for name in loaded if _READS_XML.match(name)] == []
