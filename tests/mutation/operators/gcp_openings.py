"""Google Cloud: firewalls, machines, endpoints, services, names and perimeters are opened.

Sources: Cloud NGFW, "Firewall policy rules"; Compute Engine, "Configure static external IP addresses"; Private Service Connect, "Publish services";
Cloud DNS, "Manage response policies and rules"; VPC Service Controls, "Ingress and egress rules", "VPC accessible services", "Dry run mode for
service perimeters", "Perimeter bridges"; Secure Web Proxy, "CEL matcher language reference".
"""

import copy
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from tests.mutation.edits import put, take
from tests.mutation.forms import FOREIGN_NUMBER, FOREIGN_PROJECT
from tests.mutation.mutant import Mutant
from tests.mutation.operators import gcp_shapes
from tests.mutation.operators.adding import ROADLESS, Site, adding, append, zones
from tests.mutation.operators.gcp_places import (
    ABOVE_RULE,
    FIREWALL,
    PERIMETER,
    POLICY,
    POLICY_RULE,
    PROJECT,
    RESPONSE,
    RESPONSE_RULE,
    STRANGER,
    SUBNET,
    beside,
    gcp,
    network_of,
)
from tests.mutation.operators.gcp_roads import REGION, C, let_all
from tests.mutation.program import Late, Program, Ref, Row, plain

ATTACHMENT = f"{C}serviceAttachment:ServiceAttachment"
LEVEL = "gcp:accesscontextmanager/accessLevel:AccessLevel"
GATEWAY_POLICY = "gcp:networksecurity/gatewaySecurityPolicy:GatewaySecurityPolicy"
GATEWAY_RULE = "gcp:networksecurity/gatewaySecurityPolicyRule:GatewaySecurityPolicyRule"
URLS = "gcp:networksecurity/urlList:UrlList"
ANYBODY = {"identityType": "ANY_IDENTITY"}
EVERYTHING = {"operations": [{"serviceName": "*"}], "resources": ["*"]}


def setting(operator: str, row: Row, where: tuple[str | int, ...], value: Any, variant: str = "") -> Mutant:
    """One property is written."""

    def change(mutated: Program) -> set[str]:
        put(mutated, row.urn, where, value)
        return set()

    return Mutant(operator, row.type, ".".join(part for part in where if isinstance(part, str)), row.urn, change, variant)


def open_filter(program: Program, row: Row) -> Iterator[Mutant]:
    """A firewall lets everybody in, or out to everywhere; a rule that denies is switched off, or holds for a tag or an account alone."""
    if gcp(row, POLICY) and zones(program).of(row) in ROADLESS:
        network = network_of(program, row)
        if network is not None:
            for direction in ("INGRESS", "EGRESS"):
                yield adding(f"open-{direction.lower()}", row, partial(_open, network.urn, direction))
    if not gcp(row, POLICY_RULE, ABOVE_RULE, FIREWALL) or gcp_shapes.allows(row):
        return
    if row.inputs.get("disabled") is None:
        yield setting("disable-rule", row, ("disabled",), True)
    if "targetServiceAccounts" not in row.inputs and "targetTags" not in row.inputs:
        yield setting("narrow-denial", row, ("targetServiceAccounts",), ["other@clinic-phi.iam.gserviceaccount.com"])
        if row.type == FIREWALL:
            yield setting("narrow-denial", row, ("targetTags",), ["guarded"])
    if row.type == POLICY_RULE:
        where = ("match", "layer4Configs")
        yield setting("narrow-denial", row, where, [{"ipProtocol": "tcp", "ports": ["22"]}])


def _open(urn: str, direction: str, site: Site) -> None:
    let_all(site, site.program.by_urn[urn], direction)


def public_address(program: Program, row: Row) -> Iterator[Mutant]:
    """An external address for a machine, of either version; a machine that forwards; a proxy that reaches the machine from outside."""
    if not gcp(row, f"{C}instance:Instance", f"{C}instanceTemplate:InstanceTemplate", f"{C}regionInstanceTemplate:RegionInstanceTemplate"):
        return
    card = ("networkInterfaces", 0)
    yield setting("add-public-address", row, (*card, "accessConfigs"), [{}])
    yield setting("add-public-ipv6-address", row, (*card, "ipv6AccessConfigs"), [{"networkTier": "PREMIUM"}])
    if "canIpForward" not in row.inputs:
        yield setting("flip-forwarding", row, ("canIpForward",), True)
    for key, value in (
        ("serial-port-enable", "true"),
        ("ssh-keys", "vendor:ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGtleQ vendor"),
        ("enable-oslogin", "FALSE"),
    ):
        if key not in (row.inputs.get("metadata") or {}):
            yield setting("set-metadata", row, ("metadata", key), value, key)


def endpoint_of_a_stranger(program: Program, row: Row) -> Iterator[Mutant]:
    """An endpoint for a stranger's service in a subnetwork of a zone, with a rule that lets it be reached."""
    if not gcp(row, SUBNET) or zones(program).of(row) not in ROADLESS or plain(row.inputs.get("purpose")) not in (None, "PRIVATE"):
        return

    def build(site: Site) -> None:
        address = beside(
            site,
            f"{C}address:Address",
            "vendor",
            {"name": "mutant-vendor", "region": REGION, "subnetwork": site.out(), "addressType": "INTERNAL"},
        )
        network = network_of(site.program, site.row)
        inputs = {
            "name": "mutant-vendor",
            "region": REGION,
            "target": f"{STRANGER}/regions/{REGION}/serviceAttachments/vendor",
            "ipAddress": Ref(address),
            "loadBalancingScheme": "",
            **({"network": site.output(network.urn)} if network else {}),
        }
        beside(site, f"{C}forwardingRule:ForwardingRule", "vendor", inputs)

    yield adding("add-endpoint-to-a-stranger", row, build)


def open_service(program: Program, row: Row) -> Iterator[Mutant]:
    """A published service for everybody, or for one stranger more; a proxy that lets everything or one name more pass."""
    if gcp(row, ATTACHMENT):
        yield setting("accept-everybody", row, ("connectionPreference",), "ACCEPT_AUTOMATIC")
        stranger = {"projectIdOrNum": FOREIGN_PROJECT, "connectionLimit": 10}
        yield adding(
            "add-foreign-project",
            row,
            lambda site: append(site.program, row.urn, ("consumerAcceptLists",), stranger),
            "consumerAcceptLists",
        )
    if gcp(row, GATEWAY_POLICY):
        for label, matcher in (
            ("everything", "true"),
            ("one-more-name", "inUrlList(host(), 'api.vendor.example.com')"),
            ("a-name", "host() == 'api.vendor.example.com'"),
        ):
            inputs = {
                "name": f"mutant-{label}",
                "gatewaySecurityPolicy": plain(row.outputs.get("name")),
                "location": REGION,
                "enabled": True,
                "priority": 1,
                "sessionMatcher": matcher,
                "basicProfile": "ALLOW",
            }
            yield adding(f"allow-{label}", row, partial(_beside, GATEWAY_RULE, "rule", inputs))
    if gcp(row, URLS):
        yield adding(
            "allow-one-more-name", row, lambda site: append(site.program, row.urn, ("values",), "api.vendor.example.com"), "values"
        )
        yield adding("allow-everything", row, lambda site: append(site.program, row.urn, ("values",), "*"), "values")
    if gcp(row, POLICY):
        match = {"destFqdns": ["api.vendor.example.com"], "layer4Configs": [{"ipProtocol": "tcp", "ports": ["443"]}]}
        inputs = {
            "firewallPolicy": plain(row.outputs.get("name")),
            "direction": "EGRESS",
            "priority": 7,
            "action": "allow",
            "enableLogging": True,
            "match": match,
        }
        yield adding("allow-one-more-name", row, partial(_beside, POLICY_RULE, "fqdn", inputs))


def _beside(type_: str, label: str, inputs: dict[str, Any], site: Site) -> None:
    beside(site, type_, label, copy.deepcopy(inputs))


def open_names(program: Program, row: Row) -> Iterator[Mutant]:
    """A response policy lets a name, or a whole top-level domain, by; its answer for every name is to look it up."""
    if gcp(row, RESPONSE):
        for operator, name in (("allow-a-top-domain", "*.com."), ("allow-one-more-name", "api.vendor.example.")):
            inputs = {
                "responsePolicy": plain(row.outputs.get("responsePolicyName")),
                "ruleName": operator,
                "dnsName": name,
                "behavior": "bypassResponsePolicy",
            }
            yield adding(operator, row, partial(_beside, RESPONSE_RULE, operator, inputs))
    if gcp(row, RESPONSE_RULE) and plain(row.inputs.get("dnsName")) == "*." and "localData" in row.inputs:

        def by(mutated: Program) -> set[str]:
            take(mutated, row.urn, ("localData",))
            put(mutated, row.urn, ("behavior",), "bypassResponsePolicy")
            return set()

        yield Mutant("allow-every-name", row.type, "behavior", row.urn, by)


def open_perimeter(program: Program, row: Row) -> Iterator[Mutant]:
    """A perimeter that only tells, that everybody may cross, that strangers stand in, that a bridge goes around."""
    if not gcp(row, PERIMETER) or not isinstance(row.inputs.get("status"), dict):
        return
    status = ("status",)

    def dry(mutated: Program) -> set[str]:
        document = mutated.by_urn[row.urn].inputs["status"]
        comes = row.property_dependencies.get("status", [])
        put(mutated, row.urn, ("spec",), document, comes)
        take(mutated, row.urn, ("status",))
        put(mutated, row.urn, ("useExplicitDryRunSpec",), True)
        return set()

    yield Mutant("dry-run-only", row.type, "status", row.urn, dry)
    for operator, name, value in (
        ("let-in-everybody", "ingressPolicies", {"ingressFrom": {**ANYBODY, "sources": [{"accessLevel": "*"}]}, "ingressTo": EVERYTHING}),
        (
            "let-in-a-stranger",
            "ingressPolicies",
            {"ingressFrom": {**ANYBODY, "sources": [{"resource": f"projects/{FOREIGN_NUMBER}"}]}, "ingressTo": EVERYTHING},
        ),
        ("let-out-everything", "egressPolicies", {"egressFrom": ANYBODY, "egressTo": EVERYTHING}),
        (
            "let-out-to-a-stranger",
            "egressPolicies",
            {
                "egressFrom": ANYBODY,
                "egressTo": {
                    "operations": [{"serviceName": "storage.googleapis.com", "methodSelectors": [{"method": "*"}]}],
                    "resources": [f"projects/{FOREIGN_NUMBER}"],
                },
            },
        ),
    ):
        yield adding(operator, row, _appending(row.urn, (*status, name), value), f"status.{name}")
    for label, services in (("one-more", ["RESTRICTED-SERVICES", "drive.googleapis.com"]), ("all", ["*"])):
        yield setting("widen-accessible-services", row, (*status, "vpcAccessibleServices", "allowedServices"), services, label)
    yield adding("add-level-of-the-internet", row, partial(_level, row.urn), "status.accessLevels")
    for other in program.of_type(PROJECT):
        # A perimeter holds projects of its own organization alone, so a stranger's is refused; another zone's is not.
        if zones(program).of(other) not in (None, _zone_within(program, row)) and not other.external:
            yield adding("add-bridge-to-another-zone", row, partial(_bridge, row.urn, other.urn))
            break


def _appending(urn: str, where: tuple[str, ...], value: Any) -> Callable[[Site], None]:
    def build(site: Site) -> None:
        append(site.program, urn, where, copy.deepcopy(value))

    return build


def _level(urn: str, site: Site) -> None:
    parent = plain(site.program.by_urn[urn].inputs.get("parent"))
    conditions = [{"ipSubnetworks": ["0.0.0.0/1", "128.0.0.0/1"]}]
    made = beside(
        site,
        LEVEL,
        "internet",
        {"name": f"{parent}/accessLevels/mutant", "parent": parent, "title": "mutant", "basic": {"conditions": conditions}},
        project=False,
    )
    append(site.program, urn, ("status", "accessLevels"), Ref(made, "name"))


def _zone_within(program: Program, row: Row) -> str | None:
    held = (program.by_urn[urn] for urn in row.refers_to() if urn in program.by_urn)
    return next((zone for one in held if one.type == PROJECT and (zone := zones(program).of(one))), None)


def _bridge(urn: str, other: str, site: Site) -> None:
    row = site.program.by_urn[urn]
    parent = plain(row.inputs.get("parent"))
    own = copy.deepcopy(row.inputs["status"].get("resources") or [])
    inputs: dict[str, Any] = {
        "name": f"{parent}/servicePerimeters/mutant",
        "parent": parent,
        "title": "mutant",
        "perimeterType": "PERIMETER_TYPE_BRIDGE",
        "status": {"resources": [*own, Late(f"projects/{site.program.by_urn[other].outputs.get('number')}", other)]},
    }
    made = beside(site, PERIMETER, "bridge", inputs, project=False)
    # Numbers of the perimeter's own projects come of what they come of there.
    put(site.program, made, ("status", "resources"), inputs["status"]["resources"], [*row.property_dependencies.get("status", ()), other])


def open_level(program: Program, row: Row) -> Iterator[Mutant]:
    """An access level that a whole country, or anybody but a few, meets."""
    if gcp(row, LEVEL) and isinstance(row.inputs.get("basic"), dict):
        yield setting("level-of-everybody", row, ("basic", "conditions"), [{"regions": ["DE", "FR", "US"]}])
        conditions = row.inputs["basic"].get("conditions")
        if isinstance(conditions, list) and len(conditions) > 1:  # Of one condition alone all and any are the same.
            yield setting("level-of-either", row, ("basic", "combiningFunction"), "OR")


OPERATORS = (open_filter, public_address, endpoint_of_a_stranger, open_service, open_names, open_perimeter, open_level)
