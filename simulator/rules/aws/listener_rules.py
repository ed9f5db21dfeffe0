"""Rules and further certificates of Application Load Balancer listeners.

Sources: Elastic Load Balancing API Reference (version 2015-12-01), CreateRule, AddListenerCertificates; Elastic Load Balancing, "Listener
rules for your Application Load Balancer"; Pulumi Registry, aws.lb.ListenerRule, aws.lb.ListenerCertificate.
"""

from collections.abc import Iterator

from simulator.rules import Action, Allowed, Between, Fault, Length, Properties, Rules, ref, unique
from simulator.rules.aws.listeners import TARGET_GROUP
from simulator.rules.aws.load_balancers import LISTENER
from simulator.rules.aws.parts import items

RULE = "aws:lb/listenerRule:ListenerRule"
CERTIFICATE = "aws:lb/listenerCertificate:ListenerCertificate"
_RULE = "Elastic Load Balancing API Reference, CreateRule"
_NEEDS = {
    "redirect": "redirect",
    "fixed-response": "fixedResponse",
    "authenticate-cognito": "authenticateCognito",
    "authenticate-oidc": "authenticateOidc",
    "jwt-validation": "jwtValidation",
}
_LAST = ("forward", "redirect", "fixed-response")

rule = Rules(
    RULE,
    source="Elastic Load Balancing API Reference, CreateRule; Pulumi Registry, aws.lb.ListenerRule (the id is the ARN)",
    second_source="botocore, cfn-lint",
    checks=(
        Allowed("actions[*].type", ("forward", *_NEEDS), source=_RULE),
        Allowed("transforms[*].type", ("host-header-rewrite", "url-rewrite"), source=_RULE),
        Between("actions[*].order", 1, 50000, source=_RULE),
        Between("priority", 1, 50000, source=_RULE),
        Length("actions", 1, None, source=_RULE),
        Length("conditions", 1, None, source=_RULE),
    ),
    references={
        "listenerArn": ref(LISTENER, by=("arn",), code="ListenerNotFound", blocks_delete=False),
        "actions[*].targetGroupArn": ref(TARGET_GROUP, by=("arn",), code="TargetGroupNotFound", delete_code="ResourceInUse"),
    },
    immutable={"listenerArn"},
    unique=(unique("listenerArn", "priority", code="PriorityInUse", message="Priority '{priority}' is currently in use"),),
    id=lambda action: f"{str(action.inputs['listenerArn']).replace(':listener/', ':listener-rule/')}/{action.hex(16, 'rule')}",
    outputs={"arn": "{id}"},
)


@rule.check(source=_RULE, even_unknown=True)
def actions_are_whole(inputs: Properties) -> Iterator[Fault]:
    """Each action has its own part, and the last one answers or forwards."""
    kinds = []
    for at, action in items(inputs, "actions"):
        kind = action.get("type")
        kinds.append(kind)
        if kind in _NEEDS and action.get(_NEEDS[kind]) is None:
            yield f"actions[{at}].{_NEEDS[kind]}", f"is required when type is {kind!r}"
        if kind == "forward" and action.get("targetGroupArn") is None and action.get("forward") is None:
            yield f"actions[{at}].targetGroupArn", "is required when type is 'forward'"
    if kinds and all(isinstance(kind, str) for kind in kinds) and not set(kinds) & set(_LAST):
        yield "actions", f"must hold one of {', '.join(_LAST)}"


_FIELDS = {
    "hostHeader": ("values", "regexValues"),
    "httpHeader": ("values", "regexValues"),
    "httpRequestMethod": ("values",),
    "pathPattern": ("values", "regexValues"),
    "queryStrings": (),
    "sourceIp": ("values",),
}


@rule.check(source="Elastic Load Balancing API Reference, RuleCondition: one field a condition, with its values", even_unknown=True)
def conditions_are_whole(inputs: Properties) -> Iterator[Fault]:
    """A condition without a field matches nothing, and is refused."""
    for at, condition in items(inputs, "conditions"):
        fields = [name for name in _FIELDS if condition.get(name)]
        if len(fields) != 1:
            yield f"conditions[{at}]", f"must have one of {', '.join(_FIELDS)}"
        for name in fields:
            part = condition[name]
            if isinstance(part, dict) and _FIELDS[name] and not any(part.get(value) for value in _FIELDS[name]):
                yield f"conditions[{at}].{name}.values", "is required"


certificate = Rules(
    CERTIFICATE,
    source="Elastic Load Balancing API Reference, AddListenerCertificates; Pulumi Registry, aws.lb.ListenerCertificate",
    second_source="cfn-lint",
    references={"listenerArn": ref(LISTENER, by=("arn",), code="ListenerNotFound", blocks_delete=False)},
    immutable={"certificateArn", "listenerArn"},
    id="{listenerArn}_{certificateArn}",
)


@certificate.before("create")
def listener_speaks_tls(action: Action) -> None:
    """Certificates are for listeners of HTTPS and TLS."""
    listener = action.target("listenerArn", LISTENER)
    if listener and listener.outputs.get("protocol") not in ("HTTPS", "TLS"):
        action.refuse(
            "InvalidConfigurationRequest", f"{listener.id} has protocol {listener.outputs.get('protocol')}, which takes no certificate"
        )
