"""The baseline: a durable send as it is usually written, with FastAPI and SQLAlchemy."""

# The checks run where the benchmark's packages may be absent; their classes are then Any.
# mypy: disable-error-code="import-not-found"
# mypy: disallow-subclassing-any=False, disallow-untyped-decorators=False

import argparse
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import uvicorn
from fastapi import Depends, FastAPI, HTTPException
from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel
from sqlalchemy import JSON, ForeignKey, event, select
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

USER_ID, CODE = 1, "bench"
BOT_ID, BOT_TOKEN = 2, "bench"
LISTENER_ID = 3
CHATS = 64


class Row(DeclarativeBase):
    pass


class WebhookKey(Row):
    __tablename__ = "webhook_key"

    code: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[int]


class Bot(Row):
    __tablename__ = "bot"

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str]


class Chat(Row):
    __tablename__ = "chat"

    id: Mapped[int] = mapped_column(primary_key=True)
    message_count: Mapped[int] = mapped_column(default=0)
    last_message_id: Mapped[int | None] = mapped_column(default=None)


class Member(Row):
    __tablename__ = "member"

    chat_id: Mapped[int] = mapped_column(ForeignKey("chat.id"), primary_key=True)
    bot_id: Mapped[int] = mapped_column(ForeignKey("bot.id"), primary_key=True)


class Message(Row):
    __tablename__ = "message"

    id: Mapped[int] = mapped_column(primary_key=True)
    chat_id: Mapped[int] = mapped_column(ForeignKey("chat.id"), index=True)
    author_id: Mapped[int]
    text: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=lambda: datetime.now(UTC))


class Event(Row):
    __tablename__ = "event"

    id: Mapped[int] = mapped_column(primary_key=True)
    body: Mapped[dict[str, Any]] = mapped_column(JSON)


class Delivery(Row):
    __tablename__ = "delivery"

    bot_id: Mapped[int] = mapped_column(ForeignKey("bot.id"), primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), primary_key=True)


class Wire(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)


class Fields(Wire):
    message: str = Field(min_length=1)


class SendBody(Wire):
    bot_id: int
    bot_token: str
    dialog_id: str = Field(pattern=r"^chat\d+$")
    fields: Fields


class Sent(Wire):
    id: int
    uuid_map: dict[str, int] = {}


class Time(BaseModel):
    start: float
    finish: float
    duration: float
    processing: float
    date_start: datetime
    date_finish: datetime


class Answer(BaseModel):
    result: Sent
    time: Time


def open_database(data: Path) -> AsyncEngine:
    # One connection is the quickest here: more of them only wait for each other's commits.
    engine = create_async_engine(
        f"sqlite+aiosqlite:///{data / 'naive.db'}", pool_size=1, max_overflow=0, pool_timeout=60
    )

    @event.listens_for(engine.sync_engine, "connect")
    def set_pragmas(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


async def seed(engine: AsyncEngine, sessions: async_sessionmaker[AsyncSession]) -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Row.metadata.create_all)
    async with sessions() as session:
        if await session.get(WebhookKey, CODE) is not None:
            return
        session.add(WebhookKey(code=CODE, user_id=USER_ID))
        session.add_all([Bot(id=BOT_ID, token=BOT_TOKEN), Bot(id=LISTENER_ID, token="listener")])
        session.add_all(Chat(id=number) for number in range(1, CHATS + 1))
        await session.flush()
        session.add_all(
            Member(chat_id=number, bot_id=bot_id)
            for number in range(1, CHATS + 1)
            for bot_id in (BOT_ID, LISTENER_ID)
        )
        await session.commit()


async def send(session: AsyncSession, user_id: int, code: str, body: SendBody) -> Message:
    key = await session.get(WebhookKey, code)
    if key is None or key.user_id != user_id:
        raise HTTPException(401, "NO_AUTH_FOUND")
    bot = await session.get(Bot, body.bot_id)
    if bot is None:
        raise HTTPException(400, "BOT_NOT_FOUND")
    if bot.token != body.bot_token:
        raise HTTPException(403, "BOT_OWNERSHIP_ERROR")
    chat = await session.get(Chat, int(body.dialog_id.removeprefix("chat")))
    if chat is None:
        raise HTTPException(403, "ACCESS_DENIED")
    members = await session.scalars(select(Member.bot_id).where(Member.chat_id == chat.id))
    member_ids = set(members)
    if bot.id not in member_ids:
        raise HTTPException(403, "ACCESS_DENIED")

    message = Message(chat_id=chat.id, author_id=bot.id, text=body.fields.message)
    session.add(message)
    await session.flush()
    chat.last_message_id = message.id
    chat.message_count += 1
    added = Event(
        body={"type": "ONIMBOTV2MESSAGEADD", "messageId": message.id, "text": message.text}
    )
    session.add(added)
    await session.flush()
    session.add_all(
        Delivery(bot_id=member_id, event_id=added.id) for member_id in member_ids - {bot.id}
    )
    await session.commit()
    return message


def make_app(data: Path, greeting: str) -> FastAPI:
    engine = open_database(data)
    sessions = async_sessionmaker(engine, expire_on_commit=False)

    async def open_session() -> AsyncIterator[AsyncSession]:
        async with sessions() as session:
            yield session

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        await seed(engine, sessions)
        # The socket is open already: who connects now waits a moment and is served.
        print(greeting, flush=True)
        yield
        await engine.dispose()

    app = FastAPI(lifespan=lifespan)

    @app.post("/rest/{user_id}/{code}/imbot.v2.Chat.Message.send")
    async def answer(
        user_id: int,
        code: str,
        body: SendBody,
        session: Annotated[AsyncSession, Depends(open_session)],
    ) -> Answer:
        start = time.time()
        message = await send(session, user_id, code, body)
        finish = time.time()
        return Answer(
            result=Sent(id=message.id),
            time=Time(
                start=start,
                finish=finish,
                duration=finish - start,
                processing=finish - start,
                date_start=datetime.fromtimestamp(start, UTC),
                date_finish=datetime.fromtimestamp(finish, UTC),
            ),
        )

    return app


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--data", type=Path, required=True)
    options = parser.parse_args()
    options.data.mkdir(parents=True, exist_ok=True)

    listener = socket.create_server(("127.0.0.1", options.port), backlog=1024)
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    app = make_app(options.data, greeting=f"Naive is listening on {url}")
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
    server.run(sockets=[listener])


if __name__ == "__main__":
    main()
