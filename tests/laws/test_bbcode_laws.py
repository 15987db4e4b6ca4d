"""Any text is read: without loss, within the bounds, and with work that grows as it does."""

import sys
from types import FrameType
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.hostile_texts import hostile_texts

from botyard.chat.mentions import mentioned_users
from botyard.chat.slash import commands_in
from botyard.model.bbcode import MAX_DEPTH, MAX_TAGS, parse_block, parse_message
from botyard.model.formatted_text import (
    BoldNode,
    BreakNode,
    CallNode,
    ChatLinkNode,
    CodeNode,
    ColorNode,
    DiskFileNode,
    ItalicNode,
    LinkNode,
    MentionAllNode,
    MentionNode,
    MessageLinkNode,
    Node,
    Nodes,
    PutNode,
    SendNode,
    SizeNode,
    StrikeNode,
    TextNode,
    UnderlineNode,
)

PIECES = st.sampled_from(
    [
        "[", "]", "[b]", "[/b]", "[B]", "[i]", "[/i]", "[url]", "[url=/a]", "[/url]", "[user=5]",
        "[/user]", "[code]", "[/CODE]", "[br]", "[put]", "[/put]", "[img size=small]", "[/img]",
        "[icon=/a]", "[disk=1]", "[call=", "1", "[/call]", ">>", "\n", "\n>>", "------",
        "\n------\n", " ", "a", "=", "/", "Ada [1:1]\n", "\u0130", "\u017f",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=60).map("".join) | st.text(max_size=60)


def children(node: Node) -> Nodes:
    found: Nodes = getattr(node, "children", ())
    return found


def depth(nodes: Nodes) -> int:
    return max((1 + depth(children(one)) for one in nodes if children(one)), default=0)


def visible(nodes: Nodes) -> str:
    return "".join(
        one.text if isinstance(one, TextNode | CodeNode) else visible(children(one))
        for one in nodes
    )


@given(TEXTS)
def test_any_text_is_read_within_the_bounds_and_nothing_is_made_up(text: str) -> None:
    for nodes in (parse_message(text), parse_block(text)):
        msgspec.json.encode(nodes)
        assert depth(nodes) <= MAX_DEPTH
        rest = iter(text)
        assert all(character in rest for character in visible(nodes))


@given(st.text(st.characters(exclude_characters="]>-\r"), max_size=60))
def test_a_text_without_codes_is_shown_as_it_is(text: str) -> None:
    for nodes in (parse_message(text), parse_block(text)):
        assert nodes == ((TextNode(text),) if text else ())


@given(TEXTS)
def test_a_bot_hears_of_what_is_seen_as_a_mention(text: str) -> None:
    def mentions(nodes: Nodes) -> set[int]:
        found = {one.user_id for one in nodes if isinstance(one, MentionNode)}
        return found.union(*(mentions(children(one)) for one in nodes))

    assert mentioned_users(text) == mentions(parse_message(text))


LETTERS = st.text(st.sampled_from("ab \n\u0130"), min_size=1, max_size=5).map(TextNode)
LEAVES = LETTERS | st.sampled_from([BreakNode(), CodeNode("[b]"), DiskFileNode(5)])
OPENINGS: dict[str, Any] = {
    "[b]": BoldNode,
    "[I]": ItalicNode,
    "[u]": UnderlineNode,
    "[S]": StrikeNode,
    "[size=20]": lambda nodes: SizeNode(20, nodes),
    "[color=#fff]": lambda nodes: ColorNode("#fff", nodes),
    "[url=/a]": lambda nodes: LinkNode("/a", nodes),
    "[User=5]": lambda nodes: MentionNode(5, nodes),
    "[user=all]": MentionAllNode,
    "[chat=5]": lambda nodes: ChatLinkNode(5, nodes),
    "[context=chat5/6]": lambda nodes: MessageLinkNode("chat5", 6, nodes),
    "[put=/a]": lambda nodes: PutNode("/a", nodes),
    "[send=/a b]": lambda nodes: SendNode("/a b", nodes),
    "[call=+1]": lambda nodes: CallNode("+1", nodes),
}
TREES = st.recursive(
    LEAVES,
    lambda inner: st.tuples(st.sampled_from(sorted(OPENINGS)), st.lists(inner, max_size=4)),
    max_leaves=30,
)


def written(tree: Any) -> str:
    match tree:
        case TextNode(text=text):
            return str(text)
        case BreakNode():
            return "[br]"
        case CodeNode(text=text):
            return f"[CODE]{text}[/CODE]"
        case DiskFileNode():
            return "[disk=5]"
        case (opening, inner):
            name = opening[1:-1].partition("=")[0]
            return f"{opening}{''.join(map(written, inner))}[/{name}]"
    raise AssertionError(tree)


def joined(nodes: list[Any]) -> Nodes:
    """Neighbouring texts are one."""
    found: list[Any] = []
    for one in nodes:
        if isinstance(one, TextNode) and found and isinstance(found[-1], TextNode):
            found[-1] = TextNode(found[-1].text + one.text)
        else:
            found.append(one)
    return tuple(found)


def expected(tree: Any) -> Any:
    if not isinstance(tree, tuple):
        return tree
    opening, inner = tree
    return OPENINGS[opening](joined([expected(one) for one in inner]))


@given(st.lists(TREES, max_size=4))
def test_what_was_written_is_read(trees: list[Any]) -> None:
    text = "".join(map(written, trees))
    assert parse_message(text) == joined([expected(one) for one in trees])


def work_of(text: str) -> int:
    """How many functions are called, of Python or of C, to read the text in each way."""
    calls = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        read_in_each_way(text)
    finally:
        sys.setprofile(before)
    return calls


def read_in_each_way(text: str) -> None:
    msgspec.json.encode(parse_message(text))
    msgspec.json.encode(parse_block(text))
    mentioned_users(text)
    commands_in(text)


SHORT, LONG = hostile_texts(3_000), hostile_texts(6_000)


@pytest.mark.parametrize("piece", SHORT)
def test_twice_the_text_is_at_most_twice_the_work(piece: str) -> None:
    read_in_each_way(LONG[piece])  # what is remembered of single tags is remembered now
    assert work_of(LONG[piece]) <= 2.2 * work_of(SHORT[piece]) + 100


@pytest.mark.parametrize("piece", hostile_texts(1))
def test_60_000_hostile_characters_are_read(piece: str) -> None:
    text = hostile_texts(60_000)[piece]
    for nodes in (parse_message(text), parse_block(text)):
        assert depth(nodes) <= MAX_DEPTH
        assert size(nodes) <= 2 * MAX_TAGS + 5
    commands_in(text)


def size(nodes: Nodes) -> int:
    return sum(1 + size(children(one)) for one in nodes)
