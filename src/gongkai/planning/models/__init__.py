"""Work points, the tasks they became, the plans filed and the progress made."""

from gongkai.planning.models.filings import Filing, FilingQuerySet, FilingStatus, FilingStep, PlanLine
from gongkai.planning.models.places import DOERS, regions_decided, regions_of
from gongkai.planning.models.points import (
    Assignment,
    AssignmentQuerySet,
    Evidence,
    Progress,
    Status,
    Task,
    TaskQuerySet,
    WorkPoints,
    WorkPointsQuerySet,
)

__all__ = [
    "DOERS",
    "Assignment",
    "AssignmentQuerySet",
    "Evidence",
    "Filing",
    "FilingQuerySet",
    "FilingStatus",
    "FilingStep",
    "PlanLine",
    "Progress",
    "Status",
    "Task",
    "TaskQuerySet",
    "WorkPoints",
    "WorkPointsQuerySet",
    "regions_decided",
    "regions_of",
]
