"""VPC peering: asked for by one network, accepted by the other.

Sources: Amazon VPC Peering Guide, "VPC peering basics" (no overlapping blocks, not transitive), "VPC peering connection lifecycle";
EC2 API Reference, CreateVpcPeeringConnection, AcceptVpcPeeringConnection; Pulumi Registry, aws.ec2.VpcPeeringConnection,
aws.ec2.VpcPeeringConnectionAccepter.
"""

from collections.abc import Iterator

from simulator.rules import UNKNOWN, Action, Fault, Needs, Object, Pattern, Properties, Rules, ref
from simulator.rules.aws.addresses import blocks_of, overlapping
from simulator.rules.aws.kinds import PEERING, PEERING_ACCEPTER, VPC

_CREATE = "EC2 API Reference, CreateVpcPeeringConnection"
_FAILED = "Failed due to incorrect VPC-ID, Account ID, or overlapping CIDR range"
"""EC2 API Reference, VpcPeeringConnectionStateReason: AWS says no more, so that nobody can probe for other accounts' networks."""

peering = Rules(
    PEERING,
    source="EC2 API Reference, CreateVpcPeeringConnection; Pulumi Registry, aws.ec2.VpcPeeringConnection",
    second_source="cfn-lint, moto",
    checks=(Pattern("peerOwnerId", r"\d{12}", source=_CREATE, saying="an account id: 12 digits"),),
    references={"vpcId": ref(VPC, code="InvalidVpcID.NotFound")},
    immutable={"peerOwnerId", "peerRegion", "peerVpcId", "vpcId"},
    id="pcx-{hex17}",
    outputs={
        "acceptStatus": "pending-acceptance",
        "accepter": {"allowRemoteVpcDnsResolution": False},
        "peerOwnerId": "{account}",
        "peerRegion": "{region}",
        "requester": {"allowRemoteVpcDnsResolution": False},
    },
)


@peering.check(source="Pulumi Registry, aws.ec2.VpcPeeringConnection: autoAccept works in one account and region", even_unknown=True)
def accepts_itself_at_home_only(inputs: Properties) -> Iterator[Fault]:
    """Another region's side must be accepted there."""
    if inputs.get("autoAccept") is True and inputs.get("peerRegion") not in (None, UNKNOWN):
        yield "autoAccept", "conflicts with peerRegion: the other region's side must accept with VpcPeeringConnectionAccepter"


def _other_side(action: Action) -> Object | None:
    owner = action.inputs.get("peerOwnerId") or action.account
    region = action.inputs.get("peerRegion") or action.region
    return action.world.get(VPC, str(action.inputs["peerVpcId"]), str(owner), str(region))


@peering.before("create")
def sides_fit(action: Action) -> None:
    """Both networks exist, and none of their blocks overlap."""
    own, other = action.target("vpcId", VPC), _other_side(action)
    if other is None or own is None or own.id == other.id:
        action.refuse("VpcPeeringConnection.Failed", f"{_FAILED}: {action.inputs['vpcId']}, {action.inputs['peerVpcId']}")
    for one, another in overlapping(blocks_of(action, own), blocks_of(action, other)):
        action.refuse("VpcPeeringConnection.Failed", f"{_FAILED}: {one} of {own.id} and {another} of {other.id}")
    if action.inputs.get("autoAccept") is True and other.account != action.account:
        action.refuse("OperationNotPermitted", f"User {action.account} cannot accept peering for {other.account}")


@peering.computes
def status(action: Action) -> Properties:
    """Active at once where the requester may accept for both."""
    if action.inputs.get("autoAccept") is True:
        return {"acceptStatus": "active"}
    return {}


@peering.before("update")
def options_need_a_connection(action: Action) -> None:
    """DNS options can be set on an active connection only."""
    if action.object.outputs.get("acceptStatus") != "active" and (action.changed("accepter") or action.changed("requester")):
        action.refuse(
            "OperationNotPermitted", f"Peering connection {action.id} is not active: options can be added when it has been accepted"
        )


accepter = Rules(
    PEERING_ACCEPTER,
    source="EC2 API Reference, AcceptVpcPeeringConnection; Pulumi Registry, aws.ec2.VpcPeeringConnectionAccepter: takes over the "
    "connection in the other account or region; destroying it only forgets it",
    checks=(Needs("accepter", ("autoAccept",), source="Pulumi Registry, aws.ec2.VpcPeeringConnectionAccepter"),),
    references={"vpcPeeringConnectionId": ref(PEERING, code="InvalidVpcPeeringConnectionID.NotFound", anywhere=True, blocks_delete=False)},
    immutable={"vpcPeeringConnectionId"},
    id="{vpcPeeringConnectionId}",
    outputs={
        "acceptStatus": "pending-acceptance",
        "accepter": {"allowRemoteVpcDnsResolution": False},
        "peerOwnerId": "",
        "peerRegion": "",
        "peerVpcId": "",
        "requester": {"allowRemoteVpcDnsResolution": False},
        "vpcId": "",
    },
)


def _connection(action: Action) -> Object | None:
    return next(
        iter(action.find_anywhere(PEERING, id=action.outputs.get("vpcPeeringConnectionId") or action.inputs["vpcPeeringConnectionId"])),
        None,
    )


@accepter.before("create")
@accepter.before("update")
def is_the_other_side(action: Action) -> None:
    """Only the account and region that were asked may accept."""
    found = _connection(action)
    asked = (found.outputs.get("peerOwnerId"), found.outputs.get("peerRegion")) if found else (None, None)
    if found and asked != (action.account, action.region):
        action.refuse(
            "OperationNotPermitted",
            f"User {action.account} in {action.region} cannot accept peering {found.id}: it was offered to {asked[0]} in {asked[1]}",
        )


@accepter.computes
def sides(action: Action) -> Properties:
    """The accepter sees the connection from its own side: its network is `vpcId`."""
    found = _connection(action)
    if found is None:
        return {}
    active = action.inputs.get("autoAccept") is True or found.outputs.get("acceptStatus") == "active"
    return {
        "acceptStatus": "active" if active else "pending-acceptance",
        "peerOwnerId": found.account,
        "peerRegion": found.region,
        "peerVpcId": found.outputs["vpcId"],
        "vpcId": found.outputs["peerVpcId"],
    }


@accepter.after("create")
@accepter.after("update")
def accept(action: Action) -> None:
    """The connection is active for both."""
    found = _connection(action)
    if found and action.outputs["acceptStatus"] == "active":
        found.outputs["acceptStatus"] = "active"
        action.save(found)
