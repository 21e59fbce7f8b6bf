"""A district that has published for years: organisations, people, items, drawn by chance, the same each time.

Import only after Django is set up.
"""

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count

from django.utils import timezone

from bench.documents import documents, vocabulary
from gongkai.items.models import Attachment, Item, Version
from gongkai.obligations import services as obligations
from gongkai.obligations.models import Obligation
from gongkai.orgs import services as orgs
from gongkai.orgs.models import Organisation, Person, Region

ORGANISATIONS = 60
BODIES = 4000
KINDS = {"document": 330, "notice": 450, "interpretation": 80, "meeting": 50, "reply": 60, "conference": 10}
LISTED_WHOLE = {"rule": 600, "report": 720, "guide": 60, "work-points": 10}
"""How many there are of the kinds whose pages list all of them: about as many as a district has."""


@dataclass
class District:
    """Who publishes what under which heading, and the texts that are drawn from."""

    chance: random.Random
    people: dict[str, Person]
    clerks: dict[int, Person]
    publishers: list[Organisation]
    duties: list[Obligation]
    themes: list[str]
    genres: list[str]
    titles: Iterator[str]
    bodies: list[str]
    items: Iterator[int] = field(default_factory=lambda: count(1))
    versions: Iterator[int] = field(default_factory=lambda: count(1))


@dataclass
class Drawn:
    """One item with its versions and what was announced of it: [(event, version, when)]."""

    item: Item
    versions: list[Version]
    acts: list[tuple[str, Version, datetime]]


def found(at: datetime) -> District:
    """Return the district with its organisations, people and lists of words."""
    chance = random.Random(2017)
    region = Region.objects.get(code="330103")
    for n in count(Organisation.objects.count() + 1):
        if n > ORGANISATIONS:
            break
        Organisation.objects.create(
            key=f"institution-{n}", name=f"杭州市下城区第{n}事业单位", short_name=f"第{n}事业单位",
            kind="institution", region=region, valid_from=date(2008, 5, 1), order=200 + n,
        )  # fmt: skip
    texts = list(documents(BODIES, characters=1000))
    codes = obligations.codes()
    return District(
        chance,
        staff(at),
        clerks(at),
        list(Organisation.objects.all()),
        list(Obligation.objects.select_related("area")),
        [word.title for word in codes.lists["themes"]],
        [word.title for word in codes.lists["genres"]],
        titles(chance),
        [html(str(text["text"])) for text in texts],
    )


def staff(at: datetime) -> dict[str, Person]:
    """Return one person for each role of the government office, and a clerk of a department."""
    people = {}
    places = {role: "government-office" for role in ("openness", "reviewer", "secrecy", "signer")}
    for role, key in {**places, "clerk": "finance"}.items():
        people[role], _ = orgs.hire(account=f"bench-{role}", name=f"测试{role}", by=None, at=at)
        Person.objects.filter(pk=people[role].pk).update(must_change_password=False)
        place = Organisation.objects.get(key=key)
        orgs.appoint(
            person=people[role], organisation=place, role=role, since=place.valid_from, by=None, at=at
        )
    return people


def clerks(at: datetime) -> dict[int, Person]:
    """Return a clerk for each organisation, by its primary key."""
    made = [
        (place.pk, Person(account=f"bench-{place.pk}", name="演示")) for place in Organisation.objects.all()
    ]
    Person.objects.bulk_create([person for _, person in made])
    return {
        **dict(made),
        Organisation.objects.get(key="finance").pk: Person.objects.get(account="bench-clerk"),
    }


def titles(chance: random.Random) -> Iterator[str]:
    words = vocabulary()
    while True:
        yield "关于" + "".join(words.draw(chance, chance.randint(4, 9))) + "的通知"


def html(text: str) -> str:
    """Return ``text`` as the editor stores it: paragraphs below a few headings."""
    parts = [part for part in text.split("\n\n") if part]
    heads = {n: f'<h2 id="s{n}">第{n // 3 + 1}部分</h2>' for n in range(0, len(parts), 3)}
    return "".join(f"{heads.get(n, '')}<p>{part}</p>" for n, part in enumerate(parts))


def kinds_of(size: int, chance: random.Random) -> list[str]:
    few = [kind for kind, number in LISTED_WHOLE.items() for _ in range(number * size // 100_000)]
    kinds = few + chance.choices(list(KINDS), weights=list(KINDS.values()), k=size - len(few))
    chance.shuffle(kinds)
    return kinds


def draw(district: District, kind: str, at: datetime) -> Drawn:
    """Return an item not stored yet: three of a hundred are amended, two repealed, few withdrawn."""
    chance = district.chance
    publisher, day = chance.choice(district.publishers), timezone.localdate(at)
    serial = next(district.items)
    number = f"330103-{publisher.pk:02}-{day.year}-{serial:07}"
    item = Item(
        pk=serial,
        number=number,
        address=f"/items/{number}/",
        is_public=True,
        kind=kind,
        publisher=publisher,
        obligation=chance.choice(district.duties),
        created_by=district.clerks[publisher.pk],
        created_at=at,
        first_published_at=at,
        published_on=day,
    )
    values = header(district, item, day)
    item.theme, item.genre = values["theme"], values["genre"]
    fate = chance.random()
    first = version(district, item, at, **values)
    made = Drawn(item, [first], [("published", first, at)])
    if fate < 0.03:
        first.stage, first.is_newest = "superseded", False
        later = at + timedelta(minutes=7)
        note = {"change": "amend", "change_note": "调整公布周期"}
        made.versions.append(version(district, item, later, serial=2, **values, **note))
        made.acts.append(("amended", made.versions[-1], later))
    elif fate < 0.053:
        made.acts.append(("repealed" if fate < 0.05 else "withdrawn", first, at + timedelta(minutes=9)))
        item.validity = "repealed" if fate < 0.05 else "valid"
        item.is_public = fate < 0.05
    item.current = made.versions[-1]
    return made


def header(district: District, item: Item, day: date) -> dict[str, object]:
    chance = district.chance
    title = f"{day.year}年政务公开工作要点" if item.kind == "work-points" else next(district.titles)
    return {
        "title": title,
        "issuer": item.publisher.name,
        "obligation": item.obligation,
        "abstract": title[:60],
        "doc_number": f"下政发〔{day.year}〕{chance.randint(1, 999)}号" if item.kind == "document" else "",
        "theme": chance.choice(district.themes),
        "genre": chance.choice(district.genres),
        "made_on": day,
        "disclosure": "proactive",
        "body": chance.choice(district.bodies),
    }


def version(district: District, item: Item, at: datetime, *, serial: int = 1, **values: object) -> Version:
    clerk = item.created_by
    return Version(
        pk=next(district.versions),
        item=item,
        serial=serial,
        stage="public",
        saved_by=clerk,
        saved_at=at,
        submitted_by=clerk,
        submitted_at=at,
        signed_by=district.people["signer"],
        signed_at=at,
        published_at=at,
        **values,
    )


FILE = "演示数据：与正文一并公开的表格。\n".encode() * 400


def attachment(of: Version) -> Attachment:
    """Return a file of a version; all are the same one, which lies where the platform looks for it."""
    made = Attachment(
        version=of,
        name="附件.txt",
        media_type="text/plain",
        size=len(FILE),
        sha256=hashlib.sha256(FILE).hexdigest(),
    )
    if not made.path.exists():
        made.path.parent.mkdir(parents=True, exist_ok=True)
        made.path.write_bytes(FILE)
    return made
