"""Who and where the provider is."""

import pytest

from simulator.cloud import Cloud
from simulator.errors import CloudError
from simulator.rules.aws.account import zone_id
from simulator.world import World
from tests.simulator.aws.account import Account


def test_the_caller_is_the_role_that_was_assumed(aws: Account, other: Account) -> None:
    token = "aws:index/getCallerIdentity:getCallerIdentity"
    assert other.cloud.invoke(token, {})["arn"] == "arn:aws:sts::444455556666:assumed-role/deploy/simulated"
    assert aws.cloud.invoke(token, {})["accountId"] == "111122223333"


def test_a_region_and_its_partition_are_told_by_name(aws: Account, world: World) -> None:
    token = "aws:index/getRegion:getRegion"
    assert aws.cloud.invoke(token, {})["endpoint"] == "ec2.eu-west-1.amazonaws.com"
    assert aws.cloud.invoke(token, {"name": "us-east-1"})["description"] == "US East (N. Virginia)"
    with pytest.raises(CloudError, match="knows no region mars-1"):
        aws.cloud.invoke(token, {"name": "mars-1"})
    china = Cloud("aws", world, {"region": "cn-north-1"}).invoke("aws:index/getPartition:getPartition", {})
    assert (china["partition"], china["reverseDnsPrefix"]) == ("aws-cn", "cn.com.amazonaws")


def test_zones_are_those_of_the_region(aws: Account, world: World) -> None:
    token = "aws:index/getAvailabilityZones:getAvailabilityZones"
    found = aws.cloud.invoke(token, {"state": "available", "excludeNames": ["eu-west-1b"]})
    assert (found["names"], found["zoneIds"]) == (["eu-west-1a", "eu-west-1c"], ["euw1-az1", "euw1-az3"])
    assert zone_id("ap-southeast-2c") == "apse2-az3"
    with pytest.raises(CloudError, match="without filters"):
        aws.cloud.invoke(token, {"allAvailabilityZones": True})
    with pytest.raises(CloudError, match="knows no region"):
        Cloud("aws", world, {"region": "cn-north-1"}).invoke(token, {})


def test_a_service_has_a_principal(aws: Account) -> None:
    found = aws.cloud.invoke("aws:index/getServicePrincipal:getServicePrincipal", {"serviceName": "s3"})
    assert found["name"] == "s3.amazonaws.com"
