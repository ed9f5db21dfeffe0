"""Parts that the SDK's classes let be left out, and that the services demand."""

from typing import Any

import pytest

from tests.simulator.aws.account import Account

GROUP, USER, MODEL = "aws:autoscaling/group:Group", "aws:elasticache/user:User", "aws:sagemaker/model:Model"
WAREHOUSE, LOGGING, DATABASE = "aws:redshift/cluster:Cluster", "aws:redshift/logging:Logging", "aws:rds/instance:Instance"
TASK, SERVICE, CACHE = (
    "aws:ecs/taskDefinition:TaskDefinition",
    "aws:ecs/service:Service",
    "aws:elasticache/replicationGroup:ReplicationGroup",
)
DELIVERY, LISTENER = "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream", "aws:lb/listener:Listener"
INTERFACE = "aws:ec2/networkInterface:NetworkInterface"
FUNCTION = "aws:lambda/function:Function"
SIZES = {"minSize": 1, "maxSize": 1}
PLACED = {**SIZES, "vpcZoneIdentifiers": ["subnet-0123456789abcdef0"]}
NEW = {"instanceClass": "db.r8g.large", "allocatedStorage": 20}
CONTAINERS = '[{"name": "web", "image": "web"}]'
LOGGED = '[{"name": "web", "image": "web", "logConfiguration": {"logDriver": "awslogs"}}]'


@pytest.mark.parametrize(
    ("type_", "inputs", "place"),
    [
        (GROUP, PLACED, "launchTemplate"),
        (GROUP, {**PLACED, "launchTemplate": {"version": "1"}}, "launchTemplate"),
        (GROUP, {**SIZES, "launchTemplate": {"name": "web"}}, "vpcZoneIdentifiers"),
        (USER, {"userId": "u", "userName": "u", "engine": "valkey", "accessString": "on"}, "authenticationMode"),
        (MODEL, {"executionRoleArn": "arn:aws:iam::111122223333:role/m"}, "primaryContainer"),
        (WAREHOUSE, {"clusterIdentifier": "w", "nodeType": "ra3.large"}, "masterUsername"),
        (LOGGING, {"clusterIdentifier": "w"}, "bucketName"),
        (DATABASE, {**NEW, "username": "owner"}, "engine"),
        (DATABASE, {**NEW, "engine": "postgres"}, "username"),
        (TASK, {"family": "t", "containerDefinitions": CONTAINERS, "requiresCompatibilities": ["FARGATE"]}, "networkMode"),
        (
            TASK,
            {"family": "t", "containerDefinitions": LOGGED, "requiresCompatibilities": ["FARGATE"], "networkMode": "awsvpc"},
            "executionRoleArn",
        ),
        (SERVICE, {"name": "web"}, "taskDefinition"),
        ("aws:lambda/eventSourceMapping:EventSourceMapping", {"functionName": "f"}, "eventSourceArn"),
        (
            "aws:sagemaker/notebookInstance:NotebookInstance",
            {"instanceType": "ml.t3.medium", "roleArn": "arn", "directInternetAccess": "Disabled"},
            "subnetId",
        ),
        (DELIVERY, {"name": "d", "destination": "extended_s3"}, "extendedS3Configuration"),
        (LISTENER, {"loadBalancerArn": "arn", "defaultActions": [{"type": "redirect"}]}, "defaultActions[0].redirect"),
    ],
)
def test_what_the_service_demands_must_be_given(aws: Account, type_: str, inputs: dict[str, Any], place: str) -> None:
    assert [fault.split(":")[0] for fault in aws.faults(type_, **inputs)] == [place]


def test_a_service_of_tasks_with_an_interface_of_their_own_needs_subnets(aws: Account) -> None:
    task = aws.make(TASK, family="t", containerDefinitions=CONTAINERS, networkMode="awsvpc")
    wanted = {"name": "web", "taskDefinition": task["arn"]}
    aws.refuses("InvalidParameterException", SERVICE, match="awsvpc", **wanted)
    aws.make(SERVICE, **wanted, networkConfiguration={"subnets": ["subnet-0123456789abcdef0"]})


def test_a_cache_upgrades_itself_and_demands_encryption_from_the_start(aws: Account) -> None:
    made = aws.make(CACHE, description="vitals", transitEncryptionEnabled=True)
    assert (made["autoMinorVersionUpgrade"], made["transitEncryptionMode"]) == (True, "required")


def test_a_database_takes_groups_of_its_own_network_alone(aws: Account) -> None:
    here, there = aws.vpc(), aws.vpc("10.9.0.0/16")
    subnets = [aws.subnet(here, f"10.0.{index}.0/24", zone=zone).id for index, zone in enumerate("ab")]
    group = aws.make("aws:rds/subnetGroup:SubnetGroup", name="db", subnetIds=subnets)
    wanted = {**NEW, "engine": "postgres", "username": "owner", "dbSubnetGroupName": group.id}
    ours, theirs = (aws.group(vpc).id for vpc in (here, there))
    aws.refuses("InvalidParameterCombination", DATABASE, match="different networks", **wanted, vpcSecurityGroupIds=[theirs])
    aws.make(DATABASE, **wanted, vpcSecurityGroupIds=[ours])
    stores = aws.make("aws:redshift/subnetGroup:SubnetGroup", name="dw", subnetIds=subnets)
    warehouse = {"clusterIdentifier": "dw", "nodeType": "ra3.large", "masterUsername": "owner", "clusterSubnetGroupName": stores["name"]}
    aws.refuses("InvalidParameterValue", WAREHOUSE, match="different networks", **warehouse, vpcSecurityGroupIds=[theirs])


def test_a_service_that_another_system_deploys_names_no_tasks(aws: Account) -> None:
    assert not aws.faults(SERVICE, name="web", deploymentController={"type": "EXTERNAL"})


def test_a_function_takes_groups_of_its_own_network_alone(aws: Account) -> None:
    here, there = aws.vpc(), aws.vpc("10.9.0.0/16")
    subnet = aws.subnet(here).id
    ours, theirs = (aws.group(vpc).id for vpc in (here, there))
    wanted = {"name": "f", "role": "arn:aws:iam::111122223333:role/f", "packageType": "Image", "imageUri": "i"}
    code = "InvalidParameterValueException"
    aws.refuses(code, FUNCTION, match="different networks", **wanted, vpcConfig={"subnetIds": [subnet], "securityGroupIds": [theirs]})
    aws.make(FUNCTION, **wanted, vpcConfig={"subnetIds": [subnet], "securityGroupIds": [ours]})


def test_a_group_serves_each_network_that_it_is_associated_with(aws: Account) -> None:
    near, far = aws.vpc(), aws.vpc("10.1.0.0/16")
    subnet, group = aws.subnet(near), aws.group(far)
    wanted = {"subnetId": subnet.id, "securityGroups": [group.id]}
    aws.refuses("InvalidGroup.NotFound", INTERFACE, match="different networks", **wanted)
    aws.make("aws:vpc/securityGroupVpcAssociation:SecurityGroupVpcAssociation", securityGroupId=group.id, vpcId=near.id)
    assert aws.make(INTERFACE, **wanted)
