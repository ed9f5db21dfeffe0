"""Kinds of AWS networking resource that properties point at, and the by-ways by which they do.

A VPC route may name a NAT gateway by its id, a firewall by the id of one of its endpoints, or the route table that came with the
VPC, which no resource of the stack is. `Kind` says for each kind which tokens fit, which outputs of other resources carry its id on,
and which further literals name it.
"""

from collections.abc import Mapping
from dataclasses import field
from typing import Final

from posture.readers.aws.tokens import ROUTE_TABLE, SECURITY_GROUP, SUBNET, VPC, VPC_ENDPOINT
from posture.record import record


@record
class Made:
    """What AWS makes together with a VPC, without being asked.

    Source: Amazon VPC User Guide, "VPC basics": every VPC comes with a main route table, a default network ACL and a default security group.
    """

    suffix: str
    """`<urn of the VPC>#<suffix>` names it while no resource adopts it."""
    vpc_props: tuple[str, ...]
    """Outputs of the VPC that hold its id."""
    adopter: str
    """Token of the resource that adopts it."""
    adopter_prop: str | None
    """Property by which the adopter names it; None: only by `vpcId`."""


@record
class Kind:
    """A kind of resource, as a property may point at it."""

    tokens: tuple[str, ...]
    carriers: tuple[str, ...] = ()
    """Properties by which other resources hand its id on (`association.vpcId` in place of `vpc.id`)."""
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Token → properties with further ids of it."""
    stands_for: Mapping[str, str] = field(default_factory=dict)
    """Token → property that names the resource of which it is the other half (an accepter), or whose id it shares."""
    made: Made | None = None


NETWORK: Final = Kind(VPC, carriers=("vpcId",))
SUBNETS: Final = Kind(SUBNET, carriers=("subnetId", "subnetIds"))

MAIN_TABLE: Final = Made(
    "main-route-table",
    ("mainRouteTableId", "defaultRouteTableId"),
    "aws:ec2/defaultRouteTable:DefaultRouteTable",
    "defaultRouteTableId",
)
DEFAULT_ACL: Final = Made(
    "default-network-acl",
    ("defaultNetworkAclId", "defaultNetworkAcl"),
    "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl",
    "defaultNetworkAclId",
)
DEFAULT_GROUP: Final = Made(
    "default-security-group",
    ("defaultSecurityGroupId", "defaultSecurityGroup"),
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
    None,
)

TABLES: Final = Kind(ROUTE_TABLE, carriers=("routeTableId",), made=MAIN_TABLE)
ACLS: Final = Kind(
    (
        "aws:ec2/networkAcl:NetworkAcl",
        "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl",
        "aws-native:ec2:NetworkAcl",
    ),
    carriers=("networkAclId",),
    made=DEFAULT_ACL,
)
GROUPS: Final = Kind(
    SECURITY_GROUP,
    carriers=("securityGroupId", "securityGroupIds", "vpcSecurityGroupIds"),
    aliases={"aws-native:ec2:SecurityGroup": ("groupId",)},
    made=DEFAULT_GROUP,
)
PREFIX_LISTS: Final = Kind(
    ("aws:ec2/managedPrefixList:ManagedPrefixList", "aws-native:ec2:PrefixList", *VPC_ENDPOINT),
    carriers=("prefixListId",),
    aliases=dict.fromkeys(VPC_ENDPOINT, ("prefixListId",)),
)

INTERNET_GATEWAYS: Final = Kind(
    ("aws:ec2/internetGateway:InternetGateway", "aws-native:ec2:InternetGateway"), carriers=("internetGatewayId", "gatewayId")
)
EGRESS_ONLY: Final = Kind(
    ("aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway", "aws-native:ec2:EgressOnlyInternetGateway"),
    carriers=("egressOnlyGatewayId",),
)
CARRIER_GATEWAYS: Final = Kind(("aws:ec2/carrierGateway:CarrierGateway", "aws-native:ec2:CarrierGateway"), carriers=("carrierGatewayId",))
NAT_GATEWAYS: Final = Kind(("aws:ec2/natGateway:NatGateway", "aws-native:ec2:NatGateway"), carriers=("natGatewayId",))
VPN_GATEWAYS: Final = Kind(
    ("aws:ec2/vpnGateway:VpnGateway", "aws-native:ec2:VpnGateway"), carriers=("vpnGatewayId", "gatewayId", "associatedGatewayId")
)
CUSTOMER_GATEWAYS: Final = Kind(
    ("aws:ec2/customerGateway:CustomerGateway", "aws-native:ec2:CustomerGateway"), carriers=("customerGatewayId",)
)
CIRCUIT_GATEWAYS: Final = Kind(("aws:directconnect/gateway:Gateway",), carriers=("dxGatewayId",))
PEERINGS: Final = Kind(
    (
        "aws:ec2/vpcPeeringConnection:VpcPeeringConnection",
        "aws:ec2/vpcPeeringConnectionAccepter:VpcPeeringConnectionAccepter",
        "aws-native:ec2:VpcPeeringConnection",
    ),
    carriers=("vpcPeeringConnectionId",),
    stands_for={"aws:ec2/vpcPeeringConnectionAccepter:VpcPeeringConnectionAccepter": "vpcPeeringConnectionId"},
)
INTERFACES: Final = Kind(
    (
        "aws:ec2/networkInterface:NetworkInterface",
        "aws-native:ec2:NetworkInterface",
        "aws:ec2/instance:Instance",
        "aws-native:ec2:Instance",
    ),
    carriers=("networkInterfaceId", "primaryNetworkInterfaceId"),
    aliases={"aws:ec2/instance:Instance": ("primaryNetworkInterfaceId",)},
)
INSTANCES: Final = Kind(
    ("aws:ec2/instance:Instance", "aws-native:ec2:Instance", "aws:ec2/spotInstanceRequest:SpotInstanceRequest"),
    carriers=("instanceId",),
    aliases={"aws:ec2/spotInstanceRequest:SpotInstanceRequest": ("spotInstanceId",)},
)
TRANSIT_GATEWAYS: Final = Kind(
    ("aws:ec2transitgateway/transitGateway:TransitGateway", "aws-native:ec2:TransitGateway"), carriers=("transitGatewayId",)
)
TRANSIT_TABLES: Final = Kind(
    ("aws:ec2transitgateway/routeTable:RouteTable", "aws-native:ec2:TransitGatewayRouteTable"),
    carriers=("transitGatewayRouteTableId",),
)
TRANSIT_ATTACHMENTS: Final = Kind(
    (
        "aws:ec2transitgateway/vpcAttachment:VpcAttachment",
        "aws:ec2transitgateway/vpcAttachmentAccepter:VpcAttachmentAccepter",
        "aws:ec2transitgateway/peeringAttachment:PeeringAttachment",
        "aws:ec2transitgateway/peeringAttachmentAccepter:PeeringAttachmentAccepter",
        "aws:ec2transitgateway/connect:Connect",
        "aws:ec2/vpnConnection:VpnConnection",
        "aws:ec2/vpnConcentrator:VpnConcentrator",
        "aws:directconnect/gatewayAssociation:GatewayAssociation",
        "aws:networkfirewall/firewall:Firewall",
        "aws-native:ec2:TransitGatewayAttachment",
        "aws-native:ec2:TransitGatewayVpcAttachment",
        "aws-native:ec2:TransitGatewayPeeringAttachment",
        "aws-native:ec2:TransitGatewayConnect",
        "aws-native:ec2:VpnConnection",
    ),
    carriers=("transitGatewayAttachmentId",),
    aliases={
        "aws:ec2/vpnConnection:VpnConnection": ("transitGatewayAttachmentId",),
        "aws:ec2/vpnConcentrator:VpnConcentrator": ("transitGatewayAttachmentId",),
        "aws:directconnect/gatewayAssociation:GatewayAssociation": ("transitGatewayAttachmentId",),
        "aws:networkfirewall/firewall:Firewall": ("firewallStatuses.transitGatewayAttachmentSyncStates.attachmentId",),
    },
    stands_for={
        "aws:ec2transitgateway/vpcAttachmentAccepter:VpcAttachmentAccepter": "transitGatewayAttachmentId",
        "aws:ec2transitgateway/peeringAttachmentAccepter:PeeringAttachmentAccepter": "transitGatewayAttachmentId",
    },
)
FIREWALLS: Final = Kind(("aws:networkfirewall/firewall:Firewall", "aws-native:networkfirewall:Firewall"), carriers=("firewallArn",))
FIREWALL_ENDPOINTS: Final = Kind(
    (
        *FIREWALLS.tokens,
        "aws:networkfirewall/vpcEndpointAssociation:VpcEndpointAssociation",
        "aws-native:networkfirewall:VpcEndpointAssociation",
        *VPC_ENDPOINT,
    ),
    carriers=("vpcEndpointId",),
    aliases={
        "aws:networkfirewall/firewall:Firewall": ("firewallStatuses.syncStates.attachments.endpointId",),
        "aws-native:networkfirewall:Firewall": ("endpointIds",),
        "aws:networkfirewall/vpcEndpointAssociation:VpcEndpointAssociation": (
            "vpcEndpointAssociationStatuses.associationSyncStates.attachments.endpointId",
        ),
        "aws-native:networkfirewall:VpcEndpointAssociation": ("endpointId",),
    },
)
LOCAL_GATEWAYS: Final = Kind((), carriers=("localGatewayId",))
CORE_NETWORKS: Final = Kind(
    ("aws:networkmanager/coreNetwork:CoreNetwork", "aws-native:networkmanager:CoreNetwork"), carriers=("coreNetworkArn",)
)
