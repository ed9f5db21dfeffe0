"""Rules of the firewall, as text and lists."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ai_zones.aws.network_firewall import SHAPE_CAPACITY, default_actions, domain_targets, endpoint_in, shape_rules

ZONES = st.lists(st.sampled_from(["eu-west-1a", "eu-west-1b", "eu-west-1c"]), unique=True, min_size=1)


def statuses(zones: list[str]) -> list[SimpleNamespace]:
    return [
        SimpleNamespace(
            sync_states=[
                SimpleNamespace(availability_zone=zone, attachments=[SimpleNamespace(endpoint_id=f"vpce-{zone}")]) for zone in zones
            ]
        )
    ]


@given(ZONES)
def test_each_zone_is_routed_to_its_own_endpoint(zones: list[str]) -> None:
    assert [endpoint_in(statuses(zones), zone) for zone in zones] == [f"vpce-{zone}" for zone in zones]


def test_a_zone_without_an_endpoint_is_an_error_and_never_another_zones_endpoint() -> None:
    with pytest.raises(ValueError, match="no endpoint in eu-west-1c"):
        endpoint_in(statuses(["eu-west-1a"]), "eu-west-1c")


def test_the_shape_rules_only_drop() -> None:
    rules = shape_rules().splitlines()
    assert all(rule.startswith("drop ") for rule in rules)
    assert [rule.split()[1] for rule in rules] == ["udp", "icmp", "tcp", "http"]
    assert "-> any !443 " in rules[2]


def test_every_shape_rule_has_an_id_of_its_own() -> None:
    rules = shape_rules().splitlines()
    ids = [rule.split("sid:")[1].split(";")[0] for rule in rules]
    assert len(set(ids)) == len(rules) <= SHAPE_CAPACITY


def test_a_wildcard_becomes_a_leading_dot_and_a_name_stays_exact() -> None:
    assert domain_targets(["API.example.com", "*.example.org", "api.example.com"]) == [".example.org", "api.example.com"]


@pytest.mark.parametrize("split", [False, True])
def test_what_no_rule_passes_is_dropped_and_reported(split: bool) -> None:
    drop, alert = default_actions(allow_split_client_hello=split)
    assert drop.startswith("aws:drop_established")
    assert alert.startswith("aws:alert_established")
