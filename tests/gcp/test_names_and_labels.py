"""Names, paths and labels are plain functions of what they are built from, in Google's own forms."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ai_zones.gcp import labels, naming, paths
from ai_zones.gcp.naming import Kind
from ai_zones.gcp.validation import InvalidInputError, NetworkPath, ZonedInput

PARTS = st.lists(st.text("abcxyz-_.0123456789", min_size=1, max_size=60), min_size=1, max_size=4)
OWNER = {"organization": "acme", "environment": "prod", "project": "acme-prod-phi"}


@given(st.sampled_from(Kind), PARTS)
def test_a_name_keeps_to_the_rules_of_its_kind(kind: Kind, parts: list[str]) -> None:
    assert naming.name_fault(kind, naming.resource_name(kind, "acme-prod", *parts)) is None


@given(st.sampled_from(Kind), PARTS)
def test_a_unique_name_keeps_to_the_rules_of_its_kind(kind: Kind, parts: list[str]) -> None:
    assert naming.name_fault(kind, naming.unique_name(kind, "zone", *parts, **OWNER)) is None


def test_two_long_names_stay_different() -> None:
    long = "hospital-" * 10
    assert naming.resource_name(Kind.COMPUTE, long, "a") != naming.resource_name(Kind.COMPUTE, long, "b")
    assert len({naming.unique_name(Kind.BUCKET, long, end, **OWNER) for end in "ab"}) == 2


def test_a_short_name_is_left_alone() -> None:
    assert naming.resource_name(Kind.COMPUTE, "acme-prod-phi", "workload") == "acme-prod-phi-workload"
    assert naming.resource_name(Kind.ACCESS_CONTEXT, "acme-prod", "phi") == "acme_prod_phi"


def test_a_unique_name_differs_between_projects() -> None:
    names = {naming.unique_name(Kind.BUCKET, "phi", **{**OWNER, "project": project}) for project in ("acme-prod-phi", "acme-test-phi")}
    assert len(names) == 2


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (Kind.COMPUTE, "1network"),
        (Kind.COMPUTE, "Network"),
        (Kind.COMPUTE, "network-"),
        (Kind.COMPUTE, "n" * 64),
        (Kind.GOOGLE_APIS_ENDPOINT, "google-apis"),
        (Kind.GOOGLE_APIS_ENDPOINT, "a" * 21),
        (Kind.PROJECT, "phi"),
        (Kind.PROJECT, "acme-google-phi"),
        (Kind.BUCKET, "google-records"),
        (Kind.SERVICE_ACCOUNT, "a" * 31),
        (Kind.ACCESS_CONTEXT, "phi-perimeter"),
    ],
)
def test_a_name_that_google_would_refuse_is_a_fault(kind: Kind, name: str) -> None:
    assert naming.name_fault(kind, name)


def test_the_address_of_a_service_account_names_its_project() -> None:
    assert naming.service_account_email("tools", "acme-prod-phi") == "tools@acme-prod-phi.iam.gserviceaccount.com"
    assert naming.service_account_email("tools", "acme.org:phi-1") == "tools@phi-1.acme.org.iam.gserviceaccount.com"


def test_self_link_and_path_mean_one_resource() -> None:
    path = paths.network_path("acme-prod-phi", "phi")
    assert path == "projects/acme-prod-phi/global/networks/phi"
    for link in (f"https://www.googleapis.com/compute/v1/{path}", f"//compute.googleapis.com/{path}", path):
        assert paths.relative(link) == path
    assert (paths.last(path), paths.part(path, "projects")) == ("phi", "acme-prod-phi")
    with pytest.raises(ValueError, match="regions"):
        paths.part(path, "regions")


class _Input(ZonedInput):
    network: NetworkPath


PLACED: dict[str, Any] = {
    "zone": "phi",
    "project": "acme-prod-phi",
    "region": "europe-west3",
    "network": paths.network_path("acme-prod-phi", "n"),
}


def test_a_self_link_is_kept_as_a_path() -> None:
    given_ = _Input.parse("x", {**PLACED, "network": f"https://www.googleapis.com/compute/v1/{PLACED['network']}"})
    assert given_.network == PLACED["network"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"project": "123456789012"}, "not its number"),
        ({"project": "Acme"}, "a project's id"),
        ({"region": "europe-west3-a"}, "a region, such as"),
        ({"region": "westeurope"}, "a region, such as"),
        ({"zone": "dmz"}, "one of phi"),
        ({"network": "phi"}, "path or self link of a VPC network"),
        ({"labels": {"ai-zone": "access"}}, "leave out ai-zone"),
        ({"labels": {"Team": "ehr"}}, "can't be a label's key"),
        ({"labels": {"team": "EHR"}}, "can't be the value of 'team'"),
        ({"labels": {f"l{at}": "" for at in range(61)}}, "60 labels or fewer"),
    ],
)
def test_what_google_would_refuse_is_refused_by_name(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        _Input.parse("x", {**PLACED, **changes})


def test_nobody_relabels_a_zone() -> None:
    assert labels.labels_for("phi", extra={"ai-zone": "access", "team": "ehr"}, data_class="phi", service="database", flow="database") == {
        "ai-zone": "phi", "team": "ehr", "data-class": "phi", "ai-service": "database", "ai-flow": "database",
    }  # fmt: skip
