"""Hosted zones, records, resource configurations and shares."""

from typing import Any

import pytest

from simulator.rules.aws import kinds, sharing
from simulator.rules.aws.database_groups import SUBNET_GROUP
from tests.simulator.aws.account import Account, Made

RECORD = "aws:route53/record:Record"


@pytest.fixture
def vpc(aws: Account) -> Made:
    return aws.vpc(enableDnsHostnames=True)


def zone(aws: Account, vpc: Made, **inputs: Any) -> Made:
    return aws.make(kinds.HOSTED_ZONE, name="clinic.internal", vpcs=[{"vpcId": vpc.id}], **inputs)


def a(zone: Made, name: str = "db", **inputs: Any) -> dict[str, Any]:
    return {"zoneId": zone.id, "name": name, "type": "A", "ttl": 60, "records": ["10.0.0.9"], **inputs}


def test_a_private_zone_needs_the_networks_dns(aws: Account) -> None:
    aws.refuses("InvalidVPCId", kinds.HOSTED_ZONE, match="enableDnsHostnames", name="clinic.internal", vpcs=[{"vpcId": aws.vpc().id}])


def test_a_network_has_one_zone_of_a_name(aws: Account, vpc: Made) -> None:
    made = zone(aws, vpc)
    assert made["arn"] == f"arn:aws:route53:::hostedzone/{made.id}"
    aws.refuses("ConflictingDomainExists", kinds.HOSTED_ZONE, name="clinic.internal.", vpcs=[{"vpcId": vpc.id}])
    wrong = [{"vpcId": vpc.id, "vpcRegion": "eu-west-2"}]
    aws.refuses("InvalidVPCId", kinds.HOSTED_ZONE, match="is in eu-west-1", name="b.internal", vpcs=wrong)


@pytest.mark.parametrize("name", ["a b", "com", "a..b"])
def test_a_zones_name_is_a_domain(aws: Account, name: str) -> None:
    assert aws.faults(kinds.HOSTED_ZONE, name=name)


def test_a_zone_with_records_stays_unless_forced(aws: Account, vpc: Made) -> None:
    made = zone(aws, vpc)
    record = aws.make(RECORD, **a(made))
    assert record.id == f"{made.id}_db.clinic.internal_A"
    assert record["fqdn"] == "db.clinic.internal"
    aws.refuses_delete("HostedZoneNotEmpty", made, record.id)
    aws.change(made, forceDestroy=True)
    aws.delete(made)
    assert aws.object(record) is None


def test_a_name_has_one_record_of_a_type_and_nothing_beside_a_cname(aws: Account, vpc: Made) -> None:
    made = zone(aws, vpc)
    aws.make(RECORD, **a(made))
    aws.refuses("InvalidChangeBatch", RECORD, match="already exists", **a(made, "db.clinic.internal"))
    aws.refuses("InvalidChangeBatch", RECORD, **a(made, type="CNAME", records=["x.example.com"]))
    aws.refuses("InvalidChangeBatch", RECORD, match="apex", **a(made, "", type="CNAME", records=["x.example.com"]))
    aws.make(RECORD, **a(made, type="TXT", records=["text"]))


@pytest.mark.parametrize(
    ("inputs", "place"),
    [
        ({}, "records"),
        ({"records": ["10.0.0.1"]}, "ttl"),
        ({"records": ["a", "b"], "ttl": 60, "type": "CNAME"}, "records"),
        ({"records": ["a"], "ttl": 60, "multivalueAnswerRoutingPolicy": True}, "setIdentifier"),
        ({"ttl": 60, "aliases": [{"name": "a.", "zoneId": "Z", "evaluateTargetHealth": False}]}, "ttl"),
        ({"records": ["a"], "ttl": 60, "type": "WHAT"}, "type"),
    ],
)
def test_a_record_says_one_thing(aws: Account, inputs: dict[str, Any], place: str) -> None:
    faults = aws.faults(RECORD, **{"zoneId": "Z", "name": "db", "type": "A", **inputs})
    assert place in {fault.split(":")[0] for fault in faults}


def test_an_alias_says_whether_its_target_is_watched(aws: Account) -> None:
    faults = aws.faults(RECORD, zoneId="Z", name="db", type="A", aliases=[{"name": "a.", "zoneId": "Z"}])
    assert faults == ["aliases[0].evaluateTargetHealth: is required"]


# VPC Lattice and RAM.


@pytest.fixture
def gateway(aws: Account, vpc: Made) -> Made:
    return aws.make(sharing.GATEWAY, name="clinic-gateway", vpcId=vpc.id, subnetIds=[aws.subnet(vpc).id])


IP = {"ipResource": {"ipAddress": "10.0.0.9"}}
ARN = {"arnResource": {"arn": "arn:aws:rds:eu-west-1:111122223333:cluster:clinic"}}


@pytest.mark.parametrize(
    ("inputs", "place"),
    [
        ({"type": "ARN", "portRanges": ["443"], "resourceConfigurationDefinition": ARN}, "portRanges"),
        ({"type": "ARN", "resourceConfigurationDefinition": IP}, "resourceConfigurationDefinition.ipResource"),
        ({"resourceConfigurationDefinition": IP}, "portRanges"),
        ({"portRanges": ["443"]}, "resourceConfigurationDefinition"),
        ({"portRanges": ["443"], "resourceConfigurationDefinition": {}}, "resourceConfigurationDefinition"),
        ({"portRanges": ["443"], "resourceConfigurationDefinition": {**IP, **ARN}}, "resourceConfigurationDefinition"),
        ({"type": "GROUP", "resourceConfigurationDefinition": IP}, "resourceConfigurationDefinition"),
        ({"type": "CHILD", "portRanges": ["443"], "resourceConfigurationDefinition": IP}, "resourceConfigurationGroupId"),
        ({"portRanges": ["all"], "resourceConfigurationDefinition": IP}, "portRanges[0]"),
        ({"name": "rcfg-mine", "portRanges": ["443"], "resourceConfigurationDefinition": IP}, "name"),
    ],
)
def test_a_resource_configuration_has_what_its_type_takes(aws: Account, inputs: dict[str, Any], place: str) -> None:
    wanted = {"name": "clinic-db", "resourceGatewayIdentifier": "rgw-1", **inputs}
    assert place in {fault.split(":")[0] for fault in aws.faults(kinds.RESOURCE_CONFIGURATION, **wanted)}


def test_a_configuration_without_a_gateway_is_refused(aws: Account) -> None:
    faults = aws.faults(kinds.RESOURCE_CONFIGURATION, name="clinic-db", portRanges=["443"], resourceConfigurationDefinition=IP)
    assert faults == ["resourceGatewayIdentifier: is required for a resource configuration of type SINGLE"]


def test_a_resource_gateway_stands_in_its_network(aws: Account, vpc: Made) -> None:
    foreign = aws.vpc()
    subnet, group = aws.subnet(foreign), aws.group(foreign)
    aws.refuses("ValidationException", sharing.GATEWAY, name="clinic-gateway", vpcId=vpc.id, subnetIds=[subnet.id])
    own = aws.subnet(vpc)
    aws.refuses(
        "ValidationException", sharing.GATEWAY, name="clinic-gateway", vpcId=vpc.id, subnetIds=[own.id], securityGroupIds=[group.id]
    )


def test_the_gateway_reaches_the_database(aws: Account, gateway: Made) -> None:
    away = aws.vpc("10.1.0.0/16")
    subnets = [aws.subnet(away, f"10.1.{i}.0/24", letter).id for i, letter in enumerate("ab")]
    group = aws.make(SUBNET_GROUP, name="clinic", subnetIds=subnets)
    cluster = aws.make(
        kinds.CLUSTER,
        clusterIdentifier="clinic",
        engine="aurora-postgresql",
        masterUsername="administrator",
        manageMasterUserPassword=True,
        dbSubnetGroupName=group.id,
        skipFinalSnapshot=True,
    )
    asked = {
        "name": "clinic-db",
        "type": "ARN",
        "resourceGatewayIdentifier": gateway.id,
        "resourceConfigurationDefinition": {"arnResource": {"arn": cluster["arn"]}},
    }
    aws.refuses("ValidationException", kinds.RESOURCE_CONFIGURATION, match=away.id, **asked)
    lost = {**asked, "resourceConfigurationDefinition": {"arnResource": {"arn": cluster["arn"] + "x"}}}
    aws.refuses("ResourceNotFoundException", kinds.RESOURCE_CONFIGURATION, **lost)


def test_a_gateway_in_use_stays_and_names_are_taken_once(aws: Account, gateway: Made) -> None:
    asked = {
        "name": "clinic-db",
        "portRanges": ["443"],
        "resourceGatewayIdentifier": gateway.id,
        "resourceConfigurationDefinition": IP,
    }
    configuration = aws.make(kinds.RESOURCE_CONFIGURATION, **asked)
    aws.refuses("ConflictException", kinds.RESOURCE_CONFIGURATION, **asked)
    aws.refuses("ConflictException", sharing.GATEWAY, **gateway.inputs)
    aws.refuses_delete("ConflictException", gateway, configuration.id)


def test_only_what_is_ours_is_shared_and_not_with_ourselves(aws: Account) -> None:
    share = aws.make(sharing.SHARE, name="clinic")["arn"]
    foreign = "arn:aws:vpc-lattice:eu-west-1:444455556666:resourceconfiguration/rcfg-1"
    aws.refuses("InvalidParameterException", sharing.SHARED, resourceShareArn=share, resourceArn=foreign)
    missing = foreign.replace("444455556666", "111122223333")
    aws.refuses("MalformedArnException", sharing.SHARED, resourceShareArn=share, resourceArn=missing)
    aws.refuses("InvalidParameterException", sharing.PRINCIPAL, resourceShareArn=share, principal="111122223333")
    aws.refuses("UnknownResourceException", sharing.PRINCIPAL, resourceShareArn=share + "x", principal="444455556666")
    assert len(aws.faults(sharing.PRINCIPAL, resourceShareArn=share, principal="everybody")) == 1
