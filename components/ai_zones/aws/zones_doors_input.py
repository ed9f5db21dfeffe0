"""How people and peers come in: what `AwsZones` is told beside the plan, checked before anything is built.

The plan says who the peers are; where their line ends is known to the network team alone, so it stands beside the plan.
"""

from collections.abc import Collection, Mapping
from typing import Any, NotRequired, TypedDict

import pulumi
import pydantic

from ai_zones.aws.peer_gateway import PeerCircuit
from ai_zones.aws.peer_link import PeerVpn
from ai_zones.aws.verified_access_input import (
    AwsAccessApplicationArgs,
    AwsDeviceTrustArgs,
    AwsIdentityCenterTrustArgs,
    AwsOidcTrustArgs,
    VerifiedAccess,
)
from ai_zones.plan import Link, Peer, ZoneName, ZonePlan


class AwsZoneFrontArgs(TypedDict):
    """How people enter the zone `access`: by AWS Verified Access."""

    device: AwsDeviceTrustArgs
    """Who tells the state of devices."""
    applications: dict[str, AwsAccessApplicationArgs]
    """Applications by name."""
    identity_center: NotRequired[AwsIdentityCenterTrustArgs]
    """People sign in by IAM Identity Center. Either this or `oidc`."""
    oidc: NotRequired[AwsOidcTrustArgs]
    """People sign in by an OpenID Connect provider. Either this or `identity_center`."""


class AwsZoneTunnelArgs(TypedDict):
    """The far end of one peer's VPN."""

    customer_address: str
    """Public IPv4 address of the peer's device."""
    certificate_arn: NotRequired[pulumi.Input[str]]
    """Certificate of that device from AWS Private CA. Default: a pre-shared key that AWS makes and keeps in Secrets Manager."""


def peers_of(plan: ZonePlan, zone: ZoneName) -> dict[str, Peer]:
    """Peers of a zone by name."""
    return {name: peer for name, peer in sorted(plan.peers.items()) if peer.zone is zone}


def door_faults(
    plan: ZonePlan,
    zones: Collection[ZoneName],
    front: Mapping[str, Any] | None,
    circuits: Mapping[ZoneName, Any],
    tunnels: Mapping[str, Any],
) -> list[str]:
    """Why people or peers can't come into the zones that are built here: each place, what was given, what is allowed."""
    return [*_front(plan, front), *_circuits(plan, zones, circuits), *_tunnels(plan, zones, tunnels)]


def _front(plan: ZonePlan, front: Mapping[str, Any] | None) -> list[str]:
    if front is None:
        return []
    if ZoneName.ACCESS not in plan.zones:
        return ["front: people enter the zone access, which the plan does not declare; add it to plan.zones, or leave front out"]
    # The component judges the whole again; what only the network knows is filled in here, so that a mistake is told before that is built.
    place: dict[str, Any] = {
        "zone": "access",
        "region": plan.region,
        "account_id": plan.zones[ZoneName.ACCESS].account,
        "vpc_id": "-",
        "kms_key_arn": "-",
    }
    place |= {"subnet_ids": dict.fromkeys(plan.availability_zones, "-"), "security_group_id": "-", "access_log_bucket": "bucket"}
    return refused("front", VerifiedAccess, {**front, **place})


def _circuits(plan: ZonePlan, zones: Collection[ZoneName], circuits: Mapping[ZoneName, Any]) -> list[str]:
    needed = {peer.zone for peer in plan.peers.values() if peer.link is Link.PRIVATE_CIRCUIT}
    faults = [f"circuits.{zone}: no peer of this zone comes by a private circuit; leave it out" for zone in circuits if zone not in needed]
    faults += [
        f"circuits.{zone}: is required, as a peer comes by a private circuit; say where it ends"
        for zone in sorted(needed & set(zones) - set(circuits))
    ]
    return [*faults, *(fault for zone, circuit in circuits.items() for fault in refused(f"circuits.{zone}", PeerCircuit, circuit))]


def _tunnels(plan: ZonePlan, zones: Collection[ZoneName], tunnels: Mapping[str, Any]) -> list[str]:
    faults = []
    here = {name: peer for name, peer in plan.peers.items() if peer.zone in zones}
    for name, peer in here.items():
        if peer.link is Link.PRIVATE_LINK:
            faults.append(
                f"plan.peers.{name}.link: given {peer.link}, AwsZones joins peers by private-circuit or vpn; "
                "build the two halves of a private link with AwsServiceLinkProducer and AwsServiceLinkConsumer"
            )
        elif peer.cidr is None:
            faults.append(f"plan.peers.{name}.cidr: is required, as routes and filters name it")
        if peer.link is Link.VPN and name not in tunnels:
            faults.append(f"tunnels.{name}: is required, as the peer comes by vpn; give the customer_address of its device")
    faults += [
        f"tunnels.{name}: the plan has no peer of this name that comes by vpn; leave it out"
        for name in tunnels
        if name not in plan.peers or plan.peers[name].link is not Link.VPN
    ]
    return [
        *faults,
        *(fault for name, tunnel in tunnels.items() for fault in refused(f"tunnels.{name}", PeerVpn, {**tunnel, "kms_key_arn": "-"})),
    ]


def refused(place: str, model: type[pydantic.BaseModel], given: Mapping[str, Any]) -> list[str]:
    try:
        model.model_validate(dict(given))
    except pydantic.ValidationError as error:
        return [
            f"{'.'.join([place, *(str(part) for part in fault['loc'])])}: {str(fault['msg']).removeprefix('Value error, ')}"
            for fault in error.errors(include_url=False)
        ]
    return []
