"""Health checks, backend services and forwarding rules, those of Private Service Connect's consumers too.

Sources: Compute Engine API, healthChecks, backendServices, forwardingRules; Cloud Load Balancing documentation, "Forwarding rules overview"; VPC
documentation, "About accessing published services through endpoints", "About accessing Google APIs through endpoints"; Terraform google
provider, google_compute_forwarding_rule, google_compute_global_forwarding_rule, google_compute_region_backend_service.
"""

import re
from collections.abc import Iterator

from simulator.packages.gcp import made_id
from simulator.packages.gcp_paths import LINKS
from simulator.packages.gcp_services import number_of_project
from simulator.rules import Action, AtMostOneOf, Between, ExactlyOneOf, Fault, Length, Object, Properties, Rules, World
from simulator.rules.gcp.addresses import external_address, free_address
from simulator.rules.gcp.common import IN_USE, WRONG, last, link, listed, named, part, path, same
from simulator.rules.gcp.kinds import (
    ADDRESS,
    BACKEND_SERVICE,
    FORWARDING_RULE,
    GLOBAL_ADDRESS,
    GLOBAL_FORWARDING_RULE,
    GROUP_MANAGER,
    HEALTH_CHECK,
    INSTANCE_GROUP,
    NEG,
    NETWORK,
    REGION_BACKEND_SERVICE,
    REGION_GROUP_MANAGER,
    REGION_HEALTH_CHECK,
    REGION_NEG,
    SERVICE_ATTACHMENT,
    SUBNETWORK,
)

_CHECKS = tuple(f"{kind}HealthCheck" for kind in ("tcp", "ssl", "http", "https", "http2", "grpc"))
_TARGETS = tuple(
    f"gcp:compute/{name[0].lower() + name[1:]}:{name}"
    for name in (
        *("TargetHttpProxy", "TargetHttpsProxy", "TargetSSLProxy", "TargetTCPProxy", "RegionTargetHttpProxy", "RegionTargetHttpsProxy"),
        *("RegionTargetTcpProxy", "TargetPool", "TargetInstance", "VPNGateway", "TargetGrpcProxy"),
    )
)
BUNDLES = ("all-apis", "vpc-sc")
"""Google's APIs as one target (VPC documentation, "Supported API bundles")."""


def _health_check(token: str, source: str, immutable: set[str]) -> Rules:
    """A check of one protocol."""
    return Rules(
        token,
        source=f"Terraform google provider, {source}",
        checks=(
            ExactlyOneOf((*_CHECKS, "grpcTlsHealthCheck"), source=f"Terraform google provider, {source}: one protocol"),
            Between("checkIntervalSec", 1, 300, source="Compute Engine API, healthChecks"),
            Between("timeoutSec", 1, 300, source="Compute Engine API, healthChecks"),
        ),
        immutable=immutable,
        defaults={"checkIntervalSec": 5, "timeoutSec": 5, "healthyThreshold": 2, "unhealthyThreshold": 2},
        # 'This is false by default, which means no health check logging will be done.'
        unset={"logConfig": {"enable": False}, "logConfig.enable": False},
    )


health_check = _health_check(HEALTH_CHECK, "google_compute_health_check", set())
region_health_check = _health_check(REGION_HEALTH_CHECK, "google_compute_region_health_check", set())


@health_check.check(source="Compute Engine API, healthChecks: timeoutSec")
@region_health_check.check(source="Compute Engine API, healthChecks: timeoutSec")
def timeout_within_interval(inputs: Properties) -> Iterator[Fault]:
    """'It is invalid for timeoutSec to have a greater value than checkIntervalSec.'"""
    if inputs.get("timeoutSec", 5) > inputs.get("checkIntervalSec", 5):
        yield "timeoutSec", "must not be greater than checkIntervalSec"


@health_check.computes
@region_health_check.computes
def protocol(action: Action) -> Properties:
    """Which protocol it is."""
    kind = next((name for name in _CHECKS if action.inputs.get(name) is not None), "tcpHealthCheck")
    return {"type": kind.removesuffix("HealthCheck").upper()}


_GROUPS = (
    INSTANCE_GROUP,
    GROUP_MANAGER,
    REGION_GROUP_MANAGER,
    NEG,
    REGION_NEG,
    "gcp:compute/globalNetworkEndpointGroup:GlobalNetworkEndpointGroup",
)


def _backend_service(token: str, source: str, checks: tuple[str, ...], path_: str) -> Rules:
    """A backend service."""
    return Rules(
        token,
        source=f"Terraform google provider, {source}",
        checks=(Between("timeoutSec", 1, 2147483647, source="Compute Engine API, backendServices: timeoutSec"),),
        references={
            "backends[*].group": link(*_GROUPS, by=("id", "instanceGroup", "selfLink")),
            path_: link(*checks),
            "securityPolicy": link("gcp:compute/securityPolicy:SecurityPolicy", "gcp:compute/regionSecurityPolicy:RegionSecurityPolicy"),
            **({"network": link(NETWORK)} if token == REGION_BACKEND_SERVICE else {}),
        },
        immutable={"loadBalancingScheme", "params", *(["network"] if token == REGION_BACKEND_SERVICE else [])},
        # Compute Engine API, backendServices, BackendServiceLogConfig: every request, and no optional field, unless more or less is asked for.
        unset={"logConfig.sampleRate": 1.0, "logConfig.optionalMode": "EXCLUDE_ALL_OPTIONAL"},
        outputs={
            "fingerprint": "{hex12}",
            "generatedId": 0,
            "protocol": "TCP",
            "sessionAffinity": "NONE",
            "timeoutSec": 30,
            "portName": "",
            "cdnPolicy": {},
        },
    )


region_backend_service = _backend_service(
    REGION_BACKEND_SERVICE, "google_compute_region_backend_service", (REGION_HEALTH_CHECK, HEALTH_CHECK), "healthChecks"
)
backend_service = _backend_service(BACKEND_SERVICE, "google_compute_backend_service", (HEALTH_CHECK,), "healthChecks")


_NEVER_CHANGES = {
    *(
        "description",
        "ipAddress",
        "ipProtocol",
        "ipVersion",
        "loadBalancingScheme",
        "network",
        "networkTier",
        "noAutomateDnsZone",
        "portRange",
    ),
    *("serviceDirectoryRegistrations", "sourceIpRanges", "subnetwork"),
}
_REGIONAL = {"allPorts", "backendService", "ipCollection", "isMirroringCollector", "ports", "serviceLabel"}
_SERVED = {
    "forwardingRuleId": 0,
    "labelFingerprint": "{hex12}",
    "baseForwardingRule": "",
    "pscConnectionId": "",
    "pscConnectionStatus": "",
    "portRange": "",
    "ipVersion": "",
}
forwarding_rule = Rules(
    FORWARDING_RULE,
    source="Compute Engine API, forwardingRules; Terraform google provider, google_compute_forwarding_rule",
    checks=(
        AtMostOneOf(("ports", "portRange", "allPorts"), source="Compute Engine API, forwardingRules: 'mutually exclusive'"),
        ExactlyOneOf(("target", "backendService"), source="Compute Engine API, forwardingRules"),
        Length("ports", 1, 5, source="Compute Engine API, forwardingRules: 'up to five ports by number'"),
    ),
    references={
        "backendService": link(REGION_BACKEND_SERVICE, BACKEND_SERVICE),
        "target": link(SERVICE_ATTACHMENT, *_TARGETS, by=("id", "selfLink", "pscServiceAttachmentLink", "serviceAttachmentLink")),
        "network": link(NETWORK),
        "subnetwork": link(SUBNETWORK),
    },
    immutable=_NEVER_CHANGES | _REGIONAL,
    # Compute Engine API, forwardingRules: 'otherwise only allows access from clients in the same region'; allowPscGlobalAccess alike.
    unset={"allowGlobalAccess": False, "allowPscGlobalAccess": False},
    outputs={**_SERVED, "serviceName": ""},
    unordered=("ports",),
)
global_forwarding_rule = Rules(
    GLOBAL_FORWARDING_RULE,
    source="Compute Engine API, globalForwardingRules; Terraform google provider, google_compute_global_forwarding_rule",
    references={"target": link(*_TARGETS, SERVICE_ATTACHMENT, literals=BUNDLES), "network": link(NETWORK), "subnetwork": link(SUBNETWORK)},
    immutable=_NEVER_CHANGES | {"metadataFilters"},
    outputs=_SERVED,
)


@global_forwarding_rule.check(source="VPC documentation, 'Access Google APIs through endpoints': names and addresses of such an endpoint")
def endpoint_of_google_apis(inputs: Properties) -> Iterator[Fault]:
    """Its name is short, its scheme empty, its address its own."""
    if inputs.get("target") not in BUNDLES:
        return
    name = inputs.get("name")
    if isinstance(name, str) and not re.fullmatch(r"[a-z][a-z0-9]{0,19}", name):
        yield "name", f"{name!r} is not allowed: 1 to 20 small letters and digits, starting with a letter, for an endpoint of Google APIs"
    if inputs.get("loadBalancingScheme") != "":
        yield "loadBalancingScheme", "must be '' for an endpoint of Google APIs"
    for needed in ("network", "ipAddress"):
        if not inputs.get(needed):
            yield needed, "is required for an endpoint of Google APIs"


@forwarding_rule.before("create")
def place_fits(action: Action) -> None:
    """Subnet, address and target are of the rule's own region; an endpoint's scheme is empty; custom networks need a subnet."""
    target = action.inputs.get("target")
    attachment = named(action, target, SERVICE_ATTACHMENT)
    region = part(_id(action), "regions")
    subnet = named(action, action.inputs.get("subnetwork"), SUBNETWORK)
    for what, one in (
        ("subnetwork", subnet),
        ("backendService", named(action, action.inputs.get("backendService"), REGION_BACKEND_SERVICE)),
    ):
        if one is not None and part(one.id, "regions") not in ("", region):
            action.refuse(WRONG, f"Invalid value for field 'resource.{what}': {one.id} is not in region {region}")
    if attachment is not None and action.inputs.get("loadBalancingScheme") != "":
        action.refuse(
            WRONG, "Invalid value for field 'resource.loadBalancingScheme': must be empty for an endpoint of a service attachment"
        )
    if attachment is not None and part(attachment.id, "regions") != region:
        action.refuse(WRONG, f"{attachment.id} is not in region {region}: an endpoint stands in the region of its service attachment")
    _address_is_free(action)


@global_forwarding_rule.before("create")
def address_is_free(action: Action) -> None:
    """An address serves one endpoint."""
    _address_is_free(action)


def _address_is_free(action: Action) -> None:
    held = named(action, action.inputs.get("ipAddress"), ADDRESS, GLOBAL_ADDRESS)
    if held is None or action.inputs.get("loadBalancingScheme") != "":
        return
    for other in action.find_anywhere(FORWARDING_RULE, GLOBAL_FORWARDING_RULE):
        if same(other.state.get("address"), held.id):
            action.refuse(IN_USE, f"The address '{held.id}' is already being used by '{other.id}'")


def _id(action: Action) -> str:
    return action.id or made_id(action)


@forwarding_rule.computes
@global_forwarding_rule.computes
def address_and_network(action: Action) -> Properties:
    """'When reading an IPAddress, the API always returns the IP address number.'"""
    before = action.old.outputs if action.verb == "update" and action.old else {}
    found: Properties = {"forwardingRuleId": before.get("forwardingRuleId") or int(action.digits(15))}
    asked = action.inputs.get("ipAddress")
    held = named(action, asked, ADDRESS, GLOBAL_ADDRESS)
    subnet = named(action, action.inputs.get("subnetwork"), SUBNETWORK)
    inside = action.inputs.get("loadBalancingScheme") in ("INTERNAL", "INTERNAL_MANAGED", "")
    if held is not None:
        subnet = subnet or named(action, held.outputs.get("subnetwork"), SUBNETWORK)
        found["ipAddress"] = held.outputs.get("address")
    elif isinstance(asked, str) and asked:
        found["ipAddress"] = asked
    else:
        found["ipAddress"] = before.get("ipAddress") or (free_address(action, subnet) if inside and subnet else external_address(action))
    if subnet is not None:
        found |= {"subnetwork": subnet.outputs.get("selfLink"), "network": subnet.outputs.get("network")}
    found["ipProtocol"] = action.inputs.get("ipProtocol") or "TCP"
    found["networkTier"] = action.inputs.get("networkTier") or "PREMIUM"
    if action.inputs.get("serviceLabel"):
        found["serviceName"] = (
            f"{action.inputs['serviceLabel']}.{last(action.id)}.il4.{part(action.id, 'regions')}.lb.{action.account}.internal"
        )
    if named(action, action.inputs.get("target"), SERVICE_ATTACHMENT) or action.inputs.get("target") in BUNDLES:
        found["pscConnectionId"] = before.get("pscConnectionId") or action.digits(17, "psc")
    return found


@forwarding_rule.after("create")
@global_forwarding_rule.after("create")
def remember_the_address(action: Action) -> None:
    """The rule shows a number; which reserved address it is only the cloud knows."""
    held = named(action, action.inputs.get("ipAddress"), ADDRESS, GLOBAL_ADDRESS)
    if held is not None:
        action.object.state["address"] = held.id
        held.outputs["users"] = [LINKS + action.id]
        action.save(held)


@forwarding_rule.after("delete")
@global_forwarding_rule.after("delete")
def let_go_of_the_address(action: Action) -> None:
    """The address is reserved still, and used by nobody."""
    held = named(action, action.object.state.get("address"), ADDRESS, GLOBAL_ADDRESS)
    if held is not None:
        held.outputs["users"] = []
        action.save(held)


def connection_status(attachment: Object, rule: Object, world: World) -> str:
    """What the producer's lists make of a consumer's endpoint. A list names a project by id or number."""
    project, network = part(rule.id, "projects"), path(rule.outputs.get("network"))
    called = {project, number_of_project(world, project)}
    if called & set(attachment.outputs.get("consumerRejectLists") or []):
        return "REJECTED"
    if attachment.outputs.get("connectionPreference") == "ACCEPT_AUTOMATIC":
        return "ACCEPTED"
    for one in listed(attachment.outputs.get("consumerAcceptLists")):
        if str(one.get("projectIdOrNum") or "").removeprefix("projects/") in called or (network and same(one.get("networkUrl"), network)):
            return "ACCEPTED"
    return "PENDING"


@forwarding_rule.on_read
def status_of_the_connection(action: Action) -> None:
    """The consumer sees what the producer's lists say today."""
    attachment = named(action, action.outputs.get("target"), SERVICE_ATTACHMENT)
    if attachment is not None:
        action.outputs["pscConnectionStatus"] = connection_status(attachment, action.object, action.world)


@global_forwarding_rule.on_read
def google_accepts(action: Action) -> None:
    """Endpoints of Google's own APIs are accepted at once."""
    if action.inputs.get("target") in BUNDLES:
        action.outputs["pscConnectionStatus"] = "ACCEPTED"
