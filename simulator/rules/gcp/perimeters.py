"""Access Context Manager: access policies, access levels, service perimeters and what is added to them one by one.

Sources: VPC Service Controls documentation, "Service perimeter details and configuration" (a project is in one perimeter, dry run), "Ingress and
egress rules", "VPC accessible services"; Access Context Manager API, accessPolicies.accessLevels, accessPolicies.servicePerimeters; Terraform
google provider, google_access_context_manager_*.
"""

import re
from collections.abc import Iterator
from typing import Any

from simulator.rules import Action, Allowed, ExactlyOneOf, Fault, Length, Pattern, Properties, Rules
from simulator.rules.gcp.common import CLASH, MISSING, WRONG, address_faults, given, inner, last, link, listed, texts
from simulator.rules.gcp.kinds import ACCESS_LEVEL, ACCESS_POLICY, PERIMETER, PERIMETER_RESOURCE

_PERIMETERS = "Access Context Manager API, accessPolicies.servicePerimeters"
_LEVELS = "Access Context Manager API, accessPolicies.accessLevels"
_RULES = "VPC Service Controls documentation, 'Ingress and egress rules'"
_RESOURCE = re.compile(r"projects/\d+|//compute\.googleapis\.com/projects/[^/]+/global/networks/[^/]+")

access_policy = Rules(
    ACCESS_POLICY,
    source="Access Context Manager API, accessPolicies; Terraform google provider, google_access_context_manager_access_policy",
    checks=(
        Pattern(
            "parent", r"organizations/\d+", source="Access Context Manager API, accessPolicies: parent", saying="organizations/<number>"
        ),
    ),
    immutable={"parent"},
    id="{digits12}",
    outputs={"name": "{id}"},
)


@access_policy.before("create")
def one_for_an_organization(action: Action) -> None:
    """'There may be at most one organization-level access policy'; a scope belongs to one policy."""
    mine = action.inputs.get("scopes")
    for other in action.find_anywhere(ACCESS_POLICY, parent=action.inputs["parent"]):
        if other.outputs.get("scopes") == mine or (not mine and not other.outputs.get("scopes")):
            action.refuse(CLASH, f"Error 409: Policy already exists with parent {action.inputs['parent']}: {other.id}")


def _holder(action: Action, property_: str = "parent") -> None:
    wanted = str(action.inputs[property_])
    number = wanted.split("/")[1] if wanted.startswith("accessPolicies/") else wanted
    if not any(one.id == number for one in action.find_anywhere(ACCESS_POLICY)):
        action.refuse(MISSING, f"Error 404: Access policy {wanted} was not found")


access_level = Rules(
    ACCESS_LEVEL,
    source=f"{_LEVELS}; Terraform google provider, google_access_context_manager_access_level",
    checks=(
        Pattern("parent", r"accessPolicies/\d+", source=_LEVELS, saying="accessPolicies/<number>"),
        Pattern(
            "name",
            r"accessPolicies/\d+/accessLevels/[A-Za-z][A-Za-z0-9_]{0,49}",
            source=_LEVELS,
            saying="accessPolicies/<number>/accessLevels/<name>",
        ),
        ExactlyOneOf(("basic", "custom"), source=_LEVELS),
        Length("basic.conditions", 1, source=_LEVELS),
        Allowed("basic.combiningFunction", ("AND", "OR"), source=_LEVELS),
    ),
    immutable={"name", "parent"},
)


@access_level.check(source=f"{_LEVELS}: Condition", even_unknown=True)
def conditions_say_something(inputs: Properties) -> Iterator[Fault]:
    """An empty condition is every caller; networks are blocks, regions two letters."""
    for at, one in enumerate(listed(inner(inputs.get("basic")).get("conditions"))):
        where = f"basic.conditions[{at}]"
        parts = ("ipSubnetworks", "devicePolicy", "requiredAccessLevels", "members", "regions", "vpcNetworkSources")
        if not any(given(one.get(name)) for name in parts):
            yield where, f"at least one of {', '.join(parts)} must be given"
        yield from address_faults(f"{where}.ipSubnetworks", one.get("ipSubnetworks"))
        if given(one.get("ipSubnetworks")) and given(one.get("vpcNetworkSources")):
            yield f"{where}.vpcNetworkSources", "conflicts with ipSubnetworks"
        for place, region in enumerate(texts(one.get("regions"))):
            if not re.fullmatch("[A-Z]{2}", region):
                yield f"{where}.regions[{place}]", f"{region!r} is not an ISO 3166-1 alpha-2 code"


@access_level.before("create")
def level_has_a_policy(action: Action) -> None:
    """Its policy must stand."""
    _holder(action)


perimeter = Rules(
    PERIMETER,
    source=f"{_PERIMETERS}; Terraform google provider, google_access_context_manager_service_perimeter",
    checks=(
        Pattern("parent", r"accessPolicies/\d+", source=_PERIMETERS, saying="accessPolicies/<number>"),
        Pattern(
            "name",
            r"accessPolicies/\d+/servicePerimeters/[A-Za-z][A-Za-z0-9_]{0,49}",
            source=_PERIMETERS,
            saying="accessPolicies/<number>/servicePerimeters/<name>",
        ),
    ),
    references={
        "status.accessLevels[*]": link(ACCESS_LEVEL, delete_code="failedPrecondition"),
        "spec.accessLevels[*]": link(ACCESS_LEVEL, delete_code="failedPrecondition"),
    },
    immutable={"name", "parent", "perimeterType"},
    unordered=tuple(f"{side}.{name}" for side in ("status", "spec") for name in ("resources", "restrictedServices", "accessLevels")),
    unset={"useExplicitDryRunSpec": False},
    outputs={"etag": "{hex16}"},
)


@perimeter.check(source=f"{_PERIMETERS}; {_RULES}", even_unknown=True)
def configuration_makes_sense(inputs: Properties) -> Iterator[Fault]:
    """Resources go by number; a bridge restricts nothing; a dry run must be asked for; rules name whom and what."""
    if inputs.get("spec") is not None and inputs.get("useExplicitDryRunSpec") is not True:
        yield "useExplicitDryRunSpec", "must be true when spec is given"
    if inputs.get("useExplicitDryRunSpec") is True and inputs.get("spec") is None:
        yield "spec", "is required when useExplicitDryRunSpec is true"
    for side in ("status", "spec"):
        yield from _side(inputs, side)


def _side(inputs: Properties, side: str) -> Iterator[Fault]:
    said = inner(inputs.get(side))
    for at, one in enumerate(texts(said.get("resources"))):
        if not _RESOURCE.fullmatch(one):
            yield (
                f"{side}.resources[{at}]",
                f"{one!r} is not allowed: projects/<number> or //compute.googleapis.com/projects/<id>/global/networks/<name>",
            )
    bridge = inputs.get("perimeterType") == "PERIMETER_TYPE_BRIDGE"
    for name in ("restrictedServices", "accessLevels", "vpcAccessibleServices", "ingressPolicies", "egressPolicies"):
        if bridge and given(said.get(name)):
            yield f"{side}.{name}", "must be empty for a perimeter bridge"
    for at, one in enumerate(texts(said.get("restrictedServices"))):
        if not re.fullmatch(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.googleapis\.com", one):
            yield f"{side}.restrictedServices[{at}]", f"{one!r} is not the name of a service, such as storage.googleapis.com"
    reachable = inner(said.get("vpcAccessibleServices"))
    if given(reachable.get("allowedServices")) and reachable.get("enableRestriction") is not True:
        yield f"{side}.vpcAccessibleServices.allowedServices", "must be empty unless enableRestriction is true"
    for direction in ("ingress", "egress"):
        for at, rule in enumerate(listed(said.get(f"{direction}Policies"))):
            yield from rule_faults(direction, rule, f"{side}.{direction}Policies[{at}]")


def rule_faults(direction: str, rule: dict[str, Any], where: str) -> Iterator[Fault]:
    """What is wrong with one rule of ingress or egress."""
    caller, aim = inner(rule.get(f"{direction}From")), inner(rule.get(f"{direction}To"))
    here, there = (f"{where}.{direction}{word}" if where else f"{direction}{word}" for word in ("From", "To"))
    if given(caller.get("identities")) and caller.get("identityType") not in (None, "", "IDENTITY_TYPE_UNSPECIFIED"):
        yield f"{here}.identityType", "conflicts with identities"
    for at, one in enumerate(texts(caller.get("identities"))):
        if not re.match(r"(?:user|serviceAccount|group|principal|principalSet):", one):
            yield f"{here}.identities[{at}]", f"{one!r} is no principal, such as serviceAccount:name@project.iam.gserviceaccount.com"
    for at, one in enumerate(texts(aim.get("resources"))):
        if one != "*" and not re.fullmatch(r"projects/\d+", one):
            yield f"{there}.resources[{at}]", f"{one!r} is not allowed: projects/<number> or *"
    for at, operation in enumerate(listed(aim.get("operations"))):
        if operation.get("serviceName") == "*" and given(operation.get("methodSelectors")):
            yield f"{there}.operations[{at}].methodSelectors", "must be empty when serviceName is '*'"
        for place, method in enumerate(listed(operation.get("methodSelectors"))):
            if given(method.get("method")) == given(method.get("permission")):
                yield f"{there}.operations[{at}].methodSelectors[{place}]", "exactly one of method, permission must be given"


@perimeter.before("create")
def perimeter_has_a_policy(action: Action) -> None:
    """Its policy must stand."""
    _holder(action)


@perimeter.before("create")
@perimeter.before("update")
def projects_are_in_one(action: Action) -> None:
    """'A project can be in only one service perimeter' of the regular kind."""
    if action.inputs.get("perimeterType") == "PERIMETER_TYPE_BRIDGE":
        return
    for side in ("status", "spec"):
        mine = set(texts(inner(action.inputs.get(side)).get("resources")))
        for other in action.find_anywhere(PERIMETER):
            if other.id == action.id or other.outputs.get("perimeterType") == "PERIMETER_TYPE_BRIDGE":
                continue
            both = mine & members(action, other.id, side)
            if both:
                action.refuse(WRONG, f"Error 400: {min(both)} is already in service perimeter {other.id}")


@perimeter.before("create")
@perimeter.before("update")
def levels_of_rules_stand(action: Action) -> None:
    """An access level that a rule admits must be there; `*` is any network."""
    for side in ("status", "spec"):
        said = inner(action.inputs.get(side))
        for direction in ("ingress", "egress"):
            for rule in listed(said.get(f"{direction}Policies")):
                for source in listed(inner(rule.get(f"{direction}From")).get("sources")):
                    level = source.get("accessLevel")
                    if level and level != "*" and not any(one.id == level for one in action.find_anywhere(ACCESS_LEVEL)):
                        action.refuse(MISSING, f"Error 404: access level {level} was not found")


def members(action: Action, id_: str, side: str = "status") -> set[str]:
    """Resources of a perimeter, those that were added one by one too."""
    found = next((one for one in action.world.by_id(id_) if one.type == PERIMETER), None)
    own = set(texts(inner(found.outputs.get(side)).get("resources"))) if found else set()
    added = (
        PERIMETER_RESOURCE if side == "status" else "gcp:accesscontextmanager/servicePerimeterDryRunResource:ServicePerimeterDryRunResource"
    )
    return own | {str(one.outputs.get("resource")) for one in action.find_anywhere(added) if one.outputs.get("perimeterName") == id_}


def _resource_type(token: str, source: str, side: str) -> Rules:
    made = Rules(
        token,
        source=f"Terraform google provider, {source}",
        checks=(Pattern("resource", _RESOURCE.pattern, source=_PERIMETERS, saying="projects/<number>"),),
        references={"perimeterName": link(PERIMETER, blocks_delete=False)},
        immutable={"perimeterName", "resource"},
    )

    @made.before("create")
    def in_no_other(action: Action) -> None:
        for other in action.find_anywhere(PERIMETER):
            if other.outputs.get("perimeterType") != "PERIMETER_TYPE_BRIDGE" and action.inputs["resource"] in members(
                action, other.id, side
            ):
                action.refuse(WRONG, f"Error 400: {action.inputs['resource']} is already in service perimeter {other.id}")

    @made.computes
    def policy_of_it(action: Action) -> Properties:
        return {"accessPolicyId": str(action.inputs["perimeterName"]).split("/")[1], "etag": action.hex(16, "etag")}

    return made


resource = _resource_type(PERIMETER_RESOURCE, "google_access_context_manager_service_perimeter_resource", "status")
dry_run_resource = _resource_type(
    "gcp:accesscontextmanager/servicePerimeterDryRunResource:ServicePerimeterDryRunResource",
    "google_access_context_manager_service_perimeter_dry_run_resource",
    "spec",
)


def _rule_type(direction: str, dry: str, source: str) -> Rules:
    name = f"ServicePerimeter{dry}{direction.capitalize()}Policy"
    made = Rules(
        f"gcp:accesscontextmanager/{name[0].lower()}{name[1:]}:{name}",
        source=f"Terraform google provider, {source}; {_RULES}",
        references={"perimeter": link(PERIMETER, blocks_delete=False)},
        immutable={"perimeter", "title", f"{direction}From", f"{direction}To"},
        id=f"{{perimeter}}/{direction}/{{hex12}}",
    )

    @made.check(source=_RULES, even_unknown=True)
    def rule_makes_sense(inputs: Properties) -> Iterator[Fault]:
        yield from rule_faults(direction, inputs, "")

    @made.computes
    def policy_of_it(action: Action) -> Properties:
        return {"accessPolicyId": str(action.inputs["perimeter"]).split("/")[1], "etag": action.hex(16, "etag")}

    return made


ingress_policy = _rule_type("ingress", "", "google_access_context_manager_service_perimeter_ingress_policy")
egress_policy = _rule_type("egress", "", "google_access_context_manager_service_perimeter_egress_policy")
dry_ingress_policy = _rule_type("ingress", "DryRun", "google_access_context_manager_service_perimeter_dry_run_ingress_policy")
dry_egress_policy = _rule_type("egress", "DryRun", "google_access_context_manager_service_perimeter_dry_run_egress_policy")


@access_policy.before("delete")
def nothing_in_it(action: Action) -> None:
    """Levels and perimeters go first."""
    for one in action.find_anywhere(ACCESS_LEVEL, PERIMETER):
        if last(one.outputs.get("parent")) == action.object.id:
            action.refuse("failedPrecondition", f"Error 400: access policy {action.object.id} is not empty: {one.id}")
