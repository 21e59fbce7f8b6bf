"""The declared review paths: ``catalogue/review-paths.yaml``, read again only when it has changed."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from gongkai.clocks.loading import limits
from gongkai.items.models import Kind, Version
from gongkai.items.paths import COSIGNERS, OWN, Facts, PathStep, ReviewPath, parse_paths, path_for
from gongkai.items.services.errors import Unready
from gongkai.obligations import source
from gongkai.obligations.node import BadCatalogue, Problem, Wrong
from gongkai.orgs.models import Organisation
from gongkai.proofing.rules import Finding


def declared(path: Path | None = None) -> tuple[ReviewPath, ...]:
    """Return the declared paths, those of the catalogue by default. Raises BadCatalogue (file and line)."""
    path = path or settings.CATALOGUE / "review-paths.yaml"
    return _declared(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=8)
def _declared(path: Path, stamp: int) -> tuple[ReviewPath, ...]:
    root = source.load(path)
    try:
        paths = parse_paths(root, kinds=Kind.values)
    except Wrong as wrong:
        raise BadCatalogue([Problem(path.name, wrong.line, wrong.message)]) from None
    unknown = {step.limit for each in paths for step in each.steps if step.limit} - set(limits().keys)
    if unknown:
        sentence = f"时限代号不在 limits.yaml 中：{'、'.join(sorted(unknown))}"
        raise BadCatalogue([Problem(path.name, 0, sentence)])
    return paths


def facts_of(version: Version) -> Facts:
    item = version.item
    return Facts(item.publisher.key, item.kind, version.disclosure, version.is_normative)


def path_of_version(version: Version) -> ReviewPath:
    """Return the path that a version would take if it were submitted now."""
    return path_for(declared(), facts_of(version))


def asked(step: PathStep, version: Version) -> Iterator[Organisation]:
    """Yield the organisations that decide a step of a version, side by side.

    Raises Unready if the path names one that does not exist.
    """
    if step.at == OWN:
        yield version.item.publisher
    elif step.at == COSIGNERS:
        yield from (each.organisation for each in version.cosigners.select_related("organisation"))
    else:
        found = Organisation.objects.filter(key=step.at).first()
        if found is None:
            sentence = f"审签路径的“{step.title}”环节指定的机构“{step.at}”不存在，请联系系统管理员"
            raise Unready([Finding("", sentence)])
        yield found


def steps_ahead(version: Version) -> list[str]:
    """Return the names of the steps that a draft would pass, in order."""
    is_joint = version.cosigners.exists()
    needed = path_of_version(version).needed(facts_of(version))
    return [step.title for step in needed if step.verb != "cosign" or is_joint]
