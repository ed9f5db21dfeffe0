"""Endpoint policies: our principals on our resources, and AWS's own only where needed."""

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ai_zones.aws.endpoint_policies import MAX_POLICY_CHARACTERS, EndpointScope, Store, endpoint_policy
from ai_zones.aws.endpoint_services import SERVICES, EndpointKind
from ai_zones.plan import CEILING, Cloud
from tests.aws.policies import actions, statements

PHI, MODELS, REGION = "111122223333", "333344445555", "eu-west-1"

accounts = st.from_regex(r"[0-9]{12}", fullmatch=True)
names = st.from_regex(r"[a-z][a-z0-9-]{2,30}[a-z0-9]", fullmatch=True)
stores = st.builds(
    Store, bucket=names, account_id=accounts, access_point_arn=st.none() | names.map(lambda n: f"arn:aws:s3:x:1:accesspoint/{n}")
)
scopes = st.builds(
    EndpointScope,
    region=st.sampled_from([REGION, "us-gov-west-1", "cn-north-1"]),
    account_id=accounts,
    prefix=names,
    services=st.frozensets(st.sampled_from(sorted(SERVICES))),
    trusted_account_ids=st.lists(accounts, max_size=3, unique=True).map(tuple),
    organization_id=st.none() | st.just("o-a1b2c3d4e5"),
    stores=st.dictionaries(names, stores, max_size=3),
    foundation_models=st.lists(names, max_size=2).map(tuple),
)


def scope(**changes: Any) -> EndpointScope:
    return EndpointScope(region=REGION, account_id=PHI, prefix="clinic-prod-phi", **changes)


def policy(service: str, **changes: Any) -> str:
    document = endpoint_policy(service, scope(**changes))
    assert document is not None
    return document


def test_every_aws_service_of_the_ceiling_has_a_policy() -> None:
    wanted = set().union(*CEILING.cloud_services[Cloud.AWS].values())
    assert wanted - set(SERVICES) == set()


def test_every_service_names_the_page_that_documents_it() -> None:
    assert [name for name, service in SERVICES.items() if "," not in service.source] == []


def test_a_service_without_policy_support_gets_no_policy(monkeypatch: pytest.MonkeyPatch) -> None:
    from ai_zones.aws.endpoint_services import EndpointService

    monkeypatch.setitem(SERVICES, "mute", EndpointService(EndpointKind.INTERFACE, "a page, a section", supports_policy=False))
    assert endpoint_policy("mute", scope()) is None


@given(st.sampled_from(sorted(SERVICES)), scopes)
def test_nobody_passes_unconditionally_but_to_named_objects_of_aws(service: str, given_scope: EndpointScope) -> None:
    document = endpoint_policy(service, given_scope)
    assert document is not None
    for statement in json.loads(document)["Statement"]:
        if statement["Effect"] == "Deny":
            continue
        assert statement["Principal"] == "*"
        assert "*" not in statement["Action"]
        keys = statement.get("Condition", {}).get("StringEquals", {})
        if keys.get("aws:PrincipalAccount") == given_scope.account_id:
            continue
        if statement["Sid"] == "ExchangeWebIdentity":
            assert keys["aws:ResourceAccount"]
        else:
            assert statement["Action"] == ["s3:GetObject"]
            assert all(re.fullmatch(r"arn:aws[a-z-]*:s3:::[a-z0-9-]+/\*", resource) for resource in statement["Resource"])


@given(st.sampled_from(sorted(SERVICES)), scopes)
def test_every_resource_is_owned_by_an_account_that_the_zone_trusts_or_named(service: str, given_scope: EndpointScope) -> None:
    document = endpoint_policy(service, given_scope)
    assert document is not None
    trusted = {given_scope.account_id, *given_scope.trusted_account_ids, *(s.account_id for s in given_scope.stores.values())}
    for statement in json.loads(document)["Statement"]:
        owners = statement.get("Condition", {}).get("StringEquals", {}).get("aws:ResourceAccount")
        if owners is not None:
            assert set(owners) <= trusted
        elif statement["Effect"] == "Allow":
            without_owner = statement["Resource"] == ["*"]
            of_aws = all(resource.split(":")[4] == "" for resource in statement["Resource"] if resource != "*")
            assert without_owner or of_aws


@given(st.sampled_from(sorted(SERVICES)), scopes)
def test_an_organization_narrows_and_never_widens(service: str, given_scope: EndpointScope) -> None:
    document = endpoint_policy(service, given_scope)
    assert document is not None
    for statement in json.loads(document)["Statement"]:
        keys = statement.get("Condition", {}).get("StringEquals", {})
        for account, organization in (
            ("aws:PrincipalAccount", "aws:PrincipalOrgID"),
            ("aws:ResourceAccount", "aws:ResourceOrgID"),
        ):
            assert keys.get(organization) == (given_scope.organization_id if account in keys else None)


@given(st.sampled_from(sorted(SERVICES)), scopes)
def test_a_policy_keeps_to_what_aws_accepts(service: str, given_scope: EndpointScope) -> None:
    document = endpoint_policy(service, given_scope)
    assert document is not None
    assert len(document) <= MAX_POLICY_CHARACTERS
    for statement in json.loads(document)["Statement"]:
        for operator, keys in statement.get("Condition", {}).items():
            assert operator == "StringEquals"
            assert not any("*" in str(value) or "?" in str(value) for value in keys.values())


def test_s3_lets_only_the_given_store_through_and_writes_only_where_told() -> None:
    found = statements(
        policy(
            "s3",
            stores={
                "own": Store("own-bucket", PHI, "arn:aws:s3:eu-west-1:111122223333:accesspoint/own", writable=True),
                "other": Store("other-bucket", MODELS),
            },
        )
    )
    assert set(found) == {"ReadOwnStores", "WriteOwnStores"}
    assert found["WriteOwnStores"]["Resource"] == [
        "arn:aws:s3:::own-bucket",
        "arn:aws:s3:::own-bucket/*",
        "arn:aws:s3:eu-west-1:111122223333:accesspoint/own",
        "arn:aws:s3:eu-west-1:111122223333:accesspoint/own/object/*",
    ]
    assert found["WriteOwnStores"]["Condition"]["StringEquals"]["aws:ResourceAccount"] == [PHI]
    assert found["ReadOwnStores"]["Condition"]["StringEquals"]["aws:ResourceAccount"] == [PHI, MODELS]
    assert not any("Delete" in action for action in actions(policy("s3", stores={"own": Store("b-1", PHI, writable=True)})))


def test_s3_without_stores_lets_nothing_through() -> None:
    assert [(s["Effect"], s["Action"]) for s in json.loads(policy("s3"))["Statement"]] == [("Deny", "*")]


def test_s3_lets_image_layers_through_where_images_are_pulled() -> None:
    found = statements(policy("s3", services=frozenset({"s3", "ecr.dkr"})))
    assert found["ReadImageLayers"]["Resource"] == ["arn:aws:s3:::prod-eu-west-1-starport-layer-bucket/*"]
    assert "ReadAgentPackages" not in found


def test_s3_lets_agent_packages_through_where_systems_manager_is_used() -> None:
    assert "arn:aws:s3:::aws-ssm-eu-west-1/*" in statements(policy("s3", services=frozenset({"ssm"})))["ReadAgentPackages"]["Resource"]


def test_foundation_models_are_named_one_by_one() -> None:
    model = "anthropic.claude-sonnet-4-20250514-v1:0"
    found = statements(policy("bedrock-runtime", foundation_models=(model,)))["InvokeNamedFoundationModels"]
    assert found["Resource"] == [f"arn:aws:bedrock:eu-west-1::foundation-model/{model}"]
    assert found["Condition"]["StringEquals"] == {"aws:PrincipalAccount": PHI}
    assert "InvokeNamedFoundationModels" not in statements(policy("bedrock-runtime"))


def test_logs_and_metrics_are_written_and_never_read() -> None:
    assert actions(policy("logs")) | actions(policy("monitoring")) == {
        "logs:CreateLogStream",
        "logs:DescribeLogStreams",
        "logs:PutLogEvents",
        "cloudwatch:PutMetricData",
    }


def test_a_zone_reads_no_secret_of_another_zone() -> None:
    assert statements(policy("secretsmanager"))["ReadOwnSecrets"]["Resource"] == [
        "arn:aws:secretsmanager:eu-west-1:111122223333:secret:clinic-prod-phi-*"
    ]
