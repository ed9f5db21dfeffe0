"""The tables of stores, policies and copies against the installed SDK: no type and no property that does not exist."""

import pytest

from posture.readers.aws.firehose import FIREHOSE
from posture.readers.aws.resource_policies import CARRIERS, OWN
from posture.readers.aws.s3_ways import OBJECTS
from posture.readers.aws.shares import COPIES
from posture.readers.aws.stores import STORES
from posture.readers.load import load_readers
from posture.readers.registry import INERT, READERS
from tests.posture.readers.aws.test_sdk import exists, resource, sources

load_readers()
pytestmark = pytest.mark.second_source

OLD = (
    "aws:s3/bucketV2",
    "aws:s3/bucketAclV2",
    "aws:s3/bucketLoggingV2",
    "aws:alb/",
    "aws:elasticloadbalancing",
    "aws:applicationloadbalancing",
)
"""Names of older majors, or of a module that the SDK writes in another file."""


def _paths() -> list[tuple[str, str]]:
    found = [(token, carrier.policy) for token, carrier in CARRIERS.items()]
    found += [(token, carrier.of) for token, carrier in CARRIERS.items()]
    found += [(token, path) for token, paths in COPIES.items() for path in paths]
    return sorted({(token, path) for token, path in found if token.startswith("aws:")})


@pytest.mark.parametrize(("token", "path"), _paths(), ids=str)
def test_every_property_of_the_tables_exists(token: str, path: str) -> None:
    cls = resource(token)
    assert cls is not None, token
    assert exists(cls, path), (token, path)


@pytest.mark.parametrize("kinds", OWN, ids=lambda kinds: kinds[0])
def test_every_store_with_a_policy_of_its_own_has_it(kinds: tuple[str, ...]) -> None:
    here = [token for token in kinds if token.startswith("aws:") and (cls := resource(token)) and any(exists(cls, p) for p in OWN[kinds])]
    assert here or any(token.startswith("aws-native:") for token in kinds)


def test_every_type_of_the_store_readers_exists() -> None:
    module = "posture.readers.aws."
    mine = {"stores", "shares", "s3_ways", "resource_policies", "messages", "functions", "log_ways", "registries", "lattice", "ram", "knowledge",
            "publishing", "identity", "firehose", "endpoint", "endpoint_service", "endpoint_reach"}  # fmt: skip
    tokens = {
        token
        for token, readers in READERS.items()
        for reader in readers
        if reader.__module__.removeprefix(module) in mine and token.startswith("aws:") and not token.startswith(OLD)
    }
    assert {token for token in tokens if token not in sources()} == set()
    assert {*OBJECTS, *FIREHOSE, *STORES} <= set(READERS)


def test_no_inert_type_is_misspelt() -> None:
    ours = {token for token in INERT if token.startswith(("aws:s3", "aws:iam", "aws:cloudfront", "aws:cloudwatch", "aws:vpclattice"))}
    assert {token for token in ours if token not in sources() and not token.endswith("V2")} == set()
