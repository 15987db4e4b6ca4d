"""The page about system errors names each, and what it says of a running server is so."""

import re
import subprocess
from pathlib import Path

import pytest

from botyard.model.errors import SYSTEM_ERRORS
from tests.docs.pages import ROOT, examples
from tests.docs.test_examples import codes, path_with_botyard
from tests.serving import environment, serving

PAGE = ROOT / "docs" / "errors.md"


def test_every_system_error_is_on_the_page() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (\d+) \| (.+?) \| .+ \|$", PAGE.read_text(), re.MULTILINE)
    told = [(code, text, int(status)) for code, status, text in rows]
    assert told == [(one.code, one.description, one.status) for one in SYSTEM_ERRORS]


def test_the_examples_are_answered_as_the_page_says(tmp_path: Path) -> None:
    with serving(tmp_path, portal=None) as server:
        code = codes(server, 1)["1"]
        variables = {"PATH": path_with_botyard(), "BOTYARD_DATA": str(server.data)}

        def run(script: str) -> str:
            ready = script.replace("http://127.0.0.1:8080", server.url).replace("CODE_1", code)
            done = subprocess.run(
                ["bash", "-euo", "pipefail", "-c", ready],
                capture_output=True,
                text=True,
                check=True,
                timeout=60,
                env=environment(variables),
            )
            return done.stdout

        question = ""
        for words, text in examples(PAGE):
            match words:
                case "bash do":
                    run(text)
                case "bash ask":
                    question = text
                case "json told":
                    # The server follows within a second; the time limit of the test ends this.
                    while run(question) != text:
                        pass
                case _:
                    pytest.fail(f"an example of another kind: {words}")
