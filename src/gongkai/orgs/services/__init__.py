"""Verbs about organisations and people; every privileged act is recorded here."""

from gongkai.orgs.services.acts import record
from gongkai.orgs.services.delegating import NotDelegable, colleagues, delegate, revoke
from gongkai.orgs.services.district import load_district
from gongkai.orgs.services.organisations import (
    ChangedMeanwhile,
    ClosedOrganisation,
    SuccessionLoop,
    change,
    close,
    found,
)
from gongkai.orgs.services.people import (
    AlreadyAppointed,
    InactivePerson,
    WrongDates,
    appoint,
    change_person,
    deactivate,
    dismiss,
    hire,
    reactivate,
    reset_password,
    set_password,
)
from gongkai.orgs.services.rights import LastAdministrator, NotAllowed, can, demand
from gongkai.orgs.services.second_factor import (
    WrongCode,
    disable_totp,
    enable_totp,
    enrol_totp,
    has_totp,
    verify_totp,
)
from gongkai.orgs.services.sign_in import failed, signed_in, signed_out, waiting
from gongkai.orgs.services.staff import Staff, appointers, staff

__all__ = [
    "AlreadyAppointed",
    "ChangedMeanwhile",
    "ClosedOrganisation",
    "InactivePerson",
    "LastAdministrator",
    "NotAllowed",
    "NotDelegable",
    "Staff",
    "SuccessionLoop",
    "WrongCode",
    "WrongDates",
    "appoint",
    "appointers",
    "can",
    "change",
    "change_person",
    "close",
    "colleagues",
    "deactivate",
    "delegate",
    "demand",
    "disable_totp",
    "dismiss",
    "enable_totp",
    "enrol_totp",
    "failed",
    "found",
    "has_totp",
    "hire",
    "load_district",
    "reactivate",
    "record",
    "reset_password",
    "revoke",
    "set_password",
    "signed_in",
    "signed_out",
    "staff",
    "verify_totp",
    "waiting",
]
