"""Faults that a stack for breaking builds on purpose, each the smallest that opens a road. The packs must refuse every one."""

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi
from pulumi_azure_native import network

from ai_zones.azure.arm import arm_id
from ai_zones.azure.subnets import WORKLOAD
from ai_zones.azure.zones import AzureZones
from ai_zones.plan import ZoneName
from stacks.azure.settings import AzureSettings
from stacks.azure.values import AzureBreak
from stacks.breaking import EVERYWHERE, OTHER, changing, declared

NAT, ADDRESS = "break-nat", "break-address"
FIRST = 100
"""The smallest priority that Azure takes: the first rule that fits decides."""
_SUBNET = "azure-native:network:Subnet"
_TABLE = "azure-native:network:RouteTable"
_FILTER = "azure-native:network:NetworkSecurityGroup"
_STORE = "azure-native:storage:StorageAccount"
_CONTAINER = "azure-native:storage:BlobContainer"
_PERIMETER = "azure-native:network:NetworkSecurityPerimeterAssociation"


def broken_resources(settings: AzureSettings, breaks: Sequence[AzureBreak]) -> list[pulumi.ResourceTransformation]:
    """Changes to resources that the components build."""
    changes: list[pulumi.ResourceTransformation] = []
    if AzureBreak.NAT_ROUTE in breaks:
        changes.append(_road_out(settings))
    if AzureBreak.ZONE_PEERING in breaks:
        changes.append(_open_filters(settings))
    if AzureBreak.PUBLIC_STORE in breaks:
        changes.append(_public_store(settings))
    return changes


def build_breaks(
    settings: AzureSettings, breaks: Sequence[AzureBreak], zones: AzureZones, providers: Mapping[ZoneName, pulumi.ProviderResource]
) -> None:
    """Resources beside those of the components."""
    if AzureBreak.NAT_ROUTE in breaks:
        _nat(settings, zones, providers)
    if AzureBreak.ZONE_PEERING in breaks:
        _peering(settings, zones, providers)


def _group(settings: AzureSettings, zone: ZoneName) -> str:
    return f"{settings.plan.organization}-{settings.plan.environment}-{zone}"


def _tags(zone: ZoneName) -> dict[str, str]:
    return {"ai-zone": zone.value}


def _id(settings: AzureSettings, zone: ZoneName, kind: str, name: str) -> str:
    return arm_id(str(settings.plan.zones[zone].account), _group(settings, zone), f"Microsoft.Network/{kind}", name)


def _road_out(settings: AzureSettings) -> pulumi.ResourceTransformation:
    """Gives the subnet of phi's programs the NAT gateway, its table a default route to the internet in place of the one to nowhere, and its filter
    the rule without which no packet would take that road."""
    stem = _group(settings, ZoneName.PHI)

    @changing
    def open_road(resource: pulumi.ResourceTransformationArgs, props: dict[str, Any]) -> dict[str, Any] | None:
        if not resource.name.startswith(f"{stem}-") or not resource.name.endswith(WORKLOAD):
            return None
        if resource.type_ == _SUBNET:
            props["nat_gateway"] = {"id": _id(settings, ZoneName.PHI, "natGateways", NAT)}
        elif resource.type_ == _TABLE:
            props["routes"] = [{"name": "out", "address_prefix": EVERYWHERE, "next_hop_type": "Internet"}]
        elif resource.type_ == _FILTER:
            props["security_rules"] = _with_rules(props, [_rule("break-updates", "Outbound", "*", "Internet", "Tcp", "443")])
        else:
            return None
        return props

    return open_road


def _nat(settings: AzureSettings, zones: AzureZones, providers: Mapping[ZoneName, pulumi.ProviderResource]) -> None:
    # Not behind the whole composite: the subnet that uses it waits for nothing of it, and Azure wants it first.
    opts = pulumi.ResourceOptions(provider=providers[ZoneName.PHI], depends_on=[zones.groups[ZoneName.PHI]])
    place = {"resource_group_name": _group(settings, ZoneName.PHI), "location": settings.plan.region, "tags": _tags(ZoneName.PHI)}
    address = network.PublicIPAddress(
        ADDRESS,
        public_ip_address_name=ADDRESS,
        public_ip_allocation_method="Static",
        sku=network.PublicIPAddressSkuArgs(name="Standard", tier="Regional"),
        opts=opts,
        **place,
    )
    network.NatGateway(
        NAT,
        nat_gateway_name=NAT,
        sku=network.NatGatewaySkuArgs(name="Standard"),
        public_ip_addresses=[network.SubResourceArgs(id=address.id)],
        opts=opts,
        **place,
    )


def _open_filters(settings: AzureSettings) -> pulumi.ResourceTransformation:
    """Lets each of the two peered networks into the other's programs, as one must before a peering is of any use: the filters stop it else."""

    @changing
    def open_filter(resource: pulumi.ResourceTransformationArgs, props: dict[str, Any]) -> dict[str, Any] | None:
        zone = next((one for one in OTHER if resource.name.startswith(f"{_group(settings, one)}-")), None)
        if resource.type_ != _FILTER or zone is None or not resource.name.endswith(WORKLOAD):
            return None
        other = str(settings.plan.network(OTHER[zone]))
        rules = [_rule("break-in", "Inbound", other, "*", "*", "*"), _rule("break-out", "Outbound", "*", other, "*", "*")]
        return {**props, "security_rules": _with_rules(props, rules)}

    return open_filter


def _rule(name: str, direction: str, source: str, target: str, protocol: str, port: str) -> dict[str, Any]:
    return {
        "name": name,
        "priority": FIRST,
        "direction": direction,
        "access": "Allow",
        "protocol": protocol,
        "source_port_range": "*",
        "destination_port_range": port,
        "source_address_prefix": source,
        "destination_address_prefix": target,
    }


def _with_rules(props: Mapping[str, Any], rules: list[dict[str, Any]]) -> list[Any]:
    """The filter's rules with these before all others, which stand where they stood unless they had that place."""
    ways = {rule["direction"] for rule in rules}
    kept = [one for one in props.get("security_rules") or [] if not (_said(one, "priority") == FIRST and _said(one, "direction") in ways)]
    return [*rules, *kept]


def _said(rule: Any, name: str) -> Any:
    return rule.get(name) if isinstance(rule, dict) else getattr(rule, name, None)


def _peering(settings: AzureSettings, zones: AzureZones, providers: Mapping[ZoneName, pulumi.ProviderResource]) -> None:
    """A peering of phi and inference, from both sides, as Azure asks for."""
    for zone, other in OTHER.items():
        own, theirs = declared(zones.networks, zone), declared(zones.networks, other)
        name = f"break-{zone}-to-{other}"
        network.VirtualNetworkPeering(
            name,
            virtual_network_peering_name=name,
            resource_group_name=_group(settings, zone),
            virtual_network_name=own.virtual_network_name,
            remote_virtual_network=network.SubResourceArgs(id=theirs.virtual_network_id),
            allow_virtual_network_access=True,
            allow_forwarded_traffic=False,
            allow_gateway_transit=False,
            use_remote_gateways=False,
            opts=pulumi.ResourceOptions(provider=providers[zone], depends_on=[own, theirs]),
        )


def _public_store(settings: AzureSettings) -> pulumi.ResourceTransformation:
    """Opens the store's public endpoint, its containers to whoever knows their name, and the perimeter that would shut both."""
    stem = _group(settings, ZoneName.PHI)

    @changing
    def open_store(resource: pulumi.ResourceTransformationArgs, props: dict[str, Any]) -> dict[str, Any] | None:
        if not resource.name.startswith(f"{stem}-"):
            return None
        if resource.type_ == _STORE:
            props |= {"public_network_access": "Enabled", "allow_blob_public_access": True}
            props["network_rule_set"] = {"default_action": "Allow", "bypass": "None"}
        elif resource.type_ == _CONTAINER:
            props["public_access"] = "Blob"
        elif resource.type_ == _PERIMETER:
            # An enforced perimeter shuts what the account opens.
            props["access_mode"] = "Learning"
        else:
            return None
        return props

    return open_store
