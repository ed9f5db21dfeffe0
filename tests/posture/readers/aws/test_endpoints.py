"""What a request through a VPC endpoint can reach outside, and what nobody can say of it."""

from typing import Any

import pytest

from ai_zones.plan import CEILING
from ai_zones.plan.names import Cloud
from posture.iam import action_prefix
from posture.iam.actions import CATALOG
from posture.readers.aws.endpoint_support import FOLLOWED, iam_service, without_policy_support
from tests.posture.readers.aws.estate import (
    EVERYTHING,
    FOREIGN,
    ORGANIZATION,
    OURS_ONLY,
    STATED,
    UNSTATED,
    Estate,
    allow,
    document,
)

ANY_BUCKET = ("use", "phi-s3", "any-account:s3", "both", True)


def phi_with(clinic: Estate, service: str, policy: Any = None, **inputs: Any) -> Estate:
    clinic.endpoint(clinic.zone("phi"), service, policy, **inputs)
    return clinic


@pytest.mark.parametrize("posture", [STATED, UNSTATED], ids=["stated", "unstated"])
@pytest.mark.parametrize("policy", [None, document(EVERYTHING)], ids=["none", "star"])
def test_a_gateway_endpoint_without_a_policy_or_with_an_open_one_leads_to_any_bucket(
    clinic: Estate, form: str, policy: Any, posture: Any
) -> None:
    phi_with(clinic, "s3", policy)
    assert clinic.edges(form, posture) == {ANY_BUCKET}
    assert clinic.verdicts(form, posture) == "violated proven proven"


def test_our_principals_alone_do_not_close_an_endpoint_to_foreign_buckets(clinic: Estate, form: str) -> None:
    condition = {"StringEquals": {"aws:PrincipalOrgID": ORGANIZATION}}
    phi_with(clinic, "s3", document({**EVERYTHING, "Condition": condition}))
    assert clinic.edges(form) == {ANY_BUCKET}
    assert clinic.verdicts(form) == "violated proven proven"


def test_an_endpoint_that_admits_only_resources_of_our_organization_is_closed(clinic: Estate, form: str) -> None:
    phi_with(clinic, "s3", document({**EVERYTHING, "Condition": {"StringEquals": {"aws:ResourceOrgID": ORGANIZATION}}}))
    assert clinic.edges(form) == set()
    assert clinic.verdicts(form) == "proven proven proven"


def test_the_same_organization_is_nobodys_while_the_reviewer_states_none(clinic: Estate, form: str) -> None:
    phi_with(clinic, "s3", document({**EVERYTHING, "Condition": {"StringEquals": {"aws:ResourceOrgID": ORGANIZATION}}}))
    assert clinic.edges(form, UNSTATED) == {("use", "phi-s3", f"organization:{ORGANIZATION}", "both", True)}
    assert clinic.verdicts(form, UNSTATED) == "unproven proven proven"


def test_an_endpoint_that_names_a_foreign_account_leads_there(clinic: Estate, form: str) -> None:
    phi_with(clinic, "s3", document({**EVERYTHING, "Condition": {"StringEquals": {"aws:ResourceAccount": FOREIGN}}}))
    assert clinic.edges(form) == {("use", "phi-s3", f"account:{FOREIGN}", "both", True)}
    assert clinic.verdicts(form) == "violated proven proven"


def test_an_endpoint_that_names_its_own_bucket_alone_is_closed(clinic: Estate, form: str) -> None:
    clinic.bucket("clinic-phi", "phi")
    phi_with(clinic, "s3", document(allow("*", "s3:GetObject", "arn:aws:s3:::clinic-phi/*")))
    assert clinic.edges(form) == {("use", "phi-s3", "clinic-phi", "backward", True)}
    assert clinic.verdicts(form) == "proven proven proven"


def test_a_bucket_that_is_not_in_the_stack_is_nobodys_until_the_reviewer_asserts_it(clinic: Estate, form: str) -> None:
    phi_with(clinic, "s3", document(allow("*", "s3:PutObject", "arn:aws:s3:::partner-drop/*")))
    assert clinic.edges(form) == {("use", "phi-s3", "bucket:partner-drop", "both", False)}
    assert clinic.verdicts(form) == "unproven proven proven"
    asserted = {**STATED, "asserted": [{"literal": "partner-drop", "reason": "our archive account's bucket"}]}
    assert clinic.verdicts(form, asserted) == "proven proven proven"


def test_a_bedrock_endpoint_of_deidentification_needs_a_policy(clinic: Estate, form: str) -> None:
    clinic.zone("phi", "10.2.0.0/16")
    clinic.endpoint(clinic.zone("deidentification"), "bedrock-runtime")
    assert clinic.edges(form) == {("use", "deidentification-bedrock-runtime", "any-account:bedrock-runtime", "both", True)}
    assert clinic.verdicts(form) == "violated proven proven"


def test_the_policy_that_another_resource_attaches_counts(clinic: Estate, form: str) -> None:
    clinic.bucket("clinic-phi", "phi")
    endpoint = clinic.endpoint(clinic.zone("phi"), "s3")
    policy = document(allow("*", "s3:GetObject", "arn:aws:s3:::clinic-phi/*"))
    clinic.put("aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy", "attached", vpcEndpointId=endpoint.id, policy=policy)
    endpoint.outputs["policy"] = policy
    assert clinic.verdicts(form) == "proven proven proven"


def test_an_attached_policy_without_a_document_is_the_default_one(clinic: Estate, form: str) -> None:
    endpoint = clinic.endpoint(clinic.zone("phi"), "s3")
    clinic.put("aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy", "attached", vpcEndpointId=endpoint.id)
    assert clinic.verdicts(form) == "violated proven proven"


@pytest.mark.parametrize("open_one", ["own", "attached", "attached without a document"])
def test_of_two_policies_that_contradict_each_other_the_open_one_counts(clinic: Estate, form: str, open_one: str) -> None:
    clinic.bucket("clinic-phi", "phi")
    closed, opened = document(allow("*", "s3:GetObject", "arn:aws:s3:::clinic-phi/*")), document(EVERYTHING)
    endpoint = clinic.endpoint(clinic.zone("phi"), "s3", opened if open_one == "own" else closed)
    given = {"own": {"policy": closed}, "attached": {"policy": opened}}.get(open_one, {})
    clinic.put("aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy", "attached", vpcEndpointId=endpoint.id, **given)
    assert clinic.verdicts(form) == "violated proven proven"


def test_a_bucket_that_is_only_adopted_is_not_ours_by_being_named(clinic: Estate, form: str) -> None:
    clinic.bucket("log-archive").external = True
    phi_with(clinic, "s3", document(allow("*", "s3:PutObject", "arn:aws:s3:::log-archive/*")))
    assert ("use", "phi-s3", "bucket:log-archive", "both", False) in clinic.edges(form)
    assert clinic.verdicts(form).split()[0] == "unproven"


def test_the_default_policy_in_a_state_is_as_open_as_none(clinic: Estate) -> None:
    endpoint = clinic.endpoint(clinic.zone("phi"), "s3")
    endpoint.outputs["policy"] = document(EVERYTHING)
    assert clinic.verdicts("state") == "violated proven proven"


def test_cloud_controls_policy_document_counts(clinic: Estate, form: str) -> None:
    zone = clinic.zone("phi")
    given = {"vpcId": zone.vpc.id, "serviceName": "com.amazonaws.eu-west-1.s3", "vpcEndpointType": "Gateway"}
    closed = document({**EVERYTHING, "Condition": {"StringEquals": {"aws:ResourceOrgID": ORGANIZATION}}})
    where = {"routeTableIds": [zone.table.id], **given}
    clinic.put("aws-native:ec2:VpcEndpoint", "closed", policyDocument=closed, **where)
    clinic.put("aws-native:ec2:VpcEndpoint", "open", policyDocument={"Statement": [EVERYTHING]}, **where)
    assert clinic.edges(form) == {("use", "open", "any-account:s3", "both", True)}


def test_a_policy_that_only_the_update_will_tell_is_unproven_in_the_preview_alone(clinic: Estate) -> None:
    bucket = clinic.bucket("clinic-phi", "phi")
    endpoint = clinic.endpoint(clinic.zone("phi"), "s3")
    endpoint.inputs["policy"] = bucket.out("bucket").__class__(
        bucket.urn, document(allow("*", "s3:GetObject", "arn:aws:s3:::clinic-phi/*"))
    )
    assert clinic.verdicts("state") == "proven proven proven"
    assert clinic.verdicts("preview").split()[0] == "unproven"


@pytest.mark.parametrize("service", ["iot.data", "sagemaker.runtime-fips", "omics", "storage-omics", "neptune-graph"])
def test_where_aws_supports_no_policy_none_counts(clinic: Estate, form: str, service: str) -> None:
    phi_with(clinic, service, document({**EVERYTHING, "Effect": "Deny"}))
    name = service.removesuffix("-fips")
    assert ("use", f"phi-{service}", f"any-account:{name}", "both", False) in clinic.edges(form)
    assert clinic.verdicts(form).split()[0] == "unproven"


@pytest.mark.parametrize(
    ("service", "policy", "found"),
    [
        ("email-smtp", None, True),
        ("email-smtp", document({**EVERYTHING, "Effect": "Deny"}), True),
        ("email", None, True),
        ("email", document(OURS_ONLY), True),
        ("email", document(allow("*", "ses:GetSendQuota")), False),
    ],
)
def test_mail_goes_to_whoever_it_is_addressed_to(clinic: Estate, form: str, service: str, policy: Any, found: bool) -> None:
    phi_with(clinic, service, policy)
    assert (("use", f"phi-{service}", "internet", "forward", True) in clinic.edges(form)) is found


@pytest.mark.parametrize(
    ("posture", "inputs", "verdict", "edges"),
    [
        ({**STATED, "residency": ["eu-west-1"]}, {"serviceRegion": "us-east-1"}, "violated", {"region:us-east-1"}),
        ({**STATED, "residency": ["eu-west-1"]}, {"serviceRegion": "eu-west-1"}, "proven", set()),
        ({**STATED, "residency": ["eu-west-1", "us-east-1"]}, {"serviceRegion": "us-east-1"}, "proven", set()),
        (STATED, {"serviceRegion": "us-east-1"}, "unproven", {"region:us-east-1"}),
        (STATED, {"serviceRegion": "eu-west-1"}, "proven", set()),
        ({**STATED, "residency": ["eu-west-1"]}, {"serviceName": "com.amazonaws.us-east-1.s3"}, "violated", {"region:us-east-1"}),
    ],
)
def test_an_endpoint_to_another_region_leaves_residency(
    clinic: Estate, form: str, posture: Any, inputs: dict[str, str], verdict: str, edges: set[str]
) -> None:
    phi_with(clinic, "s3", document(OURS_ONLY), **inputs)
    assert {target for _, _, target, _, _ in clinic.edges(form, posture)} == edges
    assert clinic.verdicts(form, posture).split()[0] == verdict


def test_an_endpoint_to_somebody_elses_service_is_unproven_until_the_reviewer_asserts_it(clinic: Estate, form: str) -> None:
    name = "com.amazonaws.vpce.eu-west-1.vpce-svc-0a1b2c3d4e5f67890"
    phi_with(clinic, "vendor", serviceName=name)
    assert clinic.verdicts(form) == "unproven proven unproven"
    asserted = {**STATED, "asserted": [{"literal": name, "reason": "the EHR vendor, under contract"}]}
    assert clinic.verdicts(form, asserted) == "proven proven proven"


def test_a_service_network_that_is_not_in_the_stack_is_unproven(clinic: Estate, form: str) -> None:
    zone = clinic.zone("phi")
    given = {"serviceNetworkArn": "arn:aws:vpc-lattice:eu-west-1:111122223333:servicenetwork/sn-1", "subnetIds": [zone.subnet.id]}
    clinic.put("aws:ec2/vpcEndpoint:VpcEndpoint", "to-mesh", vpcId=zone.vpc.id, vpcEndpointType="ServiceNetwork", **given)
    assert "to-mesh" in clinic.unreadable(form)
    assert clinic.verdicts(form).split()[0] == "unproven"


def test_private_names_make_no_difference(clinic: Estate, form: str) -> None:
    phi_with(clinic, "kms", document(OURS_ONLY), privateDnsEnabled=False)
    assert clinic.verdicts(form) == "proven proven proven"


@pytest.mark.parametrize(
    ("service", "prefix"),
    [
        ("monitoring", "cloudwatch"),
        ("ecr.api", "ecr"),
        ("ecr.dkr", "ecr"),
        ("sagemaker.runtime-fips", "sagemaker"),
        ("notebook", "sagemaker"),
        ("email", "ses"),
        ("kinesis-streams", "kinesis"),
        ("runtime-medical-imaging", "medical-imaging"),
        ("kms-fips", "kms"),
        ("textract", "textract"),
    ],
)
def test_the_actions_of_an_endpoint_have_their_services_prefix(service: str, prefix: str) -> None:
    assert iam_service(service) == prefix


def test_every_service_of_the_ceiling_is_followed_and_its_actions_are_listed() -> None:
    services = {service for zone in CEILING.cloud_services[Cloud.AWS].values() for service in zone}
    assert {service for service in services if iam_service(service) not in FOLLOWED} == set()
    assert {service for service in services if iam_service(service) not in CATALOG} == set()
    assert {service for service in services if action_prefix(service) != iam_service(service)} == set()
    assert {service for service in services if without_policy_support(service)} == set()
