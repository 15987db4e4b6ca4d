"""Any input is either read or refused in the way its reader promises."""

from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from botyard.model.rich import UnreadableRichContent
from botyard.wire.arguments import read_arguments
from botyard.wire.attach import read_attach
from botyard.wire.keyboard import read_keyboard
from botyard.wire.malformed import Malformed
from botyard.wire.menu import read_menu

CONTENT_TYPES = st.sampled_from(
    [
        None,
        "application/json",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=b",
        "text/plain",
    ]
) | st.text(max_size=40)
MULTIPART_PIECES = st.sampled_from(
    [
        b"--b",
        b"\r\n",
        b"--",
        b"Content-Disposition: form-data; ",
        b'name="a[]"',
        b'; filename="',
        b'"',
        b"\xff",
        b": ",
        b"x",
        b"\r\n\r\n",
    ]
)
BODIES = (
    st.binary(max_size=60)
    | st.text(st.sampled_from('{}[]",:\\u0d8a1'), max_size=30).map(str.encode)
    | st.lists(MULTIPART_PIECES, max_size=20).map(b"".join)
)
KEYS = st.sampled_from(
    [
        "BLOCKS",
        "BUTTONS",
        "ITEMS",
        "TEXT",
        "LINK",
        "COMMAND",
        "ACTION",
        "ACTION_VALUE",
        "TYPE",
        "MESSAGE",
        "USER",
        "NAME",
        "DELIMITER",
        "SIZE",
        "GRID",
        "DISPLAY",
        "IMAGE",
        "FILE",
        "WIDTH",
        "COLOR",
        "BOT_ID",
        "0",
        "1",
    ]
)
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5)
    | st.sampled_from(["/a", "Y", "NEWLINE", "LINE", "SEND", "#fff", "[]", "{}", "9" * 30])
)
TREES = st.recursive(
    LEAVES,
    lambda children: st.lists(children, max_size=4) | st.dictionaries(KEYS, children, max_size=6),
    max_leaves=30,
)


@given(CONTENT_TYPES, BODIES, st.binary(max_size=20))
def test_any_request_is_read_or_malformed(
    content_type: str | None, body: bytes, query: bytes
) -> None:
    try:
        arguments = read_arguments(content_type, body, query)
    except Malformed:
        return
    msgspec.json.encode(arguments.values)


@given(TREES)
def test_any_rich_content_is_read_or_unreadable_and_once_read_stays_the_same(value: Any) -> None:
    for read in (read_attach, lambda it: read_keyboard(it, 5), lambda it: read_menu(it, 5)):
        try:
            kept: Any = read(value)
        except UnreadableRichContent:
            continue
        assert msgspec.json.decode(msgspec.json.encode(kept)) == kept
        assert read(kept) == kept
