"""A web ACL of a zone knows attacks, and refuses bodies that are larger than it reads, where it has a limit on bodies at all.

The common rules refuse bodies over 8 KB (`SizeRestrictions_BODY`). Whoever lets that rule count only, for larger questions and documents, needs a limit
of his own, and one that is reached: "this statement uses the size of the component that AWS WAF receives", so a limit above what is read
matches nothing unless oversize counts as a match. What lies behind the part that is read passes unread.
Sources: AWS WAF Developer Guide, "Oversize web request components in AWS WAF", "Size constraint rule statement", "Baseline rule groups" (core rule set, known bad
inputs); "Considerations for managing body inspection".
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from posture.proofs.verdict import Verdict
from posture.readers.aws.web_firewalls import WEB_ACL
from posture.rules.aws_web_firewalls import APART, acl_zone, least_read, refusing, rules_of, statements
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import cannot_tell
from posture.values import holds_unknown, is_unknown

_KNOWING: Final = frozenset(
    {
        "managedRuleGroupStatement",
        "ruleGroupReferenceStatement",
        "sqliMatchStatement",
        "xssMatchStatement",
        "regexMatchStatement",
        "regexPatternSetReferenceStatement",
    }
)
"""Statements that look for attacks; rates, countries and addresses are no attacks."""
_GROUP: Final = "AWSManagedRulesCommonRuleSet"
_DECIDING: Final[Mapping[str, Mapping[str, tuple[type, ...]]]] = {
    "managedRuleGroupStatement": {
        "vendorName": (str,),
        "name": (str,),
        "ruleActionOverrides": (list, tuple),
        "excludedRules": (list, tuple),
    },
    "sizeConstraintStatement": {"fieldToMatch": (Mapping,), "comparisonOperator": (str,), "size": (int, float)},
    "labelMatchStatement": {"key": (str,)},
}
"""What of a statement says something of bodies here, and its kinds; which addresses a set holds does not."""
_OVERRIDE: Final[Mapping[str, tuple[type, ...]]] = {"name": (str,), "actionToUse": (Mapping,)}
"""What of an overridden or excluded rule of a group decides."""
_LIMITING: Final = "sizerestrictions_body"
_BAD_INPUTS: Final = "AWSManagedRulesKnownBadInputsRuleSet"
_LOG4J: Final = "log4jrce"
"""How the rules against CVE-2021-44228 begin: `Log4JRCE_HEADER`, and one for each other part of a request."""
_ANY_PATH: Final = ("/", "^/", ".*", "^.*$", "^/.*", "^/.*$", "/.*")
_BODIES: Final = ("body", "jsonBody")
_BODY: Final[Mapping[str, tuple[type, ...]]] = {"oversizeHandling": (str,)}
_FAULT: Final = "lets bodies through that are larger than it reads"


@rule(*WEB_ACL)
def check(look: Look) -> Iterator[Fault]:
    """Attacks: managed rules, a rule group, or statements of its own that look for them; a web ACL that lets in only what it names needs none.

    Bodies: of one that speaks of them, by the common rules with their limit taken away, or by a limit of its own.
    """
    if acl_zone(look) is None:
        return
    rules, stopping = rules_of(look), refusing(look)
    if is_unknown(rules) or is_unknown(stopping):
        yield cannot_tell("rules", "which bodies it refuses")
        return
    found = list(_faults(look, rules, stopping))
    if not any(_vague(one) for one in rules):
        yield from found
    elif found:
        yield from (replace(one, verdict=Verdict.UNPROVEN) for one in found)
    elif look.value("defaultAction.block") is None:
        yield cannot_tell("rules", "which bodies it refuses")


def _faults(look: Look, rules: list[Any], stopping: list[Any]) -> Iterator[Fault]:
    kinds = {kind for one in _whole(stopping) for kind, _ in statements(one)}
    apart = look.companions(APART, "webAclArn") or look.maybe_companions(APART, "webAclArn")
    if stopping and not apart and look.value("defaultAction.block") is None and kinds.isdisjoint(_KNOWING):
        yield Fault("knows no attacks: none of the rules that refuse looks for one", "rules")
    if any(name.startswith(_LOG4J) for inner in _groups(rules, _BAD_INPUTS) for name in _only_counted(inner)):
        yield Fault("lets lookups of Log4j pass: a rule against them only counts", "rules")
    if any(_lets_all_in(one, stopping) for one in rules if isinstance(one, Mapping)):
        yield Fault("has a rule that lets every path in before others have read the request", "rules")
    own = [inner for one in _whole(stopping) for inner in _sizes(one)]
    spoken = True in _common(rules) or bool(own)
    if not spoken or False in _common(stopping) or any(_marked(one) for one in _whole(stopping)):
        return
    read = least_read(look)
    if not any(_reached(inner, read) for inner in own):
        yield Fault(_FAULT, "rules", Verdict.UNPROVEN if read is None and own else Verdict.VIOLATED)


def _lets_all_in(rule: Mapping[str, Any], stopping: list[Any]) -> bool:
    """An Allow ends the evaluation. AWS WAF Developer Guide, "Using rule actions in AWS WAF"; "Setting rule priority": the lowest number is read first."""
    action, first = rule.get("action"), rule.get("priority")
    if not isinstance(action, Mapping) or action.get("allow") is None or not isinstance(first, int | float):
        return False
    later = any(isinstance(one, Mapping) and isinstance(at := one.get("priority"), int | float) and at > first for one in stopping)
    statement = rule.get("statement")
    if not later or not isinstance(statement, Mapping):
        return False
    return any(_fits_all(kind, inner) for kind, inner in statement.items() if isinstance(inner, Mapping))


def _fits_all(kind: str, inner: Mapping[str, Any]) -> bool:
    """Whether a statement that stands alone fits whatever is asked: each path begins with a slash."""
    field = inner.get("fieldToMatch")
    if not isinstance(field, Mapping) or field.get("uriPath") is None:
        return False
    if kind == "byteMatchStatement":
        return inner.get("searchString") == "/" and inner.get("positionalConstraint") in ("STARTS_WITH", "CONTAINS")
    if kind == "regexMatchStatement":
        return inner.get("regexString") in _ANY_PATH
    return kind == "sizeConstraintStatement" and inner.get("comparisonOperator") == "GE" and inner.get("size") in (0, 1)


def _vague(rule: Any) -> bool:
    """Whether something of a rule that decides here is unknown until the update, or of a kind that it never has."""
    if not isinstance(rule, Mapping) or not _is(rule.get("statement"), (Mapping,)):
        return True
    statement = rule.get("statement") or {}
    if not all(_is(inner, (Mapping,)) for inner in statement.values()):
        return True
    return any(
        not (_told(inner, _DECIDING.get(kind, {})) and all(_is(one, kinds) for one, kinds in _within(inner)))
        or not all(_told(body, _BODY) for body in _bodies(inner))
        or any(not _told(one, _OVERRIDE) for part in ("ruleActionOverrides", "excludedRules") for one in _listed(inner.get(part)))
        for kind, inner in statements(statement)
    )


def _bodies(inner: Any) -> list[Any]:
    field = inner.get("fieldToMatch")
    return [field[part] for part in _BODIES if field.get(part) is not None] if isinstance(field, Mapping) else []


def _within(inner: Any) -> Iterator[tuple[Any, tuple[type, ...]]]:
    """Statements within one, and what each says by its kind; with the kinds that these have."""
    nested = inner.get("statements")
    yield nested, (list, tuple)
    for one in (inner.get("statement"), inner.get("scopeDownStatement"), *_listed(nested)):
        yield one, (Mapping,)
        yield from ((said, (Mapping,)) for said in one.values()) if isinstance(one, Mapping) else ()


def _told(block: Any, kinds: Mapping[str, tuple[type, ...]]) -> bool:
    """Whether each of these parts is known to the bottom and of its kind, or is not there."""
    return isinstance(block, Mapping) and all(
        _is(block.get(part), kind) and not holds_unknown(block.get(part)) for part, kind in kinds.items()
    )


def _is(value: Any, kinds: tuple[type, ...]) -> bool:
    return value is None or (isinstance(value, kinds) and not isinstance(value, bool))


def _common(rules: list[Any]) -> list[bool]:
    """Of each use of the common rules: whether their limit on bodies only counts."""
    return [_LIMITING in _only_counted(inner) for inner in _groups(rules, _GROUP)]


def _groups(rules: list[Any], name: str) -> Iterator[Any]:
    """Uses of a rule group of AWS's."""
    for one in _whole(rules):
        for kind, inner in statements(one):
            if kind == "managedRuleGroupStatement" and inner.get("vendorName") == "AWS" and inner.get("name") == name:
                yield inner


def _only_counted(group: Any) -> Iterator[str]:
    """Rules of a group that let through what they find, in small letters."""
    for one in _listed(group.get("ruleActionOverrides")):
        action = one.get("actionToUse") if isinstance(one, Mapping) else None
        if isinstance(action, Mapping) and (action.get("count") is not None or action.get("allow") is not None):
            yield str(one.get("name")).lower()
    yield from (str(one.get("name")).lower() for one in _listed(group.get("excludedRules")) if isinstance(one, Mapping))


def _whole(rules: list[Any]) -> list[Any]:
    """Statements of the rules."""
    return [one.get("statement") for one in rules if isinstance(one, Mapping)]


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else []


def _sizes(statement: Any) -> Iterator[Any]:
    """Limits on the size of a body."""
    for kind, inner in statements(statement):
        field = inner.get("fieldToMatch")
        if kind == "sizeConstraintStatement" and isinstance(field, Mapping) and any(field.get(part) is not None for part in _BODIES):
            yield inner


def _marked(statement: Any) -> bool:
    """Whether it refuses by the label that the common rules leave: how AWS shows to spare one path alone."""
    return any(kind == "labelMatchStatement" and str(inner.get("key")).lower().endswith(_LIMITING) for kind, inner in statements(statement))


def _reached(size: Any, read: int | None) -> bool:
    """Whether a body that is larger than what is read meets the limit."""
    field = size["fieldToMatch"]
    body = next(field[part] for part in _BODIES if field.get(part) is not None)
    if isinstance(body, Mapping) and body.get("oversizeHandling") == "MATCH":
        return True
    operator, limit = size.get("comparisonOperator"), size.get("size")
    if operator not in ("GT", "GE"):
        return True  # Smaller or equal: within a negation, which is read as its author meant it.
    if is_unknown(limit) or not isinstance(limit, int | float) or read is None:
        return False
    return limit < read if operator == "GT" else limit <= read
