"""One plan in several stacks: each part builds its zones and its halves, and what they tell each other is enough for the whole."""

from typing import Any

import pulumi
import pytest

from ai_zones.aws import InvalidInputError
from ai_zones.aws.zones_joins import Joins
from ai_zones.plan import ZoneName
from tests.aws.recording import Built, Recording, record
from tests.aws.zone_plans import ACCOUNTS, build, composite, document, endpoints, zone_of

PHI: list[ZoneName] = [ZoneName.PHI]
REST: list[ZoneName] = [zone for zone in ZoneName if zone is not ZoneName.PHI]
READERS = ["arn:aws:iam::888899990000:role/security-reviewer"]


def part(builds: list[ZoneName], joins: dict[str, Any] | None = None, **changes: Any) -> Recording:
    """One part; its result is what it exports."""

    def program() -> Any:
        zones = composite(document(), builds=builds, joins=joins or {}, **changes)
        return pulumi.Output.all(joins=zones.joins, waiting=zones.waiting_for)

    return record(program)


def resources(recording: Recording) -> dict[str, Built]:
    return {one.name: one for one in recording.resources if one.type.startswith("aws:")}


def rounds(**changes: Any) -> tuple[Recording, Recording]:
    """Both parts after two rounds of `up`, as an operator runs them."""
    phi, rest = part(PHI, may_wait=True, **changes), None
    for _ in range(2):
        rest = part(REST, phi.result["joins"], may_wait=True, **changes)
        phi = part(PHI, rest.result["joins"], may_wait=True, **changes)
    assert rest is not None
    return phi, rest


@pytest.fixture(scope="module")
def alone() -> Recording:
    """The first part, while the other does not stand yet."""
    return part(PHI, may_wait=True)


@pytest.fixture(scope="module")
def both() -> tuple[Recording, Recording]:
    """After two rounds."""
    return rounds()


def test_a_part_builds_its_own_zones_alone(alone: Recording) -> None:
    assert {zone_of(name) for name in resources(alone)} == {"phi"}
    assert [
        one.name for one in alone.resources if one.type == "pulumi:providers:aws" and one.name not in {f"{z}-aws" for z in ZoneName}
    ] == []


def test_nothing_that_waits_is_built_and_each_is_named(alone: Recording) -> None:
    assert [name for name, inputs in endpoints(alone).items() if "ai-flow" in inputs["tags"]] == []
    assert [point.name for point in alone.of("s3/accessPoint:AccessPoint")] == ["clinic-test-phi-store-for-phi"]
    assert alone.result["waiting"] == [
        "flow phi-management-telemetry: service_names.management/telemetry",
        "flow phi-management-vault: service_names.management/vault",
        "access point of phi's store for deidentification: vpc_ids.deidentification",
    ]


def test_after_two_rounds_the_parts_are_the_whole() -> None:
    phi, rest = rounds(backups=True, log_readers=READERS)
    whole = build(document(), backups=True, log_readers=READERS)
    assert phi.result["waiting"] == []
    together = resources(phi) | resources(rest)
    expected = resources(whole)
    assert set(resources(phi)) & set(resources(rest)) == set()
    assert set(together) == set(expected)
    assert {name: one.inputs for name, one in together.items()} == {name: one.inputs for name, one in expected.items()}


def test_a_producer_accepts_the_endpoint_that_the_other_part_built(both: tuple[Recording, Recording]) -> None:
    _, rest = both
    accepted = {one.name: one.inputs["vpcEndpointId"] for one in rest.of("ec2/vpcEndpointConnectionAccepter:VpcEndpointConnectionAccepter")}
    name = "clinic-test-management-vault-for-phi-accepter"
    assert accepted[name] == "id-of-clinic-test-phi-to-management-vault-endpoint"


def test_keys_and_services_name_the_other_parts_zones_before_these_are_built(both: tuple[Recording, Recording]) -> None:
    """They follow from the plan: no later round changes them."""
    _, last = both
    first = part(REST, may_wait=True)
    for kind, document_of in (("kms/key:Key", "policy"), ("ec2/vpcEndpointService:VpcEndpointService", "allowedPrincipals")):
        before, after = ({one.name: one.inputs[document_of] for one in recording.of(kind)} for recording in (first, last))
        assert before == after
        assert before


def test_a_store_admits_a_reader_only_once_its_network_is_known(alone: Recording, both: tuple[Recording, Recording]) -> None:
    first, (last, _) = alone, both
    policies = [
        recording.one("s3/bucketPolicy:BucketPolicy", "clinic-test-phi-store-policy").inputs["policy"] for recording in (first, last)
    ]
    assert [ACCOUNTS["deidentification"] in policy for policy in policies] == [False, True]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"builds": PHI}, "joins: lacks flow phi-management-telemetry: service_names.management/telemetry"),
        ({"builds": []}, "builds: given none"),
        (
            {"joins": {"service_names": {"management/vault": " "}}, "builds": PHI, "may_wait": True},
            "service_names.management/vault: given ' '",
        ),
        ({"joins": {"service_name": {}}, "builds": PHI}, "joins.service_name: is not an input"),
    ],
)
def test_a_part_is_refused_before_anything_is_registered(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError) as error:
        build(document(), **changes)
    assert said in str(error.value)


def test_two_stacks_that_say_different_things_are_an_error() -> None:
    said = [{"vpc_ids": {"phi": "vpc-1"}}, {"vpc_ids": {"phi": "vpc-2"}}]
    with pytest.raises(ValueError, match=r"vpc_ids\.phi: one source says 'vpc-1', another 'vpc-2'"):
        Joins.together(said)
    assert Joins.together([said[0], {}, said[0]]).vpc_ids == {"phi": "vpc-1"}
