"""Answers as XML."""

import pytest

from botyard.wire.xml import to_xml


def body(value: object) -> str:
    declaration, _, rest = to_xml(value).decode().partition("\n")
    assert declaration == '<?xml version="1.0" encoding="UTF-8"?>'
    return rest.removeprefix("<response>").removesuffix("</response>")


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ({"result": {"id": 5, "name": "Ada"}}, "<result><id>5</id><name>Ada</name></result>"),
        ({"ids": [1, 2]}, "<ids><item>1</item><item>2</item></ids>"),
        ({"yes": True, "no": False, "none": None}, "<yes>1</yes><no>0</no><none></none>"),
        ({"list": [], "map": {}}, "<list></list><map></map>"),
        ({"a": "<&>\"'"}, "<a>&lt;&amp;&gt;\"'</a>"),
        ({"a": "\0\x0b\ud800\uffff"}, "<a>\ufffd\ufffd\ufffd\ufffd</a>"),
        ({"a": "1\r\n2\t"}, "<a>1&#13;\n2\t</a>"),
        (["x"], "<item>x</item>"),
        (True, "1"),
    ],
)
def test_writes_each_kind_of_value(value: object, written: str) -> None:
    assert body(value) == written


def test_floats_are_written_as_json_writes_them() -> None:
    assert body({"a": 0.25, "b": 1e300, "c": float("nan")}) == "<a>0.25</a><b>1e300</b><c></c>"


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("0", "_0"),
        ("a b", "a_b"),
        ("", "_"),
        ("xmlns", "_xmlns"),
        ("XML", "_XML"),
        ("a:b", "a_b"),
        ("П", "_"),
        ("-", "_-"),
        ("a><script>", "a__script_"),
    ],
)
def test_any_key_becomes_an_element_name(key: str, name: str) -> None:
    assert body({key: 1}) == f"<{name}>1</{name}>"


def test_writing_something_else_is_a_mistake_of_ours() -> None:
    with pytest.raises(TypeError):
        to_xml({"a": object()})
