"""Evaluates rules of Azure Policy over resources written as fields, as Azure's documentation tells it: enough of it for our own documents.

Source: Microsoft Learn, "Azure Policy definition structure policy rule": conditions compare texts without regard to case; `notEquals` and
`notIn` hold for a field that is not there; `count` counts items of an array for which `where` holds.
"""

import re
from collections.abc import Mapping
from typing import Any

_PARAMETER = re.compile(r"\[parameters\('(\w+)'\)\]")
_SUBSCRIPTION = re.compile(r"\[split\(concat\((current|field)\('([^']+)'\), '////'\), '/'\)\[2\]\]")


def _folded(value: Any) -> Any:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return value.lower()
    return [_folded(one) for one in value] if isinstance(value, list) else value


class Judge:
    """Judges one resource: its fields by alias, arrays as lists of such fields (or of plain values, under the array's own alias)."""

    def __init__(self, parameters: Mapping[str, Any]) -> None:
        self._parameters = parameters

    def refuses(self, condition: Mapping[str, Any], fields: Mapping[str, Any]) -> bool:
        """Whether the condition holds for the resource."""
        if "allOf" in condition:
            return all(self.refuses(one, fields) for one in condition["allOf"])
        if "anyOf" in condition:
            return any(self.refuses(one, fields) for one in condition["anyOf"])
        if "count" in condition:
            return bool(self._count(condition["count"], fields) > condition["greater"])
        value = self._left(condition, fields)
        (operator, right), *others = [(key, text) for key, text in condition.items() if key not in ("field", "value")]
        assert not others, condition
        return self._holds(operator, _folded(value), _folded(self._right(right)))

    def _count(self, count: Mapping[str, Any], fields: Mapping[str, Any]) -> int:
        alias = count["field"]
        items = fields.get(alias) or []
        return sum(self.refuses(count["where"], {**fields, **(item if isinstance(item, dict) else {alias: item})}) for item in items)

    def _left(self, condition: Mapping[str, Any], fields: Mapping[str, Any]) -> Any:
        if "field" in condition:
            return fields.get(condition["field"])
        found = _SUBSCRIPTION.fullmatch(condition["value"])
        assert found, condition
        return (str(fields.get(found[2]) or "") + "////").split("/")[2]

    def _right(self, right: Any) -> Any:
        found = _PARAMETER.fullmatch(right) if isinstance(right, str) else None
        return self._parameters[found[1]] if found else right

    @staticmethod
    def _holds(operator: str, value: Any, right: Any) -> bool:
        match operator:
            case "equals":
                return bool(value == right)
            case "notEquals":
                return bool(value != right)
            case "in":
                return bool(value in right)
            case "notIn":
                return bool(value not in right)
            case "exists":
                return (value is not None) is (right == "true")
        raise AssertionError(f"no operator {operator}")
