"""What each role of people may do on Google Cloud: whoever builds can't approve, whoever approves can't build, nobody who administers keys reads
what they guard.

Google's own roles, which name their permissions and keep them; none grants roles, none reads records, and basic roles are in no list. That two roles
do not meet in one person is held by groups of their own (`people_access`).
Sources: IAM documentation, "Basic and predefined roles reference", "Separation of duties" (Cloud KMS); Privileged Access Manager, "Create
entitlements" (no legacy basic roles, no service agents' roles); 45 CFR 164.308(a)(3) (workforce security), 164.308(a)(4) (access management),
164.312(a)(2)(ii) (emergency access); NIST SP 800-53 AC-5, AC-6.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from ai_zones.plan.names import ZoneName


class GcpPeopleRole(StrEnum):
    """A role of people."""

    PLATFORM_ENGINEER = "platform-engineer"
    """Repairs networks and names, reads telemetry. Reads no records, approves nothing, grants nothing."""
    SECURITY_REVIEWER = "security-reviewer"
    """Reads configuration, policies and audit logs. Changes nothing."""
    DATA_STEWARD = "data-steward"
    """Says which columns are whose to see. Deploys nothing."""
    ML_ENGINEER = "ml-engineer"
    """Trains and serves models, in training and inference alone. Sees no PHI."""
    BREAK_GLASS = "break-glass"
    """Repairs what nobody else can, for an hour, with an alarm. Neither keys nor logs nor roles are within reach."""


ROLES: Final[Mapping[GcpPeopleRole, tuple[str, ...]]] = {
    GcpPeopleRole.PLATFORM_ENGINEER: (
        "roles/compute.networkAdmin",
        "roles/compute.securityAdmin",
        "roles/dns.admin",
        "roles/logging.viewer",
        "roles/monitoring.editor",
    ),
    GcpPeopleRole.SECURITY_REVIEWER: (
        "roles/browser",
        "roles/cloudasset.viewer",
        "roles/compute.networkViewer",
        "roles/iam.securityReviewer",
        "roles/logging.privateLogViewer",
        "roles/monitoring.viewer",
    ),
    GcpPeopleRole.DATA_STEWARD: ("roles/bigquerydatapolicy.admin", "roles/datacatalog.categoryAdmin", "roles/dlp.reader"),
    GcpPeopleRole.ML_ENGINEER: (
        "roles/aiplatform.user",
        "roles/artifactregistry.reader",
        "roles/logging.viewer",
        "roles/monitoring.viewer",
    ),
    GcpPeopleRole.BREAK_GLASS: ("roles/compute.instanceAdmin.v1", "roles/compute.networkAdmin", "roles/container.clusterAdmin"),
}
"""Roles that an activation gives, in a project of a zone."""

ZONES: Final[Mapping[GcpPeopleRole, frozenset[ZoneName]]] = {
    GcpPeopleRole.PLATFORM_ENGINEER: frozenset(ZoneName),
    GcpPeopleRole.SECURITY_REVIEWER: frozenset(ZoneName),
    GcpPeopleRole.DATA_STEWARD: frozenset({ZoneName.PHI, ZoneName.DEIDENTIFICATION}),
    GcpPeopleRole.ML_ENGINEER: frozenset({ZoneName.TRAINING, ZoneName.INFERENCE}),
    GcpPeopleRole.BREAK_GLASS: frozenset(ZoneName),
}
"""Zones in which a role works."""

ACTIVE_HOURS: Final[Mapping[GcpPeopleRole, int]] = {
    GcpPeopleRole.PLATFORM_ENGINEER: 4,
    GcpPeopleRole.SECURITY_REVIEWER: 8,
    GcpPeopleRole.DATA_STEWARD: 4,
    GcpPeopleRole.ML_ENGINEER: 8,
    GcpPeopleRole.BREAK_GLASS: 1,
}
"""Hours for which an activation lasts at most."""
