"""The action catalogue: as the library says it, and what our own table says beyond it."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from moto.iam.access_control import IAMPolicy, PermissionResult

from posture.iam import Caller, PolicyKind, Request, Truth, evaluate
from posture.iam.actions import CATALOG, directions, has_no_resource
from posture.iam.catalogue import FILE, AccessLevel, find, has_service, key_type, meant
from tests.posture.iam.documents import ACTION_PATTERNS, ACTIONS, RESOURCES, ROLE, policy
from tests.posture.iam.make_catalogue import made

_MOVES_NO_RECORDS = {AccessLevel.LIST, AccessLevel.READ, AccessLevel.TAGGING}


def test_the_file_is_what_the_library_says() -> None:
    kept = FILE.read_text(encoding="utf-8").splitlines()
    if kept[0] != made().splitlines()[0]:
        # Another version of the library: the file says its own. Most of it is still the same, or it is too old.
        now = set(made().splitlines())
        assert len(now.intersection(kept)) > 0.8 * len(kept), "run: python -m tests.posture.iam.make_catalogue"
        return
    assert kept == made().splitlines(), "run: python -m tests.posture.iam.make_catalogue"


@pytest.mark.parametrize(
    ("action", "level", "types"),
    [
        ("s3:GetObject", "Read", {"object", "accesspointobject"}),
        ("S3:putbucketpolicy", "Permissions", {"bucket"}),
        ("s3:ListAllMyBuckets", "List", set()),
        ("iam:PassRole", "Write", {"role"}),
        ("iam:PutRolePolicy", "Permissions", {"role"}),
        ("kms:TagResource", "Tagging", {"key"}),
        ("sts:GetCallerIdentity", "Read", set()),
    ],
)
def test_an_action_has_its_level_and_its_types_of_resources(action: str, level: str, types: set[str]) -> None:
    """Service Authorization Reference, the tables of Amazon S3, AWS IAM, AWS KMS and AWS STS."""
    found = find(action)
    assert found is not None
    assert (found.level, set(found.resource_types)) == (level, types)


def test_what_the_catalogue_does_not_know_is_not_made_up() -> None:
    assert find("s3:GetObjekt") is None
    assert find("s3") is None
    assert not has_service("nosuchservice")
    assert meant("nosuchservice:*") == []
    assert directions("nosuchservice:Thing") == {"read", "write"}
    assert directions("textract:BrandNewThing") == {"read", "write"}


def test_a_condition_key_has_its_type() -> None:
    assert key_type("S3:prefix") == "String"
    assert key_type("kms:EncryptionContextKeys") == "ArrayOfString"
    assert key_type("s3:nosuchkey") is None


def test_actions_of_services_that_our_table_leaves_out_move_what_their_level_says() -> None:
    assert directions("glue:ListCrawlers") == {"read"}
    assert directions("textract:TagResource") == {"write"}
    assert directions("textract:AnalyzeDocument") == {"read", "write"}
    assert directions("textract:*") == {"read", "write"}
    assert has_no_resource("comprehendmedical:DetectPHI")
    assert not has_no_resource("glue:StartJobRun")


@pytest.mark.parametrize("prefix", sorted(CATALOG))
def test_every_action_of_our_table_exists(prefix: str) -> None:
    table = CATALOG[prefix]
    names = " ".join((table.read, table.write, table.both, table.grant, table.control, table.no_resource)).split()
    assert [name for name in names if not meant(f"{prefix}:{name}")] == []


LEVELS_OVERRULED = {
    "kms:Decrypt": "Write in AWS's table; it gives the plain text back",
    "kms:DeriveSharedSecret": "Write in AWS's table; it gives a secret back",
    "sns:Subscribe": "Write in AWS's table; what is published comes out by it",
    "backup:CopyFromBackupVault": "Write in AWS's table; what the vault keeps comes out by it",
    "glacier:InitiateJob": "Write in AWS's table; it makes an archive ready to be fetched",
}
"""Actions that only read by our table, and write by AWS's."""


def test_where_our_table_and_the_levels_disagree_the_reason_is_known() -> None:
    disagreeing = set()
    for prefix, table in CATALOG.items():
        for name in table.read.split():
            found = find(f"{prefix}:{name}")
            if found is not None and found.level not in _MOVES_NO_RECORDS:
                disagreeing.add(found.name)
    assert disagreeing == set(LEVELS_OVERRULED)


def test_what_changes_permissions_is_never_called_a_mere_setting() -> None:
    for prefix, table in CATALOG.items():
        for name in table.control.split():
            changing = [one.name for one in meant(f"{prefix}:{name}") if one.level is AccessLevel.PERMISSIONS]
            # Taking a permission away opens nothing, who may delete early or checks a document reads nothing.
            opening = [one for one in changing if not one.split(":")[1].startswith(("Delete", "Remove", "Retire", "Revoke"))]
            assert set(opening) <= {"s3:BypassGovernanceRetention", "secretsmanager:ValidateResourcePolicy"}


def test_our_table_names_no_action_as_without_resource_that_the_catalogue_knows_as_such() -> None:
    for prefix, table in CATALOG.items():
        for name in table.no_resource.split():
            found = find(f"{prefix}:{name}")
            assert found is None or found.resource_types, f"{prefix}:{name}: the catalogue says it"


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Allow", "Deny"]),
            st.sampled_from(["Action", "NotAction"]),
            st.lists(st.sampled_from([one for one in ACTION_PATTERNS if "?" not in one and one == one.replace("S3", "s3")]), min_size=1),
            st.lists(st.sampled_from(["*", *RESOURCES, "arn:aws:s3:::phi/*"]), min_size=1, max_size=2),
        ),
        min_size=1,
        max_size=3,
    ),
    st.sampled_from(ACTIONS),
    st.sampled_from(RESOURCES),
)
def test_a_second_evaluator_agrees_where_it_covers(
    written: list[tuple[str, str, list[str], list[str]]], action: str, resource: str
) -> None:
    """moto's: effects, Action, NotAction, Resource; it compares the case of actions, which AWS does not."""
    statements = [
        {"Effect": effect, element: [one.replace("s3:get", "s3:Get") for one in actions], "Resource": resources}
        for effect, element, actions, resources in written
    ]

    peer = IAMPolicy(json.dumps({"Version": "2012-10-17", "Statement": statements})).is_action_permitted(action, resource)
    ours = evaluate(policy(*statements, kind=PolicyKind.IDENTITY), Request(action, resource, Caller.role(ROLE))).allowed
    assert ours is Truth.of(peer is PermissionResult.PERMITTED)
