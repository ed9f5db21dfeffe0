"""What operators make of Google Cloud's programs: words switched, paths of strangers, members, roads and perimeters that the simulated cloud accepts."""

from functools import cache

import pytest

from tests.mutation.base import GCP, Base, written_bases
from tests.mutation.catalogue import mutants, weight
from tests.mutation.forms import FOREIGN_PROJECT, RefusedError, state_of
from tests.mutation.mutant import Mutant
from tests.mutation.operators import gcp_shapes
from tests.mutation.operators.gcp_places import POLICY_RULE
from tests.mutation.operators.operation import concerns_operation
from tests.mutation.program import Program, Ref, Row, leaves, plain
from tests.mutation.sites import Site

BUCKETS, DATABASE, LINK = "gcp_records_in_buckets", "gcp_sql_by_private_link", "gcp_link_between_zones"


@cache
def base(name: str) -> Base:
    return next(Base(one.name, one.folder, own=False) for one in written_bases(GCP) if one.name == name)


@cache
def made(name: str) -> tuple[Mutant, ...]:
    return tuple(mutants(base(name).program, base(name).settings))


def changed(name: str, operator: str, type_: str, path: str = "", variant: str = "") -> tuple[Program, Mutant]:
    mutant = next(one for one in made(name) if one.key == (operator, f"gcp:{type_}", path) and variant in one.variant)
    copied = base(name).program.copy()
    mutant.change(copied)
    return copied, mutant


@pytest.mark.parametrize(
    "operator",
    [
        "drop-property", "flip-boolean", "weaken-word", "foreign-project", "widen-cidr-to-all", "widen-ports", "widen-protocol", "drop-rule",
        "drop-resource", "drop-listed", "drop-tag", "change-tag", "move-abroad", "match-everything", "add-route-internet-gateway",
        "add-route-split-defaults", "add-route-private-address", "add-nat-gateway", "add-vpn-gateway", "add-circuit", "add-peering-to-another-zone",
        "add-peering-to-a-foreign-project", "share-network-with-a-foreign-project", "add-resolver-rule-for-every-name", "add-endpoint-for-all-apis",
        "open-egress", "disable-rule", "narrow-denial", "add-public-address", "add-endpoint-to-a-stranger", "allow-every-name", "dry-run-only",
        "let-in-everybody", "let-out-everything", "add-level-of-the-internet", "principal-to-star", "principal-to-foreign", "role-to-owner",
        "grant-everybody", "grant-foreign-principal", "federate-a-strangers-repository", "add-key-of-a-robot", "add-logs-for-a-stranger",
        "add-anonymous-access", "add-replica", "add-firewall-rule-for-all", "accept-everybody", "exempt-a-person",
    ],
)  # fmt: skip
def test_every_operator_makes_something_on_the_bases_of_gcp(operator: str) -> None:
    assert any(one.operator == operator for name in (BUCKETS, DATABASE, LINK, "gcp_tables_by_columns_and_rows") for one in made(name))


def test_a_word_is_switched_to_its_documented_opposite() -> None:
    program, mutant = changed(BUCKETS, "flip-boolean", "storage/bucket:Bucket", "publicAccessPrevention")
    assert program.by_urn[mutant.urn].inputs["publicAccessPrevention"] == "inherited"


def test_a_rule_that_lets_through_is_neither_switched_off_nor_left_out_nor_made_to_deny() -> None:
    allowing = {row.urn for row in base(BUCKETS).program.of_type(POLICY_RULE) if plain(row.inputs["action"]) == "allow"}
    found = [one for one in made(BUCKETS) if one.urn in allowing]
    assert found
    assert not [one.name for one in found if one.operator in ("drop-resource", "disable-rule", "narrow-denial") or one.path == "action"]


@pytest.mark.parametrize(
    ("type_", "path", "narrows"),
    [
        ("accesscontextmanager/servicePerimeter:ServicePerimeter", "status.ingressPolicies", True),
        ("accesscontextmanager/servicePerimeter:ServicePerimeter", "status.ingressPolicies.ingressFrom.sources.accessLevel", True),
        ("accesscontextmanager/servicePerimeter:ServicePerimeter", "status.vpcAccessibleServices.allowedServices", True),
        ("accesscontextmanager/servicePerimeter:ServicePerimeter", "status.egressPolicies.egressTo.operations", True),
        ("accesscontextmanager/servicePerimeterEgressPolicy:ServicePerimeterEgressPolicy", "egressTo.resources", True),
        # From where it lets out, which services it closes and whether networks are limited at all: without these more passes.
        ("accesscontextmanager/servicePerimeter:ServicePerimeter", "status.egressPolicies.egressFrom.sources", False),
        ("accesscontextmanager/servicePerimeter:ServicePerimeter", "status.egressPolicies.egressFrom.sourceRestriction", False),
        ("accesscontextmanager/servicePerimeter:ServicePerimeter", "status.restrictedServices", False),
        ("accesscontextmanager/servicePerimeter:ServicePerimeter", "status.vpcAccessibleServices", False),
        ("iam/denyPolicy:DenyPolicy", "rules.denyRule.exceptionPrincipals", True),
        ("iam/denyPolicy:DenyPolicy", "rules.denyRule.denialCondition", False),
        ("container/cluster:Cluster", "masterAuthorizedNetworksConfig.cidrBlocks", True),
        ("container/cluster:Cluster", "masterAuthorizedNetworksConfig", False),
        ("container/nodePool:NodePool", "nodeConfig.oauthScopes", True),
        ("binaryauthorization/policy:Policy", "admissionWhitelistPatterns", True),
        ("binaryauthorization/policy:Policy", "defaultAdmissionRule.requireAttestationsBies", False),
        ("binaryauthorization/attestor:Attestor", "attestationAuthorityNote.publicKeys", True),
        ("healthcare/fhirStore:FhirStore", "notificationConfigs", True),
        ("healthcare/fhirStore:FhirStore", "validationConfig", False),
    ],
)
def test_a_door_that_is_left_out_only_closes(type_: str, path: str, narrows: bool) -> None:
    row = Row(urn="urn", type=f"gcp:{type_}", inputs={})
    assert gcp_shapes.narrows(row, Site(tuple(path.split(".")), "x", "str", False)) is narrows


def test_a_lien_is_left_out_first_where_it_keeps_phi() -> None:
    program = base("gcp_alloydb_by_private_link").program
    weights = {row.name: weight(program, row) for row in program.of_type("gcp:resourcemanager/lien:Lien")}
    assert weights["phi"] < weights["deid"]


def test_what_is_denied_is_never_widened() -> None:
    denying = {row.urn for row in base(BUCKETS).program.of_type(POLICY_RULE) if plain(row.inputs["action"]) == "deny"}
    assert not [one.name for one in made(BUCKETS) if one.urn in denying and one.operator.startswith("widen")]


def test_the_same_thing_in_a_strangers_project_stands_there_and_is_no_longer_ours() -> None:
    program, mutant = changed(BUCKETS, "foreign-project", "dns/policy:Policy", "networks.networkUrl")
    row = program.by_urn[mutant.urn]
    assert any(f"projects/{FOREIGN_PROJECT}/" in str(plain(leaf)) for _, leaf in leaves(row.inputs["networks"]))
    assert not row.property_dependencies.get("networks")
    assert any(entry["urn"] == mutant.urn for entry in state_of(program)["deployment"]["resources"])


def test_the_project_of_a_resource_is_its_address_and_never_a_strangers() -> None:
    assert not [
        one.name for name in (BUCKETS, DATABASE) for one in made(name) if one.operator == "foreign-project" and one.path == "project"
    ]


def test_a_binding_keeps_whom_it_names_and_gets_one_member_more() -> None:
    program, mutant = changed(BUCKETS, "principal-to-star", "kms/cryptoKeyIAMBinding:CryptoKeyIAMBinding", "members", "everybody")
    members = [plain(one) for one in program.by_urn[mutant.urn].inputs["members"]]
    assert members[-1] == "allUsers"
    assert len(members) == 2


def test_a_dry_run_moves_the_whole_document() -> None:
    before = next(row for row in base(BUCKETS).program.rows if row.type.endswith(":ServicePerimeter")).inputs["status"]
    program, mutant = changed(BUCKETS, "dry-run-only", "accesscontextmanager/servicePerimeter:ServicePerimeter", "status")
    row = program.by_urn[mutant.urn]
    assert "status" not in row.inputs
    assert row.inputs["spec"] == before
    assert row.inputs["useExplicitDryRunSpec"] is True
    assert row.property_dependencies["spec"]


def test_of_what_a_perimeter_restricts_only_what_is_on_is_left_out() -> None:
    variants = {one.variant for one in made(BUCKETS) if one.operator == "drop-listed" and one.path == "status.restrictedServices"}
    assert variants == {"storage.googleapis.com", "bigquery.googleapis.com"}


def test_a_label_of_a_project_classifies_whatever_stands_in_it() -> None:
    mutant = next(one for one in made(BUCKETS) if one.operator == "change-tag" and one.path == "labels.ai-zone")
    touched = mutant.change(base(BUCKETS).program.copy())
    kinds = {urn.split("::")[2] for urn in touched}
    assert {"gcp:storage/bucket:Bucket", "gcp:compute/network:Network", "gcp:compute/instance:Instance"} <= kinds


def test_a_network_loses_what_a_policy_was_bound_to_it_for() -> None:
    mutant = next(one for one in made(BUCKETS) if one.key == ("drop-property", "gcp:dns/responsePolicy:ResponsePolicy", "networks"))
    assert {urn.split("::")[2] for urn in mutant.change(base(BUCKETS).program.copy())} == {"gcp:compute/network:Network"}


def test_what_is_added_on_gcp_refers_to_what_is_added_before_it() -> None:
    program, _ = changed(BUCKETS, "add-vpn-gateway", "compute/network:Network")
    tunnel = next(row for row in program.rows if row.type.endswith(":VPNTunnel"))
    assert any(isinstance(leaf, Ref) for _, leaf in leaves(tunnel.inputs))


def test_the_simulated_cloud_makes_most_roads_and_grants_of_gcp() -> None:
    """An operator that is always refused would never be judged."""
    refused: dict[str, bool] = {}
    for mutant in made(DATABASE):
        if not mutant.operator.startswith(("add-", "open-", "grant-", "federate-", "share-", "let-", "allow-")):
            continue
        copied = base(DATABASE).program.copy()
        try:
            mutant.change(copied)
            state_of(copied)
            refused[mutant.operator] = False
        except RefusedError:
            refused.setdefault(mutant.operator, True)
    assert sum(refused.values()) * 4 <= len(refused), sorted(name for name, said in refused.items() if said)


@pytest.mark.parametrize("path", ["machineType", "settings.tier", "bootDisk.initializeParams.image", "scheduling.automaticRestart", "mtu"])
def test_performance_capacity_and_code_are_left_alone_on_gcp(path: str) -> None:
    assert concerns_operation("gcp:compute/instance:Instance", path)


@pytest.mark.parametrize(
    "path",
    ["tags", "serviceAccount.email", "shieldedInstanceConfig", "canIpForward", "settings.ipConfiguration.ipv4Enabled", "kmsKeyName", "status", "targetTags"],
)  # fmt: skip
def test_roads_keys_and_filters_are_not_left_alone_on_gcp(path: str) -> None:
    assert not concerns_operation("gcp:compute/instance:Instance", path)
