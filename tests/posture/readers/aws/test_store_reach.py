"""Which stores of the stack an endpoint leads to: the endpoint's policy, the store's, access points, and who asks."""

from typing import Any

import pytest

from tests.posture.readers.aws.cloud import Made
from tests.posture.readers.aws.estate import (
    AI,
    EVERYTHING,
    ORGANIZATION,
    OURS,
    OURS_ONLY,
    UNSTATED,
    Estate,
    Zone,
    allow,
    document,
    may,
    trust,
)

PHI = "arn:aws:s3:::clinic-phi"
LAMBDA = trust({"Service": "lambda.amazonaws.com"})
IN_ORGANIZATION = document(
    {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [PHI, f"{PHI}/*"],
        "Condition": {"StringNotEquals": {"aws:PrincipalOrgID": ORGANIZATION}},
    }
)
"""The bucket's half of a data perimeter."""
SOUND, LEAKING, OPEN = "proven proven proven", "proven violated violated", "proven unproven unproven"


def clinic_with(clinic: Estate, endpoint_policy: Any, bucket_policy: Any = None, account: str = OURS) -> tuple[Made, Zone]:
    """A PHI bucket, and an S3 endpoint of inference."""
    bucket = clinic.bucket("clinic-phi", "phi", bucket_policy)
    zone = clinic.zone("inference", account=account)
    clinic.endpoint(zone, "s3", endpoint_policy)
    return bucket, zone


def to_bucket(clinic: Estate, form: str) -> set[tuple[str, bool]]:
    return {(way, certain) for kind, _, to, way, certain in clinic.edges(form) if (kind, to) == ("use", "clinic-phi")}


def test_inference_reaches_a_phi_bucket_that_its_endpoint_names(clinic: Estate, form: str) -> None:
    condition = {"StringEquals": {"aws:ResourceOrgID": ORGANIZATION}}
    clinic_with(clinic, document(allow("*", ["s3:GetObject", "s3:PutObject"], f"{PHI}/*", condition)))
    assert to_bucket(clinic, form) == {("both", True)}
    assert clinic.verdicts(form) == LEAKING


def test_a_part_of_the_bucket_is_enough(clinic: Estate, form: str) -> None:
    clinic_with(clinic, document(allow("*", "s3:GetObject", f"{PHI}/exports/*")))
    assert to_bucket(clinic, form) == {("backward", True)}
    assert clinic.verdicts(form) == LEAKING


def test_what_may_only_be_written_gives_nothing_back(clinic: Estate, form: str) -> None:
    clinic_with(clinic, document(allow("*", "s3:PutObject", f"{PHI}/*")))
    assert to_bucket(clinic, form) == {("forward", True)}
    assert clinic.verdicts(form) == "proven proven violated"


def test_deidentification_may_use_the_phi_object_stores(clinic: Estate, form: str) -> None:
    clinic.bucket("clinic-phi", "phi")
    clinic.endpoint(clinic.zone("deidentification"), "s3", document(allow("*", "s3:*", [PHI, f"{PHI}/*"])))
    assert to_bucket(clinic, form) == {("both", True)}
    assert clinic.verdicts(form) == SOUND


def test_an_open_endpoint_reaches_every_bucket_of_its_account(clinic: Estate, form: str) -> None:
    clinic_with(clinic, None)
    assert to_bucket(clinic, form) == {("both", True)}
    assert clinic.verdicts(form).split()[1:] == ["violated", "violated"]


def test_who_is_admitted_as_ours_is_left_open_while_no_identity_is_known(clinic: Estate, form: str) -> None:
    clinic_with(clinic, document(OURS_ONLY), IN_ORGANIZATION)
    assert to_bucket(clinic, form) == {("both", False)}
    assert clinic.verdicts(form) == OPEN


def test_a_sound_account_whose_roles_may_not_use_the_bucket_is_proven(clinic: Estate, form: str) -> None:
    _, zone = clinic_with(clinic, document(OURS_ONLY), IN_ORGANIZATION)
    role = clinic.role("model", LAMBDA, may("bedrock:InvokeModel"), may("s3:GetObject", "arn:aws:s3:::clinic-models/*"))
    clinic.function("model-fn", zone, role)
    assert to_bucket(clinic, form) == set()
    assert clinic.verdicts(form) == SOUND


def test_a_role_of_the_zone_that_may_read_the_bucket_makes_it_certain(clinic: Estate, form: str) -> None:
    _, zone = clinic_with(clinic, document(OURS_ONLY), IN_ORGANIZATION)
    clinic.function("model-fn", zone, clinic.role("model", LAMBDA, may("s3:GetObject", f"{PHI}/*")))
    assert to_bucket(clinic, form) == {("backward", True)}
    assert clinic.verdicts(form) == LEAKING


def test_a_role_that_the_bucket_itself_lets_in_needs_no_policy_of_its_own(clinic: Estate, form: str) -> None:
    policy = document(allow({"AWS": f"arn:aws:iam::{OURS}:role/model"}, "s3:GetObject", f"{PHI}/*"))
    _, zone = clinic_with(clinic, document(OURS_ONLY), policy)
    clinic.function("model-fn", zone, clinic.role("model", LAMBDA))
    assert {certain for _, certain in to_bucket(clinic, form)} == ({True} if form == "state" else {False})


def test_a_role_that_may_go_on_to_a_reader_counts_as_one(clinic: Estate, form: str) -> None:
    _, zone = clinic_with(clinic, document(OURS_ONLY), IN_ORGANIZATION)
    model = clinic.role("model", LAMBDA, may("sts:AssumeRole", f"arn:aws:iam::{OURS}:role/reader"))
    clinic.role("reader", trust({"AWS": f"arn:aws:iam::{OURS}:root"}), may("s3:GetObject", f"{PHI}/*"))
    clinic.function("model-fn", zone, model)
    assert {certain for _, certain in to_bucket(clinic, form)} == {True} if form == "state" else to_bucket(clinic, form)


def test_a_role_that_may_go_on_to_anything_is_no_longer_known(clinic: Estate, form: str) -> None:
    _, zone = clinic_with(clinic, document(OURS_ONLY), IN_ORGANIZATION)
    clinic.function("model-fn", zone, clinic.role("model", LAMBDA, may("sts:AssumeRole")))
    assert to_bucket(clinic, form) == {("both", False)}


@pytest.mark.parametrize("token", ["aws:eks/cluster:Cluster", "aws:batch/computeEnvironment:ComputeEnvironment"])
def test_a_workload_whose_roles_are_not_told_leaves_it_open(clinic: Estate, form: str, token: str) -> None:
    _, zone = clinic_with(clinic, document(OURS_ONLY), IN_ORGANIZATION)
    clinic.function("model-fn", zone, clinic.role("model", LAMBDA, may("bedrock:InvokeModel")))
    subnets = [zone.subnet.id]
    clinic.put(token, "pods", vpcConfig={"subnetIds": subnets, "endpointPublicAccess": False}, computeResources={"subnets": subnets})
    assert to_bucket(clinic, form) == {("both", False)}


@pytest.mark.parametrize("pinned", [True, False])
def test_an_endpoint_for_one_role_alone_may_still_lead_to_the_bucket(clinic: Estate, form: str, pinned: bool) -> None:
    clinic.pinned = pinned
    clinic_with(clinic, document(allow({"AWS": f"arn:aws:iam::{OURS}:role/model"}, "s3:GetObject", f"{PHI}/*")))
    assert to_bucket(clinic, form) == {("backward", False)}


@pytest.mark.parametrize("how", ["instance", "service"])
def test_machines_and_tasks_act_as_the_roles_that_they_are_given(clinic: Estate, form: str, how: str) -> None:
    _, zone = clinic_with(clinic, document(OURS_ONLY), IN_ORGANIZATION)
    role = clinic.role("model", trust({"Service": "ec2.amazonaws.com"}), may("s3:GetObject", f"{PHI}/*"))
    if how == "instance":
        profile = clinic.put("aws:iam/instanceProfile:InstanceProfile", "profile", role=role.id)
        clinic.put("aws:ec2/instance:Instance", "m", subnetId=zone.subnet.id, iamInstanceProfile=profile.id)
    else:
        task = clinic.put("aws:ecs/taskDefinition:TaskDefinition", "task", taskRoleArn=role.out("arn"), family="t")
        where = {"subnets": [zone.subnet.id], "assignPublicIp": False}
        clinic.put("aws:ecs/service:Service", "s", taskDefinition=task.id, networkConfiguration=where)
    assert to_bucket(clinic, form) == {("backward", True)}


def test_another_accounts_requests_need_the_buckets_word(clinic: Estate, form: str) -> None:
    clinic_with(clinic, document(OURS_ONLY), IN_ORGANIZATION, account=AI)
    assert to_bucket(clinic, form) == set()
    assert clinic.verdicts(form) == SOUND


def test_naming_a_bucket_of_another_account_is_no_way_without_the_buckets_word(clinic: Estate, form: str) -> None:
    clinic_with(clinic, document(allow("*", "s3:*", f"{PHI}/*")), account=AI)
    assert to_bucket(clinic, form) == set()


def test_another_account_that_the_bucket_lets_in_is_left_open(clinic: Estate, form: str) -> None:
    clinic_with(clinic, document(OURS_ONLY), document(allow({"AWS": f"arn:aws:iam::{AI}:root"}, "s3:GetObject", f"{PHI}/*")), account=AI)
    assert to_bucket(clinic, form) == {("backward", False)}
    assert clinic.verdicts(form) == OPEN


def test_a_role_of_the_buckets_account_that_lets_the_other_account_in_is_a_way(clinic: Estate, form: str) -> None:
    clinic_with(clinic, document(OURS_ONLY), IN_ORGANIZATION, account=AI)
    clinic.role("reader", trust({"AWS": f"arn:aws:iam::{AI}:root"}), may("s3:GetObject", f"{PHI}/*"))
    assert to_bucket(clinic, form) == {("backward", False)}


def test_a_bucket_that_refuses_other_endpoints_is_not_reached(clinic: Estate) -> None:
    refuses = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": [PHI, f"{PHI}/*"]}
    only = {"Condition": {"StringNotEquals": {"aws:SourceVpce": "vpce-phi-s3"}}}
    clinic_with(clinic, document(EVERYTHING), document({**refuses, **only}))
    assert to_bucket(clinic, "state") == set()
    assert to_bucket(clinic, "preview") == {("both", False)}


def access_point(clinic: Estate, bucket: Made, zone: Zone) -> None:
    arn = f"arn:aws:s3:eu-west-1:{OURS}:accesspoint/reader"
    policy = document(allow({"AWS": f"arn:aws:iam::{OURS}:root"}, "s3:GetObject", f"{arn}/object/*"))
    confined = {"vpcConfiguration": {"vpcId": zone.vpc.id}, "policy": policy}
    clinic.put("aws:s3/accessPoint:AccessPoint", "reader", arn=arn, bucket=bucket.id, name="reader", **confined)


AROUND = document(
    {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*Object*",
        "Resource": f"{PHI}/*",
        "Condition": {"StringNotEquals": {"s3:AccessPointNetworkOrigin": "VPC"}},
    },
    allow("*", "s3:*", [PHI, f"{PHI}/*"], {"StringEquals": {"s3:DataAccessPointAccount": OURS}}),
)


def test_an_access_point_for_phi_alone_keeps_inference_out(clinic: Estate, form: str) -> None:
    bucket, _ = clinic_with(clinic, document(allow("*", "s3:*", f"{PHI}/*")), AROUND)
    access_point(clinic, bucket, clinic.zone("phi", "10.2.0.0/16"))
    assert to_bucket(clinic, form) == set()
    assert clinic.verdicts(form) == SOUND


def test_an_access_point_confined_to_the_wrong_network_opens_the_bucket_to_it(clinic: Estate, form: str) -> None:
    bucket, zone = clinic_with(clinic, document(allow("*", "s3:*", f"{PHI}/*")), AROUND)
    access_point(clinic, bucket, zone)
    assert to_bucket(clinic, form) == {("backward", True), ("forward", True)} or to_bucket(clinic, form) == {("both", True)}
    assert clinic.verdicts(form) == LEAKING


@pytest.mark.parametrize(
    ("token", "service", "arn", "inputs", "action"),
    [
        ("aws:dynamodb/table:Table", "dynamodb", "dynamodb:eu-west-1:{}:table/held", {"name": "held"}, "dynamodb:Query"),
        ("aws:sqs/queue:Queue", "sqs", "sqs:eu-west-1:{}:held", {"name": "held"}, "sqs:ReceiveMessage"),
        (
            "aws:secretsmanager/secret:Secret",
            "secretsmanager",
            "secretsmanager:eu-west-1:{}:secret:held-AbCdEf",
            {"name": "held"},
            "secretsmanager:GetSecretValue",
        ),
        ("aws:cloudwatch/logGroup:LogGroup", "logs", "logs:eu-west-1:{}:log-group:held", {"name": "held"}, "logs:FilterLogEvents"),
        (
            "aws:rds/cluster:Cluster",
            "rds-data",
            "rds:eu-west-1:{}:cluster:held",
            {"clusterIdentifier": "held", "enableHttpEndpoint": True},
            "rds-data:ExecuteStatement",
        ),
    ],
)
def test_other_stores_are_reached_by_the_endpoint_of_their_service(
    clinic: Estate, form: str, token: str, service: str, arn: str, inputs: dict[str, Any], action: str
) -> None:
    own = f"arn:aws:{arn.format(OURS)}"
    clinic.put(token, "held", zone="phi", arn=own, **inputs)
    pattern = own if not own.endswith("AbCdEf") else own.replace("AbCdEf", "*")
    named = f"{pattern}:*" if service == "logs" else pattern
    clinic.endpoint(clinic.zone("inference"), service, document(allow("*", action, named)))
    assert clinic.verdicts(form).split()[1:] == ["violated", "violated"]


def test_the_data_api_must_be_on(clinic: Estate, form: str) -> None:
    clinic.put("aws:rds/cluster:Cluster", "held", zone="phi", arn=f"arn:aws:rds:eu-west-1:{OURS}:cluster:held", clusterIdentifier="held")
    clinic.endpoint(clinic.zone("inference"), "rds-data", document(OURS_ONLY))
    assert clinic.edges(form) == set()


def test_a_name_of_another_store_is_no_way_to_this_one(clinic: Estate, form: str) -> None:
    arn = f"arn:aws:dynamodb:eu-west-1:{OURS}:table"
    clinic.put("aws:dynamodb/table:Table", "phi-table", zone="phi", arn=f"{arn}/phi-table", name="phi-table")
    clinic.endpoint(clinic.zone("inference"), "dynamodb", document(allow("*", "dynamodb:*", f"{arn}/sessions")))
    assert clinic.edges(form) == set()


def test_while_nobody_states_an_organization_ours_is_unproven(clinic: Estate, form: str) -> None:
    clinic_with(clinic, document(OURS_ONLY), IN_ORGANIZATION)
    assert clinic.verdicts(form, UNSTATED).split()[1:] == ["unproven", "unproven"]


def test_an_account_that_nobody_pins_is_one_account_all_the_same(clinic: Estate, form: str) -> None:
    clinic.pinned = False
    _, zone = clinic_with(clinic, document(OURS_ONLY), IN_ORGANIZATION)
    clinic.function("model-fn", zone, clinic.role("model", LAMBDA, may("bedrock:InvokeModel")))
    assert to_bucket(clinic, form) == set()
