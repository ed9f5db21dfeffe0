"""Limits and default quotas that a plan can break: how many of a kind, and how many entries in one.

A *limit* can't be raised; a *quota* is Google's default, which a project may have raised: the refusal says which it is. Only numbers that the
documentation gives are here. Networks, subnets, firewall rules, routes and forwarding rules of a project have quotas without a published number.

Sources: VPC documentation, "Quotas and limits"; Cloud NGFW documentation, "Quotas and limits"; Cloud Router and Cloud NAT documentation, "Quotas and limits";
Cloud DNS documentation, "Quotas and limits"; IAM documentation, "Quotas and limits"; Cloud Logging documentation, "Quotas and limits"; Resource Manager
documentation, "Create and manage labels"; VPC Service Controls documentation, "Quotas and limits".
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from simulator.packages.gcp import made_id, project_of
from simulator.rules import Action, Cidr, Fault, Length, Object, Properties, Rules
from simulator.rules.gcp.common import block, inner, listed, part, path
from simulator.rules.gcp.dns import record, zone
from simulator.rules.gcp.firewalls import firewall
from simulator.rules.gcp.kinds import LOG_BUCKET, PEERING, ROUTER, ROUTER_NAT, SERVICE_ACCOUNT, SINK
from simulator.rules.gcp.logs import bucket, folder_sink, organization_sink, sink
from simulator.rules.gcp.networks import subnetwork
from simulator.rules.gcp.perimeters import perimeter
from simulator.rules.gcp.routers import nat
from simulator.rules.registry import every_type
from simulator.schema import type_schema

_VPC = "VPC documentation, 'Quotas and limits'"
_NGFW = "Cloud NGFW documentation, 'Quotas and limits'"
_IAM = "IAM documentation, 'Quotas and limits'"
_LOGGING = "Cloud Logging documentation, 'Quotas and limits'"
_LABELS = "Resource Manager documentation, 'Create and manage labels': requirements"


def also(rules: Rules, *checks: Length | Cidr) -> None:
    """Add to the checks of a type."""
    rules.checks = (*rules.checks, *checks)


# Entries of one resource.

also(subnetwork, Length("secondaryIpRanges", 0, 170, source=f"{_VPC}: secondary IP ranges per subnet"))
also(
    firewall,
    *(
        Length(name, 0, most, source=f"{_NGFW}: VPC firewall rules")
        for name, most in (("sourceTags", 30), ("targetTags", 70), ("sourceServiceAccounts", 10), ("targetServiceAccounts", 10))
    ),
    *(Length(name, 0, 5000, source=f"{_NGFW}: IP ranges per rule") for name in ("sourceRanges", "destinationRanges")),
)
also(nat, Length("rules", 0, 50, source="Cloud NAT documentation, 'Quotas and limits': NAT rules per gateway"))
also(nat, Length("natIps", 0, 300, source="Cloud NAT documentation, 'Quotas and limits': manually assigned addresses per gateway"))
also(record, Length("rrdatas", 0, 100, source="Cloud DNS documentation, 'Quotas and limits': records per resource record set"))
also(
    zone,
    Length("forwardingConfig.targetNameServers", 0, 50, source="Cloud DNS documentation, 'Quotas and limits': targets per forwarding zone"),
)
for one in (sink, folder_sink, organization_sink):
    also(
        one,
        Length("exclusions", 0, 50, source=f"{_LOGGING}: exclusion filters per sink"),
        Length("filter", 0, 20000, source=f"{_LOGGING}: length of a sink inclusion filter"),
        Length("exclusions[*].filter", 0, 20000, source=f"{_LOGGING}: length of a sink exclusion filter"),
    )
also(bucket, Length("indexConfigs", 0, 20, source=f"{_LOGGING}: custom indexed fields per log bucket"))


@subnetwork.check(source="Load balancing documentation, 'Proxy-only subnets': '64 or more IP addresses, a prefix length of 26 or less'")
def proxies_have_room(inputs: Properties) -> Iterator[Fault]:
    """A subnet of proxies is a /26 or larger."""
    own = block(inputs.get("ipCidrRange"))
    if own is not None and str(inputs.get("purpose")).endswith("MANAGED_PROXY") and own.prefixlen > 26:
        yield "ipCidrRange", f"{own} is too small for a proxy-only subnet: a prefix length of 26 or less"


# How many of a kind.


@dataclass(frozen=True)
class Most:
    """How many objects of a type one place may hold."""

    most: int
    place: Callable[[str, Properties], str]
    """(id, inputs or outputs) → what is counted together; empty counts nothing."""
    refusal: str
    code: str = "resourceExhausted"


def _project(id_: str, _: Properties) -> str:
    return part(id_, "projects")


def _network_and_region(id_: str, values: Properties) -> str:
    network = path(values.get("network"))
    return f"{network}|{part(id_, 'regions')}" if network else ""


def _own_router(_: str, values: Properties) -> str:
    return path(values.get("router"))


def _own_network(_: str, values: Properties) -> str:
    return path(values.get("network"))


MOST: dict[str, Most] = {
    PEERING: Most(25, _own_network, "QUOTA_EXCEEDED - Quota 'PEERINGS_PER_NETWORK' exceeded. Limit: 25.0", "quotaExceeded"),
    ROUTER: Most(5, _network_and_region, "Invalid: at most 5 Cloud Routers in a network and region (a limit)", "invalid"),
    ROUTER_NAT: Most(50, _own_router, "Invalid: at most 50 Cloud NAT gateways on a Cloud Router (a limit)", "invalid"),
    SERVICE_ACCOUNT: Most(100, _project, "Error 429: Maximum number of service accounts on project reached."),
    "gcp:projects/iAMCustomRole:IAMCustomRole": Most(300, _project, "Error 429: Maximum number of roles reached. Maximum is: 300"),
    SINK: Most(200, _project, "Error 429: maximum number of sinks of the project reached: 200 (a quota)"),
    LOG_BUCKET: Most(100, _project, "Error 429: maximum number of log buckets of the project reached: 100 (a quota)"),
}
"""Type → its limit or default quota."""


def _id_to_be(action: Action) -> str:
    """What the id will say of its place; some types' ids name no project."""
    made = "" if action.type == SERVICE_ACCOUNT else made_id(action)
    return made if part(made, "projects") else f"projects/{project_of(action)}/{made}"


@every_type("gcp", "create", source=f"{_VPC}; {_IAM}; {_LOGGING}; Cloud Router documentation, 'Quotas and limits'")
def not_too_many(action: Action) -> None:
    """One more than the place may hold is refused."""
    rule = MOST.get(action.type)
    if rule is None:
        return
    place = rule.place(_id_to_be(action), action.inputs)
    living: list[Object] = [one for one in action.find_anywhere(action.type) if place and rule.place(one.id, one.outputs) == place]
    if len(living) >= rule.most:
        action.refuse(rule.code, rule.refusal)


# Labels.

_KEY, _VALUE = re.compile(r"[\w\-]{1,63}"), re.compile(r"[\w\-]{0,63}")
_MOST_LABELS = 64


@every_type("gcp", "create", source=_LABELS)
@every_type("gcp", "update", source=_LABELS)
def labels_are_fit(action: Action) -> None:
    """64 of them; keys begin with a small letter, and neither keys nor values have capitals or points."""
    labels = action.inputs.get("labels")
    if not isinstance(labels, dict) or "effectiveLabels" not in type_schema(action.type).outputs:
        return
    if len(labels) > _MOST_LABELS:
        action.refuse("invalid", f"Error 400: a resource can have up to {_MOST_LABELS} labels, not {len(labels)}")
    for key, value in labels.items():
        if not _KEY.fullmatch(key) or key != key.lower() or not key[:1].isalpha():
            action.refuse(
                "invalid", f"Error 400: Label key '{key}' violates format constraints: small letters, digits, _ and -, a letter first"
            )
        if isinstance(value, str) and (not _VALUE.fullmatch(value) or value != value.lower()):
            action.refuse(
                "invalid", f"Error 400: Label value '{value}' violates format constraints: up to 63 small letters, digits, _ and -"
            )


# Attributes of a perimeter's rules.

_ATTRIBUTES = 6000


def attributes(side: Properties) -> int:
    """Projects, networks, access levels, methods and identities in the rules of ingress and egress, each time they stand there."""
    count = 0
    for direction in ("ingress", "egress"):
        for rule in listed(side.get(f"{direction}Policies")):
            caller, aim = inner(rule.get(f"{direction}From")), inner(rule.get(f"{direction}To"))
            count += len(caller.get("identities") or []) + len(listed(caller.get("sources"))) + len(aim.get("resources") or [])
            count += len(aim.get("roles") or []) + len(aim.get("externalResources") or [])
            count += sum(max(1, len(listed(one.get("methodSelectors")))) for one in listed(aim.get("operations")))
    return count


@perimeter.check(source="VPC Service Controls documentation, 'Quotas and limits': 6,000 attributes in the rules of one configuration")
def rules_are_not_endless(inputs: Properties) -> Iterator[Fault]:
    """Enforced and dry run are counted apart."""
    for side in ("status", "spec"):
        found = attributes(inner(inputs.get(side)))
        if found > _ATTRIBUTES:
            yield f"{side}.ingressPolicies", f"rules of ingress and egress have {found} attributes; allowed: {_ATTRIBUTES}"
