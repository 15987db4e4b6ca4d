"""A large body is read as a small one, but for the files in it, which stay where they are."""

import base64
import json
import random
from contextlib import suppress
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.wire.large_bodies import BodyInPieces, WholeBody, content_of

from botyard.wire.arguments import read_arguments
from botyard.wire.file_content import FileContent, content_of_text
from botyard.wire.large_arguments import MAX_WHOLE_BYTES, read_large_arguments
from botyard.wire.large_body import MAX_REST_BYTES
from botyard.wire.malformed import Malformed

PATHS = frozenset({("fields", "content")})
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=edge"

_FILE = random.Random(7).randbytes(1000) + b"\xff\xff\xfe\xfb\xef\xbe"
_BASE64 = base64.b64encode(_FILE).decode()
_ARGUMENTS = {"botId": 5, "fields": {"name": "a.bin", "content": _BASE64, "message": 'x "y" \\'}}


def _multipart(*parts: tuple[str, str]) -> bytes:
    lines = [
        f'--edge\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in parts
    ]
    return "".join([*lines, "--edge--\r\n"]).encode()


_FORM_PAIRS = (
    ("botId", "5"),
    ("fields[name]", "a.bin"),
    ("fields[content]", _BASE64),
    ("fields[message]", "x"),
)


def _read(content_type: str, body: bytes, most: int = 7) -> dict[str, Any]:
    return read_large_arguments(content_type, BodyInPieces(body, most), b"", PATHS).values


def _as_small(values: Any) -> Any:
    """What a small body would have been read as: text in place of the files."""
    if isinstance(values, dict):
        return {key: _as_small(value) for key, value in values.items()}
    if isinstance(values, FileContent):
        content = content_of(values)
        return None if content is None else base64.b64encode(content).decode()
    return values


@pytest.mark.parametrize("most", [1, 2, 3, 7, 64, 100_000])
@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        (JSON, json.dumps(_ARGUMENTS).encode()),
        (JSON, json.dumps(_ARGUMENTS).replace("/", "\\/").encode()),
        (JSON, json.dumps(_ARGUMENTS).replace("+", "\\u002B").replace("=", "\\u003d").encode()),
        (JSON, json.dumps(_ARGUMENTS).replace("content", "c\\u006fntent").encode()),
        (JSON, json.dumps(_ARGUMENTS, indent=3).encode()),
        ("text/plain", b"\xef\xbb\xbf " + json.dumps(_ARGUMENTS).encode()),
        (FORM, urlencode(_FORM_PAIRS).encode()),
        (
            FORM,
            "&".join(f"{name}={quote(value, safe='/')}" for name, value in _FORM_PAIRS).encode(),
        ),
        (FORM, urlencode(_FORM_PAIRS).replace("%2B", "%2b").replace("%3D", "%3d").encode()),
        (MULTIPART, _multipart(*_FORM_PAIRS)),
    ],
)
def test_any_spelling_is_read_as_in_a_small_body(
    content_type: str, body: bytes, most: int
) -> None:
    small = read_arguments(content_type, body, b"").values
    large = _read(content_type, body, most)
    assert _as_small(large) == small
    assert content_of(large["fields"]["content"]) == _FILE


_KEYS = st.sampled_from(["fields", "content", "name", "", '"', "\\"])
_TEXTS = st.text(alphabet='Aa0+/=\\"{}[]:,&%\n\té', max_size=12)
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | _TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=3),
    max_leaves=12,
)
_OBJECTS = st.dictionaries(_KEYS, _VALUES, max_size=4)


def _compared(small: dict[str, Any], large: dict[str, Any]) -> None:
    """The same but for the file, which must hold what the text in its place says."""
    fields = small.get("fields")
    if isinstance(fields, dict) and isinstance(fields.get("content"), str):
        kept = large["fields"]["content"]
        expected = content_of(content_of_text(fields["content"]))
        assert content_of(kept) == expected
        large["fields"]["content"] = fields["content"]
    assert large == small


@given(_OBJECTS, st.integers(1, 20), st.booleans())
def test_any_json_is_read_as_in_a_small_body(
    value: dict[str, Any], most: int, is_ascii: bool
) -> None:
    body = json.dumps(value, ensure_ascii=is_ascii).encode()
    _compared(read_arguments(JSON, body, b"").values, _read(JSON, body, most))


@given(st.lists(st.tuples(_KEYS, _VALUES), max_size=4), st.integers(1, 20))
def test_of_members_with_one_key_the_last_wins(members: list[tuple[str, Any]], most: int) -> None:
    body = "{" + ",".join(f"{json.dumps(key)}:{json.dumps(one)}" for key, one in members) + "}"
    _compared(read_arguments(JSON, body.encode(), b"").values, _read(JSON, body.encode(), most))


_NAMES = st.sampled_from(
    [
        "fields[content]",
        "fields",
        "fields[]",
        "fields[name]",
        "fields[content][x]",
        "a",
        "%66ields[content]",
    ]
)


@given(st.lists(st.tuples(_NAMES, _TEXTS), max_size=5), st.integers(1, 20), st.booleans())
def test_any_form_is_read_as_in_a_small_body(
    pairs: list[tuple[str, str]], most: int, escapes_all: bool
) -> None:
    safe = "" if escapes_all else "+/="
    body = "&".join(f"{name}={quote(value, safe=safe)}" for name, value in pairs).encode()
    _compared(read_arguments(FORM, body, b"").values, _read(FORM, body, most))


@given(st.lists(st.tuples(_NAMES, _TEXTS), min_size=1, max_size=5), st.integers(1, 20))
def test_any_multipart_is_read_as_in_a_small_body(pairs: list[tuple[str, str]], most: int) -> None:
    body = _multipart(*pairs)
    _compared(read_arguments(MULTIPART, body, b"").values, _read(MULTIPART, body, most))


@given(st.binary(max_size=60), st.sampled_from([JSON, FORM, MULTIPART]), st.integers(1, 9))
def test_noise_is_read_or_refused(noise: bytes, content_type: str, most: int) -> None:
    with suppress(Malformed):
        assert isinstance(_read(content_type, noise, most), dict)


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        (JSON, b'{"fields":{"content":"QUJD'),
        (JSON, b'{"fields":{"content":"QUJD"}'),
        (JSON, b'{"fields":{"content":"QUJD"}}}'),
        (JSON, b'["fields"]'),
        (JSON, b"[" * 100_000),
        (JSON, b'{"fields":{"content":"QUJD"},"more":' + b"[" * 65 + b"]" * 65 + b"}"),
        (JSON, b"[" + b"1," * 200_000 + b"1]"),
        (JSON, b'{"a":"' + b"x" * MAX_REST_BYTES + b'"}'),
        (JSON, b" " * (MAX_REST_BYTES + 1)),
        (FORM, b"a=1&" * 10_001),
        (FORM, b"fields[content]=QUJD&a=" + b"x" * MAX_REST_BYTES),
        (FORM, b"%00=1&fields[content]=QUJD"),
        (MULTIPART, _multipart(("fields[content]", "QUJD"))[:-8]),
        (MULTIPART, _multipart(("fields[content]", "QUJD"), ("a", "x" * MAX_REST_BYTES))),
        (MULTIPART, b"--edge\r\n" * 30_000),
        ("multipart/form-data", b"--edge"),
    ],
    ids=lambda value: repr(value[:12]),
)
def test_what_cannot_be_read_is_refused(content_type: str, body: bytes) -> None:
    with pytest.raises(Malformed):
        read_large_arguments(content_type, WholeBody(body), b"", PATHS)


def test_without_files_everything_is_read_as_it_is() -> None:
    body = json.dumps(_ARGUMENTS).encode()
    read = read_large_arguments(JSON, WholeBody(body), b"c=1", frozenset())
    assert read == read_arguments(JSON, body, b"c=1")


def test_the_query_is_merged() -> None:
    read = read_large_arguments(JSON, WholeBody(b'{"a":1}'), b"b=2&a=3", PATHS)
    assert read.values == {"a": 1, "b": "2"}


@pytest.mark.parametrize("field", ['name="fields[content]"; filename="a.bin"'])
def test_a_part_with_a_file_name_is_no_text(field: str) -> None:
    body = _multipart(("a", "1")).replace(b'name="a"', field.encode())
    value = _read(MULTIPART, body)["fields"]["content"]
    assert not isinstance(value, (str, FileContent))


def test_equal_texts_are_equal_to_whoever_compares_requests() -> None:
    first, second = (_read(JSON, json.dumps(_ARGUMENTS).encode(), most) for most in (5, 900))
    other = _read(JSON, json.dumps(_ARGUMENTS).replace(_BASE64[:8], "AAAAAAAA").encode())
    told = [one["fields"]["content"].digest() for one in (first, second, other)]
    assert told[0] == told[1] != told[2]


def test_what_takes_no_file_is_read_whole_up_to_a_bound() -> None:
    body = b'{"a":"' + b"x" * (MAX_WHOLE_BYTES - 8) + b'"}'
    values = read_large_arguments(JSON, WholeBody(body), b"", frozenset()).values
    assert values == {"a": "x" * (MAX_WHOLE_BYTES - 8)}
    with pytest.raises(Malformed, match="32 MiB"):
        read_large_arguments(JSON, WholeBody(body + b" "), b"", frozenset())
