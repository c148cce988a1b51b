"""An address -> the network of whoever calls, under which attempts are counted."""

from __future__ import annotations

from ipaddress import ip_address, ip_network


def network_of(address: str) -> str:
    """What of an address the log keeps of a failed sign-in: the network, by which an attack is seen
    and shut out, but no person.
    """
    try:
        return str(
            ip_network((address, 24 if ip_address(address).version == 4 else 48), strict=False)
        )
    except ValueError:
        return ""


def network(address: str) -> str:
    """One customer has a whole /64 of IPv6, so that is one address."""
    try:
        return (
            str(ip_network((address, 64), strict=False))
            if ip_address(address).version == 6
            else address
        )
    except ValueError:
        return address
