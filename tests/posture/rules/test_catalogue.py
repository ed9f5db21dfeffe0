"""A rule may have a check for each cloud on which its idea is written otherwise."""

import pytest

from posture.rules.catalogue import rules
from posture.rules.contract import EVERY
from posture.rules.contract import rule as marked


def test_an_idea_that_several_clouds_have_is_one_rule_with_a_check_for_each() -> None:
    rule = rules()["network-flow-logs"]
    clouds = [{token.split(":")[0] for token in part.tokens} for part in rule.parts]
    assert clouds == [{"aws", "aws-native"}, {"azure-native"}, {"gcp"}]
    assert set(rule.tokens) == {token for part in rule.parts for token in part.tokens}


def test_what_only_azure_has_is_a_rule_of_its_own() -> None:
    rule = rules()["subnet-no-default-way-out"]
    assert [part.tokens for part in rule.parts] == [("azure-native:network:Subnet", "azure-native:network:VirtualNetwork")]


def test_every_check_looks_at_types_of_one_cloud_alone() -> None:
    for rule in rules().values():
        for part in rule.parts:
            clouds = {token.split(":")[0].split("-")[0] for token in part.tokens if token != EVERY}
            assert len(clouds - {"azuread"}) <= 1, f"{rule.id}: one check for each cloud, not one for {', '.join(sorted(clouds))}"


def test_packages_narrow_what_looks_at_every_resource_and_nothing_else() -> None:
    with pytest.raises(ValueError, match="a type names its own"):
        marked("aws:s3/bucket:Bucket", of=("aws",))
    narrowed = marked(EVERY, of=("aws", "aws-native"))(lambda look: ())
    assert narrowed.packages == {"aws", "aws-native"}
    assert marked(EVERY)(lambda look: ()).packages == {EVERY}


def test_azure_is_held_to_as_many_ideas_as_the_issue_asks() -> None:
    held = [part for rule in rules().values() for part in rule.parts if any(token.startswith("azure-native:") for token in part.tokens)]
    everywhere = [rule for rule in rules().values() if (rule.folder / "rule_azure.py").exists()]
    assert len(held) >= 80
    assert len(everywhere) >= 40


def test_gcp_is_held_to_the_ideas_of_the_others() -> None:
    held = {rule.id for rule in rules().values() for part in rule.parts if any(token.startswith("gcp:") for token in part.tokens)}
    assert len(held) >= 70
    assert {
        "bucket-own-key",
        "database-forces-tls",
        "cluster-private",
        "no-static-credentials",
        "perimeter-enforced",
        "key-rotates",
    } <= held
