"""What operators make, what they leave alone, and that each is counted once."""

import copy
import json
from collections import Counter
from functools import cache

import pytest

from tests.mutation.base import Base, written_bases
from tests.mutation.catalogue import mutants
from tests.mutation.forms import RefusedError
from tests.mutation.mutant import Mutant
from tests.mutation.operators.aws_places import narrows
from tests.mutation.operators.operation import concerns_operation, consists_of_operation
from tests.mutation.operators.plan import longer_plan
from tests.mutation.operators.tags import change_tag
from tests.mutation.policies import document_at, statements
from tests.mutation.program import Program, Row, at, plain
from tests.mutation.run import distinct, try_one
from tests.mutation.sites import Site
from tests.mutation.zones_of import data_class


@cache
def base(name: str) -> Base:
    return next(Base(one.name, one.folder, own=False) for one in written_bases() if one.name == name)


@cache
def made(name: str) -> tuple[Mutant, ...]:
    return tuple(mutants(base(name).program, base(name).settings))


def changed(name: str, operator: str, type_: str, path: str = "") -> tuple[Program, Mutant]:
    mutant = next(one for one in made(name) if one.key == (operator, type_, path))
    copied = base(name).program.copy()
    mutant.change(copied)
    return copied, mutant


# What the issue names: drop, flip, widen, replace by `*`, drop or weaken a condition, drop a document, a rule, an association, add …
@pytest.mark.parametrize(
    "operator",
    [
        "drop-property", "flip-boolean", "widen-cidr-to-all", "widen-cidr-by-8", "principal-to-star", "action-to-star", "drop-condition",
        "condition-to-star", "condition-if-exists", "drop-deny", "drop-policy", "drop-rule", "drop-resource", "add-route-internet-gateway",
        "add-internet-gateway", "add-nat-gateway", "add-peering-to-a-foreign-account", "add-public-address", "share-subnet", "add-replica",
        "subscribe-https", "subscribe-logs", "change-tag", "drop-tag",
    ],
)  # fmt: skip
def test_every_operator_of_the_issue_makes_something_on_the_bases(operator: str) -> None:
    assert any(one.operator == operator for written in written_bases() for one in made(written.name))


def test_copies_of_one_shape_are_one_distinct_mutant() -> None:
    bases = [base("hub_with_segments"), base("database_by_peering")]
    work = distinct(bases)
    assert all(count == 1 for count in Counter(one.key for one in work).values())
    assert len(work) < len(made("hub_with_segments")) + len(made("database_by_peering"))


def test_values_of_one_shape_count_once() -> None:
    flips = next(one for one in distinct([base("records_on_aurora")]) if one.key[0] == "flip-boolean")
    assert len({variant.key for place in flips.places for variant in place.variants}) == 1


def test_a_mutant_changes_a_copy_and_never_the_base() -> None:
    found = base("records_in_buckets")
    before = copy.deepcopy([row.inputs for row in found.program.rows])
    for mutant in made("records_in_buckets")[::7]:
        try:
            mutant.change(found.program.copy())
        except RefusedError:
            continue
    assert [row.inputs for row in found.program.rows] == before


def test_a_dropped_property_is_gone_with_the_dependency_that_it_was() -> None:
    program, mutant = changed("records_on_aurora", "drop-property", "aws:rds/cluster:Cluster", "kmsKeyId")
    row = program.by_urn[mutant.urn]
    assert "kmsKeyId" not in row.inputs
    assert "kmsKeyId" not in row.property_dependencies


def test_a_flipped_boolean_is_the_other() -> None:
    _, mutant = changed("records_in_buckets", "flip-boolean", "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "blockPublicAcls")
    program = base("records_in_buckets").program.copy()
    mutant.change(program)
    assert program.by_urn[mutant.urn].inputs["blockPublicAcls"] is False


def test_a_condition_of_a_deny_is_loosened_and_never_only_narrowed() -> None:
    """A key left out of a Deny denies more: no such mutant."""
    for mutant in made("records_in_buckets"):
        assert not (mutant.operator in ("drop-condition", "condition-if-exists") and "[Deny]" in mutant.path)


def test_a_starred_principal_stands_in_the_document() -> None:
    mutant = next(one for one in made("records_in_buckets") if one.operator == "principal-to-star" and "kms" in one.type)
    program = base("records_in_buckets").program.copy()
    mutant.change(program)
    document = document_at(program.by_urn[mutant.urn].inputs["policy"])
    assert document is not None
    assert any(one.get("Principal") == "*" for one in statements(document) if one["Effect"] == "Allow")


def test_what_only_allows_is_not_left_out() -> None:
    for written in written_bases():
        for mutant in made(written.name):
            if mutant.operator == "drop-resource":
                assert "securityGroupIngressRule" not in mutant.type
                assert mutant.type not in ("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "aws:lambda/permission:Permission")


@pytest.mark.parametrize("path", ["rootBlockDevice.volumeSize", "healthCheck.path", "instanceType", "code"])
def test_performance_capacity_cost_and_code_are_left_alone(path: str) -> None:
    assert concerns_operation("aws:ec2/instance:Instance", path)


@pytest.mark.parametrize(
    "path", ["kmsKeyId", "publiclyAccessible", "ingress.fromPort", "priority", "vpcSecurityGroupIds", "bucketKeyEnabled"]
)
def test_roads_keys_and_filters_are_not_left_alone(path: str) -> None:
    assert not concerns_operation("aws:ec2/instance:Instance", path)


def test_an_override_that_lets_through_is_left_alone_and_one_that_blocks_is_not() -> None:
    def overriding(action: str) -> bool:
        override = {"name": "NoUserAgent_HEADER", "actionToUse": {action: {}}}
        row = Row("urn:pulumi:a::b::aws:wafv2/webAcl:WebAcl::wall", "aws:wafv2/webAcl:WebAcl", {"rules": []})
        where = ("rules", 0, "statement", "managedRuleGroupStatement", "ruleActionOverrides")
        return narrows(row, Site(where, [override], "list", required=False)) and narrows(row, Site((*where, 0), override, "object", False))

    assert overriding("count")
    assert overriding("allow")
    assert not overriding("block")
    assert not overriding("challenge")


def test_how_a_request_is_refused_is_left_alone_and_that_it_is_refused_is_not() -> None:
    kind, answer = "aws:wafv2/webAcl:WebAcl", {"customResponse": {"responseCode": 429}}
    assert concerns_operation(kind, "rules.action.block.customResponse")
    assert not consists_of_operation(kind, "rules.action.block", answer)
    assert not consists_of_operation(kind, "rules.action", {"block": answer})


def test_a_tag_that_repeats_the_networks_zone_is_changed_but_not_dropped() -> None:
    for written in written_bases():
        found = base(written.name)
        for mutant in made(written.name):
            if mutant.operator == "drop-tag" and mutant.path == "tags.ai-zone":
                assert mutant.type in ("aws:ec2/vpc:Vpc", "aws:ec2/defaultVpc:DefaultVpc") or not found.program.by_urn[
                    mutant.urn
                ].inputs.get("vpcId")


def test_widening_makes_a_larger_block() -> None:
    mutant = next(one for one in made("front_for_people") if one.operator == "widen-cidr-by-8")
    program = base("front_for_people").program.copy()
    before = json.dumps(program.by_urn[mutant.urn].inputs, default=str)
    mutant.change(program)
    assert json.dumps(program.by_urn[mutant.urn].inputs, default=str) != before
    assert plain(at(program.by_urn[mutant.urn].inputs, ())) is not None


def test_the_plan_of_our_own_stacks_gets_one_more_flow_and_one_more_provider() -> None:
    row = Row("urn:pulumi:aws-dev::ai-zones::ai-zones:index:AwsZones::zones", "ai-zones:index:AwsZones", {})
    assert {(one.operator, one.path) for one in longer_plan(Program([row], {}), row)} == {
        ("add-flow-to-own-plan", "flows"),
        ("add-provider-to-own-plan", "providers"),
    }


def test_of_several_places_the_one_that_holds_phi_comes_first() -> None:
    bases = [base("front_for_people"), base("records_in_buckets")]
    shape = ("drop-resource", "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", "")
    work = next(one for one in distinct(bases) if one.key == shape)
    place = work.places[0]
    assert place.base.name == "records_in_buckets"
    program = place.base.program
    assert "phi" in {data_class(program.by_urn[urn]) for urn in program.by_urn[place.variants[0].urn].refers_to()}


def test_a_property_that_was_given_as_its_default_is_no_mutant() -> None:
    shape = ("drop-property", "aws:secretsmanager/secret:Secret", "recoveryWindowInDays")
    outcome = try_one(next(one for one in distinct([base("records_on_aurora")]) if one.key == shape))
    assert all(one.unchanged for one in outcome.tried)


def test_what_means_the_same_in_a_document_is_no_mutant() -> None:
    events = {one.key for one in made("events_on_a_bus")}
    bus, queue = "aws:cloudwatch/eventBusPolicy:EventBusPolicy", "aws:sqs/queuePolicy:QueuePolicy"
    assert ("action-to-star", bus, "policy[Allow].Action") in events
    assert ("resource-to-star", bus, "policy[Allow].Resource") not in events, "the bus's own policy speaks of the bus alone"
    assert ("principal-to-star", queue, "policy[Allow].Principal") not in events, "its source is named, which only services send"
    assert ("allow-everybody", queue, "policy") in events
    assert ("allow-foreign-account", queue, "policy") not in events, "a Deny refuses whoever is of no organization of ours"
    owner = ("drop-condition", "aws:iam/rolePolicy:RolePolicy", "policy[Allow].Condition.StringEquals.aws:ResourceAccount")
    assert owner not in {one.key for one in made("database_by_dms")}, "the account stands in the secret's ARN"


def test_a_class_that_repeats_the_zones_is_changed_but_not_dropped() -> None:
    keys = {one.key for one in made("database_by_dms")}
    assert ("change-tag", "aws:dms/replicationInstance:ReplicationInstance", "tags.data-class") in keys
    assert ("drop-tag", "aws:rds/cluster:Cluster", "tags.data-class") not in keys


def test_what_stands_between_two_zones_is_told_to_be_of_a_third() -> None:
    bucket = Row("urn:pulumi:x::x::aws:s3/bucket:Bucket::records", "aws:s3/bucket:Bucket", {"tags": {"ai-zone": "phi"}})
    point = Row(
        "urn:pulumi:x::x::aws:s3/accessPoint:AccessPoint::for-tools",
        "aws:s3/accessPoint:AccessPoint",
        {"bucket": "records", "tags": {"ai-zone": "deidentification"}},
        {"bucket": [bucket.urn]},
    )
    program = Program([bucket, point], {})
    mutant = next(one for one in change_tag(program, point) if one.path == "tags.ai-zone")
    mutant.change(program)
    assert point.inputs["tags"]["ai-zone"] == "training", "phi would be true as well: the bucket is of phi"


def test_the_tag_of_what_stands_alone_is_for_people() -> None:
    alone = {"aws:route53/zone:Zone", "aws:cloudwatch/eventRule:EventRule", "aws:backup/reportPlan:ReportPlan"}
    assert not {(one.type, one.path) for written in written_bases() for one in made(written.name) if one.type in alone} & {
        (type_, "tags.ai-zone") for type_ in alone
    }
