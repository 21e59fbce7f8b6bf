"""Review paths as data: which steps a version passes on its way to the signature. Pure.

A step is decided by a role in an organisation; steps of one ``order`` are decided side by side. Three things
are fixed, whatever is declared: somebody reviews first, then the text is cleared of secrets (条例第十七条),
and the signature of one's own organisation comes last. Everything between is the district's to say.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from gongkai.obligations.node import Node, Wrong

OWN, COSIGNERS = "own", "cosigners"
ROLES = ("reviewer", "secrecy", "legality", "signer", "openness")
DISCLOSURES = ("proactive", "on-request", "withheld")
STEP_WORDS = "key title order role at when limit silence in_emergency".split()
LONGEST_TITLE = 40


@dataclass(frozen=True, slots=True)
class Facts:
    """What a version is, as far as paths ask."""

    organisation: str
    kind: str
    disclosure: str
    is_normative: bool


@dataclass(frozen=True, slots=True)
class When:
    """In which cases a step is needed; what is empty or None does not matter."""

    kinds: tuple[str, ...] = ()
    disclosures: tuple[str, ...] = ()
    normative: bool | None = None

    def holds(self, facts: Facts) -> bool:
        return (
            (not self.kinds or facts.kind in self.kinds)
            and (not self.disclosures or facts.disclosure in self.disclosures)
            and self.normative in {None, facts.is_normative}
        )


ALWAYS = When()


@dataclass(frozen=True, slots=True)
class PathStep:
    """One step; ``verb`` is what is done there, ``stage`` where a version stands that waits for it."""

    key: str
    title: str
    order: int
    role: str
    at: str = OWN
    when: When = ALWAYS
    limit: str = ""
    is_silence_consent: bool = False
    is_kept_in_emergency: bool = False
    verb: str = "review"
    stage: str = "review"


@dataclass(frozen=True, slots=True)
class ReviewPath:
    key: str
    title: str
    steps: tuple[PathStep, ...]
    organisations: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()

    def fits(self, facts: Facts) -> bool:
        return (not self.organisations or facts.organisation in self.organisations) and (
            not self.kinds or facts.kind in self.kinds
        )

    def needed(self, facts: Facts) -> tuple[PathStep, ...]:
        """Return the steps that a version must pass, in order."""
        return tuple(step for step in self.steps if step.when.holds(facts))


def path_for(paths: Iterable[ReviewPath], facts: Facts) -> ReviewPath:
    """Return the first path that fits; the last one fits everything."""
    return next(path for path in paths if path.fits(facts))


def parse_paths(root: Node, *, kinds: Collection[str]) -> tuple[ReviewPath, ...]:
    """Return the declared paths; raises Wrong with the line of what is not as it should be."""
    entries = root.mapping(known=["paths"], needed=["paths"])["paths"].items()
    paths = tuple(_path(each, kinds) for each in entries)
    if not paths:
        raise Wrong(root.line, "至少应有一条审签路径")
    if paths[-1].organisations or paths[-1].kinds:
        raise Wrong(entries[-1].line, "最后一条路径应对所有机构和种类适用，不写 organisations 和 kinds")
    _once([path.key for path in paths], entries, "路径")
    return paths


def _path(node: Node, kinds: Collection[str]) -> ReviewPath:
    parts = node.mapping(
        known=["key", "title", "organisations", "kinds", "steps"], needed=["key", "title", "steps"]
    )
    entries = parts["steps"].items()
    steps = [_step(each, kinds) for each in entries]
    _once([step.key for step in steps], entries, "环节")
    return ReviewPath(
        key=parts["key"].text(30),
        title=parts["title"].text(LONGEST_TITLE),
        steps=_placed(steps, entries, node.line),
        organisations=parts["organisations"].texts() if "organisations" in parts else (),
        kinds=parts["kinds"].choices(kinds) if "kinds" in parts else (),
    )


def _once(keys: list[str], nodes: list[Node], what: str) -> None:
    for place, key in enumerate(keys):
        if key in keys[:place]:
            raise Wrong(nodes[place].line, f"{what}“{key}”重复了")


def _step(node: Node, kinds: Collection[str]) -> PathStep:
    parts = node.mapping(known=STEP_WORDS, needed=["key", "title", "order", "role"])
    silence = parts["silence"].choice(["consent", "nothing"]) if "silence" in parts else "nothing"
    emergency = parts["in_emergency"].choice(["kept", "skipped"]) if "in_emergency" in parts else "skipped"
    limit = parts["limit"].text(60) if "limit" in parts else ""
    if silence == "consent" and not limit:
        raise Wrong(parts["silence"].line, "逾期视为同意的环节应写明时限 limit")
    return PathStep(
        key=parts["key"].text(30),
        title=parts["title"].text(LONGEST_TITLE),
        order=parts["order"].number(),
        role=parts["role"].choice(ROLES),
        at=parts["at"].text(60) if "at" in parts else OWN,
        when=_when(parts["when"], kinds) if "when" in parts else ALWAYS,
        limit=limit,
        is_silence_consent=silence == "consent",
        is_kept_in_emergency=emergency == "kept",
    )


def _when(node: Node, kinds: Collection[str]) -> When:
    parts = node.mapping(known=["kinds", "disclosures", "normative"])
    return When(
        kinds=parts["kinds"].choices(kinds) if "kinds" in parts else (),
        disclosures=parts["disclosures"].choices(DISCLOSURES) if "disclosures" in parts else (),
        normative=parts["normative"].flag() if "normative" in parts else None,
    )


def _placed(steps: list[PathStep], nodes: list[Node], line: int) -> tuple[PathStep, ...]:
    """Check what is fixed for every path, and say of each step what is done there and at which stage."""
    for place, step in enumerate(steps[1:], start=1):
        if step.order < steps[place - 1].order:
            raise Wrong(nodes[place].line, "环节应按 order 由小到大排列")
    clearing = [step for step in steps if step.role == "secrecy"]
    if len(clearing) != 1 or not _is_firm(clearing[0], steps):
        raise Wrong(line, "每条路径应有且只有一个保密审查环节（role: secrecy），在本机构、无条件、单独办理")
    if not steps or steps[-1].role != "signer" or not _is_firm(steps[-1], steps):
        raise Wrong(line, "每条路径应以本机构签发（role: signer）结束，无条件、单独办理")
    before = [step for step in steps if step.order < clearing[0].order]
    if not any(step.at == OWN and step.when == ALWAYS for step in before):
        raise Wrong(line, "保密审查以前应有一个本机构的无条件审核环节")
    return tuple(_with_stage(step, clearing[0].order, steps[-1].order) for step in steps)


def _is_firm(step: PathStep, steps: list[PathStep]) -> bool:
    alone = sum(other.order == step.order for other in steps) == 1
    return alone and step.at == OWN and step.when == ALWAYS and not step.is_silence_consent


def _with_stage(step: PathStep, clearing: int, signing: int) -> PathStep:
    if step.order == clearing:
        verb, stage = "clear", "secrecy"
    elif step.order == signing:
        verb, stage = "sign", "signing"
    else:
        verb = "cosign" if step.at == COSIGNERS else "review"
        stage = "review" if step.order < clearing else "consent"
    return replace(step, verb=verb, stage=stage)
