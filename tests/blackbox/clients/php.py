"""The PHP clients, which are run where an environment variable names a checkout of them."""

import os
import shutil
from pathlib import Path

import pytest

CREST = "BOTYARD_TEST_CREST"
SDK = "BOTYARD_TEST_B24PHPSDK"


def place_crest(directory: Path) -> None:
    """The released file, as it is, where the page has it: once for each way to log in."""
    released = _checkout(CREST, "CRest") / "src" / "crest.php"
    application = directory / "application"
    application.mkdir()
    (application / "settings.php").write_text("<?php\n")
    for place in (directory, application):
        shutil.copy(released, place)


def place_sdk(directory: Path) -> None:
    """`vendor` of a checkout in which `composer install` was run."""
    (directory / "vendor").symlink_to(_checkout(SDK, "bitrix24/b24phpsdk") / "vendor")


def _checkout(variable: str, client: str) -> Path:
    if shutil.which("php") is None:
        pytest.skip(f"PHP is not installed: {client} is replayed and not run")
    if not os.environ.get(variable):
        pytest.skip(f"{variable} names no checkout: {client} is replayed and not run")
    return Path(os.environ[variable])
