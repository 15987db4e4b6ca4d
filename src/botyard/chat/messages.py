"""Sending messages, forwarding them, and finding those that a member may see."""

from collections.abc import Mapping

from msgspec import Struct

from botyard.chat import reports
from botyard.chat.dialogs import Standing
from botyard.chat.texts import is_blank, shorten
from botyard.model.entities import (
    Forward,
    Message,
    MessageId,
    MessageParams,
    Moment,
    Seat,
    UserId,
)
from botyard.model.errors import ACCESS_DENIED, EMPTY_MESSAGE, SENDING_FAILED, ApiError
from botyard.model.uuids import is_uuid
from botyard.store import chats, files, members, messages, reading
from botyard.store.messages import NewMessage, SentTemplate
from botyard.store.tx import Tx

# Docs page Chat.Message.send, parameter forwardIds.
MAX_FORWARDS = 100

SYSTEM = UserId(0)

_PLAIN = MessageParams()


class Draft(Struct, frozen=True):
    """A message before it is sent. `forwards` maps the caller's uuids to originals, in order."""

    text: str = ""
    params: MessageParams = _PLAIN
    is_system: bool = False
    template_id: str = ""
    forwards: Mapping[str, MessageId] = {}


class Sent(Struct, frozen=True):
    id: MessageId
    uuid_map: Mapping[str, int]


async def find_sent(
    tx: Tx, author_id: UserId, template_id: str, *, is_system: bool
) -> Sent | None:
    """What the author's first send of the template id was answered, to any dialog."""
    key = _repeat_key(template_id, is_system=is_system)
    earlier = await messages.find_template(tx, author_id, key) if key else None
    return None if earlier is None else Sent(*earlier)


async def send(tx: Tx, dialog: Standing, draft: Draft, now: Moment) -> Sent:
    """Store what `dialog.member` says and tell who must learn of it.

    Whether its template id was sent before is for the caller to ask first: `find_sent`.
    Refuses with EMPTY_MESSAGE, ACCESS_DENIED or SENDING_FAILED.
    """
    has_text = not is_blank(draft.text) or carries_more(draft.params)
    if not has_text and not draft.forwards:
        raise ApiError(EMPTY_MESSAGE)
    uuid_map: dict[str, int] = {}
    last: Message | None = None
    if draft.forwards:
        for uuid, copy in await _copies(tx, dialog, draft, now):
            last = await _say(tx, dialog, copy)
            uuid_map[uuid] = last.id
    if has_text or last is None:
        last = await _say(tx, dialog, _own_message(dialog, draft, now))
    if key := _repeat_key(draft.template_id, is_system=draft.is_system):
        template = SentTemplate(last.id, uuid_map)
        await messages.add_template(tx, dialog.member.user_id, key, template, now)
    return Sent(last.id, uuid_map)


async def forward(tx: Tx, dialog: Standing, original: Message, now: Moment) -> Message:
    """A copy of what the sender was found to see."""
    return await _say(tx, dialog, await _copy(tx, dialog, "", original, now))


async def announce(tx: Tx, dialog: Standing, text: str, code: str, now: Moment) -> Message:
    """A system message about what `dialog.member` did."""
    new = NewMessage(
        chat_id=dialog.chat.id,
        author_id=SYSTEM,
        is_system=True,
        created_at=now,
        text=shorten(text),
        params=MessageParams(code=code),
    )
    message = await _post(tx, dialog, new)
    await reading.note_read(tx, dialog.chat.id, dialog.member.user_id, message.id)
    return message


async def find_visible(tx: Tx, member: Seat, message_id: MessageId) -> Message | None:
    """The message, when it stands in the member's chat and in the part they may see."""
    message = await messages.get(tx, message_id)
    if message is None or message.chat_id != member.chat_id:
        return None
    return message if message.id > member.history_hidden_to else None


def carries_more(params: MessageParams) -> bool:
    """Whether there is something to say without any text."""
    return params.attach is not None or bool(params.file_ids)


def _repeat_key(template_id: str, *, is_system: bool) -> str:
    is_key = bool(template_id) and not is_system and is_uuid(template_id)
    return template_id.lower() if is_key else ""


def _own_message(dialog: Standing, draft: Draft, now: Moment) -> NewMessage:
    return NewMessage(
        chat_id=dialog.chat.id,
        author_id=SYSTEM if draft.is_system else dialog.member.user_id,
        is_system=draft.is_system,
        created_at=now,
        text=shorten(draft.text),
        uuid=draft.template_id,
        params=draft.params,
    )


async def _copies(
    tx: Tx, dialog: Standing, draft: Draft, now: Moment
) -> list[tuple[str, NewMessage]]:
    """One copy for each original, checked before the first is written."""
    if len(draft.forwards) > MAX_FORWARDS or not all(map(is_uuid, draft.forwards)):
        raise ApiError(SENDING_FAILED)
    originals = {
        original.id: original
        for original in await messages.get_many(tx, sorted(set(draft.forwards.values())))
    }
    for message_id in draft.forwards.values():
        original = originals.get(message_id)
        if original is None or original.params.is_deleted:
            raise ApiError(ACCESS_DENIED)
        if not await _may_see(tx, dialog.member.user_id, original):
            raise ApiError(ACCESS_DENIED)
    return [
        (uuid, await _copy(tx, dialog, uuid, originals[message_id], now))
        for uuid, message_id in draft.forwards.items()
    ]


async def _copy(tx: Tx, dialog: Standing, uuid: str, original: Message, now: Moment) -> NewMessage:
    """With files of its own, so that whoever may read the copy may have them."""
    own_files = [
        await files.copy(tx, file, dialog.chat.id, now)
        for file in await files.get_many(tx, original.params.file_ids)
    ]
    return NewMessage(
        chat_id=dialog.chat.id,
        author_id=dialog.member.user_id,
        is_system=False,
        created_at=now,
        text=original.text,
        uuid=uuid,
        params=MessageParams(attach=original.params.attach, file_ids=tuple(own_files)),
        forward=original.forward
        or Forward(
            id=original.id,
            user_id=original.author_id,
            chat_id=original.chat_id,
            date=original.created_at,
        ),
    )


async def _may_see(tx: Tx, user_id: UserId, message: Message) -> bool:
    member = await members.get(tx, message.chat_id, user_id)
    return member is not None and message.id > member.history_hidden_to


async def _say(tx: Tx, dialog: Standing, new: NewMessage) -> Message:
    message = await _post(tx, dialog, new)
    for file_id in new.params.file_ids:
        await files.give_to(tx, file_id, message.id)
    await members.note_sent(tx, new.chat_id, dialog.member.user_id, message.id)
    return message


async def _post(tx: Tx, dialog: Standing, new: NewMessage) -> Message:
    message = await messages.add(tx, new)
    await chats.count_message(tx, new.chat_id, message.id)
    await reports.message_added(tx, dialog.chat, message, actor_id=dialog.member.user_id)
    return message
