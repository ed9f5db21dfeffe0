"""Allowed values, ranges and lengths are those of the API's own model (botocore) and of CloudFormation's schemas (cfn-lint).

Both ways: what a rule says must be what the other source says, and where the API declares values a rule must say something.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from simulator.rules import Allowed, Between, Check, Length
from simulator.rules.registry import all_rules
from simulator.schema import Shape, TypeSchema, type_schema
from tests.simulator.aws.second_source.names import COUNTERPARTS
from tests.simulator.aws.second_source.shapes import in_cloudformation, in_request

pytestmark = pytest.mark.second_source

PROVIDER_DEFAULT = "the provider's own way to say 'not set'"
EMPTY = "CloudFormation takes an empty text for none; the API and the provider don't"
LAGS = "CloudFormation lacks the API's newest values"

DIFFERENCES: dict[tuple[str, str, str], str] = {
    ("cloudwatch/logGroup:LogGroup", "retentionInDays", "cfn-lint"): "0: " + PROVIDER_DEFAULT,
    ("cloudwatch/logGroup:LogGroup", "logGroupClass", "cfn-lint"): LAGS,
    ("kms/key:Key", "customerMasterKeySpec", "cfn-lint"): LAGS,
    ("kms/key:Key", "keyUsage", "cfn-lint"): LAGS,
    ("networkfirewall/ruleGroup:RuleGroup", "ruleGroup.rulesSource.rulesSourceList.targetTypes[*]", "cfn-lint"): LAGS,
    ("networkfirewall/ruleGroup:RuleGroup", "ruleGroup.rulesSource.statefulRules[*].header.protocol", "cfn-lint"): LAGS,
    ("cloudtrail/trail:Trail", "advancedEventSelectors[*].name", "cfn-lint"): EMPTY,
    ("cloudwatch/logMetricFilter:LogMetricFilter", "metricTransformation.namespace", "cfn-lint"): "256 characters; the API takes 255",
    ("accessanalyzer/analyzer:Analyzer", "analyzerName", "cfn-lint"): "the least length stands in the API's model alone",
    (
        "ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess",
        "state",
        "cfn-lint",
    ): "'unblocked' is what deleting CloudFormation's type does",
    ("ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions", "internetGatewayBlockMode", "cfn-lint"): "the same of 'off'",
    ("organizations/policy:Policy", "type", "cfn-lint"): LAGS,
    ("cloudwatch/metricAlarm:MetricAlarm", "name", "cfn-lint"): EMPTY,
    ("directconnect/privateVirtualInterface:PrivateVirtualInterface", "vlan", "cfn-lint"): "VLAN 0 and 4095 are reserved (IEEE 802.1Q)",
    ("ec2/vpc:Vpc", "instanceTenancy", "botocore"): "the API takes 'host' and answers that it is not supported for networks",
    ("ec2/vpc:Vpc", "instanceTenancy", "cfn-lint"): "the same",
    ("ec2/vpcEndpoint:VpcEndpoint", "ipAddressType", "cfn-lint"): "'not-specified' is CloudFormation's own",
    ("ec2/vpcEndpoint:VpcEndpoint", "dnsOptions.dnsRecordIpType", "cfn-lint"): "'not-specified' is CloudFormation's own",
    ("iam/instanceProfile:InstanceProfile", "name", "cfn-lint"): EMPTY,
    ("ec2/launchTemplate:LaunchTemplate", "tagSpecifications[*].resourceType", "botocore"): "the model shares its list with every tagging; "
    "LaunchTemplateTagSpecificationRequest says which a launch can tag",
    ("ec2/launchTemplate:LaunchTemplate", "tagSpecifications[*].resourceType", "cfn-lint"): "the same",
    ("eks/cluster:Cluster", "controlPlaneScalingConfig.tier", "botocore"): "tier-ultra is not in the API's model yet",
    ("eks/nodeGroup:NodeGroup", "capacityType", "cfn-lint"): "CAPACITY_BLOCK is not in CloudFormation's list yet",
    ("lb/targetGroup:TargetGroup", "healthCheck.protocol", "botocore"): "the model shares its list with targets; CreateTargetGroup says "
    "'The supported protocols are HTTP, HTTPS and TCP' of health checks",
    ("lb/targetGroup:TargetGroup", "healthCheck.protocol", "cfn-lint"): "the same",
    ("networkfirewall/firewallPolicy:FirewallPolicy", "description", "cfn-lint"): EMPTY + " (an empty description is none)",
    ("networkfirewall/ruleGroup:RuleGroup", "description", "cfn-lint"): "an empty description is none",
    ("networkfirewall/tlsInspectionConfiguration:TlsInspectionConfiguration", "description", "cfn-lint"): "an empty description is none",
    ("networkfirewall/ruleGroup:RuleGroup", "type", "botocore"): "the provider documents STATEFUL and STATELESS alone",
    (
        "networkfirewall/ruleGroup:RuleGroup",
        "ruleGroup.rulesSource.rulesString",
        "cfn-lint",
    ): "the API takes 2,000,000 characters, CloudFormation half of it",
    ("route53/record:Record", "setIdentifier", "cfn-lint"): EMPTY,
    ("route53/zone:Zone", "name", "cfn-lint"): EMPTY,
    (
        "s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        "rules[*].applyServerSideEncryptionByDefault.sseAlgorithm",
        "botocore",
    ): "aws:fsx and aws:backup are what objects show, not what a bucket can be set to",
    ("s3/bucketVersioning:BucketVersioning", "versioningConfiguration.status", "botocore"): "'Disabled': " + PROVIDER_DEFAULT,
    ("vpclattice/resourceConfiguration:ResourceConfiguration", "type", "cfn-lint"): "CIDR is not in the API's model yet",
}
"""(type without its package, path, source) → why the two differ on purpose."""

Facts = dict[str, tuple[frozenset[str] | None, Any, Any]]
"""Source → (allowed values, least, most); None where the source says nothing."""


def facts(type_: str, path: str, check: type[Check]) -> Facts:
    """What the other sources say of a property, in the terms of this kind of check."""
    found: Facts = {}
    shape, schema = in_request(type_, path), in_cloudformation(type_, path)
    if shape is not None:
        values = frozenset(map(str, getattr(shape, "enum", []) or [])) or None
        found["botocore"] = (values, shape.metadata.get("min"), shape.metadata.get("max"))
    if schema is not None:
        values = frozenset(map(str, schema.get("enum") or [])) or None
        low, high = ("minimum", "maximum") if check is Between else ("minLength", "maxLength")
        if check is Length and schema.get("type") == "array":
            low, high = "minItems", "maxItems"
        found["cfn-lint"] = (values, schema.get(low), schema.get(high))
    return found


def compare(check: Allowed | Between | Length, fact: tuple[frozenset[str] | None, Any, Any]) -> bool | None:
    """Whether the two agree; None where the source says nothing of it."""
    values, least, most = fact
    if isinstance(check, Allowed):
        return None if values is None else values == {str(value) for value in check.values}
    if least is None and most is None:
        return None
    if isinstance(check, Between) and values is not None:
        return None
    return (least is None or least == check.least or (least == 0 and check.least == 0)) and (most is None or most == check.most)


def outcomes() -> Iterator[tuple[tuple[str, str, str], bool]]:
    """Every comparison that can be made, and whether the two agree."""
    rules = all_rules("aws")
    for type_ in COUNTERPARTS:
        for check in rules[type_].checks:
            if isinstance(check, Allowed | Between | Length):
                for source, fact in facts(type_, check.path, type(check)).items():
                    agrees = compare(check, fact)
                    if agrees is not None:
                        yield (type_.removeprefix("aws:"), check.path, source), agrees


OUTCOMES = dict(outcomes())


@pytest.mark.parametrize("key", sorted(OUTCOMES), ids=" ".join)
def test_values_are_those_of_the_api(key: tuple[str, str, str]) -> None:
    assert OUTCOMES[key] or key in DIFFERENCES


def test_every_listed_difference_is_one() -> None:
    assert [key for key in DIFFERENCES if OUTCOMES.get(key, True)] == []


def test_enough_is_compared_to_mean_something() -> None:
    assert len(OUTCOMES) > 180


def inner(schema: TypeSchema, shape: Shape, path: str, within: tuple[str, ...] = ()) -> Iterator[tuple[str, Shape]]:
    """Every path below a property."""
    yield path, shape
    if isinstance(shape, str):
        return
    kind, content = shape
    if kind == "list":
        yield from inner(schema, content, path + "[*]", within)
    elif kind == "object" and content not in within:
        for name, one in schema.objects[content].items():
            yield from inner(schema, one.shape, f"{path}.{name}", (*within, content))


def unsaid(type_: str) -> Iterator[str]:
    """Properties whose values the API or CloudFormation lists, and neither the SDK's class nor a rule does."""
    rules, schema = all_rules("aws")[type_], type_schema(type_)
    said = {check.path for check in rules.checks if isinstance(check, Allowed | Between)} | set(rules.references)
    for name, one in schema.inputs.items():
        for path, shape in inner(schema, one.shape, name) if name not in ("tags", "region") else ():
            if path in said or (isinstance(shape, list) and shape[0] != "list") or shape == "bool":
                continue
            for source, (values, least, most) in facts(type_, path, Between).items():
                numeric = shape in ("int", "number") and (least, most) != (None, None)
                if values or (numeric and source == "botocore"):
                    yield f"{path}: {source} says {sorted(values) if values else (least, most)}"


@pytest.mark.parametrize("type_", sorted(COUNTERPARTS))
def test_what_the_api_lists_is_checked(type_: str) -> None:
    assert list(unsaid(type_)) == []
