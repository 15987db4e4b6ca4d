"""Tables `file` and `download`."""

import json
from collections.abc import Sequence
from typing import NamedTuple

from botyard.model.entities import ChatId, File, FileId, MessageId, Moment, UserId
from botyard.store.sql import sql
from botyard.store.tx import Row, Tx

_COLUMNS = """
    id, chat_id, message_id, author_id, created_at, name, content_type, size, width, height, blob
"""

_ADD = sql(
    """
    INSERT INTO file (
        chat_id, message_id, author_id, created_at, name, content_type, size, width, height, blob
    ) VALUES (
        :chat_id, 0, :author_id, :created_at, :name, :content_type, :size, :width, :height, :blob
    )
    """,
    gives_id=True,
)

_GIVE_TO = sql("UPDATE file SET message_id = :message_id WHERE id = :file_id")

_GET_MANY = sql(
    f"""
    SELECT {_COLUMNS} FROM file
    WHERE id IN (SELECT value FROM json_each(:file_ids)) ORDER BY id
    """,  # noqa: S608
    postgres=f"""
    SELECT {_COLUMNS} FROM file
    WHERE id IN (SELECT value::bigint FROM json_array_elements_text(:file_ids::json))
    ORDER BY id
    """,  # noqa: S608
)

_REMOVE = sql("DELETE FROM file WHERE id = :file_id")

_REMOVE_OF_MESSAGE = sql("DELETE FROM file WHERE message_id = :message_id")

_ADD_DOWNLOAD = sql(
    """
    INSERT INTO download (token_hash, file_id, expires_at)
    VALUES (:token_hash, :file_id, :expires_at)
    """
)

_FIND_DOWNLOAD = sql(
    "SELECT file_id FROM download WHERE token_hash = :token_hash AND expires_at > :now"
)

_TAKE_DOWNLOAD = sql(
    """
    DELETE FROM download WHERE token_hash = :token_hash AND expires_at > :now
    RETURNING file_id
    """
)

_FORGET_DOWNLOADS = sql("DELETE FROM download WHERE expires_at <= :now")

_UNUSED_BLOBS = sql(
    """
    SELECT value FROM json_each(:blobs) AS given
    WHERE NOT EXISTS (SELECT 1 FROM file WHERE blob = given.value)
    AND NOT EXISTS (SELECT 1 FROM portal_user WHERE avatar <> '' AND avatar = given.value)
    AND NOT EXISTS (SELECT 1 FROM chat WHERE avatar <> '' AND avatar = given.value)
    """,
    postgres="""
    SELECT value FROM json_array_elements_text(:blobs::json) AS given
    WHERE NOT EXISTS (SELECT 1 FROM file WHERE blob = given.value)
    AND NOT EXISTS (SELECT 1 FROM portal_user WHERE avatar <> '' AND avatar = given.value)
    AND NOT EXISTS (SELECT 1 FROM chat WHERE avatar <> '' AND avatar = given.value)
    """,
)


class NewFile(NamedTuple):
    chat_id: ChatId
    author_id: UserId
    created_at: Moment
    name: str
    content_type: str
    size: int
    width: int
    height: int
    blob: str


async def add(tx: Tx, new: NewFile) -> FileId:
    """It belongs to no message yet: see `give_to`."""
    return FileId(await tx.add(_ADD, **new._asdict()))


async def copy(tx: Tx, file: File, chat_id: ChatId, created_at: Moment) -> FileId:
    """Another file of the same bytes and the same author, for a message of `chat_id`."""
    return await add(
        tx,
        NewFile(
            chat_id=chat_id,
            author_id=file.author_id,
            created_at=created_at,
            name=file.name,
            content_type=file.content_type,
            size=file.size,
            width=file.width,
            height=file.height,
            blob=file.blob,
        ),
    )


async def give_to(tx: Tx, file_id: FileId, message_id: MessageId) -> None:
    await tx.run(_GIVE_TO, file_id=file_id, message_id=message_id)


async def get(tx: Tx, file_id: FileId) -> File | None:
    found = await get_many(tx, [file_id])
    return found[0] if found else None


async def get_many(tx: Tx, file_ids: Sequence[FileId]) -> list[File]:
    """Those that exist, by ascending id."""
    if not file_ids:
        return []
    rows = await tx.all(_GET_MANY, file_ids=json.dumps(list(file_ids)))
    return [_file_of(row) for row in rows]


async def remove(tx: Tx, file_id: FileId) -> None:
    await tx.run(_REMOVE, file_id=file_id)


async def remove_of_message(tx: Tx, message_id: MessageId) -> int:
    return await tx.run(_REMOVE_OF_MESSAGE, message_id=message_id)


async def add_download(tx: Tx, token_hash: str, file_id: FileId, expires_at: Moment) -> None:
    await tx.run(_ADD_DOWNLOAD, token_hash=token_hash, file_id=file_id, expires_at=expires_at)


async def find_download(tx: Tx, token_hash: str, now: Moment) -> FileId | None:
    row = await tx.one(_FIND_DOWNLOAD, token_hash=token_hash, now=now)
    return None if row is None else FileId(row[0])


async def take_download(tx: Tx, token_hash: str, now: Moment) -> FileId | None:
    """As `find_download`, for the only time."""
    row = await tx.one(_TAKE_DOWNLOAD, token_hash=token_hash, now=now)
    return None if row is None else FileId(row[0])


async def forget_downloads(tx: Tx, now: Moment) -> int:
    return await tx.run(_FORGET_DOWNLOADS, now=now)


async def unused_blobs(tx: Tx, blobs: Sequence[str]) -> list[str]:
    """Those that no file, user or chat names."""
    rows = await tx.all(_UNUSED_BLOBS, blobs=json.dumps(list(blobs)))
    return [str(row[0]) for row in rows]


def _file_of(row: Row) -> File:
    return File(
        id=FileId(row[0]),
        chat_id=ChatId(row[1]),
        message_id=MessageId(row[2]),
        author_id=UserId(row[3]),
        created_at=Moment(row[4]),
        name=row[5],
        content_type=row[6],
        size=row[7],
        width=row[8],
        height=row[9],
        blob=row[10],
    )
