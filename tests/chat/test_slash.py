"""Which slash commands a message gives."""

import pytest

from botyard.chat.slash import commands_in


@pytest.mark.parametrize(
    ("text", "commands"),
    [
        ("/help", [("help", "")]),
        ("/Help", [("Help", "")]),
        ("/echo  two words \t", [("echo", "two words")]),
        ("/echo\r\n/help\r", [("echo", ""), ("help", "")]),
        ("first\n/one 1\nbetween\n/two 2", [("one", "1"), ("two", "2")]),
        ("/same\n/same", [("same", ""), ("same", "")]),
        ("/path/to it", [("path/to", "it")]),
        ("/echo [B]bold[/B] /help", [("echo", "[B]bold[/B] /help")]),
        ("[CODE]\n/no\n[/CODE]\n/yes", [("yes", "")]),
        ("[code]/no[/Code]\n/yes 1", [("yes", "1")]),
        ("/run [CODE]x = 1[/CODE]", [("run", "[CODE]x = 1[/CODE]")]),
        ("/run [CODE]x\n/no[/CODE]", [("run", "[CODE]x")]),
        ("[/CODE]\n/yes", [("yes", "")]),
        ("/yes\n[CODE]\n/no", [("yes", "")]),
        ("/\u043f\u043e\u043c\u043e\u0449\u044c", [("\u043f\u043e\u043c\u043e\u0449\u044c", "")]),
    ],
)
def test_finds_commands_at_the_start_of_lines(text: str, commands: list[tuple[str, str]]) -> None:
    assert commands_in(text) == commands


@pytest.mark.parametrize(
    "text", ["", "help", " /help", "see /help", "/", "/ help", "//help", "\n\n", ">>/help", "\t/a"]
)
def test_everything_else_is_no_command(text: str) -> None:
    assert commands_in(text) == []


@pytest.mark.parametrize(
    "piece", ["/", "\n", "\n/", "/a ", "[CODE]", "[/CODE]", "[CODE]\n/a[/CODE]"]
)
def test_a_command_is_found_behind_60_000_hostile_characters(piece: str) -> None:
    hostile = piece * (60_000 // len(piece))
    closed = "[/CODE]" if piece == "[CODE]" else ""
    assert commands_in(f"{hostile}{closed}\n/help me")[-1] == ("help", "me")


def test_the_first_20_commands_count() -> None:
    assert commands_in("/a\n" * 19 + "/b\n/c") == [("a", "")] * 19 + [("b", "")]
