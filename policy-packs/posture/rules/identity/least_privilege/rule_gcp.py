"""What roles may do beside protected data is named: no basic role, and no service account of everybody."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_machines import MACHINES
from posture.rules.gcp_words import gcp
from posture.rules.look import Look

OF_PROJECTS: Final = gcp("projects:IAMMember", "projects:IAMBinding")
GRANTS: Final = (*OF_PROJECTS, *gcp("folder:IAMMember", "folder:IAMBinding", "organizations:IAMMember", "organizations:IAMBinding"))
_BASIC: Final = frozenset({"roles/owner", "roles/editor", "roles/viewer", "roles/admin", "roles/writer", "roles/reader"})
_AS_ANYBODY: Final = frozenset({"roles/iam.serviceAccountTokenCreator", "roles/iam.serviceAccountUser", "roles/iam.serviceAccountKeyAdmin"})
_DEFAULT: Final = "-compute@developer.gserviceaccount.com"


@rule(*GRANTS, *MACHINES)
def check(look: Look) -> Iterator[Fault]:
    """IAM documentation, "Roles and permissions" (basic roles); Compute Engine documentation, "Service accounts" (the default one is an editor)."""
    if look.resource.type in MACHINES:
        yield from _robot(look) if look.zone is not None else ()
        return
    role = look.text("role")
    if not look.scene.classified or (look.resource.type in OF_PROJECTS and look.zone is None) or not isinstance(role, str):
        return
    if role in _BASIC:
        yield Fault(f"gives a basic role, which opens everything ({role})", "role")
    elif role in _AS_ANYBODY:
        yield Fault(f"lets its holder act as every service account ({role})", "role")


def _robot(look: Look) -> Iterator[Fault]:
    """A machine that is attached to no account acts as nobody."""
    if look.value("serviceAccount") in (None, {}):
        return
    email = look.text("serviceAccount.email")
    if email is None or (isinstance(email, str) and email.endswith(_DEFAULT)):
        yield Fault("acts as the default service account, which everything in the project may act as", "serviceAccount.email")
