"""What a rule of admission is, and how it becomes a ValidatingAdmissionPolicy: CEL that the API server itself evaluates, with no webhook to be down.

Whatever decides stands in the policy as text. A parameter resource would let whoever may write it widen the rule, and no reader could tell from the
policy what it lets in.
Sources: Kubernetes documentation, "Validating admission policy" (`failurePolicy`, `matchConditions`, `validationActions`, variables in order;
`namespaceObject`), "Common Expression Language in Kubernetes"; NIST SP 800-190, 4.3 and 4.4.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from ai_zones.kubernetes.naming import NAMESPACE_NAME, ZONE

Document = dict[str, Any]

CREATE_UPDATE: Final = ("CREATE", "UPDATE")


@dataclass(frozen=True)
class Matched:
    """Requests that a rule judges."""

    groups: tuple[str, ...]
    resources: tuple[str, ...]
    operations: tuple[str, ...] = CREATE_UPDATE
    versions: tuple[str, ...] = ("*",)

    def document(self) -> Document:
        """As the API writes it."""
        return {
            "apiGroups": list(self.groups),
            "apiVersions": list(self.versions),
            "operations": list(self.operations),
            "resources": list(self.resources),
        }


@dataclass(frozen=True)
class Check:
    """One condition, and what is said where it does not hold: what was refused, what is allowed, how to mend it."""

    expression: str
    message: str


@dataclass(frozen=True)
class Rule:
    """One policy."""

    name: str
    matched: tuple[Matched, ...]
    checks: tuple[Check, ...]
    variables: Mapping[str, str] = field(default_factory=dict)
    """Name → expression, in their order: each may use those before it."""
    conditions: Mapping[str, str] = field(default_factory=dict)
    """Name → expression: requests of which one is false are not judged."""
    zones_only: bool = False
    """Whether namespaces of zones alone are judged; else all but the exempt ones."""

    def policy(self) -> Document:
        """Spec of the policy. What can't be evaluated is refused."""
        found: Document = {
            "failurePolicy": "Fail",
            "matchConstraints": {"resourceRules": [one.document() for one in self.matched], "matchPolicy": "Equivalent"},
            "validations": [{"expression": check.expression, "message": check.message, "reason": "Forbidden"} for check in self.checks],
        }
        if self.variables:
            found["variables"] = [{"name": name, "expression": text} for name, text in self.variables.items()]
        if self.conditions:
            found["matchConditions"] = [{"name": name, "expression": text} for name, text in self.conditions.items()]
        return found

    def binding(self, name: str, exempt: Sequence[str]) -> Document:
        """Spec of the binding: refused, and written into the audit log."""
        outside: Document = {"key": NAMESPACE_NAME, "operator": "NotIn", "values": sorted(exempt)}
        inside: Document = {"key": ZONE, "operator": "Exists"}
        return {
            "policyName": name,
            "validationActions": ["Deny", "Audit"],
            "matchResources": {"namespaceSelector": {"matchExpressions": [inside] if self.zones_only else [outside]}},
        }


def text(value: str) -> str:
    """A text as CEL writes it."""
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


def texts(values: Sequence[str]) -> str:
    """A list of texts."""
    return "[" + ", ".join(text(value) for value in values) + "]"


def in_groups(groups: Sequence[str]) -> str:
    """Whether who asks belongs to one of these groups."""
    return f"request.userInfo.groups.exists(group, group in {texts(sorted(groups))})"


def absent_or(owner: str, name: str, condition: str) -> str:
    """A field that is not there, or is as it should be."""
    return f"!has({owner}.{name}) || {condition}"


PODS: Final = (
    Matched(("",), ("pods", "pods/ephemeralcontainers", "replicationcontrollers")),
    Matched(("apps",), ("deployments", "daemonsets", "replicasets", "statefulsets")),
    Matched(("batch",), ("jobs", "cronjobs")),
)
"""Pods, and what makes pods: a controller's fault is told where it is written, not in an event that nobody reads."""

POD_VARIABLES: Final[Mapping[str, str]] = {
    "template": (
        "object.kind == 'Pod' ? object : (object.kind == 'CronJob' ? object.spec.jobTemplate.spec.template : object.spec.template)"
    ),
    "pod": "variables.template.spec",
    "containers": (
        "variables.pod.containers"
        " + (has(variables.pod.initContainers) ? variables.pod.initContainers : [])"
        " + (has(variables.pod.ephemeralContainers) ? variables.pod.ephemeralContainers : [])"
    ),
    "labels": "has(variables.template.metadata) && has(variables.template.metadata.labels) ? variables.template.metadata.labels : {}",
    "notes": (
        "has(variables.template.metadata) && has(variables.template.metadata.annotations) ? variables.template.metadata.annotations : {}"
    ),
}
"""A pod, wherever it is written, and its containers of all three kinds."""
