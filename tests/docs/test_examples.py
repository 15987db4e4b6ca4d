"""Every example that is marked to run is run, on a server of its own."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.pages import PAGES, README, examples, name_of
from tests.serving import RunningServer, environment, serving

RUN = "bash run"
_PATIENCE_S = 60
_CODE = re.compile(r"/rest/(\d+)/([0-9a-f]{32})/$")
_PAGES_TO_RUN = [
    page for page in PAGES if page != README and any(one.words == RUN for one in examples(page))
]


def follow(page: Path, directory: Path) -> str:
    """What the commands of a page print, one after the other in one shell."""
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed")
    for example in examples(page):
        if example.words.startswith("toml "):
            (directory / example.words.removeprefix("toml ")).write_text(example.text)
    script = "\n".join(one.text for one in examples(page) if one.words == RUN)
    with serving(directory / "served", portal=None) as server:
        ready = adapted(script, server)
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", ready],
            cwd=directory,
            capture_output=True,
            text=True,
            check=False,
            timeout=_PATIENCE_S,
            env=environment({"PATH": path_with_botyard()}),
        )
    assert done.returncode == 0, done.stderr
    return done.stdout


def adapted(script: str, server: RunningServer) -> str:
    """The script for this server, with the codes that it printed when it started."""
    ready = script.replace("http://127.0.0.1:8080", server.url)
    for user_id, code in codes(server, script.count("CODE_")).items():
        ready = ready.replace(f"CODE_{user_id}", code)
    return ready


def codes(server: RunningServer, wanted: int) -> dict[str, str]:
    found: dict[str, str] = {}
    assert server.process.stdout is not None
    while wanted and len(found) < 3:
        line = server.process.stdout.readline()
        assert line, "the server printed fewer codes than there are people"
        found |= dict(_CODE.findall(line.strip()))
    return found


def path_with_botyard() -> str:
    return f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"


@pytest.mark.parametrize("page", _PAGES_TO_RUN, ids=name_of)
def test_the_examples_of_a_page_work(page: Path, tmp_path: Path) -> None:
    printed = follow(page, tmp_path)
    assert printed
    assert '"error"' not in printed


def test_the_readme_leads_to_a_message_that_is_read(tmp_path: Path) -> None:
    printed = follow(README, tmp_path)
    assert printed.count('"result"') == 3
    assert "Hello, Daniel!" in printed.splitlines()[-1]
