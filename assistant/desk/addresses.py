"""An address on the web -> where it leads, and whether that is public."""

from __future__ import annotations

import ipaddress
import re
import socket

_EMBEDDED = (
    ipaddress.ip_network("64:ff9b::/96"),
    ipaddress.ip_network("64:ff9b:1::/48"),
    ipaddress.ip_network("2002::/16"),
)


def is_public(written: str) -> bool:
    """Whether an IP address is one of the open internet, whatever way it is written or wrapped."""
    try:
        address = ipaddress.ip_address(written.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(str(address.ipv4_mapped))
        if any(address in network for network in _EMBEDDED):
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def addresses(host: str, port: int) -> list[str]:
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def matches(host: str, pattern: str) -> bool:
    if pattern.startswith("*."):
        return host.casefold().endswith(pattern[1:])
    return pattern in ("*", host.casefold())


def is_number(host: str) -> bool:
    return ":" in host or bool(re.fullmatch(r"[\d.]+", host))
