"""Deterministic names, and what flows ask of zones."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ai_zones.plan import Gate, Offer, Opening, Service, ZoneName, load_plan, offers_of, openings_of, resource_name, short_hash
from tests.plan.documents import SOUND, spoiled

PARTS = st.from_regex(r"[a-z][a-z0-9]{0,9}", fullmatch=True)


def test_a_short_hash_never_changes() -> None:
    # Recorded: a change here would rename every bucket of every stack.
    assert short_hash("clinic-a", "prod", "111122223333") == "42757219"


def test_a_short_hash_tells_apart_where_one_part_ends_and_the_next_begins() -> None:
    assert short_hash("a", "bc") != short_hash("ab", "c")


def test_a_globally_unique_name_ends_in_the_short_hash() -> None:
    name = resource_name("clinic-a", "prod", "phi", "store", account="111122223333")
    assert name == f"clinic-a-prod-phi-store-{short_hash('clinic-a', 'prod', '111122223333')}"
    assert resource_name("clinic-a", "prod", "phi", "store") == "clinic-a-prod-phi-store"


@given(PARTS, PARTS, st.lists(PARTS, min_size=1, max_size=8), st.none() | st.from_regex(r"[0-9]{12}", fullmatch=True), st.integers(24, 63))
@settings(max_examples=150, deadline=None)
def test_a_name_fits_and_is_a_label(organization: str, environment: str, parts: list[str], account: str | None, longest: int) -> None:
    name = resource_name(organization, environment, *parts, account=account, max_length=longest)
    assert len(name) <= longest
    assert name == resource_name(organization, environment, *parts, account=account, max_length=longest)
    assert "--" not in name
    assert not name.startswith("-")
    assert not name.endswith("-")


def test_two_long_names_that_begin_alike_stay_apart() -> None:
    one, other = (resource_name("clinic-a", "prod", "x" * 60, end, max_length=32) for end in ("one", "other"))
    assert one != other
    assert len(one) == len(other) == 32


def test_a_limit_without_room_is_refused() -> None:
    with pytest.raises(ValueError, match="has no room"):
        resource_name("clinic-a", "prod", "phi", account="111122223333", max_length=12)


def test_a_service_is_offered_to_all_its_consumers_once() -> None:
    plan = load_plan(
        spoiled(
            lambda p: (
                p["zones"].update(management={"account": "999900001111"}),
                p["zones"]["inference"].update(account="333344445555"),
                p["flows"].update(
                    {
                        "phi-secrets": {"source": "phi", "target": "management", "service": "vault"},
                        "inference-secrets": {"source": "inference", "target": "management", "service": "vault"},
                        "database-users": {"source": "management", "target": "phi", "service": "database"},
                    }
                ),
            )
        )
    )
    assert offers_of(plan, "management") == (
        Offer(ZoneName.MANAGEMENT, Service.VAULT, 8200, (ZoneName.PHI, ZoneName.INFERENCE), ("111122223333", "333344445555"), gate=None),
    )
    assert offers_of(plan, "phi")[0].consumers == (ZoneName.DEIDENTIFICATION, ZoneName.MANAGEMENT)
    assert openings_of(plan, "management") == (
        Opening("database-users", ZoneName.MANAGEMENT, ZoneName.PHI, Service.DATABASE, 5432, initiator=Service.VAULT),
    )


def test_an_offer_names_the_gate_that_it_ends_in() -> None:
    plan = load_plan(SOUND)
    assert [offer.gate for offer in offers_of(plan, "egress")] == [Gate.EGRESS_INSPECTOR]
    assert [offer.gate for offer in offers_of(plan, "phi")] == [None]


def test_a_zone_that_no_flow_enters_offers_nothing_and_one_without_flows_opens_nothing() -> None:
    plan = load_plan(SOUND)
    assert offers_of(plan, "inference") == ()
    assert openings_of(plan, "phi") == ()
    assert [opening.name for opening in openings_of(plan, "inference")] == ["outside-models", "retrieval"]
