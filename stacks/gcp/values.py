"""Kinds of value that a stack file on Google Cloud may hold. Each refuses with what is allowed and how to mend it.

Sources: Resource Manager documentation, "Creating and managing projects"; Cloud Logging documentation, "Configure log buckets" (1 to 3,650 days); IAM
documentation, "Principal identifiers".
"""

import re
from enum import StrEnum
from typing import Any, Final

from ai_zones.plan.errors import choose, listed, shown
from ai_zones.plan.fields import refuse
from stacks.values import chosen, days

LOG_RETENTION_DAYS: Final = (2190, 3650)
MODES: Final = ("enforced", "dry-run")
ROADS: Final = ("route", "endpoint")


class GcpBreak(StrEnum):
    """Faults that a stack for breaking builds on purpose, to see the packs refuse them."""

    NAT_ROUTE = "nat-route"
    """A default route to the internet in the PHI network, a Cloud NAT for its programs, and a firewall rule that lets them out."""
    ZONE_PEERING = "zone-peering"
    """A peering between the networks of phi and inference, whose packets the firewalls of both let through."""
    PUBLIC_STORE = "public-store"
    """The PHI bucket without public access prevention, read by everybody."""
    PERIMETER_HOLE = "perimeter-hole"
    """The perimeter of phi with a rule by which its data may go to every project of the world."""


def project_id(value: Any) -> str:
    """Id of a project."""
    if isinstance(value, str) and re.fullmatch(r"[a-z][a-z0-9-]{4,28}[a-z0-9]", value, re.ASCII):
        return value
    allowed = "a project's id of 6 to 30 lower-case letters, digits and hyphens, such as 'clinic-a-prod-phi'"
    raise refuse(
        f"{shown(value)} is not a project", allowed=allowed, fix="`gcloud projects list` shows the ids; not the number or the name"
    )


def number(value: Any) -> str:
    """Number of a project, folder, organization or access policy."""
    if isinstance(value, str) and re.fullmatch(r"\d{3,20}", value, re.ASCII):
        return value
    fix = f"write it in quotes: '{value}'" if type(value) is int and value > 0 else "copy the number from the cloud's console"
    raise refuse(f"{shown(value)} is not a number of Google Cloud", allowed="digits in quotes, such as '123456789012'", fix=fix)


def member(value: Any) -> str:
    """A principal that somebody stands behind."""
    if isinstance(value, str) and re.fullmatch(r"(?:user|group|serviceAccount|domain|principal|principalSet):\S+", value):
        return value
    allowed = "a principal such as 'group:reviewers@clinic-a.example', never allUsers or allAuthenticatedUsers"
    kind = "serviceAccount" if isinstance(value, str) and value.endswith(".gserviceaccount.com") else "group"
    fix = f"write '{kind}:{value}'" if isinstance(value, str) and "@" in value else "write the principal with its kind before it"
    raise refuse(f"{shown(value)} is not a principal", allowed=allowed, fix=fix)


def members(value: Any) -> list[str]:
    """Principals; an empty list is an answer too."""
    if isinstance(value, list | tuple):
        return [member(one) for one in value]
    raise refuse(f"{shown(value)} is not a list", allowed="a list of principals", fix="write a list in [ ]")


def _word(value: Any, words: tuple[str, ...], what: str) -> str:
    if value in words:
        return str(value)
    raise refuse(f"{shown(value)} is not {what}", allowed=listed(words), fix=choose(value, words))


def mode(value: Any) -> str:
    """What perimeters do."""
    return _word(value, MODES, "a mode of perimeters")


def road(value: Any) -> str:
    """How networks reach Google's APIs."""
    return _word(value, ROADS, "a road to Google's APIs")


def default_accounts(value: Any) -> str:
    """What becomes of Google's default service accounts."""
    return _word(value, ("disable", "deprivilege", "keep"), "what can be done with default service accounts")


def ca_pool(value: Any) -> str:
    """Path of a pool of certificate authorities."""
    if isinstance(value, str) and re.fullmatch(r"projects/[^/]+/locations/[^/]+/caPools/[^/]+", value):
        return value
    allowed = "projects/<project>/locations/<region>/caPools/<pool>"
    raise refuse(f"{shown(value)} is not a CA pool", allowed=allowed, fix="copy the pool's resource name from the console")


def log_retention(value: Any) -> Any:
    """Days of the log archive."""
    low, high = LOG_RETENTION_DAYS
    return days(
        value,
        low,
        high,
        what="a retention in days",
        allowed=f"{low} (six years) to {high} days (ten years)",
        fix="write 2192 for six years",
    )


def breaks(value: Any) -> tuple[GcpBreak, ...]:
    """Ways to break a stack on Google Cloud."""
    return chosen(GcpBreak, value)
