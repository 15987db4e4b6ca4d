"""What all rich content shares: links that are safe, and the wish to take it away."""

import pytest

from botyard.wire.rich_forms import asks_removal, link


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


@pytest.mark.parametrize("value", ["N", "", " ", [], {}, "[]", "{}"])
def test_emptiness_asks_for_removal(value: object) -> None:
    assert asks_removal(value)


@pytest.mark.parametrize("value", [None, "Y", "n", 0, False, [1], {"a": 1}, "[1]"])
def test_absence_and_content_do_not(value: object) -> None:
    assert not asks_removal(value)
