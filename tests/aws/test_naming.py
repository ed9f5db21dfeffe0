"""Names are plain functions of what they are built from."""

from hypothesis import given
from hypothesis import strategies as st

from ai_zones.aws import naming
from ai_zones.aws.log_groups import Log, log_group_name, log_group_prefix

PARTS = st.lists(st.text("abcdefghij-0123456789", min_size=1, max_size=60), min_size=1, max_size=4)


@given(PARTS, st.integers(20, 128))
def test_a_physical_name_never_exceeds_its_limit(parts: list[str], limit: int) -> None:
    assert len(naming.physical_name(*parts, limit=limit)) <= limit


@given(PARTS, st.integers(20, 128))
def test_a_physical_name_is_always_the_same(parts: list[str], limit: int) -> None:
    assert naming.physical_name(*parts, limit=limit) == naming.physical_name(*parts, limit=limit)


def test_two_long_names_stay_different() -> None:
    long = "hospital-" * 10
    assert naming.physical_name(long, "a", limit=64) != naming.physical_name(long, "b", limit=64)


def test_a_short_name_is_left_alone() -> None:
    assert naming.physical_name("acme-prod-phi", "dns", limit=64) == "acme-prod-phi-dns"


@given(st.text("abc", min_size=1), st.text("abc", min_size=1))
def test_a_hash_knows_where_one_part_ends(first: str, second: str) -> None:
    assert naming.short_hash(first, second) != naming.short_hash(first + second)


def test_a_global_name_differs_between_accounts() -> None:
    names = {
        naming.global_name("phi", "store", organization="acme", environment="prod", account_id=account)
        for account in ("111122223333", "444455556666")
    }
    assert len(names) == 2
    assert all(name.startswith("phi-store-") for name in names)


def test_the_partition_follows_the_region() -> None:
    assert [naming.partition_of(region) for region in ("eu-west-1", "us-gov-west-1", "cn-north-1")] == ["aws", "aws-us-gov", "aws-cn"]


def test_an_iam_arn_has_no_region() -> None:
    assert naming.iam_arn("role/x", region="us-gov-west-1", account_id="111122223333") == "arn:aws-us-gov:iam::111122223333:role/x"


def test_every_log_group_of_a_network_begins_with_its_prefix() -> None:
    assert all(log_group_name("acme-prod-phi", log).startswith(log_group_prefix("acme-prod-phi")) for log in Log)
