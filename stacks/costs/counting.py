"""From resources to quantities, and from quantities to a bill. Plain functions: no engine, no cloud.

What is charged by the hour is counted; what is charged by use is named; what neither the price list nor this file knows is named too.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from stacks.costs.azure import AZURE_COUNTED, azure_kinds
from stacks.costs.gcp import GCP_COUNTED, five_at_once, gcp_kinds
from stacks.costs.prices import PriceList
from stacks.costs.resources import Resource


@dataclass(frozen=True)
class Bill:
    """Quantities of one stack."""

    stack: str
    region: str
    """Region of most resources; the table's prices are of this one."""
    quantities: dict[str, dict[str, float]]
    """Zone → kind → how many."""
    by_use: dict[str, int] = field(default_factory=dict)
    """What is charged by use → how many resources."""
    unknown: tuple[str, ...] = ()
    """Types of which neither is known."""

    def to_document(self) -> dict[str, Any]:
        """As it is recorded."""
        return {"region": self.region, "quantities": self.quantities, "by_use": self.by_use, "unknown": list(self.unknown)}

    @classmethod
    def from_document(cls, stack: str, document: Mapping[str, Any]) -> "Bill":
        """As it was recorded."""
        return cls(stack, document["region"], document["quantities"], document["by_use"], tuple(document["unknown"]))


def count(stack: str, resources: Iterable[Resource], prices: PriceList) -> Bill:
    """Count a stack's resources."""
    listed = list(resources)
    quantities: dict[str, Counter[str]] = {}
    by_use: Counter[str] = Counter()
    unknown: set[str] = set()
    for resource in listed:
        counted = {kind: quantity for kind, quantity in kinds_of(resource) if quantity}
        quantities.setdefault(resource.zone, Counter()).update(counted)
        use = prices.charged_by(resource.type)
        if use is not None:
            by_use[use] += 1
        elif not counted and resource.type not in _COUNTED and not prices.is_free(resource.type):
            unknown.add(_named(resource))
    for counted_here in quantities.values():
        five_at_once(counted_here)
    regions = Counter(resource.region for resource in listed if resource.region)
    return Bill(
        stack,
        regions.most_common(1)[0][0] if regions else "",
        {zone: dict(sorted(counted.items())) for zone, counted in sorted(quantities.items()) if counted},
        dict(sorted(by_use.items())),
        tuple(sorted(unknown)),
    )


def kinds_of(resource: Resource) -> Iterator[tuple[str, float]]:
    """(kind, how many) of what is charged by the hour. A list that is not known yet counts as one."""
    if resource.type.startswith("azure-native:"):
        yield from azure_kinds(resource)
        return
    if resource.type.startswith("gcp:"):
        yield from gcp_kinds(resource)
        return
    given = resource.inputs
    match resource.type:
        case "aws:ec2/vpcEndpoint:VpcEndpoint":
            kind = {"Interface": "interface-endpoint", "Resource": "resource-endpoint", "GatewayLoadBalancer": "load-balancer-endpoint"}
            if given.get("vpcEndpointType") in kind:
                yield kind[given["vpcEndpointType"]], _places(given.get("subnetIds"))
        case "aws:ec2/natGateway:NatGateway":
            yield "nat-gateway", 0 if given.get("connectivityType") == "private" else 1
        case "aws:networkfirewall/firewall:Firewall":
            yield "firewall-endpoint", _places(given.get("subnetMappings"))
        case "aws:networkfirewall/tlsInspectionConfiguration:TlsInspectionConfiguration":
            yield "firewall-tls-inspection", 1
        case "aws:lb/loadBalancer:LoadBalancer":
            yield f"{given.get('loadBalancerType', 'application')}-load-balancer", 1
        case "aws:rds/clusterInstance:ClusterInstance":
            serverless = given.get("instanceClass") == "db.serverless"
            yield ("aurora-serverless" if serverless else f"aurora:{given.get('instanceClass')}"), 1
        case "aws:route53/resolverEndpoint:ResolverEndpoint":
            yield "resolver-endpoint-address", _places(given.get("ipAddresses"))
        case "aws:route53/resolverFirewallDomainList:ResolverFirewallDomainList":
            yield "dns-firewall-domain", _places(given.get("domains"))
        case "aws:cloudcontrol/resource:Resource":
            yield f"cloudcontrol:{given.get('typeName')}", 1
        case "aws:wafv2/webAcl:WebAcl":
            yield "web-acl", 1
            yield "web-acl-rule", _places(given.get("rules"), least=0)
        case "aws:directconnect/connection:Connection":
            yield f"direct-connect:{given.get('bandwidth')}", 1
        case "aws:eks/nodeGroup:NodeGroup":
            # The fewest that run: an autoscaler's are charged by use.
            least = (given.get("scalingConfig") or {}).get("minSize", 0)
            yield f"machine:{(given.get('instanceTypes') or ['t3.medium'])[0]}", least
        case type_ if type_ in _ONE_EACH:
            yield _ONE_EACH[type_], 1


_ONE_EACH = {
    "aws:cloudwatch/compositeAlarm:CompositeAlarm": "composite-alarm",
    "aws:cloudwatch/metricAlarm:MetricAlarm": "alarm",
    "aws:ec2/eip:Eip": "public-address",
    "aws:eks/cluster:Cluster": "kubernetes-cluster",
    "aws:ec2/vpnConnection:VpnConnection": "vpn-connection",
    "aws:ec2transitgateway/vpcAttachment:VpcAttachment": "transit-gateway-attachment",
    "aws:kms/key:Key": "kms-key",
    "aws:kms/replicaKey:ReplicaKey": "kms-key",
    "aws:route53/zone:Zone": "hosted-zone",
    "aws:secretsmanager/secret:Secret": "secret",
    "aws:verifiedaccess/endpoint:Endpoint": "verified-access-endpoint",
}
_COUNTED = {
    *_ONE_EACH,
    *AZURE_COUNTED,
    *GCP_COUNTED,
    "aws:ec2/vpcEndpoint:VpcEndpoint",
    "aws:ec2/natGateway:NatGateway",
    "aws:eks/nodeGroup:NodeGroup",
}
"""Types of which some cost nothing: gateway endpoints, private NAT gateways, groups of nodes that begin empty."""


def _places(value: Any, least: int = 1) -> int:
    return len(value) if isinstance(value, list) else least


def _named(resource: Resource) -> str:
    wanted = resource.inputs.get("desiredState")
    if resource.type == "aws:cloudcontrol/resource:Resource" and isinstance(wanted, str):
        return f"{resource.type} {json.dumps(resource.inputs.get('typeName'))}"
    return resource.type
