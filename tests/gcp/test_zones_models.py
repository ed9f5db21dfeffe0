"""What zones that redact, answer and train have beside their stores: each under its zone's key, in its zone's project."""

from collections.abc import Callable
from typing import Any

import pytest

from ai_zones.gcp.validation import InvalidInputError
from tests.gcp.recording import NUMBER, Recording
from tests.gcp.zone_plans import MADE, PROJECTS, SERVICES, build, document

MORE = {
    "phi": ["storage", "logging", "alloydb", "pubsub"],
    "deidentification": ["storage", "aiplatform", "artifactregistry", "dlp", "modelarmor"],
    "inference": ["aiplatform", "artifactregistry"],
    "training": ["aiplatform"],
}
PARTS: dict[str, Any] = {
    "registries": {"deidentification": {"images": {"format": "DOCKER"}}},
    "admission": {"inference": {"attestors": {}}},
    "machines": {"deidentification": {"redaction": {}}},
    "messages": {"phi": {"topics": {"admissions": {}}}},
    "models": {"deidentification": {"embedding": {}}, "inference": {"assistant": {"consumer_projects": []}}},
    "vectors": {"deidentification": {"dimensions": 768, "callers": [f"embedding@{PROJECTS['deidentification']}.iam.gserviceaccount.com"]}},
    "deidentification": {"deidentification": {}},
    "shields": {"deidentification": {}},
    "notebooks": {"training": {"cohort": {}}},
}


def plan(**services: list[str]) -> dict[str, Any]:
    given = SERVICES | MORE | services
    return document(zones={zone: {"account": project, "services": given.get(zone, [])} for zone, project in PROJECTS.items()})


@pytest.fixture(scope="module")
def built() -> Recording:
    return build(plan(), create=MADE, **PARTS)


def test_each_part_stands_in_its_zones_project_under_its_zones_key(built: Recording) -> None:
    held: dict[str, tuple[str, Callable[[dict[str, Any]], str]]] = {
        "artifactregistry/repository:Repository": ("deidentification", lambda one: one["kmsKeyName"]),
        "pubsub/topic:Topic": ("phi", lambda one: one["kmsKeyName"]),
        "compute/instance:Instance": ("deidentification", lambda one: one["bootDisk"]["kmsKeySelfLink"]),
        "vertex/aiIndex:AiIndex": ("deidentification", lambda one: one["encryptionSpec"]["kmsKeyName"]),
    }
    for kind, (zone, key_of) in held.items():
        for one in built.of(kind):
            assert one.project == PROJECTS[zone], kind
            assert key_of(one.inputs).startswith(f"projects/{PROJECTS[zone]}/locations/"), kind
        assert built.of(kind), kind


def test_a_model_of_a_zones_own_lets_its_own_network_in_until_others_are_named(built: Recording) -> None:
    found = {
        one.project: one.inputs["privateServiceConnectConfig"].get("projectAllowlists", [])
        for one in built.of("vertex/aiEndpoint:AiEndpoint")
    }
    assert found == {PROJECTS["deidentification"]: [PROJECTS["deidentification"]], PROJECTS["inference"]: []}


def test_every_zone_on_vertex_ai_has_its_metadata_under_its_key(built: Recording) -> None:
    stores = built.of("vertex/aiMetadataStore:AiMetadataStore")
    assert {one.project for one in stores} == {PROJECTS[zone] for zone in ("deidentification", "inference", "training")}


def test_the_shield_finds_what_the_zones_templates_find(built: Recording) -> None:
    (shield,) = built.of("modelarmor/template:Template")
    template = shield.inputs["filterConfig"]["sdpSettings"]["advancedConfig"]["inspectTemplate"]
    assert template.startswith(f"projects/{PROJECTS['deidentification']}/locations/")


def test_alloydb_takes_the_place_of_cloud_sql_and_its_links_ask_for_its_names(built: Recording) -> None:
    assert built.of("sql/databaseInstance:DatabaseInstance") == []
    (primary,) = built.of("alloydb/instance:Instance")
    assert set(primary.inputs["pscInstanceConfig"]["allowedConsumerProjects"]) == {NUMBER}
    names = {one.inputs["dnsName"] for one in built.of("dns/managedZone:ManagedZone")}
    assert any(name.endswith("alloydb-psc.goog.") for name in names)
    let = {one.inputs["dnsName"] for one in built.of("dns/responsePolicyRule:ResponsePolicyRule")}
    assert any(name.startswith("*.") and name.endswith(".alloydb-psc.goog.") for name in let)


def test_apis_of_the_parts_are_on_before_they_are_built(built: Recording) -> None:
    on = {(one.inputs["project"], one.inputs["service"]): one for one in built.of("projects/service:Service")}
    for kind, zone, api in (
        ("vertex/aiIndex:AiIndex", "deidentification", "aiplatform"),
        ("workbench/instance:Instance", "training", "notebooks"),
        ("binaryauthorization/policy:Policy", "inference", "binaryauthorization"),
        ("modelarmor/template:Template", "deidentification", "modelarmor"),
    ):
        (one,) = built.of(kind)
        assert built.waits(one, on[PROJECTS[zone], f"{api}.googleapis.com"]), kind


@pytest.mark.parametrize(
    ("services", "changes", "said"),
    [
        ({"inference": []}, {}, "registries.deidentification: the zone has none|models.inference: the zone has none"),
        ({}, {"notebooks": {"inference": {"cohort": {}}}}, "notebooks.inference: the zone has none; it is one of training"),
        ({}, {"messages": {"access": {"topics": {}}}}, "messages.access: the zone has none"),
        ({}, {"shields": {"training": {}}}, "shields.training: the zone has none"),
        (
            {},
            {"builds": ["phi", "management"], **{part: {} for part in PARTS}},
            "project_numbers.deidentification: is required, as the database names",
        ),
    ],
)
def test_a_part_where_it_can_not_be_is_said(services: dict[str, list[str]], changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        build(plan(**services), create=MADE, **{**PARTS, **changes})
