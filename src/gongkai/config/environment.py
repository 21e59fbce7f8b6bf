"""Read settings from the environment; a wrong value stops the start with a sentence."""

import os
import tempfile
from contextlib import suppress
from ipaddress import ip_network
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from gongkai.channels.rules import Network, read_address


def flag(name: str, default: bool = False) -> bool:
    """Return whether ``name`` is 1/true/on; anything else but 0/false/off is refused."""
    value = os.environ.get(name, "").lower()
    if value in {"", "0", "false", "off"}:
        return default if value == "" else False
    if value in {"1", "true", "on"}:
        return True
    raise ImproperlyConfigured(f"{name} 应为 1 或 0，而不是“{value}”")


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def words(name: str, default: str = "") -> list[str]:
    """Return a comma-separated value as a list without empty words."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def number(name: str, default: int) -> int:
    value = text(name) or str(default)
    if not (value.isascii() and value.isdigit()):
        raise ImproperlyConfigured(f"{name} 应为整数，而不是“{value}”")
    return int(value)


def networks(name: str) -> list[Network]:
    """Return a comma-separated list of networks, for example ``10.0.0.0/8,192.168.3.7``."""
    try:
        return [ip_network(word) for word in words(name)]
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} 应为网段，例如 10.20.0.0/16：{error}") from error


def origins(name: str) -> dict[str, list[Network]]:
    """Return hosts that may be called, each with the inner networks in which it may lie.

    ``data.example.cn, http://old.example.cn:8080, share.example.cn=10.20.0.0/16``; without a scheme https.
    """
    found: dict[str, list[Network]] = {}
    for word in words(name):
        host, _, network = word.partition("=")
        try:
            origin = read_address(host if "://" in host else f"https://{host}").origin
            found.setdefault(origin, []).extend([ip_network(network)] if network else [])
        except ValueError as error:
            told = f"{name} 应为主机，例如 data.example.gov.cn 或 share.example.gov.cn=10.20.0.0/16"
            raise ImproperlyConfigured(f"{told}，而不是“{word}”：{error}") from error
    return found


def secret(name: str, folder: Path, *, required: bool) -> str:
    """Return the secret ``name``, or in development one kept in ``folder``, made once."""
    value = text(name)
    if value:
        return value
    if required:
        raise ImproperlyConfigured(f"生产环境必须设置 {name}（至少 50 个随机字符）")
    path = folder / "secret"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        _offer(path, os.urandom(32).hex())
    return path.read_text()


def _offer(path: Path, text: str) -> None:
    """Put a private file in place whole, unless another process was first: then that one's counts."""
    with tempfile.NamedTemporaryFile("w", dir=path.parent) as draft:
        draft.write(text)
        draft.flush()
        with suppress(FileExistsError):
            os.link(draft.name, path)
