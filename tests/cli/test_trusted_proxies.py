"""A server behind a reverse proxy: who is limited, what counts as https, what is logged."""

import json
from pathlib import Path

import httpx

from tests.serving import PORTAL, serving

STRICT = '[portal]\nrequire_https = true\nlimits = "standard"\n' + PORTAL
APP = (
    PORTAL
    + """
[[apps]]
client_id = "local.desk"
client_secret = "s3cret"
scopes = ["im"]
installed_by = 1
"""
)
TRUSTING = ["--trusted-proxies", "127.0.0.0/8,::1"]


def forwarded(source: str, scheme: str = "https") -> dict[str, str]:
    return {
        "X-Forwarded-For": source,
        "X-Forwarded-Proto": scheme,
        "X-Forwarded-Host": "evil.example",
        "Host": "evil.example",
    }


def test_the_word_of_a_trusted_proxy_counts(tmp_path: Path) -> None:
    with serving(tmp_path, STRICT, TRUSTING) as server, httpx.Client() as client:
        url = server.webhook() + "server.time"

        def status(source: str, scheme: str = "https") -> int:
            return client.get(url, headers=forwarded(source, scheme)).status_code

        assert status("192.0.2.1", "http") == 400
        assert [status("192.0.2.1") for _ in range(50)] == [200] * 50
        # What the caller itself writes stands to the left of what the proxy adds.
        assert status("198.51.100.7, 192.0.2.1") == 503
        assert status("192.0.2.2") == 200
        assert server.stop() == 0

    lines = [json.loads(line) for line in (tmp_path / "server.log").read_text().splitlines()]
    assert {line["source"] for line in lines} == {"192.0.2.1"}


def test_a_cookie_is_secure_as_a_trusted_proxy_says(tmp_path: Path) -> None:
    with serving(tmp_path, APP, TRUSTING) as server:
        page = server.url + "/oauth/authorize/?client_id=local.desk"
        over_https = httpx.get(page, headers=forwarded("192.0.2.1")).headers["Set-Cookie"]
        over_http = httpx.get(page, headers=forwarded("192.0.2.1", "http")).headers["Set-Cookie"]

    assert over_https.startswith("__Host-botyard=")
    assert over_https.endswith("; Secure")
    assert over_http.startswith("botyard=")


def test_the_word_of_anybody_else_does_not(tmp_path: Path) -> None:
    with serving(tmp_path, STRICT) as server:
        refused = httpx.get(server.webhook() + "server.time", headers=forwarded("192.0.2.1"))
        assert refused.json() == {
            "error": "INVALID_REQUEST",
            "error_description": "Https required",
        }
        assert server.stop() == 0

    [line] = [json.loads(line) for line in (tmp_path / "server.log").read_text().splitlines()]
    assert line["source"] == "127.0.0.1"
