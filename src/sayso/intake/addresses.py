"""May this address be fetched from? Public hosts only, so that a link can't reach into a private network."""

from __future__ import annotations

import ipaddress
import re

__all__ = ["is_disguised", "is_public"]

# ipaddress.is_global differs between Python versions and passes addresses that carry another one inside;
# these are refused whatever it says. IANA special-purpose registries, RFC 6890.
_REFUSED = tuple(
    ipaddress.ip_network(net)
    for net in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
        "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
        "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "::/96",  # unspecified, loopback, IPv4-compatible
        "::ffff:0:0/96", "::ffff:0:0:0/96",  # IPv4-mapped, IPv4-translated
        "64:ff9b::/96", "64:ff9b:1::/48",  # NAT64
        "100::/64", "2001::/23", "2001:db8::/32", "2002::/16",  # Teredo and others, documentation, 6to4
        "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
    )
)  # fmt: skip
_NUMERIC = re.compile(r"0[xX][0-9a-fA-F]*|\d+")


def is_public(address: str) -> bool:
    """Whether an IP address, as text, is one of the public internet; False for anything that is none."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address) and ip.scope_id is not None:
        return False
    if any(ip.version == net.version and ip in net for net in _REFUSED):
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def is_disguised(host: str) -> bool:
    """Whether a host is an IPv4 address in any but the common writing: 0x7f000001, 2130706433, 0177.0.0.1."""
    labels = host.rstrip(".").split(".")
    if not _NUMERIC.fullmatch(labels[-1]):
        return False
    try:
        return str(ipaddress.IPv4Address(host)) != host
    except ValueError:
        return True
