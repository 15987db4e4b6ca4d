"""A message's text without BB codes, on one line, for lists."""

import re

# An attribute ends at the first bracket of any kind, so that no text is read twice.
_CODES = re.compile(
    r"\[/?(?:b|i|u|s|user|chat|url|code|quote|size|color|img|icon|disp|send|put|call|pch|"
    r"timestamp|context|rating|like|dislike)(?:=[^\[\]]*+)?(?: replace)?\]",
    re.IGNORECASE,
)
_BREAKS = re.compile(r"\s*\n\s*|\[br\]|#br#", re.IGNORECASE)
ATTACHMENT = "[Attachment]"


def plain_text(text: str, *, has_attach: bool) -> str:
    """What stands between the codes; an attachment is named after it."""
    plain = _BREAKS.sub(" ", _CODES.sub("", text)).strip()
    return f"{plain} {ATTACHMENT}".strip() if has_attach else plain
