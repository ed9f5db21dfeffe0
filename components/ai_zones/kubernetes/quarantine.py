"""Quarantine: the label `ai-quarantine: "true"` on a pod cuts it off, at the network and in the mesh. It keeps running, for whoever looks into it.

- The network: every opening policy of ours leaves out pods with the label, and one more closes them where the default deny is gone. Connections that
  stand are ended where the network plugin says so (Cilium, Calico), else with their time.
- The mesh: nobody enters it, whatever allows; its sidecar knows no host any more.
- In: `kubectl label pod <pod> ai-quarantine=true`; of all pods of a program, the label goes into the template of its Deployment.
- Back: a member of `release_groups` takes the label off (`kubectl label pod <pod> ai-quarantine-`), which the audit log keeps. Nobody else can:
  a policy of admission refuses it. Where no group is named, the pod is deleted, and its controller makes a clean one.
Sources: Kubernetes documentation, "Validating admission policy"; `ai_zones.kubernetes.cut_off`; NIST SP 800-61r3 (containment); 45 CFR
164.308(a)(6)(ii).
"""

from typing import NotRequired, TypedDict

import pulumi
import pydantic

from ai_zones.inputs import ComponentInput
from ai_zones.kubernetes import admission_objects
from ai_zones.kubernetes.cut_off import cut_off
from ai_zones.kubernetes.naming import QUARANTINE, QUARANTINED, child
from ai_zones.kubernetes.validating_policy import validating_policy
from ai_zones.kubernetes.validation import Name, Names, ZoneText
from ai_zones.ordering import children_wait


class KubernetesQuarantineArgs(TypedDict):
    """Inputs of `KubernetesQuarantine`."""

    namespaces: dict[str, list[str]]
    """Zone → its namespaces in this cluster, but a model's own: `KubernetesInferenceServer` cuts off there."""
    release_groups: NotRequired[list[str]]
    """Groups whose members take the label off. Default: none."""
    in_mesh: NotRequired[bool]
    """False leaves the mesh's half out. Default: true."""
    removable: NotRequired[bool]
    """True lets the policy of admission be removed. Default: false."""


class Quarantine(ComponentInput):
    """Parsed `KubernetesQuarantineArgs`."""

    namespaces: dict[ZoneText, Names]
    release_groups: list[str] = pydantic.Field(default_factory=list)
    in_mesh: bool = True
    removable: bool = False

    @pydantic.field_validator("release_groups")
    @classmethod
    def _are_peoples(cls, value: list[str]) -> list[str]:
        if wide := [one for one in value if one.startswith("system:")]:
            raise ValueError(f"must be groups of people: {', '.join(wide)} is the cluster's own")
        return value

    def places(self) -> list[tuple[str, Name]]:
        """Zone and namespace of each."""
        return [(zone, namespace) for zone, names in sorted(self.namespaces.items()) for namespace in names]


class KubernetesQuarantine(pulumi.ComponentResource):
    """What the label does, in each namespace, and who takes it off."""

    label: str
    """The label, as `kubectl label` takes it."""

    def __init__(self, name: str, args: KubernetesQuarantineArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = Quarantine.parse(name, args)
        super().__init__("ai-zones:index:KubernetesQuarantine", name, {}, children_wait(opts))
        self.label = f"{QUARANTINE}={QUARANTINED}"
        for zone, namespace in given.places():
            cut_off(self, child(name, namespace), zone, namespace, in_mesh=given.in_mesh)
        validating_policy(self, name, admission_objects.release(given.release_groups), (), protect=not given.removable)
        self.register_outputs({"label": self.label})
