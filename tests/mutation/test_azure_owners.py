"""What is left out on Azure belonged to what its id stands below, though the program only wrote the owner's name."""

import pytest

from tests.mutation.base import AZURE, Base, written_bases
from tests.mutation.catalogue import mutants

HOSPITAL = next(Base(one.name, one.folder, own=False) for one in written_bases(AZURE) if one.name == "azure_untagged_hospital")


@pytest.mark.parametrize(
    ("left_out", "owners"),
    [
        ("sql:ServerBlobAuditingPolicy", {"sql:Server::hospital-sql"}),
        ("sql:BackupShortTermRetentionPolicy", {"sql:Server::hospital-sql", "sql:Database::hospital-records"}),
    ],
)
def test_a_part_that_names_its_owner_by_a_text_belonged_to_it(left_out: str, owners: set[str]) -> None:
    mutant = next(
        one
        for one in mutants(HOSPITAL.program, HOSPITAL.settings)
        if one.operator == "drop-resource" and one.type == f"azure-native:{left_out}"
    )
    touched = mutant.change(HOSPITAL.program.copy())
    assert {urn.split("azure-native:")[-1] for urn in touched if "azure-native:" in urn} == owners


def test_a_group_owns_nothing() -> None:
    mutant = next(
        one
        for one in mutants(HOSPITAL.program, HOSPITAL.settings)
        if one.operator == "drop-resource" and one.type == "azure-native:sql:ServerBlobAuditingPolicy"
    )
    assert not any("resources:ResourceGroup" in urn for urn in mutant.change(HOSPITAL.program.copy()))
