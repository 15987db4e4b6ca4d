"""The page about events names every reaction."""

import re

from botyard.model.reactions import REACTIONS
from tests.docs.pages import ROOT


def test_every_reaction_is_named() -> None:
    page = (ROOT / "docs" / "events.md").read_text("utf-8")
    listed = page.partition("These are the reactions, spelled so:\n")[2].partition("\n\n")[0]
    assert re.findall(r"`(\w+)`", listed) == sorted(REACTIONS, key=str.lower)
