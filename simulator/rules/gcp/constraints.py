"""Organization policies, and what the constraints that they enforce refuse.

Sources: Organization Policy documentation, "Organization policy constraints", "Creating and managing organization policies", "Understanding
hierarchy evaluation"; Terraform google provider, google_org_policy_policy, google_org_policy_custom_constraint.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from simulator.packages.gcp_paths import last, part
from simulator.packages.gcp_services import made_project
from simulator.rules import Action, Allowed, Fault, Length, Object, Pattern, Properties, Rules
from simulator.rules.gcp.common import given, inner, listed, texts
from simulator.rules.gcp.kinds import CUSTOM_CONSTRAINT, FOLDER, ORG_POLICY
from simulator.rules.registry import every_type

_CONSTRAINTS = "Organization Policy documentation, 'Organization policy constraints'"

policy = Rules(
    ORG_POLICY,
    source="Organization Policy API v2, policies; Terraform google provider, google_org_policy_policy",
    checks=(
        Pattern(
            "parent",
            r"(?:organizations|folders)/\d+|projects/[a-z0-9:.-]+",
            source="Organization Policy API v2, policies: parent",
            saying="organizations/<number>, folders/<number> or projects/<id or number>",
        ),
        Pattern(
            "name",
            r"(?:(?:organizations|folders|projects)/[^/]+/policies/)?[A-Za-z0-9.]+",
            source="Organization Policy API v2, policies: name",
        ),
        Length("spec.rules", 0, 10, source="Organization Policy API v2, policies: 'up to 10 rules'"),
    ),
    immutable={"name", "parent"},
    unset={f"{side}.{name}": False for side in ("spec", "dryRunSpec") for name in ("inheritFromParent", "reset")},
    outputs={"etag": "{hex16}"},
)


@policy.check(source="Organization Policy API v2, PolicySpec", even_unknown=True)
def rules_say_one_thing(inputs: Properties) -> Iterator[Fault]:
    """A rule allows all, denies all, enforces, or names values."""
    for spec in ("spec", "dryRunSpec"):
        for at, one in enumerate(listed(inner(inputs.get(spec)).get("rules"))):
            said = [name for name in ("allowAll", "denyAll", "enforce", "values") if given(one.get(name))]
            if len(said) != 1:
                yield (
                    f"{spec}.rules[{at}]",
                    f"exactly one of allowAll, denyAll, enforce, values must be given, not {' and '.join(said) or 'none'}",
                )
    parent, name = inputs.get("parent"), inputs.get("name")
    if isinstance(parent, str) and isinstance(name, str) and "/" in name and not name.startswith(parent + "/"):
        yield "name", f"{name!r} is not of {parent}"


@policy.before("create")
def custom_one_stands(action: Action) -> None:
    """A custom constraint is made before its policy."""
    name = last(action.inputs["name"])
    if name.startswith("custom.") and not any(last(one.id) == name for one in action.find_anywhere(CUSTOM_CONSTRAINT)):
        action.refuse("invalid", f"Custom constraint {name} does not exist")


custom_constraint = Rules(
    CUSTOM_CONSTRAINT,
    source="Organization Policy documentation, 'Creating and managing custom constraints'; Terraform google provider, google_org_policy_custom_constraint",
    checks=(
        Pattern(
            "name",
            r"custom\.[A-Za-z0-9]{1,63}",
            source="Organization Policy API v2, customConstraints: name",
            saying="custom.<letters and digits>",
        ),
        Pattern(
            "parent", r"organizations/\d+", source="Organization Policy API v2, customConstraints: parent", saying="organizations/<number>"
        ),
        Allowed("actionType", ("ALLOW", "DENY"), source="Organization Policy API v2, customConstraints: actionType"),
        Allowed(
            "methodTypes[*]",
            ("CREATE", "UPDATE", "DELETE", "REMOVE_GRANTS", "GOVERN_TAGS"),
            source="Organization Policy API v2, customConstraints: methodTypes",
        ),
        Length("condition", 1, 1000, source="Organization Policy API v2, customConstraints: condition"),
    ),
    immutable={"name", "parent", "resourceTypes"},
)


# What is enforced, and where.


def nodes_above(action: Action, project: str) -> list[str]:
    """The project and what holds it, nearest first."""
    found, made = [f"projects/{project}"], made_project(action.world, project)
    if made is None:
        return found
    found.append(f"projects/{made.outputs.get('number')}")
    held = made.outputs.get("folderId")
    while held:
        found.append(f"folders/{last(held)}")
        above = next((one for one in action.find_anywhere(FOLDER) if last(one.id) == last(held)), None)
        parent = str(above.outputs.get("parent")) if above else ""
        held = parent if parent.startswith("folders/") else None
        if parent.startswith("organizations/"):
            found.append(parent)
    if made.outputs.get("orgId"):
        found.append(f"organizations/{last(made.outputs['orgId'])}")
    return found


def policy_for(action: Action, constraint: str, project: str) -> Object | None:
    """The nearest policy of a constraint above a project."""
    every = [one for one in action.find_anywhere(ORG_POLICY) if last(one.outputs.get("name")) == constraint]
    for node in nodes_above(action, project):
        for one in every:
            if one.outputs.get("parent") == node:
                return one
    return None


def _rules(found: Object | None) -> list[dict[str, Any]]:
    spec = inner(found.outputs.get("spec")) if found else {}
    return [] if spec.get("reset") is True else [one for one in listed(spec.get("rules")) if not one.get("condition")]


def enforced(action: Action, constraint: str, project: str) -> bool:
    """Whether a constraint that is on or off is on."""
    return any(str(one.get("enforce")).upper() == "TRUE" for one in _rules(policy_for(action, constraint, project)))


def denied(action: Action, constraint: str, project: str, value: str) -> bool:
    """Whether a constraint of values denies one."""
    rules = _rules(policy_for(action, constraint, project))
    if any(str(one.get("denyAll")).upper() == "TRUE" for one in rules):
        return True
    for one in rules:
        values = inner(one.get("values"))
        if any(_matches(value, item) for item in texts(values.get("deniedValues"))):
            return True
        allowed = texts(values.get("allowedValues"))
        if allowed and not any(_matches(value, item) for item in allowed):
            return True
    return False


def _matches(value: str, item: str) -> bool:
    """`in:europe-locations` is every location of Europe; `is:` and nothing are the value itself."""
    kind, found, rest = item.partition(":")
    if not found or kind in ("is", "under"):
        return (rest or item).lower() == value.lower()
    if kind == "in":
        area = rest.removesuffix("-locations")
        return (
            value.lower() == area
            or value.lower().startswith(area + "-")
            or (area == "eu" and re.match(r"europe-|eu$", value.lower()) is not None)
        )
    return False


def _always(_: Properties) -> bool:
    return True


def _fine_grained(inputs: Properties) -> bool:
    return inputs.get("uniformBucketLevelAccess") is not True


def _public_sql(inputs: Properties) -> bool:
    return inner(inner(inputs.get("settings")).get("ipConfiguration")).get("ipv4Enabled") is not False


def _keyless(*paths: str) -> Callable[[Properties], bool]:
    def asked(inputs: Properties) -> bool:
        return not any(
            inner(inputs.get(top)).get(leaf) if leaf else inputs.get(top) for top, _, leaf in (path.partition(".") for path in paths)
        )

    return asked


_KEYED = (
    ("gcp:artifactregistry/repository:Repository", "artifactregistry", _keyless("kmsKeyName")),
    ("gcp:bigquery/dataset:Dataset", "bigquery", _keyless("defaultEncryptionConfiguration.kmsKeyName")),
    ("gcp:pubsub/topic:Topic", "pubsub", _keyless("kmsKeyName")),
    ("gcp:sql/databaseInstance:DatabaseInstance", "sqladmin", _keyless("encryptionKeyName")),
    ("gcp:storage/bucket:Bucket", "storage", _keyless("encryption.defaultKmsKeyName")),
)
"""(type, API, whether it has no key): Cloud KMS documentation, "CMEK organization policies"."""

_SWITCHES = (
    ("gcp:serviceaccount/key:Key", "iam.disableServiceAccountKeyCreation", _always),
    ("gcp:serviceaccount/key:Key", "iam.managed.disableServiceAccountKeyCreation", _always),
    ("gcp:serviceaccount/account:Account", "iam.disableServiceAccountCreation", _always),
    ("gcp:storage/bucket:Bucket", "storage.uniformBucketLevelAccess", _fine_grained),
    ("gcp:sql/databaseInstance:DatabaseInstance", "sql.restrictPublicIp", _public_sql),
)
"""(type, constraint, whether these inputs break it)."""


@every_type("gcp", "create", source=_CONSTRAINTS)
def constraints_hold(action: Action) -> None:
    """What is enforced above the resource's project refuses it."""
    project = str(action.inputs.get("project") or action.account)
    for type_, constraint, breaks in _SWITCHES:
        if action.type == type_ and breaks(action.inputs) and enforced(action, constraint, last(project)):
            _refuse(action, constraint, project)
    for type_, api, bare in _KEYED:
        if (
            action.type == type_
            and bare(action.inputs)
            and denied(action, "gcp.restrictNonCmekServices", last(project), f"{api}.googleapis.com")
        ):
            _refuse(action, "gcp.restrictNonCmekServices", project)
    front = _front(action)
    if front and denied(action, "compute.restrictLoadBalancerCreationForTypes", last(project), front):
        _refuse(action, "compute.restrictLoadBalancerCreationForTypes", project)
    for value in _external_addresses(action):
        if denied(action, "compute.vmExternalIpAccess", last(project), value):
            _refuse(action, "compute.vmExternalIpAccess", project)
    place = next((action.inputs[name] for name in ("location", "region") if isinstance(action.inputs.get(name), str)), None)
    if place and place != "global" and denied(action, "gcp.resourceLocations", last(project), last(place)):
        _refuse(action, "gcp.resourceLocations", project)
    if action.type == "gcp:compute/routerNat:RouterNat" and denied(action, "compute.restrictCloudNATUsage", last(project), project):
        _refuse(action, "compute.restrictCloudNATUsage", project)
    if action.type == "gcp:compute/networkPeering:NetworkPeering":
        home = part(action.inputs.get("network"), "projects") or last(project)
        if denied(action, "compute.restrictVpcPeering", home, str(action.inputs.get("peerNetwork"))):
            _refuse(action, "compute.restrictVpcPeering", home)


def _front(action: Action) -> str:
    """Kind of a load balancer on the internet; empty for others. An endpoint of Private Service Connect has an empty scheme."""
    if not re.match(r"gcp:compute/(?:globalF|f)orwardingRule:", action.type):
        return ""
    scheme = action.inputs.get("loadBalancingScheme", "EXTERNAL")
    if scheme == "EXTERNAL_MANAGED":
        return f"{'GLOBAL_' if '/global' in action.type else ''}EXTERNAL_MANAGED_HTTP_HTTPS"
    if scheme == "EXTERNAL":
        return "EXTERNAL_HTTP_HTTPS" if "/global" in action.type else "EXTERNAL_NETWORK_TCP_UDP"
    return ""


def _external_addresses(action: Action) -> list[str]:
    if action.type != "gcp:compute/instance:Instance":
        return []
    faces = listed(action.inputs.get("networkInterfaces"))
    asked = any("accessConfigs" in face for face in faces)
    return (
        [
            f"projects/{action.inputs.get('project') or action.account}/zones/{action.inputs.get('zone')}/instances/{action.inputs.get('name')}"
        ]
        if asked
        else []
    )


def _refuse(action: Action, constraint: str, project: str) -> None:
    action.refuse("conditionNotMet", f"Error 412: Constraint constraints/{constraint} violated for projects/{last(project)}")
