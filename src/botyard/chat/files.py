"""Sending files, and finding those that somebody may have."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from botyard.chat import messages
from botyard.chat.dialogs import Dialog
from botyard.chat.file_types import FileType
from botyard.chat.messages import Draft
from botyard.model.entities import (
    File,
    FileId,
    Message,
    MessageId,
    MessageParams,
    Moment,
    User,
    UserId,
)
from botyard.store import chats, files, members, users
from botyard.store import messages as stored_messages
from botyard.store.files import NewFile
from botyard.store.tx import Tx

# A link is fetched by whoever just asked for it.
LINK_KEPT_MS = 120 * 1000


class FileDraft(NamedTuple):
    """A file before it is sent: its bytes are kept, and nobody names them yet."""

    name: str
    blob: str
    size: int
    type: FileType


async def send(tx: Tx, dialog: Dialog, draft: FileDraft, text: str, now: Moment) -> File:
    """Say `text` with the file, as `dialog.member`."""
    new = NewFile(
        chat_id=dialog.chat.id,
        author_id=dialog.member.user_id,
        created_at=now,
        name=draft.name,
        content_type=draft.type.content_type,
        size=draft.size,
        width=draft.type.width,
        height=draft.type.height,
        blob=draft.blob,
    )
    file_id = await files.add(tx, new)
    message = Draft(text=text, params=MessageParams(file_ids=(file_id,)))
    sent = await messages.send(tx, dialog, message, now)
    return File(id=file_id, message_id=sent.id, **new._asdict())


async def share(
    tx: Tx, dialog: Dialog, found: Sequence[File], text: str, now: Moment
) -> tuple[MessageId, list[File]]:
    """Say `text` with files that are elsewhere already; answer the message and its own files."""
    file_ids = [await files.copy(tx, file, dialog.chat.id, now) for file in found]
    message = Draft(text=text, params=MessageParams(file_ids=tuple(file_ids)))
    sent = await messages.send(tx, dialog, message, now)
    return sent.id, await files.get_many(tx, file_ids)


async def find(tx: Tx, file_id: FileId) -> File | None:
    """The file, as long as its message carries it."""
    file = await files.get(tx, file_id)
    if file is None:
        return None
    message = await stored_messages.get(tx, file.message_id)
    return file if message is not None and file_id in message.params.file_ids else None


async def of_messages(tx: Tx, found: Iterable[Message]) -> list[tuple[File, User | None]]:
    """Each beside its author."""
    file_ids = [file_id for message in found for file_id in message.params.file_ids]
    return await with_authors(tx, await files.get_many(tx, file_ids))


async def with_authors(tx: Tx, there: Sequence[File]) -> list[tuple[File, User | None]]:
    if not there:
        return []
    authors = await users.get_many(tx, {file.author_id for file in there})
    known = {author.id: author for author in authors}
    return [(file, known.get(file.author_id)) for file in there]


async def may_have(tx: Tx, user_id: UserId, file: File) -> bool:
    """Whether the user may read the file's message."""
    member = await members.get(tx, file.chat_id, user_id)
    return member is not None and file.message_id > member.history_hidden_to


async def find_for(tx: Tx, file_id: FileId, user_id: UserId) -> File | None:
    """The file as long as the person may have it: still there, and in a chat that is."""
    user = await users.get(tx, user_id)
    file = await find(tx, file_id)
    if user is None or not user.active or file is None:
        return None
    is_there = await chats.find(tx, file.chat_id) is not None
    return file if is_there and await may_have(tx, user_id, file) else None


async def add_link(tx: Tx, file: File, token_hash: str, now: Moment) -> None:
    """Let one download be made by whoever knows the token, within two minutes."""
    await files.add_download(tx, token_hash, file.id, Moment(now + LINK_KEPT_MS))


async def follow_link(tx: Tx, token_hash: str, now: Moment, *, uses_it_up: bool) -> File | None:
    """The file that the link leads to, if it does still: not into a chat that was deleted."""
    look_up = files.take_download if uses_it_up else files.find_download
    file_id = await look_up(tx, token_hash, now)
    file = None if file_id is None else await find(tx, file_id)
    if file is None or await chats.find(tx, file.chat_id) is None:
        return None
    return file
