"""Queues, topics, secrets, instances, flow logs."""

from typing import Any

import pytest

from simulator.rules.aws import kinds
from simulator.rules.aws.secrets import PENDING, SECRET
from simulator.world import World
from tests.simulator.aws.account import Account, Made

SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription"
FLOW_LOG = "aws:ec2/flowLog:FlowLog"
IMAGE = {"ami": "ami-0abcdef1234567890", "instanceType": "t3.micro"}


@pytest.mark.parametrize(
    ("inputs", "place"),
    [
        ({"name": "a b"}, "name"),
        ({"name": "a" * 81}, "name"),
        ({"name": "jobs", "fifoQueue": True}, "name"),
        ({"name": "jobs.fifo"}, "name"),
        ({"name": "jobs", "contentBasedDeduplication": True}, "contentBasedDeduplication"),
        ({"name": "jobs", "visibilityTimeoutSeconds": 43201}, "visibilityTimeoutSeconds"),
        ({"name": "jobs", "kmsMasterKeyId": "k", "sqsManagedSseEnabled": True}, "sqsManagedSseEnabled"),
    ],
)
def test_a_queue_follows_the_rules(aws: Account, inputs: dict[str, Any], place: str) -> None:
    assert [fault.split(":")[0] for fault in aws.faults(kinds.QUEUE, **inputs)] == [place]


def test_a_queue_is_known_by_its_address_and_encrypts_by_itself(aws: Account) -> None:
    queue = aws.make(kinds.QUEUE, name="jobs")
    assert queue.id == queue["url"] == "https://sqs.eu-west-1.amazonaws.com/111122223333/jobs"
    assert queue["sqsManagedSseEnabled"] is True
    aws.refuses("QueueAlreadyExists", kinds.QUEUE, name="jobs")
    assert aws.make(kinds.QUEUE, kmsMasterKeyId=aws.key().id)["sqsManagedSseEnabled"] is False


def test_a_topic_admits_its_own_account_alone_unless_told_otherwise(aws: Account) -> None:
    topic = aws.make(kinds.TOPIC, name="alarms")
    assert '"AWS:SourceOwner":"111122223333"' in topic["policy"].replace(" ", "")
    assert len(aws.faults(kinds.TOPIC, name="alarms", fifoTopic=True)) == 1
    assert len(aws.faults(SUBSCRIPTION, topic=topic["arn"], protocol="sqs", endpoint="me@example.com")) == 1
    aws.refuses("NotFound", SUBSCRIPTION, topic=topic["arn"] + "x", protocol="email", endpoint="me@example.com")


def test_a_deleted_secret_can_come_back_for_a_while(aws: Account, world: World) -> None:
    secret = aws.make(SECRET, name="clinic", recoveryWindowInDays=7)
    assert secret["name"] == "clinic"
    aws.refuses("ResourceExistsException", SECRET, name="clinic")
    aws.delete(secret)
    aws.refuses("InvalidRequestException", SECRET, match="scheduled for deletion", name="clinic")
    assert [one.type for one in world.remaining()] == [PENDING]
    world.advance(8)
    aws.delete(aws.make(SECRET, name="clinic", recoveryWindowInDays=0))
    assert len(world.remaining()) == 1, "a window of 0 days leaves nothing"


def test_a_recovery_window_is_a_week_to_a_month_or_none(aws: Account) -> None:
    assert len(aws.faults(SECRET, name="a", recoveryWindowInDays=1)) == 1
    assert aws.faults(SECRET, name="a", recoveryWindowInDays=0) == []


def test_an_instance_stands_in_a_subnet_with_groups_of_its_network(aws: Account) -> None:
    vpc = aws.vpc()
    subnet, stranger = aws.subnet(vpc), aws.group(aws.vpc())
    default = aws.make("aws:ec2/defaultVpc:DefaultVpc")
    machine = aws.make(kinds.INSTANCE, **IMAGE)
    assert machine["vpcSecurityGroupIds"] == [default["defaultSecurityGroupId"]]
    assert machine["publicIp"], "a default subnet gives public addresses"
    aws.refuses("InvalidGroup.NotFound", kinds.INSTANCE, subnetId=subnet.id, vpcSecurityGroupIds=[stranger.id], **IMAGE)
    aws.refuses("InvalidGroup.NotFound", kinds.NETWORK_INTERFACE, subnetId=subnet.id, securityGroups=[stranger.id])
    made = aws.make(kinds.INSTANCE, subnetId=subnet.id, **IMAGE)
    assert made["vpcSecurityGroupIds"] == [vpc["defaultSecurityGroupId"]]
    assert made["publicIp"] == ""
    public = aws.subnet(vpc, "10.0.1.0/24", mapPublicIpOnLaunch=True)
    assert aws.make(kinds.INSTANCE, subnetId=public.id, **IMAGE)["publicIp"]
    aws.refuses_delete("DependencyViolation", subnet, made.id)


def test_an_instance_says_what_to_run_and_may_be_protected(aws: Account) -> None:
    assert len(aws.faults(kinds.INSTANCE)) == 2
    assert len(aws.faults(kinds.INSTANCE, ami="debian", instanceType="t3.micro")) == 1
    made = aws.make(kinds.INSTANCE, subnetId=aws.subnet(aws.vpc()).id, disableApiTermination=True, **IMAGE)
    aws.refuses_delete("OperationNotPermitted", made)
    assert aws.replaced_by(made, ami="ami-1", instanceType="t3.large") == ["ami"]


def test_a_prefix_list_holds_no_more_than_it_is_made_for(aws: Account) -> None:
    entries = [{"cidr": "10.0.0.0/16"}, {"cidr": "10.1.0.0/16"}]
    assert len(aws.faults(kinds.PREFIX_LIST, addressFamily="IPv4", maxEntries=1, entries=entries)) == 1
    assert len(aws.faults(kinds.PREFIX_LIST, name="com.amazonaws.mine", addressFamily="IPv4", maxEntries=1)) == 1


# Flow logs.


@pytest.fixture
def vpc(aws: Account) -> Made:
    return aws.vpc()


@pytest.mark.parametrize(
    ("inputs", "place"),
    [
        ({"logDestination": "arn:x", "trafficType": "ALL"}, "iamRoleArn"),
        ({"logDestination": "arn:x", "iamRoleArn": "r"}, "trafficType"),
        ({"trafficType": "ALL", "iamRoleArn": "r"}, "logDestination"),
        ({"logDestination": "arn:x", "trafficType": "ALL", "logDestinationType": "s3", "iamRoleArn": "r"}, "iamRoleArn"),
        (
            {"logDestination": "arn:x", "trafficType": "ALL", "iamRoleArn": "r", "destinationOptions": {"fileFormat": "parquet"}},
            "destinationOptions",
        ),
        ({"logDestination": "arn:x", "trafficType": "SOME", "iamRoleArn": "r"}, "trafficType"),
        ({"logDestination": "arn:x", "trafficType": "ALL", "iamRoleArn": "r", "maxAggregationInterval": 61}, "maxAggregationInterval"),
    ],
)
def test_a_flow_log_fits_its_destination(aws: Account, inputs: dict[str, Any], place: str) -> None:
    assert [fault.split(":")[0] for fault in aws.faults(FLOW_LOG, vpcId="vpc-1", **inputs)] == [place]


def test_a_flow_log_watches_one_thing(aws: Account) -> None:
    wanted = {"logDestination": "arn:x", "trafficType": "ALL", "iamRoleArn": "r"}
    assert len(aws.faults(FLOW_LOG, vpcId="vpc-1", subnetId="subnet-1", **wanted)) == 1
    slow = {"transitGatewayId": "tgw-1", "logDestination": "arn:x", "iamRoleArn": "r", "maxAggregationInterval": 600}
    assert len(aws.faults(FLOW_LOG, **slow)) == 1


def test_a_flow_log_goes_to_what_is_there_once(aws: Account, vpc: Made) -> None:
    role = aws.role("vpc-flow-logs.amazonaws.com")
    group = "arn:aws:logs:eu-west-1:111122223333:log-group:/flows"
    asked = {"vpcId": vpc.id, "trafficType": "ALL", "iamRoleArn": role["arn"], "logDestination": group + ":*"}
    aws.refuses("InvalidParameter", FLOW_LOG, match="does not exist", **asked)
    to_s3 = {"vpcId": vpc.id, "trafficType": "ALL", "logDestinationType": "s3"}
    aws.refuses("InvalidParameter", FLOW_LOG, logDestination="arn:aws:s3:::none-such/prefix", **to_s3)
    aws.make(kinds.LOG_GROUP, name="/flows")
    made = aws.make(FLOW_LOG, **asked)
    assert made["logDestination"] == group
    assert made["logFormat"].startswith("${version} ${account-id}")
    plain = {**asked, "logDestination": group}
    aws.refuses("FlowLogAlreadyExists", FLOW_LOG, **plain)
    assert aws.replaced_by(made, trafficType="REJECT") == ["trafficType"]
