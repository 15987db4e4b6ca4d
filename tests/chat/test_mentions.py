"""Whom a message mentions."""

import pytest

from botyard.chat.mentions import mentioned_users

LARGEST = 2**63 - 1


@pytest.mark.parametrize(
    ("text", "users"),
    [
        ("[USER=5]Ada[/USER]", {5}),
        ("hi [user=5]Ada[/User], [USER=6 REPLACE]Bob[/USER]!", {5, 6}),
        ("[USER=5][/USER][USER=5]again[/USER]", {5}),
        ("[USER=5]\n[B]Ada[/B]\n[/USER]", {5}),
        ("[USER=5][USER=6]both[/USER][/USER]", {5, 6}),
        ("[USER=0005]Ada[/USER]", {5}),
        (f"[USER={LARGEST}]x[/USER]", {LARGEST}),
        ("[USER=5][CODE]x[/CODE][/USER]", {5}),
        ("[CODE]a[/CODE][USER=5]Ada[/USER]", {5}),
        ("[/CODE][USER=5]Ada[/USER]", {5}),
    ],
)
def test_finds_mentions(text: str, users: set[int]) -> None:
    assert mentioned_users(text) == users


@pytest.mark.parametrize(
    "text",
    [
        "",
        "USER=5",
        "[USER=all]everyone[/USER]",
        "[USER=5]never closed",
        "[USER=5 REPLACED]x[/USER]",
        "[USER= 5]x[/USER]",
        "[USER=-5]x[/USER]",
        "[USER=\u0665]x[/USER]",
        "[U\u017fER=5]x[/USER]",
        "[USER=0]x[/USER]",
        f"[USER={LARGEST + 1}]x[/USER]",
        "[USER=" + "9" * 10_000 + "]x[/USER]",
        "[CODE][USER=5]x[/USER][/CODE]",
        "[code][USER=5]x[/USER][/Code]",
        "[CODE][CODE][USER=5]x[/USER]",
        "[CODE] [USER=5]x[/USER]",
        "[USER=5]x[CODE][/USER]",
    ],
)
def test_everything_else_is_text(text: str) -> None:
    assert mentioned_users(text) == frozenset()


@pytest.mark.parametrize(
    "piece",
    ["[", "[USER=", "[USER=1", "[USER=1]", "[/USER]", "[/CODE]", "[USER=1 REPLACE", "9", "[["],
)
def test_a_mention_is_found_behind_60_000_hostile_characters(piece: str) -> None:
    hostile = piece * (60_000 // len(piece))
    assert mentioned_users(f"{hostile} [USER=7]Ada[/USER]") == {7}


def test_the_innermost_opening_is_the_one_that_closes() -> None:
    assert mentioned_users("[USER=5]a[USER=6]b[/USER]") == {6}
