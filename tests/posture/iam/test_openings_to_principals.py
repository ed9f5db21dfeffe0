"""Whom a resource policy lets in from outside."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posture.iam import (
    Certainty,
    NoPolicy,
    Opening,
    Ours,
    PolicyKind,
    WitnessKind,
    openings_in_principal_list,
    openings_to_principals,
    parse_policy,
)
from posture.iam.ours import IdentityPool
from posture.iam.values import Truth
from tests.posture.iam.documents import FOREIGN, OURS, Marker, allow, deny, document, statements

BUCKET = "arn:aws:s3:::phi"
KEY = "arn:aws:kms:eu-west-1:111122223333:key/k"
QUEUE = "arn:aws:sqs:eu-west-1:111122223333:q"
ROLE = "arn:aws:iam::111122223333:role/r"
ROOT = {"AWS": "arn:aws:iam::111122223333:root"}
OBJECTS: dict[str, Any] = {"Action": "s3:*", "Resource": [BUCKET, f"{BUCKET}/*"]}
GITHUB = {"Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"}
GITHUB_SUB, GITHUB_AUD = "token.actions.githubusercontent.com:sub", "token.actions.githubusercontent.com:aud"


def openings(*written: Any, resource: str = BUCKET, ours: Ours = OURS, kind: PolicyKind = PolicyKind.RESOURCE) -> list[Opening]:
    return openings_to_principals(document(*written, kind=kind), ours, resource)


def seen(found: list[Opening]) -> set[tuple[str, str, str]]:
    return {(opening.witness_kind.value, opening.witness, opening.certainty.value) for opening in found}


def equal(key: str, *values: Any, operator: str = "StringEquals") -> dict[str, Any]:
    return {"Condition": {operator: {key: list(values)}}}


def trust(principal: Any, action: str = "sts:AssumeRole", **elements: Any) -> dict[str, Any]:
    return allow(Principal=principal, Action=action, Resource=None, **elements)


@pytest.mark.parametrize(
    "written",
    [
        [allow(Principal=ROOT, **OBJECTS)],
        [allow(Principal={"AWS": "111122223333"}, **OBJECTS)],
        [allow(Principal={"AWS": "arn:aws:iam::111122223333:role/app"}, **OBJECTS)],
        [allow(**OBJECTS, **equal("aws:PrincipalOrgID", "o-ours"))],
        [allow(**OBJECTS, **equal("aws:PrincipalAccount", "111122223333"))],
        [allow(**OBJECTS, **equal("aws:PrincipalArn", "arn:aws:iam::111122223333:role/*", operator="ArnLike"))],
        [allow(**OBJECTS, **equal("aws:PrincipalOrgPaths", "o-ours/*", operator="ForAnyValue:StringLike"))],
        [allow(**OBJECTS, **equal("aws:SourceVpce", "vpce-1"))],
        [allow(**OBJECTS, **equal("aws:SourceVpc", "vpc-1"))],
        [allow(**OBJECTS, Condition={"StringEquals": {"aws:SourceVpc": "vpc-1"}, "IpAddress": {"aws:VpcSourceIp": "10.0.0.0/8"}})],
        [allow(**OBJECTS, **equal("aws:VpceAccount", "111122223333"))],
        [allow(**OBJECTS, **equal("aws:VpceOrgID", "o-ours"))],
        [allow(**OBJECTS, **equal("s3:DataAccessPointAccount", "111122223333"))],
        # A private address never calls from outside a VPC endpoint, and through one the key is absent.
        [allow(**OBJECTS, **equal("aws:SourceIp", "10.0.0.0/8", operator="IpAddress"))],
        [allow(**OBJECTS), deny(**OBJECTS, **equal("aws:PrincipalOrgID", "o-ours", operator="StringNotEquals"))],
        [allow(**OBJECTS, Principal={"AWS": FOREIGN}), deny(**OBJECTS, **equal("aws:SourceVpce", "vpce-1", operator="StringNotEquals"))],
        [allow(Principal={"AWS": FOREIGN}, Action="s3:GetBucketLocation", Resource=BUCKET)],
        [allow(Principal={"AWS": FOREIGN}, Action="s3:GetObject", Resource="arn:aws:s3:::another/*")],
        [deny(**OBJECTS)],
    ],
)
def test_what_keeps_strangers_out_of_a_bucket(written: list[Any]) -> None:
    assert openings(*written) == []


def test_who_must_come_by_a_mount_target_comes_by_our_networks() -> None:
    files = "arn:aws:elasticfilesystem:eu-west-1:111122223333:file-system/fs-1"
    mount = {"Action": ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"], "Resource": files}
    by_mount = equal("elasticfilesystem:AccessedViaMountTarget", "true", operator="Bool")
    assert openings(allow(**mount, **by_mount), resource=files) == []
    assert openings(allow(**mount), resource=files) != []


ANY = {("any", "any", "certain")}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ([allow(**OBJECTS)], ANY),
        ([allow(**{**OBJECTS, "Principal": {"AWS": "*"}})], ANY),
        ([allow(**OBJECTS, **equal("aws:SecureTransport", "true", operator="Bool"))], ANY),
        ([allow(**OBJECTS), deny(**OBJECTS, **equal("aws:SecureTransport", "false", operator="Bool"))], ANY),
        ([allow(**OBJECTS, **equal("aws:Referer", "https://clinic.example/*", operator="StringLike"))], ANY),
        ([allow(**OBJECTS, **equal("aws:SourceIp", "0.0.0.0/0", operator="IpAddress"))], ANY),
        ([allow(**OBJECTS, **equal("aws:SourceIp", "0.0.0.0/1", "128.0.0.0/1", operator="IpAddress"))], ANY),
        ([allow(**OBJECTS, **equal("aws:PrincipalOrgID", "o-them", operator="StringNotEquals"))], ANY),
        ([allow(**OBJECTS, **equal("aws:PrincipalOrgID", "o-*", operator="StringLike"))], ANY),
        # Strangers tag their own principals.
        ([allow(**OBJECTS, **equal("aws:PrincipalTag/team", "clinical"))], ANY),
        ([allow(Principal=None, NotPrincipal={"AWS": FOREIGN}, **OBJECTS)], ANY),
        ([allow(Principal={"AWS": FOREIGN}, **OBJECTS)], {("account", FOREIGN, "certain")}),
        ([allow(Principal={"AWS": f"arn:aws:iam::{FOREIGN}:role/x"}, **OBJECTS)], {("account", FOREIGN, "certain")}),
        ([allow(**OBJECTS, **equal("aws:PrincipalAccount", "111122223333", FOREIGN))], {("account", FOREIGN, "certain")}),
        ([allow(**OBJECTS, **equal("aws:PrincipalOrgID", "o-ours", "o-them"))], {("organization", "o-them", "certain")}),
        ([allow(**OBJECTS, **equal("s3:DataAccessPointAccount", FOREIGN))], {("account", FOREIGN, "certain")}),
        ([allow(**OBJECTS, **equal("aws:VpceAccount", FOREIGN))], {("account", FOREIGN, "certain")}),
        ([allow(**OBJECTS, **equal("aws:SourceVpce", "vpce-9"))], {("network", "vpce-9", "unknown")}),
        ([allow(**OBJECTS, **equal("aws:SourceVpce", "vpce-*", operator="StringLike"))], ANY),
        # Every account's networks have such addresses.
        ([allow(**OBJECTS, **equal("aws:VpcSourceIp", "10.0.0.0/8", operator="IpAddress"))], ANY),
        ([allow(**OBJECTS), deny(**OBJECTS, **equal("aws:VpcSourceIp", "10.1.0.0/16", operator="NotIpAddress"))], ANY),
        ([allow(**OBJECTS, **equal("aws:SourceIp", "52.0.0.0/8", operator="IpAddress"))], {("network", "52.0.0.0/8", "certain")}),
        ([allow(**OBJECTS, **equal("aws:SourceIp", "52.95.10.0/24", operator="IpAddress"))], {("network", "52.95.10.0/24", "unknown")}),
        ([allow(**OBJECTS, Condition={"StringEquals": {"aws:PrincipalOrgID": Marker()}})], {("any", "any", "unknown")}),
        ([allow(Principal={"AWS": Marker()}, **OBJECTS)], {("any", "any", "unknown")}),
        ([allow(Principal={"CanonicalUser": "79a5"}, **OBJECTS)], {("principal", "79a5", "unknown")}),
        (
            [allow(Principal={"AWS": "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1"}, **OBJECTS)],
            {("principal", "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1", "unknown")},
        ),
    ],
)
def test_what_lets_strangers_into_a_bucket(written: list[Any], expected: set[tuple[str, str, str]]) -> None:
    found = {witness for witness in seen(openings(*written)) if witness[0] != "service" or expected == {witness}}
    assert found == expected


def test_a_public_prefix_of_a_bucket_is_found() -> None:
    (opening,) = openings(allow(Action="s3:GetObject", Resource=f"{BUCKET}/public/*"))
    assert (opening.witness, opening.actions, opening.certainty) == ("any", ("s3:GetObject",), Certainty.CERTAIN)


@pytest.mark.parametrize("principal", ["arn:aws:iam::*:role/app", "arn:aws:iam::*:root", "arn:aws:iam::??????888877:role/*", "*:user/app"])
def test_a_pattern_over_accounts_may_mean_strangers_though_aws_takes_none(principal: str) -> None:
    found = openings(allow(Principal={"AWS": principal}, **OBJECTS))
    assert found
    assert {opening.certainty for opening in found} == {Certainty.UNKNOWN}


def test_only_anonymous_requests_carry_no_account() -> None:
    found = openings(allow(**OBJECTS, **equal("aws:PrincipalAccount", "anonymous")))
    assert seen(found) == {("anonymous", "anonymous", "certain")}


def test_log_delivery_of_load_balancers_is_awss_own_account_and_may_only_write() -> None:
    balancer = {"AWS": "arn:aws:iam::156460612806:root"}
    assert openings(allow(Principal=balancer, Action="s3:PutObject", Resource=f"{BUCKET}/*")) == []
    assert seen(openings(allow(Principal=balancer, Action="s3:GetObject", Resource=f"{BUCKET}/*"))) == {
        ("account", "156460612806", "certain")
    }


TRAIL: dict[str, Any] = {"Principal": {"Service": "cloudtrail.amazonaws.com"}, "Action": "s3:PutObject", "Resource": f"{BUCKET}/AWSLogs/*"}


@pytest.mark.parametrize(
    "guard",
    [
        equal("aws:SourceAccount", "111122223333"),
        equal("aws:SourceOrgID", "o-ours"),
        equal("aws:SourceArn", "arn:aws:cloudtrail:*:111122223333:trail/*", operator="ArnLike"),
        equal("aws:SourceArn", "arn:aws:s3:::phi", operator="ArnEquals"),
    ],
)
def test_a_service_that_acts_for_anyone_is_held_by_a_guard_on_its_source(guard: dict[str, Any]) -> None:
    assert openings(allow(**TRAIL, **guard)) == []


@pytest.mark.parametrize(
    "guard",
    [
        {},
        equal("aws:SourceAccount", "111122223333", operator="StringEqualsIfExists"),
        equal("aws:SourceArn", "arn:aws:cloudtrail:*:*:trail/*", operator="ArnLike"),
        equal("aws:SourceAccount", FOREIGN),
        equal("s3:x-amz-acl", "bucket-owner-full-control"),
    ],
)
def test_without_a_guard_that_holds_a_service_acts_for_strangers_too(guard: dict[str, Any]) -> None:
    assert seen(openings(allow(**TRAIL, **guard))) == {("service", "cloudtrail.amazonaws.com", "certain")}


def test_a_service_of_which_nothing_is_known_may_act_for_others() -> None:
    assert seen(openings(allow(**{**TRAIL, "Principal": {"Service": "newservice.amazonaws.com"}}))) == {
        ("service", "newservice.amazonaws.com", "unknown")
    }


def test_a_topic_of_any_account_may_write_to_a_queue_that_trusts_every_topic_name() -> None:
    written = {"Action": "sqs:SendMessage", "Resource": QUEUE}
    anyone = openings(allow(**written, **equal("aws:SourceArn", "arn:aws:sns:*:*:topic", operator="ArnLike")), resource=QUEUE)
    assert [(opening.witness_kind, opening.certain, opening.directions) for opening in anyone] == [
        (WitnessKind.SERVICE, True, frozenset({"write"}))
    ]
    assert (
        openings(allow(**written, **equal("aws:SourceArn", "arn:aws:sns:*:111122223333:topic", operator="ArnLike")), resource=QUEUE) == []
    )


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (allow(Principal=ROOT, Action="kms:*"), set()),
        (allow(Principal="*", Action="kms:*", **equal("kms:CallerAccount", "111122223333")), set()),
        # Strangers use S3 too: only the caller's account tells.
        (allow(Action="kms:Decrypt", **equal("kms:ViaService", "s3.eu-west-1.amazonaws.com")), ANY),
        (
            allow(
                Action="kms:Decrypt",
                Condition={"StringEquals": {"kms:ViaService": "s3.eu-west-1.amazonaws.com", "kms:CallerAccount": "111122223333"}},
            ),
            set(),
        ),
        (allow(Principal={"AWS": FOREIGN}, Action="kms:CreateGrant"), {("account", FOREIGN, "certain")}),
        (
            allow(Principal={"Service": "logs.eu-west-1.amazonaws.com"}, Action="kms:Decrypt*"),
            {("service", "logs.eu-west-1.amazonaws.com", "certain")},
        ),
        (
            allow(
                Principal={"Service": "logs.eu-west-1.amazonaws.com"},
                Action="kms:Decrypt*",
                **equal("kms:EncryptionContext:aws:logs:arn", "arn:aws:logs:eu-west-1:111122223333:*", operator="ArnLike"),
            ),
            set(),
        ),
    ],
)
def test_key_policies(written: dict[str, Any], expected: set[tuple[str, str, str]]) -> None:
    assert seen(openings(written, resource=KEY)) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (trust({"Service": "ec2.amazonaws.com"}), set()),
        (trust(ROOT), set()),
        (trust({"AWS": FOREIGN}), {("account", FOREIGN, "certain")}),
        # An external id is a name, not a secret.
        (trust({"AWS": FOREIGN}, **equal("sts:ExternalId", "x")), {("account", FOREIGN, "certain")}),
        (trust("*"), ANY),
        (trust({"AWS": "*"}, **equal("aws:PrincipalOrgID", "o-ours")), set()),
        (
            trust(GITHUB, "sts:AssumeRoleWithWebIdentity", **equal(GITHUB_AUD, "sts.amazonaws.com")),
            {("identity-provider", "token.actions.githubusercontent.com", "certain")},
        ),
        (
            trust(GITHUB, "sts:AssumeRoleWithWebIdentity", **equal(GITHUB_SUB, "*", operator="StringLike")),
            {("identity-provider", "token.actions.githubusercontent.com", "certain")},
        ),
        (
            trust(GITHUB, "sts:AssumeRoleWithWebIdentity", **equal(GITHUB_SUB, "repo:acme/infra:*", operator="StringLike")),
            {("identity-provider", "token.actions.githubusercontent.com: repo:acme/infra:*", "unknown")},
        ),
        (
            trust(GITHUB, "sts:AssumeRoleWithWebIdentity", **equal(GITHUB_SUB, "repo:acme*/infra:*", operator="StringLike")),
            {("identity-provider", "token.actions.githubusercontent.com: repo:acme*/infra:*", "certain")},
        ),
        (
            trust({"Federated": "arn:aws:iam::111122223333:saml-provider/idp"}, "sts:AssumeRoleWithSAML"),
            {("identity-provider", "arn:aws:iam::111122223333:saml-provider/idp", "unknown")},
        ),
    ],
)
def test_trust_policies(written: dict[str, Any], expected: set[tuple[str, str, str]]) -> None:
    found = openings(written, resource=ROLE, kind=PolicyKind.TRUST)
    assert {witness for witness in seen(found) if witness[0] != "service"} == expected


def test_a_listed_identity_is_ours() -> None:
    written = trust(GITHUB, "sts:AssumeRoleWithWebIdentity", **equal(GITHUB_SUB, "repo:acme/infra:*", operator="StringLike"))
    ours = Ours(account_ids=frozenset({"111122223333"}), identity_providers=frozenset({f"{GITHUB_SUB[:-4]}:repo:acme/infra:*"}))
    assert openings(written, resource=ROLE, ours=ours, kind=PolicyKind.TRUST) == []


def test_a_repository_policy_has_no_resource_and_is_judged_all_the_same() -> None:
    found = openings(
        allow(Principal={"AWS": FOREIGN}, Action=["ecr:BatchGetImage"], Resource=None),
        resource="arn:aws:ecr:eu-west-1:111122223333:repository/r",
    )
    assert seen(found) == {("account", FOREIGN, "certain")}


def test_a_holder_that_is_not_known_yet_is_judged_by_the_statements_alone() -> None:
    policy = document(allow(**OBJECTS), kind=PolicyKind.RESOURCE)
    for resource in (Marker(), "*", None):
        assert seen(openings_to_principals(policy, OURS, resource)) == ANY


@pytest.mark.parametrize("value", [Marker(), "{", {"Statement": Marker()}])
def test_a_document_that_cannot_be_judged_is_an_uncertain_opening(value: Any) -> None:
    (opening,) = openings_to_principals(parse_policy(value), OURS, BUCKET)
    assert (opening.witness_kind, opening.certain) == (WitnessKind.DOCUMENT, False)


def test_no_policy_lets_nobody_in() -> None:
    assert openings_to_principals(NoPolicy(), OURS, BUCKET) == []


def test_the_consumers_of_an_endpoint_service() -> None:
    listed = ["arn:aws:iam::111122223333:root", f"arn:aws:iam::{FOREIGN}:root", "*", Marker()]
    found = openings_in_principal_list(listed, OURS)
    assert [(opening.statement, opening.witness, opening.certain) for opening in found] == [
        (1, FOREIGN, True),
        (2, "any", True),
        (3, "any", False),
    ]


@settings(max_examples=60, deadline=None)
@given(st.lists(statements(), min_size=1, max_size=3), statements(effects=("Deny",)))
def test_one_more_deny_lets_nobody_in(written: list[dict[str, Any]], more: dict[str, Any]) -> None:
    before = {(opening.statement, action) for opening in openings(*written) for action in opening.actions}
    after = {(opening.statement, action) for opening in openings(*written, more) for action in opening.actions}
    assert after <= before


def test_what_a_deny_spares_is_no_object_of_a_bucket_unless_it_stands_behind_a_slash() -> None:
    """`arn:aws:s3:::*/a` means `phi/a`, which the Allow leaves out, and never `phi:/a`, which is nothing."""
    others = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "NotResource": f"{BUCKET}/*"}
    spared = {"Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "NotResource": "arn:aws:s3:::*/a"}
    assert openings(others, spared) == []


@settings(max_examples=60, deadline=None)
@given(st.lists(statements(), min_size=1, max_size=3))
def test_a_deny_of_every_stranger_and_service_lets_nobody_in(written: list[dict[str, Any]]) -> None:
    org = deny(Condition={"StringNotEquals": {"aws:PrincipalOrgID": "o-ours"}})
    assert openings(*written, org) == []


COGNITO = "cognito-identity.amazonaws.com"
POOL = "eu-west-1:11111111-2222-4333-8444-555555555555"
OTHER_POOL = "eu-west-1:99999999-2222-4333-8444-555555555555"
SIGNED_IN = {"ForAnyValue:StringLike": {f"{COGNITO}:amr": "authenticated"}}
OWN_POOL = {"StringEquals": {f"{COGNITO}:aud": POOL}}


def pooled(condition: dict[str, Any], guests: Truth = Truth.FALSE, strangers: Truth = Truth.FALSE) -> set[tuple[str, str, str]]:
    ours = replace(OURS, identity_pools=frozenset({IdentityPool(POOL, guests, strangers)}))
    written = trust({"Federated": COGNITO}, "sts:AssumeRoleWithWebIdentity", Condition=condition)
    return seen(openings(written, resource=ROLE, kind=PolicyKind.TRUST, ours=ours))


def test_who_signed_in_to_our_own_identity_pool_is_no_stranger() -> None:
    assert pooled({**OWN_POOL, **SIGNED_IN}) == set()
    assert pooled(OWN_POOL) == set()
    assert pooled({**OWN_POOL, **SIGNED_IN}, guests=Truth.TRUE) == set()


def test_a_guest_of_our_own_identity_pool_is_a_stranger_where_no_sign_in_is_asked() -> None:
    assert pooled(OWN_POOL, guests=Truth.TRUE) == {("identity-provider", f"{COGNITO}: {POOL}", "certain")}
    assert pooled(OWN_POOL, guests=Truth.UNKNOWN) == {("identity-provider", f"{COGNITO}: {POOL}", "unknown")}


def test_where_anybody_signs_in_a_sign_in_keeps_nobody_out() -> None:
    assert pooled({**OWN_POOL, **SIGNED_IN}, strangers=Truth.TRUE) == {("identity-provider", f"{COGNITO}: {POOL}", "certain")}


def test_without_an_audience_every_customers_pool_comes_in() -> None:
    assert pooled(SIGNED_IN) == {("identity-provider", COGNITO, "certain")}
    everywhere = {"StringLike": {f"{COGNITO}:aud": "eu-west-1:*"}}
    assert ("identity-provider", f"{COGNITO}: eu-west-1:*", "certain") in pooled({**everywhere, **SIGNED_IN})


def test_whose_a_pool_is_that_the_stack_does_not_hold_is_not_told() -> None:
    other = {"StringEquals": {f"{COGNITO}:aud": OTHER_POOL}}
    assert pooled({**other, **SIGNED_IN}) == {("identity-provider", f"{COGNITO}: {OTHER_POOL}", "unknown")}


def test_while_nobody_knows_the_holder_a_deny_that_names_a_resource_may_be_about_it() -> None:
    wide = allow(Principal={"AWS": f"arn:aws:iam::{FOREIGN}:root"}, Action="*", Resource="*")
    ours = {"StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-ours"}}
    closed = deny(Principal="*", Action="sqs:*", Resource=QUEUE, Condition=ours)
    assert {one.certainty for one in openings(wide, closed, resource="*")} == {Certainty.UNKNOWN}
    assert any(one.certain for one in openings(wide, resource="*"))
    leaves_reading = deny(Principal="*", Action="sqs:DeleteMessage", Resource=QUEUE)
    assert any(one.certain for one in openings(wide, leaves_reading, resource="*"))


@pytest.mark.parametrize(
    "written",
    [
        # A pattern that does not begin as the bucket does, and means what lies in it all the same.
        [allow(Action="s3:GetObject", Resource="arn:aws:s3:::*/a")],
        [allow(Action="s3:GetObject", Resource="arn:aws:s3:::p*/reports/*")],
        # All is denied but one folder.
        [allow(Action="s3:GetObject", Resource=f"{BUCKET}/*"), {**deny(Resource=None), "NotResource": f"{BUCKET}/public/*"}],
    ],
)
def test_an_opening_of_some_objects_alone_is_an_opening(written: list[Any]) -> None:
    assert seen(openings(*written)) >= {("any", "any", "certain")}


def test_a_pattern_of_other_buckets_objects_opens_nothing() -> None:
    assert openings(allow(Action="s3:GetObject", Resource=["arn:aws:s3:::q*/a", "arn:aws:s3:::phi2/*"])) == []
