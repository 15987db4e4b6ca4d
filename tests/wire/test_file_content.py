"""Base64 is decoded piece by piece, strictly but for line breaks."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.wire.large_bodies import content_of

from botyard.wire.file_content import FileContent, content_of_text


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("", b""),
        ("QQ==", b"A"),
        ("QUI=", b"AB"),
        ("QUJD", b"ABC"),
        ("QU\r\nJD\n", b"ABC"),
        ("+/+/", b"\xfb\xff\xbf"),
        ("\n", b""),
    ],
)
def test_reads_base64(text: str, content: bytes) -> None:
    assert content_of(content_of_text(text)) == content


@pytest.mark.parametrize(
    "text",
    [
        "Q",
        "QQ",
        "QQ=",
        "QQ==QQ==",
        "QQ==\nQ",
        "=QQ=",
        "====",
        "=",
        "QUJD=",
        "QU JD",
        "QU\tJD",
        "QUJ*",
        "-_-_",
        "QUJ\u00e9",
        "data:text/plain;base64,QUJD",
    ],
)
def test_refuses_what_is_not_base64(text: str) -> None:
    assert content_of(content_of_text(text)) is None


@given(st.text(alphabet="AQz+/=\n-", max_size=30), st.lists(st.integers(0, 30), max_size=5))
def test_pieces_make_no_difference(text: str, cuts: list[int]) -> None:
    ends = sorted({0, len(text), *(cut for cut in cuts if cut < len(text))})

    def read() -> Iterator[bytes]:
        for start, end in pairwise(ends):
            yield text[start:end].encode()

    assert content_of(FileContent(read)) == content_of(content_of_text(text))
