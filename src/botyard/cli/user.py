"""botyard user"""

from typing import Any

import click
from msgspec import UNSET

from botyard.access import people
from botyard.cli.desk import Desk, answer, checked, on_portal, table
from botyard.cli.options import as_json, option, settings_options
from botyard.model.entities import User, UserId
from botyard.portal_file import UserEntry
from botyard.portal_file.entries import USER_TYPES
from botyard.portal_file.values import email, one_of, text


@click.group("user")
def user_group() -> None:
    """People of the portal."""


@user_group.command("add")
@option("--name", required=True, help="First name.")
@option("--last-name", default="", help="Last name.")
@option("--email", "email_address", default="", help="Email address.")
@option("--admin", is_flag=True, help="An administrator of the portal.")
@option("--type", "kind", default="employee", help=f"{', '.join(USER_TYPES)}.")
@as_json
@settings_options("data", "database")
def add_user(
    name: str,
    last_name: str,
    email_address: str,
    kind: str,
    *,
    admin: bool,
    as_json: bool,
    **settings: object,
) -> None:
    """Add a person."""
    entry = UserEntry(
        id=UserId(0),
        name=checked("--name", text(least=1), name),
        last_name=checked("--last-name", text(), last_name),
        email=checked("--email", email, email_address) or UNSET,
        admin=admin,
        type=checked("--type", one_of(USER_TYPES), kind),
    )

    async def work(desk: Desk) -> User:
        return await people.add(desk.tx, entry, desk.world.secrets, desk.now)

    user = on_portal(settings, work)
    answer([_shown(user)], [f"Added {user.name} as user {user.id}."], as_json=as_json)


@user_group.command("list")
@as_json
@settings_options("data", "database")
def list_users(*, as_json: bool, **settings: object) -> None:
    """List the people."""

    async def work(desk: Desk) -> list[User]:
        return await people.list_people(desk.tx)

    found = on_portal(settings, work)
    rows: list[tuple[Any, ...]] = [("ID", "NAME", "TYPE", "ADMIN", "ACTIVE", "EMAIL")]
    for user in found:
        yes_no = ["yes" if value else "no" for value in (user.admin, user.active)]
        rows.append((user.id, user.name, user.type, *yes_no, user.email))
    answer([_shown(user) for user in found], table(rows), as_json=as_json)


def _shown(user: User) -> dict[str, object]:
    """In the words of the portal file."""
    return {
        "id": user.id,
        "name": user.first_name,
        "last_name": user.last_name,
        "email": user.email,
        "admin": user.admin,
        "type": user.type,
        "active": user.active,
        "work_position": user.work_position,
    }
