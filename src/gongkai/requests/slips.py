"""The slip of a form: signed, used once, and a question in words that only who reads can answer.

No picture, no sound, no script: whoever can fill in the form can answer it (WCAG 2.2, 3.3.8).
"""

from __future__ import annotations

import secrets
import unicodedata
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Self

from django.core import signing

SALT = "gongkai.requests.slip"
FEWEST_SECONDS = 5
"""Nobody fills in the form faster."""
LONGEST = timedelta(hours=12)
DIGITS = "零一二三四五六七八九十"
RETRY = "没有通过核对，请按新的问题再回答一次；已填写的内容都还在"


@dataclass(frozen=True, slots=True)
class Slip:
    """``key`` is what a form is sent with once; ``begun`` when it was opened, in seconds."""

    key: str
    begun: int
    first: int
    second: int

    @classmethod
    def new(cls, *, at: datetime) -> Self:
        return cls(secrets.token_urlsafe(24), int(at.timestamp()), *_numbers())

    @classmethod
    def read(cls, sealed: str, *, at: datetime) -> Self:
        """Return the slip that came with a form; a new one in place of a forged or outworn one."""
        try:
            told: dict[str, Any] = signing.loads(sealed, salt=SALT)
        except signing.BadSignature:
            return cls.new(at=at)
        found = cls(**told)
        is_old = at.timestamp() - found.begun > LONGEST.total_seconds()
        return cls.new(at=at) if is_old else found

    def again(self) -> Self:
        """Return the same slip with another question."""
        first, second = _numbers()
        return replace(self, first=first, second=second)

    @property
    def sealed(self) -> str:
        return signing.dumps(asdict(self), salt=SALT)

    @property
    def question(self) -> str:
        return f"{DIGITS[self.first]}加{DIGITS[self.second]}等于几？"

    def is_answered(self, answer: str, *, at: datetime) -> bool:
        """Return whether somebody who took their time answered rightly, in whatever digits."""
        typed = unicodedata.normalize("NFKC", answer).strip().rstrip("。.")
        right = self.first + self.second
        has_time = at.timestamp() - self.begun >= FEWEST_SECONDS
        return has_time and typed in {str(right), DIGITS[right]}


def _numbers() -> tuple[int, int]:
    first = secrets.randbelow(8) + 1
    return first, secrets.randbelow(9 - first) + 1
