"""What is left out on Google Cloud belonged to what its path stands below, and a perimeter to whatever stands in its projects; a project owns
what belongs to nothing else."""

from dataclasses import replace

from tests.mutation.base import GCP, Base, written_bases
from tests.mutation.catalogue import mutants
from tests.mutation.operators.gcp_places import PERIMETER, POLICY_RULE, owners

WARD, CLUSTER = (
    next(Base(one.name, one.folder, own=False) for one in written_bases(GCP) if one.name == name)
    for name in ("gcp_records_in_buckets", "gcp_cluster_closed")
)


def touched(type_: str, base: Base = WARD) -> set[str]:
    """Types of what counts as changed when one of a type is left out."""
    mutant = next(one for one in mutants(base.program, base.settings) if one.key == ("drop-resource", type_, ""))
    return {urn.split("::")[2] for urn in mutant.change(base.program.copy())}


def test_a_perimeter_that_is_left_out_was_around_all_of_its_projects() -> None:
    assert {"gcp:storage/bucket:Bucket", "gcp:compute/network:Network", "gcp:compute/instance:Instance"} <= touched(PERIMETER)


def test_a_rule_that_is_left_out_belonged_to_its_policy_and_the_network_of_that() -> None:
    found = touched(POLICY_RULE)
    assert "gcp:compute/networkFirewallPolicy:NetworkFirewallPolicy" in found
    assert "gcp:compute/network:Network" in found
    assert "gcp:storage/bucket:Bucket" not in found


def test_the_policy_of_a_project_that_writes_its_id_as_a_text_belonged_to_the_project() -> None:
    assert touched("gcp:binaryauthorization/policy:Policy", CLUSTER) == {"gcp:organizations/project:Project", "pulumi:pulumi:Stack"}


def test_settings_that_bear_the_path_of_their_project_own_nothing_in_it() -> None:
    program = CLUSTER.program.copy()
    row = next(one for one in program.rows if one.type == "gcp:binaryauthorization/policy:Policy")
    row.inputs = {**row.inputs, "project": "projects/clinic-llm"}
    settings = replace(
        row, urn=row.urn + "-accounts", type="gcp:projects/defaultServiceAccounts:DefaultServiceAccounts", id="projects/clinic-llm"
    )
    program.rows.append(settings)
    assert row.id is not None
    assert row.id.startswith("projects/clinic-llm")
    assert settings.urn not in owners(program, row)
