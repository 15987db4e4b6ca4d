"""What the clients are shown to do, as the table of docs/clients.md.

`python -m tests.blackbox.clients.table` prints it.
"""

import importlib
import json
import re
import sys
from importlib.metadata import version

from tests.blackbox.clients import node
from tests.blackbox.clients.expectations import (
    B24JSSDK,
    B24PHPSDK,
    B24PYSDK,
    CLAIMS,
    CREST,
    CURL,
    FAST_BITRIX24,
)
from tests.blackbox.clients.recordings import RECORDINGS

# Each client with its page.
PAGES = {
    CURL: "curl",
    B24PYSDK: "b24pysdk",
    FAST_BITRIX24: "fast_bitrix24",
    B24JSSDK: "b24jssdk",
    B24PHPSDK: "b24phpsdk",
    CREST: "crest",
}
_MODULES = (
    "curl", "b24pysdk", "fast_bitrix24", "b24jssdk", "recorded_requests", "guide",
)  # fmt: skip


def versions() -> dict[str, str]:
    """Those that are tested."""
    lock = json.loads((node.PROJECT / "package-lock.json").read_text())
    agents = " ".join(one.user_agent for one in RECORDINGS)
    php = re.search(r"b24-php-sdk-vendor-v-([\d.]+)-", agents)
    crest = re.search(r"Bitrix24 CRest PHP ([\d.]+)", agents)
    assert php is not None
    assert crest is not None
    return {
        CURL: "any",
        B24PYSDK: version("b24pysdk"),
        FAST_BITRIX24: version("fast_bitrix24"),
        B24JSSDK: lock["packages"][f"node_modules/{B24JSSDK}"]["version"],
        B24PHPSDK: php[1],
        CREST: crest[1],
    }


def table() -> str:
    for module in _MODULES:
        importlib.import_module(f"tests.blackbox.clients.test_{module}")
    tested = versions()
    rows = [
        ["", *(f"[{client}](howto/{page}.md)" for client, page in PAGES.items())],
        ["---"] * (len(PAGES) + 1),
        ["version", *(tested[client] for client in PAGES)],
    ]
    for feature, shown in sorted(CLAIMS.items(), key=lambda one: (-len(one[1]), one[0])):
        marks = [shown[client].value if client in shown else "" for client in PAGES]
        rows.append([feature, *marks])
    return "\n".join("| " + " | ".join(row) + " |" for row in rows) + "\n"


if __name__ == "__main__":
    sys.stdout.write(table())
