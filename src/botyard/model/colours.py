"""The sixteen colours that the API names."""

# Docs page Chat.update: name -> hex.
COLOURS = {
    "red": "#df532d",
    "green": "#64a513",
    "mint": "#4ba984",
    "lightBlue": "#4ba5c3",
    "darkBlue": "#3e99ce",
    "purple": "#8474c8",
    "aqua": "#1eb4aa",
    "pink": "#f76187",
    "lime": "#58cc47",
    "brown": "#ab7761",
    "azure": "#29619b",
    "khaki": "#728f7a",
    "sand": "#ba9c7b",
    "marengo": "#556574",
    "gray": "#909090",
    "graphite": "#5e5f5e",
}

# v1 writes LIGHT_BLUE, v2 lightBlue, a tutorial GREEN: one lookup serves all.
_BY_LETTERS = {name.lower(): value for name, value in COLOURS.items()}
_IN_ORDER = tuple(COLOURS.values())


def colour_of(name: str) -> str | None:
    """The #rrggbb of a colour's name in any spelling, or None."""
    return _BY_LETTERS.get(name.replace("_", "").lower())


def assigned_colour(number: int) -> str:
    """The colour of who chose none: always the same for the same id."""
    return _IN_ORDER[number % len(_IN_ORDER)]
