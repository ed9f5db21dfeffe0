"""OpenSearch Serverless: networks, principals and their own policies, taken together."""

import json
from typing import Any

import pytest

from tests.posture.readers.aws.cloud import Made
from tests.posture.readers.aws.estate import FOREIGN, OURS, STATED, Estate, may, trust

RESIDENT = {**STATED, "residency": ["eu-west-1"]}
LAMBDA = {"Service": "lambda.amazonaws.com"}
READ = ["aoss:ReadDocument"]
ROLE = f"arn:aws:iam::{OURS}:role/search"


def collection(clinic: Estate, zone: str = "phi") -> Made:
    return clinic.put("aws:opensearch/serverlessCollection:ServerlessCollection", "notes", name="notes", zone=zone)


def network(clinic: Estate, *, kind: str = "collection", resource: str = "collection/no*", name: str = "from", **says: Any) -> None:
    document = json.dumps([{"Rules": [{"ResourceType": kind, "Resource": [resource]}], **says}])
    clinic.put("aws:opensearch/serverlessSecurityPolicy:ServerlessSecurityPolicy", name, name=name, type="network", policy=document)


def data(clinic: Estate, *principals: str, permission: Any = READ, kind: str = "index", resource: str = "index/notes/*") -> None:
    rules = [{"ResourceType": kind, "Resource": [resource], "Permission": permission}]
    document = json.dumps([{"Rules": rules, "Principal": list(principals)}])
    clinic.put("aws:opensearch/serverlessAccessPolicy:ServerlessAccessPolicy", "whom", name="w", type="data", policy=document)


def first(clinic: Estate, form: str) -> str:
    return clinic.verdicts(form, RESIDENT).split()[0]


@pytest.mark.parametrize(
    ("principal", "verdict"),
    [
        (f"arn:aws:iam::{OURS}:role/x", "proven"),
        (f"arn:aws:iam::{FOREIGN}:role/x", "violated"),
        (f"saml/{OURS}/directory/user/ann", "proven"),
        (f"saml/{FOREIGN}/directory/user/ann", "violated"),
        ("iamidentitycenter/ssoins-1234/group/researchers", "unproven"),
    ],
)
def test_whom_a_data_access_policy_lets_read(clinic: Estate, form: str, principal: str, verdict: str) -> None:
    collection(clinic)
    network(clinic, AllowFromPublic=False, SourceVPCEs=["vpce-1"])
    data(clinic, principal)
    assert first(clinic, form) == verdict


@pytest.mark.parametrize(
    ("kind", "resource", "permission"),
    [
        ("collection", "collection/notes", ["aoss:DescribeCollectionItems"]),
        ("index", "index/notes/*", ["aoss:WriteDocument"]),
        ("index", "index/other/*", READ),
    ],
)
def test_a_stranger_who_reads_no_document_of_it_takes_nothing_out(
    clinic: Estate, form: str, kind: str, resource: str, permission: list[str]
) -> None:
    collection(clinic)
    network(clinic, AllowFromPublic=False, SourceVPCEs=["vpce-1"])
    data(clinic, f"arn:aws:iam::{FOREIGN}:role/x", permission=permission, kind=kind, resource=resource)
    assert first(clinic, form) == "proven"


def test_a_collection_that_no_network_policy_names_is_left_open(clinic: Estate, form: str) -> None:
    collection(clinic)
    data(clinic)
    assert first(clinic, form) == "unproven"


def _host_with_a_road(clinic: Estate, *policies: str) -> None:
    """A function of inference in a network with a road out."""
    zone = clinic.zone("inference", "10.2.0.0/16")
    gateway = clinic.internet_gateway("igw", zone.vpc)
    clinic.route("out", zone.table.id, gatewayId=gateway.id)
    clinic.function("asks", zone, clinic.role("search", trust(LAMBDA), *policies))


@pytest.mark.parametrize(
    ("says", "policies", "read"),
    [
        ({"AllowFromPublic": True}, [may("aoss:APIAccessAll")], True),
        ({"AllowFromPublic": False, "SourceVPCEs": ["vpce-1"]}, [may("aoss:APIAccessAll")], False),
        ({"AllowFromPublic": True}, [may("s3:*")], False),
    ],
)
def test_a_public_collection_is_read_by_whoever_has_a_road_and_all_three_policies(
    clinic: Estate, form: str, says: dict[str, Any], policies: list[str], read: bool
) -> None:
    collection(clinic)
    network(clinic, **says)
    data(clinic, ROLE)
    _host_with_a_road(clinic, *policies)
    # In a preview the role's name is not known yet.
    verdict = ("violated" if form == "state" else "unproven") if read else "proven"
    assert clinic.verdicts(form, RESIDENT, "phi-redaction") == verdict


def test_of_overlapping_network_policies_the_public_one_wins(clinic: Estate) -> None:
    collection(clinic)
    network(clinic, AllowFromPublic=False, SourceVPCEs=["vpce-1"])
    network(clinic, name="everywhere", resource="collection/*", AllowFromPublic=True)
    data(clinic, ROLE)
    _host_with_a_road(clinic, may("aoss:APIAccessAll"))
    assert clinic.verdicts("state", RESIDENT, "phi-redaction") == "violated"


@pytest.mark.parametrize(("principal", "verdict"), [(ROLE, "violated"), (f"arn:aws:iam::{OURS}:role/other", "proven")])
def test_an_endpoint_in_another_zone_leads_there_as_far_as_a_role_of_that_zone_is_let_in(
    clinic: Estate, principal: str, verdict: str
) -> None:
    collection(clinic)
    zone = clinic.zone("inference", "10.2.0.0/16")
    token = "aws:opensearch/serverlessVpcEndpoint:ServerlessVpcEndpoint"
    endpoint = clinic.put(token, "door", literal="vpce-door", vpcId=zone.vpc.id, subnetIds=[zone.subnet.id])
    assert endpoint.literal == "vpce-door"
    clinic.function("asks", zone, clinic.role("search", trust(LAMBDA), may("aoss:APIAccessAll")))
    network(clinic, AllowFromPublic=False, SourceVPCEs=["vpce-door"])
    data(clinic, principal)
    assert clinic.verdicts("state", RESIDENT, "phi-redaction") == verdict


@pytest.mark.parametrize(
    "policy", ['{"no": 1', "7", '[{"Rules": 3, "Principal": 4}]', '[{"Rules": [{"Resource": 1}], "SourceVPCEs": [{}]}]']
)
def test_a_policy_of_another_shape_never_raises(clinic: Estate, form: str, policy: str) -> None:
    collection(clinic)
    clinic.put("aws:opensearch/serverlessSecurityPolicy:ServerlessSecurityPolicy", "from", name="f", type="network", policy=policy)
    data(clinic, ROLE)
    assert first(clinic, form) == "unproven"


@pytest.mark.parametrize(
    ("principals", "verdict"), [([ROLE], "proven"), ([ROLE, f"arn:aws:iam::{FOREIGN}:role/x"], "violated"), ([], "unproven")]
)
def test_a_service_reads_as_the_role_that_it_is_given(clinic: Estate, form: str, principals: list[str], verdict: str) -> None:
    collection(clinic)
    network(clinic, AllowFromPublic=False, SourceServices=["bedrock.amazonaws.com"])
    if principals:
        data(clinic, *principals)
    assert first(clinic, form) == verdict
