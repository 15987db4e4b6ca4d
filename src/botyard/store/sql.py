"""A statement as a value: one text for both engines, listed so that tests can prepare each."""

import re

STATEMENTS: list["Sql"] = []

_PARAMETER = re.compile(r"(?<![:\w]):([a-z_]+)")


class Sql:
    """`:name` parameters; `postgres` overrides the text where the engines must differ.

    `forgets` names the topics whose recalled rows it may change: see `Tx.recall`.
    One that `gives_id` inserts one row, whose `id` the database makes: see `Tx.add`.
    """

    __slots__ = ("forgets", "names", "postgres", "sqlite")

    def __init__(
        self,
        sqlite: str,
        postgres: str | None,
        forgets: tuple[str, ...],
        *,
        gives_id: bool = False,
    ) -> None:
        self.sqlite = sqlite
        self.forgets = forgets
        # SQLite knows the last id anyway; RETURNING would cost it as much again as the row does.
        text = (postgres or sqlite) + (" RETURNING id" if gives_id else "")
        self.names = tuple(dict.fromkeys(_PARAMETER.findall(text)))
        places = {name: f"${place}" for place, name in enumerate(self.names, start=1)}
        self.postgres = _PARAMETER.sub(lambda found: places[found[1]], text)


def sql(
    text: str,
    *,
    postgres: str | None = None,
    forgets: tuple[str, ...] = (),
    gives_id: bool = False,
) -> Sql:
    statement = Sql(text, postgres, forgets, gives_id=gives_id)
    STATEMENTS.append(statement)
    return statement
