"""What holds for every type of Google Cloud: ids, links, labels, words, defaults, APIs, policies of deletion, imports."""

import pytest

from simulator.cloud import Cloud
from simulator.packages.gcp_docs import _read
from simulator.packages.gcp_paths import equal, path_of, relative
from simulator.rules.gcp.kinds import FOLDER, FORWARDING_RULE, NETWORK, PROJECT, ROUTE, SUBNETWORK
from simulator.schema import type_schema
from simulator.values import UNKNOWN
from simulator.world import World
from tests.simulator.gcp.project import LINK, OTHER_PROJECT, REGION, Project

TOPIC = "gcp:pubsub/topic:Topic"
CLUSTER = "gcp:alloydb/cluster:Cluster"


def test_an_id_is_the_documented_path_and_the_link_leads_to_it(gcp: Project) -> None:
    network = gcp.network()
    assert network.id == "projects/hospital-phi/global/networks/phi"
    assert network["selfLink"] == LINK + network.id
    assert gcp.subnet(network).id == "projects/hospital-phi/regions/europe-west3/subnetworks/phi-a"


def test_an_id_takes_the_short_name_behind_a_collection_and_the_whole_at_the_beginning() -> None:
    rule = path_of("gcp:compute/networkFirewallPolicyRule:NetworkFirewallPolicyRule")
    key = path_of("gcp:kms/cryptoKey:CryptoKey")
    assert rule
    assert key
    given = {"project": "p", "firewallPolicy": LINK + "projects/p/global/firewallPolicies/f", "priority": 7}
    assert rule.id(given) == "projects/p/global/firewallPolicies/f/rules/7"
    assert key.id({"keyRing": "projects/p/locations/l/keyRings/r", "name": "k"}) == "projects/p/locations/l/keyRings/r/cryptoKeys/k"
    assert key.id({"keyRing": UNKNOWN, "name": "k"}) is None


@pytest.mark.parametrize(
    "link",
    [
        "https://www.googleapis.com/compute/v1/projects/p/x",
        "https://compute.googleapis.com/compute/beta/projects/p/x",
        "//compute.googleapis.com/projects/p/x",
    ],
)
def test_a_link_in_any_version_is_its_path(link: str) -> None:
    assert relative(link) == "projects/p/x"


def test_short_names_equal_links_only_where_they_are_taken() -> None:
    assert equal("projects/p/global/networks/n", "n", short=True)
    assert not equal("projects/p/global/networks/n", "n")
    assert not equal("projects/p/global/networks/n", "projects/q/global/networks/n", short=True)


@pytest.mark.parametrize("form", ["projects/hospital-phi/global/networks/phi", LINK + "projects/hospital-phi/global/networks/phi", "phi"])
def test_a_reference_is_taken_in_every_form_and_read_back_as_a_link(gcp: Project, form: str) -> None:
    network = gcp.network()
    subnet = gcp.make(SUBNETWORK, name="a", network=form, ipCidrRange="10.0.0.0/24")
    assert subnet["network"] == network["selfLink"]
    assert gcp.replaced_by(subnet, network=network.id) == []
    assert gcp.replaced_by(subnet, network=network["selfLink"]) == []


def test_another_network_replaces(gcp: Project) -> None:
    subnet = gcp.subnet(gcp.network())
    assert gcp.replaced_by(subnet, network="projects/hospital-phi/global/networks/other") == ["network"]


def test_naming_the_providers_own_project_and_region_changes_nothing(gcp: Project) -> None:
    subnet = gcp.subnet(gcp.network())
    assert gcp.cloud.diff(subnet.urn, subnet.inputs, {**subnet.inputs, "project": "hospital-phi", "region": REGION}).changes == ()
    assert gcp.replaced_by(subnet, region="europe-west4") == ["region"]


def test_a_part_of_the_address_is_read_back_as_given(gcp: Project) -> None:
    gcp.make("gcp:compute/networkFirewallPolicy:NetworkFirewallPolicy", name="closed")
    match = {"destIpRanges": ["0.0.0.0/0"], "layer4Configs": [{"ipProtocol": "all"}]}
    given = {"firewallPolicy": "closed", "priority": 1, "direction": "EGRESS", "action": "deny", "match": match}
    assert gcp.make("gcp:compute/networkFirewallPolicyRule:NetworkFirewallPolicyRule", **given)["firewallPolicy"] == "closed"


def test_a_preview_knows_the_project_and_no_id_link_or_region(gcp: Project) -> None:
    shown = gcp.plan(SUBNETWORK, name="a", network="n", ipCidrRange="10.0.0.0/24")
    assert shown["project"] == "hospital-phi"
    assert [shown[name] for name in ("selfLink", "region", "gatewayAddress", "purpose", "fingerprint")] == [UNKNOWN] * 5


def test_a_name_is_made_up_and_kept(gcp: Project) -> None:
    urn = gcp.urn(NETWORK, "phi")
    made, faults = gcp.cloud.check(urn, None, {})
    assert faults == []
    assert made["name"].startswith("phi-")
    assert "name" in made["__defaults"]
    assert gcp.cloud.check(urn, made, {})[0]["name"] == made["name"]


def test_a_name_that_is_given_is_no_default(gcp: Project) -> None:
    assert "name" not in gcp.cloud.check(gcp.urn(NETWORK), None, {"name": "phi"})[0]["__defaults"]


@pytest.mark.parametrize("name", ["Phi", "phi_a", "phi-", "1phi", "p" * 64])
def test_names_of_compute_engine_are_labels(gcp: Project, name: str) -> None:
    assert any(fault.startswith("name: ") for fault in gcp.faults(NETWORK, name=name))


def test_words_are_those_of_the_documentation_at_every_depth(gcp: Project) -> None:
    assert any("GLOBAL" in fault for fault in gcp.faults(NETWORK, name="n", routingMode="EVERYWHERE"))
    log = {"aggregationInterval": "INTERVAL_1_YEAR"}
    faults = gcp.faults(SUBNETWORK, name="a", network="n", ipCidrRange="10.0.0.0/24", logConfig=log)
    assert [fault.partition(":")[0] for fault in faults] == ["logConfig.aggregationInterval"]


def test_an_empty_word_says_none(gcp: Project) -> None:
    assert gcp.faults(FORWARDING_RULE, name="a", loadBalancingScheme="", target="t") == []


def test_documented_defaults_stand_in_the_inputs(gcp: Project) -> None:
    inputs = gcp.cloud.check(gcp.urn(NETWORK), None, {"name": "n"})[0]
    assert inputs["autoCreateSubnetworks"] is True
    assert inputs["networkFirewallPolicyEnforcementOrder"] == "AFTER_CLASSIC_FIREWALL"


def test_defaults_inside_an_object_stand_there_once_the_object_is_given(gcp: Project) -> None:
    network = gcp.network()
    plain, logged = gcp.subnet(network), gcp.subnet(network, "10.0.1.0/24", "b", logConfig={"flowSampling": 1})
    assert "logConfig" not in plain.inputs
    assert logged["logConfig"]["metadata"] == "INCLUDE_ALL_METADATA"
    assert logged.inputs["logConfig"]["__defaults"] == ["aggregationInterval", "metadata"]
    assert "__defaults" not in logged["logConfig"]
    assert (
        "__defaults"
        not in gcp.plan(SUBNETWORK, name="c", network="n", ipCidrRange="10.0.2.0/24", logConfig={"flowSampling": 1})["logConfig"]
    )
    assert gcp.cloud.diff(logged.urn, logged.inputs, {**logged.inputs, "logConfig": {"flowSampling": 1}}).changes != ()


def test_labels_of_provider_and_resource_are_one_map(world: World) -> None:
    gcp = Project(Cloud("gcp", world, {"project": "p12345", "defaultLabels": '{"owner": "ops", "ai-zone": "control"}'}))
    topic = gcp.make(TOPIC, name="t", labels={"ai-zone": "phi"})
    assert topic["effectiveLabels"] == topic["pulumiLabels"] == {"owner": "ops", "ai-zone": "phi", "goog-pulumi-provisioned": "true"}
    assert topic["labels"] == {"ai-zone": "phi"}


def test_labels_are_known_in_a_preview_unless_one_is_not(gcp: Project) -> None:
    assert gcp.plan(TOPIC, name="t", labels={"a": "b"})["effectiveLabels"]["a"] == "b"
    assert gcp.plan(TOPIC, name="t", labels={"a": UNKNOWN})["effectiveLabels"] is UNKNOWN


def test_the_attribution_may_be_turned_off(world: World) -> None:
    gcp = Project(Cloud("gcp", world, {"project": "p12345", "addPulumiAttributionLabel": "false"}))
    assert gcp.make(TOPIC, name="t")["effectiveLabels"] == {}


def test_a_label_that_others_put_there_stays_and_one_that_is_dropped_goes(gcp: Project) -> None:
    topic = gcp.make(TOPIC, name="t", labels={"a": "1", "b": "2"})
    found = gcp.object(topic)
    assert found
    found.outputs["effectiveLabels"]["theirs"] = "3"
    gcp.cloud.world.put(found)
    assert gcp.change(topic, labels={"a": "1"})["effectiveLabels"] == {"a": "1", "theirs": "3", "goog-pulumi-provisioned": "true"}


def test_an_api_must_be_enabled_in_a_project_that_the_program_made(gcp: Project) -> None:
    gcp.made_project()
    gcp.refuses("accessNotConfigured", NETWORK, "compute.googleapis.com", name="n", project="hospital-new")
    gcp.enable("hospital-new", "compute")
    gcp.make(NETWORK, name="n", project="hospital-new")


def test_adopted_projects_may_be_named(gcp: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIMULATOR_GCP_ADOPTED", f"hospital-phi,{OTHER_PROJECT}:dns.googleapis.com")
    gcp.make(NETWORK, name="n")
    gcp.refuses("notFound", NETWORK, "elsewhere-1", name="n", project="elsewhere-1")
    gcp.refuses("accessNotConfigured", NETWORK, name="n", project=OTHER_PROJECT)


def test_what_holds_a_part_must_stand(gcp: Project) -> None:
    gcp.refuses("notFound", "gcp:dns/dnsManagedZoneIamMember:DnsManagedZoneIamMember", **_grant("elsewhere"))
    gcp.refuses("notFound", "gcp:secretmanager/secretIamMember:SecretIamMember", secretId="none", role="roles/viewer", member="allUsers")


def _grant(zone: str) -> dict[str, str]:
    return {"managedZone": zone, "project": "hospital-phi", "role": "roles/dns.reader", "member": "user:a@b.example"}


def test_nothing_is_made_over_what_stands(gcp: Project) -> None:
    gcp.network()
    gcp.refuses("alreadyExists", NETWORK, "409", name="phi")


def test_prevented_is_refused_and_abandoned_is_left(gcp: Project) -> None:
    kept = gcp.make(TOPIC, name="kept", deletionPolicy="PREVENT")
    gcp.refuses_delete("", kept, "PREVENT")
    left = gcp.make(TOPIC, name="left", deletionPolicy="ABANDON")
    gcp.delete(left)
    found = gcp.object(left)
    assert found
    assert found.urn is None


def test_the_policy_of_deletion_is_the_providers_where_none_is_given(world: World) -> None:
    gcp = Project(Cloud("gcp", world, {"project": "p12345", "deletionPolicy": "PREVENT"}))
    gcp.refuses_delete("", gcp.make(TOPIC, name="t"))


def test_protection_is_on_where_the_documentation_says_so(gcp: Project) -> None:
    cluster = gcp.make(CLUSTER, clusterId="records", location=REGION, pscConfig={"pscEnabled": True}, deletionProtection=True)
    gcp.refuses_delete("", cluster, "deletionProtection")
    gcp.change(cluster, deletionProtection=False)
    gcp.delete(cluster)


@pytest.mark.parametrize("id_", ["projects/hospital-phi/global/networks/phi", "hospital-phi/phi", "phi"])
def test_an_import_takes_every_documented_form(gcp: Project, id_: str) -> None:
    network = gcp.network()
    found = gcp.cloud.read(NETWORK, network.urn, id_, {}, {})
    assert found
    assert found[0] == network.id
    assert found[2]["name"] == "phi"


def test_an_import_finds_what_nobody_asked_for(gcp: Project) -> None:
    gcp.network(deleteDefaultRoutesOnCreate=False)
    route = next(iter(gcp.cloud.world.find(ROUTE)))
    found = gcp.cloud.read(ROUTE, gcp.urn(ROUTE), route.id, {}, {})
    assert found
    assert found[2]["destRange"] == "0.0.0.0/0"


def test_a_region_must_come_from_somewhere(world: World) -> None:
    gcp = Project(Cloud("gcp", world, {"project": "p12345"}))
    network = gcp.network()
    gcp.refuses("", SUBNETWORK, "region", name="a", network=network.id, ipCidrRange="10.0.0.0/24")


def test_regions_and_zones_have_their_form(gcp: Project) -> None:
    assert gcp.faults(SUBNETWORK, name="a", network="n", ipCidrRange="10.0.0.0/24", region="eu-west-1") != []
    assert gcp.faults(SUBNETWORK, name="a", network="n", ipCidrRange="10.0.0.0/24", region="northamerica-northeast1") == []


@pytest.mark.parametrize(
    ("name", "value"), [("project", "No"), ("region", "Frankfurt"), ("zone", "europe-west3"), ("deletionPolicy", "KEEP")]
)
def test_a_configuration_is_judged(world: World, name: str, value: str) -> None:
    assert [path for path, _ in Cloud("gcp", world).check_config({name: value})[1]] == [name]


def test_a_project_takes_along_what_stands_in_it(gcp: Project) -> None:
    project = gcp.made_project()
    gcp.enable("hospital-new", "pubsub")
    gcp.make(TOPIC, name="t", project="hospital-new")
    gcp.delete(project)
    assert gcp.cloud.world.find(TOPIC) == [] == gcp.cloud.world.find(PROJECT)


def test_texts_of_the_sdk_are_read_afresh() -> None:
    """What the cache holds is what is read: words at every depth, defaults in their kind, what replaces, names by RFC 1035."""
    found = _read(SUBNETWORK, type_schema(SUBNETWORK))
    assert found.forms[0] == "projects/{{project}}/regions/{{region}}/subnetworks/{{name}}"
    assert "INTERVAL_5_SEC" in found.allowed["compute:SubnetworkLogConfigArgs"]["aggregationInterval"]
    assert found.defaults["compute:SubnetworkLogConfigArgs"]["metadata"] == "INCLUDE_ALL_METADATA"
    assert found.dns_labels[""] == ["name"]
    project = _read(PROJECT, type_schema(PROJECT))
    assert project.defaults[""]["deletionPolicy"] == "PREVENT"
    assert set(project.replacing[""]) == {"orgId", "projectId"}
    folder = _read(FOLDER, type_schema(FOLDER))
    assert folder.defaults[""]["deletionProtection"] is True


def test_what_was_asked_for_stays_as_it_was(gcp: Project) -> None:
    """An answer shows links; what an import finds is what the program said."""
    subnet = gcp.subnet(gcp.network())
    gcp.make("gcp:compute/router:Router", name="r", network="phi")
    listed = [{"name": subnet.id, "sourceIpRangesToNats": ["ALL_IP_RANGES"]}]
    given = {"sourceSubnetworkIpRangesToNat": "LIST_OF_SUBNETWORKS", "natIpAllocateOption": "AUTO_ONLY", "subnetworks": listed}
    nat = gcp.make("gcp:compute/routerNat:RouterNat", name="n", router="r", **given)
    assert nat["subnetworks"][0]["name"] == subnet["selfLink"]
    found = gcp.object(nat)
    assert found
    assert found.inputs["subnetworks"][0]["name"] == subnet.id


def test_what_only_the_api_says_within_a_given_object_is_unknown_in_a_preview(gcp: Project) -> None:
    """So the texts of AlloyDB's `pscInstanceConfig` say, by "(Output)"."""
    psc = {"allowedConsumerProjects": ["600000000001"]}
    shown = gcp.plan(
        "gcp:alloydb/instance:Instance", cluster="records", instanceId="primary", instanceType="PRIMARY", pscInstanceConfig=psc
    )
    assert shown["pscInstanceConfig"] == {**psc, "serviceAttachmentLink": UNKNOWN, "pscDnsName": UNKNOWN}
