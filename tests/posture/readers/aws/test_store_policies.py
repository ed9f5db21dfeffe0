"""Whom the policies of stores and keys let in."""

from typing import Any

import pytest

from tests.posture.readers.aws.cloud import Ref
from tests.posture.readers.aws.estate import FOREIGN, ORGANIZATION, OURS, STATED, UNSTATED, Estate, allow, document

ROOT, STRANGER = f"arn:aws:iam::{OURS}:root", f"arn:aws:iam::{FOREIGN}:root"
PHI = "arn:aws:s3:::clinic-phi"
PUBLIC = document(allow("*", "s3:GetObject", f"{PHI}/*"))
ALL_BLOCKED = {"blockPublicAcls": True, "blockPublicPolicy": True, "ignorePublicAcls": True, "restrictPublicBuckets": True}


def shared(who: str, certain: bool = True, way: str = "forward", store: str = "clinic-phi") -> set[tuple[str, str, str, str, bool]]:
    return {("share", store, who, way, certain)}


def test_a_bucket_policy_for_everybody_lets_everybody_in(clinic: Estate, form: str) -> None:
    clinic.bucket("clinic-phi", "phi", PUBLIC)
    assert clinic.edges(form) == shared("principal:*")
    assert clinic.verdicts(form) == "violated proven proven"


def test_block_public_access_makes_a_public_policy_void(clinic: Estate, form: str) -> None:
    clinic.public_access_block(clinic.bucket("clinic-phi", "phi", PUBLIC), **ALL_BLOCKED)
    assert clinic.edges(form) == set()
    assert clinic.verdicts(form) == "proven proven proven"


def test_refusing_new_public_policies_leaves_the_one_that_stands(clinic: Estate, form: str) -> None:
    clinic.public_access_block(clinic.bucket("clinic-phi", "phi", PUBLIC), blockPublicPolicy=True)
    assert clinic.edges(form) == shared("principal:*")


def test_the_accounts_own_block_counts_for_its_buckets_alone(clinic: Estate, form: str) -> None:
    clinic.bucket("clinic-phi", "phi", PUBLIC)
    clinic.put("aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock", "other", account="222233334444", **ALL_BLOCKED)
    assert clinic.edges(form) == shared("principal:*")
    clinic.put("aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock", "own", **ALL_BLOCKED)
    assert clinic.edges(form) == set()


def test_a_named_stranger_is_not_public_and_stays(clinic: Estate, form: str) -> None:
    policy = document(allow({"AWS": STRANGER}, "s3:GetObject", f"{PHI}/*"))
    clinic.public_access_block(clinic.bucket("clinic-phi", "phi", policy), **ALL_BLOCKED)
    assert clinic.edges(form) == shared(f"account:{FOREIGN}")
    assert (clinic.verdicts(form), clinic.verdicts(form, UNSTATED)) == ("violated proven proven", "unproven proven proven")


def test_a_fixed_user_whom_nobody_knows_is_not_public_either(clinic: Estate, form: str) -> None:
    condition = {"StringEquals": {"aws:userid": "AIDAEXAMPLE"}}
    bucket = clinic.bucket("clinic-phi", "phi", document(allow("*", "s3:GetObject", f"{PHI}/*", condition)))
    clinic.public_access_block(bucket, **ALL_BLOCKED)
    assert clinic.verdicts(form).split()[0] != "proven"


def test_a_condition_on_our_organization_closes_a_bucket(clinic: Estate, form: str) -> None:
    condition = {"StringEquals": {"aws:PrincipalOrgID": ORGANIZATION}}
    clinic.bucket("clinic-phi", "phi", document(allow("*", "s3:GetObject", f"{PHI}/*", condition)))
    assert clinic.edges(form) == set()


def test_what_strangers_may_only_write_moves_nothing_out(clinic: Estate, form: str) -> None:
    clinic.bucket("clinic-phi", "phi", document(allow({"AWS": STRANGER}, "s3:PutObject", f"{PHI}/*")))
    assert clinic.edges(form) == shared(f"account:{FOREIGN}", way="backward")
    assert clinic.verdicts(form) == "proven proven proven"


def test_a_policy_built_from_an_unknown_is_unproven_in_the_preview_alone(clinic: Estate) -> None:
    bucket = clinic.bucket("clinic-phi", "phi")
    policy = document(allow({"AWS": ROOT}, "s3:GetObject", f"{PHI}/*"))
    clinic.put("aws:s3/bucketPolicy:BucketPolicy", "policy", bucket=bucket.id, policy=Ref(bucket.urn, policy))
    assert clinic.verdicts("state") == "proven proven proven"
    assert clinic.verdicts("preview").startswith("unproven")


def test_a_policy_that_aws_would_refuse_is_unproven(clinic: Estate, form: str) -> None:
    clinic.bucket("clinic-phi", "phi", '{"Statement": [{"Effect": "Alow"}]}')
    assert clinic.verdicts(form).startswith("unproven")


@pytest.mark.parametrize(
    ("statements", "edges", "verdict"),
    [
        ([allow({"AWS": ROOT}, "kms:*")], set(), "proven"),
        ([allow({"AWS": ROOT}, "kms:*"), allow({"AWS": STRANGER}, ["kms:Decrypt"])], shared(f"account:{FOREIGN}", store="k"), "violated"),
        ([allow({"AWS": STRANGER}, ["kms:Encrypt"])], shared(f"account:{FOREIGN}", way="backward", store="k"), "proven"),
        ([allow({"AWS": STRANGER}, ["kms:DescribeKey"])], set(), "proven"),
        ([allow({"Service": "logs.eu-west-1.amazonaws.com"}, ["kms:Decrypt", "kms:GenerateDataKey*"])], set(), "proven"),
    ],
    ids=["own account delegates", "foreign account decrypts", "foreign account encrypts", "foreign account looks", "a service"],
)
def test_key_policies(clinic: Estate, form: str, statements: list[Any], edges: set[Any], verdict: str) -> None:
    clinic.key("k", document(*statements))
    assert clinic.edges(form) == edges
    assert clinic.verdicts(form).split()[0] == verdict


def test_the_default_policy_of_a_key_in_a_state_opens_nothing(clinic: Estate) -> None:
    clinic.key("k").outputs["policy"] = document(allow({"AWS": STRANGER}, "kms:*"))
    assert clinic.edges("state") == set()


CARRIED = [
    ("aws:sqs/queue:Queue", "aws:sqs/queuePolicy:QueuePolicy", "queueUrl", "policy", "sqs:ReceiveMessage"),
    ("aws:sns/topic:Topic", "aws:sns/topicPolicy:TopicPolicy", "arn", "policy", "sns:Subscribe"),
    (
        "aws:secretsmanager/secret:Secret",
        "aws:secretsmanager/secretPolicy:SecretPolicy",
        "secretArn",
        "policy",
        "secretsmanager:GetSecretValue",
    ),
    ("aws:dynamodb/table:Table", "aws:dynamodb/resourcePolicy:ResourcePolicy", "resourceArn", "policy", "dynamodb:Query"),
    ("aws:kinesis/stream:Stream", "aws:kinesis/resourcePolicy:ResourcePolicy", "resourceArn", "policy", "kinesis:GetRecords"),
    ("aws:ecr/repository:Repository", "aws:ecr/repositoryPolicy:RepositoryPolicy", "repository", "policy", "ecr:BatchGetImage"),
    ("aws:kms/key:Key", "aws:kms/keyPolicy:KeyPolicy", "keyId", "policy", "kms:Decrypt"),
    (
        "aws:opensearch/domain:Domain",
        "aws:opensearch/domainPolicy:DomainPolicy",
        "domainName",
        "accessPolicies",
        "es:ESHttpGet",
    ),
    ("aws-native:sqs:Queue", "aws-native:sqs:QueuePolicy", "queues", "policyDocument", "sqs:ReceiveMessage"),
]


@pytest.mark.parametrize(("store", "carrier", "of", "prop", "action"), CARRIED, ids=[row[1] for row in CARRIED])
def test_every_carrier_opens_its_store(clinic: Estate, form: str, store: str, carrier: str, of: str, prop: str, action: str) -> None:
    held = clinic.put(store, "held", zone="phi")
    named = [held.id] if of == "queues" else held.id
    policy = document(allow({"AWS": STRANGER}, action))
    clinic.put(carrier, "policy").inputs.update({of: named, prop: policy})
    way = "both" if action.startswith("es:") else "forward"
    assert clinic.edges(form) == shared(f"account:{FOREIGN}", way=way, store="held")
    assert clinic.verdicts(form).split()[0] == "violated"


@pytest.mark.parametrize("package", ["opensearch", "elasticsearch"])
def test_a_policy_that_names_its_domain_by_the_domains_name_opens_it(clinic: Estate, form: str, package: str) -> None:
    clinic.put(f"aws:{package}/domain:Domain", "held", zone="phi", domainName="records")
    policy = document(allow("*", "es:ESHttpGet"))
    clinic.put(f"aws:{package}/domainPolicy:DomainPolicy", "policy").inputs.update({"domainName": "records", "accessPolicies": policy})
    assert clinic.edges(form) == shared("principal:*", way="both", store="held")
    assert clinic.verdicts(form).split()[0] == "violated"


@pytest.mark.parametrize(
    ("store", "prop", "action"),
    [
        ("aws:s3/bucket:Bucket", "policy", "s3:GetObject"),
        ("aws-native:kms:Key", "keyPolicy", "kms:Decrypt"),
        ("aws:opensearch/domain:Domain", "accessPolicies", "es:ESHttpGet"),
        ("aws-native:backup:BackupVault", "accessPolicy", "backup:CopyFromBackupVault"),
    ],
)
def test_a_policy_on_the_store_itself_counts(clinic: Estate, form: str, store: str, prop: str, action: str) -> None:
    clinic.put(store, "held", zone="phi", **{prop: document(allow({"AWS": STRANGER}, action))})
    assert {(kind, who, certain) for kind, _, who, _, certain in clinic.edges(form)} == {("share", f"account:{FOREIGN}", True)}


def test_a_search_domain_in_a_network_is_judged_by_its_roads(clinic: Estate, form: str) -> None:
    zone = clinic.zone("phi")
    open_to_all = document(allow("*", "es:*"))
    clinic.put("aws:opensearch/domain:Domain", "inside", accessPolicies=open_to_all, vpcOptions={"subnetIds": [zone.subnet.id]})
    assert clinic.edges(form) == set()
    clinic.put("aws:opensearch/domain:Domain", "outside", zone="phi", accessPolicies=open_to_all)
    assert clinic.edges(form) == shared("principal:*", way="both", store="outside")


def test_a_policy_of_a_store_that_is_not_in_the_stack_is_unreadable(clinic: Estate, form: str) -> None:
    clinic.put("aws:s3/bucketPolicy:BucketPolicy", "stray", bucket="elsewhere", policy=PUBLIC)
    assert clinic.unreadable(form) == {"stray"}


DELEGATES = document(
    allow("*", "s3:*", [PHI, f"{PHI}/*"], {"StringEquals": {"s3:DataAccessPointAccount": OURS}}),
)


@pytest.mark.parametrize(
    ("bucket_policy", "edges"),
    [(None, set()), (DELEGATES, shared(f"account:{FOREIGN}"))],
    ids=["without delegation", "with delegation"],
)
def test_an_access_point_lets_a_stranger_in_only_where_the_bucket_does(
    clinic: Estate, form: str, bucket_policy: Any, edges: set[Any]
) -> None:
    bucket = clinic.bucket("clinic-phi", "phi", bucket_policy)
    arn = f"arn:aws:s3:eu-west-1:{OURS}:accesspoint/reader"
    policy = document(allow({"AWS": STRANGER}, "s3:GetObject", f"{arn}/object/*"))
    clinic.put("aws:s3/accessPoint:AccessPoint", "reader", arn=arn, bucket=bucket.id, name="reader", policy=policy)
    assert clinic.edges(form) == edges
    assert clinic.verdicts(form).split()[0] == ("violated" if edges else "proven")


def test_an_access_point_of_a_network_of_ours_is_judged_by_that_networks_endpoints(clinic: Estate, form: str) -> None:
    zone = clinic.zone("phi")
    bucket = clinic.bucket("clinic-phi", "phi", DELEGATES)
    policy = document(allow({"AWS": STRANGER}, "s3:GetObject", f"arn:aws:s3:eu-west-1:{OURS}:accesspoint/reader/object/*"))
    confined = {"vpcConfiguration": {"vpcId": zone.vpc.id}, "policy": policy}
    clinic.put("aws:s3/accessPoint:AccessPoint", "reader", bucket=bucket.id, name="reader", **confined)
    assert clinic.edges(form) == set()


def test_a_bucket_that_is_only_adopted_may_be_anybodys(clinic: Estate, form: str) -> None:
    source = clinic.bucket("clinic-phi", "phi")
    adopted = clinic.bucket("log-archive")
    adopted.external = True
    clinic.put("aws:s3/bucketLogging:BucketLogging", "logs", bucket=source.id, targetBucket=adopted.id)
    assert clinic.verdicts(form).split()[0] == "unproven"
    asserted = {**STATED, "asserted": [{"literal": "log-archive", "reason": "the organization's archive"}]}
    assert clinic.verdicts(form, asserted).split()[0] == "proven"


def test_a_store_in_an_account_that_is_not_listed_is_outside_by_where_it_lies(clinic: Estate, form: str) -> None:
    clinic.bucket("clinic-phi", "phi", account=FOREIGN)
    assert clinic.verdicts(form) == "violated proven proven"


@pytest.mark.parametrize(("region", "verdict"), [("eu-west-1", "proven"), ("us-east-1", "violated"), (None, "unproven")])
def test_a_store_must_lie_within_residency(clinic: Estate, form: str, region: Any, verdict: str) -> None:
    clinic.bucket("clinic-phi", "phi", region=region)
    assert clinic.verdicts(form, {**STATED, "residency": ["eu-west-1"]}).split()[0] == verdict
    assert clinic.verdicts(form, STATED).split()[0] == "proven"


@pytest.mark.parametrize("named", ["model-package-group/triage", "model-package/triage/*"])
def test_a_policy_of_a_group_of_models_may_open_its_packages_by_their_own_arns(clinic: Estate, form: str, named: str) -> None:
    at = f"arn:aws:sagemaker:eu-west-1:{OURS}"
    group = clinic.put(
        "aws:sagemaker/modelPackageGroup:ModelPackageGroup", "triage", zone="phi", data="phi", modelPackageGroupName="triage"
    )
    opens = document(allow({"AWS": f"arn:aws:iam::{FOREIGN}:root"}, "sagemaker:CreateModel", f"{at}:{named}"))
    policy = {"modelPackageGroupName": group.out("modelPackageGroupName"), "resourcePolicy": opens}
    clinic.put("aws:sagemaker/modelPackageGroupPolicy:ModelPackageGroupPolicy", "shared", **policy)
    assert clinic.verdicts(form, only="phi-exit") == "violated"
