"""Changing and deleting what was said: who may, and what is left of it."""

import msgspec
from msgspec import UNSET, Struct, UnsetType

from botyard.chat import reports
from botyard.chat.held_messages import HeldMessage
from botyard.chat.messages import carries_more
from botyard.chat.texts import is_blank, shorten
from botyard.model.entities import FileId, Message, MessageParams, Moment
from botyard.model.rich import Attach, Button, MenuItem
from botyard.store import chats, files, messages, reactions
from botyard.store.tx import Tx

# Stands in the place of a deleted message.
DELETED_TEXT = "This message was deleted."


class MessageChange(Struct, frozen=True, kw_only=True):
    """What is UNSET stays as it is, None takes it away.

    A change of the text marks the message as edited, one of the attachment too unless
    `marks_edited` is False.
    """

    text: str | UnsetType = UNSET
    attach: Attach | UnsetType | None = UNSET
    keyboard: list[Button] | UnsetType | None = UNSET
    menu: list[MenuItem] | UnsetType | None = UNSET
    url_preview: bool | UnsetType = UNSET
    file_ids: tuple[FileId, ...] | UnsetType = UNSET
    marks_edited: bool = True


def may_edit(held: HeldMessage) -> bool:
    """A forwarded copy is in somebody else's words, so nobody changes it."""
    message = held.message
    return held.is_own and message.forward is None and not message.params.is_deleted


def may_delete(held: HeldMessage) -> bool:
    return held.is_own or held.is_administered


async def edit(tx: Tx, held: HeldMessage, change: MessageChange, now: Moment) -> None:
    """Tell who must learn of it, unless nothing changed.

    What has nothing left to say is deleted.
    """
    before = held.message
    after = _changed(before, change)
    if after == before:
        return
    if not says_something(after):
        await delete(tx, held, now)
        return
    await messages.update(tx, after)
    await reports.message_updated(tx, held.chat, before, after, actor_id=held.actor_id, now=now)


async def take_file(tx: Tx, held: HeldMessage, file_id: FileId, now: Moment) -> None:
    """Take one file out of a message that it is in."""
    left = tuple(one for one in held.message.params.file_ids if one != file_id)
    await edit(tx, held, MessageChange(file_ids=left), now)
    await files.remove(tx, file_id)


async def delete(tx: Tx, held: HeldMessage, now: Moment, *, completely: bool = False) -> None:
    """Leave a sentence in its place, or nothing; its reactions and files go with it.

    It is told once that a message was deleted, however often it is.
    """
    message = held.message
    if message.params.is_deleted and not completely:
        return
    await reactions.remove_of_message(tx, message.id)
    await files.remove_of_message(tx, message.id)
    if completely:
        await messages.remove(tx, message.id)
        await chats.uncount_message(tx, held.chat.id)
    else:
        await messages.update(tx, _without_content(message))
    if not message.params.is_deleted:
        await reports.message_deleted(tx, held.chat, message, actor_id=held.actor_id, now=now)


def says_something(message: Message) -> bool:
    return not is_blank(message.text) or carries_more(message.params)


def _changed(before: Message, change: MessageChange) -> Message:
    text = before.text if change.text is UNSET else shorten(change.text)
    wanted = {
        "attach": change.attach,
        "keyboard": change.keyboard,
        "menu": change.menu,
        "url_preview": change.url_preview,
        "file_ids": change.file_ids,
    }
    params = msgspec.structs.replace(
        before.params, **{name: value for name, value in wanted.items() if value is not UNSET}
    )
    is_other_attach = params.attach != before.params.attach and change.marks_edited
    if text != before.text or is_other_attach:
        params = msgspec.structs.replace(params, is_edited=True)
    return msgspec.structs.replace(before, text=text, params=params)


def _without_content(message: Message) -> Message:
    return msgspec.structs.replace(
        message, text=DELETED_TEXT, params=MessageParams(is_deleted=True), forward=None
    )
