"""Pages of the documentation that are made from the code: `python -m botyard.cli.reference`."""

from collections.abc import Mapping

import botyard.methods
from botyard.cli.reference.methods import method_pages
from botyard.cli.reference.options import command_page, settings_page
from botyard.rpc import registry


def pages() -> Mapping[str, str]:
    """The text of each page by its path below `docs`."""
    return {
        "cli.md": command_page(),
        "settings.md": settings_page(),
        **method_pages(registry.load(botyard.methods)),
    }
