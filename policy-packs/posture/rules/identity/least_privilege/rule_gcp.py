"""What roles may do beside protected data is named, store by store: no basic role, no reader of every store, no service account of everybody."""

from collections.abc import Iterator
from typing import Final

from posture.readers.gcp.entitlements import ENTITLEMENT
from posture.readers.gcp.iam import grants_of, impersonates
from posture.readers.gcp.iam_types import IAM
from posture.readers.gcp.members import is_agent
from posture.rules.contract import Fault, rule
from posture.rules.gcp_grants import concerned, limits, reads_all
from posture.rules.gcp_guardrails import demanded
from posture.rules.gcp_machines import MACHINES
from posture.rules.gcp_projects import PROJECT, inside
from posture.rules.gcp_words import gcp, items
from posture.rules.look import Look
from posture.rules.words import cannot_tell

OF_PROJECTS: Final = gcp("projects:IAMMember", "projects:IAMBinding")
GRANTS: Final = (*OF_PROJECTS, *gcp("folder:IAMMember", "folder:IAMBinding", "organizations:IAMMember", "organizations:IAMBinding"))
POLICIES: Final = gcp("projects:IAMPolicy", "folder:IAMPolicy", "organizations:IAMPolicy")
_BASIC: Final = frozenset({"roles/owner", "roles/editor", "roles/viewer", "roles/admin", "roles/writer", "roles/reader"})
_AS_ANYBODY: Final = frozenset({"roles/iam.serviceAccountTokenCreator", "roles/iam.serviceAccountUser", "roles/iam.serviceAccountKeyAdmin"})
_RUNS_AS: Final = frozenset(
    {"roles/cloudbuild.builds.editor", "roles/deploymentmanager.editor", "roles/iam.serviceAccountOpenIdTokenCreator"}
)
"""Cloud Build documentation, "Default Cloud Build service account"; Deployment Manager documentation, "Access control" (its agent is an editor)."""
_DEFAULT: Final = "-compute@developer.gserviceaccount.com"
_DEFAULT_ACCOUNTS: Final = (_DEFAULT, "@appspot.gserviceaccount.com")


DEFAULTS: Final = gcp("projects:DefaultServiceAccounts")
_NO_GRANTS: Final = "iam.automaticIamGrantsForDefaultServiceAccounts"
OF_ACCOUNTS: Final = gcp("serviceaccount:IAMMember", "serviceaccount:IAMBinding")
_OWNS: Final = frozenset({"roles/iam.serviceAccountAdmin", "roles/iam.serviceAccountKeyAdmin", "roles/owner", "roles/editor"})


_OF_ONE: Final = tuple(token for token, kind in IAM.items() if kind not in ("projects:", "folder:", "organizations:", "serviceaccount:"))
_ADMINISTERS: Final = frozenset(
    {
        *("roles/owner", "roles/storage.admin", "roles/cloudkms.admin", "roles/pubsub.admin", "roles/secretmanager.admin"),
        *("roles/bigquery.admin", "roles/bigtable.admin", "roles/spanner.admin", "roles/spanner.databaseAdmin", "roles/compute.admin"),
        *("roles/healthcare.datasetAdmin", "roles/artifactregistry.admin", "roles/run.admin", "roles/cloudfunctions.admin"),
    }
)
"""IAM documentation, "IAM basic and predefined roles reference": these hold a `setIamPolicy`, so their holder says who else comes to it."""
_KEYS: Final = "kms:"
"""People who administer keys are apart from those who use them, which an owner is not (Cloud KMS documentation, "Separation of duties")."""
_OWNER: Final = "roles/owner"
_PROGRAM: Final = "serviceAccount:"
_PEOPLE: Final = ("group:", "user:", "principal://iam.googleapis.com/locations/", "principalSet://iam.googleapis.com/locations/")


_ACCESS: Final = "privilegedAccess.gcpIamAccess"


@rule(*GRANTS, *POLICIES, *MACHINES, *PROJECT, *DEFAULTS, *OF_ACCOUNTS, *_OF_ONE, *ENTITLEMENT)
def check(look: Look) -> Iterator[Fault]:
    """IAM documentation, "Roles and permissions" (basic roles); Compute Engine documentation, "Service accounts" (the default one is an editor)."""
    if look.resource.type in IAM and concerned(look) and not limits(look, "condition.expression"):
        yield Fault("has a condition that always holds", "condition.expression")
    if look.resource.type in MACHINES:
        yield from _robot(look) if look.zone is not None else ()
        return
    if look.resource.type in (*PROJECT, *DEFAULTS):
        yield from _default_accounts(look)
        return
    if look.resource.type in ENTITLEMENT:
        yield from _asked_for(look) if look.scene.classified and not look.resource.external else ()
        return
    if look.resource.type in _OF_ONE:
        yield from _administers(look) if concerned(look) else ()
        return
    role = look.text("role")
    if look.resource.type in (*GRANTS, *POLICIES) and concerned(look):
        yield from _above_stores(look)
    if look.resource.type in OF_ACCOUNTS:
        if look.scene.classified and role in _OWNS:
            yield Fault(f"lets its holder give the account to anybody ({role})", "role")
        return
    if not look.scene.classified or (look.resource.type in OF_PROJECTS and look.zone is None) or not isinstance(role, str):
        return
    if role in _BASIC:
        yield Fault(f"gives a basic role, which opens everything ({role})", "role")
    elif role in _AS_ANYBODY:
        yield Fault(f"lets its holder act as every service account ({role})", "role")
    elif reads_all(role) and look.value("condition") in (None, {}):
        yield from _of_everything(look, role)


def _above_stores(look: Look) -> Iterator[Fault]:
    """IAM documentation, "Best practices for using service accounts securely" (lateral movement, privilege escalation), "Default service accounts"."""
    policy = look.resource.type in POLICIES
    prop = "policyData" if policy else "role"
    said = set()
    for grant in grants_of(look.view, look.scene.builder):
        role, member = str(grant.role), grant.member
        if policy and role in _BASIC:
            said.add((f"gives a basic role, which opens everything ({role})", prop))
        elif role not in (*_BASIC, *(() if policy else _AS_ANYBODY)) and impersonates(role) and not (member and is_agent(member)):
            said.add((f"lets its holder act as every service account, or give himself any role ({role})", prop))
        elif (
            role in _ADMINISTERS
            and not reads_all(role)
            and member is not None
            and member.text.startswith(_PROGRAM)
            and not is_agent(member)
        ):
            said.add((f"lets a program decide who else comes to what is there ({role})", prop))
        elif role in _RUNS_AS:
            said.add((f"lets its holder work under an account that may do more ({role})", prop))
        if member is not None and member.text.endswith(_DEFAULT_ACCOUNTS):
            said.add(("gives a role to the default service account, as which everything acts that names no other", grant.because.prop))
    for text, at in sorted(said):
        yield Fault(text, at)


def _of_everything(look: Look, role: str) -> Iterator[Fault]:
    """IAM documentation, "Using resource hierarchy for access control": what is given on a project holds for each of its stores. Agents of Google's
    services need some roles so (Cloud KMS documentation, "Enable Cloud KMS Autokey")."""
    for grant in grants_of(look.view, look.scene.builder):
        if grant.member is None or grant.member.vague:
            yield cannot_tell("member", f"whether anybody but a service's agent reads every store ({role})")
        elif not is_agent(grant.member):
            yield Fault(f"opens every store there is and will be ({role}), where a grant on one, or a condition, would name it", "role")
            return


def _asked_for(look: Look) -> Iterator[Fault]:
    """Privileged Access Manager documentation, "Create entitlements" (conditions of a role)."""
    for block in items(look, f"{_ACCESS}.roleBindings"):
        role, path = look.text(f"{block}.role"), f"{block}.conditionExpression"
        if reads_all(role) and (look.value(path) is None or not limits(look, path)):
            yield Fault(f"lets every store be asked for at once ({role}): no condition names which", path)


def _administers(look: Look) -> Iterator[Fault]:
    """Programs use what they are given; people administer for hours, by an entitlement."""
    keys = IAM[look.resource.type].startswith(_KEYS)
    for grant in grants_of(look.view, look.scene.builder):
        role = str(grant.role)
        people = keys and grant.member is not None and grant.member.text.startswith(_PEOPLE)
        if role not in _ADMINISTERS or (people and role != _OWNER):
            continue
        prop = "policyData" if grant.because.prop.startswith("policyData") else "role"
        what = "use the keys that he administers" if people else "decide who else comes to it"
        yield Fault(f"lets its holder {what} ({role})", prop)


def _robot(look: Look) -> Iterator[Fault]:
    """A machine that is attached to no account acts as nobody."""
    if look.value("serviceAccount") in (None, {}):
        return
    email = look.text("serviceAccount.email")
    if email in (None, "", "default") or (isinstance(email, str) and email.endswith(_DEFAULT)):
        yield Fault("acts as the default service account, which everything in the project may act as", "serviceAccount.email")


def _default_accounts(look: Look) -> Iterator[Fault]:
    """IAM documentation, "Default service accounts": editors of their project from the start, unless a constraint gives them nothing."""
    if look.zone is None or look.resource.external:
        return
    if look.resource.type in DEFAULTS:
        if look.text("restorePolicy") in (None, "REVERT", "REVERT_AND_IGNORE_FAILURE"):
            yield Fault("gives the default accounts their powers back when it goes", "restorePolicy")
    elif not any(one.resource.type in DEFAULTS for one in inside(look)) and not demanded(look, _NO_GRANTS):
        yield Fault("leaves its default service accounts the editor's role", "DefaultServiceAccounts")
