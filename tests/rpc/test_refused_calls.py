"""What a refused call brought is let go at once: nobody fills the memory with wrong requests."""

import gc
from collections.abc import Iterator

import pytest

from botyard.model.errors import ApiError
from botyard.wire.coerce import BadValue
from botyard.wire.malformed import Malformed
from tests.doors import DoorUnderTest, path_of
from tests.portals import ADA, PortalUnderTest


@pytest.fixture
def uncollected() -> Iterator[None]:
    """Without the collector, which would come for what holds on to itself, though late."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def _refusals() -> list[object]:
    kinds = (ApiError, BadValue, Malformed)
    return [one for one in gc.get_objects() if isinstance(one, kinds)]


_CALLS = 20
# Of the last calls: the threads of the store hold what they did last.
_ON_THE_WAY = 10
_COMMANDS = {
    "bad": "im.dialog.get?DIALOG_ID=x",
    "unknown": "im.nothing",
    "wrong": "im.message.add?DIALOG_ID[]=1",
    "malformed": "profile?%C3%28=1",
}


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        (path_of(ADA, "im.dialog.get"), b'{"DIALOG_ID":"x"}', "DIALOG_ID_EMPTY"),
        (path_of(ADA, "im.dialog.get"), b'{"DIALOG_ID":[]}', "DIALOG_ID_EMPTY"),
        (path_of(ADA, "im.dialog.get"), b"{", "INVALID_REQUEST"),
        (path_of(ADA, "im.nothing"), b'{"DIALOG_ID":"x"}', "ERROR_METHOD_NOT_FOUND"),
        (path_of(ADA, "batch"), b'{"cmd":5}', "INVALID_ARGUMENT"),
        ("1/guess/im.dialog.get", b'{"DIALOG_ID":[]}', "NO_AUTH_FOUND"),
        ("im.dialog.get", b"{", "NO_AUTH_FOUND"),
        ("im.dialog.get", b'{"auth":"guess"}', "NO_AUTH_FOUND"),
    ],
)
@pytest.mark.usefixtures("uncollected")
async def test_a_refusal_holds_on_to_nothing(
    portal: PortalUnderTest, path: str, body: bytes, code: str
) -> None:
    door, before = DoorUnderTest(portal), len(_refusals())
    for _ in range(_CALLS):
        reply = await door.send(path, body)
        assert reply.body["error"] == code
    assert len(_refusals()) - before < _ON_THE_WAY


@pytest.mark.usefixtures("uncollected")
async def test_nor_do_the_refused_commands_of_a_batch(portal: PortalUnderTest) -> None:
    door, before = DoorUnderTest(portal), len(_refusals())
    for _ in range(_CALLS):
        reply = await door.call(ADA, "batch", {"halt": 0, "cmd": _COMMANDS})
        assert reply.body["result"]["result_error"].keys() == _COMMANDS.keys()
    assert len(_refusals()) - before < _ON_THE_WAY
