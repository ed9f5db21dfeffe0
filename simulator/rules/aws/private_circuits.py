"""Direct Connect: connections, their line keys, gateways, associations and private virtual interfaces.

Sources: AWS Direct Connect User Guide, "Direct Connect gateways", "Allowed prefixes interactions", "MAC security"; AWS Direct Connect API
Reference, CreateConnection, UpdateConnection, AssociateMacSecKey, CreateDirectConnectGateway, CreateDirectConnectGatewayAssociation,
CreatePrivateVirtualInterface, NewPrivateVirtualInterface; Pulumi Registry, aws.directconnect.*.
"""

from collections.abc import Iterator

from simulator.rules import Action, Allowed, AtLeastOneOf, AtMostOneOf, Between, Cidr, ExactlyOneOf, Fault, Needs, Properties, Rules, ref
from simulator.rules.aws.kinds import TRANSIT_GATEWAY, VPC, VPN_GATEWAY

CONNECTION = "aws:directconnect/connection:Connection"
GATEWAY = "aws:directconnect/gateway:Gateway"
ASSOCIATION = "aws:directconnect/gatewayAssociation:GatewayAssociation"
BUNDLE = "aws:directconnect/linkAggregationGroup:LinkAggregationGroup"
PRIVATE_INTERFACE = "aws:directconnect/privateVirtualInterface:PrivateVirtualInterface"
LINE_KEY = "aws:directconnect/macsecKeyAssociation:MacsecKeyAssociation"

CLIENT_FAULT = "DirectConnectClientException"
_CREATE = "AWS Direct Connect API Reference, CreateConnection"
_INTERFACE = "AWS Direct Connect API Reference, NewPrivateVirtualInterface"
_BANDWIDTHS = tuple(f"{megabits}Mbps" for megabits in (50, 100, 200, 300, 400, 500)) + tuple(
    f"{gigabits}Gbps" for gigabits in (1, 2, 5, 10, 25, 100, 400)
)
_ENCRYPTED = ("10Gbps", "100Gbps", "400Gbps")

connection = Rules(
    CONNECTION,
    source="AWS Direct Connect API Reference, CreateConnection, UpdateConnection; Pulumi Registry, aws.directconnect.Connection",
    second_source="cfn-lint",
    checks=(
        Allowed("bandwidth", _BANDWIDTHS, source="Pulumi Registry, aws.directconnect.Connection"),
        Allowed(
            "encryptionMode",
            ("no_encrypt", "should_encrypt", "must_encrypt"),
            source="AWS Direct Connect API Reference, UpdateConnection",
        ),
    ),
    immutable={"bandwidth", "location", "name", "providerName", "requestMacsec"},
    defaults={"requestMacsec": False, "skipDestroy": False},
    id="dxcon-{hex8}",
    outputs={
        "arn": "arn:{partition}:directconnect:{region}:{account}:dxcon/{id}",
        "awsDevice": "",
        "encryptionMode": "",
        "hasLogicalRedundancy": "unknown",
        "jumboFrameCapable": True,
        "macsecCapable": False,
        "ownerAccountId": "{account}",
        "partnerName": "",
        "portEncryptionStatus": "Encryption Down",
        "providerName": "",
        "state": "requested",
        "vlanId": "0",
    },
)


@connection.check(source="AWS Direct Connect User Guide, 'MAC security' (dedicated connections of 10, 100 and 400 Gbps)", even_unknown=True)
def line_can_be_encrypted(inputs: Properties) -> Iterator[Fault]:
    """MACsec needs a fast dedicated line, and a mode of encryption needs MACsec."""
    bandwidth = inputs.get("bandwidth")
    if inputs.get("requestMacsec") is True and isinstance(bandwidth, str) and bandwidth not in _ENCRYPTED:
        yield "requestMacsec", f"is not possible at {bandwidth}; allowed: {', '.join(_ENCRYPTED)}"
    if inputs.get("encryptionMode") in ("should_encrypt", "must_encrypt") and not inputs.get("requestMacsec"):
        yield "encryptionMode", "needs requestMacsec"


@connection.computes
def line_shown(action: Action) -> Properties:
    """What was asked for is what the line can do."""
    return {"macsecCapable": action.inputs.get("requestMacsec") is True}


line_key = Rules(
    LINE_KEY,
    source="AWS Direct Connect API Reference, AssociateMacSecKey; Pulumi Registry, aws.directconnect.MacsecKeyAssociation",
    second_source="",
    checks=(
        ExactlyOneOf(("secretArn", "ckn"), source="AWS Direct Connect API Reference, AssociateMacSecKey"),
        Needs("ckn", ("cak",), source="AWS Direct Connect API Reference, AssociateMacSecKey"),
        Needs("cak", ("ckn",), source="AWS Direct Connect API Reference, AssociateMacSecKey"),
    ),
    references={"connectionId": ref(CONNECTION, BUNDLE, code=CLIENT_FAULT, blocks_delete=False)},
    immutable={"cak", "ckn", "connectionId", "secretArn"},
    id="{connectionId}_{secretArn}",
    outputs={"startOn": "{now}", "state": "associating"},
)


@line_key.before("create")
def line_takes_keys(action: Action) -> None:
    """Only a line that was ordered with MACsec has keys."""
    secret = action.inputs.get("secretArn")
    if isinstance(secret, str) and f":{action.account}:" not in secret:
        action.refuse(CLIENT_FAULT, f"{secret} is no secret of account {action.account}")
    line = action.target("connectionId", CONNECTION)
    if line and line.outputs.get("macsecCapable") is not True:
        action.refuse(CLIENT_FAULT, f"{line.id} is not MACsec capable; order it with requestMacsec")


gateway = Rules(
    GATEWAY,
    source="AWS Direct Connect API Reference, CreateDirectConnectGateway; Pulumi Registry, aws.directconnect.Gateway",
    second_source="cfn-lint",
    immutable={"amazonSideAsn"},
    id="{uuid}",
    outputs={"arn": "arn:{partition}:directconnect::{account}:dx-gateway/{id}", "ownerAccountId": "{account}"},
)


@gateway.check(source="AWS Direct Connect API Reference, CreateDirectConnectGateway (amazonSideAsn)")
def number_is_private(inputs: Properties) -> Iterator[Fault]:
    """64512-65534 or 4200000000-4294967294, given as a text."""
    asn = inputs.get("amazonSideAsn")
    if isinstance(asn, str) and not (asn.isdigit() and (64512 <= int(asn) <= 65534 or 4200000000 <= int(asn) <= 4294967294)):
        yield "amazonSideAsn", f"{asn} is not allowed; allowed: 64512 to 65534, or 4200000000 to 4294967294"


association = Rules(
    ASSOCIATION,
    source="AWS Direct Connect API Reference, CreateDirectConnectGatewayAssociation; Pulumi Registry, aws.directconnect.GatewayAssociation",
    second_source="cfn-lint",
    checks=(
        AtMostOneOf(
            ("associatedGatewayId", "associatedGatewayOwnerAccountId"), source="Pulumi Registry, aws.directconnect.GatewayAssociation"
        ),
        AtLeastOneOf(("associatedGatewayId", "proposalId"), source="Pulumi Registry, aws.directconnect.GatewayAssociation"),
        Cidr("allowedPrefixes[*]", source="AWS Direct Connect API Reference, RouteFilterPrefix"),
    ),
    references={
        "dxGatewayId": ref(GATEWAY, code=CLIENT_FAULT, anywhere=True, delete_code=CLIENT_FAULT),
        "associatedGatewayId": ref(VPN_GATEWAY, TRANSIT_GATEWAY, code=CLIENT_FAULT, anywhere=True, delete_code="IncorrectState"),
    },
    immutable={"associatedGatewayId", "associatedGatewayOwnerAccountId", "dxGatewayId", "proposalId"},
    id=lambda action: f"ga-{action.inputs['dxGatewayId']}{action.inputs.get('associatedGatewayId') or ''}",
    outputs={
        "allowedPrefixes": [],
        "associatedGatewayOwnerAccountId": "{account}",
        "associatedGatewayType": "virtualPrivateGateway",
        "dxGatewayAssociationId": "{uuid}",
        "dxGatewayOwnerAccountId": "{account}",
        "transitGatewayAttachmentId": "",
    },
    unordered=("allowedPrefixes",),
)


@association.before("create")
def gateway_is_attached_and_free(action: Action) -> None:
    """'The virtual private gateway must be attached to a VPC and must not be associated with another Direct Connect gateway.'"""
    wanted = action.inputs.get("associatedGatewayId")
    private = action.get(VPN_GATEWAY, wanted)
    if private and not private.outputs.get("vpcId"):
        action.refuse(CLIENT_FAULT, f"{private.id} is not attached to a VPC")
    if other := next(iter(action.find(ASSOCIATION, associatedGatewayId=wanted)), None):
        action.refuse(CLIENT_FAULT, f"{wanted} is associated with the Direct Connect gateway {other.outputs['dxGatewayId']} already")


@association.computes
def prefixes_shown(action: Action) -> Properties:
    """Without a list, the network's range is announced; a transit gateway has an attachment."""
    wanted = action.inputs.get("associatedGatewayId")
    shown: Properties = {}
    private = action.get(VPN_GATEWAY, wanted)
    if private is None:
        shown = {"associatedGatewayType": "transitGateway", "transitGatewayAttachmentId": f"tgw-attach-{action.hex(17, 'circuit')}"}
    elif not action.inputs.get("allowedPrefixes"):
        network = action.get(VPC, private.outputs.get("vpcId"))
        shown = {"allowedPrefixes": [network.outputs["cidrBlock"]] if network else []}
    return shown


interface = Rules(
    PRIVATE_INTERFACE,
    source="AWS Direct Connect API Reference, CreatePrivateVirtualInterface; Pulumi Registry, aws.directconnect.PrivateVirtualInterface",
    second_source="cfn-lint",
    checks=(
        Allowed("addressFamily", ("ipv4", "ipv6"), source=_INTERFACE),
        Allowed("mtu", (1500, 8500, 9001), source=_INTERFACE),
        Between("vlan", 1, 4094, source=_INTERFACE),
        ExactlyOneOf(("dxGatewayId", "vpnGatewayId"), source="Pulumi Registry, aws.directconnect.PrivateVirtualInterface"),
        ExactlyOneOf(("bgpAsn", "bgpAsnLong"), source="Pulumi Registry, aws.directconnect.PrivateVirtualInterface"),
    ),
    references={
        "connectionId": ref(CONNECTION, BUNDLE, code=CLIENT_FAULT, anywhere=True, delete_code=CLIENT_FAULT),
        "dxGatewayId": ref(GATEWAY, code=CLIENT_FAULT, anywhere=True, delete_code=CLIENT_FAULT),
        "vpnGatewayId": ref(VPN_GATEWAY, code=CLIENT_FAULT, delete_code="IncorrectState"),
    },
    immutable={
        "addressFamily",
        "amazonAddress",
        "bgpAsn",
        "bgpAsnLong",
        "bgpAuthKey",
        "connectionId",
        "customerAddress",
        "dxGatewayId",
        "name",
        "vlan",
        "vpnGatewayId",
    },
    defaults={"mtu": 1500, "sitelinkEnabled": False},
    id="dxvif-{hex8}",
    outputs={
        "amazonAddress": "169.254.20.1/30",
        "amazonSideAsn": "64512",
        "arn": "arn:{partition}:directconnect:{region}:{account}:dxvif/{id}",
        "awsDevice": "",
        "bgpAuthKey": "",
        "customerAddress": "169.254.20.2/30",
        "jumboFrameCapable": True,
        "rateLimit": "",
    },
)


@interface.before("create")
def vlan_is_free(action: Action) -> None:
    """One interface a VLAN on each line."""
    taken = list(action.find(PRIVATE_INTERFACE, connectionId=action.inputs["connectionId"], vlan=action.inputs["vlan"]))
    if taken:
        action.refuse(CLIENT_FAULT, f"VLAN {action.inputs['vlan']} of {action.inputs['connectionId']} is used by {taken[0].id}")
