"""Ways out of a bucket that are no policy."""

from typing import Any

import pytest

from posture.readers.registry import INERT
from tests.posture.readers.aws.cloud import Ref
from tests.posture.readers.aws.estate import FOREIGN, OURS, STATED, Estate

ALL_USERS = "http://acs.amazonaws.com/groups/global/AllUsers"
REPLICATION = "aws:s3/bucketReplicationConfig:BucketReplicationConfig"


def replicates(clinic: Estate, destination: dict[str, Any], **rule: Any) -> Any:
    bucket = clinic.bucket("clinic-phi", "phi")
    given = {"id": "all", "status": "Enabled", "destination": destination, **rule}
    return clinic.put(REPLICATION, "replication", bucket=bucket.id, role="arn:aws:iam::111122223333:role/r", rules=[given])


@pytest.mark.parametrize("acl", ["public-read", "public-read-write", "authenticated-read"])
def test_a_public_access_list_opens_a_bucket(clinic: Estate, form: str, acl: str) -> None:
    bucket = clinic.bucket("clinic-phi", "phi")
    clinic.put("aws:s3/bucketAcl:BucketAcl", "acl", bucket=bucket.id, acl=acl)
    way = "both" if acl == "public-read-write" else "forward"
    assert clinic.edges(form) == {("share", "clinic-phi", "principal:*", way, True)}
    assert clinic.verdicts(form) == "violated proven proven"


@pytest.mark.parametrize("acl", ["private", "log-delivery-write", "bucket-owner-full-control"])
def test_other_canned_lists_open_nothing(clinic: Estate, form: str, acl: str) -> None:
    clinic.bucket("clinic-phi", "phi", acl=acl)
    assert clinic.verdicts(form) == "proven proven proven"


@pytest.mark.parametrize("guard", ["ignored", "off"])
def test_a_public_list_that_does_not_count_opens_nothing(clinic: Estate, form: str, guard: str) -> None:
    bucket = clinic.bucket("clinic-phi", "phi", acl="public-read")
    if guard == "ignored":
        clinic.public_access_block(bucket, ignorePublicAcls=True)
    else:
        rule = {"objectOwnership": "BucketOwnerEnforced"}
        clinic.put("aws:s3/bucketOwnershipControls:BucketOwnershipControls", "owner", bucket=bucket.id, rule=rule)
    assert clinic.edges(form) == set()


def test_refusing_new_public_lists_leaves_the_one_that_stands(clinic: Estate, form: str) -> None:
    clinic.public_access_block(clinic.bucket("clinic-phi", "phi", acl="public-read"), blockPublicAcls=True)
    assert clinic.verdicts(form).startswith("violated")


def test_a_grant_to_everybody_opens_a_bucket(clinic: Estate, form: str) -> None:
    bucket = clinic.bucket("clinic-phi", "phi")
    grants = [{"grantee": {"type": "Group", "uri": ALL_USERS}, "permission": "READ"}]
    clinic.put("aws:s3/bucketAcl:BucketAcl", "acl", bucket=bucket.id, accessControlPolicy={"grants": grants, "owner": {"id": "c1"}})
    assert clinic.edges(form) == {("share", "clinic-phi", "principal:*", "both", True)}


@pytest.mark.parametrize(("who", "verdict"), [("c1", "proven"), ("c2", "unproven")])
def test_a_grant_to_a_canonical_user_is_unproven_unless_it_is_the_owner(clinic: Estate, form: str, who: str, verdict: str) -> None:
    bucket = clinic.bucket("clinic-phi", "phi")
    grants = [{"grantee": {"type": "CanonicalUser", "id": who}, "permission": "FULL_CONTROL"}]
    clinic.put("aws:s3/bucketAcl:BucketAcl", "acl", bucket=bucket.id, accessControlPolicy={"grants": grants, "owner": {"id": "c1"}})
    assert clinic.verdicts(form).split()[0] == verdict


def test_the_owners_own_grant_that_a_state_shows_on_every_bucket_opens_nothing(clinic: Estate) -> None:
    clinic.bucket("clinic-phi", "phi").outputs["grants"] = [{"id": "c1", "type": "CanonicalUser", "permissions": ["FULL_CONTROL"]}]
    assert clinic.verdicts("state") == "proven proven proven"


def test_one_object_may_be_public_by_itself(clinic: Estate, form: str) -> None:
    bucket = clinic.bucket("clinic-phi", "phi")
    clinic.put("aws:s3/bucketObjectv2:BucketObjectv2", "report", bucket=bucket.id, key="report.pdf", acl="public-read")
    assert clinic.edges(form) == {("share", "clinic-phi", "principal:*", "forward", True)}


def test_replication_into_a_bucket_of_the_stack_is_followed(clinic: Estate, form: str) -> None:
    copy = clinic.bucket("clinic-copy", "phi")
    replicates(clinic, {"bucket": Ref(copy.urn, "arn:aws:s3:::clinic-copy")})
    assert clinic.edges(form) == {("replicate", "clinic-phi", "clinic-copy", "forward", True)}
    assert clinic.verdicts(form) == "proven proven proven"


def test_replication_into_a_bucket_that_is_not_in_the_stack_is_unproven_until_it_is_asserted(clinic: Estate, form: str) -> None:
    replicates(clinic, {"bucket": "arn:aws:s3:::somebodys-bucket"})
    assert clinic.edges(form) == {("replicate", "clinic-phi", "bucket:somebodys-bucket", "forward", True)}
    assert clinic.verdicts(form) == "unproven proven proven"
    asserted = {**STATED, "asserted": [{"literal": "somebodys-bucket", "reason": "backup account"}]}
    assert clinic.verdicts(form, asserted) == "proven proven proven"


def test_replication_to_a_foreign_account_is_an_exit(clinic: Estate, form: str) -> None:
    replicates(clinic, {"bucket": "arn:aws:s3:::somebodys-bucket", "account": FOREIGN})
    assert clinic.edges(form) == {("replicate", "clinic-phi", f"account:{FOREIGN}", "forward", True)}
    assert clinic.verdicts(form) == "violated proven proven"


def test_a_disabled_rule_copies_nothing(clinic: Estate, form: str) -> None:
    replicates(clinic, {"bucket": "arn:aws:s3:::somebodys-bucket", "account": FOREIGN}, status="Disabled")
    assert clinic.edges(form) == set()


def test_replication_into_inference_passes_the_de_identification_service(clinic: Estate, form: str) -> None:
    prompts = clinic.bucket("clinic-prompts", "inference")
    replicates(clinic, {"bucket": Ref(prompts.urn, "arn:aws:s3:::clinic-prompts")})
    assert clinic.verdicts(form) == "proven violated violated"


@pytest.mark.parametrize(
    ("token", "inputs"),
    [
        ("aws:s3/bucketLogging:BucketLogging", {"targetBucket": "somebodys-bucket", "targetPrefix": "x/"}),
        ("aws:s3/inventory:Inventory", {"destination": {"bucket": {"bucketArn": "arn:aws:s3:::somebodys-bucket", "format": "CSV"}}}),
    ],
)
def test_logs_and_inventories_go_where_they_are_told(clinic: Estate, form: str, token: str, inputs: dict[str, Any]) -> None:
    bucket = clinic.bucket("clinic-phi", "phi")
    clinic.put(token, "sent", bucket=bucket.id, **inputs)
    assert clinic.edges(form) == {("replicate", "clinic-phi", "bucket:somebodys-bucket", "forward", True)}


def test_a_warehouses_audit_logs_go_to_a_bucket_or_stay_in_the_account(clinic: Estate, form: str) -> None:
    warehouse = clinic.put("aws:redshift/cluster:Cluster", "charts", zone="phi", arn=f"arn:aws:redshift:eu-west-1:{OURS}:namespace:charts")
    logging = "aws:redshift/logging:Logging"
    clinic.put(logging, "kept", clusterIdentifier=warehouse.id, logDestinationType="cloudwatch", logExports=["userlog"])
    assert not clinic.edges(form)
    clinic.put(logging, "sent", clusterIdentifier=warehouse.id, bucketName="somebodys-bucket")
    assert clinic.edges(form) == {("replicate", "charts", "bucket:somebodys-bucket", "forward", True)}


@pytest.mark.parametrize(
    ("inputs", "edges", "verdict"),
    [
        ({"queues": [{"queueArn": f"arn:aws:sqs:eu-west-1:{FOREIGN}:q", "events": ["s3:ObjectCreated:*"]}]}, 1, "violated"),
        ({"topics": [{"topicArn": "arn:aws:sns:eu-west-1:111122223333:t", "events": ["s3:ObjectCreated:*"]}]}, 1, "proven"),
        ({"eventbridge": True}, 0, "proven"),
    ],
)
def test_notifications_tell_names_of_objects(clinic: Estate, form: str, inputs: dict[str, Any], edges: int, verdict: str) -> None:
    bucket = clinic.bucket("clinic-phi", "phi")
    clinic.put("aws:s3/bucketNotification:BucketNotification", "tells", bucket=bucket.id, **inputs)
    assert len(clinic.edges(form)) == edges
    assert clinic.verdicts(form).split()[0] == verdict


def test_a_website_opens_nothing_by_itself() -> None:
    assert "aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration" in INERT


@pytest.mark.parametrize(
    "token",
    [
        "aws:datazone/environment:Environment",
        "aws:s3control/objectLambdaAccessPoint:ObjectLambdaAccessPoint",
        "aws:quicksight/dataSource:DataSource",
        "aws:macie2/unheardOf:UnheardOf",
        "aws:datazone/environmentProfile:EnvironmentProfile",
    ],
)
def test_what_nobody_reads_leaves_a_bucket_unproven(clinic: Estate, form: str, token: str) -> None:
    bucket = clinic.bucket("clinic-phi", "phi")
    clinic.put(token, "odd", details={"bucket": bucket.id})
    assert clinic.verdicts(form).split()[0] == "unproven"


def test_a_distribution_serves_its_origin_to_the_internet(clinic: Estate, form: str) -> None:
    bucket = clinic.bucket("clinic-phi", "phi")
    name = "clinic-phi.s3.eu-west-1.amazonaws.com"
    bucket.outputs["bucketRegionalDomainName"] = name
    clinic.put("aws:cloudfront/distribution:Distribution", "site", enabled=True, origins=[{"domainName": Ref(bucket.urn, name)}])
    assert clinic.edges(form) == {("route", "internet", "site", "both", True), ("use", "site", "clinic-phi", "both", True)}
    assert clinic.verdicts(form).split()[0] == "violated"


@pytest.mark.parametrize(("zone", "verdict"), [("inference", "violated"), (None, "unproven")])
def test_a_knowledge_base_gives_a_model_what_its_bucket_holds(clinic: Estate, form: str, zone: str | None, verdict: str) -> None:
    bucket = clinic.bucket("clinic-phi", "phi")
    base = clinic.put("aws:bedrock/agentKnowledgeBase:AgentKnowledgeBase", "base", zone=zone)
    source = {"type": "S3", "s3Configuration": {"bucketArn": Ref(bucket.urn, "arn:aws:s3:::clinic-phi")}}
    clinic.put("aws:bedrock/agentDataSource:AgentDataSource", "records", knowledgeBaseId=base.id, dataSourceConfiguration=source)
    assert clinic.edges(form) == {("replicate", "clinic-phi", "base", "forward", True)}
    assert clinic.verdicts(form).split()[1] == verdict
