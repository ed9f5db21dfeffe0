"""When what must be rotated by a person is due, and who is told before: issuers and roots, whose last day the program knows.

Vault has no measure of an issuer's end, so the alarm needs none: a rule of Prometheus compares the clock with the day, wherever it runs and whether or
not Vault answers. Whoever runs the program is warned too, as soon as a rotation is due. Certificates of workloads renew by themselves; that they do is
watched by what cert-manager measures.
Sources: Prometheus documentation, "Alerting rules", "Query functions: time()"; cert-manager documentation, "Prometheus metrics"
(`certmanager_certificate_expiration_timestamp_seconds`); Vault documentation, "PKI rotation primitives"; requirement I3.
"""

import datetime
from typing import Annotated, Any, Final, NotRequired, Self, TypedDict

import pulumi
import pydantic
import yaml

from ai_zones.ordering import children_wait
from ai_zones.vault.validation import ComponentInput, Day, Label

GROUP: Final = "ai-zones-certificates"


class VaultExpiryAlarmsArgs(TypedDict):
    """Inputs of `VaultExpiryAlarms`."""

    ends: dict[str, str]
    """What ends → on which day: the root's, and those of `VaultPki.expires_on`."""
    warning_days: NotRequired[int]
    """Days before the end on which a rotation is due, 14 or more. Default: 90."""
    critical_days: NotRequired[int]
    """Days before the end on which somebody is woken, fewer than `warning_days`. Default: 30."""
    workload_hours: NotRequired[int]
    """Hours before their end at which certificates of workloads that did not renew are told of, 1 to 720. Default: 6."""
    labels: NotRequired[dict[str, str]]
    """Labels by which alarms find their people. Default: none but `severity`."""
    as_of: NotRequired[str]
    """Day on which it is judged. Default: today."""


class ExpiryAlarms(ComponentInput):
    """Parsed `VaultExpiryAlarmsArgs`."""

    ends: Annotated[dict[str, Day], pydantic.Field(min_length=1)]
    warning_days: int = pydantic.Field(default=90, ge=14, le=730)
    critical_days: int = pydantic.Field(default=30, ge=1)
    workload_hours: int = pydantic.Field(default=6, ge=1, le=720)
    labels: dict[Label, str] = pydantic.Field(default_factory=dict)
    as_of: Day = pydantic.Field(default_factory=datetime.date.today)

    @pydantic.model_validator(mode="after")
    def _first_told_then_woken(self) -> Self:
        if self.critical_days >= self.warning_days:
            raise ValueError(f"critical_days: given {self.critical_days}, allowed are fewer than the {self.warning_days} of warning_days")
        return self

    def due(self) -> dict[str, str]:
        """What ends → the day on which its rotation is due."""
        return {name: (end - datetime.timedelta(days=self.warning_days)).isoformat() for name, end in sorted(self.ends.items())}

    def overdue(self) -> list[str]:
        """What is due already."""
        return [name for name, day in self.due().items() if datetime.date.fromisoformat(day) <= self.as_of]

    def rules(self) -> dict[str, Any]:
        """Rules of Prometheus, as a rule file has them."""
        found = [
            _rule("IssuerEnds", severity, _after(end, days), {**self.labels, "issuer": name}, f"{name} ends on {end}: begin its rotation")
            for name, end in sorted(self.ends.items())
            for severity, days in (("warning", self.warning_days), ("critical", self.critical_days))
        ]
        left = f"certmanager_certificate_expiration_timestamp_seconds - time() < {self.workload_hours * 3600}"
        told = "certificate {{ $labels.namespace }}/{{ $labels.name }} did not renew"
        return {"groups": [{"name": GROUP, "rules": [*found, _rule("CertificateNotRenewed", "critical", left, dict(self.labels), told)]}]}


class VaultExpiryAlarms(pulumi.ComponentResource):
    """Days, rules, and a warning of whoever runs the program when a rotation is due."""

    due: dict[str, str]
    """What ends → the day on which its rotation is due."""
    prometheus_rules: str
    """Rules in YAML: a rule file of Prometheus, or the `spec` of a PrometheusRule."""

    def __init__(self, name: str, args: VaultExpiryAlarmsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = ExpiryAlarms.parse(name, args)
        super().__init__("ai-zones:index:VaultExpiryAlarms", name, {}, children_wait(opts))
        for late in given.overdue():
            fix = "add the next issuer, then make it the default"
            pulumi.log.warn(f"{late} ends on {given.ends[late]}; its rotation was due on {given.due()[late]}: {fix}", self)
        self.due = given.due()
        self.prometheus_rules = yaml.safe_dump(given.rules(), sort_keys=True, width=160)
        self.register_outputs({"due": self.due, "prometheusRules": self.prometheus_rules})


def _after(end: datetime.date, days: int) -> str:
    day = datetime.datetime.combine(end - datetime.timedelta(days=days), datetime.time(), datetime.UTC)
    return f"time() >= {int(day.timestamp())}"


def _rule(alert: str, severity: str, expression: str, labels: dict[str, str], summary: str) -> dict[str, Any]:
    return {
        "alert": alert,
        "expr": expression,
        "labels": {**labels, "severity": severity},
        "annotations": {"summary": summary},
    }
