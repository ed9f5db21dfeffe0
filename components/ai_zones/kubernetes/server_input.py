"""Inputs that the gates' servers have in common: who calls them, what they run, what they call, and how they log in to Vault.

Sources: DESIGN, "What is proved" (gates: de-identification service, egress inspector); docs/decisions/0003.
"""

from collections.abc import Mapping

import pulumi
import pydantic

from ai_zones.inputs import Port
from ai_zones.kubernetes.flow_producer import FlowSource
from ai_zones.kubernetes.pod_template import Pod
from ai_zones.kubernetes.program import Program, Reach, VaultLogin
from ai_zones.kubernetes.served import Served
from ai_zones.kubernetes.validation import Name, TrustDomain, ZonedInput
from ai_zones.kubernetes.workload import open_roads
from ai_zones.plan import Gate


class ServerInput(ZonedInput):
    """A program of one zone that others call, or the place where it will stand."""

    trust_domain: TrustDomain
    sources: dict[Name, FlowSource]
    program: Program | None = None
    port: Port = 443
    reaches: dict[Name, Reach] = pydantic.Field(default_factory=dict)
    vault: VaultLogin | None = None

    def pod_of(self, service: str, told: Mapping[str, str] | None = None) -> Pod | None:
        """The pod that offers a service, where its program is there; `told`: settings of the component's own."""
        if self.program is None:
            return None
        return Pod(self.zone, service, service, self.program, self.port, labels=self.labels, environment=told or {}, vault=self.vault)

    def offer(self, parent: pulumi.Resource, name: str, service: str, gate: Gate, pod: Pod | None) -> None:
        """Registers the gate below its component: its program, its service, a door for each source, and its roads."""
        Served(self.zone, self.namespace, service, self.port, pod, self.trust_domain, self.sources, gate, self.labels).register(
            parent, name
        )
        open_roads(parent, name, self.zone, self.namespace, service, self.reaches)
