"""Who is outside: host names of providers, and private outside systems."""

from typing import Any

import pytest

from ai_zones.plan import Direction, load_plan
from ai_zones.plan.fqdn import covers
from tests.plan.documents import faults, places, spoiled

SOUND_NAMES = ["api.openai.com", "*.anthropic.com", "clinic.openai.azure.com", "a-1.b2.co.uk", "xn--bcher-kva.example.com", "*.acme.co.uk"]


def with_name(name: Any) -> dict[str, Any]:
    return spoiled(lambda p: p["providers"].update(other={"fqdns": [name]}, anthropic={"fqdns": ["api.first.org"]}))


@pytest.mark.parametrize("name", SOUND_NAMES)
def test_a_provider_may_have_the_name(name: str) -> None:
    assert load_plan(with_name(name)).providers["other"].fqdns == (name,)


@pytest.mark.parametrize(
    ("name", "fix"),
    [
        ("*", "name the provider's API host"),
        ("*.com", "one by one"),
        ("*.co.uk", "one by one"),
        ("*.amazonaws.com", "one by one"),
        ("*.s3.eu-west-1.amazonaws.com", "one by one"),
        ("*.openai.azure.com", "one by one"),
        ("*.googleapis.com", "one by one"),
        ("api.*.com", "only at the beginning"),
        ("*.*.example.com", "only at the beginning"),
        ("*example.com", "only at the beginning"),
        (".example.com", "name the provider's API host"),
        ("API.OpenAI.com", "write 'api.openai.com'"),
        ("api.openai.com.", "write 'api.openai.com'"),
        ("api.openai.com/v1", "write 'api.openai.com'"),
        ("api.openai.com:443", "write 'api.openai.com'"),
        ("https://API.openai.com/v1", "write 'api.openai.com'"),
        ("https://user@host", "write"),
        ("localhost", "name the provider's API host"),
        ("model.internal", "public API host"),
        ("printer.local", "public API host"),
        ("10.0.0.1", "name the provider's API host"),
        ("a..b.com", "name the provider's API host"),
        ("-a.com", "name the provider's API host"),
        ("a" * 64 + ".com", "name the provider's API host"),
        (("a" * 60 + ".") * 5 + "com", "name the provider's API host"),
        ("bücher.example.com", "name the provider's API host"),
        ("api.openai.com\n", "write 'api.openai.com'"),
        ("", "as text"),
        (5, "as text"),
    ],
)
def test_a_provider_may_not_have_the_name(name: Any, fix: str) -> None:
    (fault,) = faults(with_name(name))
    assert fault.place == "providers.other.fqdns"
    assert fix in fault.fix


def test_a_wildcard_covers_names_below_it_and_not_its_own_domain() -> None:
    assert covers("*.example.com", "api.example.com")
    assert covers("*.example.com", "*.eu.example.com")
    assert covers("*.example.com", "*.example.com")
    assert not covers("*.example.com", "example.com")
    assert not covers("*.example.com", "badexample.com")
    assert not covers("api.example.com", "*.example.com")


def test_phi_may_go_to_a_provider_with_an_agreement() -> None:
    plan = load_plan(spoiled(lambda p: p["providers"]["anthropic"].update(receives="phi")))
    assert plan.providers["anthropic"].receives == "phi"


FEED = {"kind": "ehr-feed", "zone": "phi", "link": "private-circuit", "cidr": "203.0.113.8/32", "port": 2575}
API = {"kind": "ehr-api", "zone": "deidentification", "link": "private-link", "principal": "arn:aws:iam::555566667777:root"}
SITE = {"kind": "federated-site", "zone": "training", "link": "vpn", "cidr": "198.51.100.0/29"}


def with_peer(peer: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return spoiled(lambda p: (p["zones"].update(training={}), p.update(peers={"ehr": {**peer, **changes}})))


@pytest.mark.parametrize(("peer", "direction"), [(FEED, Direction.INBOUND), (API, Direction.OUTBOUND), (SITE, Direction.INBOUND)])
def test_a_peer_of_each_kind_has_its_direction(peer: dict[str, Any], direction: Direction) -> None:
    assert load_plan(with_peer(peer)).peers["ehr"].direction == direction


@pytest.mark.parametrize(
    ("peer", "changes", "place"),
    [
        (FEED, {"zone": "inference"}, "peers.ehr.zone"),
        (FEED, {"zone": "deidentification"}, "peers.ehr.zone"),
        (API, {"zone": "phi"}, "peers.ehr.zone"),
        (SITE, {"zone": "phi"}, "peers.ehr.zone"),
        (FEED, {"direction": "outbound"}, "peers.ehr.direction"),
        (API, {"direction": "inbound"}, "peers.ehr.direction"),
        (FEED, {"cidr": "0.0.0.0/0"}, "peers.ehr.cidr"),
        (FEED, {"cidr": "172.16.0.0/12"}, "peers.ehr.cidr"),
        (FEED, {"cidr": "169.254.169.254/32"}, "peers.ehr.cidr"),
        (FEED, {"cidr": "10.64.1.0/24"}, "peers.ehr.cidr"),
        (FEED, {"cidr": "10.78.0.0/24"}, "peers.ehr.cidr"),
        (FEED, {"cidr": None}, "peers.ehr"),
        (API, {"principal": None}, "peers.ehr"),
        (API, {"cidr": "203.0.113.8/32"}, "peers.ehr.cidr"),
        (FEED, {"principal": "arn:aws:iam::555566667777:root"}, "peers.ehr.principal"),
        (API, {"principal": "*"}, "peers.ehr.principal"),
        (API, {"principal": "arn:aws:iam::*:root"}, "peers.ehr.principal"),
        (API, {"principal": "arn:aws:iam::5555:root"}, "peers.ehr.principal"),
        (API, {"principal": "555566667777"}, "peers.ehr.principal"),
        (FEED, {"link": "internet"}, "peers.ehr.link"),
        (FEED, {"kind": "ehr"}, "peers.ehr.kind"),
        (FEED, {"ports": [1]}, "peers.ehr.ports"),
    ],
)
def test_a_peer_is_refused_at_its_place(peer: dict[str, Any], changes: dict[str, Any], place: str) -> None:
    assert place in places(with_peer(peer, **changes))


def test_a_peer_of_an_undeclared_zone_is_refused() -> None:
    assert places(spoiled(lambda p: p.update(peers={"site": SITE}))) == ["peers.site.zone"]
