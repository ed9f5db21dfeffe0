"""Private road out of a zone, to its declared peers: a virtual private gateway, and the circuit that ends at it.

A zone has one gateway for all its peers. It opens nothing by itself: no route table learns what is announced here, each `AwsPeerLink` adds
the routes, filters and (for VPN) the tunnels of one peer.
Sources: AWS Direct Connect User Guide, "Direct Connect gateways", "Allowed prefixes interactions" (with a virtual private gateway the list is
a filter: the VPC's own range or a wider one, anything narrower announces nothing), "MAC security", "Virtual interfaces"; AWS Site-to-Site
VPN User Guide, "Virtual private gateway"; 45 CFR 164.312(e)(1) (transmission security).
"""

from typing import NotRequired, Self, TypedDict

import pulumi
import pydantic
from pulumi_aws import cloudwatch, directconnect, ec2

from ai_zones.aws.naming import child
from ai_zones.aws.tags import tags_for
from ai_zones.aws.validation import Cidr, ComponentInput, ExtraTags, Reference, ZoneText
from ai_zones.plan.ceiling import CEILING

PRIVATE_ASN_16 = range(64512, 65535)
PRIVATE_ASN_32 = range(4_200_000_000, 4_294_967_295)
"""Amazon EC2 API Reference, "CreateVpnGateway": AmazonSideAsn is a private number of 16 or 32 bits."""

MACSEC_BANDWIDTHS = ("10Gbps", "100Gbps", "400Gbps")
"""AWS Direct Connect User Guide, "MAC security": only dedicated connections of these speeds."""

PEER_ZONES = tuple(sorted(peer.zone.value for peer in CEILING.peers))


class AwsCircuitConnectionArgs(TypedDict):
    """A dedicated connection, ordered with MACsec."""

    location: str
    """Code of the Direct Connect location, such as `EqDB2`."""
    bandwidth: str
    """`10Gbps`, `100Gbps` or `400Gbps`: the speeds at which AWS encrypts the line."""
    macsec_secret_arn: NotRequired[pulumi.Input[str]]
    """Secret, made by Direct Connect in Secrets Manager, with the keys of the line. Default: none; associate them before traffic flows."""
    provider_name: NotRequired[str]
    """Service provider of the connection. Default: none."""


class AwsPeerCircuitArgs(TypedDict):
    """A Direct Connect circuit: over an adopted gateway, an adopted connection, or a connection of our own."""

    dx_gateway_id: NotRequired[pulumi.Input[str]]
    """Direct Connect gateway that the network team has already, with its virtual interfaces. Default: one of our own."""
    connection_id: NotRequired[pulumi.Input[str]]
    """Connection or LAG that exists already (`dxcon-...`, `dxlag-...`), for a gateway of our own."""
    connection: NotRequired[AwsCircuitConnectionArgs]
    """Connection to order, for a gateway of our own."""
    encrypted: NotRequired[bool]
    """Must be true for what is adopted: MACsec stands on its line, or every peer's own TLS; Direct Connect encrypts nothing by itself."""
    vlan: NotRequired[int]
    """VLAN of the virtual interface, 1 to 4094; needed unless the gateway is adopted."""
    customer_asn: NotRequired[int]
    """BGP number of the other side; needed unless the gateway is adopted."""
    amazon_asn: NotRequired[int]
    """Private BGP number of the Direct Connect gateway. Default 64512."""


class AwsPeerGatewayArgs(TypedDict):
    """Inputs of `AwsPeerGateway`."""

    zone: str
    """Zone that has peers: `phi`, `deidentification` or `training`."""
    vpc_id: pulumi.Input[str]
    """The zone's network."""
    vpc_cidr: str
    """Range of that network: what the circuit may learn of us, and nothing more."""
    amazon_asn: NotRequired[int]
    """Private BGP number of the virtual private gateway. Default 64513."""
    circuit: NotRequired[AwsPeerCircuitArgs]
    """Direct Connect circuit. Default: none, peers come by VPN."""
    alarm_topic_arn: NotRequired[pulumi.Input[str]]
    """SNS topic that is told when the circuit goes down. Default: the alarm only shows."""
    removable: NotRequired[bool]
    """Lifts Pulumi's protection of a connection that was ordered. Default: false."""
    tags: NotRequired[dict[str, str]]
    """Further tags. Default: none."""


class CircuitConnection(ComponentInput):
    """Parsed `AwsCircuitConnectionArgs`."""

    location: str = pydantic.Field(min_length=1)
    bandwidth: str
    macsec_secret_arn: Reference | None = None
    provider_name: str | None = None

    @pydantic.model_validator(mode="after")
    def _can_be_encrypted(self) -> Self:
        if self.bandwidth not in MACSEC_BANDWIDTHS:
            raise ValueError(
                f"circuit.connection.bandwidth: given {self.bandwidth!r}, allowed {', '.join(MACSEC_BANDWIDTHS)}: slower lines have no MACsec; "
                "adopt a connection_id, or join the peer by vpn"
            )
        return self


class PeerCircuit(ComponentInput):
    """Parsed `AwsPeerCircuitArgs`."""

    dx_gateway_id: Reference | None = None
    connection_id: Reference | None = None
    connection: CircuitConnection | None = None
    encrypted: bool = False
    vlan: int | None = pydantic.Field(default=None, ge=1, le=4094)
    customer_asn: int | None = pydantic.Field(default=None, ge=1, le=4_294_967_294)
    amazon_asn: int = 64512

    @pydantic.model_validator(mode="after")
    def _one_road(self) -> Self:
        ways = [key for key in ("dx_gateway_id", "connection_id", "connection") if getattr(self, key) is not None]
        if len(ways) != 1:
            raise ValueError(
                f"circuit: given {', '.join(ways) or 'none of the three'}; give one of dx_gateway_id, connection_id, connection"
            )
        if ways != ["connection"] and not self.encrypted:
            raise ValueError(
                f"circuit.encrypted: is required with {ways[0]}: write True once MACsec stands on that line, or once every peer speaks TLS; "
                "Direct Connect encrypts nothing by itself"
            )
        own = {"vlan": self.vlan, "customer_asn": self.customer_asn}
        if ways == ["dx_gateway_id"]:
            if given := [key for key, value in own.items() if value is not None]:
                raise ValueError(f"circuit.{given[0]}: belongs to the virtual interface of the adopted gateway; leave it out")
        elif missing := [key for key, value in own.items() if value is None]:
            raise ValueError(f"circuit.{missing[0]}: is required for a virtual interface of our own")
        _private_asn("circuit.amazon_asn", self.amazon_asn)
        return self


class PeerGateway(ComponentInput):
    """Parsed `AwsPeerGatewayArgs`."""

    zone: ZoneText
    vpc_id: Reference
    vpc_cidr: Cidr
    amazon_asn: int = 64513
    circuit: PeerCircuit | None = None
    alarm_topic_arn: Reference | None = None
    removable: bool = False
    tags: ExtraTags = pydantic.Field(default_factory=dict)

    @pydantic.model_validator(mode="after")
    def _zone_may_have_peers(self) -> Self:
        if self.zone not in PEER_ZONES:
            raise ValueError(f"zone: given {self.zone!r}, but only {', '.join(PEER_ZONES)} have peers; remove the gateway")
        _private_asn("amazon_asn", self.amazon_asn)
        return self


def _private_asn(place: str, asn: int) -> None:
    if asn not in PRIVATE_ASN_16 and asn not in PRIVATE_ASN_32:
        raise ValueError(
            f"{place}: given {asn}, allowed {PRIVATE_ASN_16.start} to {PRIVATE_ASN_16.stop - 1} "
            f"or {PRIVATE_ASN_32.start} to {PRIVATE_ASN_32.stop - 1}: private BGP numbers"
        )


class AwsPeerGateway(pulumi.ComponentResource):
    """Virtual private gateway attached to the zone's network; with a circuit, its Direct Connect gateway, association and interface."""

    vpn_gateway_id: pulumi.Output[str]
    """Virtual private gateway, once it is attached."""
    dx_gateway_id: pulumi.Output[str]
    """Direct Connect gateway; empty without a circuit."""

    def __init__(self, name: str, args: AwsPeerGatewayArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        gateway = PeerGateway.parse(name, args)
        super().__init__("ai-zones:index:AwsPeerGateway", name, {}, opts)
        private = ec2.VpnGateway(
            child(name, "gateway"),
            amazon_side_asn=str(gateway.amazon_asn),
            tags=tags_for(gateway.zone, name, extra=gateway.tags),
            opts=pulumi.ResourceOptions(parent=self),
        )
        attachment = ec2.VpnGatewayAttachment(
            child(name, "attachment"),
            vpc_id=gateway.vpc_id,
            vpn_gateway_id=private.id,
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )
        # The gateway's id, to be used once it is attached: of both, so that a preview still tells which gateway it is.
        attached: pulumi.Output[str] = pulumi.Output.all(private.id, attachment.id).apply(lambda ids: str(ids[0]))
        circuit = pulumi.Output.from_input("")
        if gateway.circuit is not None:
            circuit = self._circuit(name, gateway, gateway.circuit, attached)
        self.vpn_gateway_id = attached
        self.dx_gateway_id = circuit
        self.register_outputs({"vpnGatewayId": self.vpn_gateway_id, "dxGatewayId": self.dx_gateway_id})

    def _circuit(self, name: str, gateway: PeerGateway, circuit: PeerCircuit, private_id: pulumi.Output[str]) -> pulumi.Output[str]:
        """Id of the Direct Connect gateway, adopted or our own, once it is associated."""
        dx_gateway_id: pulumi.Output[str] = (
            pulumi.Output.from_input(circuit.dx_gateway_id)
            if circuit.dx_gateway_id is not None
            else directconnect.Gateway(
                child(name, "circuit"),
                name=name,
                amazon_side_asn=str(circuit.amazon_asn),
                tags=tags_for(gateway.zone, child(name, "circuit"), extra=gateway.tags),
                opts=pulumi.ResourceOptions(parent=self),
            ).id
        )
        directconnect.GatewayAssociation(
            child(name, "circuit-association"),
            dx_gateway_id=dx_gateway_id,
            associated_gateway_id=private_id,
            allowed_prefixes=[str(gateway.vpc_cidr)],
            opts=pulumi.ResourceOptions(parent=self),
        )
        if circuit.dx_gateway_id is None:
            self._interface(name, gateway, circuit, dx_gateway_id)
        return dx_gateway_id

    def _interface(self, name: str, gateway: PeerGateway, circuit: PeerCircuit, dx_gateway_id: pulumi.Output[str]) -> None:
        connection_id = self._connection(name, gateway, circuit)
        directconnect.PrivateVirtualInterface(
            child(name, "interface"),
            name=name,
            connection_id=connection_id,
            dx_gateway_id=dx_gateway_id,
            vlan=circuit.vlan,
            address_family="ipv4",
            bgp_asn=circuit.customer_asn,
            # Two sites of ours must not find each other over AWS's backbone.
            sitelink_enabled=False,
            tags=tags_for(gateway.zone, child(name, "interface"), extra=gateway.tags),
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )
        cloudwatch.MetricAlarm(
            child(name, "circuit-down"),
            name=child(name, "circuit-down"),
            alarm_description="The line of the circuit is down: peers are cut off",
            namespace="AWS/DX",
            metric_name="ConnectionState",
            dimensions={"ConnectionId": connection_id},
            statistic="Minimum",
            comparison_operator="LessThanThreshold",
            threshold=1,
            period=300,
            evaluation_periods=1,
            treat_missing_data="breaching",
            alarm_actions=[gateway.alarm_topic_arn] if gateway.alarm_topic_arn is not None else [],
            ok_actions=[gateway.alarm_topic_arn] if gateway.alarm_topic_arn is not None else [],
            tags=tags_for(gateway.zone, child(name, "circuit-down"), extra=gateway.tags),
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )

    def _connection(self, name: str, gateway: PeerGateway, circuit: PeerCircuit) -> pulumi.Input[str]:
        """The adopted connection, or one that is ordered, with its keys."""
        order = circuit.connection
        if order is None:
            return pulumi.Output.from_input(circuit.connection_id or "")
        connection = directconnect.Connection(
            child(name, "connection"),
            name=name,
            location=order.location,
            bandwidth=order.bandwidth,
            provider_name=order.provider_name,
            request_macsec=True,
            encryption_mode="must_encrypt",
            tags=tags_for(gateway.zone, child(name, "connection"), extra=gateway.tags),
            opts=pulumi.ResourceOptions(parent=self, protect=not gateway.removable),
        )
        if order.macsec_secret_arn is not None:
            directconnect.MacsecKeyAssociation(
                child(name, "line-keys"),
                connection_id=connection.id,
                secret_arn=order.macsec_secret_arn,
                opts=pulumi.ResourceOptions(parent=self),
            )
        connection_id: pulumi.Input[str] = connection.id
        return connection_id
