"""Label selectors, with labels and values that may be unknown.

Source: Kubernetes documentation, "Labels and Selectors".
"""

from typing import Any

import pytest

from posture.kubernetes.selectors import Labels, parse_selector
from posture.values import UNKNOWN


def expression(operator: str, *values: Any, key: str = "tier") -> dict[str, Any]:
    return {"matchExpressions": [{"key": key, "operator": operator, **({"values": list(values)} if values else {})}]}


@pytest.mark.parametrize(
    ("selector", "labels", "matches"),
    [
        ({}, {}, True),
        (None, {"a": "b"}, True),
        ({"matchLabels": {"tier": "web"}}, {"tier": "web"}, True),
        ({"matchLabels": {"tier": "web"}}, {"tier": "db"}, False),
        ({"matchLabels": {"tier": "web"}}, {}, False),
        (expression("In", "web", "db"), {"tier": "db"}, True),
        (expression("In", "web"), {}, False),
        (expression("NotIn", "web"), {}, True),
        (expression("NotIn", "web"), {"tier": "web"}, False),
        (expression("NotIn", "web"), {"tier": "db"}, True),
        (expression("Exists"), {"tier": ""}, True),
        (expression("Exists"), {}, False),
        (expression("DoesNotExist"), {}, True),
        (expression("DoesNotExist"), {"tier": "x"}, False),
        ({"matchLabels": {"a": "b"}, **expression("Exists")}, {"a": "b"}, False),
        (UNKNOWN, {"tier": "web"}, None),
        ({"matchLabels": {"tier": UNKNOWN}}, {"tier": "web"}, None),
        ({"matchLabels": {"tier": UNKNOWN}}, {}, False),
        ({"matchLabels": {"tier": "web"}}, {"tier": UNKNOWN}, None),
        (expression("In", "web", UNKNOWN), {"tier": "web"}, True),
        (expression("NotIn", "web", UNKNOWN), {"tier": "web"}, False),
        (expression("NotIn", UNKNOWN), {"tier": "web"}, None),
        (expression("Near", "web"), {"tier": "web"}, None),
        ({"matchLabels": {"a": "b"}, "matchExpressions": UNKNOWN}, {"a": "c"}, False),
    ],
)
def test_a_selector(selector: Any, labels: dict[str, Any], matches: bool | None) -> None:
    assert parse_selector(selector).matches(Labels(labels)) is matches


@pytest.mark.parametrize(
    ("selector", "matches"),
    [({}, True), ({"matchLabels": {"tier": "web"}}, None), (expression("NotIn", "web"), None), (expression("DoesNotExist"), None)],
)
def test_labels_of_which_some_are_unknown(selector: Any, matches: bool | None) -> None:
    assert parse_selector(selector).matches(Labels({}, complete=False)) is matches
