"""Network security perimeters before services whose public access they secure."""

from typing import Any

import pytest

from tests.posture.readers.azure.estate import Clinic
from tests.posture.readers.azure.networks import OTHER, THEIRS, Made


def secured(clinic: Clinic, mode: str = "Enforced", access: str = "SecuredByPerimeter", **rule: Any) -> Made:
    """Records behind a perimeter with one rule."""
    records = clinic.account(publicNetworkAccess=access)
    perimeter = {"networkSecurityPerimeterName": "perimeter"}
    clinic.put("network:NetworkSecurityPerimeter", "perimeter")
    profile = clinic.part("network:NetworkSecurityPerimeterProfile", "profile", **perimeter)
    clinic.part(
        "network:NetworkSecurityPerimeterAssociation",
        "association",
        accessMode=mode,
        privateLinkResource={"id": records.id},
        profile={"id": profile.id},
        **perimeter,
    )
    if rule:
        clinic.part("network:NetworkSecurityPerimeterAccessRule", "rule", profileName="profile", **perimeter, **rule)
    return records


def test_what_a_perimeter_secures_answers_nobody_outside(clinic: Clinic, form: str) -> None:
    secured(clinic)
    assert clinic.exit(form) == "proven"


def test_an_enforced_perimeter_stands_over_the_services_own_settings(clinic: Clinic, form: str) -> None:
    secured(clinic, access="Enabled")
    assert clinic.exit(form) == "proven"


def test_a_perimeter_that_only_learns_forbids_nothing(clinic: Clinic, form: str) -> None:
    secured(clinic, mode="Learning", access="Enabled")
    assert clinic.exit(form) == "violated"


def test_what_a_learning_perimeter_is_said_to_secure_is_not_proven_to_be(clinic: Clinic, form: str) -> None:
    secured(clinic, mode="Learning")
    assert clinic.exit(form) == "unproven"


@pytest.mark.parametrize(
    ("rule", "verdict"),
    [
        ({"direction": "Inbound", "addressPrefixes": ["203.0.113.0/24"]}, "violated"),
        ({"direction": "Inbound", "subscriptions": [{"id": f"/subscriptions/{THEIRS}"}]}, "violated"),
        ({"direction": "Inbound", "subscriptions": [{"id": f"/subscriptions/{OTHER}"}]}, "proven"),
        ({"direction": "Outbound", "fullyQualifiedDomainNames": ["example.org"]}, "proven"),
    ],
)
def test_rules_of_a_perimeter_let_in_whom_they_name(clinic: Clinic, form: str, rule: dict[str, Any], verdict: str) -> None:
    secured(clinic, **rule)
    assert clinic.exit(form) == verdict
