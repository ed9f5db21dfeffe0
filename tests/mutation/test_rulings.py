"""Harmless is ruled in writing: each ruling names real operators, types and properties, a reason, and the documentation that says so."""

import re

import pytest

from simulator.errors import UserError
from simulator.schema import TypeSchema, UnknownTypeError, type_schema
from tests.mutation.operators import properties, resources
from tests.mutation.rulings import Ruling, Rulings, rulings

ALL = (*rulings().before, *rulings().after)


@pytest.mark.parametrize("ruling", ALL, ids=lambda one: f"{one.operators[0]}-{one.types[0].rsplit(':', 1)[-1]}-{one.properties[0]}")
def test_a_ruling_names_the_documentation_by_its_title(ruling: Ruling) -> None:
    assert re.search(r'"[^"]{6,}"|Pulumi Registry, aws\.|DESIGN|FACTS', ruling.reference), ruling.reference
    assert len(ruling.reason) >= 15


@pytest.mark.parametrize("ruling", ALL, ids=lambda one: f"{one.operators[0]}-{one.types[0].rsplit(':', 1)[-1]}-{one.properties[0]}")
def test_a_ruling_covers_written_out_types_and_properties_and_no_patterns(ruling: Ruling) -> None:
    for type_ in ruling.types:
        schema = _schema(type_)
        assert schema is not None, type_
    for path in ruling.properties:
        assert "*" not in path
        if path and "[" not in path:
            assert any(path.split(".", 1)[0] in found.inputs for type_ in ruling.types if (found := _schema(type_))), path


def _schema(type_: str) -> TypeSchema | None:
    try:
        return type_schema(type_)
    except (UnknownTypeError, UserError):
        return None


def test_no_combination_is_ruled_twice() -> None:
    seen: set[tuple[str, str, str, str]] = set()
    for ruling in ALL:
        for operator in ruling.operators:
            for type_ in ruling.types:
                for path in ruling.properties:
                    for value in ruling.values or ("",):
                        key = (operator, type_, path, value)
                        assert key not in seen, key
                        seen.add(key)


def test_what_is_ruled_after_the_fact_is_told_apart() -> None:
    late = {
        "operators": "drop-property",
        "types": "a:b:C",
        "properties": "d",
        "reason": "It changes nothing here.",
        "reference": '"A longer title"',
    }
    found = Rulings.model_validate({"after-the-fact": [late]}).of(("drop-property", "a:b:C", "d"), "")
    assert found is not None
    assert found[1] is True


def test_what_no_ruling_names_is_harmful() -> None:
    assert rulings().of(("flip-boolean", "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "blockPublicAcls"), "false") is None


def test_a_ruling_names_operators_that_exist() -> None:
    known = {"drop-property", "flip-boolean", "drop-rule", "foreign-arn", "drop-resource", "set-public"}
    assert properties.OPERATORS
    assert resources.OPERATORS
    for ruling in ALL:
        for operator in ruling.operators:
            assert operator in known or re.match(
                r"(add|allow|widen|drop|change|condition|principal|action|resource|open|share|associate|move|weaken|foreign|effect|exempt|level|pay|filter|match|disable|narrow)-",
                operator,
            ), operator
