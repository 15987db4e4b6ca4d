"""The rules for a message's text."""

import pytest

from botyard.chat.texts import is_blank, shorten


@pytest.mark.parametrize("character", ["a", "П", "😀"])
def test_a_text_is_cut_at_20_000_code_points_with_a_mark(character: str) -> None:
    assert shorten(character * 20_000) == character * 20_000
    assert shorten(character * 20_001) == character * 20_000 + " (...)"


@pytest.mark.parametrize("text", ["", " ", "\t\r\n", "\u00a0\u2003"])
def test_white_space_is_blank(text: str) -> None:
    assert is_blank(text)


@pytest.mark.parametrize("text", ["0", " a ", "\u200d"])
def test_anything_else_is_not_blank(text: str) -> None:
    assert not is_blank(text)
