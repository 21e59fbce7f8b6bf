"""Fetch what is needed to check an item of any Gongkai site: evidence, receipt, public keys."""

import json
from dataclasses import dataclass
from http.client import HTTPException
from urllib.error import URLError
from urllib.parse import quote, urlsplit, urlunsplit
from urllib.request import Request, urlopen

LARGEST = 50 * 1024 * 1024
TIMEOUT = 30  # seconds


class Unreachable(RuntimeError):
    """The site did not give what was asked for."""


@dataclass(frozen=True)
class Fetched:
    evidence: bytes
    receipt: str
    keys: str


def fetch(url: str) -> Fetched:
    """Return what the site of item page ``url`` offers for checking. Raises Unreachable."""
    try:
        return _fetch(url)
    except (HTTPException, ValueError) as error:
        raise Unreachable(f"地址不对，或该地址没有给出本系统的核验数据：{url}") from error


def _fetch(url: str) -> Fetched:
    parts = urlsplit(url)
    page = parts.path.removesuffix("evidence.json").rstrip("/")
    address = quote(f"{page}/evidence.json", safe="/%")
    evidence = _get(parts._replace(path=address, query="", fragment="").geturl())
    site = urlunsplit((parts.scheme, parts.netloc, "", "", ""))
    receipt = _get(f"{site}/ledger/proofs/{_index(evidence)}.tlog-proof")
    return Fetched(evidence, receipt.decode(), _get(f"{site}/ledger/key").decode())


def _index(evidence: bytes) -> int:
    facts = json.loads(evidence)
    if not isinstance(facts, dict) or type(facts.get("index")) is not int:
        raise ValueError("no index")
    return int(facts["index"])


def _get(url: str) -> bytes:
    if urlsplit(url).scheme not in {"http", "https"}:
        raise Unreachable(f"只支持 http 和 https 地址：{url}")
    request = Request(url, headers={"User-Agent": "gongkai-verify"})  # noqa: S310 - scheme checked above
    try:
        with urlopen(request, timeout=TIMEOUT) as response:  # noqa: S310 - scheme checked above
            data: bytes = response.read(LARGEST + 1)
    except (URLError, OSError) as error:
        raise Unreachable(f"无法取得 {url}：{error}") from error
    if len(data) > LARGEST:
        raise Unreachable(f"{url} 超过 50 MB")
    return data
