"""Any two states of an item side by side: versions, and each version as it was submitted."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime
from django.views.decorators.http import require_safe

from gongkai.items import differences, services
from gongkai.items.models import Disclosure, Item, Version
from gongkai.items.views.finding import newest, signed_in, the_item
from gongkai.items.views.showing import label
from gongkai.orgs.entering import SignedInRequest

FIELDS = (*services.KEPT, "obligation")


@dataclass(frozen=True)
class State:
    """What an item said at one time; ``code`` names it in the address."""

    code: str
    title: str
    header: dict[str, str]
    body: str
    files: dict[str, str]


@signed_in
@require_safe
def compare(request: SignedInRequest, pk: int) -> HttpResponse:
    """Two texts beside each other on a wide screen, one marked text on a narrow one."""
    item = the_item(request, pk)
    states = {state.code: state for state in states_of(item)}
    codes = list(states)
    before = states.get(request.GET.get("a", ""), states[codes[max(len(codes) - 2, 0)]])
    after = states.get(request.GET.get("b", ""), states[codes[-1]])
    context = {
        "item": item,
        "version": newest(item),
        "states": states.values(),
        "before": before,
        "after": after,
        **_compared(before, after),
    }
    return render(request, "items/compare.html", context)


def states_of(item: Item) -> list[State]:
    """Return every state of an item that is known, the oldest first: as submitted, and as it now stands."""
    found = []
    versions = item.versions.select_related("item", "obligation", "item__obligation")
    for version in versions.order_by("serial").prefetch_related("submissions", "attachments"):
        found += [
            State(
                f"{version.serial}.{kept.round}",
                f"第{version.serial}版 第{kept.round}次送审稿（{localtime(kept.at):%Y-%m-%d %H:%M}）",
                kept.header,
                kept.body,
                kept.files,
            )
            for kept in version.submissions.all()
        ]
        found.append(_present(version))
    return found


def _present(version: Version) -> State:
    files = {each.sha256: each.name for each in version.attachments.all()}
    title = f"第{version.serial}版 现稿（{version.get_stage_display()}）"
    return State(str(version.serial), title, services.snapshot(version), version.body, files)


def _compared(before: State, after: State) -> dict[str, Any]:
    rows = [(label(name), _said(before, name), _said(after, name)) for name in FIELDS]
    return {
        "header": [(name, differences.texts(old, new)) for name, old, new in rows if old != new],
        "rows": differences.bodies(before.body, after.body),
        "files_added": [name for sha256, name in after.files.items() if sha256 not in before.files],
        "files_removed": [name for sha256, name in before.files.items() if sha256 not in after.files],
    }


def _said(state: State, name: str) -> str:
    value = state.header.get(name, "")
    return str(dict(Disclosure.choices).get(value, value)) if name == "disclosure" else value
