"""A server listens beyond its machine only where codes cannot be read on the way."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from tests.cli.shell import assert_refused, botyard
from tests.serving import PORTAL, serving

ANYWHERE = ["--host", "0.0.0.0"]
HTTPS = '[portal]\nscheme = "https"\n' + PORTAL


def test_plain_http_is_refused_and_nothing_is_made(tmp_path: Path) -> None:
    refused = botyard("serve", *ANYWHERE, "--port", "0", "--data", str(tmp_path / "data"))

    assert_refused(refused, "--host 0.0.0.0: beyond this machine codes can be read over http")
    assert not (tmp_path / "data").exists()


def test_a_portal_file_that_says_http_is_refused_before_it_is_applied(tmp_path: Path) -> None:
    with serving(tmp_path, HTTPS) as server:
        data = str(server.data)
        assert server.stop() == 0
    file = tmp_path / "portal.toml"
    file.write_text('[portal]\nscheme = "http"\nlanguage = "de"\n')

    refused = botyard("serve", *ANYWHERE, "--port", "0", "--data", data, "--portal", str(file))

    assert_refused(refused, "--allow-insecure")
    shown = botyard("portal", "show", "--data", data, "--json").json
    assert (shown["scheme"], shown["language"]) == ("https", "en")


def test_a_portal_that_was_http_before_is_refused(tmp_path: Path) -> None:
    assert botyard("init", "--data", str(tmp_path)).code == 0

    refused = botyard("serve", *ANYWHERE, "--port", "0", "--data", str(tmp_path))

    assert_refused(refused, "--allow-insecure")


@pytest.mark.parametrize(
    ("portal", "options", "variables"),
    [
        (HTTPS, [], {}),
        (PORTAL, ["--tls"], {}),
        (PORTAL, [], {"BOTYARD_ALLOW_INSECURE": "1"}),
    ],
    ids=["a portal of https", "tls", "on purpose"],
)
def test_it_listens_where_that_is_meant(
    tmp_path: Path, portal: str, options: Sequence[str], variables: Mapping[str, str]
) -> None:
    with serving(tmp_path, portal, [*ANYWHERE, *options], variables) as server:
        assert server.url.startswith("http://0.0.0.0:")
        assert server.stop() == 0

    warned = "listens_beyond_this_machine" in (tmp_path / "server.log").read_text()
    assert warned == bool(variables)


def test_it_listens_where_the_portal_was_made_for_https(tmp_path: Path) -> None:
    with serving(tmp_path, HTTPS) as server:
        assert server.stop() == 0

    with serving(tmp_path, None, ANYWHERE) as server:
        assert server.stop() == 0
