"""Fetch what lies at an address, without being led into the house's own network.

The administrator names the hosts; every address that a name has is checked, and the connection is made to an
address that was checked, whatever the name says next. A redirection is followed by hand, with the same checks
again. Nothing is unpacked, nothing is remembered, and no proxy is asked.
"""

import http.client
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import urljoin

from gongkai.channels.rules import Address, Network, NotAnAddress, may_call, read_address
from gongkai.registers.pulling.deadline import Deadline, Late

Admitted = Mapping[str, Sequence[Network]]
"""The origins that may be called, each with those inner networks in which it may lie."""

Found = tuple[int, Any]
"""The family of an address and the address as sockets want it."""

MOST_REDIRECTIONS = 3
MOVED = {301, 302, 303, 307, 308}
AGENT = "gongkai"
SAID = {
    401: "对方要求登录（401），定时抓取只取不用登录的文件",
    403: "对方不允许读取（403）",
    404: "对方没有这个文件（404）",
    410: "对方的文件已经撤下（410）",
    429: "对方说抓取太频繁（429）",
}


class Failure(Exception):
    """Nothing came; the message is a sentence, without what stands in the address behind the host."""


@dataclass(frozen=True)
class Bounds:
    """Whom one may call, for how many seconds in all, for how many bytes."""

    admitted: Admitted
    seconds: float
    most: int


@dataclass(frozen=True)
class Known:
    """How the other side marked what was fetched last."""

    etag: str = ""
    modified: str = ""

    def headers(self) -> dict[str, str]:
        said = {"User-Agent": AGENT, "Connection": "close"}
        marks = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return said | {word: mark for word, mark in marks.items() if mark}


@dataclass
class Coming:
    """What comes, piece by piece; ``size`` counts what came so far. Reading raises Failure."""

    host: str
    response: http.client.HTTPResponse
    deadline: Deadline
    bounds: Bounds
    size: int = field(default=0, init=False)

    @property
    def is_unchanged(self) -> bool:
        return self.response.status == HTTPStatus.NOT_MODIFIED

    @property
    def known(self) -> Known:
        return Known(self._marked("ETag", 200), self._marked("Last-Modified", 60))

    def _marked(self, word: str, most: int) -> str:
        said = self.response.headers.get(word, "")
        return said if len(said) <= most and said.isascii() and said.isprintable() else ""

    def read(self, size: int = -1, /) -> bytes:
        """Return the next piece, nothing at the end of what is whole."""
        with told(self.host, self.deadline):
            piece = self.response.read(size)
        self.size += len(piece)
        if self.deadline.is_over:
            raise late(self.deadline)
        if self.size > self.bounds.most:
            raise too_large(self.bounds)
        if not piece and self.response.length:
            raise Failure("文件没有传完，连接就断了")
        return piece


@contextmanager
def coming(url: str, known: Known, bounds: Bounds) -> Iterator[Coming]:
    """Give what lies at an address, not yet read. Raises Failure."""
    deadline = Deadline(bounds.seconds)
    for _ in range(MOST_REDIRECTIONS + 1):
        address = _admitted(url, bounds.admitted)
        with _answered(address, known, bounds, deadline) as response:
            if response.status in MOVED:
                url = _next(address, response)
                continue
            _accept(address, response, bounds)
            yield Coming(address.host, response, deadline, bounds)
            return
    raise Failure(f"对方转来转去，超过 {MOST_REDIRECTIONS} 次")


def _admitted(url: str, admitted: Admitted) -> Address:
    try:
        address = read_address(url)
    except NotAnAddress as error:
        raise Failure(str(error)) from None
    if address.origin not in admitted:
        raise Failure(f"{address.origin} 不在允许抓取的主机之列，请管理员在 GONGKAI_PULL_FROM 中加上")
    return address


def _next(address: Address, response: http.client.HTTPResponse) -> str:
    place = response.headers.get("Location", "")
    if not place:
        raise Failure(f"对方答复异常（{response.status}，没有写转到哪里）")
    try:
        return urljoin(address.url, place)
    except ValueError:
        raise Failure("对方转往的地址不是网址") from None


@contextmanager
def _answered(
    address: Address, known: Known, bounds: Bounds, deadline: Deadline
) -> Iterator[http.client.HTTPResponse]:
    """Give the answer of the machine at an address that may be called. Raises Failure."""
    host = address.host
    with told(host, deadline):
        found = resolved(address, deadline)
    if not all(may_call(str(place[0]), bounds.admitted[address.origin]) for _, place in found):
        raise Failure(f"{host} 的地址在内部网络，不能抓取")
    with told(host, deadline):
        made = _dressed(connected(found, deadline), address)
    with made, deadline.over(made):
        with told(host, deadline):
            response = _asked(address, known, made)
        with response:
            yield response


def _dressed(plain: socket.socket, address: Address) -> socket.socket:
    """Return the connection as what is said over it; an encrypted one has not shaken hands yet."""
    if address.scheme != "https":
        return plain
    context = ssl.create_default_context()
    return context.wrap_socket(plain, server_hostname=address.host, do_handshake_on_connect=False)


def _asked(address: Address, known: Known, made: socket.socket) -> http.client.HTTPResponse:
    if isinstance(made, ssl.SSLSocket):
        made.do_handshake()
    connection = http.client.HTTPConnection(address.host, address.port)
    connection.sock = made
    headers = {"Host": address.origin.partition("://")[2], **known.headers()}
    connection.request("GET", address.target, headers=headers)
    return connection.getresponse()


def _accept(address: Address, response: http.client.HTTPResponse, bounds: Bounds) -> None:
    """Raise Failure where what is answered is not the file."""
    status = response.status
    if status == HTTPStatus.NOT_MODIFIED:
        return
    if status != HTTPStatus.OK:
        later = "对方暂时出错" if status >= 500 else "对方答复异常"
        raise Failure(SAID.get(status, f"{later}（{status}）"))
    packed = response.headers.get("Content-Encoding", "identity").strip().lower()
    if packed not in {"", "identity"}:
        raise Failure(f"{address.host} 把文件压缩以后才传，请对方直接提供文件")
    if (response.length or 0) > bounds.most:
        raise too_large(bounds)


def resolved(address: Address, deadline: Deadline) -> list[Found]:
    """Return every address that a name has now. Raises Failure, Late: a name server may not answer at all."""
    answers: list[list[Found]] = []

    def ask() -> None:
        with suppress(OSError, UnicodeError):
            said = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)
            answers.append([(family, place) for family, _, _, _, place in said])

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(deadline.left())
    if asking.is_alive():
        raise Late
    if not answers or not answers[0]:
        raise Failure(f"主机名 {address.host} 查不到地址")
    return answers[0]


def connected(found: Sequence[Found], deadline: Deadline) -> socket.socket:
    """Connect to the first of the addresses that answers. Raises OSError, Late."""
    last: OSError = ConnectionError()
    for family, place in found:
        made = socket.socket(family, socket.SOCK_STREAM)
        try:
            made.settimeout(deadline.left())
            made.connect(place)
        except OSError as error:
            made.close()
            last = error
        else:
            return made
    raise last


@contextmanager
def told(host: str, deadline: Deadline) -> Iterator[None]:
    """Say in a sentence what went wrong with a connection."""
    try:
        yield
    except Late:
        raise late(deadline) from None
    except (OSError, http.client.HTTPException) as error:
        is_late = deadline.is_over or isinstance(error, TimeoutError)
        raise late(deadline) if is_late else Failure(_why(error, host)) from None


def _why(error: Exception, host: str) -> str:
    match error:
        case ssl.SSLCertVerificationError():
            return f"{host} 的证书不可信：已过期、与主机名不符，或者签发机构不明"
        case ssl.SSLError():
            return f"与 {host} 的加密连接没有建立"
        case http.client.HTTPException():
            return f"{host} 的答复不完整，或者不是网站的答复"
    return f"{host} 连接不上，或者连接中断"


def late(deadline: Deadline) -> Failure:
    return Failure(f"{deadline.seconds:g} 秒内没有取完")


def too_large(bounds: Bounds) -> Failure:
    return Failure(f"文件超过 {bounds.most // 1024 // 1024} MB")
