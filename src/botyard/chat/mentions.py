"""Whom a message mentions."""

from botyard.model.bbcode import parse_message
from botyard.model.entities import User
from botyard.model.formatted_text import MentionNode, TextNode


def mentioned_users(text: str) -> frozenset[int]:
    """The ids in `[USER=5]...[/USER]`, in any case, outside `[CODE]`.

    An opening without its end is plain text; a `[CODE]` without its end hides what follows.
    """
    if "[" not in text or "[user=" not in text.lower():
        return frozenset()
    found: set[int] = set()
    waiting = list(parse_message(text))
    while waiting:
        node = waiting.pop()
        if isinstance(node, MentionNode):
            found.add(node.user_id)
        if not isinstance(node, TextNode):
            waiting += getattr(node, "children", ())
    return frozenset(found)


def named(user: User) -> str:
    """Somebody in a system message, where it is no mention; clients show their present name."""
    return f"[USER={user.id} REPLACE]{user.name}[/USER]"
