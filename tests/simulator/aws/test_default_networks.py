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
    world.close()


def test_subnets_are_found_by_their_tags_and_names(tmp_path: Path) -> None:
    world = World(tmp_path / "world.sqlite")
    cloud = Cloud("aws", world, {"region": REGION})
    vpc, _ = cloud.create(urn("aws:ec2/vpc:Vpc", "own"), {"cidrBlock": "10.0.0.0/16"})
    inside = {"vpcId": vpc, "availabilityZone": "eu-west-1a"}
    private, _ = cloud.create(urn(_SUBNET, "private"), {**inside, "cidrBlock": "10.0.1.0/24", "tags": {"Name": "own-private-1"}})
    public, _ = cloud.create(urn(_SUBNET, "public"), {**inside, "cidrBlock": "10.0.2.0/24", "mapPublicIpOnLaunch": True})
    assert _ids(cloud, {"name": "tag:Name", "values": ["own-private-*"]}) == [private]
    assert _ids(cloud, {"name": "vpc-id", "values": [vpc]}, {"name": "map-public-ip-on-launch", "values": ["true"]}) == [public]
    world.close()


def test_a_subnet_without_a_table_of_its_own_follows_the_main_one(tmp_path: Path) -> None:
    world = World(tmp_path / "world.sqlite")
    cloud = Cloud("aws", world, {"region": REGION})
    vpc, made = cloud.create(urn("aws:ec2/vpc:Vpc", "own"), {"cidrBlock": "10.0.0.0/16"})
    subnet, _ = cloud.create(urn(_SUBNET, "a"), {"vpcId": vpc, "cidrBlock": "10.0.1.0/24"})
    table, _ = cloud.create(urn("aws:ec2/routeTable:RouteTable", "own"), {"vpcId": vpc})
    look = "aws:ec2/getRouteTable:getRouteTable"
    assert cloud.invoke(look, {"subnetId": subnet})["routeTableId"] == made["mainRouteTableId"]
    cloud.create(urn("aws:ec2/routeTableAssociation:RouteTableAssociation", "a"), {"subnetId": subnet, "routeTableId": table})
    assert cloud.invoke(look, {"subnetId": subnet})["routeTableId"] == table
    world.close()


def test_images_are_told_and_zones_that_are_not_there_refused(tmp_path: Path) -> None:
    world = World(tmp_path / "world.sqlite")
    cloud = Cloud("aws", world, {"region": REGION})
    asked = {"owners": ["amazon"], "mostRecent": True, "filters": [{"name": "name", "values": ["al2023-ami-*-arm64"]}]}
    image = cloud.invoke("aws:ec2/getAmi:getAmi", asked)
    assert (image["id"], image["architecture"]) == (cloud.invoke("aws:ec2/getAmi:getAmi", asked)["id"], "arm64")
    parameter = {"name": "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"}
    assert cloud.invoke("aws:ssm/getParameter:getParameter", parameter)["value"].startswith("ami-")
    with pytest.raises(CloudError, match="ParameterNotFound"):
        cloud.invoke("aws:ssm/getParameter:getParameter", {"name": "/clinic/password"})
    assert cloud.invoke("aws:iam/getPolicy:getPolicy", {"name": "ReadOnlyAccess"})["arn"] == "arn:aws:iam::aws:policy/ReadOnlyAccess"
    with pytest.raises(CloudError, match="NoSuchEntity"):
        cloud.invoke("aws:iam/getPolicy:getPolicy", {"arn": "arn:aws:iam::111122223333:policy/ours"})
    with pytest.raises(CloudError, match="no matching Route 53 Hosted Zone"):
        cloud.invoke("aws:route53/getZone:getZone", {"name": "clinic.example."})
    made, _ = cloud.create(urn("aws:route53/zone:Zone", "own"), {"name": "clinic.example"})
    assert cloud.invoke("aws:route53/getZone:getZone", {"name": "clinic.example."})["zoneId"] == made
    world.close()


_SUBNET = "aws:ec2/subnet:Subnet"


def _ids(cloud: Cloud, *filters: object) -> list[str]:
    return list(cloud.invoke("aws:ec2/getSubnets:getSubnets", {"filters": list(filters)})["ids"])
