"""Requests for information: the case, who asks, what happened, its papers, who was asked, what followed."""

from gongkai.requests.models.after import (
    Act,
    Complaint,
    Finding,
    Progress,
    Rating,
    Suggestion,
    SuggestionStep,
    departments_of,
    is_office,
)
from gongkai.requests.models.alike import Group, Kinship, Mark, Verdict
from gongkai.requests.models.applicants import Applicant, Identity
from gongkai.requests.models.cases import (
    HANDLERS,
    OPEN,
    Asker,
    Channel,
    Delivery,
    Number,
    Request,
    RequestQuerySet,
    Subject,
    Supply,
)
from gongkai.requests.models.consultations import Consultation, Consulted, Opinion
from gongkai.requests.models.documents import Document, Purpose
from gongkai.requests.models.events import AppendOnly, Event, Look, Record
from gongkai.requests.models.letters import Letter, LetterKind, State, Way
from gongkai.requests.models.proceedings import Proceeding, Route
from gongkai.requests.models.reports import (
    AnnualReport,
    AnnualReportQuerySet,
    Correction,
    Edition,
    EditionQuerySet,
    ReportState,
    ReportStep,
)

__all__ = [
    "AnnualReport",
    "AnnualReportQuerySet",
    "HANDLERS",
    "OPEN",
    "Act",
    "AppendOnly",
    "Applicant",
    "Asker",
    "Channel",
    "Complaint",
    "Consultation",
    "Consulted",
    "Correction",
    "Delivery",
    "Document",
    "Edition",
    "EditionQuerySet",
    "Event",
    "Finding",
    "Group",
    "Identity",
    "Kinship",
    "Letter",
    "LetterKind",
    "Look",
    "Mark",
    "Number",
    "Opinion",
    "Proceeding",
    "Progress",
    "Purpose",
    "Rating",
    "Record",
    "ReportState",
    "ReportStep",
    "Request",
    "RequestQuerySet",
    "Route",
    "State",
    "Subject",
    "Suggestion",
    "SuggestionStep",
    "Supply",
    "Verdict",
    "Way",
    "departments_of",
    "is_office",
]
