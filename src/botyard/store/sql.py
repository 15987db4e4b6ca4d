"""A statement as a value: one text for both engines, listed so that tests can prepare each."""

import re

STATEMENTS: list["Sql"] = []

_PARAMETER = re.compile(r"(?<![:\w]):([a-z_]+)")


class Sql:
    """`:name` parameters; `postgres` overrides the text where the engines must differ.

    `forgets` names the topics whose recalled rows it may change: see `Tx.recall`.
    """

    __slots__ = ("forgets", "names", "postgres", "sqlite")

    def __init__(self, sqlite: str, postgres: str | None, forgets: tuple[str, ...]) -> None:
        self.sqlite = sqlite
        self.forgets = forgets
        self.names = tuple(dict.fromkeys(_PARAMETER.findall(postgres or sqlite)))
        places = {name: f"${place}" for place, name in enumerate(self.names, start=1)}
        self.postgres = _PARAMETER.sub(lambda found: places[found[1]], postgres or sqlite)


def sql(text: str, *, postgres: str | None = None, forgets: tuple[str, ...] = ()) -> Sql:
    statement = Sql(text, postgres, forgets)
    STATEMENTS.append(statement)
    return statement
