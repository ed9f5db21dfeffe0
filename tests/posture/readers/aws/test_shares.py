"""Databases, disks, keys and images that are handed on, and what streams take out of stores."""

from typing import Any

import pytest

from tests.posture.readers.aws.cloud import Ref
from tests.posture.readers.aws.estate import FOREIGN, OURS, STATED, UNSTATED, Estate, document, may, trust

RESIDENT = {**STATED, "residency": ["eu-west-1"]}
DESTINATION = f"arn:aws:logs:eu-west-1:{FOREIGN}:destination:collector"


@pytest.mark.parametrize(
    ("accounts", "target", "verdict"),
    [([FOREIGN], f"account:{FOREIGN}", "violated"), (["all"], "principal:*", "violated"), ([OURS], f"account:{OURS}", "proven")],
)
def test_a_snapshot_shared_with_an_account(clinic: Estate, form: str, accounts: list[str], target: str, verdict: str) -> None:
    cluster = clinic.put("aws:rds/cluster:Cluster", "db", data="phi")
    token = "aws:rds/clusterSnapshot:ClusterSnapshot"
    clinic.put(token, "snapshot", dbClusterIdentifier=cluster.id, sharedAccounts=accounts)
    expected = {("replicate", "db", "snapshot", "forward", True), ("share", "snapshot", target, "forward", True)}
    assert clinic.edges(form) == expected
    assert {finding.verdict.value for finding in clinic.judge(form).result("phi-exit").findings} == ({verdict} - {"proven"})


def test_a_snapshot_shared_while_nobody_states_an_organization_is_unproven(clinic: Estate, form: str) -> None:
    clinic.put("aws:rds/snapshot:Snapshot", "snapshot", zone="phi", sharedAccounts=[FOREIGN])
    assert clinic.verdicts(form, UNSTATED).split()[0] == "unproven"


@pytest.mark.parametrize(
    ("token", "inputs", "target"),
    [
        ("aws:ec2/snapshotCreateVolumePermission:SnapshotCreateVolumePermission", {"accountId": FOREIGN}, f"account:{FOREIGN}"),
        ("aws:ec2/amiLaunchPermission:AmiLaunchPermission", {"accountId": FOREIGN}, f"account:{FOREIGN}"),
        ("aws:ec2/amiLaunchPermission:AmiLaunchPermission", {"group": "all"}, "principal:*"),
        (
            "aws:ec2/amiLaunchPermission:AmiLaunchPermission",
            {"organizationArn": "arn:aws:organizations::111122223333:organization/o-other12345"},
            "organization:o-other12345",
        ),
        (
            "aws:ec2/amiLaunchPermission:AmiLaunchPermission",
            {"organizationalUnitArn": "arn:aws:organizations::111122223333:ou/o-other12345/ou-x-1"},
            "organization:o-other12345",
        ),
    ],
)
def test_disks_and_images_are_followed_to_whom_they_are_given(
    clinic: Estate, form: str, token: str, inputs: dict[str, str], target: str
) -> None:
    volume = clinic.put("aws:ebs/volume:Volume", "disk", zone="phi")
    snapshot = clinic.put("aws:ebs/snapshot:Snapshot", "snapshot", volumeId=volume.id)
    image = clinic.put("aws:ec2/ami:Ami", "image", ebsBlockDevices=[{"snapshotId": snapshot.id, "deviceName": "/dev/sda1"}])
    held = {"snapshotId": snapshot.id} if "snapshot" in token else {"imageId": image.id}
    clinic.put(token, "given", **held, **inputs)
    assert target in {to for _, _, to, _, _ in clinic.edges(form)}
    assert clinic.verdicts(form).split()[0] == "violated"


@pytest.mark.parametrize(
    ("who", "edges", "verdict"),
    [
        (f"arn:aws:iam::{FOREIGN}:role/r", {("share", "k", f"account:{FOREIGN}", "forward", True)}, "violated"),
        (f"arn:aws:iam::{OURS}:role/r", {("share", "k", f"account:{OURS}", "forward", True)}, "proven"),
        ("backup.amazonaws.com", set(), "proven"),
    ],
)
def test_grants_of_keys(clinic: Estate, form: str, who: str, edges: set[Any], verdict: str) -> None:
    clinic.put("aws:kms/grant:Grant", "grant", keyId=clinic.key("k").id, granteePrincipal=who, operations=["Decrypt"])
    assert clinic.edges(form) == edges
    assert clinic.verdicts(form).split()[0] == verdict


def test_a_grant_to_a_role_of_the_stack_is_known_in_a_preview_too(clinic: Estate, form: str) -> None:
    role = clinic.role("app", document({"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}))
    grantee = Ref(role.urn, f"arn:aws:iam::{OURS}:role/app")
    clinic.put("aws:kms/grant:Grant", "grant", keyId=clinic.key("k").id, granteePrincipal=grantee, operations=["Decrypt"])
    assert (clinic.edges(form), clinic.verdicts(form)) == (set(), "proven proven proven")


@pytest.mark.parametrize(
    ("token", "inputs"),
    [
        ("aws:dynamodb/table:Table", {"replicas": [{"regionName": "us-east-1"}]}),
        ("aws:secretsmanager/secret:Secret", {"replicas": [{"region": "us-east-1"}]}),
        ("aws:redshift/cluster:Cluster", {"snapshotCopy": {"destinationRegion": "us-east-1"}}),
        ("aws-native:efs:FileSystem", {"replicationConfiguration": {"destinations": [{"region": "us-east-1"}]}}),
        ("aws:rds/clusterSnapshotCopy:ClusterSnapshotCopy", {"destinationRegion": "us-east-1"}),
    ],
)
def test_a_copy_in_another_region_leaves_residency(clinic: Estate, form: str, token: str, inputs: dict[str, Any]) -> None:
    clinic.put(token, "held", zone="phi", **inputs)
    assert ("replicate", "held", "region:us-east-1", "forward", True) in clinic.edges(form, RESIDENT)
    assert clinic.verdicts(form, RESIDENT).split()[0] == "violated"
    assert clinic.verdicts(form, STATED).split()[0] == "unproven"


def test_a_copy_in_another_region_of_the_residency_is_none(clinic: Estate, form: str) -> None:
    clinic.put("aws:dynamodb/table:Table", "held", zone="phi", replicas=[{"regionName": "eu-central-1"}])
    assert clinic.verdicts(form, {**STATED, "residency": ["eu-west-1", "eu-central-1"]}).split()[0] == "proven"


def test_a_global_database_joins_its_members(clinic: Estate, form: str) -> None:
    whole = clinic.put("aws:rds/globalCluster:GlobalCluster", "whole")
    for name, region in (("here", "eu-west-1"), ("there", "us-east-1")):
        tags = {"zone": "phi"} if name == "here" else {}
        clinic.put("aws:rds/cluster:Cluster", name, region=region, globalClusterIdentifier=whole.id, **tags)
    edges = clinic.edges(form, RESIDENT)
    assert {("replicate", "here", "whole", "both", True), ("replicate", "there", "whole", "both", True)} <= edges
    assert clinic.verdicts(form, RESIDENT).split()[0] == "violated"


def test_a_log_subscription_to_a_foreign_destination_is_an_exit(clinic: Estate, form: str) -> None:
    group = clinic.put("aws:cloudwatch/logGroup:LogGroup", "audit", zone="phi")
    clinic.put("aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter", "s", logGroup=group.id, destinationArn=DESTINATION)
    assert clinic.edges(form) == {("replicate", "audit", f"account:{FOREIGN}", "forward", True)}
    assert clinic.verdicts(form) == "violated proven proven"
    assert clinic.verdicts(form, UNSTATED) == "unproven proven proven"


def test_an_account_wide_subscription_takes_every_group(clinic: Estate, form: str) -> None:
    clinic.put("aws:cloudwatch/logGroup:LogGroup", "audit", zone="phi")
    stream = clinic.put("aws:kinesis/stream:Stream", "all-logs", arn=f"arn:aws:kinesis:eu-west-1:{OURS}:stream/all-logs")
    policy = {"policyType": "SUBSCRIPTION_FILTER_POLICY"}
    made = clinic.put("aws:cloudwatch/logAccountPolicy:LogAccountPolicy", "everything", **policy)
    made.inputs["policyDocument"] = Ref(stream.urn, f'{{"DestinationArn": "arn:aws:kinesis:eu-west-1:{OURS}:stream/all-logs"}}')
    assert clinic.edges(form) == {("replicate", "audit", "all-logs", "forward", True)}
    clinic.put("aws:cloudwatch/logAccountPolicy:LogAccountPolicy", "masks", policyType="DATA_PROTECTION_POLICY", policyDocument="{}")
    clinic.put("aws:cloudwatch/logAccountPolicy:LogAccountPolicy", "away", policyDocument="{}", **policy)
    assert clinic.unreadable(form) == {"audit"}


@pytest.mark.parametrize(
    ("destination", "targets", "verdict"),
    [
        ({"httpEndpointConfiguration": {"url": "https://intake.vendor.example", "name": "v"}}, {"internet"}, "violated"),
        ({"splunkConfiguration": {"hecEndpoint": "https://splunk.vendor.example"}}, {"internet"}, "violated"),
        ({"extendedS3Configuration": {"bucketArn": "arn:aws:s3:::somebodys"}}, {"bucket:somebodys"}, "unproven"),
        ({}, set(), "unproven"),
    ],
)
def test_what_is_put_into_a_delivery_stream_comes_out_at_its_destination(
    clinic: Estate, form: str, destination: dict[str, Any], targets: set[str], verdict: str
) -> None:
    group = clinic.put("aws:cloudwatch/logGroup:LogGroup", "audit", zone="phi")
    token = "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream"
    stream = clinic.put(token, "out", destination="x", **destination)
    filter_token = "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter"
    clinic.put(filter_token, "s", logGroup=group.id, destinationArn=stream.id)
    assert {to for _, source, to, _, _ in clinic.edges(form) if source == "out"} == targets
    assert clinic.verdicts(form).split()[0] == verdict


@pytest.mark.parametrize(
    ("protocol", "endpoint", "target", "verdict"),
    [
        ("https", "https://hook.example", "internet", "violated"),
        ("email", "nurse@clinic.example", "internet", "violated"),
        ("sqs", f"arn:aws:sqs:eu-west-1:{FOREIGN}:q", f"account:{FOREIGN}", "violated"),
        ("lambda", f"arn:aws:lambda:eu-west-1:{OURS}:function:f", f"account:{OURS}", "proven"),
    ],
)
def test_every_subscriber_of_a_topic_gets_its_messages(
    clinic: Estate, form: str, protocol: str, endpoint: str, target: str, verdict: str
) -> None:
    topic = clinic.put("aws:sns/topic:Topic", "alerts", zone="phi")
    clinic.put("aws:sns/topicSubscription:TopicSubscription", "s", topic=topic.id, protocol=protocol, endpoint=endpoint)
    assert clinic.edges(form) == {("replicate", "alerts", target, "forward", True)}
    assert clinic.verdicts(form).split()[0] == verdict


def test_dead_letters_go_to_another_queue(clinic: Estate, form: str) -> None:
    arn = f"arn:aws:sqs:eu-west-1:{OURS}:dead"
    dead = clinic.put("aws:sqs/queue:Queue", "dead", arn=arn)
    redrive = Ref(dead.urn, f'{{"deadLetterTargetArn": "{arn}", "maxReceiveCount": 3}}')
    clinic.put("aws:sqs/queue:Queue", "work", zone="phi", redrivePolicy=redrive)
    assert clinic.edges(form) == {("replicate", "work", "dead", "forward", True)}


def test_images_are_replicated_for_the_whole_registry(clinic: Estate, form: str) -> None:
    clinic.put("aws:ecr/repository:Repository", "models", zone="phi")
    rule = {"destinations": [{"registryId": FOREIGN, "region": "eu-west-1"}]}
    clinic.put("aws:ecr/replicationConfiguration:ReplicationConfiguration", "r", replicationConfiguration={"rules": [rule]})
    assert clinic.edges(form) == {("replicate", "models", f"account:{FOREIGN}", "forward", True)}


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"principal": FOREIGN}, {("share", "f", f"account:{FOREIGN}", "both", True)}),
        ({"principal": "*"}, {("share", "f", "principal:*", "both", True)}),
        ({"principal": OURS}, set()),
        ({"principal": "s3.amazonaws.com", "sourceAccount": OURS}, set()),
    ],
)
def test_who_may_invoke_a_function(clinic: Estate, form: str, given: dict[str, Any], found: set[Any]) -> None:
    function = clinic.function("f", clinic.zone("phi"))
    clinic.put("aws:lambda/permission:Permission", "p", function=function.id, action="lambda:InvokeFunction", **given)
    assert clinic.edges(form) == found
    assert clinic.verdicts(form).split()[0] == ("violated" if found else "proven")


def test_a_trigger_of_the_stacks_own_is_nobody_else(clinic: Estate, form: str) -> None:
    function = clinic.function("f", clinic.zone("phi"))
    bucket = clinic.bucket("clinic-phi", "phi")
    source = Ref(bucket.urn, "arn:aws:s3:::clinic-phi")
    given = {"principal": "s3.amazonaws.com", "sourceArn": source}
    clinic.put("aws:lambda/permission:Permission", "p", function=function.id, action="lambda:InvokeFunction", **given)
    assert clinic.verdicts(form) == "proven proven proven"


@pytest.mark.parametrize(("kind", "verdict"), [("NONE", "violated"), ("AWS_IAM", "proven")])
def test_a_function_url_without_authorization_is_the_internets(clinic: Estate, form: str, kind: str, verdict: str) -> None:
    function = clinic.function("f", clinic.zone("phi"))
    clinic.put("aws:lambda/functionUrl:FunctionUrl", "url", functionName=function.id, authorizationType=kind)
    assert clinic.verdicts(form).split()[0] == verdict


def test_a_function_is_handed_what_its_source_holds(clinic: Estate, form: str) -> None:
    function = clinic.function("f", clinic.zone("inference"))
    queue = clinic.put("aws:sqs/queue:Queue", "records", zone="phi")
    clinic.put("aws:lambda/eventSourceMapping:EventSourceMapping", "m", functionName=function.id, eventSourceArn=queue.id)
    assert clinic.edges(form) == {("replicate", "records", "f", "forward", True)}
    assert clinic.verdicts(form).split()[1] == "violated"


def test_a_disk_holds_what_its_machine_writes(clinic: Estate, form: str) -> None:
    machine = clinic.put("aws:ec2/instance:Instance", "host", subnetId=clinic.zone("phi").subnet.id)
    disk = clinic.put("aws:ebs/volume:Volume", "disk")
    clinic.put("aws:ec2/volumeAttachment:VolumeAttachment", "attached", instanceId=machine.id, volumeId=disk.id, deviceName="/dev/sdf")
    snapshot = clinic.put("aws:ebs/snapshot:Snapshot", "snapshot", volumeId=disk.id)
    token = "aws:ec2/snapshotCreateVolumePermission:SnapshotCreateVolumePermission"
    clinic.put(token, "given", snapshotId=snapshot.id, accountId=FOREIGN)
    assert clinic.verdicts(form).split()[0] == "violated"


def test_an_image_of_a_machine_for_everybody_is_an_exit(clinic: Estate, form: str) -> None:
    machine = clinic.put("aws:ec2/instance:Instance", "host", subnetId=clinic.zone("phi").subnet.id)
    image = clinic.put("aws:ec2/amiFromInstance:AmiFromInstance", "golden", sourceInstanceId=machine.id)
    clinic.put("aws:ec2/amiLaunchPermission:AmiLaunchPermission", "everyone", imageId=image.id, group="all")
    assert clinic.verdicts(form).split()[0] == "violated"


@pytest.mark.parametrize(("placed", "verdict"), [(False, "violated"), (True, "proven")])
def test_a_function_outside_every_network_takes_out_what_its_role_may_read(clinic: Estate, form: str, placed: bool, verdict: str) -> None:
    clinic.bucket("clinic-phi", "phi")
    role = clinic.role("reader", trust({"Service": "lambda.amazonaws.com"}), may("s3:GetObject", "arn:aws:s3:::clinic-phi/*"))
    if placed:
        clinic.function("f", clinic.zone("phi"), role)
    else:
        clinic.put("aws:lambda/function:Function", "f", role=role.out("arn"))
    assert clinic.verdicts(form).split()[0] == verdict


@pytest.mark.parametrize(("inputs", "verdict"), [({}, "violated"), ({"endpointType": "VPC"}, "proven")])
def test_a_file_transfer_server_of_the_world_serves_what_its_users_may_read(
    clinic: Estate, form: str, inputs: dict[str, str], verdict: str
) -> None:
    clinic.bucket("clinic-phi", "phi")
    where = {"endpointDetails": {"subnetIds": [clinic.zone("phi").subnet.id]}} if inputs else {}
    role = clinic.role("reader", trust({"Service": "transfer.amazonaws.com"}), may("s3:GetObject", "arn:aws:s3:::clinic-phi/*"))
    server = clinic.put("aws:transfer/server:Server", "sftp", **inputs, **where)
    clinic.put("aws:transfer/user:User", "partner", serverId=server.id, role=role.out("arn"), userName="partner")
    assert clinic.verdicts(form).split()[0] == verdict


def test_a_pipe_moves_every_record_of_its_source(clinic: Estate, form: str) -> None:
    queue = clinic.put("aws:sqs/queue:Queue", "records", zone="phi")
    clinic.put("aws:pipes/pipe:Pipe", "pipe", source=queue.id, target=f"arn:aws:sqs:eu-west-1:{FOREIGN}:q")
    assert clinic.verdicts(form).split()[0] == "violated"


@pytest.mark.parametrize(("gateway", "verdict"), [(True, "violated"), (False, "proven")])
def test_a_machine_beside_a_gateway_may_ask_the_public_endpoint_by_its_role(clinic: Estate, form: str, gateway: bool, verdict: str) -> None:
    clinic.bucket("clinic-phi", "phi")
    web = clinic.put("aws:ec2/vpc:Vpc", "web", cidrBlock="10.9.0.0/16")
    subnet = clinic.put("aws:ec2/subnet:Subnet", "web-a", vpcId=web.id, cidrBlock="10.9.1.0/24", mapPublicIpOnLaunch=True)
    if gateway:
        way_out = clinic.internet_gateway("igw", web)
        clinic.route("out", clinic.table("web-table", web, subnet), gatewayId=way_out.id)
    role = clinic.role("reader", trust({"Service": "ec2.amazonaws.com"}), may("s3:GetObject", "arn:aws:s3:::clinic-phi/*"))
    profile = clinic.put("aws:iam/instanceProfile:InstanceProfile", "profile", role=role.id)
    clinic.put("aws:ec2/instance:Instance", "host", subnetId=subnet.id, iamInstanceProfile=profile.id)
    assert clinic.verdicts(form).split()[0] == verdict


def test_a_notebook_with_direct_internet_takes_out_what_its_role_may_read(clinic: Estate, form: str) -> None:
    clinic.bucket("clinic-phi", "phi")
    role = clinic.role("reader", trust({"Service": "sagemaker.amazonaws.com"}), may("s3:GetObject", "arn:aws:s3:::clinic-phi/*"))
    clinic.put("aws:sagemaker/notebookInstance:NotebookInstance", "lab", roleArn=role.out("arn"), instanceType="ml.t3.medium")
    assert clinic.verdicts(form).split()[0] == "violated"


def test_what_nobody_reads_but_has_a_role_leaves_the_roles_stores_unproven(clinic: Estate, form: str) -> None:
    clinic.bucket("clinic-phi", "phi")
    role = clinic.role("reader", trust({"Service": "glue.amazonaws.com"}), may("s3:GetObject", "arn:aws:s3:::clinic-phi/*"))
    clinic.put("aws:glue/mLTransform:MLTransform", "match", roleArn=role.out("arn"))
    assert clinic.verdicts(form).split()[0] == "unproven"
