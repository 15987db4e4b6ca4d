"""Table `portal_user`: people and bots."""

import json
from collections.abc import Iterable, Sequence
from typing import cast

import msgspec

from botyard.model.entities import Moment, User, UserId, UserType
from botyard.store.sql import sql
from botyard.store.topics import WEBHOOK_KEY
from botyard.store.tx import Row, Tx

_COLUMNS = """
    u.id, u.active, u.type, u.admin, u.first_name, u.last_name, u.email, u.work_position,
    u.gender, u.birthday, u.color, u.avatar, u.website, u.timezone, u.departments, u.phones,
    u.password_hash, u.created_at, u.last_activity_at
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

_LIST = sql(f"SELECT {_COLUMNS} FROM portal_user u ORDER BY u.id")  # noqa: S608

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
    forgets=(WEBHOOK_KEY,),
)


async def get(tx: Tx, user_id: UserId) -> User | None:
    row = await tx.one(_GET, user_id=user_id)
    return None if row is None else user_of(row)


async def get_many(tx: Tx, user_ids: Iterable[int]) -> list[User]:
    """Those that exist, by ascending id."""
    rows = await tx.all(_GET_MANY, user_ids=json.dumps(sorted(set(user_ids))))
    return [user_of(row) for row in rows]


async def list_all(tx: Tx) -> list[User]:
    return [user_of(row) for row in await tx.all(_LIST)]


async def save(tx: Tx, user: User) -> None:
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
    )
