"""Forms are read as PHP reads them."""

import pytest

from botyard.wire.malformed import Malformed
from botyard.wire.php_form import build, nest, parse_pairs

LARGEST_PRIME_OF_HASHES = 2**61 - 1


def read(form: str | bytes) -> dict[str, object]:
    return nest(parse_pairs(form if isinstance(form, bytes) else form.encode()))


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("a=1&b=2", {"a": "1", "b": "2"}),
        ("a=1&a=2", {"a": "2"}),
        ("a", {"a": ""}),
        ("a=b=c", {"a": "b=c"}),
        ("a=1&&b=2&", {"a": "1", "b": "2"}),
        ("a=x+y%20z%2B", {"a": "x y z+"}),
        ("a=%D0%9F%d1%80", {"a": "Пр"}),
        ("a=П", {"a": "П"}),
        ("a=100%&b=%zz%4", {"a": "100%", "b": "%zz%4"}),
        ("a=%%341", {"a": "%41"}),
        ("", {}),
    ],
)
def test_reads_names_and_values(form: str, expected: object) -> None:
    assert read(form) == expected


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("a[b][0][c]=1", {"a": {"b": [{"c": "1"}]}}),
        ("a%5Bb%5D=1", {"a": {"b": "1"}}),
        ("a[]=1&a[]=2", {"a": ["1", "2"]}),
        ("a[0]=1&a[1]=2", {"a": ["1", "2"]}),
        ("a[1]=1&a[0]=2", {"a": {"1": "1", "0": "2"}}),
        ("a[5]=x&a[]=y", {"a": {"5": "x", "6": "y"}}),
        ("a[]=x&a[k]=y", {"a": {"0": "x", "k": "y"}}),
        ("a[00]=1", {"a": {"00": "1"}}),
        ("a[][k]=1&a[][k]=2", {"a": [{"k": "1"}, {"k": "2"}]}),
        ("a[0][x]=1&a[0][y]=2&a[1][x]=3", {"a": [{"x": "1", "y": "2"}, {"x": "3"}]}),
        ("0[]=1&1=2", {"0": ["1"], "1": "2"}),
    ],
)
def test_nests_by_brackets(form: str, expected: object) -> None:
    assert read(form) == expected


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("a[b]=1&a=2", {"a": "2"}),
        ("a=2&a[b]=1", {"a": {"b": "1"}}),
        ("a[b=1", {"a_b": "1"}),
        ("a[b][c=1", {"a": {"b": "1"}}),
        ("a[b]junk=1", {"a": {"b": "1"}}),
        ("a[[]=1", {"a": {"[": "1"}}),
        ("a[ ]=1", {"a": ["1"]}),
        (" a.b c=1", {"a_b_c": "1"}),
        ("[a]=1&=2&b=3", {"b": "3"}),
    ],
)
def test_reads_odd_names_as_php_does(form: str, expected: object) -> None:
    assert read(form) == expected


@pytest.mark.parametrize(
    ("form", "reason"),
    [
        (b"a=\xff", "The form is not valid UTF-8"),
        (b"a=%ff", "The form is not valid UTF-8"),
        (b"a=%ED%A0%80", "The form is not valid UTF-8"),
        (b"a=%00", "The request contains a NUL character"),
        (b"a%00=1", "The request contains a NUL character"),
        (b"a" + b"[x]" * 64 + b"=1", "The request is nested deeper than 64 levels"),
        (b"a" + b"[x]" * 100_000 + b"=1", "The request is nested deeper than 64 levels"),
        (b"&".join([b"a[]=1"] * 10_001), "The request has more than 10,000 keys"),
        (
            b"&".join(b"%d" % n + b"[x]" * 50 + b"=1" for n in range(300)),
            "The request has more than 10,000 keys",
        ),
    ],
)
def test_refuses_what_cannot_be_kept_with_the_reason(form: bytes, reason: str) -> None:
    with pytest.raises(Malformed) as refusal:
        read(form)
    assert refusal.value.reason == reason


def test_the_bounds_themselves_are_allowed() -> None:
    assert len(read("&".join(f"k{n}=1" for n in range(10_000)))) == 10_000
    deepest: object = read("a" + "[x]" * 63 + "=1")
    for _ in range(64):
        assert isinstance(deepest, dict)
        [deepest] = deepest.values()
    assert deepest == "1"


def test_indices_chosen_to_collide_stay_text() -> None:
    indices = [str(LARGEST_PRIME_OF_HASHES * n) for n in range(9_000)]
    assert read("&".join(f"a[{index}]=1" for index in indices)) == {
        "a": dict.fromkeys(indices, "1")
    }


@pytest.mark.parametrize(
    ("value", "form"),
    [
        ({"a": "x y&z=~"}, "a=x+y%26z%3D%7E"),
        ({"a": {"b": [{"c": 1}]}}, "a%5Bb%5D%5B0%5D%5Bc%5D=1"),
        ({"yes": True, "no": False, "none": None}, "yes=1&no=0&none="),
        ({"empty": [], "nothing": {}, "nested": {"empty": []}}, ""),
        ({"whole": 2.0, "part": 0.5, "large": 1e30}, "whole=2&part=0.5&large=1e%2B30"),
        (["x", "y"], "0=x&1=y"),
        ({"Имя": "П"}, "%D0%98%D0%BC%D1%8F=%D0%9F"),
    ],
)
def test_builds_as_http_build_query(value: object, form: str) -> None:
    assert build(value) == form


def test_building_from_something_else_is_a_mistake_of_ours() -> None:
    with pytest.raises(TypeError):
        build({"a": b"bytes"})
