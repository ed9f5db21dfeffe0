"""Cloud WAN: which segment an attachment joins, which segments meet, and what is left open."""

import json
from typing import Any

import pytest

from posture.graph.facts import Unreadable
from tests.posture.readers.aws.cloud import Cloud, Made, Ref
from tests.posture.readers.aws.roads import roads

CORE = "aws:networkmanager/coreNetwork:CoreNetwork"
POLICY = "aws:networkmanager/coreNetworkPolicyAttachment:CoreNetworkPolicyAttachment"
ATTACHMENT = "aws:networkmanager/vpcAttachment:VpcAttachment"
BY_TAG = {
    "rule-number": 100,
    "conditions": [{"type": "tag-exists", "key": "segment"}],
    "action": {"association-method": "tag", "tag-value-of-path-key": "segment"},
}


def arn(made: Made) -> Ref:
    """As the stacks of these tests have it."""
    return Ref(made.urn, f"arn:aws:x:eu-west-1:111122223333:{made.name}")


def wide(aws: Cloud, policy: Any, tags: tuple[Any, Any] = ("a", "b")) -> tuple[Made, Made]:
    """Two networks, each attached, with a route to the core network for both of their addresses."""
    core = aws.add(CORE, "core", "core-network")
    if policy is not None:
        text = policy if isinstance(policy, str) else json.dumps({"version": "2021.12", "core-network-configuration": {}, **policy})
        aws.add(POLICY, "policy", "policy", coreNetworkId=core.id, policyDocument=text)
    subnets = []
    for index, name in enumerate(("near", "far")):
        vpc = aws.vpc(name, f"10.{index}.0.0/16")
        subnet = aws.subnet(f"{name}-a", vpc, f"10.{index}.1.0/24")
        tag = tags[index]
        aws.add(
            ATTACHMENT,
            name,
            "attachment",
            coreNetworkId=core.id,
            vpcArn=arn(vpc),
            subnetArns=[arn(subnet)],
            tags={} if tag is None else {"segment": tag},
        )
        aws.route(name, aws.table(name, vpc, subnet), "10.0.0.0/12", coreNetworkArn=arn(core))
        subnets.append(subnet)
    return subnets[0], subnets[1]


def segments(*names: str, **more: Any) -> dict[str, Any]:
    return {"segments": [{"name": name} for name in names], "attachment-policies": [BY_TAG], **more}


def test_networks_of_two_segments_do_not_meet(aws: Cloud, form: str) -> None:
    near, _ = wide(aws, segments("a", "b"))
    assert roads(aws.facts(form), near) == {"near": True}


def test_networks_of_one_segment_meet(aws: Cloud, form: str) -> None:
    near, _ = wide(aws, segments("a"), ("a", "a"))
    assert roads(aws.facts(form), near) == {"near": True, "far": True}


def test_attachments_of_an_isolated_segment_do_not_meet(aws: Cloud, form: str) -> None:
    near, _ = wide(aws, {"segments": [{"name": "a", "isolate-attachments": True}], "attachment-policies": [BY_TAG]}, ("a", "a"))
    assert roads(aws.facts(form), near) == {"near": True}


@pytest.mark.parametrize("shared", ["*", "b", ["b"], {"except": ["c"]}])
def test_a_shared_segment_meets_the_other(aws: Cloud, form: str, shared: Any) -> None:
    near, _ = wide(aws, segments("a", "b", **{"segment-actions": [{"action": "share", "segment": "a", "share-with": shared}]}))
    assert roads(aws.facts(form), near) == {"near": True, "far": True}


def test_sharing_goes_both_ways(aws: Cloud, form: str) -> None:
    _, far = wide(aws, segments("a", "b", **{"segment-actions": [{"action": "share", "segment": "a", "share-with": "*"}]}))
    assert roads(aws.facts(form), far) == {"near": True, "far": True}


def test_a_filter_denies_what_is_shared(aws: Cloud, form: str) -> None:
    policy = segments("a", "b", **{"segment-actions": [{"action": "share", "segment": "a", "share-with": "*"}]})
    policy["segments"][0]["deny-filter"] = ["b"]
    near, _ = wide(aws, policy)
    assert roads(aws.facts(form), near) == {"near": True}


def test_an_exception_from_sharing_holds(aws: Cloud, form: str) -> None:
    near, _ = wide(aws, segments("a", "b", **{"segment-actions": [{"action": "share", "segment": "a", "share-with": {"except": ["b"]}}]}))
    assert roads(aws.facts(form), near) == {"near": True}


def test_the_first_rule_that_matches_counts(aws: Cloud, form: str) -> None:
    rules = [
        {"rule-number": 200, "conditions": [{"type": "any"}], "action": {"association-method": "constant", "segment": "b"}},
        {
            "rule-number": 100,
            "condition-logic": "and",
            "conditions": [
                {"type": "tag-value", "operator": "equals", "key": "segment", "value": "a"},
                {"type": "attachment-type", "operator": "equals", "value": "vpc"},
            ],
            "action": {"association-method": "constant", "segment": "a"},
        },
    ]
    near, far = wide(aws, {"segments": [{"name": "a"}, {"name": "b"}], "attachment-policies": rules})
    graph = aws.facts(form)
    assert roads(graph, near) == {"near": True}
    assert roads(graph, far) == {"far": True}


def test_an_attachment_that_no_rule_matches_goes_nowhere(aws: Cloud, form: str) -> None:
    near, _ = wide(aws, segments("a"), (None, "a"))
    assert roads(aws.facts(form), near) == {"near": True}


@pytest.mark.parametrize(
    "policy",
    [
        None,
        "no JSON",
        segments("a", "b", **{"segment-actions": [{"action": "send-via", "segment": "a", "mode": "single-hop"}]}),
        segments("a", "b", **{"network-function-groups": [{"name": "inspection"}]}),
        {
            "segments": [{"name": "a"}, {"name": "b"}],
            "attachment-policies": [
                {"rule-number": 1, "conditions": [{"type": "resource-id", "operator": "equals", "value": "x"}], "action": {}}
            ],
        },
    ],
    ids=["no policy", "unreadable", "service insertion", "function groups", "a condition that is not followed"],
)
def test_what_is_not_followed_is_said(aws: Cloud, form: str, policy: Any) -> None:
    wide(aws, policy)
    assert [fact for fact in aws.facts(form).of(Unreadable) if "core network" in fact.reason or "network function" in fact.reason]


def test_a_route_of_the_policy_that_drops_takes_what_nothing_else_names(aws: Cloud, form: str) -> None:
    actions = [{"action": "create-route", "segment": "a", "destination-cidr-blocks": ["10.1.0.0/16"], "destinations": ["blackhole"]}]
    near, _ = wide(aws, segments("a", **{"segment-actions": actions}), ("a", "a"))
    assert roads(aws.facts(form), near) == {"near": True}
