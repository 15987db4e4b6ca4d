"""Tables `message` and `sent_template`."""

import json
from typing import NamedTuple

import msgspec

from botyard.model.entities import (
    ChatId,
    Forward,
    Message,
    MessageId,
    MessageParams,
    Moment,
    UserId,
)
from botyard.store.patterns import Pattern
from botyard.store.sql import sql
from botyard.store.tx import Row, Tx

_COLUMNS = "id, chat_id, author_id, is_system, created_at, uuid, text, params, forward"

_GET = sql(f"SELECT {_COLUMNS} FROM message WHERE id = :message_id")  # noqa: S608

_HOLD = sql(
    f"SELECT {_COLUMNS} FROM message WHERE id = :message_id",  # noqa: S608
    postgres=f"SELECT {_COLUMNS} FROM message WHERE id = :message_id FOR UPDATE",  # noqa: S608
)

_UPDATE = sql(
    "UPDATE message SET text = :text, params = :params, forward = :forward WHERE id = :message_id"
)

_REMOVE = sql("DELETE FROM message WHERE id = :message_id")

_GET_MANY = sql(
    f"""
    SELECT {_COLUMNS} FROM message
    WHERE id IN (SELECT value FROM json_each(:message_ids)) ORDER BY id
    """,  # noqa: S608
    postgres=f"""
    SELECT {_COLUMNS} FROM message
    WHERE id IN (SELECT value::bigint FROM json_array_elements_text(:message_ids::json))
    ORDER BY id
    """,  # noqa: S608
)

_ADD = sql(
    """
    INSERT INTO message (chat_id, author_id, is_system, created_at, uuid, text, params, forward)
    VALUES (:chat_id, :author_id, :is_system, :created_at, :uuid, :text, :params, :forward)
    """,
    gives_id=True,
)

_OLDER = sql(
    f"""
    SELECT {_COLUMNS} FROM message
    WHERE chat_id = :chat_id AND id < :below AND id > :above ORDER BY id DESC LIMIT :count
    """  # noqa: S608
)

_AUTHORS = sql(
    """
    SELECT author_id, created_at FROM message
    WHERE chat_id = :chat_id AND id < :below ORDER BY id DESC LIMIT :count
    """
)

_COUNT_BY_AUTHOR = sql(
    """
    SELECT author_id, count(*) FROM (
        SELECT author_id, created_at FROM message
        WHERE chat_id = :chat_id AND id <= :up_to ORDER BY id DESC LIMIT :count
    ) AS latest
    WHERE created_at > :since GROUP BY author_id
    """
)

_NEWER = sql(
    f"""
    SELECT {_COLUMNS} FROM message
    WHERE chat_id = :chat_id AND id > :above ORDER BY id LIMIT :count
    """  # noqa: S608
)

_SEARCHED = """
    chat_id = :chat_id AND id > :above AND id < :below
    AND created_at >= :since AND created_at < :until
"""

# A text that can be spelled in one way alone is not looked for twice.
_SPELLED = """
    (:pattern = '' OR text GLOB '*' || :pattern || '*'
        OR (:other_pattern <> :pattern AND text GLOB '*' || :other_pattern || '*'))
"""
_SPELLED_POSTGRES = """
    (:pattern::text = '' OR text ~ :pattern::text
        OR (:other_pattern::text <> :pattern::text AND text ~ :other_pattern::text))
"""

_SEARCH_DOWN = sql(
    f"""
    SELECT {_COLUMNS} FROM message
    WHERE {_SEARCHED} AND {_SPELLED}
    ORDER BY id DESC LIMIT :limit
    """,  # noqa: S608
    postgres=f"""
    SELECT {_COLUMNS} FROM message
    WHERE {_SEARCHED} AND {_SPELLED_POSTGRES}
    ORDER BY id DESC LIMIT :limit
    """,  # noqa: S608
)

_SEARCH_UP = sql(
    f"""
    SELECT {_COLUMNS} FROM message
    WHERE {_SEARCHED} AND {_SPELLED}
    ORDER BY id LIMIT :limit
    """,  # noqa: S608
    postgres=f"""
    SELECT {_COLUMNS} FROM message
    WHERE {_SEARCHED} AND {_SPELLED_POSTGRES}
    ORDER BY id LIMIT :limit
    """,  # noqa: S608
)

_IDS_OF_OTHERS = sql(
    """
    SELECT id FROM message
    WHERE chat_id = :chat_id AND id > :above AND id <= :up_to AND author_id <> :user_id
    ORDER BY id DESC LIMIT :count
    """
)

_FIRST_UNREAD = sql(
    """
    SELECT id FROM message
    WHERE chat_id = :chat_id AND id > :last_read_id AND author_id <> :user_id
    ORDER BY id LIMIT 1
    """
)

_FIND_TEMPLATE = sql(
    """
    SELECT message_id, uuid_map FROM sent_template
    WHERE author_id = :author_id AND template_id = :template_id
    """
)

_ADD_TEMPLATE = sql(
    """
    INSERT INTO sent_template (author_id, template_id, message_id, uuid_map, sent_at)
    VALUES (:author_id, :template_id, :message_id, :uuid_map, :sent_at)
    """
)

_FORGET_TEMPLATES = sql("DELETE FROM sent_template WHERE sent_at < :before")

_read_params = msgspec.json.Decoder(MessageParams).decode
_read_forward = msgspec.json.Decoder(Forward).decode
_write = msgspec.json.Encoder().encode
_NO_PARAMS = MessageParams()

# Ids end below this, so it stands for "the newest".
NEWEST = MessageId(2**63 - 1)
# Is in every text.
NOTHING_WANTED = Pattern("")


class NewMessage(msgspec.Struct, frozen=True):
    chat_id: ChatId
    author_id: UserId
    is_system: bool
    created_at: Moment
    text: str
    uuid: str = ""
    params: MessageParams = _NO_PARAMS
    forward: Forward | None = None


class Search(NamedTuple):
    """What to look for in a chat: text that fits one of the two patterns; `until` is excluded."""

    above: int
    below: int
    since: Moment
    until: Moment
    pattern: Pattern
    other_pattern: Pattern
    limit: int


class SentTemplate(NamedTuple):
    message_id: MessageId
    uuid_map: dict[str, int]


async def add(tx: Tx, new: NewMessage) -> Message:
    message_id = await tx.add(
        _ADD,
        chat_id=new.chat_id,
        author_id=new.author_id,
        is_system=new.is_system,
        created_at=new.created_at,
        uuid=new.uuid,
        text=new.text,
        params=_written_params(new.params),
        forward=_written_forward(new.forward),
    )
    return Message(
        id=MessageId(message_id),
        chat_id=new.chat_id,
        author_id=new.author_id,
        is_system=new.is_system,
        created_at=new.created_at,
        uuid=new.uuid,
        text=new.text,
        params=new.params,
        forward=new.forward,
    )


async def get(tx: Tx, message_id: MessageId) -> Message | None:
    row = await tx.one(_GET, message_id=message_id)
    return None if row is None else _message_of(row)


async def hold(tx: Tx, message_id: MessageId) -> Message | None:
    """The message as it is now; nobody else changes it in this unit."""
    row = await tx.one(_HOLD, message_id=message_id)
    return None if row is None else _message_of(row)


async def update(tx: Tx, message: Message) -> None:
    """Its text, params and forward."""
    await tx.run(
        _UPDATE,
        message_id=message.id,
        text=message.text,
        params=_written_params(message.params),
        forward=_written_forward(message.forward),
    )


async def remove(tx: Tx, message_id: MessageId) -> None:
    """Its id is never given again."""
    await tx.run(_REMOVE, message_id=message_id)


async def get_many(tx: Tx, message_ids: list[MessageId]) -> list[Message]:
    """Those that exist, by ascending id."""
    rows = await tx.all(_GET_MANY, message_ids=json.dumps(message_ids))
    return [_message_of(row) for row in rows]


async def older(tx: Tx, chat_id: ChatId, *, below: int, above: int, count: int) -> list[Message]:
    """The newest first."""
    rows = await tx.all(_OLDER, chat_id=chat_id, below=below, above=above, count=count)
    return [_message_of(row) for row in rows]


async def authors(
    tx: Tx, chat_id: ChatId, *, below: int, count: int
) -> list[tuple[UserId, Moment]]:
    """Who wrote the messages before `below`, and when; the newest first."""
    rows = await tx.all(_AUTHORS, chat_id=chat_id, below=below, count=count)
    return [(UserId(row[0]), Moment(row[1])) for row in rows]


async def count_by_author(
    tx: Tx, chat_id: ChatId, *, up_to: int, since: int, count: int
) -> dict[UserId, int]:
    """How many messages after `since` each has written, among the latest `count`."""
    rows = await tx.all(_COUNT_BY_AUTHOR, chat_id=chat_id, up_to=up_to, since=since, count=count)
    return {UserId(row[0]): int(row[1]) for row in rows}


async def newer(tx: Tx, chat_id: ChatId, *, above: int, count: int) -> list[Message]:
    """The oldest first."""
    rows = await tx.all(_NEWER, chat_id=chat_id, above=above, count=count)
    return [_message_of(row) for row in rows]


async def search(tx: Tx, chat_id: ChatId, wanted: Search, *, newest_first: bool) -> list[Message]:
    statement = _SEARCH_DOWN if newest_first else _SEARCH_UP
    rows = await tx.all(statement, chat_id=chat_id, **wanted._asdict())
    return [_message_of(row) for row in rows]


async def ids_of_others(
    tx: Tx, chat_id: ChatId, user_id: UserId, *, above: int, up_to: int, count: int
) -> list[MessageId]:
    """The newest `count` of what others than `user_id` said there, by ascending id."""
    rows = await tx.all(
        _IDS_OF_OTHERS, chat_id=chat_id, user_id=user_id, above=above, up_to=up_to, count=count
    )
    return [MessageId(row[0]) for row in reversed(rows)]


async def first_unread(
    tx: Tx, chat_id: ChatId, user_id: UserId, last_read_id: int
) -> MessageId | None:
    row = await tx.one(_FIRST_UNREAD, chat_id=chat_id, user_id=user_id, last_read_id=last_read_id)
    return None if row is None else MessageId(row[0])


async def find_template(tx: Tx, author_id: UserId, template_id: str) -> SentTemplate | None:
    row = await tx.one(_FIND_TEMPLATE, author_id=author_id, template_id=template_id)
    return None if row is None else SentTemplate(MessageId(row[0]), json.loads(row[1]))


async def add_template(
    tx: Tx, author_id: UserId, template_id: str, sent: SentTemplate, sent_at: Moment
) -> None:
    await tx.run(
        _ADD_TEMPLATE,
        author_id=author_id,
        template_id=template_id,
        message_id=sent.message_id,
        uuid_map=json.dumps(sent.uuid_map),
        sent_at=sent_at,
    )


async def forget_templates(tx: Tx, before: Moment) -> int:
    return await tx.run(_FORGET_TEMPLATES, before=before)


def _written_params(params: MessageParams) -> str:
    return "" if params == _NO_PARAMS else _write(params).decode()


def _written_forward(forward: Forward | None) -> str:
    return "" if forward is None else _write(forward).decode()


def _message_of(row: Row) -> Message:
    return Message(
        id=MessageId(row[0]),
        chat_id=ChatId(row[1]),
        author_id=UserId(row[2]),
        is_system=bool(row[3]),
        created_at=Moment(row[4]),
        uuid=row[5],
        text=row[6],
        params=_read_params(row[7]) if row[7] else _NO_PARAMS,
        forward=_read_forward(row[8]) if row[8] else None,
    )
