"""Label selectors. Source: Kubernetes documentation, "Labels and Selectors: resources that support set-based requirements"; `ValidateLabelSelector`."""

from collections.abc import Iterator

from simulator.rules.checks import Fault
from simulator.rules.kubernetes import syntax
from simulator.rules.kubernetes.metadata import labels_faults
from simulator.rules.kubernetes.walking import given, listed, part, word
from simulator.values import UNKNOWN, Properties, holds_unknown

_WITH_VALUES = ("In", "NotIn")
_WITHOUT_VALUES = ("Exists", "DoesNotExist")


def selector_faults(selector: object, path: str) -> Iterator[Fault]:
    """Labels and expressions of a selector."""
    if not isinstance(selector, dict):
        return
    yield from labels_faults(selector.get("matchLabels"), f"{path}.matchLabels")
    for where, one in listed(selector, "matchExpressions", path):
        operator = word(one, "operator")
        if operator in _WITH_VALUES and not given(one, "values"):
            yield f"{where}.values", f"must be specified when `operator` is {operator!r}"
        elif operator in _WITHOUT_VALUES and given(one, "values"):
            yield f"{where}.values", f"may not be specified when `operator` is {operator!r}"
        elif operator is not None and operator not in (*_WITH_VALUES, *_WITHOUT_VALUES):
            yield f"{where}.operator", f"{operator!r} is not a valid label selector operator: In, NotIn, Exists or DoesNotExist"
        key = word(one, "key")
        if key is not None and (reason := syntax.label_key(key)):
            yield f"{where}.key", reason


def chooses(selector: Properties, labels: object) -> bool:
    """Whether a selector chooses these labels; what is unknown may."""
    if holds_unknown(selector) or labels is UNKNOWN or holds_unknown(labels):
        return True
    held = labels if isinstance(labels, dict) else {}
    if any(held.get(name) != value for name, value in part(selector, "matchLabels").items()):
        return False
    return all(_holds(one, held) for _, one in listed(selector, "matchExpressions"))


def _holds(expression: Properties, labels: Properties) -> bool:
    value = labels.get(str(expression.get("key")))
    match expression.get("operator"):
        case "In":
            return value in (expression.get("values") or [])
        case "NotIn":
            return value not in (expression.get("values") or [])
        case "Exists":
            return value is not None
        case "DoesNotExist":
            return value is None
    return True
