"""Which addresses outside the house may be called at all. Pure: what a name leads to is asked elsewhere."""

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

Network = IPv4Network | IPv6Network
PORTS = {"http": 80, "https": 443}
LONGEST_NAME = 253
INSIDE = (
    ip_network("168.63.129.16"),  # public by its number, and answers inside a machine room only
    ip_network("fec0::/10"),
    ip_network("::/96"),  # IPv4 addresses as they were once written
    ip_network("64:ff9b:1::/48"),  # IPv4 addresses of a network of one's own (RFC 8215)
)
"""Networks that lead inside although their numbers are not reserved for it."""

TRANSLATED = ip_network("64:ff9b::/96")
"""Addresses of this network are answered by the IPv4 address that they end with (RFC 6052)."""


class NotAnAddress(ValueError):
    """No address of the web; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Address:
    """An address of the web, in parts; what is asked for there may hold a key and is no matter of logs."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def origin(self) -> str:
        """Return whom it calls and how, in the one way in which that is written."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}"

    @property
    def url(self) -> str:
        return f"{self.origin}{self.target}"


def read_address(text: str) -> Address:
    """Return an address of the web. Raises NotAnAddress."""
    if not text.isascii() or not text.isprintable() or " " in text:
        raise NotAnAddress("地址里不能有空格、汉字和控制字符，请从浏览器的地址栏复制")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise NotAnAddress("地址不完整，应像 https://data.example.gov.cn/list.csv") from None
    if parts.scheme not in PORTS or not parts.hostname or port == 0 or len(parts.hostname) > LONGEST_NAME:
        raise NotAnAddress("只能是 https 或者 http 地址，像 https://data.example.gov.cn/list.csv")
    if parts.username is not None or parts.password is not None:
        raise NotAnAddress("地址里不能写账号和密码")
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Address(parts.scheme, parts.hostname.rstrip("."), port or PORTS[parts.scheme], target)


def may_call(number: str, networks: Iterable[Network] = ()) -> bool:
    """Return whether the machine at an IP address may be called: a public one, or one of ``networks``."""
    try:
        address = ip_address(number.partition("%")[0])
    except ValueError:
        return False
    within = _within(address)
    return all(map(_is_public, within)) or any(within[-1] in network for network in networks)


def _within(address: IPv4Address | IPv6Address) -> list[IPv4Address | IPv6Address]:
    """Return an address and the one that is reached through it, where there is one."""
    if isinstance(address, IPv4Address):
        return [address]
    if address.ipv4_mapped:
        return [address.ipv4_mapped]
    reached = [address.sixtofour, *(address.teredo or ())]
    if address in TRANSLATED:
        reached.append(IPv4Address(int(address) & 0xFFFFFFFF))
    return [address, *(each for each in reached if each is not None)]


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    is_inside = any(address in network for network in INSIDE)
    return address.is_global and not address.is_multicast and not is_inside
