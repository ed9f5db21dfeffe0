"""Flows of data: what transfers, lakes, streams and buses demand, what they take for what is not given, and what names nothing."""

from typing import Any

import pytest

from simulator.rules.aws import events, kinds, trails
from tests.simulator.aws.account import ACCOUNT, REGION, Account, document

OURS, FOREIGN = f"arn:aws:iam::{ACCOUNT}:role/ours", "arn:aws:iam::999988887777:role/theirs"
SERVER, USER, WORKFLOW = "aws:transfer/server:Server", "aws:transfer/user:User", "aws:transfer/workflow:Workflow"
ENDPOINT, CELLS, GRANT = (
    "aws:dms/endpoint:Endpoint",
    "aws:lakeformation/dataCellsFilter:DataCellsFilter",
    "aws:lakeformation/permissions:Permissions",
)
DASHBOARD = "aws:quicksight/dashboard:Dashboard"
CELL = {"databaseName": "d", "name": "n", "tableCatalogId": ACCOUNT, "tableName": "t"}
COLUMNS = {"principal": OURS, "permissions": ["SELECT"]}


@pytest.mark.parametrize(
    ("type_", "inputs", "place"),
    [
        (SERVER, {"endpointType": "VPC", "endpointDetails": {"vpcId": "vpc-1"}}, "endpointDetails.subnetIds"),
        (SERVER, {"endpointDetails": {"vpcId": "vpc-1"}}, "endpointDetails.vpcId"),
        (USER, {"serverId": "s-1", "userName": "u", "role": OURS, "homeDirectoryType": "LOGICAL"}, "homeDirectoryMappings"),
        (WORKFLOW, {"steps": [{"type": "TAG"}]}, "steps[0].tagStepDetails"),
        (WORKFLOW, {"steps": [{"type": "COPY", "copyStepDetails": {"name": "c"}}]}, "steps[0].copyStepDetails.destinationFileLocation"),
        (
            ENDPOINT,
            {"endpointId": "e", "endpointType": "source", "engineName": "postgres", "secretsManagerArn": "arn:aws:secretsmanager:x"},
            "secretsManagerAccessRoleArn",
        ),
        (CELLS, {"tableData": {**CELL, "rowFilter": {"filterExpression": "true"}}}, "tableData.columnNames"),
        (CELLS, {"tableData": {**CELL, "columnNames": ["ward"], "rowFilter": {}}}, "tableData.rowFilter"),
        (GRANT, COLUMNS, "catalogResource"),
        (GRANT, {**COLUMNS, "tableWithColumns": {"databaseName": "d", "name": "t"}}, "tableWithColumns.columnNames"),
        ("aws:lakeformation/resourceLfTags:ResourceLfTags", {"lfTags": [{"key": "k", "value": "v"}]}, "database"),
        (
            "aws:msk/serverlessCluster:ServerlessCluster",
            {"clusterName": "c", "clientAuthentication": {"sasl": {"iam": {"enabled": False}}}, "vpcConfigs": [{"subnetIds": ["a", "b"]}]},
            "clientAuthentication.sasl.iam.enabled",
        ),
        (
            "aws:pipes/pipe:Pipe",
            {"roleArn": OURS, "source": f"arn:aws:kinesis:{REGION}:{ACCOUNT}:stream/s", "target": f"arn:aws:sqs:{REGION}:{ACCOUNT}:q"},
            "sourceParameters.kinesisStreamParameters.startingPosition",
        ),
        (
            "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination",
            {"name": "d", "deliveryDestinationConfiguration": {}},
            "deliveryDestinationConfiguration.destinationResourceArn",
        ),
        (
            ENDPOINT,
            {
                "endpointId": "e",
                "endpointType": "source",
                "engineName": "postgres",
                "secretsManagerArn": "arn:aws:secretsmanager:x",
                "secretsManagerAccessRoleArn": OURS,
                "serverName": "db",
            },
            "serverName",
        ),
        (
            trails.EVENT_DATA_STORE,
            {"advancedEventSelectors": [{"fieldSelectors": [{"field": "eventCategory"}]}]},
            "advancedEventSelectors[0].fieldSelectors",
        ),
        (
            "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream",
            {"destination": "http_endpoint", "serverSideEncryption": {"enabled": True, "keyType": "CUSTOMER_MANAGED_CMK"}},
            "serverSideEncryption.keyArn",
        ),
        (DASHBOARD, {"dashboardId": "d", "name": "d", "versionDescription": "first"}, "sourceEntity.sourceTemplate"),
        (DASHBOARD, {"dashboardId": "d", "name": "d", "versionDescription": "first", "sourceEntity": {}}, "sourceEntity.sourceTemplate"),
        (
            "aws:quicksight/template:Template",
            {"templateId": "t", "name": "t", "versionDescription": "first"},
            "sourceEntity.sourceTemplate",
        ),
        ("aws:quicksight/analysis:Analysis", {"analysisId": "a", "name": "a"}, "sourceEntity.sourceTemplate"),
    ],
)
def test_what_goes_together_must_be_given_together(aws: Account, type_: str, inputs: dict[str, Any], place: str) -> None:
    assert [fault.split(":")[0] for fault in aws.faults(type_, **inputs)] == [place]


def test_a_logging_role_of_another_account_can_not_be_passed(aws: Account) -> None:
    aws.refuses("AccessDeniedException", SERVER, match="Cross-account pass role", loggingRole=FOREIGN)
    assert aws.make(SERVER, loggingRole=OURS)["endpointType"] == "PUBLIC"


def test_what_is_not_given_is_what_the_service_takes(aws: Account) -> None:
    store = aws.make(trails.EVENT_DATA_STORE, name="calls")
    assert store["advancedEventSelectors"][0]["fieldSelectors"] == [{"field": "eventCategory", "equals": ["Management"]}]
    bus = aws.make(events.BUS, name="admissions", logConfig={"includeDetail": "NONE"})
    assert bus["logConfig"] == {"includeDetail": "NONE", "level": "OFF"}
    workgroup = aws.make("aws:athena/workgroup:Workgroup", name="w", configuration={})
    assert workgroup["configuration"]["enforceWorkgroupConfiguration"] is True
    assert aws.make("aws:dms/replicationInstance:ReplicationInstance", replicationInstanceClass="c", replicationInstanceId="r")[
        "autoMinorVersionUpgrade"
    ]


def test_a_target_is_of_a_rule_on_its_own_bus(aws: Account) -> None:
    bus = aws.make(events.BUS, name="admissions")
    rule = aws.make(events.RULE, name="transfers", eventBusName=bus["name"], eventPattern="{}")
    queue = f"arn:aws:sqs:{REGION}:{ACCOUNT}:beds"
    aws.refuses("ResourceNotFoundException", events.TARGET, match="EventBus default", rule=rule["name"], arn=queue)
    aws.make(events.TARGET, rule=rule["name"], eventBusName=bus["name"], arn=queue)


def test_a_policy_names_the_bus_that_it_is_of(aws: Account) -> None:
    bus = aws.make(events.BUS, name="admissions")
    allow = {"Effect": "Allow", "Principal": {"AWS": ACCOUNT}, "Action": "events:PutEvents", "Resource": bus["arn"]}
    kind = "aws:cloudwatch/eventBusPolicy:EventBusPolicy"
    aws.refuses("ValidationException", kind, match="relative-id", policy=document(allow))
    aws.make(kind, eventBusName=bus["name"], policy=document(allow))


def test_sinks_and_plugins_are_of_the_same_account(aws: Account) -> None:
    sink = aws.make("aws:oam/sink:Sink", name="telemetry")
    allow = {"Effect": "Allow", "Principal": "*", "Action": "oam:CreateLink", "Resource": "*"}
    theirs = sink["arn"].replace(ACCOUNT, "999988887777")
    aws.refuses("ResourceNotFoundException", "aws:oam/sinkPolicy:SinkPolicy", sinkIdentifier=theirs, policy=document(allow))
    aws.make("aws:oam/sinkPolicy:SinkPolicy", sinkIdentifier=sink["arn"], policy=document(allow))


def test_groups_are_of_the_network_of_the_subnets(aws: Account) -> None:
    ours, other = (aws.make(kinds.VPC, cidrBlock=block) for block in ("10.1.0.0/16", "10.2.0.0/16"))
    subnet = aws.make(kinds.SUBNET, vpcId=ours.id, cidrBlock="10.1.0.0/24")
    near, far = (aws.make(kinds.SECURITY_GROUP, vpcId=one.id) for one in (ours, other))

    def placed(group: str) -> dict[str, Any]:
        return {"endpointType": "VPC", "endpointDetails": {"vpcId": ours.id, "subnetIds": [subnet.id], "securityGroupIds": [group]}}

    aws.refuses("InvalidParameterException", SERVER, match="different networks", **placed(far.id))
    aws.make(SERVER, **placed(near.id))


def test_the_arn_of_a_subnet_with_another_account_names_nothing(aws: Account) -> None:
    vpc = aws.make(kinds.VPC, cidrBlock="10.1.0.0/16")
    subnet = aws.make(kinds.SUBNET, vpcId=vpc.id, cidrBlock="10.1.0.0/24")
    group = aws.make(kinds.SECURITY_GROUP, vpcId=vpc.id)

    def mounted(arn: str) -> dict[str, Any]:
        files = f"arn:aws:elasticfilesystem:{REGION}:{ACCOUNT}:file-system/fs-0123456789abcdef0"
        return {"efsFileSystemArn": files, "ec2Config": {"subnetArn": arn, "securityGroupArns": [group["arn"]]}}

    kind = "aws:datasync/efsLocation:EfsLocation"
    aws.refuses("InvalidRequestException", kind, **mounted(subnet["arn"].replace(ACCOUNT, "999988887777")))
    aws.make(kind, **mounted(subnet["arn"]))
