"""What all rich content shares: links that are safe, and the wish to take it away."""

from collections.abc import Callable

import pytest

from botyard.model.rich import OversizeRichContent
from botyard.wire.rich_forms import asks_removal, flag, link, opened, text


@pytest.mark.parametrize(
    "address",
    [
        "https://example.com",
        "HTTP://EXAMPLE.com:8080/a?b=c#d",
        "https://пример.рф/путь with spaces",
        "/",
        "/online/?IM_DIALOG=chat5",
        "/a//b",
    ],
)
def test_addresses_of_the_web_and_of_this_portal_are_followed(address: str) -> None:
    assert link(address) == address
    assert link(f"  {address} ") == address


@pytest.mark.parametrize(
    "address",
    [
        "",
        "example.com",
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "\\\\evil.example",
        "/%0a/\n",
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "java\nscript:alert(1)",
        "\x01javascript:alert(1)",
        "ht\ntps://example.com",
        "https:example.com",
        "https:///example.com",
        "https:\\\\example.com",
        "https://",
        "https:// example.com",
        "data:text/html,x",
        "vbscript:x",
        "ftp://example.com",
        "?a=b",
        "#a",
        None,
        5,
        ["https://example.com"],
    ],
)
def test_every_other_address_is_refused(address: object) -> None:
    assert link(address) is None


@pytest.mark.parametrize("value", ["N", "", " ", [], {}, "[]", "{}", [""]])
def test_emptiness_asks_for_removal(value: object) -> None:
    assert asks_removal(value)


@pytest.mark.parametrize(
    "value", [None, "Y", "n", 0, False, [1], ["", ""], {"a": 1}, "[1]", " " * (6 * 60_000 + 1)]
)
def test_absence_and_content_do_not(value: object) -> None:
    assert not asks_removal(value)


def test_text_that_is_too_long_for_any_form_is_not_parsed() -> None:
    longest = '"' + "\\u0416" * (60_000 - 1) + '"'
    assert opened(longest) == "Ж" * (60_000 - 1)
    with pytest.raises(OversizeRichContent):
        opened("x" * (6 * 60_000 + 1))


@pytest.mark.parametrize("read", [text, link])
def test_one_value_over_60_000_characters_is_too_much_for_the_whole(
    read: Callable[[object], str | None],
) -> None:
    longest = "/" + "x" * (60_000 - 1)
    assert read(longest) == longest
    for value in (longest + "x", " " * 60_001):
        with pytest.raises(OversizeRichContent):
            read(value)


@pytest.mark.parametrize("value", ["Y", "y", "1", 1, True, "true", "True"])
def test_a_flag_is_set_by_what_clients_write_for_yes(value: object) -> None:
    assert flag(value) == "Y"


@pytest.mark.parametrize("value", ["N", "", "YES", "truest", 0, 2, 1.0, False, None, ["Y"], {}])
def test_a_flag_is_not_set_by_anything_else(value: object) -> None:
    assert flag(value) == "N"
