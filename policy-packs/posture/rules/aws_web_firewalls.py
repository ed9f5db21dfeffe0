"""Web ACLs of AWS WAF as rules see them: what they stand before, which of their rules refuse, and how much of a body they read.

Sources: AWS WAF Developer Guide, "Associating or disassociating protection with an AWS resource", "Rule action settings", "Oversize web request
components in AWS WAF", "Considerations for managing body inspection"; AWS WAF API Reference, Body (Default: CONTINUE), AssociationConfig
(KB_16 unless it is raised; a load balancer and AppSync have 8 KB, which nothing raises); Amazon CloudFront Developer Guide, "Use AWS WAF protections".
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from ai_zones.plan import ZoneName
from posture.readers.aws.tokens import LOAD_BALANCER
from posture.readers.aws.verified_access import ENDPOINT, INSTANCE, instances_of
from posture.readers.aws.web_firewalls import ASSOCIATION
from posture.rules.contract import Fault
from posture.rules.look import Look
from posture.rules.network.listener_encrypts.rule_aws_fronts import DISTRIBUTION
from posture.rules.words import cannot_tell
from posture.values import UNKNOWN, Unknown, is_unknown

LOGGING: Final = ("aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration", "aws-native:wafv2:LoggingConfiguration")
APART: Final = ("aws:wafv2/webAclRule:WebAclRule", "aws:wafv2/webAclRuleGroupAssociation:WebAclRuleGroupAssociation")
"""Rules that stand as resources of their own."""
_INSTANCE_IN_ARN: Final = re.compile(r":verified-access-instance/([^/:]+)$")
_REFUSES: Final = ("block", "captcha", "challenge", "monetize")
_FIXED: Final = 8192
"""Bytes that a load balancer or AppSync hands over."""
_LIMITS: Final = {"KB_16": 16384, "KB_32": 32768, "KB_48": 49152, "KB_64": 65536}
_RAISED: Final = {
    "verifiedaccess": "verifiedAccessInstance",
    "apigateway": "apiGateway",
    "apprunner": "appRunnerService",
    "cloudfront": "cloudfront",
    "cognito": "cognitoUserPool",
}
"""Part of a front's type → what the association configuration calls it."""


def acl_zone(acl: Look) -> ZoneName | None:
    """Its own zone, else that of what it stands before."""
    return acl.zone or next((front.zone for front in fronts(acl) if front.zone is not None), None)


def fronts(acl: Look) -> Iterator[Look]:
    """Resources of the stack whose requests it reads."""
    for association in acl.companions(ASSOCIATION, "webAclArn"):
        yield from associated(association)
    yield from acl.companions((DISTRIBUTION,), "webAclId")


def associated(association: Look) -> Iterator[Look]:
    """What an association names; of an instance of Verified Access, the endpoints that belong to it."""
    yield from (one for one in association.targets("resourceArn") if one.resource.type not in INSTANCE)
    instances = {one.urn for one in associated_instances(association)}
    for resource in association.scene.of(ENDPOINT) if instances else ():
        if instances & instances_of(association.scene.builder, resource.urn):
            yield association.scene.look(resource)


def associated_instances(association: Look) -> Iterator[Look]:
    """Instances of Verified Access that it names: the ARN of one is written out around its id."""
    scene = association.scene
    if next(scene.of(INSTANCE), None) is None:
        return
    named = {one.urn for one in association.targets("resourceArn") if one.resource.type in INSTANCE}
    arn = association.text("resourceArn")
    if isinstance(arn, str) and (written := _INSTANCE_IN_ARN.search(arn)) is not None:
        named |= {one.urn for one in scene.stack.named(written[1]) if one.type in INSTANCE and one.id == written[1]}
    yield from (scene.look_at(urn) for urn in sorted(named))


def refuses(acl: Look) -> bool | Unknown:
    """Whether some request is refused: by default, or by a rule that does not only count or let in."""
    if acl.value("defaultAction.block") is not None or any(True for _ in acl.companions(APART, "webAclArn")):
        return True
    rules = rules_of(acl)
    if is_unknown(rules):
        return UNKNOWN
    found = [_refuses(rule) for rule in rules]
    return True if True in found else UNKNOWN if UNKNOWN in found or acl.maybe_companions(APART, "webAclArn") else False


def refuses_something(acl: Look) -> Iterator[Fault]:
    """What faces the internet stands behind it."""
    refused = refuses(acl)
    if is_unknown(refused):
        yield replace(cannot_tell("rules", f"what {acl.name} refuses"), urn=acl.urn)
    elif not refused:
        yield Fault("faces the internet behind a web firewall that refuses nothing", "rules", urn=acl.urn)


def _refuses(rule: Any) -> bool | Unknown:
    if not isinstance(rule, Mapping):
        return UNKNOWN
    over, action = rule.get("overrideAction"), rule.get("action")
    if is_unknown(over) or is_unknown(action):
        return UNKNOWN
    if isinstance(action, Mapping):
        return any(action.get(kind) is not None for kind in _REFUSES)
    return isinstance(over, Mapping) and over.get("count") is None


def rules_of(acl: Look) -> list[Any] | Unknown:
    """Rules as the provider writes them, also those of `ruleJson`, which are written as the API does."""
    text, given = acl.written("ruleJson"), acl.listed("rules")
    if is_unknown(text) or is_unknown(given):
        return UNKNOWN
    if text is not None and not given:
        return [_lowered(rule) for rule in text] if isinstance(text, list | tuple) else UNKNOWN
    return list(given or ())


def _lowered(tree: Any) -> Any:
    """`FieldToMatch` is `fieldToMatch` in the provider's words."""
    if isinstance(tree, Mapping):
        return {name[:1].lower() + name[1:]: _lowered(value) for name, value in tree.items()}
    return [_lowered(one) for one in tree] if isinstance(tree, list) else tree


def refusing(acl: Look) -> list[Any] | Unknown:
    """Rules that refuse what they match."""
    rules = rules_of(acl)
    return rules if is_unknown(rules) else [rule for rule in rules if _refuses(rule) is not False]


def statements(tree: Any) -> Iterator[tuple[str, Any]]:
    """Every statement within a statement, by its kind: `sizeConstraintStatement` and what it says."""
    if not isinstance(tree, Mapping):
        return
    for kind, inner in tree.items():
        if not isinstance(inner, Mapping):
            continue
        yield kind, inner
        nested = inner.get("statements")
        for one in [inner.get("statement"), inner.get("scopeDownStatement"), *(nested if isinstance(nested, list | tuple) else [])]:
            yield from statements(one)


def least_read(acl: Look) -> int | None:
    """How much of a body it reads before any of its fronts, in bytes; None where that is unknown. Without a front in sight the most that is raised."""
    found = [_read(acl, front) for front in fronts(acl)] or [_read(acl, None)]
    known = [one for one in found if one is not None]
    return min(known) if len(known) == len(found) else None


def _read(acl: Look, front: Look | None) -> int | None:
    kinds = tuple(_RAISED.values()) if front is None else _kind(front.resource.type)
    if not kinds:
        return _FIXED
    found = [_LIMITS["KB_16"]]
    blocks = acl.blocks("associationConfig.requestBodies")
    if is_unknown(blocks):
        return None
    for block in blocks:
        for kind in kinds:
            said = acl.text(f"{block}.{kind}.defaultSizeInspectionLimit")
            if is_unknown(said):
                return None
            if isinstance(said, str):
                found.append(_LIMITS.get(said, 0))
    return max(found)


def _kind(token: str) -> tuple[str, ...]:
    """How the association configuration calls what stands behind; nothing raises what a load balancer or AppSync hands over."""
    if token in LOAD_BALANCER or "appsync" in token.lower():
        return ()
    return tuple(kind for part, kind in _RAISED.items() if part in token.lower()) or tuple(_RAISED.values())
