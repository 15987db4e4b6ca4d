"""What a text with BB codes shows."""

from typing import Any

import msgspec
import pytest

from botyard.model.bbcode import MAX_DEPTH, MAX_QUOTES, MAX_TAGS, parse_block, parse_message
from botyard.model.formatted_text import Nodes

LARGEST = 2**63 - 1
A = {"type": "text", "text": "a"}


def as_json(nodes: Nodes) -> Any:
    return msgspec.json.decode(msgspec.json.encode(nodes))


def shown(text: str) -> Any:
    return as_json(parse_message(text))


def text(value: str) -> dict[str, str]:
    return {"type": "text", "text": value}


def node(kind: str, **fields: Any) -> dict[str, Any]:
    return {"type": kind, **fields}


def link(url: str, *children: Any) -> dict[str, Any]:
    return node("link", url=url, children=[*children])


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("[b]a[/b]", node("bold", children=[A])),
        ("[B]a[/b]", node("bold", children=[A])),
        ("[i]a[/i]", node("italic", children=[A])),
        ("[u]a[/u]", node("underline", children=[A])),
        ("[s]a[/s]", node("strike", children=[A])),
        ("[size=8]a[/size]", node("size", size=8, children=[A])),
        ("[size=30]a[/size]", node("size", size=30, children=[A])),
        ("[color=#FfF]a[/color]", node("color", color="#FfF", children=[A])),
        ("[color=#ff0000]a[/color]", node("color", color="#ff0000", children=[A])),
        ("[url]https://a.com/?b=1[/url]", link("https://a.com/?b=1", text("https://a.com/?b=1"))),
        ("[URL] /path [/URL]", link("/path", text("/path"))),
        ("[url=HTTPS://a.com/]a[/url]", link("HTTPS://a.com/", A)),
        ("[url=/a][b]a[/b][/url]", link("/a", node("bold", children=[A]))),
        ("[user=5]a[/user]", node("mention", userId=5, children=[A])),
        ("[USER=5 REPLACE][/USER]", node("mention", userId=5, children=[])),
        (f"[user={LARGEST}]a[/user]", node("mention", userId=LARGEST, children=[A])),
        ("[user=ALL]a[/user]", node("mentionAll", children=[A])),
        ("[chat=456]a[/chat]", node("chat", chatId=456, children=[A])),
        ("[chat=imol|789]a[/chat]", node("openLine", lineId=789, children=[A])),
        (
            "[context=chat123/456]a[/context]",
            node("message", dialogId="chat123", messageId=456, children=[A]),
        ),
        (
            "[context=7/456]a[/context]",
            node("message", dialogId="7", messageId=456, children=[A]),
        ),
        ("[code]a[/code]", node("code", text="a")),
        ("[code][b]a[/b]\n>>[/code]", node("code", text="[b]a[/b]\n>>")),
        ("[code][/code]", node("code", text="")),
        ("[CODE][code][/Code]", node("code", text="[code]")),
        (
            "[img size=medium]https://a.com/p.jpg [/img]",
            node("image", url="https://a.com/p.jpg", size="medium"),
        ),
        ("[IMG SIZE=small]/p.jpg [/IMG]", node("image", url="/p.jpg", size="small")),
        (
            "[icon=https://a.com/i.png size=20 title=big smile]",
            node("icon", url="https://a.com/i.png", size=20, title="big smile"),
        ),
        ("[icon=/i.png]", node("icon", url="/i.png", size=None, title="")),
        ("[icon=/i.png title=smile]", node("icon", url="/i.png", size=None, title="smile")),
        ("[put=/help]a[/put]", node("put", command="/help", children=[A])),
        ("[put]/help[/put]", node("put", command="/help", children=[text("/help")])),
        ("[send=/start x]a[/send]", node("send", command="/start x", children=[A])),
        ("[send]a[/send]", node("send", command="a", children=[A])),
        ("[call=+1 (999) 123-45]a[/call]", node("call", number="+1 (999) 123-45", children=[A])),
        ("[call]112[/call]", node("call", number="112", children=[text("112")])),
        (
            "[timestamp=1645844720 format=SHORT_TIME_FORMAT]",
            node("timestamp", at=1645844720, format="SHORT_TIME_FORMAT"),
        ),
        ("[disk=123]", node("diskFile", fileId=123)),
        ("[br]", node("break")),
    ],
)
def test_each_code_has_its_node(written: str, read: dict[str, Any]) -> None:
    assert shown(written) == [read]
    assert shown(f"a{written}a") == [A, read, A]


@pytest.mark.parametrize(
    "written",
    [
        "a\nb    c",
        "[b]a",
        "a[/b]",
        "[x]a[/x]",
        "[b",
        "[b]a[/b",
        "[ b]a[/b]",
        "[b ]a[/b ]",
        "[b=1]a[/b]",
        "[]",
        "[/]",
        "[[[",
        "]",
        "[\uff42]a[/\uff42]",
        "[\u017f]a[/\u017f]",
        "[size=7]a[/size]",
        "[size=31]a[/size]",
        "[size=" + "9" * 5_000 + "]a[/size]",
        "[size]a[/size]",
        "[color=red]a[/color]",
        "[color=#ffff]a[/color]",
        "[color=#ff0000;width:1]a[/color]",
        "[url]a[/url]",
        "[url][/url]",
        "[url=]a[/url]",
        "[user=0]a[/user]",
        "[user=x]a[/user]",
        "[user=\u0665]a[/user]",
        "[user]a[/user]",
        f"[user={LARGEST + 1}]a[/user]",
        "[chat=chat5]a[/chat]",
        "[chat=imol|]a[/chat]",
        "[context=chat5]a[/context]",
        "[context=/5]a[/context]",
        "[context=chatchat5/5]a[/context]",
        "[img]/p.jpg [/img]",
        "[img size=huge]/p.jpg [/img]",
        "[img size=small]p.jpg[/img]",
        "[icon]",
        "[icon=]",
        "[icon=/i.png size=big]",
        "[icon=/i.png size=0]",
        "[icon=/i.png width=5]",
        "[put= ]a[/put]",
        "[put] [/put]",
        "[send= ]a[/send]",
        "[call=me]a[/call]",
        "[call=+]a[/call]",
        "[call=1;ext=5]a[/call]",
        "[timestamp=1645844720]",
        "[timestamp=x format=A]",
        "[timestamp=1 format=<b>]",
        "[timestamp=" + "9" * 18 + " format=A]",
        "[disk=x]",
        "[disk]",
        "[br=1]",
        "[quote]a[/quote]",
        "[CODE]a",
        "[b]a[code][/b]",
        "a >>b",
        " >>b",
        "------",
        "a ------\nb\n------",
        "-----\nb\n-----",
    ],
)
def test_everything_else_is_text(written: str) -> None:
    assert shown(written) == [text(written)]


def test_no_text_is_no_nodes() -> None:
    assert shown("") == []


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\nscript:alert(1)",
        "\x01javascript:alert(1)",
        "javascript://a.com/%0aalert(1)",
        "https:\x01//a.com",
        "data:text/html,a",
        "vbscript:a",
        "//evil.com",
        "/\\evil.com",
        "/\t/evil.com",
        "/\n/evil.com",
        "\\\\evil.com",
        "https:evil.com",
        "https:/evil.com",
        "https:///evil.com",
        "https://\\evil.com",
        "https:// a.com",
        "https://",
        "http\u017f://a.com",
        "mailto:a@a.com",
        "a.com",
    ],
)
def test_only_safe_addresses_become_links(url: str) -> None:
    for written in (
        f"[url={url}]a[/url]",
        f"[url]{url}[/url]",
        f"[img size=small]{url}[/img]",
        f"[icon={url}]",
    ):
        assert shown(written) == [text(written)]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("[b][i]a[/i][/b]", [node("bold", children=[node("italic", children=[A])])]),
        ("[b][i]a[/b][/i]", [node("bold", children=[text("[i]a")]), text("[/i]")]),
        ("[b]a[b]a[/b]", [text("[b]a"), node("bold", children=[A])]),
        ("[b]a[/b][/b]", [node("bold", children=[A]), text("[/b]")]),
        ("[x][b]a[/b][/x]", [text("[x]"), node("bold", children=[A]), text("[/x]")]),
        ("[url][b]a[/b][/url]", [text("[url]"), node("bold", children=[A]), text("[/url]")]),
        ("[url]/a[br][/url]", [text("[url]/a"), node("break"), text("[/url]")]),
        ("[url]/a?b[0]=[x][/url]", [link("/a?b[0]=[x]", text("/a?b[0]=[x]"))]),
        ("a[CODE][b]a[/b]", [text("a[CODE][b]a[/b]")]),
        ("[b]a[/b][CODE]a", [node("bold", children=[A]), text("[CODE]a")]),
        ("[[b]a[/b]]", [text("["), node("bold", children=[A]), text("]")]),
    ],
)
def test_an_end_closes_the_last_opening_of_its_name(written: str, read: list[Any]) -> None:
    assert shown(written) == read


def quote(*children: Any, author: str = "", date: str = "") -> dict[str, Any]:
    return node("quote", author=author, date=date, children=[*children])


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (">>a", [quote(A)]),
        (">>a\n>>b", [quote(text("a\nb"))]),
        (">>a\r\n>>b\r\nc", [quote(text("a\nb")), text("c")]),
        ("a\n>>a\na", [A, quote(A), A]),
        ("a\n\n>>a\n\na", [text("a\n"), quote(A), text("\na")]),
        (">>a\n\n>>b", [quote(A), quote(text("b"))]),
        (">>", [quote()]),
        (">>>>a", [quote(text(">>a"))]),
        (">>[b]a[/b]", [quote(node("bold", children=[A]))]),
        ("[b]\n>>a[/b]", [text("[b]"), quote(text("a[/b]"))]),
        (">>[code]\na[/code]\na", [quote(node("code", text="\na")), A]),
        (">>[code]\n>>a[/code]", [quote(node("code", text="\n>>a"))]),
        ("[code]\n>>a[/code]\n>>a", [node("code", text="\n>>a"), quote(A)]),
        ("------\na\n------", [quote(A)]),
        ("a\n--------\na\n------\na", [A, quote(A), A]),
        ("------\n------", [quote()]),
        ("------\na\n------\na\n------", [quote(A), text("a\n------")]),
        ("------\n>>a\na\n------", [quote(quote(A), A)]),
        ("------\n[b]a\n------\n[/b]", [quote(text("[b]a")), text("[/b]")]),
        ("------\nAda [Today, 10:15]\na\n------", [quote(A, author="Ada", date="Today, 10:15")]),
        (
            "------\nAda [22.11.2026 10:15] #chat5/7\na\n------",
            [quote(A, author="Ada", date="22.11.2026 10:15")],
        ),
        (
            "------\nsee [b]10:15[/b]\n------",
            [quote(text("see "), node("bold", children=[text("10:15")]))],
        ),
        ("[code]\n------\na\n------\n[/code]", [node("code", text="\n------\na\n------\n")]),
    ],
)
def test_lines_make_quotes(written: str, read: list[Any]) -> None:
    assert shown(written) == read


def test_what_is_too_deep_is_text() -> None:
    [nodes] = shown("[b]" * (MAX_DEPTH + 2) + "a[br]" + "[/b]" * (MAX_DEPTH + 2))
    for _ in range(MAX_DEPTH - 1):
        [nodes] = nodes["children"]
    assert nodes["children"] == [text("[b][b]a"), node("break"), text("[/b][/b]")]


def test_a_quote_counts_as_depth() -> None:
    [nodes] = shown(">>" + "[b]" * MAX_DEPTH + "[/b]" * MAX_DEPTH)
    for _ in range(MAX_DEPTH - 1):
        [nodes] = nodes["children"]
    assert nodes["children"] == [text("[b][/b]")]


def test_too_many_tags_are_text() -> None:
    *read, rest = shown("[br]" * (MAX_TAGS + 2))
    assert read == [node("break")] * MAX_TAGS
    assert rest == text("[br][br]")
    assert shown("[br]" * MAX_TAGS) == [node("break")] * MAX_TAGS
    assert shown("a" * 60_000 + "[br]") == [text("a" * 60_000), node("break")]


@pytest.mark.parametrize("written", [">>a\n\n", "------\na\n------\n"])
def test_too_many_quotes_are_text(written: str) -> None:
    *quotes, rest = shown(written * (MAX_QUOTES + 1))
    assert [one["type"] for one in quotes if one != text("\n")] == ["quote"] * MAX_QUOTES
    assert rest["text"].strip() == written.strip()


def test_a_block_takes_fewer_codes_and_no_quotes() -> None:
    written = ">>[size=9]a[/size][code]a[/code][img size=small]/a[/img][disk=1][icon=/a]"
    assert as_json(parse_block(written)) == [text(written)]
    assert as_json(parse_block("[b]a[/b][br]")) == [node("bold", children=[A]), node("break")]
