"""AWS Network Firewall: policies and rule groups.

Sources: Network Firewall API Reference, CreateFirewallPolicy, FirewallPolicy, StatefulEngineOptions, CreateRuleGroup, RulesSource,
RulesSource; AWS Network Firewall Developer Guide, "Strict evaluation order" (policy and rule
groups must agree), "Stateless default actions", "TLS inspection configuration settings" (can't be added to an existing policy);
Pulumi Registry, aws.networkfirewall.* (the id is the ARN).
"""

import re
from collections.abc import Iterator

from simulator.rules import (
    UNKNOWN,
    Action,
    Allowed,
    AutoName,
    Between,
    ExactlyOneOf,
    Fault,
    Length,
    Pattern,
    Properties,
    Rules,
    ref,
    unique,
)
from simulator.rules.aws.kinds import KEY
from simulator.rules.aws.network_firewall import ENCRYPTION, NAME, POLICY
from simulator.rules.aws.parts import given, items
from simulator.values import holds_unknown

RULE_GROUP = "aws:networkfirewall/ruleGroup:RuleGroup"
TLS_INSPECTION = "aws:networkfirewall/tlsInspectionConfiguration:TlsInspectionConfiguration"
LOGGING = "aws:networkfirewall/loggingConfiguration:LoggingConfiguration"
STATELESS = ("aws:pass", "aws:drop", "aws:forward_to_sfe")
STATEFUL = (
    "aws:drop_strict",
    "aws:drop_established",
    "aws:drop_established_app_layer",
    "aws:alert_strict",
    "aws:alert_established",
    "aws:alert_established_app_layer",
)
PROTOCOLS = (
    *("IP", "TCP", "UDP", "ICMP", "HTTP", "HTTP2", "FTP", "TLS", "SMB", "DNS", "DCERPC", "SSH", "SMTP", "IMAP", "MSN"),
    *("KRB5", "IKEV2", "TFTP", "NTP", "DHCP", "QUIC"),
)
FLAGS = ("FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR")
_POLICY = "Network Firewall API Reference, FirewallPolicy"
_GROUP = "Network Firewall API Reference, CreateRuleGroup"
_P = "firewallPolicy"
KEY_REF = ref(KEY, by=("arn", "id"), literals=("AWS_OWNED_KMS_KEY",), code="InvalidRequestException", anywhere=True, blocks_delete=False)


def encrypted(path: str) -> Allowed:
    """Kinds of encryption."""
    return Allowed(path, ENCRYPTION, source="Network Firewall API Reference, EncryptionConfiguration")


policy = Rules(
    POLICY,
    source="Network Firewall API Reference, CreateFirewallPolicy; Pulumi Registry, aws.networkfirewall.FirewallPolicy",
    second_source="botocore, cfn-lint",
    checks=(
        Pattern("name", NAME, source="Network Firewall API Reference, CreateFirewallPolicy", saying="1 to 128 letters, digits and hyphens"),
        Length("description", 0, 512, source="Network Firewall API Reference, CreateFirewallPolicy"),
        encrypted("encryptionConfiguration.type"),
        Allowed(
            f"{_P}.statefulEngineOptions.ruleOrder",
            ("DEFAULT_ACTION_ORDER", "STRICT_ORDER"),
            source="Network Firewall API Reference, StatefulEngineOptions",
        ),
        Allowed(
            f"{_P}.statefulEngineOptions.streamExceptionPolicy",
            ("DROP", "CONTINUE", "REJECT"),
            source="Network Firewall API Reference, StatefulEngineOptions",
        ),
        Between(
            f"{_P}.statefulEngineOptions.flowTimeouts.tcpIdleTimeoutSeconds",
            60,
            6000,
            source="Network Firewall API Reference, FlowTimeouts",
        ),
        Between(
            f"{_P}.statefulRuleGroupReferences[*].priority", 1, 65535, source="Network Firewall API Reference, StatefulRuleGroupReference"
        ),
        Between(
            f"{_P}.statelessRuleGroupReferences[*].priority", 1, 65535, source="Network Firewall API Reference, StatelessRuleGroupReference"
        ),
        Allowed(
            f"{_P}.statefulRuleGroupReferences[*].override.action",
            ("DROP_TO_ALERT",),
            source="Network Firewall API Reference, StatefulRuleGroupOverride",
        ),
        Length(f"{_P}.policyVariables.ruleVariables[*].key", 1, 32, source=_POLICY),
    ),
    references={
        f"{_P}.statefulRuleGroupReferences[*].resourceArn": ref(
            RULE_GROUP,
            by=("arn",),
            literals=("arn:aws:network-firewall:*:aws-managed:*",),
            code="InvalidRequestException",
            anywhere=True,
            delete_code="InvalidOperationException",
        ),
        f"{_P}.statelessRuleGroupReferences[*].resourceArn": ref(
            RULE_GROUP, by=("arn",), code="InvalidRequestException", anywhere=True, delete_code="InvalidOperationException"
        ),
        f"{_P}.tlsInspectionConfigurationArn": ref(
            TLS_INSPECTION, by=("arn",), code="InvalidRequestException", delete_code="InvalidOperationException"
        ),
        "encryptionConfiguration.keyId": KEY_REF,
    },
    immutable={"name"},
    autoname=AutoName("name", 128),
    unique=(unique("name", code="InvalidRequestException", message="A resource with the specified name already exists: {name}"),),
    id="arn:{partition}:network-firewall:{region}:{account}:firewall-policy/{name}",
    outputs={"arn": "{id}", "updateToken": "{uuid}"},
    unordered=(f"{_P}.statefulRuleGroupReferences", f"{_P}.statelessRuleGroupReferences", f"{_P}.statefulDefaultActions"),
)


@policy.check(source=_POLICY, even_unknown=True)
def actions_fit(inputs: Properties) -> Iterator[Fault]:
    """Default actions are of their kind, and priorities are used where the order is strict."""
    body = inputs.get(_P)
    if not isinstance(body, dict):
        return
    custom = {str(one.get("actionName")) for _, one in items(body, "statelessCustomActions")}
    for name in ("statelessDefaultActions", "statelessFragmentDefaultActions"):
        chosen = body.get(name)
        if not isinstance(chosen, list) or holds_unknown(chosen):
            continue
        if sum(one in STATELESS for one in chosen) != 1:
            yield f"{_P}.{name}", f"exactly one of {', '.join(STATELESS)} must be given, beside custom actions"
        for i, one in enumerate(chosen):
            if one not in STATELESS and one not in custom:
                yield f"{_P}.{name}[{i}]", f"{one!r} is neither {', '.join(STATELESS)} nor a custom action of this policy"
    yield from _stateful_faults(body)


def _stateful_faults(body: Properties) -> Iterator[Fault]:
    options = body.get("statefulEngineOptions") or {}
    if options is UNKNOWN or holds_unknown(options):
        return
    strict = options.get("ruleOrder") == "STRICT_ORDER"
    chosen = body.get("statefulDefaultActions")
    if isinstance(chosen, list) and chosen and not holds_unknown(chosen):
        if not strict:
            yield f"{_P}.statefulDefaultActions", "can be given only with statefulEngineOptions.ruleOrder STRICT_ORDER"
        for i, one in enumerate(chosen):
            if one not in STATEFUL:
                yield f"{_P}.statefulDefaultActions[{i}]", f"{one!r} is not allowed; allowed: {', '.join(STATEFUL)}"
        if sum(str(one).startswith("aws:drop_") for one in chosen) > 1:
            yield f"{_P}.statefulDefaultActions", "at most one drop action may be given"
    for name in ("statefulRuleGroupReferences", "statelessRuleGroupReferences"):
        taken: set[int] = set()
        for i, one in items(body, name):
            priority = one.get("priority")
            if name.startswith("stateful") and strict != given(priority):
                word = "is required with" if strict else "can be given only with"
                yield f"{_P}.{name}[{i}].priority", f"{word} statefulEngineOptions.ruleOrder STRICT_ORDER"
            if isinstance(priority, int) and priority in taken:
                yield f"{_P}.{name}[{i}].priority", f"{priority} is taken by another rule group"
            taken.add(priority if isinstance(priority, int) else -i)
    if body.get("enableTlsSessionHolding") is True and not given(body.get("tlsInspectionConfigurationArn")):
        yield f"{_P}.enableTlsSessionHolding", "needs tlsInspectionConfigurationArn"


@policy.before("create")
@policy.before("update")
def groups_fit(action: Action) -> None:
    """Rule groups are of the list's kind and of the policy's order."""
    body = action.inputs[_P]
    order = (body.get("statefulEngineOptions") or {}).get("ruleOrder", "DEFAULT_ACTION_ORDER")
    for name, kind in (("statefulRuleGroupReferences", "STATEFUL"), ("statelessRuleGroupReferences", "STATELESS")):
        for one in body.get(name) or []:
            for group in action.find(RULE_GROUP, arn=one["resourceArn"]):
                if group.outputs["type"] != kind:
                    action.refuse(
                        "InvalidRequestException", f"{group.id} is a {group.outputs['type']} rule group; {name} takes {kind} ones"
                    )
                if kind == "STATEFUL" and order_of(group.outputs) != order:
                    action.refuse(
                        "InvalidRequestException",
                        f"the rule order {order_of(group.outputs)} of {group.id} is not that of the policy: {order}",
                    )


@policy.before("update")
def inspection_comes_at_birth(action: Action) -> None:
    """TLS inspection can't be added to a policy that was made without, nor taken away."""
    before, after = ((one[_P].get("tlsInspectionConfigurationArn") or "") for one in (action.object.outputs, action.inputs))
    if bool(before) != bool(after):
        action.refuse(
            "InvalidRequestException", "a TLS inspection configuration can be added to a new firewall policy only; replace the policy"
        )
    old_order, new_order = ((one[_P].get("statefulEngineOptions") or {}).get("ruleOrder") for one in (action.object.outputs, action.inputs))
    if old_order != new_order:
        action.refuse("InvalidRequestException", "the rule order of a firewall policy can't be changed; replace the policy")


def order_of(outputs: Properties) -> str:
    """Evaluation order of a stateful rule group."""
    options = (outputs.get("ruleGroup") or {}).get("statefulRuleOptions") or {}
    return str(options.get("ruleOrder", "DEFAULT_ACTION_ORDER"))


_S = "ruleGroup.rulesSource"
_M = f"{_S}.statelessRulesAndCustomActions.statelessRules[*].ruleDefinition.matchAttributes"

rule_group = Rules(
    RULE_GROUP,
    source="Network Firewall API Reference, CreateRuleGroup, RulesSource; Pulumi Registry, aws.networkfirewall.RuleGroup",
    second_source="botocore, cfn-lint",
    checks=(
        Pattern("name", NAME, source=_GROUP, saying="1 to 128 letters, digits and hyphens"),
        Length("description", 0, 512, source=_GROUP),
        Allowed("type", ("STATEFUL", "STATELESS"), source=_GROUP),
        Between("capacity", 1, 30000, source="AWS Network Firewall Developer Guide, 'Quotas'"),
        ExactlyOneOf(("ruleGroup", "rules"), source=_GROUP),
        encrypted("encryptionConfiguration.type"),
        Length("rules", 0, 2000000, source=_GROUP),
        Length(f"{_S}.rulesString", 0, 2000000, source="Network Firewall API Reference, RulesSource"),
        Allowed(
            f"{_S}.rulesSourceList.generatedRulesType",
            ("ALLOWLIST", "DENYLIST", "REJECTLIST", "ALERTLIST"),
            source="Network Firewall API Reference, RulesSourceList",
        ),
        Allowed(
            f"{_S}.rulesSourceList.targetTypes[*]",
            ("TLS_SNI", "HTTP_HOST", "AWS_ROUTE_53_RESOLVED_DOMAIN"),
            source="Network Firewall API Reference, RulesSourceList",
        ),
        Allowed(
            f"{_S}.statefulRules[*].action", ("PASS", "DROP", "ALERT", "REJECT"), source="Network Firewall API Reference, StatefulRule"
        ),
        Allowed(
            f"{_S}.statefulRules[*].header.protocol",
            PROTOCOLS,
            source="Network Firewall API Reference, Header",
        ),
        *(
            Between(f"{_M}.{name}[*].{end}", 0, 65535, source="Network Firewall API Reference, PortRange")
            for name in ("destinationPorts", "sourcePorts")
            for end in ("fromPort", "toPort")
        ),
        Between(f"{_M}.protocols[*]", 0, 255, source="Network Firewall API Reference, MatchAttributes"),
        Allowed(f"{_M}.tcpFlags[*].flags[*]", FLAGS, source="Network Firewall API Reference, TCPFlagField"),
        Allowed(f"{_M}.tcpFlags[*].masks[*]", FLAGS, source="Network Firewall API Reference, TCPFlagField"),
        Allowed(f"{_S}.statefulRules[*].header.direction", ("FORWARD", "ANY"), source="Network Firewall API Reference, Header"),
        Between(
            f"{_S}.statelessRulesAndCustomActions.statelessRules[*].priority",
            1,
            65535,
            source="Network Firewall API Reference, StatelessRule",
        ),
        Allowed(
            "ruleGroup.statefulRuleOptions.ruleOrder",
            ("DEFAULT_ACTION_ORDER", "STRICT_ORDER"),
            source="Network Firewall API Reference, StatefulRuleOptions",
        ),
    ),
    references={"encryptionConfiguration.keyId": KEY_REF},
    immutable={"capacity", "name", "type"},
    autoname=AutoName("name", 128),
    unique=(unique("name", "type", code="InvalidRequestException", message="A resource with the specified name already exists: {name}"),),
    id=lambda action: (
        f"arn:{action.partition}:network-firewall:{action.region}:{action.account}:{action.inputs['type'].lower()}-rulegroup/{action.inputs['name']}"
    ),
    outputs={"arn": "{id}", "updateToken": "{uuid}", "ruleGroup": {}},
)


@rule_group.check(source="Network Firewall API Reference, RulesSource: one kind of rules, which fit the capacity", even_unknown=True)
def rules_fit(inputs: Properties) -> Iterator[Fault]:
    """One source of rules, of the group's type, no larger than its capacity; a change of capacity is a new group."""
    body = inputs.get("ruleGroup")
    source = body.get("rulesSource") if isinstance(body, dict) else None
    if not isinstance(source, dict):
        return
    kinds = ("rulesSourceList", "rulesString", "statefulRules", "statelessRulesAndCustomActions")
    chosen = [name for name in kinds if given(source.get(name))]
    if len(chosen) != 1:
        yield _S, f"exactly one of {', '.join(kinds)} must be given, not {' and '.join(chosen) or 'none'}"
        return
    stateless = chosen[0] == "statelessRulesAndCustomActions"
    if inputs.get("type") in ("STATEFUL", "STATELESS") and stateless != (inputs["type"] == "STATELESS"):
        yield f"{_S}.{chosen[0]}", f"can't be given for a group of type {inputs['type']}"
    needed = _needed(source)
    if isinstance(inputs.get("capacity"), int) and needed > inputs["capacity"]:
        yield "capacity", f"is {inputs['capacity']}; the rules need {needed}"


@rule_group.check(
    source="Network Firewall Developer Guide, 'Rule variables': a rule's variables are defined in its group, or built in", even_unknown=True
)
def variables_are_defined(inputs: Properties) -> Iterator[Fault]:
    """`$HTTPS` in a rule that the group does not define is refused."""
    whole = inputs.get("ruleGroup")
    text = (
        (whole.get("rulesSource") or {}).get("rulesString")
        if isinstance(whole, dict) and isinstance(whole.get("rulesSource"), dict)
        else None
    )
    if not isinstance(text, str) or not isinstance(whole, dict):
        return
    given = whole.get("ruleVariables") or {}
    if not isinstance(given, dict) or holds_unknown(given):
        return
    known = {"HOME_NET", "EXTERNAL_NET"} | {
        str(one.get("key")) for part in ("ipSets", "portSets") for one in given.get(part) or [] if isinstance(one, dict)
    }
    for name in sorted(set(re.findall(r"\$([A-Z][A-Z0-9_]*)", text)) - known):
        yield f"{_S}.rulesString", f"uses ${name}, which the rule group does not define"


def _needed(source: Properties) -> int:
    """Developer Guide, 'Setting rule group capacity': a stateful rule takes 1, a list one for each name and target type."""
    listed = source.get("rulesSourceList")
    if isinstance(listed, dict) and not holds_unknown(listed):
        return len(listed.get("targets") or []) * len(listed.get("targetTypes") or [])
    text = source.get("rulesString")
    if isinstance(text, str):
        return sum(1 for line in text.splitlines() if line.strip() and not line.strip().startswith("#"))
    rules = source.get("statefulRules")
    return len(rules) if isinstance(rules, list) else 0
