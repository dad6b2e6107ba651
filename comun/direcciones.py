"""Which addresses of the Internet the portal may call by itself: the public ones, and no other.

Somebody may make a name of an allowed site lead to a private network (SSRF): each address is
looked at before a connection, whatever its name.
"""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

Direccion = IPv4Address | IPv6Address

#: Python tells most of them (`is_global`); these some version calls public, or lead elsewhere.
_CERRADAS_4 = [
    IPv4Network(red)
    for red in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",  # carriers' own
        "127.0.0.0/8",
        "169.254.0.0/16",  # link-local: what clouds tell of themselves (169.254.169.254)
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
    )
]
#: The only part of IPv6 that is given out; outside of it are loopback, mapped and translated
#: addresses (NAT64), unique local ones, link-local and multicast.
_REPARTIDAS = IPv6Network("2000::/3")
_CERRADAS_6 = [
    IPv6Network(red)
    for red in (
        "2001::/23",  # protocols, Teredo among them
        "2001:db8::/32",
        "2002::/16",  # 6to4: an IPv4 address inside
        "3fff::/20",
    )
]


def es_publica(direccion: Direccion) -> bool:
    """Whether an address is of the public Internet, and not of any network of somebody's own."""
    if isinstance(direccion, IPv6Address):
        abierta = direccion in _REPARTIDAS and direccion.scope_id is None
        return abierta and direccion.is_global and not _esta(direccion, _CERRADAS_6)
    return direccion.is_global and not _esta(direccion, _CERRADAS_4)


def _esta(direccion: Direccion, redes: list[IPv4Network] | list[IPv6Network]) -> bool:
    return any(direccion in red for red in redes)
