"""AWS Native is read in the AWS provider's words."""

from collections.abc import Mapping
from typing import Any

import pytest
from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER  # type: ignore[import-untyped]

from posture.inputs.native.joined import in_aws_words, shapes
from posture.inputs.native.shape import Native
from posture.readers.load import load_readers
from posture.readers.registry import INERT, READERS
from posture.resource import Resource
from posture.rules.catalogue import rules
from posture.values import UNKNOWN, Untold
from simulator.schema import type_schema

GROUP = "aws-native:elasticache:ReplicationGroup"
DISTRIBUTION = "aws-native:cloudfront:Distribution"
RULE = "aws-native:events:Rule"
SPECIAL = sorted(token for token, shape in shapes().items() if any("." in new or new not in ("arn", "name") for new in shape.fields))


def resource(token: str, props: Mapping[str, object], ties: Mapping[str, frozenset[str]] | None = None, id_: object = UNKNOWN) -> Resource:
    return Resource(
        urn=f"urn:pulumi:dev::p::{token}::x",
        type=token,
        name="x",
        id=id_,  # type: ignore[arg-type]
        props=props,
        property_dependencies=ties or {},
        declared=frozenset(props),
    )


def said(token: str, props: Mapping[str, object]) -> Resource:
    [made] = in_aws_words([resource(token, props)])
    return made


@pytest.fixture(scope="module")
def known() -> set[str]:
    load_readers()
    return {*READERS, *INERT, *(token for rule in rules().values() for token in rule.tokens)}


@pytest.fixture(scope="module")
def cloudformation() -> dict[str, str]:
    return {_plain(name.removeprefix("AWS::")): name for region in REGIONS for name in PROVIDER_SCHEMA_MANAGER.get_resource_types(region)}


def _plain(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum())


REGIONS = ("us-east-1", "us-west-2", "eu-west-1")
CALLED_OTHERWISE = {"configuration": "config"}


def test_each_type_is_one_that_cloudformation_has(cloudformation: dict[str, str]) -> None:
    kinds = [token.removeprefix("aws-native:").split(":") for token in shapes()]
    missing = [kind for kind in kinds if _plain(CALLED_OTHERWISE.get(kind[0], kind[0]) + kind[1]) not in cloudformation]
    assert missing == []


def test_each_type_becomes_one_that_somebody_reads_or_judges(known: set[str]) -> None:
    tokens = {shape.token for shape in shapes().values()} | {part.token for shape in shapes().values() for part in shape.parts}
    assert tokens - known == set()


def test_no_rule_is_left_that_looks_at_the_type_in_its_own_words_alone() -> None:
    tokens = [(rule.id, frozenset(rule.tokens)) for rule in rules().values()]
    left = [
        (token, id_)
        for token, shape in shapes().items()
        for id_, looked_at in tokens
        if token in looked_at and shape.token not in looked_at
    ]
    assert left == []


@pytest.mark.parametrize("token", SPECIAL)
def test_each_word_is_one_that_the_aws_provider_has(token: str) -> None:
    shape = shapes()[token]
    schema = type_schema(shape.token)
    words = {new.partition(".")[0] for new in shape.fields}
    assert words - schema.inputs.keys() - schema.outputs.keys() == set()


@pytest.mark.parametrize("token", SPECIAL)
def test_each_old_word_is_one_that_cloudformation_has(token: str, cloudformation: dict[str, str]) -> None:
    shape = shapes()[token]
    service, kind = token.removeprefix("aws-native:").split(":")
    name = cloudformation[_plain(CALLED_OTHERWISE.get(service, service) + kind)]
    region = next(one for one in REGIONS if name in PROVIDER_SCHEMA_MANAGER.get_resource_types(one))
    properties = PROVIDER_SCHEMA_MANAGER.get_resource_schema(region, name).schema["properties"]
    words = {_plain(one) for one in properties}
    assert [old for old in _old_tops(shape) if _plain(old) not in words] == []


def _old_tops(shape: Native) -> set[str]:
    renamed = {new for new in shape.fields if "." not in new}
    olds = {shape.hoisted} - {""}
    for new, written in shape.fields.items():
        old = written if isinstance(written, str) else written.old
        if old == "/":
            olds |= set() if isinstance(written, str) else set(written.names)
        elif old.startswith("/"):
            olds.add(old[1:].partition(".")[0])
        elif not shape.hoisted:
            olds |= {old.partition(".")[0]} if "." not in new else {new.partition(".")[0]} - renamed
    return olds | {part.prop for part in shape.parts} | {path.partition(".")[0] for path in shape.unless}


def test_a_property_called_otherwise_is_found_under_its_other_name() -> None:
    made = said(GROUP, {"cacheSubnetGroupName": "private", "atRestEncryptionEnabled": True})
    assert made.type == "aws:elasticache/replicationGroup:ReplicationGroup"
    assert (made.props["subnetGroupName"], made.props["atRestEncryptionEnabled"]) == ("private", True)


def test_what_it_came_from_stays_what_it_depends_on() -> None:
    subnets = frozenset({"urn:subnets"})
    [made] = in_aws_words([resource(GROUP, {"cacheSubnetGroupName": UNKNOWN}, {"cacheSubnetGroupName": subnets})])
    assert made.props["subnetGroupName"] is UNKNOWN
    assert made.property_dependencies["subnetGroupName"] == subnets
    assert "subnetGroupName" in (made.declared or ())


def test_what_the_program_does_not_give_is_not_declared_under_the_other_name() -> None:
    [made] = in_aws_words(
        [Resource("urn:pulumi:dev::p::t::x", GROUP, "x", UNKNOWN, {"cacheSubnetGroupName": "default"}, declared=frozenset())]
    )
    assert made.declared == frozenset()


def test_names_within_lists_are_said_otherwise_too() -> None:
    listener = {"loadBalancerPort": "80", "instancePort": "8080", "protocol": "HTTP"}
    made = said("aws-native:elasticloadbalancing:LoadBalancer", {"listeners": [listener], "scheme": "internal"})
    assert made.props["listeners"][0]["lbProtocol"] == "HTTP"
    assert made.props["internal"] is True
    assert "lbProtocol" not in listener


def test_a_list_that_is_unknown_stays_unknown() -> None:
    assert said("aws-native:elasticloadbalancing:LoadBalancer", {"listeners": UNKNOWN}).props["listeners"] is UNKNOWN


def test_what_stands_in_one_object_stands_at_the_top() -> None:
    origin = {"id": "store", "domainName": "records.s3.eu-west-1.amazonaws.com"}
    made = said(DISTRIBUTION, {"distributionConfig": {"enabled": True, "origins": [origin]}})
    assert made.props["origins"] == [{**origin, "originId": "store"}]


def test_an_object_that_is_unknown_leaves_all_of_it_unknown() -> None:
    made = said(DISTRIBUTION, {"distributionConfig": UNKNOWN})
    assert made.props["origins"] is UNKNOWN


def test_tags_are_a_mapping() -> None:
    assert said(GROUP, {"tags": [{"key": "ai-zone", "value": "phi"}]}).props["tags"] == {"ai-zone": "phi"}


def test_a_tag_whose_key_is_unknown_leaves_them_all_unknown() -> None:
    assert said(GROUP, {"tags": [{"key": UNKNOWN, "value": "phi"}]}).props["tags"] is UNKNOWN


def test_what_the_other_provider_has_no_word_for_stays_unread() -> None:
    token = "aws-native:redshift:Cluster"
    assert said(token, {"dbName": "records"}).type == "aws:redshift/cluster:Cluster"
    assert said(token, {"dbName": "records", "namespaceResourcePolicy": {"Statement": []}}).type == token


def test_targets_of_a_rule_are_resources_beside_it() -> None:
    ties = {"targets": frozenset({"urn:queue"})}
    whole, target = in_aws_words([resource(RULE, {"targets": [{"id": "1", "arn": UNKNOWN}], "eventPattern": {}}, ties)])
    assert (whole.type, target.type) == ("aws:cloudwatch/eventRule:EventRule", "aws:cloudwatch/eventTarget:EventTarget")
    assert target.urn == f"{whole.urn}#targets[0]"
    assert target.property_dependencies["arn"] == frozenset({"urn:queue"})
    assert target.property_dependencies["rule"] == frozenset({whole.urn})


def test_targets_that_are_unknown_leave_everything_of_one_unknown() -> None:
    _, target = in_aws_words([resource(RULE, {"targets": UNKNOWN})])
    assert target.props["arn"] is UNKNOWN


def test_a_policy_within_a_store_is_a_resource_beside_it() -> None:
    policy = {"Version": "2012-10-17", "Statement": []}
    cluster, beside = in_aws_words([resource("aws-native:dsql:Cluster", {"policyDocument": policy}, id_="abc")])
    assert (beside.type, beside.props) == ("aws:dsql/clusterPolicy:ClusterPolicy", {"policy": policy, "identifier": "abc"})
    assert cluster.id == "abc"


def test_nothing_is_told_of_what_is_adopted_without_properties() -> None:
    assert in_aws_words([resource(GROUP, Untold())])[0].props["kmsKeyId"] is UNKNOWN


@pytest.mark.parametrize(
    ("props", "definition"),
    [
        ({"definitionString": '{"StartAt": "${first}"}', "definitionSubstitutions": {"first": "Read"}}, '{"StartAt": "Read"}'),
        ({"definition": {"StartAt": "Read"}}, '{"StartAt": "Read"}'),
        ({"definition": {"StartAt": UNKNOWN}}, UNKNOWN),
        ({"definitionString": "{}", "definitionSubstitutions": {"first": UNKNOWN}}, UNKNOWN),
        ({}, None),
    ],
)
def test_a_machine_has_one_definition(props: dict[str, Any], definition: object) -> None:
    assert said("aws-native:stepfunctions:StateMachine", props).props.get("definition") == definition


def test_actions_of_a_topic_rule_are_told_apart() -> None:
    payload = {"sql": "SELECT *", "ruleDisabled": False, "actions": [{"http": {"url": "https://example.com"}}, {"s3": {"bucketName": "b"}}]}
    made = said("aws-native:iot:TopicRule", {"topicRulePayload": payload})
    assert (made.props["https"], made.props["s3"], made.props["enabled"]) == ([{"url": "https://example.com"}], [{"bucketName": "b"}], True)


def test_an_action_of_a_kind_that_is_not_told_apart_may_be_any() -> None:
    made = said("aws-native:iot:TopicRule", {"topicRulePayload": {"sql": "SELECT *", "actions": [{"teleport": {}}]}})
    assert made.props["https"] is UNKNOWN


@pytest.mark.parametrize("wrong", [UNKNOWN, 7, "text", [UNKNOWN], [[]], {}, {"x": UNKNOWN}, [{"x": 1}, None]])
def test_wrong_types_raise_nothing(wrong: object) -> None:
    for token, shape in shapes().items():
        olds = {*_old_tops(shape), *(new.partition(".")[0] for new in shape.fields), "tags"}
        assert in_aws_words([resource(token, dict.fromkeys(olds, wrong))])
