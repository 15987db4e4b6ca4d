"""Table `portal_user`: people and bots."""

import json
from collections.abc import Iterable, Sequence
from typing import cast

import msgspec

from botyard.model.entities import Moment, User, UserId, UserType
from botyard.store.patterns import Pattern
from botyard.store.sql import sql
from botyard.store.topics import ACCESS_TOKEN, WEBHOOK_KEY
from botyard.store.tx import Row, Tx

_COLUMNS = """
    u.id, u.active, u.type, u.admin, u.first_name, u.last_name, u.email, u.work_position,
    u.gender, u.birthday, u.color, u.avatar, u.website, u.timezone, u.departments, u.phones,
    u.password_hash, u.created_at, u.last_activity_at, u.status, u.idle_since
"""

_GET = sql(f"SELECT {_COLUMNS} FROM portal_user u WHERE u.id = :user_id")  # noqa: S608

_GET_MANY = sql(
    f"""
    SELECT {_COLUMNS} FROM portal_user u
    WHERE u.id IN (SELECT value FROM json_each(:user_ids)) ORDER BY u.id
    """,  # noqa: S608
    postgres=f"""
    SELECT {_COLUMNS} FROM portal_user u
    WHERE u.id IN (SELECT value::bigint FROM json_array_elements_text(:user_ids::json))
    ORDER BY u.id
    """,  # noqa: S608
)

_FIND_PERSON = sql(
    f"""
    SELECT {_COLUMNS} FROM portal_user u
    WHERE lower(u.email) = lower(:email) AND u.type <> 'bot' ORDER BY u.id LIMIT 1
    """  # noqa: S608
)

_LIST = sql(f"SELECT {_COLUMNS} FROM portal_user u ORDER BY u.id")  # noqa: S608

_PEOPLE = "FROM portal_user u WHERE u.type NOT IN ('bot', 'email')"

_PEOPLE_UP = sql(f"SELECT {_COLUMNS} {_PEOPLE} ORDER BY u.id LIMIT :count OFFSET :skipped")

_PEOPLE_DOWN = sql(f"SELECT {_COLUMNS} {_PEOPLE} ORDER BY u.id DESC LIMIT :count OFFSET :skipped")

_COUNT_PEOPLE = sql(f"SELECT count(*) {_PEOPLE}")

_SAVE = sql(
    """
    INSERT INTO portal_user (
        id, active, type, admin, first_name, last_name, email, work_position, gender, birthday,
        color, avatar, website, timezone, departments, phones, password_hash, created_at,
        last_activity_at
    ) VALUES (
        :id, :active, :type, :admin, :first_name, :last_name, :email, :work_position, :gender,
        :birthday, :color, :avatar, :website, :timezone, :departments, :phones, :password_hash,
        :created_at, :last_activity_at
    )
    ON CONFLICT (id) DO UPDATE SET
        active = excluded.active, type = excluded.type, admin = excluded.admin,
        first_name = excluded.first_name, last_name = excluded.last_name,
        email = excluded.email, work_position = excluded.work_position,
        gender = excluded.gender, birthday = excluded.birthday, color = excluded.color,
        avatar = excluded.avatar, website = excluded.website, timezone = excluded.timezone,
        departments = excluded.departments, phones = excluded.phones,
        password_hash = excluded.password_hash, last_activity_at = excluded.last_activity_at
    """,
    forgets=(WEBHOOK_KEY, ACCESS_TOKEN),
)

_NOTE_ACTIVITY = sql(
    """
    UPDATE portal_user SET last_activity_at = :now
    WHERE id = :user_id AND last_activity_at < :now
    """
)

_SET_STATUS = sql("UPDATE portal_user SET status = :status WHERE id = :user_id")

_SET_IDLE = sql("UPDATE portal_user SET idle_since = :since WHERE id = :user_id")

# Who may be found by whom: a hidden bot by nobody, a personal bot and, by an outsider, anybody at
# all only by those who share a chat with them.
_FIND = sql(
    """
    SELECT u.id FROM portal_user u LEFT JOIN bot b ON b.user_id = u.id
    WHERE u.active AND u.type <> 'email' AND NOT coalesce(b.is_hidden, FALSE)
        AND NOT EXISTS (
            SELECT 1 FROM json_each(:words) word WHERE NOT EXISTS (
                SELECT 1 FROM json_each(word.value) spelled
                WHERE ' ' || u.first_name || ' ' || u.last_name || ' ' || u.work_position
                    GLOB '*[- ("''.,/]' || spelled.value || '*'
            )
        )
        AND (u.id = :viewer_id
            OR (NOT :viewer_is_outsider AND coalesce(b.type, '') <> 'personal')
            OR EXISTS (
                SELECT 1 FROM member mine JOIN member theirs ON theirs.chat_id = mine.chat_id
                WHERE mine.user_id = :viewer_id AND theirs.user_id = u.id
            ))
    ORDER BY u.id
    """,
    postgres="""
    SELECT u.id FROM portal_user u LEFT JOIN bot b ON b.user_id = u.id
    WHERE u.active AND u.type <> 'email' AND NOT coalesce(b.is_hidden, FALSE)
        AND NOT EXISTS (
            SELECT 1 FROM json_array_elements(:words::json) word WHERE NOT EXISTS (
                SELECT 1 FROM json_array_elements_text(word) spelled
                WHERE ' ' || u.first_name || ' ' || u.last_name || ' ' || u.work_position
                    ~ ('[- ("''.,/]' || spelled)
            )
        )
        AND (u.id = :viewer_id
            OR (NOT :viewer_is_outsider AND coalesce(b.type, '') <> 'personal')
            OR EXISTS (
                SELECT 1 FROM member mine JOIN member theirs ON theirs.chat_id = mine.chat_id
                WHERE mine.user_id = :viewer_id AND theirs.user_id = u.id
            ))
    ORDER BY u.id
    """,
)

_KNOWN_TO = sql(
    """
    SELECT DISTINCT theirs.user_id
    FROM member mine JOIN member theirs ON theirs.chat_id = mine.chat_id
    WHERE mine.user_id = :viewer_id
        AND theirs.user_id IN (SELECT value FROM json_each(:user_ids))
    """,
    postgres="""
    SELECT DISTINCT theirs.user_id
    FROM member mine JOIN member theirs ON theirs.chat_id = mine.chat_id
    WHERE mine.user_id = :viewer_id AND theirs.user_id IN (
        SELECT value::bigint FROM json_array_elements_text(:user_ids::json)
    )
    """,
)

_DEPARTMENTS = sql(
    """
    SELECT DISTINCT value FROM portal_user u, json_each(u.departments)
    WHERE u.active ORDER BY 1
    """,
    postgres="""
    SELECT DISTINCT value::bigint
    FROM portal_user u, json_array_elements_text(u.departments::json)
    WHERE u.active ORDER BY 1
    """,
)


async def get(tx: Tx, user_id: UserId) -> User | None:
    row = await tx.one(_GET, user_id=user_id)
    return None if row is None else user_of(row)


async def get_many(tx: Tx, user_ids: Iterable[int]) -> list[User]:
    """Those that exist, by ascending id."""
    rows = await tx.all(_GET_MANY, user_ids=json.dumps(sorted(set(user_ids))))
    return [user_of(row) for row in rows]


async def find_person(tx: Tx, email: str) -> User | None:
    """Whoever has this address; bots do not count."""
    row = await tx.one(_FIND_PERSON, email=email)
    return None if row is None else user_of(row)


async def list_all(tx: Tx) -> list[User]:
    return [user_of(row) for row in await tx.all(_LIST)]


async def page_of_people(tx: Tx, *, skipped: int, count: int, descending: bool) -> list[User]:
    """By id, without bots and e-mail users."""
    statement = _PEOPLE_DOWN if descending else _PEOPLE_UP
    return [user_of(row) for row in await tx.all(statement, skipped=skipped, count=count)]


async def count_people(tx: Tx) -> int:
    row = await tx.one(_COUNT_PEOPLE)
    return 0 if row is None else int(row[0])


async def find(
    tx: Tx, words: Sequence[Sequence[Pattern]], viewer_id: UserId, *, viewer_is_outsider: bool
) -> list[UserId]:
    """Whom `viewer_id` may find by words that each begin one in a name or a position."""
    rows = await tx.all(
        _FIND,
        words=json.dumps(words),
        viewer_id=viewer_id,
        viewer_is_outsider=viewer_is_outsider,
    )
    return [UserId(row[0]) for row in rows]


async def known_to(tx: Tx, viewer_id: UserId, user_ids: Iterable[int]) -> set[int]:
    """Those of `user_ids` who share a chat with `viewer_id`."""
    wanted = json.dumps(sorted(set(user_ids)))
    return {row[0] for row in await tx.all(_KNOWN_TO, viewer_id=viewer_id, user_ids=wanted)}


async def departments(tx: Tx) -> list[int]:
    """The numbers of the departments that somebody is in, each once and ascending."""
    return [int(row[0]) for row in await tx.all(_DEPARTMENTS)]


async def note_activity(tx: Tx, user_id: UserId, now: Moment) -> None:
    await tx.run(_NOTE_ACTIVITY, user_id=user_id, now=now)


async def set_status(tx: Tx, user_id: UserId, status: str) -> None:
    await tx.run(_SET_STATUS, user_id=user_id, status=status)


async def set_idle(tx: Tx, user_id: UserId, since: Moment | None) -> None:
    await tx.run(_SET_IDLE, user_id=user_id, since=since)


async def save(tx: Tx, user: User) -> None:
    """Status and idleness stay: they are the person's own."""
    values = msgspec.structs.asdict(user)
    values["departments"] = json.dumps(user.departments)
    values["phones"] = json.dumps(user.phones)
    await tx.run(_SAVE, **values)


def user_of(row: Row) -> User:
    departments: Sequence[int] = json.loads(row[14])
    return User(
        id=UserId(row[0]),
        active=bool(row[1]),
        type=cast("UserType", row[2]),
        admin=bool(row[3]),
        first_name=row[4],
        last_name=row[5],
        email=row[6],
        work_position=row[7],
        gender=row[8],
        birthday=row[9],
        color=row[10],
        avatar=row[11],
        website=row[12],
        timezone=row[13],
        departments=tuple(departments),
        phones=json.loads(row[15]),
        password_hash=row[16],
        created_at=Moment(row[17]),
        last_activity_at=Moment(row[18]),
        status=row[19],
        idle_since=None if row[20] is None else Moment(row[20]),
    )
