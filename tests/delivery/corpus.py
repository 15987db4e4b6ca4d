"""Addresses that the tests of this room have in common."""

from pathlib import Path

_FOLDER = Path(__file__).parent / "addresses"


def words(name: str) -> list[str]:
    return (_FOLDER / f"{name}.txt").read_text("utf-8").split()
