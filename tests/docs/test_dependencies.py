"""Every dependency has its reason in a decision record."""

import re
import tomllib

from tests.docs.pages import ROOT

RECORD = ROOT / "docs" / "decisions" / "0002-dependencies.md"
_ROW = re.compile(r"^\| ([a-z][a-z0-9-]*) \| .+ \| .+ \|$", re.MULTILINE)


def test_the_record_names_the_dependencies_that_there_are() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    needed = [re.split(r"[<>=\[]", one)[0] for one in project["dependencies"]]
    told = _ROW.findall(RECORD.read_text("utf-8"))
    assert sorted(told) == sorted(needed)
