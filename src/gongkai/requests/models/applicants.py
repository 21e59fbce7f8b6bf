"""Who asks: sealed as a whole, so that no table, copy or log of the database shows a person."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Self

from django.db import models

from gongkai.requests import vault
from gongkai.requests.models.cases import Request


@dataclass(frozen=True, slots=True)
class Identity:
    """What the form asks of an applicant (条例第二十九条); an organisation has ``code`` and ``head``."""

    name: str
    id_kind: str = ""
    id_number: str = ""
    unit: str = ""
    code: str = ""
    head: str = ""
    contact: str = ""
    phone: str = ""
    email: str = ""
    fax: str = ""
    address: str = ""
    postcode: str = ""

    @classmethod
    def of(cls, values: Mapping[str, object]) -> Self:
        """Return what of ``values`` belongs here, as text."""
        return cls(**{each.name: str(values.get(each.name) or "").strip() for each in fields(cls)})

    @property
    def telling(self) -> list[str]:
        """What tells who it is wherever it is written: names, number and phone, as far as they are known."""
        return [each for each in (self.name, self.contact, self.id_number, self.phone) if each]

    @property
    def fingerprint(self) -> str:
        """A keyed hash of who it is, by document or by name and phone: the same in all one's requests."""
        known = self.id_number or self.code or f"{self.name} {self.phone or self.email or self.address}"
        return vault.digest(known.upper().replace(" ", ""), "applicant")


class Applicant(models.Model):
    """The applicant of one request; removed by rule when the case is anonymised."""

    request = models.OneToOneField(Request, models.PROTECT, related_name="applicant")
    sealed = models.TextField("申请人信息（加密）")
    fingerprint = models.CharField("申请人摘要", max_length=64, db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "申请人"

    def __str__(self) -> str:
        return f"applicant of request {self.request_id}"

    @classmethod
    def sealing(cls, request: Request, identity: Identity) -> Self:
        """Return the row of an applicant, not saved."""
        told = json.dumps(asdict(identity), ensure_ascii=False).encode()
        return cls(request=request, sealed=vault.seal(told).decode("ascii"), fingerprint=identity.fingerprint)

    @property
    def identity(self) -> Identity:
        """Who it is. Raises Unreadable."""
        return Identity(**json.loads(vault.unseal(self.sealed.encode("ascii"))))
