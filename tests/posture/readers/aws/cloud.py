"""Builds stacks for reader tests: one program, seen as an exported state and as a preview.

In the state every id and output is known. In the preview they are unknown, and only property dependencies tell where a value came from:
that is what the engine records for a first `pulumi up`.
"""

from dataclasses import dataclass, field
from typing import Any

from posture.approved import Approved
from posture.graph.builder import GraphBuilder
from posture.readers.load import read_stack
from posture.resource import Resource
from posture.stack import Form, Stack
from posture.values import UNKNOWN

FORMS = ("state", "preview")


@dataclass(frozen=True)
class Ref:
    """An output of a resource, as a program passes it on."""

    urn: str
    value: Any


@dataclass
class Made:
    """A resource of the program."""

    token: str
    name: str
    literal: str
    inputs: dict[str, Any]
    outputs: dict[str, Any] = field(default_factory=dict)
    external: bool = False

    @property
    def urn(self) -> str:
        return f"urn:pulumi:test::test::{self.token}::{self.name}"

    @property
    def id(self) -> Ref:
        return Ref(self.urn, self.literal)

    def out(self, prop: str) -> Ref:
        """An output, or an input echoed as output."""
        value = self.outputs[prop] if prop in self.outputs else self.inputs[prop]
        return Ref(self.urn, value.value if isinstance(value, Ref) else value)


class Cloud:
    """A program's resources."""

    def __init__(self) -> None:
        self.made: list[Made] = []

    def add(
        self, token: str, name: str, /, prefix: str = "x", outputs: dict[str, Any] | None = None, external: bool = False, **inputs: Any
    ) -> Made:
        made = Made(token, name, f"{prefix}-{name}", inputs, outputs or {}, external)
        self.made.append(made)
        return made

    def vpc(self, name: str, cidr: str = "10.0.0.0/16", **inputs: Any) -> Made:
        outputs = {
            "mainRouteTableId": f"rtb-main-of-{name}",
            "defaultRouteTableId": f"rtb-main-of-{name}",
            "defaultNetworkAclId": f"acl-default-of-{name}",
            "defaultSecurityGroupId": f"sg-default-of-{name}",
        }
        return self.add("aws:ec2/vpc:Vpc", name, "vpc", outputs, cidrBlock=cidr, **inputs)

    def subnet(self, name: str, vpc: Made, cidr: str = "10.0.1.0/24", **inputs: Any) -> Made:
        return self.add("aws:ec2/subnet:Subnet", name, "subnet", vpcId=vpc.id, cidrBlock=cidr, **inputs)

    def table(self, name: str, vpc: Made, *subnets: Made, **inputs: Any) -> Made:
        table = self.add("aws:ec2/routeTable:RouteTable", name, "rtb", vpcId=vpc.id, **inputs)
        for subnet in subnets:
            self.associate(table, subnet)
        return table

    def associate(self, table: Made, subnet: Made) -> Made:
        token = "aws:ec2/routeTableAssociation:RouteTableAssociation"
        return self.add(token, f"{table.name}-{subnet.name}", "rtbassoc", routeTableId=table.id, subnetId=subnet.id)

    def route(self, name: str, table: Any, cidr: str | None = "0.0.0.0/0", **via: Any) -> Made:
        where: dict[str, Any] = {"destinationCidrBlock": cidr} if cidr is not None else {}
        return self.add("aws:ec2/route:Route", name, "r", routeTableId=table.id if isinstance(table, Made) else table, **where, **via)

    def internet_gateway(self, name: str, vpc: Made) -> Made:
        return self.add("aws:ec2/internetGateway:InternetGateway", name, "igw", vpcId=vpc.id)

    def nat(self, name: str, subnet: Made, **inputs: Any) -> Made:
        return self.add("aws:ec2/natGateway:NatGateway", name, "nat", subnetId=subnet.id, **inputs)

    def public_subnet(self, name: str, vpc: Made, cidr: str = "10.0.100.0/24") -> Made:
        """A subnet whose table leads to an internet gateway."""
        subnet = self.subnet(name, vpc, cidr)
        gateway = self.internet_gateway(f"{name}-igw", vpc)
        self.route(f"{name}-default", self.table(f"{name}-table", vpc, subnet), gatewayId=gateway.id)
        return subnet

    def group(self, name: str, vpc: Made, **inputs: Any) -> Made:
        return self.add("aws:ec2/securityGroup:SecurityGroup", name, "sg", vpcId=vpc.id, **inputs)

    def peering(self, name: str, one: Made, other: Made | str, **inputs: Any) -> Made:
        peer = other.id if isinstance(other, Made) else other
        return self.add("aws:ec2/vpcPeeringConnection:VpcPeeringConnection", name, "pcx", vpcId=one.id, peerVpcId=peer, **inputs)

    def transit_gateway(self, name: str, **inputs: Any) -> Made:
        outputs = {"associationDefaultRouteTableId": f"tgw-rtb-{name}-default", "propagationDefaultRouteTableId": f"tgw-rtb-{name}-default"}
        return self.add("aws:ec2transitgateway/transitGateway:TransitGateway", name, "tgw", outputs, **inputs)

    def attach(self, name: str, hub: Made, vpc: Made, *subnets: Made, **inputs: Any) -> Made:
        token = "aws:ec2transitgateway/vpcAttachment:VpcAttachment"
        places = [subnet.id for subnet in subnets]
        return self.add(token, name, "tgw-attach", transitGatewayId=hub.id, vpcId=vpc.id, subnetIds=places, **inputs)

    def stack(self, form: str) -> Stack:
        make = self._state if form == "state" else self._preview
        return Stack(tuple(make(made) for made in self.made), Form(form), "test")

    def facts(self, form: str, approved: Approved | None = None) -> GraphBuilder:
        graph = GraphBuilder(self.stack(form), approved or Approved(flows=frozenset()))
        read_stack(graph)
        return graph

    def _state(self, made: Made) -> Resource:
        props = {**_known(made.outputs), **_known(made.inputs), "id": made.literal, "arn": f"arn:aws:x:eu-west-1:111122223333:{made.name}"}
        return self._resource(made, made.literal, props)

    def _preview(self, made: Made) -> Resource:
        if made.external:
            return self._state(made)  # what is read, is known in a preview too
        adopted = {other.urn for other in self.made if other.external}
        props = {
            **dict.fromkeys((*made.outputs, "id", "arn"), UNKNOWN),
            **{key: _unknown(value, adopted) for key, value in made.inputs.items()},
        }
        return self._resource(made, UNKNOWN, props)

    def _resource(self, made: Made, identifier: Any, props: dict[str, Any]) -> Resource:
        depends = {key: frozenset(_sources(value)) for key, value in made.inputs.items()}
        return Resource(
            urn=made.urn,
            type=made.token,
            name=made.name,
            id=identifier,
            props=props,
            dependencies=frozenset().union(*depends.values()),
            property_dependencies=depends,
            declared=frozenset(made.inputs),
            external=made.external,
        )


def _known(value: Any) -> Any:
    if isinstance(value, Ref):
        return value.value
    if isinstance(value, dict):
        return {key: _known(item) for key, item in value.items()}
    return [_known(item) for item in value] if isinstance(value, list) else value


def _unknown(value: Any, adopted: set[str]) -> Any:
    if isinstance(value, Ref):
        return value.value if value.urn in adopted else UNKNOWN
    if isinstance(value, dict):
        return {key: _unknown(item, adopted) for key, item in value.items()}
    return [_unknown(item, adopted) for item in value] if isinstance(value, list) else value


def _sources(value: Any) -> list[str]:
    if isinstance(value, Ref):
        return [value.urn]
    if isinstance(value, dict):
        return [urn for item in value.values() for urn in _sources(item)]
    return [urn for item in value for urn in _sources(item)] if isinstance(value, list) else []
