"""The resolver's allow-list."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ai_zones.aws.dns_firewall import allow_list, endpoint_domains
from ai_zones.plan import CEILING, Cloud, ZoneName

LABEL = st.from_regex(r"[a-zA-Z0-9]([a-zA-Z0-9-]{0,8}[a-zA-Z0-9])?", fullmatch=True)
NAMES = st.lists(LABEL, min_size=2, max_size=5).map(".".join)


@given(st.lists(NAMES))
def test_names_are_stored_as_aws_stores_them(names: list[str]) -> None:
    stored = allow_list([*names, *(f"{name}." for name in names)])
    assert stored == sorted({f"{name.lower()}." for name in names}, key=lambda name: name.rstrip("."))


@given(st.text(max_size=30))
def test_no_text_gives_anything_but_a_list_or_a_refusal(text: str) -> None:
    try:
        (stored,) = allow_list([text])
    except ValueError:
        return
    assert stored.endswith(".")
    assert stored.rstrip(".").removeprefix("*.").count(".") >= 1


@pytest.mark.parametrize(
    "name", ["*", "*.", "", ".", "com", "*.com", "a..b", "*.*.example.com", "a.*.example.com", "exa mple.com", "x" * 64 + ".com"]
)
def test_a_name_that_allows_too_much_or_is_none_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="given "):
        allow_list([name])


def test_services_have_the_names_of_their_endpoints() -> None:
    assert endpoint_domains("eu-west-1", ["kms", "ecr.api", "ecr.dkr", "s3", "eks-auth"]) == [
        "*.dkr.ecr.eu-west-1.amazonaws.com",
        "*.s3-accesspoint.eu-west-1.amazonaws.com",
        "*.s3.eu-west-1.amazonaws.com",
        "api.ecr.eu-west-1.amazonaws.com",
        "eks-auth.eu-west-1.api.aws",
        "kms.eu-west-1.amazonaws.com",
        "s3.eu-west-1.amazonaws.com",
    ]


@pytest.mark.parametrize("zone", list(ZoneName))
def test_every_service_that_a_zone_may_use_has_a_name_that_the_resolver_takes(zone: ZoneName) -> None:
    services = CEILING.cloud_services[Cloud.AWS][zone]
    assert allow_list(endpoint_domains("eu-west-1", services))
    assert all("eu-west-1" in name for name in endpoint_domains("eu-west-1", services))
