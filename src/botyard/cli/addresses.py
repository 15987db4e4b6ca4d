"""Where a server listens: what is asked for, what is bound, and how it is written."""

import ipaddress
import socket
from typing import NamedTuple

import click

_ANY = {"0.0.0.0", "::"}  # noqa: S104 - recognised here, bound only when the operator asks


class Place(NamedTuple):
    """`host` as given, and the one IP address that it means."""

    host: str
    address: str
    family: socket.AddressFamily

    @property
    def is_loopback(self) -> bool:
        return ipaddress.ip_address(self.address.partition("%")[0]).is_loopback

    def netloc(self, port: int) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{port}"

    def reached_at(self, port: int) -> str:
        """Host and port for a client of this machine, which cannot call "any address"."""
        return f"127.0.0.1:{port}" if self.address in _ANY else self.netloc(port)


def find_place(host: str) -> Place:
    """A name can mean several addresses; one port for all of them cannot be promised."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise click.UsageError(f"--host {host} is no address of this machine") from None
    family, _, _, _, address = min(found, key=lambda entry: entry[0] != socket.AF_INET)
    return Place(host, str(address[0]), family)


def check_free(place: Place, port: int, option: str) -> None:
    """Refuse a port that cannot be bound, before anything is made."""
    with socket.socket(place.family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((place.address, port))
        except OSError as failure:
            raise not_bound(place, port, option, failure) from None


def not_bound(place: Place, port: int, option: str, failure: OSError) -> click.UsageError:
    return click.UsageError(f"{option}: cannot listen on {place.netloc(port)}: {_reason(failure)}")


def _reason(failure: OSError) -> str:
    return (failure.strerror or str(failure)).lower()
