"""The local authority, as clients verify it."""

import json
import ssl
import stat
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import which

import pytest
from cryptography import x509

from botyard.http.tls import TlsFiles, ensure_certificate, server_context
from tests.http.client import post
from tests.http.house import House

_NAMES = ["portal.example", "localhost", "127.0.0.1", "::1"]
# The clients check the certificate against the real time.
_NOW = datetime.now(UTC)


def _client_context(files: TlsFiles) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=str(files.authority))
    # What Python 3.13 asks for by default.
    context.verify_flags |= ssl.VERIFY_X509_STRICT | ssl.VERIFY_X509_PARTIAL_CHAIN
    return context


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return tmp_path / "tls"


@pytest.mark.parametrize("name", ["portal.example", "localhost", "127.0.0.1", "::1"])
async def test_a_client_that_trusts_the_authority_is_served(
    house: House, directory: Path, name: str
) -> None:
    files = ensure_certificate(directory, _NAMES, _NOW)
    await house.open(server_context(files))
    client = await house.client(tls=_client_context(files), host=name)
    for body in (b"1", b"a" * 1_000_000):
        assert (await client.ask(post(body))).body == body
    assert house.received[0].secure


async def test_a_large_body_is_refused_over_tls_too(house: House, directory: Path) -> None:
    files = ensure_certificate(directory, _NAMES, _NOW)
    await house.open(server_context(files))
    client = await house.client(tls=_client_context(files), host="localhost")
    head = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 999999999999\r\n\r\n"
    assert (await client.ask(head)).status == 413
    await house.clock.advance(3)
    assert await client.rest() == b""


async def test_a_client_that_does_not_trust_it_refuses(house: House, directory: Path) -> None:
    await house.open(server_context(ensure_certificate(directory, _NAMES, _NOW)))
    with pytest.raises(ssl.SSLCertVerificationError):
        await house.client(tls=ssl.create_default_context(), host="localhost")


async def test_a_name_that_is_not_listed_is_refused(house: House, directory: Path) -> None:
    files = ensure_certificate(directory, _NAMES, _NOW)
    await house.open(server_context(files))
    with pytest.raises(ssl.SSLCertVerificationError):
        await house.client(tls=_client_context(files), host="elsewhere.example")


async def test_tls_1_1_is_refused(house: House, directory: Path) -> None:
    files = ensure_certificate(directory, _NAMES, _NOW)
    assert server_context(files).minimum_version == ssl.TLSVersion.TLSv1_2


async def test_new_names_get_a_new_certificate_from_the_same_authority(
    house: House, directory: Path
) -> None:
    old = ensure_certificate(directory, _NAMES, _NOW)
    trusting = _client_context(old)
    files = ensure_certificate(directory, [*_NAMES, "портал.рф"], _NOW)
    await house.open(server_context(files))
    client = await house.client(tls=trusting, host="портал.рф")
    assert (await client.ask(post(b"1"))).body == b"1"


def test_nothing_changes_when_nothing_has_to(directory: Path) -> None:
    files = ensure_certificate(directory, _NAMES, _NOW)
    before = [path.read_bytes() for path in files]
    ensure_certificate(directory, list(reversed(_NAMES)), _NOW + timedelta(days=365))
    assert [path.read_bytes() for path in files] == before


def test_a_certificate_is_renewed_30_days_before_its_end(directory: Path) -> None:
    files = ensure_certificate(directory, _NAMES, _NOW)
    authority, certificate = files.authority.read_bytes(), files.certificate.read_bytes()
    later = _NOW + timedelta(days=370)
    ensure_certificate(directory, _NAMES, later)
    assert files.authority.read_bytes() == authority
    assert files.certificate.read_bytes() != certificate
    renewed = x509.load_pem_x509_certificate(files.certificate.read_bytes())
    assert renewed.not_valid_after_utc > later + timedelta(days=300)


def test_an_authority_near_its_end_is_replaced_with_all_it_signed(directory: Path) -> None:
    files = ensure_certificate(directory, _NAMES, _NOW)
    before = [path.read_bytes() for path in files]
    ensure_certificate(directory, _NAMES, _NOW + timedelta(days=3640))
    assert all(path.read_bytes() != old for path, old in zip(files, before, strict=True))


@pytest.mark.parametrize("lost", range(4))
def test_a_lost_file_is_made_again(directory: Path, lost: int) -> None:
    files = ensure_certificate(directory, _NAMES, _NOW)
    files[lost].unlink()
    files = ensure_certificate(directory, _NAMES, _NOW)
    authority = x509.load_pem_x509_certificate(files.authority.read_bytes())
    certificate = x509.load_pem_x509_certificate(files.certificate.read_bytes())
    certificate.verify_directly_issued_by(authority)
    server_context(files)


def test_a_file_that_is_no_certificate_is_an_error(directory: Path) -> None:
    files = ensure_certificate(directory, _NAMES, _NOW)
    files.authority.write_bytes(b"nonsense")
    with pytest.raises(ValueError, match="PEM"):
        ensure_certificate(directory, _NAMES, _NOW)


def test_keys_are_for_their_owner_alone(directory: Path) -> None:
    files = ensure_certificate(directory, _NAMES, _NOW)
    for key in (files.authority_key, files.key):
        assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert sorted(path.name for path in directory.iterdir()) == [
        "authority.crt",
        "authority.key",
        "server.crt",
        "server.key",
    ]


@pytest.mark.skipif(which("openssl") is None, reason="openssl is not installed")
def test_openssl_accepts_it_strictly(directory: Path) -> None:
    files = ensure_certificate(directory, _NAMES, _NOW)
    command = ["openssl", "verify", "-x509_strict", "-purpose", "sslserver"]
    command += ["-verify_hostname", "portal.example", "-CAfile", str(files.authority)]
    subprocess.run([*command, str(files.certificate)], check=True, capture_output=True)


_NODE_CHECK = """
const [crt, authority] = process.argv.slice(1).map(f =>
  new (require("crypto").X509Certificate)(require("fs").readFileSync(f)));
console.log(JSON.stringify([crt.checkIssued(authority), crt.verify(authority.publicKey),
  authority.ca, crt.checkHost("portal.example"), crt.checkIP("127.0.0.1")]));
"""


@pytest.mark.skipif(which("node") is None, reason="Node is not installed")
def test_node_accepts_it(directory: Path) -> None:
    files = ensure_certificate(directory, _NAMES, _NOW)
    command = ["node", "-e", _NODE_CHECK, str(files.certificate), str(files.authority)]
    output = subprocess.run(command, check=True, capture_output=True).stdout
    assert json.loads(output) == [True, True, True, "portal.example", "127.0.0.1"]
