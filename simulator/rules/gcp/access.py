"""Grants of access on whatever resource: members, bindings and whole policies.

Sources: IAM documentation, "Principal identifiers", "Basic and predefined roles", "Understanding IAM custom roles"; Organization Policy
documentation, `iam.allowedPolicyMemberDomains`; Terraform google provider, google_project_iam and its like for each resource ("will fight").
"""

import json
import re
from typing import Any

from simulator.packages.gcp_paths import iam_kind, last
from simulator.packages.gcp_services import made_project
from simulator.rules import Action, Call, Properties, invoke
from simulator.rules.gcp.common import MISSING, inner, listed, named, texts
from simulator.rules.gcp.constraints import denied, enforced
from simulator.rules.gcp.keys import project_number
from simulator.rules.gcp.kinds import BUCKET, SERVICE_ACCOUNT
from simulator.rules.registry import every_type

_PRINCIPALS = "IAM documentation, 'Principal identifiers'"
_MEMBER = re.compile(
    r"allUsers|allAuthenticatedUsers|(?:deleted:)?(?:user|group|serviceAccount|domain|principal|principalSet|projectOwner|projectEditor"
    r"|projectViewer|iamMember):.+"
)
_ROLE = re.compile(r"(?:roles|projects/[^/]+/roles|organizations/[^/]+/roles)/[A-Za-z0-9_.]+")
EVERYBODY = ("allUsers", "allAuthenticatedUsers")


def granted(inputs: Properties) -> list[tuple[str, str]]:
    """(role, member) of a grant in whichever form."""
    role = str(inputs.get("role"))
    found = [(role, member) for member in [inputs.get("member"), *texts(inputs.get("members"))] if isinstance(member, str)]
    for one in _bindings(inputs):
        found.extend((str(one.get("role")), member) for member in texts(one.get("members")))
    return found


def _bindings(inputs: Properties) -> list[Properties]:
    """Of a whole policy."""
    try:
        policy = json.loads(inputs["policyData"]) if isinstance(inputs.get("policyData"), str) else {}
    except ValueError:
        policy = {}
    return listed(inner(policy).get("bindings"))


@every_type("gcp", "create", source=f"{_PRINCIPALS}; IAM API, setIamPolicy")
@every_type("gcp", "update", source=f"{_PRINCIPALS}; IAM API, setIamPolicy")
def grants_make_sense(action: Action) -> None:
    """Roles and principals by their form; accounts of projects that a program made must stand; nobody is everybody where that is prevented."""
    if not iam_kind(action.type):
        return
    for one in _bindings(action.inputs):
        if not one.get("members"):
            # IAM API, "Policy": "Each of the bindings must contain at least one principal."
            action.refuse("badRequest", f"Error 400: policyData: the binding of {one.get('role')} names no member")
    for role, member in granted(action.inputs):
        if not _ROLE.fullmatch(role):
            action.refuse(
                "badRequest", f"Error 400: Role {role!r} is not supported for this resource: roles/<name> or <parent>/roles/<name>"
            )
        if not _MEMBER.fullmatch(member):
            action.refuse(
                "badRequest", f"Error 400: Invalid principal {member!r}: such as user:<mail>, serviceAccount:<mail>, principalSet://…"
            )
        _account_stands(action, member)
        if member in EVERYBODY:
            _may_be_everybody(action, member)


def _account_stands(action: Action, member: str) -> None:
    found = re.fullmatch(r"serviceAccount:([^@]+)@([a-z0-9-]+)\.iam\.gserviceaccount\.com", member)
    if found is None or made_project(action.world, found[2]) is None:
        return
    email = member.removeprefix("serviceAccount:")
    if not any(one.outputs.get("email") == email for one in action.find_anywhere(SERVICE_ACCOUNT)):
        action.refuse("badRequest", f"Error 400: Service account {email} does not exist.")


def _may_be_everybody(action: Action, member: str) -> None:
    bucket = named(action, action.inputs.get("bucket"), BUCKET)
    project = str(bucket.outputs.get("project") if bucket else action.inputs.get("project") or action.account)
    prevented = bucket is not None and (
        bucket.outputs.get("publicAccessPrevention") == "enforced" or enforced(action, "storage.publicAccessPrevention", last(project))
    )
    if prevented:
        action.refuse(
            "conditionNotMet",
            f"Error 412: {member} can't be added to bucket {bucket.id if bucket else ''}: public access prevention is enforced",
        )
    if denied(action, "iam.allowedPolicyMemberDomains", last(project), member):
        action.refuse("failedPrecondition", "Error 400: One or more users named in the policy do not belong to a permitted customer.")


@every_type("gcp", "create", source="Cloud Storage JSON API, buckets.setIamPolicy")
def bucket_stands(action: Action) -> None:
    """Access to a bucket that is not there can't be granted."""
    if (
        iam_kind(action.type)
        and action.type.startswith("gcp:storage/bucket")
        and named(action, action.inputs.get("bucket"), BUCKET) is None
    ):
        action.refuse(MISSING, f"Error 404: The specified bucket does not exist: {action.inputs.get('bucket')}")


# Functions that programs ask for.


@invoke(
    "gcp:organizations/getIAMPolicy:getIAMPolicy", source="Terraform google provider, google_iam_policy: renders the document, asks no API"
)
def policy_document(call: Call) -> Properties:
    """Bindings sorted by role, members sorted too."""
    merged: dict[str, dict[str, Any]] = {}
    for one in listed(call.inputs.get("bindings")):
        condition = one.get("condition")
        at = json.dumps([one.get("role"), condition], sort_keys=True)
        held = merged.setdefault(at, {"role": one.get("role"), "members": [], **({"condition": condition} if condition else {})})
        held["members"] = sorted({*held["members"], *texts(one.get("members"))})
    document: dict[str, Any] = {"bindings": sorted(merged.values(), key=lambda one: str(one["role"]))} if merged else {}
    if call.inputs.get("auditConfigs"):
        document["auditConfigs"] = call.inputs["auditConfigs"]
    text = json.dumps(document, separators=(",", ":"), sort_keys=True)
    return {**call.inputs, "policyData": text, "id": call.world.digest(text)[:10]}


@invoke("gcp:organizations/getProject:getProject", source="Terraform google provider, google_project (data source)")
def this_project(call: Call) -> Properties:
    """Id and number of a project, the provider's where none is named."""
    name = last(str(call.inputs.get("projectId") or call.account))
    made = made_project(call.world, name)
    action = Action("read", "", "", "", {}, {}, None, call.world, call.place)
    shown = (
        dict(made.outputs)
        if made
        else {"projectId": name, "name": name, "number": project_number(action, name), "labels": {}, "orgId": "", "folderId": ""}
    )
    return {"effectiveLabels": {}, "pulumiLabels": {}, "billingAccount": "", **shown, "id": f"projects/{name}"}


@invoke("gcp:organizations/getClientConfig:getClientConfig", source="Terraform google provider, google_client_config")
def client(call: Call) -> Properties:
    """What the provider is configured with."""
    config = call.place.config
    found = {name: config.get(name, "") for name in ("region", "zone")}
    return {
        "project": call.account,
        "accessToken": "simulated",
        "defaultLabels": config.get("defaultLabels") or {},
        "id": call.account,
        **found,
    }
