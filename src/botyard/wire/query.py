"""Addresses of applications, with what they are told in the query."""

from collections.abc import Mapping
from urllib.parse import quote, urlencode, urlsplit, urlunsplit


def with_query(address: str, told: Mapping[str, str]) -> str:
    """`told` after whatever the address asks already."""
    parts = urlsplit(address)
    query = "&".join(filter(None, (parts.query, urlencode(told, quote_via=quote, safe=""))))
    return urlunsplit(parts._replace(query=query))
