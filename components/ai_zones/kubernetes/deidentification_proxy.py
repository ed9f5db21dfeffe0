"""The de-identification service: the gate between phi and whoever must not see it. It redacts prompts, and gives answers their names back.

Until its program is there, its service and its doors stand and nobody answers: the gate is closed, and the proof says that it is missing.
Sources: DESIGN, theorem T2 and the vocabulary (deidentification/prompt, retrieval, datasets); 45 CFR 164.514(a) and (b); docs/decisions/0003 (gates).
"""

from typing import Final, NotRequired, Self, TypedDict

import pulumi
import pydantic

from ai_zones.kubernetes.flow_producer import KubernetesFlowSourceArgs
from ai_zones.kubernetes.program import (
    KubernetesProgramArgs,
    KubernetesReachArgs,
    KubernetesVaultLoginArgs,
)
from ai_zones.kubernetes.server_input import ServerInput
from ai_zones.kubernetes.validation import ServiceName
from ai_zones.ordering import children_wait
from ai_zones.plan import Gate, Service, ZoneName

OFFERED: Final = (Service.PROMPT.value, Service.RETRIEVAL.value, Service.DATASETS.value)


class KubernetesDeidentificationProxyArgs(TypedDict):
    """Inputs of `KubernetesDeidentificationProxy`."""

    namespace: str
    """Namespace of zone deidentification that it runs in."""
    trust_domain: str
    """SPIFFE trust domain of the mesh."""
    sources: dict[str, KubernetesFlowSourceArgs]
    """Who calls it, by the flow's name."""
    program: NotRequired[KubernetesProgramArgs]
    """The proxy. Default: none yet: nobody answers, and the proof says that the gate is missing."""
    service: NotRequired[str]
    """Service that it offers: `prompt`, `retrieval` or `datasets`. Default: prompt."""
    port: NotRequired[int]
    """TCP port. Default: 443."""
    reaches: NotRequired[dict[str, KubernetesReachArgs]]
    """What it calls, by a stable name: the PHI database, Vault, the sentinel. Default: nothing."""
    vault: NotRequired[KubernetesVaultLoginArgs]
    """How it logs in to Vault, for the keys by which it gives names back. Default: it does not."""
    labels: NotRequired[dict[str, str]]
    """Further labels. Default: none."""


class DeidentificationProxy(ServerInput):
    """Parsed `KubernetesDeidentificationProxyArgs`."""

    zone: str = ZoneName.DEIDENTIFICATION.value
    service: ServiceName = Service.PROMPT.value

    @pydantic.model_validator(mode="after")
    def _is_this_gate(self) -> Self:
        if self.zone != ZoneName.DEIDENTIFICATION.value:
            raise ValueError(f"zone: given {self.zone}; the proxy stands in deidentification: leave it out")
        if self.service not in OFFERED:
            raise ValueError(f"service: given {self.service}, allowed are {', '.join(OFFERED)}; tools are KubernetesToolServer's")
        return self


class KubernetesDeidentificationProxy(pulumi.ComponentResource):
    """The proxy, its doors and its roads."""

    service: str
    """Service that it offers."""

    def __init__(self, name: str, args: KubernetesDeidentificationProxyArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = DeidentificationProxy.parse(name, args)
        super().__init__("ai-zones:index:KubernetesDeidentificationProxy", name, {}, children_wait(opts))
        self.service = given.service
        given.offer(self, name, given.service, Gate.DEIDENTIFICATION_SERVICE, given.pod_of(given.service))
        self.register_outputs({"service": self.service})
