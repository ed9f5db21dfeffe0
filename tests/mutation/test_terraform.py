"""A state of ours is written as the Terraform that a person would have written, so that its peer is judged fairly."""

from typing import Any

from tests.mutation.peer.terraform import blocks, snake, terraform_type

SIGNATURE = "4dabf18193072939515e22adb298388d"


def row(type_: str, name: str, inputs: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"urn": f"urn:pulumi:dev::p::{type_}::{name}", "type": type_, "custom": True, "inputs": inputs, **more}


BUCKET = row(
    "aws:s3/bucket:Bucket",
    "scans",
    {"bucket": "clinic-scans", "tags": {"ai-zone": "phi"}},
    id="clinic-scans",
    outputs={"arn": "arn:aws:s3:::clinic-scans"},
)
KEY = row("aws:kms/key:Key", "store", {"enableKeyRotation": True}, id="1234-abcd", outputs={"arn": "arn:aws:kms:eu-west-1:1:key/1234-abcd"})


def body(*rows: dict[str, Any]) -> dict[str, Any]:
    """Of the last row."""
    return blocks(list(rows))[rows[-1]["urn"]].body


def test_arguments_are_lists_of_one_and_tags_are_a_map() -> None:
    assert body(BUCKET) == {"bucket": ["clinic-scans"], "tags": [{"ai-zone": "phi"}]}


def test_a_list_of_objects_is_a_block_for_each_with_the_name_in_the_singular() -> None:
    rule = {
        "applyServerSideEncryptionByDefault": {"sseAlgorithm": "aws:kms", "kmsMasterKeyId": KEY["outputs"]["arn"]},
        "bucketKeyEnabled": True,
    }
    type_ = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
    encryption = row(
        type_, "scans", {"bucket": "clinic-scans", "rules": [rule]}, propertyDependencies={"bucket": [BUCKET["urn"]], "rules": [KEY["urn"]]}
    )
    inner = {"sse_algorithm": ["aws:kms"], "kms_master_key_id": ["${aws_kms_key.store.arn}"]}
    assert body(BUCKET, KEY, encryption) == {
        "bucket": ["${aws_s3_bucket.scans.id}"],
        "rule": [{"apply_server_side_encryption_by_default": [inner], "bucket_key_enabled": [True]}],
    }


def test_a_value_is_a_reference_only_where_the_property_depends_on_its_owner() -> None:
    versioning = row("aws:s3/bucketVersioning:BucketVersioning", "scans", {"bucket": "clinic-scans"})
    assert body(BUCKET, versioning)["bucket"] == ["clinic-scans"]


def test_names_that_follow_no_rule_are_terraforms() -> None:
    balancer = row("aws:lb/loadBalancer:LoadBalancer", "front", {"internal": True})
    function = row("aws:lambda/function:Function", "intake", {"name": "intake", "code": {SIGNATURE: "0def7320c3a5731c473e5ecbe6d01bc7"}})
    made = blocks([balancer, function])
    assert [block.address for block in made.values()] == ["aws_lb.front", "aws_lambda_function.intake"]
    assert made[function["urn"]].body == {"function_name": ["intake"], "filename": ["function.zip"]}


def test_two_resources_of_one_name_stay_two() -> None:
    again = {**BUCKET, "urn": BUCKET["urn"].replace("p::", "p::site$")}
    assert {block.address for block in blocks([BUCKET, again]).values()} == {"aws_s3_bucket.scans", "aws_s3_bucket.scans_"}


def test_components_and_types_without_a_name_in_terraform_are_left_out() -> None:
    component = row("ai-zones:index:AwsPhiStore", "store", {}, custom=False)
    read = {**BUCKET, "external": True}
    assert blocks([component, read, row("acme:network:Zone", "phi", {})]) == {}


def test_a_providers_tags_and_region_are_written() -> None:
    provider = row(
        "pulumi:providers:aws", "default", {"region": "eu-west-1", "defaultTags": '{"tags":{"ai-zone":"phi"}}', "version": "7.51.1"}
    )
    assert body(provider) == {"region": ["eu-west-1"], "default_tags": [{"tags": [{"ai-zone": "phi"}]}]}


def test_secrets_reach_it_as_text() -> None:
    database = row("aws:rds/instance:Instance", "records", {"password": {SIGNATURE: "1b47061264138c4ac30d75fd1eb44270", "ciphertext": "x"}})
    assert body(database) == {"password": ["a secret"]}


def test_names_are_in_snake_case_with_their_abbreviations_whole() -> None:
    assert [snake(name) for name in ("kmsMasterKeyId", "ipv6CidrBlock", "x509Chain", "DNSName")] == [
        "kms_master_key_id",
        "ipv6_cidr_block",
        "x509_chain",
        "dns_name",
    ]


def test_what_the_mutants_change_most_has_a_name_in_terraform() -> None:
    types = (
        "ec2/vpcEndpoint:VpcEndpoint",
        "ec2/route:Route",
        "iam/rolePolicy:RolePolicy",
        "rds/instance:Instance",
        "vpc/securityGroupEgressRule:SecurityGroupEgressRule",
    )
    assert [terraform_type(f"aws:{one}") for one in types] == [
        "aws_vpc_endpoint",
        "aws_route",
        "aws_iam_role_policy",
        "aws_db_instance",
        "aws_vpc_security_group_egress_rule",
    ]
