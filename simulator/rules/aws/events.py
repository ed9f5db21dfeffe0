"""EventBridge rules and their targets.

Sources: Amazon EventBridge API Reference, PutRule, PutTargets; Pulumi Registry, aws.cloudwatch.EventRule, EventTarget (ids).
"""

from collections.abc import Iterator

from simulator.rules import (
    Action,
    Allowed,
    AtLeastOneOf,
    AtMostOneOf,
    AutoName,
    Fault,
    JsonDocument,
    Length,
    Pattern,
    Properties,
    Rules,
    ref,
    unique,
)

RULE = "aws:cloudwatch/eventRule:EventRule"
TARGET = "aws:cloudwatch/eventTarget:EventTarget"
BUS = "aws:cloudwatch/eventBus:EventBus"
_RULE = "Amazon EventBridge API Reference, PutRule"
_TARGETS = "Amazon EventBridge API Reference, PutTargets"
_DEFAULT = "default"

rule = Rules(
    RULE,
    source="Amazon EventBridge API Reference, PutRule; Pulumi Registry, aws.cloudwatch.EventRule",
    second_source="botocore, cfn-lint",
    checks=(
        Pattern("name", r"[\.\-_A-Za-z0-9]+", source=_RULE, saying="letters, digits, dots, hyphens and underscores"),
        Length("name", 1, 64, source=_RULE),
        AtMostOneOf(("name", "namePrefix"), source="Pulumi Registry, aws.cloudwatch.EventRule"),
        AtLeastOneOf(("eventPattern", "scheduleExpression"), source=_RULE),
        JsonDocument("eventPattern", source=_RULE),
        Length("eventPattern", 0, 4096, source=_RULE),
        Length("scheduleExpression", 0, 256, source=_RULE),
        Length("description", 0, 512, source=_RULE),
        Allowed("state", ("ENABLED", "DISABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"), source=_RULE),
    ),
    immutable={"name", "namePrefix", "eventBusName"},
    autoname=AutoName("name", 64, unless=("namePrefix",)),
    defaults={"eventBusName": _DEFAULT, "state": "ENABLED", "forceDestroy": False},
    unique=(unique("name", "eventBusName", code="ResourceAlreadyExistsException", message="Rule {name} already exists."),),
    id=lambda action: _rule_id(action),
    outputs={"namePrefix": ""},
    normalized_json=("eventPattern",),
)


def _bus(action: Action) -> str:
    return str(action.inputs.get("eventBusName") or _DEFAULT)


def _rule_id(action: Action) -> str:
    name = str(action.inputs.get("name") or f"{action.inputs.get('namePrefix') or ''}{action.digits(26)}")
    return name if _bus(action) == _DEFAULT else f"{_bus(action)}/{name}"


@rule.computes
def arn_of_a_rule(action: Action) -> Properties:
    """The ARN of a rule names its bus, unless that is the default one."""
    name = str(action.id).rpartition("/")[2]
    path = name if _bus(action) == _DEFAULT else f"{_bus(action).rpartition('/')[2]}/{name}"
    return {"arn": f"arn:{action.partition}:events:{action.region}:{action.account}:rule/{path}", "name": name}


@rule.before("delete")
def targets_go_first(action: Action) -> None:
    """'Before you can delete the rule, you must remove all targets.'"""
    old = action.old
    if old is not None and action.find(TARGET, rule=old.outputs.get("name")) and not old.outputs.get("forceDestroy"):
        action.refuse("ValidationException", "Rule can't be deleted since it has targets.")


target = Rules(
    TARGET,
    source="Amazon EventBridge API Reference, PutTargets; Pulumi Registry, aws.cloudwatch.EventTarget",
    second_source="botocore",
    checks=(
        Pattern("targetId", r"[\.\-_A-Za-z0-9]+", source=_TARGETS, saying="letters, digits, dots, hyphens and underscores"),
        Length("targetId", 1, 64, source=_TARGETS),
        Length("arn", 1, 1600, source=_TARGETS),
        AtMostOneOf(("input", "inputPath", "inputTransformer"), source=_TARGETS),
        JsonDocument("input", source=_TARGETS),
    ),
    references={"rule": ref(RULE, by=("name", "id"), code="ResourceNotFoundException", blocks_delete=False)},
    immutable={"rule", "eventBusName", "targetId"},
    defaults={"eventBusName": _DEFAULT},
    id=lambda action: f"{action.inputs['rule']}-{action.inputs.get('targetId') or action.hex(26)}",
    outputs={"targetId": "pulumi-{hex26}"},
)


@target.before("create")
def rule_is_on_that_bus(action: Action) -> None:
    """'Rule … does not exist on EventBus …': a rule is known by its name and its bus."""
    named = str(action.inputs.get("rule")).rpartition("/")[2]
    on = [one for one in action.find(RULE) if named in (one.outputs.get("name"), one.id)]
    bus = _bus(action).rpartition("/")[2]
    if on and all(str(one.outputs.get("eventBusName") or _DEFAULT).rpartition("/")[2] != bus for one in on):
        action.refuse("ResourceNotFoundException", f"Rule {named} does not exist on EventBus {bus}.")


@target.check(source=_TARGETS)
def target_is_an_arn(inputs: Properties) -> Iterator[Fault]:
    """Targets are named by ARN."""
    arn = inputs.get("arn")
    if isinstance(arn, str) and not arn.startswith("arn:"):
        yield "arn", "must be an ARN"
