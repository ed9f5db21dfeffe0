"""Internet gateways, addresses, NAT gateways: the ways out."""

import pytest

from simulator.rules.aws import kinds
from tests.simulator.aws.account import Account, Made

ATTACHMENT = "aws:ec2/internetGatewayAttachment:InternetGatewayAttachment"
ASSOCIATION = "aws:ec2/eipAssociation:EipAssociation"


@pytest.fixture
def net(aws: Account) -> Made:
    """A network with an internet gateway."""
    vpc = aws.vpc()
    aws.internet(vpc)
    return vpc


def test_a_network_has_one_internet_gateway(aws: Account, net: Made) -> None:
    aws.refuses("InvalidParameterValue", kinds.INTERNET_GATEWAY, match="already has", vpcId=net.id)
    loose = aws.internet(None)
    aws.refuses("InvalidParameterValue", ATTACHMENT, internetGatewayId=loose.id, vpcId=net.id)
    aws.refuses_change("InvalidParameterValue", loose, vpcId=net.id)


def test_a_gateway_is_attached_to_one_network(aws: Account) -> None:
    first, second = aws.vpc(), aws.vpc()
    gateway = aws.internet(first)
    aws.refuses("Resource.AlreadyAssociated", ATTACHMENT, internetGatewayId=gateway.id, vpcId=second.id)
    assert aws.change(gateway, vpcId=second.id)["vpcId"] == second.id


def test_an_attachment_of_its_own_shows_in_the_gateway(aws: Account) -> None:
    vpc, gateway = aws.vpc(), aws.internet(None)
    of = aws.make(ATTACHMENT, internetGatewayId=gateway.id, vpcId=vpc.id)
    outputs, inputs = aws.read(gateway)
    assert outputs["vpcId"] == vpc.id
    assert inputs == {}
    aws.delete(of)
    assert aws.read(gateway)[0]["vpcId"] == ""


def test_an_attached_gateway_holds_its_network(aws: Account, net: Made) -> None:
    aws.refuses_delete("DependencyViolation", net)


def test_a_gateway_stays_while_its_network_has_public_addresses(aws: Account) -> None:
    vpc = aws.vpc()
    gateway = aws.internet(vpc)
    nat = aws.nat(aws.subnet(vpc))
    aws.refuses_delete("DependencyViolation", gateway, "mapped public address")
    aws.delete(nat)
    instance = aws.make(
        kinds.INSTANCE,
        ami="ami-0abcdef1234567890",
        instanceType="t3.micro",
        subnetId=aws.subnet(vpc, "10.0.1.0/24").id,
        associatePublicIpAddress=True,
    )
    assert instance["publicDns"].endswith(".eu-west-1.compute.amazonaws.com")
    aws.refuses_delete("DependencyViolation", gateway, instance.id)
    aws.delete(instance)
    aws.delete(gateway)


def test_a_gateway_attached_apart_stays_too(aws: Account) -> None:
    vpc, gateway = aws.vpc(), aws.internet(None)
    of = aws.make(ATTACHMENT, internetGatewayId=gateway.id, vpcId=vpc.id)
    aws.nat(aws.subnet(vpc))
    aws.refuses_delete("DependencyViolation", of, "mapped public address")


def test_a_public_nat_gateway_needs_an_internet_gateway(aws: Account) -> None:
    subnet, address = aws.subnet(aws.vpc()), aws.make(kinds.EIP, domain="vpc")
    aws.refuses("Gateway.NotAttached", kinds.NAT_GATEWAY, subnetId=subnet.id, allocationId=address.id)
    assert aws.make(kinds.NAT_GATEWAY, subnetId=subnet.id, connectivityType="private")["publicIp"] == ""


@pytest.mark.parametrize(
    ("inputs", "faults"),
    [
        ({}, ["subnetId: is required for a zonal NAT gateway", "allocationId: is required for a public NAT gateway"]),
        ({"availabilityMode": "regional"}, ["vpcId: is required for a regional NAT gateway"]),
        (
            {"subnetId": "subnet-1", "connectivityType": "private", "allocationId": "eipalloc-1"},
            ["allocationId: can't be given for a private NAT gateway"],
        ),
    ],
)
def test_a_nat_gateway_has_what_its_kind_needs(aws: Account, inputs: dict[str, str], faults: list[str]) -> None:
    assert aws.faults(kinds.NAT_GATEWAY, **inputs) == faults


def test_an_address_serves_one_gateway_and_shows_it(aws: Account, net: Made) -> None:
    subnet, address = aws.subnet(net), aws.make(kinds.EIP, domain="vpc")
    nat = aws.make(kinds.NAT_GATEWAY, subnetId=subnet.id, allocationId=address.id)
    assert nat["publicIp"] == address["publicIp"]
    assert nat["privateIp"].startswith("10.0.0.")
    assert aws.read(address)[0]["networkInterface"] == nat["networkInterfaceId"]
    aws.refuses("Resource.AlreadyAssociated", kinds.NAT_GATEWAY, subnetId=subnet.id, allocationId=address.id)
    aws.refuses_delete("InvalidIPAddress.InUse", address, nat.id)
    aws.delete(nat)
    assert aws.read(address)[0]["associationId"] == ""
    aws.delete(address)


def test_an_address_is_bound_where_the_internet_is_reached(aws: Account) -> None:
    vpc = aws.vpc()
    eni = aws.make(kinds.NETWORK_INTERFACE, subnetId=aws.subnet(vpc).id)
    address = aws.make(kinds.EIP, domain="vpc")
    aws.refuses("Gateway.NotAttached", ASSOCIATION, allocationId=address.id, networkInterfaceId=eni.id)
    aws.refuses("Gateway.NotAttached", kinds.EIP, domain="vpc", networkInterface=eni.id)
    aws.internet(vpc)
    of = aws.make(ASSOCIATION, allocationId=address.id, networkInterfaceId=eni.id)
    assert of["publicIp"] == address["publicIp"]
    aws.refuses("Resource.AlreadyAssociated", ASSOCIATION, allocationId=address.id, networkInterfaceId=eni.id)
    aws.delete(of)
    assert aws.read(address)[0]["associationId"] == ""


def test_an_address_is_known_only_after_it_is_allocated(aws: Account) -> None:
    planned = aws.plan(kinds.EIP, domain="vpc")
    assert repr(planned["publicIp"]) == "<unknown>"
    assert planned["domain"] == "vpc"


def test_a_nat_gateway_that_moves_is_another_one(aws: Account, net: Made) -> None:
    nat = aws.nat(aws.subnet(net))
    assert aws.replaced_by(nat, subnetId="subnet-2", allocationId="eipalloc-2") == ["allocationId", "subnetId"]
    assert aws.replaced_by(nat, tags={"a": "b"}) == []
