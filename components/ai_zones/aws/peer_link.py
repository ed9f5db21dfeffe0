"""Link to one declared peer: an EHR feed into phi, an EHR API for deidentification's tools, a federated site of training.

One direction, one port, the peer's own addresses: in the route, in the security group, and in the tunnel. The network ACLs are the network's:
name the peer in `peers` of `AwsZoneNetwork` too. Any other zone, kind or direction is refused, as the ceiling has it.
Sources: AWS Site-to-Site VPN User Guide, "Virtual private gateway"; Amazon VPC User Guide, "Route tables" (propagation is off unless asked for);
DESIGN, "Vocabulary" (peers); 45 CFR 164.312(e)(1) (transmission security).
"""

import ipaddress
from enum import StrEnum
from typing import Any, NotRequired, Self, TypedDict

import pulumi
import pydantic
from pulumi_aws import ec2
from pulumi_aws import vpc as vpc_rules

from ai_zones.aws.naming import child
from ai_zones.aws.peer_entry import build_entry
from ai_zones.aws.peer_tunnels import build_tunnels
from ai_zones.aws.reference_maps import ReferenceMap
from ai_zones.aws.tags import tags_for
from ai_zones.aws.validation import SIX_YEARS_DAYS, Cidr, ComponentInput, ExtraTags, Port, Reference, RetentionDays, ZoneText
from ai_zones.plan.ceiling import CEILING
from ai_zones.plan.names import Direction, PeerKind

SMALLEST_PEER_PREFIX = 16
"""A named peer is a system or its subnet; a wider range is somebody's whole network."""


class AwsPeerKind(StrEnum):
    """A private outside system, and with it who opens the connection."""

    EHR_FEED = PeerKind.EHR_FEED.value
    """The peer sends records into `phi`."""
    EHR_API = PeerKind.EHR_API.value
    """Tools of `deidentification` ask the peer."""
    FEDERATED_SITE = PeerKind.FEDERATED_SITE.value
    """The peer sends model updates into `training`."""


class AwsPeerVpnArgs(TypedDict):
    """The peer's end of a Site-to-Site VPN."""

    customer_address: str
    """Public IPv4 address of the peer's device."""
    certificate_arn: NotRequired[pulumi.Input[str]]
    """Certificate of the peer's device from AWS Private CA. Default: a pre-shared key that AWS makes and keeps in Secrets Manager."""
    kms_key_arn: pulumi.Input[str]
    """Key of the tunnels' log; its policy must allow CloudWatch Logs for the names that `log_group_prefix(name)` begins."""
    retention_days: NotRequired[int]
    """Days that the log is kept. Default 2,192 (six years)."""


class AwsPeerLinkArgs(TypedDict):
    """Inputs of `AwsPeerLink`."""

    zone: str
    """Zone that the peer is joined to: the one that the ceiling has for its kind."""
    kind: AwsPeerKind
    """What the peer is; decides the zone and who opens the connection."""
    cidr: str
    """The peer's addresses: IPv4, /16 or smaller."""
    vpc_id: pulumi.Input[str]
    """The zone's network."""
    vpc_cidr: str
    """Range of that network."""
    vpn_gateway_id: pulumi.Input[str]
    """The zone's virtual private gateway: `AwsPeerGateway`."""
    route_table_id: pulumi.Input[str]
    """Route table of the endpoint subnets where the peer comes in, of the workload subnets where programs go out."""
    security_group_id: pulumi.Input[str]
    """Where the peer comes in, the network's entry group, which lets the load balancer reach programs; else the programs' own group."""
    subnet_ids: NotRequired[pulumi.Input[dict[str, pulumi.Input[str]]]]
    """Endpoint subnets by availability zone, for the door; needed where the peer comes in, and only there."""
    port: NotRequired[int]
    """TCP port: 2575 for HL7 MLLP, 2762 for DICOM over TLS, 443 for FHIR and federated learning. Default 443."""
    target_port: NotRequired[int]
    """Port on which the programs behind the door listen. Default: `port`."""
    vpn: NotRequired[AwsPeerVpnArgs]
    """Joined by VPN. Default: by the private circuit of the gateway."""
    alarm_topic_arn: NotRequired[pulumi.Input[str]]
    """SNS topic that is told when tunnels go down. Default: the alarms only show."""
    removable: NotRequired[bool]
    """Lifts deletion protection. Default: false."""
    tags: NotRequired[dict[str, str]]
    """Further tags. Default: none."""


def _public_address(value: Any) -> Any:
    try:
        address = ipaddress.IPv4Address(value)
    except ValueError:
        raise ValueError("must be one IPv4 address, such as 198.51.100.7") from None
    reserved_for_examples = any(address in ipaddress.ip_network(net) for net in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24"))
    if not address.is_global and not reserved_for_examples:
        raise ValueError("must be a public address: tunnels of this gateway cross the internet")
    return str(address)


class PeerVpn(ComponentInput):
    """Parsed `AwsPeerVpnArgs`."""

    customer_address: str
    certificate_arn: Reference | None = None
    kms_key_arn: Reference
    retention_days: RetentionDays = SIX_YEARS_DAYS

    _address = pydantic.field_validator("customer_address", mode="before")(_public_address)


class PeerLink(ComponentInput):
    """Parsed `AwsPeerLinkArgs`."""

    zone: ZoneText
    kind: AwsPeerKind
    cidr: Cidr
    vpc_id: Reference
    vpc_cidr: Cidr
    vpn_gateway_id: Reference
    route_table_id: Reference
    security_group_id: Reference
    subnet_ids: ReferenceMap | None = None
    port: Port = 443
    target_port: Port | None = None
    vpn: PeerVpn | None = None
    alarm_topic_arn: Reference | None = None
    removable: bool = False
    tags: ExtraTags = pydantic.Field(default_factory=dict)

    @pydantic.model_validator(mode="after")
    def _is_under_the_ceiling(self) -> Self:
        allowed = next(peer for peer in CEILING.peers if peer.kind == self.kind.value)
        if self.zone != allowed.zone:
            every = ", ".join(sorted(f"{peer.kind} to {peer.zone}" for peer in CEILING.peers))
            raise ValueError(f"zone: given {self.zone!r} for {self.kind.value}; allowed are {every}; write {allowed.zone.value!r}")
        if self.cidr.prefixlen < SMALLEST_PEER_PREFIX:
            raise ValueError(
                f"cidr: given {self.cidr}, allowed /{SMALLEST_PEER_PREFIX} or smaller: a peer is one system; name its subnet or its host"
            )
        if self.cidr.overlaps(self.vpc_cidr):
            raise ValueError(
                f"cidr: given {self.cidr}, which overlaps the network's own {self.vpc_cidr}; ask the peer for translated addresses"
            )
        if self.inbound != (self.subnet_ids is not None):
            fix = "add the endpoint subnets of the door" if self.inbound else "leave them out: programs go out, nobody comes in"
            raise ValueError(f"subnet_ids: {self.kind.value} is {allowed.direction}; {fix}")
        if not self.inbound and self.target_port is not None:
            raise ValueError(f"target_port: {self.kind.value} is outbound; leave it out, there is no door")
        return self

    @property
    def inbound(self) -> bool:
        """Whether the peer opens the connection."""
        return next(peer.direction for peer in CEILING.peers if peer.kind == self.kind.value) is Direction.INBOUND


class AwsPeerLink(pulumi.ComponentResource):
    """Route to the peer's addresses, filters for its one port and direction, a door where it comes in, tunnels where it is joined by VPN.

    Raises `InvalidInputError` before anything is registered.
    """

    target_group_arn: pulumi.Output[str]
    """Where the programs that answer the peer register; empty where programs go out."""
    entry_domain: pulumi.Output[str]
    """Name of the door, which leads to its fixed private addresses; empty where programs go out."""
    vpn_connection_id: pulumi.Output[str]
    """VPN connection; empty with a circuit."""

    def __init__(self, name: str, args: AwsPeerLinkArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        link = PeerLink.parse(name, args)
        super().__init__("ai-zones:index:AwsPeerLink", name, {}, opts)
        empty = pulumi.Output.from_input("")
        self.target_group_arn, self.entry_domain, self.vpn_connection_id = empty, empty, empty
        if link.vpn is not None:
            connection = build_tunnels(
                name,
                peer_cidr=link.cidr,
                vpc_cidr=link.vpc_cidr,
                customer_address=link.vpn.customer_address,
                certificate_arn=link.vpn.certificate_arn,
                vpn_gateway_id=link.vpn_gateway_id,
                kms_key_arn=link.vpn.kms_key_arn,
                retention_days=link.vpn.retention_days,
                alarm_topic_arn=link.alarm_topic_arn,
                deletion_protection=not link.removable,
                zone=link.zone,
                extra_tags=link.tags,
                parent=self,
            )
            self.vpn_connection_id = connection.id
        if link.inbound:
            balancer, targets = build_entry(
                name,
                peer_cidr=link.cidr,
                port=link.port,
                target_port=link.target_port or link.port,
                vpc_id=link.vpc_id,
                subnet_ids=link.subnet_ids,
                programs_group_id=link.security_group_id,
                zone=link.zone,
                removable=link.removable,
                extra_tags=link.tags,
                parent=self,
            )
            self.target_group_arn, self.entry_domain = targets.arn, balancer.dns_name
        else:
            self._out(name, link)
        ec2.Route(
            child(name, "route"),
            route_table_id=link.route_table_id,
            destination_cidr_block=str(link.cidr),
            gateway_id=link.vpn_gateway_id,
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )
        self.register_outputs(
            {
                "targetGroupArn": self.target_group_arn,
                "entryDomain": self.entry_domain,
                "vpnConnectionId": self.vpn_connection_id,
            }
        )

    def _out(self, name: str, link: PeerLink) -> None:
        """Programs may open connections to the peer, on its port."""
        vpc_rules.SecurityGroupEgressRule(
            child(name, "peer-out"),
            security_group_id=link.security_group_id,
            cidr_ipv4=str(link.cidr),
            ip_protocol="tcp",
            from_port=link.port,
            to_port=link.port,
            description=f"Declared peer: {link.kind.value}",
            tags=tags_for(link.zone, child(name, "peer-out"), extra=link.tags),
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )
