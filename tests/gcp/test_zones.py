"""A whole plan on Google Cloud: each zone in its own project and network, each flow a private link, and nothing between them."""

from typing import Any

import pytest

from ai_zones.gcp.validation import InvalidInputError
from ai_zones.plan import CEILING, Service
from tests.gcp.recording import Recording
from tests.gcp.zone_plans import FLOWS, FOLDER, MADE, POLICY, PROJECTS, build, document

LINKS = [flow for flow in CEILING.flows if flow.service is not Service.DATABASE]
DATABASE = [flow for flow in CEILING.flows if flow.service is Service.DATABASE]
ENDPOINT = "compute/forwardingRule:ForwardingRule"
NETWORK = "compute/network:Network"
PERIMETER = "accesscontextmanager/servicePerimeter:ServicePerimeter"
WHOLE: dict[str, Any] = {
    "create": MADE,
    "access_policy": POLICY,
    "log_folder_id": FOLDER,
    "entries": {"deploy": {"identities": ["serviceAccount:deploy@clinic-ci.iam.gserviceaccount.com"], "access_levels": ["runners"]}},
    "clinical_store": {},
    "tables": {"phi": {"owners": ["group:data@clinic.example"]}},
    "secrets": {"deidentification": {"lab-key": {}}},
}
ALONE: dict[str, Any] = {"flows": {}, "providers": {}}


@pytest.fixture(scope="module")
def built() -> Recording:
    return build(**WHOLE)


@pytest.fixture(scope="module")
def plain() -> Recording:
    """With the required inputs alone."""
    return build()


@pytest.fixture(scope="module")
def previewed() -> Recording:
    return build(preview=True, **WHOLE)


def endpoints(recording: Recording) -> list[Any]:
    return [one for one in recording.of(ENDPOINT) if one.inputs.get("loadBalancingScheme") == ""]


def test_each_zone_stands_in_its_own_project_which_bears_its_label(built: Recording) -> None:
    made = built.of("organizations/project:Project")
    assert {one.inputs["projectId"]: one.inputs["labels"]["ai-zone"] for one in made} == {
        project: zone for zone, project in PROJECTS.items()
    }
    assert {one.inputs["folderId"] for one in made} == {FOLDER}


def test_projects_stand_already_unless_it_is_said_where_they_are_made(plain: Recording) -> None:
    recording = plain
    assert recording.of("organizations/project:Project") == []
    assert set(recording.read("organizations/project:Project").values()) == {f"projects/{project}" for project in PROJECTS.values()}


def test_no_resource_is_built_by_a_default_provider_and_none_in_another_zones_project(built: Recording) -> None:
    stems = {f"clinic-test-{zone}-": project for zone, project in PROJECTS.items()}
    for one in built.resources:
        if one.type.startswith("gcp:"):
            assert one.provider, one.name
            own = next((project for stem, project in stems.items() if one.name.startswith(stem)), None)
            if own is not None and "project" in one.inputs:
                assert (one.project, one.inputs["project"]) == (own, own), one.name


def test_networks_are_joined_by_nothing(built: Recording) -> None:
    assert len(built.of(NETWORK)) == len(PROJECTS)
    for kind in ("networkPeering:NetworkPeering", "vPNGateway:VPNGateway", "haVpnGateway:HaVpnGateway", "vPNTunnel:VPNTunnel"):
        assert built.of(f"compute/{kind}") == []
    assert all(one.inputs["deleteDefaultRoutesOnCreate"] is True for one in built.of(NETWORK))
    assert {one.inputs["destRange"] for one in built.of("compute/route:Route")} == {"199.36.153.4/30"}


def test_the_only_public_addresses_and_translation_are_egress_s(built: Recording) -> None:
    public = [one for one in built.of("compute/address:Address") if one.inputs["addressType"] == "EXTERNAL"]
    assert {one.project for one in [*public, *built.of("compute/routerNat:RouterNat")]} == {PROJECTS["egress"]}


def test_an_address_of_ones_own_for_googles_apis_takes_the_place_of_the_route() -> None:
    recording = build(google_apis="endpoint")
    assert recording.of("compute/route:Route") == []
    rules = recording.of("compute/globalForwardingRule:GlobalForwardingRule")
    assert {(one.project, one.inputs["target"]) for one in rules} == {(project, "vpc-sc") for project in PROJECTS.values()}


def test_each_service_accepts_its_flows_consumers_alone(built: Recording) -> None:
    expected: dict[str, set[str]] = {}
    for flow in LINKS:
        expected.setdefault(f"clinic-test-{flow.target}-{flow.service}", set()).add(PROJECTS[flow.source])
    found = {
        one.inputs["name"]: {accepted["projectIdOrNum"] for accepted in one.inputs["consumerAcceptLists"]}
        for one in built.of("compute/serviceAttachment:ServiceAttachment")
    }
    assert found == expected


def test_the_database_accepts_its_flows_consumers_and_its_own_zone_alone(built: Recording) -> None:
    (instance,) = built.of("sql/databaseInstance:DatabaseInstance")
    (psc,) = instance.inputs["settings"]["ipConfiguration"]["pscConfigs"]
    assert set(psc["allowedConsumerProjects"]) == {PROJECTS["phi"], *(PROJECTS[flow.source] for flow in DATABASE)}


def test_each_flow_is_one_endpoint_in_the_consumers_network(built: Recording) -> None:
    found = {(one.project, one.inputs["labels"]["ai-flow"]) for one in endpoints(built)}
    own = {(PROJECTS["phi"], "database")}
    assert found == own | {(PROJECTS[flow.source], flow.service.value) for flow in CEILING.flows}
    assert len(endpoints(built)) == len(CEILING.flows) + len(own)


def test_an_endpoint_and_its_names_stand_in_the_network_of_its_own_zone(built: Recording) -> None:
    for one in endpoints(built):
        assert one.inputs["network"].startswith(f"projects/{one.project}/"), one.name
    for zone in built.of("dns/managedZone:ManagedZone"):
        for network in zone.inputs["privateVisibilityConfig"]["networks"]:
            assert network["networkUrl"].startswith(f"projects/{zone.project}/"), zone.name


def test_fixed_addresses_are_each_used_once_in_a_network(built: Recording) -> None:
    taken = [(one.project, one.inputs["address"]) for one in built.of("compute/address:Address") if one.inputs["addressType"] == "INTERNAL"]
    assert len(set(taken)) == len(taken) == len(CEILING.flows) + 1


def test_what_is_built_in_a_project_waits_for_its_apis(built: Recording) -> None:
    on = {(one.inputs["project"], one.inputs["service"]): one for one in built.of("projects/service:Service")}
    for network in built.of(NETWORK):
        assert built.waits(network, on[network.project, "compute.googleapis.com"])
    (instance,) = built.of("sql/databaseInstance:DatabaseInstance")
    assert built.waits(instance, on[PROJECTS["phi"], "sqladmin.googleapis.com"])
    (proxy,) = built.of("networkservices/gateway:Gateway")
    assert built.waits(proxy, on[PROJECTS["egress"], "networkservices.googleapis.com"])


def test_a_perimeter_holds_each_project_and_its_networks_call_the_plans_services_alone(built: Recording) -> None:
    found = {one.name: one.inputs["status"] for one in built.of(PERIMETER)}
    assert len(found) == len(PROJECTS)
    phi = next(status for name, status in found.items() if name.startswith("clinic-test-phi-"))
    assert phi["vpcAccessibleServices"]["allowedServices"] == sorted(
        f"{name}.googleapis.com" for name in {*document()["zones"]["phi"]["services"], "logging", "monitoring"}
    )
    assert [rule["title"] for rule in phi["ingressPolicies"]] == ["deploy"]
    assert phi["egressPolicies"] == []


def test_perimeters_come_after_everything_that_they_would_refuse(built: Recording) -> None:
    for perimeter in built.of(PERIMETER):
        zone = perimeter.name.removeprefix("clinic-test-").partition("-")[0]
        project = next(one for one in built.of("organizations/project:Project") if one.inputs["labels"]["ai-zone"] == zone)
        assert built.waits(perimeter, project)


def test_without_an_access_policy_no_perimeter_is_drawn_here(plain: Recording) -> None:
    assert plain.of(PERIMETER) == plain.of("accesscontextmanager/accessPolicy:AccessPolicy") == []


def test_every_zones_logs_come_to_the_archive_by_the_folder_or_by_its_own_sink(built: Recording, plain: Recording) -> None:
    assert {one.inputs["folder"] for one in built.of("logging/folderSink:FolderSink")} == {FOLDER}
    assert built.of("logging/projectSink:ProjectSink") == []
    assert {one.inputs["project"] for one in plain.of("logging/projectSink:ProjectSink")} == set(PROJECTS.values())


def test_a_preview_knows_the_path_of_everything_that_is_built(built: Recording, previewed: Recording) -> None:
    def paths(recording: Recording) -> set[str]:
        return {one.name for one in recording.resources if one.type.startswith("gcp:")}

    assert paths(previewed) == paths(built)
    assert previewed.result == built.result


def test_what_is_locked_stays_with_its_project_where_the_rest_may_go(built: Recording) -> None:
    def policies(recording: Recording) -> dict[str, str]:
        return {one.project: one.inputs["deletionPolicy"] for one in recording.of("organizations/project:Project")}

    assert set(policies(built).values()) == {"PREVENT"}
    left = policies(build(**WHOLE, deletion_protection=False))
    assert {project for project, policy in left.items() if policy == "ABANDON"} == {PROJECTS["management"]}
    assert set(policies(build(**WHOLE, deletion_protection=False, locked=False)).values()) == {"DELETE"}


def test_every_flow_of_the_ceiling_is_among_those_that_are_built() -> None:
    assert len(FLOWS) == len(CEILING.flows)


@pytest.mark.parametrize(
    ("plan", "changes", "said"),
    [
        ({}, {"providers": {}}, "providers.phi"),
        ({}, {"google_apis": "internet"}, "google_apis: given .*internet.* must be one of route, endpoint"),
        ({}, {"secrets": {"egress": {"key": {}}}}, "secrets.egress: the zone has none"),
        ({}, {"tables": {"inference": {"owners": []}}}, "tables.inference: the zone has none"),
        ({}, {"stores": {"access": {}}}, "stores.access: the zone has none"),
        ({}, {"entries": WHOLE["entries"]}, "given without access_policy"),
        ({}, {**WHOLE, "access_policy": {"create": POLICY["create"]}}, "entries.deploy.access_levels: given runners, .* has none"),
        ({}, {"perimeter_mode": "watch"}, "perimeter_mode: given .*watch.* must be one of enforced, dry-run"),
        ({**ALONE, "zones": {"phi": {"account": "clinic-test-phi"}}}, {}, "lacks management"),
        ({**ALONE, "zones": {"phi": {}, "management": {"account": "clinic-test-management"}}}, {}, "zones.phi.account: is required"),
        (
            {**ALONE, "zones": {zone: {"account": "clinic-test-all"} for zone in ("phi", "management")}},
            {},
            "given clinic-test-all for phi, management",
        ),
    ],
)
def test_what_can_not_be_built_is_said_before_anything_is(plan: dict[str, Any], changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        build(document(**plan), **changes)
