"""What nobody may read but those who handle a case: sealed before it is stored, told apart by keyed hashes.

个人信息保护法第五十一条: encryption and de-identification of what is held. The key is ``GONGKAI_CASE_KEY``;
several, separated by commas, let an older one be read while the first one seals.
"""

from __future__ import annotations

import base64
import hmac
from functools import lru_cache
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class Unreadable(Exception):
    """What was sealed with a key that is not here, or was changed since."""


def seal(data: bytes) -> bytes:
    """Return ``data`` so that only who has the key can read it, or change it unnoticed."""
    return _safe(settings.CASE_KEY).encrypt(data)


def unseal(token: bytes) -> bytes:
    """Return what was sealed. Raises Unreadable."""
    try:
        return _safe(settings.CASE_KEY).decrypt(token)
    except InvalidToken as error:
        raise Unreadable("密钥不对或者数据已被改动，无法读取") from error


def digest(text: str, purpose: str) -> str:
    """Return a keyed hash in hexadecimal digits: equal for equal texts of one purpose, and no way back."""
    key = settings.CASE_KEY.split(",")[-1].strip()
    return hmac.new(key.encode(), f"{purpose}\0{text}".encode(), sha256).hexdigest()


@lru_cache(maxsize=2)
def _safe(keys: str) -> MultiFernet:
    made = [sha256(key.strip().encode()).digest() for key in keys.split(",") if key.strip()]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(each)) for each in made])
