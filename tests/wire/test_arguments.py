"""A call's arguments are the same, whichever way its client writes them."""

import pytest

from botyard.wire.arguments import Arguments, read_arguments
from botyard.wire.malformed import Malformed

FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", b'{"a": {"b": ["1"]}}'),
        ("Application/JSON; Charset=UTF-8", b'{"a": {"b": ["1"]}}'),
        ("application/vnd.api+json", b'{"a": {"b": ["1"]}}'),
        (None, b'{"a": {"b": ["1"]}}'),
        ("text/plain", b'\xef\xbb\xbf \r\n{"a": {"b": ["1"]}}'),
        (FORM, b"a[b][]=1"),
        (f'{FORM}; charset="utf8"', b"a%5Bb%5D%5B0%5D=1"),
        (None, b"a[b][]=1"),
        ("application/octet-stream", b"a[b][]=1"),
        (
            'multipart/form-data; boundary="x y"',
            b'--x y\r\nContent-Disposition: form-data; name="a[b][]"\r\n\r\n1\r\n--x y--\r\n',
        ),
    ],
)
def test_every_content_type_gives_the_same_values(content_type: str | None, body: bytes) -> None:
    assert read_arguments(content_type, body, b"").values == {"a": {"b": ["1"]}}


@pytest.mark.parametrize(
    "content_type", [None, "", "application/json", FORM, "multipart/form-data; boundary=b"]
)
def test_an_empty_body_is_no_arguments(content_type: str | None) -> None:
    assert read_arguments(content_type, b"", b"") == Arguments({}, {})


def test_an_empty_php_array_is_no_arguments() -> None:
    assert read_arguments("application/json", b"[]", b"a=1").values == {"a": "1"}


def test_the_query_is_merged_and_the_body_wins() -> None:
    read = read_arguments(FORM, b"a=body&c[x]=1", b"a=query&b=query&c[y]=1")
    assert read.values == {"a": "body", "b": "query", "c": {"x": "1"}}


def test_what_the_sdk_says_about_itself_is_kept_apart() -> None:
    query = b"bx24_request_id=r-1&bx24_sdk_ver=2.2.0&bx24_sdk_type=b24-js-sdk&__order=o1"
    assert read_arguments("application/json", b'{"botId": 39}', query) == Arguments(
        {"botId": 39},
        {
            "bx24_request_id": "r-1",
            "bx24_sdk_ver": "2.2.0",
            "bx24_sdk_type": "b24-js-sdk",
            "__order": "o1",
        },
    )


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", b"[1]"),
        ("application/json", b'"text"'),
        ("application/json", b"0"),
        ("application/json", b"null"),
        ("application/json", b"a=1"),
        (None, b"{"),
        ("application/json; charset=windows-1251", b"{}"),
        (f"{FORM}; charset=latin-1", b"a=1"),
        ("text/plain; charset=utf-16", b"a=1"),
        ("application/json; charset=utf-16", b""),
        ("multipart/form-data", b"--b--"),
        ("application/json; x=é", b"{}"),
    ],
)
def test_refuses_what_cannot_be_read(content_type: str, body: bytes) -> None:
    with pytest.raises(Malformed):
        read_arguments(content_type, body, b"")


def test_refuses_a_broken_query() -> None:
    with pytest.raises(Malformed):
        read_arguments(None, b"", b"a=%ff")
