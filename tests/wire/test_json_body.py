"""JSON is read whole or refused with the reason."""

import pytest

from botyard.wire.json_body import parse_json
from botyard.wire.malformed import Malformed

TOO_DEEP = "JSON is nested deeper than 64 levels"
TOO_MANY = "The request has more than 10,000 keys"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b'{"a": [1, 2.5, true, null, "\\u041f"]}', {"a": [1, 2.5, True, None, "П"]}),
        (b"\xef\xbb\xbf{}", {}),
        (b' {"a": 1, "a": 2} ', {"a": 2}),
        (b'"\\ud83d\\ude00"', "😀"),
        (b'"\\\\u0000"', "\\u0000"),
        (b"12345678901234567890", 12345678901234567890),
    ],
)
def test_reads_json(raw: bytes, expected: object) -> None:
    assert parse_json(raw) == expected


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"[1,]",
        b"{} x",
        b"NaN",
        b"[Infinity]",
        b"1e999",
        b"9" * 5_000,
        b'"\\ud800"',
        b'"\\udc00\\ud800"',
        b'"\x00"',
        b"\xff\xfe{\x00}\x00",
        b"]" * 100_000,
        b"[" + b"[]," * 70 + b'"' + b'\\"' * 1_000,
        b"[]" * 5_000,
    ],
)
def test_refuses_what_is_no_json(raw: bytes) -> None:
    with pytest.raises(Malformed, match=r"^Malformed JSON: "):
        parse_json(raw)


@pytest.mark.parametrize("raw", [b'"\xff"', b'{"\xed\xa0\x80": 1}'])
def test_refuses_bytes_that_are_not_utf_8(raw: bytes) -> None:
    with pytest.raises(Malformed, match=r"^The JSON is not valid UTF-8$"):
        parse_json(raw)


@pytest.mark.parametrize("raw", [b'"a\\u0000b"', b'{"a\\u0000": 1}', b'[{"a": ["\\u0000"]}]'])
def test_refuses_nul_characters(raw: bytes) -> None:
    with pytest.raises(Malformed, match=r"^The request contains a NUL character$"):
        parse_json(raw)


@pytest.mark.parametrize(
    "raw",
    [
        b"[" * 65 + b"]" * 65,
        b'{"a":' * 65 + b"1" + b"}" * 65,
        b"[" * 100_000,
        b'["",' * 100_000,
        b'{"a":' * 100_000,
        b"[" + b"[]," * 200 + b"[" * 64 + b"]" * 65,
    ],
)
def test_refuses_more_than_64_levels(raw: bytes) -> None:
    with pytest.raises(Malformed) as refusal:
        parse_json(raw)
    assert refusal.value.reason == TOO_DEEP


@pytest.mark.parametrize(
    "raw",
    [
        b"[" + b"1," * 10_000 + b"1]",
        b"[" + b"[]," * 10_000 + b"[]]",
        b"[" + b'"",' * 30_000 + b'""]',
        b"{" + b",".join(b'"k%d":1' % n for n in range(10_001)) + b"}",
        b"[" + b'{"a":1},' * 5_000 + b'{"a":1}]',
    ],
)
def test_refuses_more_than_10_000_keys(raw: bytes) -> None:
    with pytest.raises(Malformed) as refusal:
        parse_json(raw)
    assert refusal.value.reason == TOO_MANY


@pytest.mark.parametrize(
    "raw",
    [
        b"[" * 64 + b"]" * 64,
        b"[" + b"[[ ]]," * 4_999 + b"0]",
        b"[" + b"1," * 9_999 + b"1]",
        b"{" + b",".join(b'"k%d":[]' % n for n in range(10_000)) + b"}",
        b'"' + b"[{," * 50_000 + b'"',
        b'["' + b'\\"[' * 200 + b'"]',
    ],
)
def test_the_bounds_themselves_and_brackets_in_text_are_allowed(raw: bytes) -> None:
    parse_json(raw)
