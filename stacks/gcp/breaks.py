"""Faults that a stack for breaking builds on purpose, each the smallest that opens a road. The packs must refuse every one."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pulumi
from pulumi_gcp import compute

from ai_zones.gcp.naming import Kind, resource_name
from ai_zones.gcp.zones import GcpZones
from ai_zones.plan import ZoneName
from stacks.breaking import EVERYWHERE, OTHER, changing, declared
from stacks.gcp.settings import GcpSettings
from stacks.gcp.values import GcpBreak

PRIORITY = 500
"""Before every rule of a zone's own."""
_BUCKET = "gcp:storage/bucket:Bucket"
_POLICY = "gcp:storage/bucketIAMPolicy:BucketIAMPolicy"
_PERIMETER = "gcp:accesscontextmanager/servicePerimeter:ServicePerimeter"


def broken_resources(settings: GcpSettings, breaks: Sequence[GcpBreak]) -> list[pulumi.ResourceTransformation]:
    """Changes to resources that the components build."""
    changes: list[pulumi.ResourceTransformation] = []
    if GcpBreak.PUBLIC_STORE in breaks:
        changes.append(_public_store(settings))
    if GcpBreak.PERIMETER_HOLE in breaks:
        changes.append(_hole(settings))
    return changes


def build_breaks(
    settings: GcpSettings, breaks: Sequence[GcpBreak], zones: GcpZones, providers: Mapping[ZoneName, pulumi.ProviderResource]
) -> None:
    """Resources beside those of the components."""
    if GcpBreak.NAT_ROUTE in breaks:
        _nat(settings, zones, providers)
    if GcpBreak.ZONE_PEERING in breaks:
        _peering(settings, zones, providers)


def _nat(settings: GcpSettings, zones: GcpZones, providers: Mapping[ZoneName, pulumi.ProviderResource]) -> None:
    """A route, a translation and a rule, for programs of phi that fetch updates."""
    network = zones.networks[ZoneName.PHI]
    project, region = settings.plan.zones[ZoneName.PHI].account, settings.plan.region
    opts = pulumi.ResourceOptions(provider=providers[ZoneName.PHI], depends_on=[network])
    compute.Route(
        "break-route",
        name="break-route",
        project=project,
        network=network.network,
        dest_range=EVERYWHERE,
        next_hop_gateway=f"projects/{project}/global/gateways/default-internet-gateway",
        priority=1000,
        opts=opts,
    )
    router = compute.Router("break-router", name="break-router", project=project, region=region, network=network.network, opts=opts)
    compute.RouterNat(
        "break-nat",
        name="break-nat",
        project=project,
        region=region,
        router="break-router",
        nat_ip_allocate_option="AUTO_ONLY",
        source_subnetwork_ip_ranges_to_nat="ALL_SUBNETWORKS_ALL_IP_RANGES",
        log_config=compute.RouterNatLogConfigArgs(enable=True, filter="ALL"),
        opts=pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(depends_on=[router])),
    )
    _rule(settings, zones, providers, ZoneName.PHI, "break-updates", "EGRESS", EVERYWHERE, ["443"])


def _rule(
    settings: GcpSettings,
    zones: GcpZones,
    providers: Mapping[ZoneName, pulumi.ProviderResource],
    zone: ZoneName,
    name: str,
    direction: str,
    others: str,
    ports: list[str] | None,
) -> None:
    """A rule of a zone's firewall policy that lets the others by."""
    own = str(settings.plan.network(zone))
    source, target = (own, others) if direction == "EGRESS" else (others, own)
    compute.NetworkFirewallPolicyRule(
        f"{name}-{zone}",
        rule_name=name,
        project=settings.plan.zones[zone].account,
        firewall_policy=resource_name(Kind.COMPUTE, f"{settings.plan.organization}-{settings.plan.environment}-{zone}", "firewall"),
        direction=direction,
        priority=PRIORITY if direction == "EGRESS" else PRIORITY + 1,
        action="allow",
        enable_logging=True,
        match=compute.NetworkFirewallPolicyRuleMatchArgs(
            src_ip_ranges=[source],
            dest_ip_ranges=[target],
            layer4_configs=[compute.NetworkFirewallPolicyRuleMatchLayer4ConfigArgs(ip_protocol="tcp" if ports else "all", ports=ports)],
        ),
        opts=pulumi.ResourceOptions(provider=providers[zone], depends_on=[zones.networks[zone]]),
    )


def _peering(settings: GcpSettings, zones: GcpZones, providers: Mapping[ZoneName, pulumi.ProviderResource]) -> None:
    """A peering of phi and inference, from both sides as Google asks for, and rules without which it would be of no use."""
    for zone, other in OTHER.items():
        own, theirs = declared(zones.networks, zone), declared(zones.networks, other)
        name = f"break-{zone}-to-{other}"
        compute.NetworkPeering(
            name,
            name=name,
            network=own.network,
            peer_network=theirs.network,
            opts=pulumi.ResourceOptions(provider=providers[zone], depends_on=[own, theirs]),
        )
        across = str(settings.plan.network(other))
        _rule(settings, zones, providers, zone, "break-out", "EGRESS", across, None)
        _rule(settings, zones, providers, zone, "break-in", "INGRESS", across, None)


def _stem(settings: GcpSettings) -> str:
    return f"{settings.plan.organization}-{settings.plan.environment}-{ZoneName.PHI}-"


def _public_store(settings: GcpSettings) -> pulumi.ResourceTransformation:
    """Takes the bucket's public access prevention away, and lets everybody read."""

    @changing
    def open_store(resource: pulumi.ResourceTransformationArgs, props: dict[str, Any]) -> dict[str, Any] | None:
        if not resource.name.startswith(_stem(settings)):
            return None
        if resource.type_ == _BUCKET:
            props["public_access_prevention"] = "inherited"
        elif resource.type_ == _POLICY:
            props["policy_data"] = json.dumps({"bindings": [{"role": "roles/storage.objectViewer", "members": ["allUsers"]}]})
        else:
            return None
        return props

    return open_store


def _hole(settings: GcpSettings) -> pulumi.ResourceTransformation:
    """Lets phi's data out to every project, for an export that somebody could not name."""
    rule = {
        "title": "break-export",
        "egress_from": {"identity_type": "ANY_SERVICE_ACCOUNT"},
        "egress_to": {
            "resources": ["*"],
            "operations": [{"service_name": "storage.googleapis.com", "method_selectors": [{"method": "*"}]}],
        },
    }

    @changing
    def open_perimeter(resource: pulumi.ResourceTransformationArgs, props: dict[str, Any]) -> dict[str, Any] | None:
        if resource.type_ != _PERIMETER or not resource.name.startswith(_stem(settings)):
            return None
        side = "status" if props.get("status") is not None else "spec"
        document = dict(props[side])
        props[side] = {**document, "egress_policies": [*document.get("egress_policies", []), rule]}
        return props

    return open_perimeter
