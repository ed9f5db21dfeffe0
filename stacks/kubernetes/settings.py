"""Settings of a stack with `ai-zones:cloud: kubernetes`, checked before anything is registered.

Source: Pulumi documentation, "Configuration", "Structured configuration" (the engine hands structured values over as JSON text).
"""

import base64
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, Self

from pydantic import ConfigDict

from ai_zones.plan import Fault, ZoneName, ZonePlan
from ai_zones.plan.errors import choose, listed, shown
from ai_zones.plan.fields import Part
from stacks import above
from stacks.above import keys_above
from stacks.errors import PROJECT, SettingsError
from stacks.kubernetes.config import TEXTS, KubernetesStackConfig
from stacks.plan_source import plan_document, plan_of
from stacks.reading import decoded, judged

CLOUD: Final = "kubernetes"
"""Value of `ai-zones:cloud` that picks this stack."""
STACKS: Final = Path(__file__).resolve().parents[1]
SCHEMA_FILE: Final = STACKS / "kubernetes-schema.json"
KEYS: Final = tuple(KubernetesStackConfig.model_fields)
MIXED: Final = ({ZoneName.PHI, ZoneName.DEIDENTIFICATION}, {ZoneName.INFERENCE, ZoneName.EGRESS})
"""Zones that share no cluster in production: policies alone would separate them."""
DEVELOPMENT: Final = ("dev", "development", "test", "sandbox")


class KubernetesSettings(Part):
    """Sound settings: the keys of the file, and the plan whose zones the cluster holds."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    stack: str
    config: KubernetesStackConfig
    plan: ZonePlan

    @classmethod
    def from_config(cls, stack: str, config: Mapping[str, Any], base: Path = STACKS) -> Self:
        """Settings from the engine's configuration. Raises `SettingsError`, which lists every fault."""
        faults: list[Fault] = []
        given = decoded(keys_above(config), set(KEYS) - TEXTS, faults)
        whole = judged(KubernetesStackConfig, KEYS, f"stacks/{SCHEMA_FILE.name}", given, faults)
        plan: ZonePlan | None = None
        if whole is not None:
            document, source = plan_document(whole, given, base, faults)
            plan = plan_of(document, source, whole, faults) if document is not None else None
            if plan is not None:
                faults.extend(_disagreements(whole, plan))
        if faults or whole is None or plan is None:
            raise SettingsError(stack, faults)
        return cls(stack=stack, config=whole, plan=plan)


def _disagreements(config: KubernetesStackConfig, plan: ZonePlan) -> Iterator[Fault]:
    for zone in sorted(set(config.namespaces) - set(plan.zones)):
        yield Fault(f"{PROJECT}:namespaces.{zone}", "the plan has no such zone", listed(sorted(plan.zones)), "name a zone of the plan")
    flows = config.flows
    for key, named in (
        ("callers", flows.callers),
        ("endpoints", flows.endpoints),
        ("entrances", flows.entrances),
        ("built_elsewhere", flows.built_elsewhere),
        ("doors", flows.doors),
    ):
        for name in sorted(set(named) - set(plan.flows)):
            place = f"{PROJECT}:flows.{key}.{name}"
            yield Fault(place, f"the plan has no flow {shown(name)}", listed(sorted(plan.flows)), choose(name, sorted(plan.flows)))
    yield from _mixed(config, plan)
    yield from _cluster(config)
    if config.gateways and not plan.providers:
        yield Fault(
            f"{PROJECT}:gateways", "the plan has no provider", "a plan with `providers`", "add a provider to the plan, or leave it out"
        )


def _mixed(config: KubernetesStackConfig, plan: ZonePlan) -> Iterator[Fault]:
    """Zones with PHI and zones without share a cluster in development alone."""
    sides = [sorted(zone for zone in config.namespaces if zone in side) for side in MIXED]
    if all(sides) and plan.environment not in DEVELOPMENT:
        problem = f"{listed(sides[0])} and {listed(sides[1])} share a cluster in environment {plan.environment!r}: policies alone would separate them"
        allowed = f"one zone a cluster; several in {listed(DEVELOPMENT)}"
        yield Fault(f"{PROJECT}:namespaces", problem, allowed, "give each zone a cluster, and a stack, of its own")


def _cluster(config: KubernetesStackConfig) -> Iterator[Fault]:
    cluster, place = config.cluster, f"{PROJECT}:cluster"
    if cluster.stack is not None and cluster.context is not None:
        yield Fault(place, "names a context and a stack", "one of the two", "leave `context` out, or `stack`")
    if cluster.certificate_authority is not None and (cluster.stack is None or not _is_pem(cluster.certificate_authority)):
        problem = "is given without a stack" if cluster.stack is None else "is no certificate: PEM in base64, as a kubeconfig has it"
        allowed, fix = "certificate-authority-data of the cluster's kubeconfig, beside `stack`", "copy it from there, or leave it out"
        yield Fault(f"{place}.certificate_authority", problem, allowed, fix)
    if cluster.stack is not None and (cluster.zone is None or not cluster.login):
        yield Fault(place, "names a stack, and no zone or no login", "stack, zone and login together", "add `zone` and `login`")


def _is_pem(text: str) -> bool:
    try:
        return base64.b64decode(text, validate=True).startswith(b"-----BEGIN CERTIFICATE-----")
    except ValueError:
        return False


def is_kubernetes(config: Mapping[str, Any]) -> bool:
    """Whether a stack's configuration asks for this program."""
    return config.get(f"{PROJECT}:cloud") == CLOUD


def schema_text() -> str:
    """JSON Schema of the stack file: `python -m stacks.kubernetes.settings` writes it."""
    return above.schema_text(KubernetesStackConfig, "AI Zones stack file of a Kubernetes cluster")


if __name__ == "__main__":
    SCHEMA_FILE.write_text(schema_text(), encoding="utf-8")
