"""Privileged Access Manager: what an entitlement must say, and what it may not give.

Sources: IAM documentation, "Create entitlements in Privileged Access Manager" (legacy basic roles are not supported); Privileged Access Manager API,
`entitlements` (30 minutes to 7 days, one entry of eligible users and of approvers a step); Terraform google provider,
google_privileged_access_manager_entitlement.
"""

from collections.abc import Iterator

from simulator.rules import Allowed, Fault, Length, Pattern, Properties, Rules
from simulator.rules.gcp.common import inner, last, listed, texts

ENTITLEMENT = "gcp:privilegedaccessmanager/entitlement:entitlement"
_API = "Privileged Access Manager API, entitlements"
_LEGACY = ("roles/owner", "roles/editor", "roles/viewer")
_TYPES = {"projects": "Project", "folders": "Folder", "organizations": "Organization"}

entitlement = Rules(
    ENTITLEMENT,
    source="Privileged Access Manager documentation, 'Create entitlements'; Terraform google provider, google_privileged_access_manager_entitlement",
    checks=(
        Pattern("entitlementId", r"[a-z](?:[a-z0-9-]{2,61}[a-z0-9])", source=f"{_API}.create"),
        Pattern("maxRequestDuration", r"\d+s", source=f"{_API}: maxRequestDuration", saying="seconds, such as 3600s"),
        Pattern("parent", r"(?:projects|folders|organizations)/[^/]+", source=f"{_API}: parent"),
        Allowed("location", ("global",), source=f"{_API}: location"),
        Length("eligibleUsers", 1, 1, source=f"{_API}: eligibleUsers, at most one entry"),
        Length("privilegedAccess.gcpIamAccess.roleBindings", 1, source=f"{_API}: roleBindings"),
    ),
    immutable={"entitlementId", "location", "parent"},
    outputs={"state": "AVAILABLE"},
)


@entitlement.check(source=f"{_API}: maxRequestDuration is 30 minutes to 7 days")
def lasts_long_enough(inputs: Properties) -> Iterator[Fault]:
    """Half an hour at least, a week at most."""
    text = str(inputs.get("maxRequestDuration"))
    if text[:-1].isdigit() and not 1800 <= int(text[:-1]) <= 604800:
        yield "maxRequestDuration", f"{text} is not allowed: 1800s to 604800s"


@entitlement.check(source=f"{_API}: gcpIamAccess; IAM documentation, 'Create entitlements in Privileged Access Manager'")
def gives_roles_where_it_stands(inputs: Properties) -> Iterator[Fault]:
    """The resource is the parent's; Owner, Editor and Viewer can't be given."""
    access = inner(inner(inputs.get("privilegedAccess")).get("gcpIamAccess"))
    kind, _, name = str(inputs.get("parent")).partition("/")
    at = "privilegedAccess.gcpIamAccess"
    if kind in _TYPES and isinstance(access.get("resourceType"), str):
        wanted = f"cloudresourcemanager.googleapis.com/{_TYPES[kind]}"
        if access["resourceType"] != wanted:
            yield f"{at}.resourceType", f"{access['resourceType']!r} is not allowed: {wanted}"
    if isinstance(access.get("resource"), str) and last(access["resource"]) != name:
        yield f"{at}.resource", f"{access['resource']!r} is not //cloudresourcemanager.googleapis.com/{inputs.get('parent')}"
    for number, one in enumerate(listed(access.get("roleBindings"))):
        if one.get("role") in _LEGACY:
            yield f"{at}.roleBindings[{number}].role", f"{one['role']} is a legacy basic role, which entitlements can't give"


@entitlement.check(source=f"{_API}: requesterJustificationConfig, approvalWorkflow", even_unknown=True)
def asks_for_reasons_in_one_way(inputs: Properties) -> Iterator[Fault]:
    """A justification is asked for or not; each step has one entry of approvers."""
    config = inputs.get("requesterJustificationConfig")
    if isinstance(config, dict) and len([name for name in ("notMandatory", "unstructured") if config.get(name) is not None]) != 1:
        yield "requesterJustificationConfig", "exactly one of notMandatory, unstructured must be given"
    manual = inner(inner(inputs.get("approvalWorkflow")).get("manualApprovals"))
    for number, step in enumerate(listed(manual.get("steps"))):
        if step.get("approvalsNeeded") is None or step.get("approvalsNeeded") == 0:
            yield (
                f"approvalWorkflow.manualApprovals.steps[{number}].approvalsNeeded",
                "must be greater than 0; 1 is the only supported value",
            )
        at = f"approvalWorkflow.manualApprovals.steps[{number}].approvers"
        approvers = step.get("approvers")
        entries = approvers if isinstance(approvers, list) else [approvers]
        if len(entries) != 1 or not texts(inner(entries[0]).get("principals")):
            yield at, "one entry with at least one principal must be given"
