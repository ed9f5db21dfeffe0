"""VPC Service Controls against the program itself: it runs outside of the perimeters that it builds, and may lock itself out of what it makes next.

A rehearsal does not know who runs the program, nor from where. `SIMULATOR_GCP_CALLER` says it: `serviceAccount:deployer@project.iam.gserviceaccount.com`, or
`user:…`, a caller outside of every perimeter. Then each create, update and delete in a project of an enforced perimeter that restricts the service is refused,
unless a rule of ingress lets the caller in. What can't be known lets in: whether an access level is met, a group's members, the network of a source.

Sources: VPC Service Controls documentation, "Service perimeter details and configuration" (requests from outside to restricted services are denied; dry run
denies nothing), "Ingress and egress rules", "Troubleshooting" (the error's words).
"""

import os
from collections.abc import Iterator
from typing import Any

from simulator.packages.gcp import made_id, project_of
from simulator.packages.gcp_services import api_of, number_of_project
from simulator.rules import Action
from simulator.rules.gcp.common import given, inner, listed, part, texts
from simulator.rules.gcp.kinds import PERIMETER
from simulator.rules.gcp.perimeters import ingress_policy, members
from simulator.rules.registry import every_type

CALLER_VARIABLE = "SIMULATOR_GCP_CALLER"
_SOURCE = "VPC Service Controls documentation, 'Service perimeter details and configuration', 'Ingress and egress rules'"
_KINDS = {"ANY_IDENTITY": "", "ANY_SERVICE_ACCOUNT": "serviceAccount:", "ANY_USER_ACCOUNT": "user:"}
_UNKNOWN_MEMBERS = ("group:", "principal:", "principalSet:")


@every_type("gcp", "create", source=_SOURCE)
@every_type("gcp", "update", source=_SOURCE)
@every_type("gcp", "delete", source=_SOURCE)
def perimeters_let_the_caller_in(action: Action) -> None:
    """Who stands outside needs a rule for what it does inside."""
    caller, service = os.environ.get(CALLER_VARIABLE, ""), _service(action.type)
    if not caller or not service:
        return
    project = f"projects/{number_of_project(action.world, _project(action))}"
    for one in action.find_anywhere(PERIMETER):
        status = inner(one.outputs.get("status"))
        if one.outputs.get("perimeterType") == "PERIMETER_TYPE_BRIDGE" or service not in texts(status.get("restrictedServices")):
            continue
        if project not in members(action, one.id) or given(status.get("accessLevels")):
            continue
        if not any(_lets_in(rule, caller, project, service) for rule in _rules(action, one.id, status)):
            action.refuse(
                "forbidden",
                "Error 403: Request is prohibited by organization's policy. vpcServiceControlsUniqueIdentifier: "
                f"{action.hex(16, 'vpc-sc')}: {caller} is outside of {one.id}, which restricts {service} in {project}, and no rule of ingress lets it in",
            )


def _service(token: str) -> str:
    return api_of(token) or ("storage.googleapis.com" if token.startswith("gcp:storage/") else "")


def _project(action: Action) -> str:
    whole = action.id if action.verb != "create" else made_id(action)
    return part(whole, "projects") or str(action.inputs.get("project") or project_of(action))


def _rules(action: Action, perimeter: str, status: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from listed(status.get("ingressPolicies"))
    yield from (one.outputs for one in action.find_anywhere(ingress_policy.type) if one.outputs.get("perimeter") == perimeter)


def _lets_in(rule: dict[str, Any], caller: str, project: str, service: str) -> bool:
    whom, what = inner(rule.get("ingressFrom")), inner(rule.get("ingressTo"))
    identities = texts(whom.get("identities"))
    kind = _KINDS.get(str(whom.get("identityType")))
    known = (
        caller in identities
        or any(one.startswith(_UNKNOWN_MEMBERS) for one in identities)
        or (kind is not None and caller.startswith(kind))
    )
    where = {"*", project} & set(texts(what.get("resources")))
    services = {one.get("serviceName") for one in listed(what.get("operations"))}
    return known and bool(where) and (bool({"*", service} & services) or given(what.get("roles")))
