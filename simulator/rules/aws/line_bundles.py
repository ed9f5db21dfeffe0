"""Direct Connect beyond single lines: bundles of them (LAGs), more BGP sessions, and interfaces to transit gateways.

Sources: AWS Direct Connect User Guide, "Link aggregation groups (LAGs)", "Transit virtual interfaces", "Add a BGP peer to a virtual interface";
AWS Direct Connect API Reference, CreateLag, AssociateConnectionWithLag, CreateBGPPeer, CreateTransitVirtualInterface; Pulumi Registry,
aws.directconnect.*.
"""

from simulator.rules import Allowed, Between, ExactlyOneOf, Rules, ref
from simulator.rules.aws.private_circuits import BUNDLE, CLIENT_FAULT, CONNECTION, GATEWAY, PRIVATE_INTERFACE

TRANSIT_INTERFACE = "aws:directconnect/transitVirtualInterface:TransitVirtualInterface"
_TRANSIT = "AWS Direct Connect API Reference, NewTransitVirtualInterface"

bundle = Rules(
    BUNDLE,
    source="AWS Direct Connect API Reference, CreateLag; Pulumi Registry, aws.directconnect.LinkAggregationGroup",
    checks=(
        Allowed("connectionsBandwidth", ("1Gbps", "10Gbps", "100Gbps", "400Gbps"), source="AWS Direct Connect API Reference, CreateLag"),
    ),
    immutable={"connectionsBandwidth", "location", "providerName"},
    defaults={"forceDestroy": False},
    id="dxlag-{hex8}",
    outputs={
        "arn": "arn:{partition}:directconnect:{region}:{account}:dxlag/{id}",
        "hasLogicalRedundancy": "unknown",
        "jumboFrameCapable": True,
        "macsecCapable": True,
        "ownerAccountId": "{account}",
    },
)

member = Rules(
    "aws:directconnect/connectionAssociation:ConnectionAssociation",
    source="AWS Direct Connect API Reference, AssociateConnectionWithLag; Pulumi Registry, aws.directconnect.ConnectionAssociation",
    references={
        "connectionId": ref(CONNECTION, code=CLIENT_FAULT, delete_code=CLIENT_FAULT),
        "lagId": ref(BUNDLE, code=CLIENT_FAULT, delete_code=CLIENT_FAULT),
    },
    immutable={"connectionId", "lagId"},
    id="{connectionId}",
)

session = Rules(
    "aws:directconnect/bgpPeer:BgpPeer",
    source="AWS Direct Connect API Reference, CreateBGPPeer; Pulumi Registry, aws.directconnect.BgpPeer",
    checks=(
        Allowed("addressFamily", ("ipv4", "ipv6"), source="AWS Direct Connect API Reference, NewBGPPeer"),
        ExactlyOneOf(("bgpAsn", "bgpAsnLong"), source="Pulumi Registry, aws.directconnect.BgpPeer"),
    ),
    references={"virtualInterfaceId": ref(PRIVATE_INTERFACE, TRANSIT_INTERFACE, code=CLIENT_FAULT, blocks_delete=False)},
    immutable={"addressFamily", "amazonAddress", "bgpAsn", "bgpAsnLong", "bgpAuthKey", "customerAddress", "virtualInterfaceId"},
    id="{virtualInterfaceId}-{addressFamily}",
    outputs={"bgpPeerId": "dxpeer-{hex8}", "bgpStatus": "down"},
)

interface = Rules(
    TRANSIT_INTERFACE,
    source="AWS Direct Connect API Reference, CreateTransitVirtualInterface; Pulumi Registry, aws.directconnect.TransitVirtualInterface",
    checks=(
        Allowed("addressFamily", ("ipv4", "ipv6"), source=_TRANSIT),
        Allowed("mtu", (1500, 8500), source=_TRANSIT),
        Between("vlan", 1, 4094, source=_TRANSIT),
    ),
    references={
        "connectionId": ref(CONNECTION, BUNDLE, code=CLIENT_FAULT, anywhere=True, delete_code=CLIENT_FAULT),
        "dxGatewayId": ref(GATEWAY, code=CLIENT_FAULT, anywhere=True, delete_code=CLIENT_FAULT),
    },
    immutable={"addressFamily", "amazonAddress", "bgpAsn", "bgpAuthKey", "connectionId", "customerAddress", "dxGatewayId", "name", "vlan"},
    defaults={"mtu": 1500, "sitelinkEnabled": False},
    id="dxvif-{hex8}",
    outputs={
        "amazonAddress": "169.254.20.5/30",
        "amazonSideAsn": "64512",
        "arn": "arn:{partition}:directconnect:{region}:{account}:dxvif/{id}",
        "customerAddress": "169.254.20.6/30",
        "jumboFrameCapable": True,
    },
)
