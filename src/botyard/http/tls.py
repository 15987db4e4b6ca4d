"""A certificate authority of one's own, made on first use, and the certificate it signs."""

import ipaddress
import os
import ssl
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_AUTHORITY_LIFE = timedelta(days=3650)
# Apple's clients trust no server certificate for longer than 398 days.
_SERVER_LIFE = timedelta(days=397)
_RENEW_BEFORE = timedelta(days=30)
# For clients whose clock is slow.
_BACKDATED = timedelta(days=1)
_COMMON_NAME_LENGTH = 64


class TlsFiles(NamedTuple):
    authority: Path
    authority_key: Path
    certificate: Path
    key: Path


class _Issued(NamedTuple):
    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey


def ensure_certificate(directory: Path, names: Sequence[str], now: datetime) -> TlsFiles:
    """Files of a certificate valid for `names`, host names and IP addresses, at `now`.

    The authority is kept for as long as it is valid, since clients have been told to trust it.
    A file that is no PEM is a `ValueError`.
    """
    files = TlsFiles(
        directory / "authority.crt",
        directory / "authority.key",
        directory / "server.crt",
        directory / "server.key",
    )
    directory.mkdir(parents=True, exist_ok=True)
    authority = _load(files.authority, files.authority_key)
    if authority is None or _is_expiring(authority.certificate, now):
        authority = _make_authority(now)
        _save(authority, files.authority, files.authority_key)
    server = _load(files.certificate, files.key)
    if server is None or not _serves(server.certificate, authority, names, now):
        _save(_make_server(authority, names, now), files.certificate, files.key)
    return files


def server_context(files: TlsFiles) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_alpn_protocols(["http/1.1"])
    context.load_cert_chain(files.certificate, files.key)
    return context


def _make_authority(now: datetime) -> _Issued:
    key = ec.generate_private_key(ec.SECP256R1())
    # A name of its own each time: a client that trusts an older authority must not mix them up.
    name = _name(f"Botyard local authority {x509.random_serial_number():x}")
    certificate = (
        _unsigned(name, name, key.public_key(), now, _AUTHORITY_LIFE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    return _Issued(certificate, key)


def _make_server(authority: _Issued, names: Sequence[str], now: datetime) -> _Issued:
    key = ec.generate_private_key(ec.SECP256R1())
    issuer = authority.certificate
    certificate = (
        _unsigned(_name(names[0]), issuer.subject, key.public_key(), now, _SERVER_LIFE)
        .add_extension(_alternatives(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key()),
            critical=False,
        )
        .sign(authority.key, hashes.SHA256())
    )
    return _Issued(certificate, key)


def _unsigned(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePublicKey,
    now: datetime,
    life: timedelta,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _BACKDATED)
        .not_valid_after(now - _BACKDATED + life)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name[:_COMMON_NAME_LENGTH])])


def _alternatives(names: Sequence[str]) -> x509.SubjectAlternativeName:
    return x509.SubjectAlternativeName([_alternative(name) for name in names])


def _alternative(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name.encode("idna").decode())


def _serves(
    certificate: x509.Certificate, authority: _Issued, names: Sequence[str], now: datetime
) -> bool:
    """Whether `certificate` can go on being used, and is from `authority` for just `names`."""
    has = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return (
        set(has) == set(_alternatives(names))
        and certificate.issuer == authority.certificate.subject
        and not _is_expiring(certificate, now)
    )


def _is_expiring(certificate: x509.Certificate, now: datetime) -> bool:
    usable_until = certificate.not_valid_after_utc - _RENEW_BEFORE
    return not certificate.not_valid_before_utc <= now < usable_until


def _load(certificate_file: Path, key_file: Path) -> _Issued | None:
    """What was saved in these files, unless one is missing or they do not belong together."""
    if not certificate_file.exists() or not key_file.exists():
        return None
    certificate = x509.load_pem_x509_certificate(certificate_file.read_bytes())
    key = serialization.load_pem_private_key(key_file.read_bytes(), password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        return None
    return _Issued(certificate, key) if key.public_key() == certificate.public_key() else None


def _save(issued: _Issued, certificate_file: Path, key_file: Path) -> None:
    key = issued.key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    certificate = issued.certificate.public_bytes(serialization.Encoding.PEM)
    _replace(key_file, key, 0o600)
    _replace(certificate_file, certificate, 0o644)


def _replace(path: Path, content: bytes, mode: int) -> None:
    """Whole or not at all, and never readable by others for a moment."""
    new = path.with_name(path.name + ".new")
    new.unlink(missing_ok=True)
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    new.replace(path)
