"""Push to another system: one JSON document by HTTP POST, with a key by which it can drop repeats.

The address is typed by a person, so it must not become a way into the house's own network: only public
addresses are called, and those private ones that ``GONGKAI_WEBHOOK_NETWORKS`` names (the government's own
network, as a rule). The address that was checked is the one that is called, whatever the name says next.
"""

import http.client
import json
import socket
import ssl
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from gongkai.channels.models import Message
from gongkai.channels.rules import PORTS, may_call
from gongkai.channels.transport import Refused, Unreachable

TIMEOUT = 10  # seconds
LATER = {408, 425, 429}  # refusals that are about the moment, not about the message


def send(message: Message) -> None:
    address = _address_of(message.recipient)
    try:
        status = _post(address, _body_of(message), str(message.pk))
    except (OSError, http.client.HTTPException) as error:
        raise Unreachable(f"推送地址不可达：{type(error).__name__}") from error
    if 400 <= status < 500 and status not in LATER:
        raise Refused(f"对方拒绝（{status}）")
    if status >= 300:
        raise Unreachable(f"对方暂不可用（{status}）")


def _body_of(message: Message) -> bytes:
    parts = {"key": message.key, "subject": message.subject, "body": message.body}
    return json.dumps(parts, ensure_ascii=False).encode()


def _address_of(text: str) -> SplitResult:
    """Read the address; raises Refused for what can never be called."""
    try:
        address = urlsplit(text)
        is_web = address.scheme in PORTS and bool(address.hostname) and address.port != 0
        is_plain = text.isascii() and text.isprintable() and " " not in text
    except ValueError:
        is_web = is_plain = False
    if not is_web or not is_plain:
        raise Refused("推送地址不是 http(s) 地址")
    return address


def _post(address: SplitResult, body: bytes, key: str) -> int:
    host, port = str(address.hostname), address.port or PORTS[address.scheme]
    connection = http.client.HTTPConnection(host, address.port, timeout=TIMEOUT)
    try:
        connection.sock = _connected(host, port, is_safe=address.scheme == "https")
        target = (address.path or "/") + (f"?{address.query}" if address.query else "")
        headers = {"Content-Type": "application/json; charset=utf-8", "Idempotency-Key": key}
        connection.request("POST", target, body, headers)
        return connection.getresponse().status
    finally:
        connection.close()


def _connected(host: str, port: int, *, is_safe: bool) -> socket.socket:
    """Connect to the first address of ``host``; raises Refused if it is not one that may be called."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:
        raise Refused("推送地址的主机名不对") from error
    number = str(found[0][4][0])
    if not may_call(number, settings.WEBHOOK_NETWORKS):
        raise Refused("推送地址在内部网络，且不在 GONGKAI_WEBHOOK_NETWORKS 所列范围")
    plain = socket.create_connection((number, port), TIMEOUT)
    return _secured(plain, host) if is_safe else plain


def _secured(plain: socket.socket, host: str) -> socket.socket:
    try:
        return ssl.create_default_context().wrap_socket(plain, server_hostname=host)
    except OSError:
        plain.close()
        raise
