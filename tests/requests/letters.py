"""Letters and those who write, sign and send them: say what matters, get the rest."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from gongkai.law.deadlines import local_day
from gongkai.orgs.models import Person
from gongkai.requests import services
from gongkai.requests.models import Letter, Request
from gongkai.requests.rules import Evidence
from tests import make
from tests.requests import cases

WORDS: dict[str, dict[str, Any]] = {
    "correction": {"body": "请明确所需信息的年度。"},
    "extension": {"body": "需要检索的档案较多。"},
    "reasons": {"body": "您本月已申请三十余件。"},
    "override": {"body": "涉及公共利益，决定公开合同金额。"},
    "answer": {"outcome": "granted", "given": {"manner": "见本答复所附的表"}},
}


@dataclass
class Office:
    """A case, and the two people through whose hands its letters go."""

    case: Request
    clerk: Person
    signer: Person
    at: datetime

    def __post_init__(self) -> None:
        self.code = ""

    def on(self, year: int, month: int, day: int) -> "Office":
        """Let it be another day."""
        self.at = make.moment(year, month, day)
        return self

    def later(self, days: int) -> "Office":
        self.at += timedelta(days=days)
        return self

    def draft(self, kind: str, consultation: Any = None, **words: Any) -> Letter:
        told = services.letters.Words(**{**WORDS.get(kind, {}), **words})
        return services.letters.draft(
            request=self.case, kind=kind, words=told, consultation=consultation, by=self.clerk, at=self.at
        )

    def submitted(self, kind: str, consultation: Any = None, **words: Any) -> Letter:
        return services.letters.submit(
            letter=self.draft(kind, consultation, **words), by=self.clerk, at=self.at
        )

    def signed(self, kind: str, consultation: Any = None, **words: Any) -> Letter:
        letter = self.submitted(kind, consultation, **words)
        return services.letters.sign(letter=letter, by=self.signer, at=self.at)

    def sent(self, kind: str, consultation: Any = None, *, way: str = "post", **words: Any) -> Letter:
        return self.send(self.signed(kind, consultation, **words), way=way)

    def send(self, letter: Letter, *, way: str = "post", on: date | None = None, **more: Any) -> Letter:
        told = {"way": way, "sent_on": on or local_day(self.at), **more}
        return services.letters.send(letter=letter, by=self.clerk, at=self.at, **told)

    def serve(self, letter: Letter, *, on: date | None = None) -> Letter:
        day = on or local_day(self.at)
        return services.letters.serve(letter=letter, served_on=day, by=self.clerk, at=self.at)

    def ask(self, key: str = "甲公司", kind: str = "third-party", **more: Any) -> Any:
        asked = services.consult(
            request=self.case, kind=kind, key=key, question="合同金额是否可以公开？",
            by=self.clerk, at=self.at, **more,
        )  # fmt: skip
        asked.request = self.case
        return asked

    def asked(self, key: str = "甲公司", kind: str = "third-party", **more: Any) -> Any:
        """Return somebody to whom the letter went and who got it on the same day."""
        asked = self.ask(key, kind, **more)
        self.serve(self.sent("consult", asked))
        return asked

    def hear(self, asked: Any, opinion: str, *, on: date | None = None, reasons: str = "") -> Any:
        day = None if opinion == "silence" else on or local_day(self.at)
        return services.hear(
            consultation=asked, opinion=opinion, heard_on=day, reasons=reasons, by=self.clerk, at=self.at
        )


def office(received: date = date(2026, 11, 23), *, at: datetime | None = None, **fields: Any) -> Office:
    """Return a case received on a day, its clerk and its signer, on that day unless ``at`` says else."""
    at = at or make.moment(received.year, received.month, received.day)
    evidence = Evidence(submitted=received, arrived=received, confirmed=received)
    made = cases.request(evidence=evidence, at=at, **fields)
    body = made.request.organisation
    found = Office(made.request, make.person("clerk", body), make.person("signer", body), at)
    found.code = made.code
    return found
