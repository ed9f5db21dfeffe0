"""A wrong input gives one message: where, what was given, what is allowed."""

import contextlib
from typing import Any

import pulumi
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ai_zones.aws.egress_network import EgressNetwork
from ai_zones.aws.validation import ComponentInput, InvalidInputError
from ai_zones.aws.zone_network import ZoneNetwork
from tests.aws.networks import KEY, ZONES, egress, phi, tier


def message(model: type[ComponentInput], args: dict[str, Any]) -> str:
    with pytest.raises(InvalidInputError) as caught:
        model.parse("acme-prod-x", args)
    return str(caught.value)


def test_every_fault_stands_in_one_message() -> None:
    said = message(ZoneNetwork, phi(zone="finance", account_id="1", colour="red"))
    assert said.startswith("ZoneNetwork 'acme-prod-x' has inputs that can't be built:\n")
    assert "zone: given 'finance', must be one of phi, deidentification, inference" in said
    assert "account_id: given '1', must be an AWS account id" in said
    assert "colour: is not an input; allowed are zone, region" in said


def test_a_missing_input_is_named() -> None:
    args = phi()
    del args["kms_key_arn"]
    assert "kms_key_arn: is required" in message(ZoneNetwork, args)


@pytest.mark.parametrize("given", ["", "   ", None, 7, ["x"]])
def test_a_reference_must_be_an_id_or_an_output(given: Any) -> None:
    assert "kms_key_arn: given" in message(ZoneNetwork, phi(kms_key_arn=given))


def test_a_reference_may_be_an_output() -> None:
    key = pulumi.Output.from_input(KEY)
    assert ZoneNetwork.parse("x", phi(kms_key_arn=key)).kms_key_arn is key


@pytest.mark.parametrize(("days", "good"), [(2192, True), (2190, False), (0, False), (365, True)])
def test_retention_is_one_of_the_days_that_cloudwatch_knows(days: int, good: bool) -> None:
    if good:
        assert ZoneNetwork.parse("x", phi(retention_days=days)).retention_days == days
    else:
        assert f"retention_days: given {days}, must be one of the days" in message(ZoneNetwork, phi(retention_days=days))


@pytest.mark.parametrize("taken", ["ai-zone", "data-class", "Name", "ai-flow"])
def test_a_classification_tag_cannot_be_given(taken: str) -> None:
    assert f"must leave out {taken}" in message(ZoneNetwork, phi(tags={taken: "inference"}))


@pytest.mark.parametrize("cidr", ["10.20.0.1/16", "10.20.0.0", "10.20.0.0/33", "fd00::/8", "ten", 10, None])
def test_a_range_must_be_ipv4_without_host_bits(cidr: Any) -> None:
    assert f"cidr: given {cidr!r}, must be an IPv4 range" in message(ZoneNetwork, phi(cidr=cidr))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"cidr": "8.8.0.0/16"}, "cidr: given 8.8.0.0/16, allowed are ranges in 10.0.0.0/8"),
        ({"cidr": "10.0.0.0/8"}, "a VPC's range is /16 to /28"),
        (
            {"workload_subnets": tier(99, 0)},
            "workload_subnets.eu-west-1a: given 10.99.0.0/24, it must lie inside the VPC's range 10.20.0.0/16",
        ),
        (
            {"workload_subnets": tier(20, 16)},
            "workload_subnets.eu-west-1a: given 10.20.16.0/24, it overlaps 10.20.16.0/24 of endpoint_subnets",
        ),
        ({"workload_subnets": {ZONES[0]: "10.20.0.0/24"}}, "workload_subnets: given 1 availability zone(s), at least two are needed"),
        ({"region": "eu-central-1"}, "availability zones: given eu-west-1a, eu-west-1b, eu-west-1c, allowed are those of eu-central-1"),
        ({"zone": "egress"}, "use AwsEgressNetwork"),
        ({"database_subnets": {}, "database_link": True}, "there are no databases; add database_subnets"),
        ({"allowed_domains": ["*"]}, "allowed_domains: given '*', it"),
        ({"allowed_domains": ["*.com"]}, "it would allow a whole top-level domain"),
        ({"endpoint_ports": list(range(1, 60))}, "network ACL of the endpoint tier: given"),
        ({"endpoint_ports": [0]}, "endpoint_ports.0: given 0"),
    ],
)
def test_what_aws_would_refuse_is_refused_first(changes: dict[str, Any], expected: str) -> None:
    assert expected in message(ZoneNetwork, phi(**changes))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"providers": {"acme": ["https://api.acme.com/v1"]}}, "providers.acme:"),
        ({"providers": {"acme": ["*.amazonaws.com"]}}, "anyone can get a name"),
        (
            {"providers": {"acme": ["a.acme.com", "b.acme.com"]}, "rule_capacity": 1},
            "rule_capacity: given 1, the providers have 2 host names",
        ),
        ({"zone": "phi"}, "zone: is not an input"),
    ],
)
def test_a_provider_must_be_a_name_that_it_alone_owns(changes: dict[str, Any], expected: str) -> None:
    assert expected in message(EgressNetwork, egress(**changes))


@given(
    st.dictionaries(
        st.sampled_from([*phi(), "tags", "allowed_domains", "endpoint_ports", "unheard-of"]),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
            max_leaves=4,
        ),
    )
)
def test_nonsense_never_gives_a_traceback(changes: dict[str, Any]) -> None:
    with contextlib.suppress(InvalidInputError):
        ZoneNetwork.parse("acme-prod-x", phi(**changes))
