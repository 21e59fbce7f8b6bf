"""Columns of published lists: which are personal, and which kind of list may hold which."""

import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """A kind of column, known by ``words`` in its heading unless one of ``but`` stands there too."""

    key: str
    title: str
    words: tuple[str, ...]
    but: tuple[str, ...] = ()

    def heads(self, heading: str) -> bool:
        plain = re.sub(r"\s+", "", heading)
        return any(word in plain for word in self.words) and not any(word in plain for word in self.but)


@dataclass(frozen=True, slots=True)
class Listing:
    """A kind of list, published under ``obligations``: what it may hold in words, what it may not by key."""

    key: str
    title: str
    obligations: tuple[str, ...]
    allowed: tuple[str, ...]
    forbidden: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Columns:
    """What ``catalogue/columns.yaml`` declares."""

    kinds: tuple[Column, ...] = ()
    people: tuple[str, ...] = ()
    sensitive: tuple[str, ...] = ()
    together: tuple[tuple[str, ...], ...] = ()
    lists: tuple[Listing, ...] = ()

    def of(self, heading: str) -> frozenset[str]:
        """Return the kinds of column that a heading names; longest headings are sentences and name none."""
        if not heading or len(heading) > LONGEST:
            return frozenset()
        return frozenset(each.key for each in self.kinds if each.heads(heading))

    def title(self, key: str) -> str:
        return next(each.title for each in self.kinds if each.key == key)

    def listing(self, obligation: str) -> Listing | None:
        """Return the kind of list that is published under an obligation, None if none is declared."""
        return next((each for each in self.lists if obligation in each.obligations), None)

    def of_people(self, headings: Iterable[str]) -> bool:
        return any(self.of(heading) & set(self.people) for heading in headings)

    def forbidden(self, headings: Iterable[str], obligation: str) -> dict[str, str]:
        """Return by heading the kind of each column that a table may not hold under an obligation."""
        kinds = {heading: self.of(heading) for heading in headings}
        present = frozenset().union(*kinds.values())
        banned = set(self.sensitive) if present & set(self.people) else set()
        if listing := self.listing(obligation):
            banned |= set(listing.forbidden)
        for group in self.together:
            if present >= set(group):
                banned.add(group[-1])
        return {heading: min(found & banned) for heading, found in kinds.items() if found & banned}


LONGEST = 20
