"""A repeated request gets the first answer."""

import hashlib
from collections.abc import Callable, Mapping
from typing import NamedTuple

import msgspec

from botyard.access.callers import Caller
from botyard.model.entities import Moment
from botyard.model.errors import IDEMPOTENCY_KEY_REUSED, INVALID_REQUEST, ApiError
from botyard.model.uuids import is_uuid
from botyard.store import replies
from botyard.store.replies import Reply
from botyard.store.tx import Tx
from botyard.wire.file_content import FileContent

KEPT_MS = 31 * 24 * 60 * 60 * 1000
# The JavaScript SDK sends all tries of one call under one id, within minutes.
KEPT_FOR_SDK_MS = 10 * 60 * 1000
MAX_KEY_LENGTH = 255


def _tell(value: object) -> str:
    """What stands for an argument that is no JSON."""
    return value.digest() if isinstance(value, FileContent) else repr(value)


_write = msgspec.json.Encoder(enc_hook=_tell).encode
_write_sorted = msgspec.json.Encoder(enc_hook=_tell, order="deterministic").encode
# Objects whose order tells what comes first: commands of a batch, messages to forward.
_ORDERED = ("cmd", "forwardids")


class RepeatKey(NamedTuple):
    """Where an answer is kept, for how long, and which request it answers.

    With `fits_all` the same key may be used for another request, which is another call.
    """

    key: str
    kept_ms: int
    request_hash: str
    fits_all: bool = False


def repeat_key(
    header: str | None, client: Mapping[str, str], method: str, arguments: Mapping[str, object]
) -> RepeatKey | None:
    """What marks this request as one that may be a repeat, if anything does."""
    if header is not None:
        if not 0 < len(header) <= MAX_KEY_LENGTH:
            raise ApiError(INVALID_REQUEST, "Idempotency-Key must have 1 to 255 characters")
        return RepeatKey(
            f"key:{header}", KEPT_MS, _hash(_write_sorted, method, _sorted(arguments))
        )
    request_id = client.get("bx24_request_id", "")
    if client.get("bx24_sdk_type") == "b24-js-sdk" and is_uuid(request_id):
        # With the request in its key, another call under the same id is simply another call.
        wanted = _hash(_write, method, arguments)
        return RepeatKey(
            f"sdk:{request_id.lower()}:{wanted}", KEPT_FOR_SDK_MS, wanted, fits_all=True
        )
    return None


def of_command(repeat: RepeatKey, place: int) -> RepeatKey:
    """Where the answer of one command of a batch is kept: its request is the whole batch."""
    return repeat._replace(key=f"batch:{place}:{repeat.key}")


def _hash(write: Callable[[object], bytes], method: str, arguments: object) -> str:
    return hashlib.sha256(write([method.lower(), arguments])).hexdigest()


def _sorted(value: object) -> object:
    """What the order of keys says nothing of, once they are sorted."""
    match value:
        case dict():
            return {key: _named(key, _sorted(child)) for key, child in value.items()}
        case list():
            return [_sorted(child) for child in value]
        case _:
            return value


def _named(key: str, value: object) -> object:
    """A list of pairs stays in the order that it has."""
    if isinstance(value, dict) and key.lower() in _ORDERED:
        return list(value.items())
    return value


async def earlier_answer(
    tx: Tx, caller: Caller, repeat: RepeatKey, now: Moment
) -> msgspec.Raw | None:
    reply = await replies.find(tx, caller.key, repeat.key, now)
    if reply is None:
        return None
    if reply.request_hash != repeat.request_hash:
        raise ApiError(IDEMPOTENCY_KEY_REUSED)
    return msgspec.Raw(reply.answer.encode())


async def keep_answer(
    tx: Tx, caller: Caller, repeat: RepeatKey, answer: object, now: Moment
) -> None:
    reply = Reply(repeat.request_hash, _write(answer).decode())
    expires_at = Moment(now + repeat.kept_ms)
    await replies.add(tx, caller.key, repeat.key, reply, now=now, expires_at=expires_at)
