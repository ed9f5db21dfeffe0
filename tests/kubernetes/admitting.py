"""What a policy of admission says of an object: its CEL, evaluated by cel-python as the API server would.

Source: Kubernetes documentation, "Validating admission policy" (variables in order, lazily; an error is a refusal where `failurePolicy` is Fail).
"""

from typing import Any

import celpy
from celpy.adapter import json_to_cel

from ai_zones.kubernetes.admission_rules import Rule

_ENVIRONMENT = celpy.Environment()
_PROGRAMS: dict[str, celpy.Runner] = {}
INFERENCE = {"metadata": {"name": "models", "labels": {"ai-zone": "inference"}}}
CLEAN: dict[str, Any] = {"userInfo": {"username": "someone", "groups": ["system:authenticated"]}, "namespace": "models"}


def refused(
    rule: Rule,
    given: dict[str, Any],
    *,
    before: dict[str, Any] | None = None,
    namespace: dict[str, Any] | None = None,
    request: dict[str, Any] | None = None,
) -> list[str]:
    """Messages of the conditions that do not hold; none where the object is admitted."""
    spec = rule.policy()
    known = {
        "object": json_to_cel(given),
        "oldObject": json_to_cel(before),
        "namespaceObject": json_to_cel(namespace or INFERENCE),
        "request": json_to_cel({**CLEAN, "operation": "CREATE" if before is None else "UPDATE", **(request or {})}),
    }
    variables = celpy.celtypes.MapType()
    for one in spec.get("variables", []):
        variables[celpy.celtypes.StringType(one["name"])] = _evaluated(one["expression"], {**known, "variables": variables})
    known["variables"] = variables
    if not all(_evaluated(one["expression"], known) for one in spec.get("matchConditions", [])):
        return []
    return [one["message"] for one in spec["validations"] if not _evaluated(one["expression"], known)]


def _evaluated(expression: str, known: dict[str, Any]) -> Any:
    if expression not in _PROGRAMS:
        _PROGRAMS[expression] = _ENVIRONMENT.program(_ENVIRONMENT.compile(expression))
    return _PROGRAMS[expression].evaluate(known)
