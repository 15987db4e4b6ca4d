"""botyard serve: where it listens, how it stops, and that a portal is served once."""

import json
import signal
import socket
import ssl
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from tests.cli.shell import assert_refused, botyard
from tests.serving import PORTAL, environment, serving, start


def test_the_first_line_says_where_it_listens(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        assert urlsplit(server.url).hostname == "127.0.0.1"
        answer = httpx.post(server.webhook() + "imbot.v2.Revision.get").json()

    assert "result" in answer


def test_a_variable_serves_like_its_option(tmp_path: Path) -> None:
    variables = {"BOTYARD_TLS": "yes"}

    with serving(tmp_path, variables=variables) as server:
        assert server.process.stdout is not None
        assert server.process.stdout.readline().startswith("Botyard is listening on https://")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_it_after_what_is_in_flight(tmp_path: Path, number: signal.Signals) -> None:
    body = b'{"fields":{"code":"a","botToken":"t","properties":{"name":"Late Bot"}}}'
    head = (
        "POST /rest/1/ada-secret/imbot.v2.Bot.register HTTP/1.1\r\nHost: test\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode()
    with serving(tmp_path) as server:
        address = urlsplit(server.url)
        with socket.create_connection((address.hostname, address.port), timeout=30) as connection:
            connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: test\r\n\r\n")
            assert connection.recv(65536).startswith(b"HTTP/1.1 200")
            connection.sendall(head + body[:10])
            server.process.send_signal(number)
            connection.sendall(body[10:])
            answer = b""
            while received := connection.recv(65536):
                answer += received
        assert server.process.wait(30) == 0

    assert answer.startswith(b"HTTP/1.1 200")
    assert json.loads(answer.partition(b"\r\n\r\n")[2])["result"]["users"][0]["name"] == "Late Bot"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_before_it_listens_ends_the_start(tmp_path: Path, number: signal.Signals) -> None:
    data = tmp_path / "data"
    words = ("serve", "--port", "0", "--data", str(data))
    command = [sys.executable, "-m", "botyard", *words]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment()
    ) as process:
        while not _catches_sigterm(process.pid):
            assert process.poll() is None
        process.send_signal(number)
        output, errors = process.communicate(timeout=30)

    assert (process.returncode, output, errors) == (0, "", "")
    assert not data.exists()


def test_a_signal_ends_the_wait_for_a_database_that_does_not_answer(tmp_path: Path) -> None:
    data = tmp_path / "data"
    words = ("serve", "--port", "0", "--data", str(data), "--database")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(30)
        database = f"postgresql://ada@127.0.0.1:{silent.getsockname()[1]}/botyard"
        command = [sys.executable, "-m", "botyard", *words, database]
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment()
        ) as process:
            connection, _ = silent.accept()
            with connection:
                process.send_signal(signal.SIGTERM)
                output, errors = process.communicate(timeout=30)

    assert (process.returncode, output, errors) == (0, "", "")
    assert not data.exists()


def _catches_sigterm(pid: int) -> bool:
    """What the interpreter by itself does not, unlike SIGINT."""
    status = Path(f"/proc/{pid}/status").read_text()
    caught = next(line for line in status.splitlines() if line.startswith("SigCgt:"))
    return bool(int(caught.split()[1], 16) >> (signal.SIGTERM - 1) & 1)


def test_what_was_written_is_there_after_a_restart(tmp_path: Path) -> None:
    bot = {"code": "a", "botToken": "t", "properties": {"name": "Kept Bot"}}
    with serving(tmp_path) as server:
        call = server.webhook() + "imbot.v2.Bot.register"
        bot_id = httpx.post(call, json={"fields": bot}).json()["result"]["bot"]["id"]
        assert server.stop() == 0

    with serving(tmp_path) as server:
        known = {"botId": bot_id, "botToken": "t"}
        answer = httpx.post(server.webhook() + "imbot.v2.Bot.get", json=known).json()

    assert answer["result"]["users"][0]["name"] == "Kept Bot"


def test_a_second_server_on_the_same_directory_is_refused(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        second = botyard("serve", "--port", "0", "--data", str(server.data))

        assert_refused(second, f"already served by another Botyard (process {server.pid})")
        assert httpx.get(server.url + "/readyz").status_code == 200


def test_a_second_server_on_the_same_database_is_refused(tmp_path: Path) -> None:
    with serving(tmp_path / "one") as server:
        database = f"sqlite:///{server.data}/botyard.sqlite"
        other = ["--data", str(tmp_path / "two"), "--database", database]

        assert_refused(botyard("serve", "--port", "0", *other), "already served")


def test_a_directory_is_free_again_after_a_server_was_killed(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        server.kill()

    with serving(tmp_path) as server:
        assert httpx.get(server.url + "/readyz").status_code == 200


def test_the_data_directory_is_for_its_owner_alone(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        directory = server.data.stat().st_mode & 0o777
        files = {path.stat().st_mode & 0o077 for path in server.data.iterdir()}

    assert directory == 0o700
    assert files == {0}


def test_https_is_served_beside_http_by_an_authority_of_its_own(tmp_path: Path) -> None:
    with serving(tmp_path, options=["--tls"]) as server:
        trusting = ssl.create_default_context(cafile=server.authority)
        method = "/rest/1/ada-secret/imbot.v2.Revision.get"
        for host in ("127.0.0.1", "localhost"):
            url = f"https://{host}:{urlsplit(server.https_url).port}{method}"
            assert httpx.get(url, verify=trusting).status_code == 200
        assert httpx.get(server.url + method).status_code == 200
        with pytest.raises(httpx.ConnectError):
            httpx.get(server.https_url + method)


def test_the_certificate_names_the_portal(tmp_path: Path) -> None:
    portal = '[portal]\ndomain = "chat.example.com"\n' + PORTAL
    with serving(tmp_path, portal, ["--tls"]) as server:
        trusting = ssl.create_default_context(cafile=server.authority)
        address = urlsplit(server.https_url)
        with (
            socket.create_connection((address.hostname, address.port), timeout=30) as plain,
            trusting.wrap_socket(plain, server_hostname="chat.example.com") as secure,
        ):
            certificate = secure.getpeercert()

    assert certificate is not None
    names = {str(entry[1]) for entry in certificate["subjectAltName"]}
    assert names == {"chat.example.com", "localhost", "127.0.0.1"}


def test_the_authority_stays_when_the_server_starts_again(tmp_path: Path) -> None:
    with serving(tmp_path, options=["--tls"]) as server:
        first = Path(server.authority).read_bytes()
        assert server.stop() == 0

    with serving(tmp_path, options=["--tls"]) as server:
        assert Path(server.authority).read_bytes() == first


def test_https_can_be_required(tmp_path: Path) -> None:
    portal = "[portal]\nrequire_https = true\n" + PORTAL
    with serving(tmp_path, portal, ["--tls"]) as server:
        trusting = ssl.create_default_context(cafile=server.authority)
        method = "/rest/1/ada-secret/imbot.v2.Revision.get"
        plain = httpx.get(server.url + method)
        secure = httpx.get(server.https_url + method, verify=trusting)

    assert (plain.status_code, plain.json()["error"]) == (400, "INVALID_REQUEST")
    assert secure.status_code == 200


def test_a_portal_without_a_domain_has_the_address_served(tmp_path: Path) -> None:
    addresses = []
    for _ in range(2):
        with serving(tmp_path) as server:
            shown = botyard("portal", "show", "--data", str(server.data), "--json").json
            addresses.append((server.url, f"http://{shown['domain']}"))
            assert server.stop() == 0

    assert [served for served, _ in addresses] == [told for _, told in addresses]


def test_a_domain_that_was_named_wins_over_the_address_served(tmp_path: Path) -> None:
    with serving(tmp_path, '[portal]\ndomain = "chat.example.com"\n' + PORTAL) as server:
        shown = botyard("portal", "show", "--data", str(server.data), "--json").json

    assert shown["domain"] == "chat.example.com"


def test_listening_beyond_this_machine_over_http_is_warned_of(tmp_path: Path) -> None:
    with serving(tmp_path, options=["--host", "0.0.0.0", "--allow-insecure"]) as server:
        assert server.url.startswith("http://0.0.0.0:")
        assert server.stop() == 0

    lines = (tmp_path / "server.log").read_text().splitlines()
    assert [json.loads(line)["event"] for line in lines] == ["listens_beyond_this_machine"]


def test_an_ipv6_address_is_written_in_brackets(tmp_path: Path) -> None:
    if not _has_ipv6():
        pytest.skip("IPv6 is not available")
    with serving(tmp_path, options=["--host", "::1"]) as server:
        assert server.url.startswith("http://[::1]:")
        assert httpx.get(server.url + "/healthz").status_code == 200


def test_nothing_is_logged_when_all_is_well(tmp_path: Path) -> None:
    server = start(tmp_path)
    httpx.post(server.webhook() + "imbot.v2.Revision.get")
    assert server.stop() == 0
    assert server.process.stdout is not None
    server.process.stdout.close()

    assert (tmp_path / "server.log").read_text() == ""


def _has_ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True
