"""What services of AWS hand to others by grants of their own: the simulated cloud makes each, and each leads to a stranger."""

import pytest

from tests.mutation.base import AWS, Base, written_bases
from tests.mutation.judging import attempt
from tests.mutation.operators.aws_grants import OPERATORS

BASES = {one.name: Base(one.name, one.folder, own=False) for one in written_bases(AWS)}


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        (
            "lake_by_grants",
            {
                "grant-lake-to-an-account aws:glue/catalogTable:CatalogTable",
                "grant-lake-to-an-organization aws:glue/catalogTable:CatalogTable",
                "grant-lake-to-an-account aws:glue/catalogDatabase:CatalogDatabase",
                "add-policy-for-foreign-account aws:glue/catalogDatabase:CatalogDatabase",
            },
        ),
        ("warehouse_without_servers", {"share-warehouse aws:redshiftserverless/namespace:Namespace"}),
        ("table_exported_and_streamed", {"export-to-foreign-bucket aws:dynamodb/table:Table"}),
        ("logs_to_our_account", {"link-telemetry aws:cloudwatch/logGroup:LogGroup"}),
    ],
)
def test_the_cloud_makes_each_grant_and_it_is_caught_in_both_forms(base: str, expected: set[str]) -> None:
    program, settings = BASES[base].program, BASES[base].settings
    made = {mutant.name: mutant for operator in OPERATORS for row in program.rows for mutant in operator(program, row)}
    assert expected <= set(made)
    for name in expected:
        tried, _, _ = attempt(base, program, settings, made[name])
        assert not tried.refused, tried.refused
        assert tried.state is not None
        assert tried.preview is not None
        assert (tried.state.word, tried.preview.word) == ("caught", "caught"), name
