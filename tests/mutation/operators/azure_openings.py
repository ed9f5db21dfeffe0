"""Azure: subnets, security groups, machines, services and names are opened in zones that have no road."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from tests.mutation.edits import put
from tests.mutation.forms import FOREIGN_SUBSCRIPTION, RefusedError
from tests.mutation.mutant import Mutant
from tests.mutation.operators.adding import CLOSED_ZONES, ROADLESS, Site, adding, append, zones
from tests.mutation.operators.azure_places import GROUP, STRANGER, SUBNET, TABLE, azure, beside, is_plain, network_of
from tests.mutation.operators.azure_roads import NETWORK, address, name_of, nat, open_up
from tests.mutation.program import Program, Ref, Row, at, plain

CARD, BALANCER = f"{NETWORK}NetworkInterface", f"{NETWORK}LoadBalancer"
LINK, FIREWALL_RULES = f"{NETWORK}PrivateLinkService", f"{NETWORK}FirewallPolicyRuleCollectionGroup"


def add_to_subnet(program: Program, row: Row) -> Iterator[Mutant]:
    """A NAT gateway, a service endpoint, an open table, a private endpoint to a stranger at a subnet of a zone that has none."""
    if not azure(row, SUBNET) or not is_plain(row):
        return
    network = network_of(program, row)
    if network is None or zones(program).of(network) not in CLOSED_ZONES:
        return
    yield adding("add-nat-gateway", row, lone_nat)
    yield adding("associate-public-table", row, _public_table, "routeTable")
    for service in ("Microsoft.Storage", "Microsoft.Sql", "Microsoft.CognitiveServices"):
        yield adding("add-service-endpoint", row, partial(_service_endpoint, service=service), "serviceEndpoints", service)
    yield adding(
        "add-endpoint-to-a-stranger", row, partial(_endpoint, target=f"{STRANGER}/Microsoft.Network/privateLinkServices/vendor", kind=None)
    )
    yield adding(
        "add-endpoint-to-a-strangers-store",
        row,
        partial(_endpoint, target=f"{STRANGER}/Microsoft.Storage/storageAccounts/vendorcopies", kind="blob"),
    )


def _service_endpoint(site: Site, service: str) -> None:
    """The road and, in the subnet's group, the rule that lets it through: without both nobody is reached."""
    append(site.program, site.row.urn, ("serviceEndpoints",), {"service": service})
    for urn in site.row.property_dependencies.get("networkSecurityGroup", []):
        if urn in site.program.by_urn and site.program.by_urn[urn].type == GROUP:
            open_up(site, site.program.by_urn[urn], "Outbound", 40)


def _public_table(site: Site) -> None:
    made = nat(site)
    table = beside(site, TABLE, "public", {"routes": [{"name": "out", "addressPrefix": "0.0.0.0/0", "nextHopType": "Internet"}]})
    put(site.program, site.row.urn, ("routeTable",), {"id": Ref(table)}, [table])
    put(site.program, site.row.urn, ("natGateway",), {"id": made}, [made.urn])


def lone_nat(site: Site) -> None:
    made = nat(site)
    put(site.program, site.row.urn, ("natGateway",), {"id": made}, [made.urn])


def _endpoint(site: Site, target: str, kind: str | None) -> None:
    connection = {"name": "vendor", "privateLinkServiceId": target, "requestMessage": "please", **({"groupIds": [kind]} if kind else {})}
    beside(site, f"{NETWORK}PrivateEndpoint", "vendor", {"subnet": {"id": site.out()}, "manualPrivateLinkServiceConnections": [connection]})


def _open_here(direction: str, site: Site) -> None:
    open_up(site, site.row, direction, 40)


def open_group(program: Program, row: Row) -> Iterator[Mutant]:
    """A security group lets everybody in, or out to everywhere, in the style in which its rules are written."""
    if azure(row, GROUP) and zones(program).of(row) in ROADLESS:
        for direction in ("Inbound", "Outbound"):
            yield adding(
                "open-ingress" if direction == "Inbound" else "open-egress",
                row,
                partial(_open_here, direction),
                "securityRules",
            )


def public_address(program: Program, row: Row) -> Iterator[Mutant]:
    """A public address for a machine's interface; an outbound rule by a public address for a balancer."""
    network = network_of(program, row) if azure(row, CARD, BALANCER) else None
    if network is None or zones(program).of(network) not in CLOSED_ZONES:
        return
    if row.type == CARD:

        def build(site: Site) -> None:
            made = address(site)
            put(site.program, site.row.urn, ("ipConfigurations", 0, "publicIPAddress"), {"id": made}, [made.urn])

        yield adding("add-public-address", row, build, "ipConfigurations.publicIPAddress")
        yield adding(
            "flip-forwarding", row, lambda site: put(site.program, site.row.urn, ("enableIPForwarding",), True), "enableIPForwarding"
        )
    else:

        def front(site: Site) -> None:
            made = address(site)
            where = ("frontendIPConfigurations", 0)
            kept = {key: item for key, item in at(site.row.inputs, where).items() if key == "name"}
            put(site.program, site.row.urn, where, {**kept, "publicIPAddress": {"id": made}}, [made.urn])

        yield adding("make-front-public", row, front, "frontendIPConfigurations.publicIPAddress")


def open_service(program: Program, row: Row) -> Iterator[Mutant]:
    """A private link service for everybody, or for one stranger more; a firewall that lets everything or one name more pass."""
    if azure(row, LINK):
        for name in ("visibility", "autoApproval"):
            for operator, value in (("principal-to-star", ["*"]), ("add-foreign-subscription", [FOREIGN_SUBSCRIPTION])):
                yield adding(operator, row, partial(_listed, name, value), f"{name}.subscriptions")
    if azure(row, FIREWALL_RULES):
        for label, rule in _RULES.items():
            yield adding(
                f"allow-{label}",
                row,
                partial(_one_more_rule, rule),
                "ruleCollections",
            )


def _listed(name: str, value: list[str], site: Site) -> None:
    given = site.row.inputs.get(name)
    before = list(given.get("subscriptions") or []) if isinstance(given, dict) else []
    put(site.program, site.row.urn, (name,), {"subscriptions": value if value == ["*"] else [*before, *value]})


_RULES: dict[str, dict[str, Any]] = {
    "everything": {
        "ruleType": "NetworkRule",
        "name": "any",
        "ipProtocols": ["Any"],
        "sourceAddresses": ["*"],
        "destinationAddresses": ["*"],
        "destinationPorts": ["*"],
    },
    "one-more-name": {
        "ruleType": "ApplicationRule",
        "name": "vendor",
        "sourceAddresses": ["*"],
        "targetFqdns": ["api.vendor.example.com"],
        "protocols": [{"protocolType": "Https", "port": 443}],
    },
    "a-category": {
        "ruleType": "ApplicationRule",
        "name": "category",
        "sourceAddresses": ["*"],
        "webCategories": ["SocialNetworking"],
        "protocols": [{"protocolType": "Https", "port": 443}],
    },
}


def _one_more_rule(rule: dict[str, Any], site: Site) -> None:
    append(site.program, site.row.urn, ("ruleCollections",), _collection(rule))


def _collection(rule: dict[str, Any]) -> dict[str, Any]:
    return {
        "ruleCollectionType": "FirewallPolicyFilterRuleCollection",
        "name": "mutant",
        "priority": 101,
        "action": {"type": "Allow"},
        "rules": [rule],
    }


def open_names(program: Program, row: Row) -> Iterator[Mutant]:
    """A DNS security policy that allows every name first."""
    if azure(row, "azure-native:dnsresolver:DnsResolverPolicy"):

        def build(site: Site) -> None:
            module = "azure-native:dnsresolver:"
            every = beside(site, f"{module}DnsResolverDomainList", "every", {"domains": ["."]})
            rule = {
                "dnsResolverPolicyName": name_of(site, site.row),
                "priority": 100,
                "action": {"actionType": "Allow"},
                "dnsSecurityRuleState": "Enabled",
            }
            used = {plain(one.inputs.get("priority")) for one in site.program.users(site.row.urn)}
            rule["priority"] = next(number for number in range(100, 200) if number not in used)
            if any(isinstance(one, int | float) and one <= rule["priority"] for one in used):
                raise RefusedError("there is no lower number")
            beside(site, f"{module}DnsSecurityRule", "every", {**rule, "dnsResolverDomainLists": [{"id": Ref(every)}]})

        yield adding("allow-every-name", row, build)


OPERATORS = (add_to_subnet, open_group, public_address, open_service, open_names)
