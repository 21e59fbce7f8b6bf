"""Organisations with their succession, people with their posts, lent posts, the log of privileged acts."""

from gongkai.orgs.models.acts import Act, AppendOnly
from gongkai.orgs.models.delegations import Delegation
from gongkai.orgs.models.people import (
    Kind,
    Organisation,
    OrganisationQuerySet,
    Person,
    Post,
    PostQuerySet,
    Region,
    Role,
)
from gongkai.orgs.models.rows import Written, insert, insert_made

__all__ = [
    "Act",
    "AppendOnly",
    "Delegation",
    "Kind",
    "Organisation",
    "OrganisationQuerySet",
    "Person",
    "Post",
    "PostQuerySet",
    "Region",
    "Role",
    "Written",
    "insert",
    "insert_made",
]
