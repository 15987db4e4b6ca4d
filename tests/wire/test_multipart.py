"""Multipart forms: PHP names, files, and every way to break one."""

import pytest

from botyard.wire.malformed import Malformed
from botyard.wire.multipart import UploadedPart, parse_multipart

DISPOSITION = b"Content-Disposition: form-data; "


def form(*parts: tuple[bytes, bytes], end: bytes = b"--b--\r\n") -> bytes:
    written = (b"--b\r\n" + head + b"\r\n\r\n" + content + b"\r\n" for head, content in parts)
    return b"".join(written) + end


def named(name: bytes, content: bytes = b"x") -> tuple[bytes, bytes]:
    return DISPOSITION + b'name="' + name + b'"', content


def test_fields_nest_as_php_names_them() -> None:
    body = form(
        named(b"botId", b"39"),
        named(b"fields[message]", "Привет & <b>=1\r\n+%20".encode()),
        named(b"fields[tags][]", b"a"),
        named(b"fields[tags][]", b""),
    )
    assert parse_multipart("b", body) == {
        "botId": "39",
        "fields": {"message": "Привет & <b>=1\r\n+%20", "tags": ["a", ""]},
    }


def test_files_keep_their_bytes_and_their_names() -> None:
    content = bytes(range(256)) + b"\r\n--" + b"\r\n--c\r\n"
    head = DISPOSITION + 'name="fields[file]"; filename="Отчёт; «1».pdf"'.encode()
    body = form((head + b"\r\nContent-Type: application/pdf", content))
    assert parse_multipart("b", body) == {
        "fields": {"file": UploadedPart("Отчёт; «1».pdf", content)}
    }


def test_a_file_that_was_not_chosen_is_absent_and_an_empty_one_is_not() -> None:
    body = form(
        (DISPOSITION + b'name="none"; filename=""', b""),
        (DISPOSITION + b'name="empty"; filename="a.txt"', b""),
    )
    assert parse_multipart("b", body) == {"empty": UploadedPart("a.txt", b"")}


def test_header_names_have_no_case_and_the_end_may_lack_its_line_break() -> None:
    body = form((b'content-DISPOSITION:form-data; name="a"', b"1"), end=b"--b--")
    assert parse_multipart("b", body) == {"a": "1"}


def test_a_form_without_parts_is_empty() -> None:
    assert parse_multipart("b", b"--b--\r\n") == {}


@pytest.mark.parametrize(
    "body",
    [
        b"no boundary at all",
        b"--b",
        b"--b\r\n",
        b"--c\r\n\r\n--c--",
        form(named(b"a"), end=b""),
        form(named(b"a"), end=b"--b"),
        form((b"no colon in this header", b"x")),
        form((DISPOSITION[:-2], b"x")),
        form((b"Content-Type: text/plain", b"x")),
        form((b"X: " + b"y" * 100_000, b"x")),
        form((b"\r\n".join([b"X: y"] * 1_000), b"x")),
        form(named(b"a", b"\xff")),
        form(named(b"\xff")),
        form((DISPOSITION + b'name="a"; filename="\xff"', b"x")),
    ],
)
def test_refuses_broken_forms(body: bytes) -> None:
    with pytest.raises(Malformed, match=r"^Malformed multipart: "):
        parse_multipart("b", body)


@pytest.mark.parametrize("boundary", ["", "b" * 1_000])
def test_refuses_a_boundary_that_is_missing_or_endless(boundary: str) -> None:
    with pytest.raises(Malformed):
        parse_multipart(boundary, form(named(b"a")))


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (form(named(b"a", b"\0")), "The request contains a NUL character"),
        (form(named(b"a" + b"[x]" * 64)), "The request is nested deeper than 64 levels"),
        (form(*[named(b"a")] * 10_001), "The request has more than 10,000 keys"),
        (
            form((DISPOSITION + b'name="a"\r\nContent-Type: text/plain; charset=koi8-r', b"x")),
            "The charset must be UTF-8, not koi8-r",
        ),
    ],
)
def test_keeps_the_bounds_of_every_reader(body: bytes, reason: str) -> None:
    with pytest.raises(Malformed) as refusal:
        parse_multipart("b", body)
    assert refusal.value.reason == reason
