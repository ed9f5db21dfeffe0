"""Roles open stores at public addresses: no endpoint is needed where there is a road to the internet."""

import pytest

from posture.graph.facts import GrantFact
from tests.posture.readers.aws.cloud import Made
from tests.posture.readers.aws.estate import Estate, may, trust

READS = may(["s3:GetObject", "s3:ListBucket"], ["arn:aws:s3:::records", "arn:aws:s3:::records/*"])
FROM_OUR_NETWORK = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:*",
            "Resource": ["arn:aws:s3:::records", "arn:aws:s3:::records/*"],
            "Condition": {"StringNotEquals": {"aws:SourceVpc": "vpc-phi"}},
        }
    ],
}


def web_host(clinic: Estate, *, public: bool, policy: str = READS) -> Made:
    """A host of an unclassified network that acts as a role."""
    web = clinic.zone("web", "10.9.0.0/16")
    web.vpc.inputs.pop("tags")
    if public:
        clinic.route("web-out", web.table, gatewayId=clinic.internet_gateway("web-igw", web.vpc).id)
    role = clinic.role("reader", trust({"Service": "ec2.amazonaws.com"}), policy)
    profile = clinic.put("aws:iam/instanceProfile:InstanceProfile", "profile", literal="profile", name="profile", role=role.out("arn"))
    return clinic.put("aws:ec2/instance:Instance", "host", subnetId=web.subnet.id, iamInstanceProfile=profile.id)


@pytest.mark.parametrize(("public", "verdict"), [(True, "violated"), (False, "proven")])
def test_a_host_with_a_road_to_the_internet_reads_a_bucket_by_its_role_alone(clinic: Estate, form: str, public: bool, verdict: str) -> None:
    clinic.bucket("records", zone="phi")
    web_host(clinic, public=public)
    assert clinic.verdicts(form, only="phi-exit") == verdict


def test_a_bucket_that_answers_its_own_network_alone_is_not_read_from_the_internet(clinic: Estate, form: str) -> None:
    clinic.bucket("records", zone="phi", policy=FROM_OUR_NETWORK)
    web_host(clinic, public=True)
    assert clinic.verdicts(form, only="phi-exit") == "proven"


def test_a_role_that_reads_nothing_of_phi_opens_nothing(clinic: Estate, form: str) -> None:
    clinic.bucket("records", zone="phi")
    web_host(clinic, public=True, policy=may("s3:GetObject", "arn:aws:s3:::pictures/*"))
    assert clinic.verdicts(form, only="phi-exit") == "proven"


def test_a_type_that_nobody_reads_touches_the_stores_of_the_role_that_it_is_given(clinic: Estate, form: str) -> None:
    clinic.bucket("records", zone="phi")
    role = clinic.role("reader", trust({"Service": "glue.amazonaws.com"}), READS)
    clinic.put("aws:glue/unheardOf:UnheardOf", "job", roleArn=role.out("arn"))
    assert [(fact.identity, fact.store) for fact in clinic.facts(form).of(GrantFact)] == [(role.urn, clinic.made[0].urn)]
    assert clinic.verdicts(form, only="phi-exit dns-closed") == "unproven proven"
