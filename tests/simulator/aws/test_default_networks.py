"""The default network of a region (Amazon VPC User Guide, "Default VPCs"): public, and there before any program asks."""

from pathlib import Path

import pytest

from simulator.cloud import Cloud
from simulator.errors import CloudError
from simulator.world import World
from tests.simulator.aws.account import REGION

VPC, SUBNET = "aws:ec2/defaultVpc:DefaultVpc", "aws:ec2/defaultSubnet:DefaultSubnet"


def urn(type_: str, name: str) -> str:
    return f"urn:pulumi:dev::test::{type_}::{name}"


def test_the_default_network_is_public_and_adopted(tmp_path: Path) -> None:
    world = World(tmp_path / "world.sqlite")
    cloud = Cloud("aws", world, {"region": REGION})
    id_, outputs = cloud.create(urn(VPC, "default"), {"tags": {"ai-zone": "phi"}})
    assert (outputs["cidrBlock"], outputs["enableDnsSupport"], outputs["tags"]) == ("172.31.0.0/16", True, {"ai-zone": "phi"})
    [table] = world.find("aws:ec2/routeTable:RouteTable", vpcId=id_)
    assert table.id == outputs["mainRouteTableId"]
    assert [route["cidrBlock"] for route in table.outputs["routes"]] == ["0.0.0.0/0"]
    subnet_id, subnet = cloud.create(urn(SUBNET, "a"), {"availabilityZone": "eu-west-1a"})
    assert (subnet["vpcId"], subnet["mapPublicIpOnLaunch"]) == (id_, True)
    assert len(world.find("aws:ec2/subnet:Subnet", vpcId=id_)) == 3
    cloud.delete(urn(SUBNET, "a"), subnet_id, {"availabilityZone": "eu-west-1a"}, subnet)
    cloud.delete(urn(VPC, "default"), id_, {}, outputs)
    assert len(world.find("aws:ec2/vpc:Vpc")) == 1, "it is only forgotten"
    world.close()


def test_the_default_network_is_found_by_functions_too(tmp_path: Path) -> None:
    world = World(tmp_path / "world.sqlite")
    cloud = Cloud("aws", world, {"region": REGION})
    found = cloud.invoke("aws:ec2/getVpc:getVpc", {"default": True})
    assert (found["default"], found["cidrBlock"]) == (True, "172.31.0.0/16")
    assert cloud.invoke("aws:ec2/getVpc:getVpc", {"id": found["id"]})["id"] == found["id"]
    subnets = cloud.invoke("aws:ec2/getSubnets:getSubnets", {"filters": [{"name": "vpc-id", "values": [found["id"]]}]})
    assert len(subnets["ids"]) == 3
    with pytest.raises(CloudError, match="vpc-id"):
        cloud.invoke("aws:ec2/getSubnets:getSubnets", {"filters": [{"name": "tag:Name", "values": ["x"]}]})
    world.close()
