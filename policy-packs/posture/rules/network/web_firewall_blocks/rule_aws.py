"""A web ACL of a zone knows attacks, and refuses bodies that are larger than it reads, where it has a limit on bodies at all.

The common rules refuse bodies over 8 KB (`SizeRestrictions_BODY`). Whoever lets that rule count only, for larger questions and documents, needs a limit
of his own, and one that is reached: "this statement uses the size of the component that AWS WAF receives", so a limit above what is read
matches nothing unless oversize counts as a match. What lies behind the part that is read passes unread.
Sources: AWS WAF Developer Guide, "Oversize web request components in AWS WAF", "Size constraint rule statement", "Baseline rule groups" (core rule set);
"Considerations for managing body inspection".
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from posture.proofs.verdict import Verdict
from posture.readers.aws.web_firewalls import WEB_ACL
from posture.rules.aws_web_firewalls import APART, acl_zone, least_read, refusing, rules_of, statements
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import cannot_tell
from posture.values import is_unknown

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
_LIMITING: Final = "sizerestrictions_body"
_BODIES: Final = ("body", "jsonBody")
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
    kinds = {kind for one in _whole(stopping) for kind, _ in statements(one)}
    apart = look.companions(APART, "webAclArn") or look.maybe_companions(APART, "webAclArn")
    if rules and not apart and look.value("defaultAction.block") is None and kinds.isdisjoint(_KNOWING):
        yield Fault("knows no attacks: none of the rules that refuse looks for one", "rules")
    common = [_let_through(inner) for one in _whole(rules) for kind, inner in statements(one) if kind == "managedRuleGroupStatement"]
    own = [inner for one in _whole(stopping) for inner in _sizes(one)]
    spoken = True in common or bool(own)
    if not spoken or False in common or any(_marked(one) for one in _whole(stopping)):
        return
    read = least_read(look)
    if any(_reached(inner, read) for inner in own):
        return
    unsure = read is None and bool(own)
    yield Fault(_FAULT, "rules", Verdict.UNPROVEN if unsure else Verdict.VIOLATED)


def _whole(rules: list[Any]) -> list[Any]:
    """Statements of the rules."""
    return [one.get("statement") for one in rules if isinstance(one, Mapping)]


def _let_through(group: Any) -> bool | None:
    """Of the common rules: whether their limit only counts; None for other groups, and where they have a scope of their own."""
    if group.get("name") != _GROUP or group.get("vendorName") != "AWS":
        return None
    overrides = [one for one in group.get("ruleActionOverrides") or () if isinstance(one, Mapping)]
    actions = [one.get("actionToUse") for one in overrides if str(one.get("name")).lower() == _LIMITING]
    lets = any(isinstance(action, Mapping) and (action.get("count") is not None or action.get("allow") is not None) for action in actions)
    excluded = [one.get("name") for one in group.get("excludedRules") or () if isinstance(one, Mapping)]
    return lets or _LIMITING in [str(name).lower() for name in excluded]


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
