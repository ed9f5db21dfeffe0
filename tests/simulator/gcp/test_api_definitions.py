"""Facts from Google's API definitions: they name what the SDK has, agree with the rules and the texts, and decide what a change means."""

from collections.abc import Iterator
from typing import Any

import pytest

from simulator.packages.gcp_api import said_by_apis
from simulator.packages.gcp_docs import documented
from simulator.rules import Allowed
from simulator.rules.registry import all_rules
from simulator.schema import Shape, sdk, type_schema
from tests.simulator.gcp.project import Project

FACTS = said_by_apis()
RULES = all_rules("gcp")


def shape_at(token: str, path: str) -> tuple[str, Shape]:
    """(class that holds the property, its shape)."""
    schema = type_schema(token)
    members, key = schema.inputs, ""
    shape: Shape = "any"
    for step in path.split("."):
        shape = members[step.removesuffix("[*]")].shape
        inner = shape[1] if isinstance(shape, list) and shape[0] == "list" else shape
        if step.endswith("[*]"):
            shape = inner
        if isinstance(inner, list) and inner[0] == "object" and step != path.split(".")[-1]:
            key = inner[1]
            members = schema.objects[key]
    return key, shape


@pytest.mark.second_source
@pytest.mark.parametrize("token", sorted(FACTS))
def test_what_the_definitions_name_is_a_property_of_the_sdk(token: str) -> None:
    said = FACTS[token]
    assert sdk("gcp").has(token)
    assert [path for path in said.get("replaces", []) if not shape_at(token, path)[1]] == []
    assert [path for path in said.get("words", {}) if shape_at(token, path)[1] != "str"] == []


def rule_words() -> Iterator[tuple[str, str, set[str], set[str]]]:
    """(type, path, words of the rule, words of the API) where both list some."""
    for token, rules in RULES.items():
        for check in rules.checks:
            words = FACTS.get(token, {}).get("words", {}).get(getattr(check, "path", ""))
            if isinstance(check, Allowed) and words:
                yield token, check.path, set(map(str, check.values)), set(words)


@pytest.mark.second_source
def test_rules_and_definitions_list_the_same_words() -> None:
    compared = list(rule_words())
    assert len(compared) >= 3
    assert [(token, path, own - api) for token, path, own, api in compared if own - api] == []


@pytest.mark.second_source
def test_documented_defaults_are_words_of_the_api() -> None:
    found = []
    for token, said in FACTS.items():
        for path, words in said.get("words", {}).items():
            key, _ = shape_at(token, path)
            default = documented(token).defaults.get(key, {}).get(path.split(".")[-1])
            if default is not None and default.upper() not in {word.upper() for word in words}:
                found.append((token, path, default))
    assert found == []


@pytest.mark.second_source
@pytest.mark.parametrize(
    ("token", "replaces"),
    [
        ("gcp:kms/cryptoKey:CryptoKey", {"purpose", "importOnly", "destroyScheduledDuration", "versionTemplate.protectionLevel"}),
        ("gcp:healthcare/fhirStore:FhirStore", {"version", "disableReferentialIntegrity", "disableResourceVersioning"}),
        ("gcp:certificateauthority/authority:Authority", {"config", "keySpec", "lifetime", "type"}),
        ("gcp:workstations/workstationCluster:WorkstationCluster", {"network", "subnetwork", "privateClusterConfig.enablePrivateEndpoint"}),
        ("gcp:compute/route:Route", {"destRange", "priority", "tags"}),
        ("gcp:secretmanager/secret:Secret", {"replication"}),
    ],
)
def test_known_immutable_properties_are_among_them(token: str, replaces: set[str]) -> None:
    assert replaces <= set(FACTS[token].get("replaces", []))


def cluster(gcp: Project, **inputs: Any) -> dict[str, Any]:
    """A cluster of workstations in a network of its own."""
    return {"workstationClusterId": "lab", "location": "europe-west3", **inputs}


def test_a_property_that_the_api_calls_immutable_replaces_without_a_rule(gcp: Project) -> None:
    network = gcp.network()
    subnet = gcp.subnet(network)
    other = gcp.subnet(network, "10.0.9.0/24", "other")
    made = gcp.make(
        "gcp:workstations/workstationCluster:WorkstationCluster", **cluster(gcp, network=network.id, subnetwork=subnet.id, displayName="a")
    )
    again = cluster(gcp, network=network.id, displayName="b")
    moved = gcp.cloud.diff(made.urn, made.inputs, {**made.inputs, **again, "subnetwork": other.id})
    renamed = gcp.cloud.diff(made.urn, made.inputs, {**made.inputs, **again, "subnetwork": subnet.id})
    assert moved.replaces == ["subnetwork"]
    assert (renamed.replaces, renamed.properties) == ([], ["displayName"])


def test_a_word_that_the_api_does_not_know_is_refused(gcp: Project) -> None:
    key = {"name": "store", "keyRing": "projects/hospital-phi/locations/europe-west3/keyRings/r"}
    faults = gcp.faults("gcp:kms/cryptoKey:CryptoKey", **key, keyAccessJustificationsPolicy={"allowedAccessReasons": ["BECAUSE"]})
    assert [fault.split(":")[0] for fault in faults] == ["keyAccessJustificationsPolicy.allowedAccessReasons[0]"]
    assert gcp.faults("gcp:kms/cryptoKey:CryptoKey", **key) == []
