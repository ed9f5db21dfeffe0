"""File systems, search domains, engines under license and measurements: what is demanded together, and what holds when it is not given."""

import json
from typing import Any

import pytest

from simulator.rules.aws.kinds import VPC
from tests.simulator.aws.account import ACCOUNT, REGION, Account

VOLUME, REPLICA = "aws:fsx/ontapVolume:OntapVolume", "aws:efs/replicationConfiguration:ReplicationConfiguration"
DOMAIN, OPTIONS = "aws:opensearch/domain:Domain", "aws:rds/optionGroup:OptionGroup"
TARGET, INSTANCE, DOCUMENTS = "aws:rds/proxyTarget:ProxyTarget", "aws:rds/instance:Instance", "aws:docdb/cluster:Cluster"
JOB = "aws:macie2/classificationJob:ClassificationJob"
RULE, HELD = "aws:route53/resolverRule:ResolverRule", "aws:route53/profilesResourceAssociation:ProfilesResourceAssociation"
LISTED, CIRCUIT = "aws:ec2transitgateway/prefixListReference:PrefixListReference", "aws:directconnect/gatewayAssociation:GatewayAssociation"
GROUP_ARN = f"arn:aws:route53resolver:{REGION}:{ACCOUNT}:firewall-rule-group/rslvr-frg-0123456789abcdef0"
YEARS = {"type": "YEARS", "value": 6}
HELD_FOR = {"minimumRetention": YEARS, "defaultRetention": YEARS, "maximumRetention": {"type": "INFINITE"}}
MASTER = {"enabled": True, "internalUserDatabaseEnabled": False, "masterUserOptions": {"masterUserArn": f"arn:aws:iam::{ACCOUNT}:role/a"}}
DISKS = {"ebsEnabled": True, "volumeSize": 100}
AUDIT = {"optionName": "SQLSERVER_AUDIT", "optionSettings": [{"name": "S3_BUCKET_ARN", "value": "arn:aws:s3:::audit"}]}
NEW = {"instanceClass": "db.m6i.large", "engine": "oracle-ee", "username": "owner", "allocatedStorage": 20}


def volume(**lock: Any) -> dict[str, Any]:
    return {"name": "v", "storageVirtualMachineId": "svm-1", "snaplockConfiguration": {"snaplockType": "COMPLIANCE", **lock}}


def held(**periods: Any) -> dict[str, Any]:
    kept = {**HELD_FOR, **periods}
    return volume(retentionPeriod={name: period for name, period in kept.items() if period})


def options(engine: str, *found: dict[str, Any]) -> dict[str, Any]:
    return {"name": "o", "engineName": engine, "majorEngineVersion": "19", "options": list(found)}


@pytest.mark.parametrize(
    ("type_", "inputs", "place"),
    [
        (VOLUME, held(), ""),
        (VOLUME, volume(), ""),
        (VOLUME, held(defaultRetention=None), "snaplockConfiguration.retentionPeriod.defaultRetention.type"),
        (VOLUME, held(minimumRetention={"type": "YEARS"}), "snaplockConfiguration.retentionPeriod.minimumRetention.value"),
        (VOLUME, held(maximumRetention={"value": 9}), "snaplockConfiguration.retentionPeriod.maximumRetention.type"),
        (VOLUME, held(maximumRetention={"type": "UNSPECIFIED"}), "snaplockConfiguration.retentionPeriod.maximumRetention.type"),
        (VOLUME, held(maximumRetention={"type": "YEARS", "value": 5}), "snaplockConfiguration.retentionPeriod"),
        (VOLUME, held(defaultRetention={"type": "MONTHS", "value": 12}), "snaplockConfiguration.retentionPeriod"),
        (VOLUME, volume(autocommitPeriod={"type": "NONE"}), ""),
        (VOLUME, volume(autocommitPeriod={"value": 1}), "snaplockConfiguration.autocommitPeriod.type"),
        (VOLUME, volume(autocommitPeriod={"type": "DAYS"}), "snaplockConfiguration.autocommitPeriod.value"),
        (VOLUME, volume(privilegedDelete="ENABLED"), "snaplockConfiguration.privilegedDelete"),
        (REPLICA, {"sourceFileSystemId": "fs-1", "destination": {"fileSystemId": "fs-2"}}, "destination.region"),
        (DOMAIN, {"advancedSecurityOptions": MASTER, "ebsOptions": DISKS}, ""),
        (
            DOMAIN,
            {"advancedSecurityOptions": {"enabled": True}, "ebsOptions": DISKS},
            "advancedSecurityOptions.masterUserOptions.masterUserArn",
        ),
        (DOMAIN, {"clusterConfig": {"instanceType": "r7g.large.search"}}, "ebsOptions.ebsEnabled"),
        (DOMAIN, {"clusterConfig": {"instanceType": "i3.large.search"}}, ""),
        (OPTIONS, options("sqlserver-se", AUDIT), "options[0].optionSettings"),
        (OPTIONS, options("oracle-ee", {"optionName": "SSL"}, {"optionName": "NATIVE_NETWORK_ENCRYPTION"}), "options"),
        (TARGET, {"dbProxyName": "p", "targetGroupName": "default"}, "dbClusterIdentifier"),
        (INSTANCE, {**NEW, "monitoringRoleArn": f"arn:aws:iam::{ACCOUNT}:role/m"}, "monitoringInterval"),
        (INSTANCE, {**NEW, "monitoringInterval": 60}, "monitoringRoleArn"),
        (DOCUMENTS, {"clusterIdentifier": "d"}, "masterUsername"),
        (DOCUMENTS, {"clusterIdentifier": "d", "snapshotIdentifier": "s"}, ""),
        (JOB, {"jobType": "ONE_TIME", "s3JobDefinition": {}}, "s3JobDefinition.bucketCriteria"),
        (
            RULE,
            {"domainName": "a.b", "ruleType": "FORWARD", "resolverEndpointId": "rslvr-out-1", "targetIps": [{"port": 53}]},
            "targetIps[0].ip",
        ),
        (HELD, {"name": "h", "profileId": "rp-1", "resourceArn": GROUP_ARN}, "resourceProperties"),
        (HELD, {"name": "h", "profileId": "rp-1", "resourceArn": GROUP_ARN, "resourceProperties": json.dumps({"priority": 102})}, ""),
        (LISTED, {"prefixListId": "pl-1", "transitGatewayRouteTableId": "tgw-rtb-1"}, "transitGatewayAttachmentId"),
        (LISTED, {"prefixListId": "pl-1", "transitGatewayRouteTableId": "tgw-rtb-1", "blackhole": True}, ""),
        (CIRCUIT, {"dxGatewayId": "d"}, "associatedGatewayId"),
    ],
)
def test_what_belongs_together_is_given_together(aws: Account, type_: str, inputs: dict[str, Any], place: str) -> None:
    assert [fault.split(":")[0] for fault in aws.faults(type_, **inputs)] == ([place] if place else [])


@pytest.mark.parametrize(
    ("type_", "inputs", "taken"),
    [
        ("aws:fsx/lustreFileSystem:LustreFileSystem", {"subnetIds": "subnet-1"}, {"skipFinalBackup": True}),
        (VOLUME, volume(), {"skipFinalBackup": False, "copyTagsToBackups": False}),
        (JOB, {"jobType": "ONE_TIME", "s3JobDefinition": {"bucketCriteria": {}}}, {"jobStatus": "RUNNING", "samplingPercentage": 100}),
        ("aws:rds/eventSubscription:EventSubscription", {"name": "n", "snsTopic": "t"}, {"enabled": True}),
        ("aws:keyspaces/keyspace:Keyspace", {"name": "clinic"}, {"replicationSpecification": {"replicationStrategy": "SINGLE_REGION"}}),
        ("aws:dynamodb/contributorInsights:ContributorInsights", {"tableName": "t"}, {"mode": "ACCESSED_AND_THROTTLED_KEYS"}),
    ],
)
def test_what_is_not_given_is_what_the_documentation_says(aws: Account, type_: str, inputs: dict[str, Any], taken: dict[str, Any]) -> None:
    made = aws.make(type_, **inputs)
    assert {name: made[name] for name in taken} == taken


def test_roles_and_certificates_of_strangers_are_not_taken(aws: Account) -> None:
    stranger = "arn:aws:iam::999988887777:role/audit"
    audit = {**AUDIT, "optionSettings": [*AUDIT["optionSettings"], {"name": "IAM_ROLE_ARN", "value": stranger}]}
    aws.refuses("AccessDenied", OPTIONS, **options("sqlserver-se", audit))
    task = {"family": "t", "containerDefinitions": "[]", "taskRoleArn": stranger}
    aws.refuses("AccessDeniedException", "aws:ecs/taskDefinition:TaskDefinition", **task)
    theirs = f"arn:aws:acm:{REGION}:999988887777:certificate/2b8c1f0e-0c1d-4c9e-8f3a-2b6d7e8f9a0b"
    aws.refuses("ValidationException", "aws:vpclattice/service:Service", name="charts", certificateArn=theirs)
    aws.make("aws:vpclattice/service:Service", name="charts", certificateArn=theirs.replace("999988887777", ACCOUNT))


def test_a_usage_limit_is_one_of_our_workgroups(aws: Account) -> None:
    theirs = f"arn:aws:redshift-serverless:{REGION}:999988887777:workgroup/2b8c1f0e-0c1d-4c9e-8f3a-2b6d7e8f9a0b"
    wanted = {"amount": 10, "usageType": "serverless-compute"}
    aws.refuses("ResourceNotFoundException", "aws:redshiftserverless/usageLimit:UsageLimit", resourceArn=theirs, **wanted)


def test_no_network_joins_a_public_zone(aws: Account) -> None:
    network = aws.make(VPC, cidrBlock="10.0.0.0/16", enableDnsHostnames=True, enableDnsSupport=True)
    public = aws.make("aws:route53/zone:Zone", name="clinic.example.org")
    aws.refuses("PublicZoneVPCAssociation", "aws:route53/zoneAssociation:ZoneAssociation", zoneId=public.id, vpcId=network.id)


def test_a_core_network_takes_attachments_once_it_has_a_policy_and_routes_once_it_has_an_attachment(aws: Account) -> None:
    network = aws.vpc()
    table, subnet = aws.table(network), aws.subnet(network)
    core = aws.make(
        "aws:networkmanager/coreNetwork:CoreNetwork", globalNetworkId=aws.make("aws:networkmanager/globalNetwork:GlobalNetwork").id
    )
    joined = {"coreNetworkId": core.id, "vpcArn": network["arn"], "subnetArns": [subnet["arn"]]}
    aws.refuses("ValidationException", "aws:networkmanager/vpcAttachment:VpcAttachment", **joined)
    document = json.dumps({"version": "2021.12", "core-network-configuration": {}, "segments": []})
    aws.make("aws:networkmanager/coreNetworkPolicyAttachment:CoreNetworkPolicyAttachment", coreNetworkId=core.id, policyDocument=document)
    route = {"routeTableId": table.id, "destinationCidrBlock": "10.8.0.0/16", "coreNetworkArn": core["arn"]}
    aws.refuses("InvalidCoreNetworkArn.NotFound", "aws:ec2/route:Route", **route)
    aws.make("aws:networkmanager/vpcAttachment:VpcAttachment", **joined)
    aws.make("aws:ec2/route:Route", **route)
