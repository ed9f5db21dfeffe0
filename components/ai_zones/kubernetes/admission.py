"""What a cluster lets in: signed registries by digest, nothing of the node, accounts and labels that are true, and nobody into a running program.

The API server itself evaluates the rules, before anything is stored; a rule that can't be evaluated refuses. Signatures are another component's,
`KubernetesImageSignatures`: CEL reads no registry.
Sources: Kubernetes documentation, "Validating admission policy"; docs/decisions/0014; CIS Kubernetes Benchmark 5; NIST SP 800-190, 4.
"""

from typing import Final, NotRequired, TypedDict

import pulumi
import pydantic

from ai_zones.inputs import ComponentInput
from ai_zones.kubernetes import admission_objects, admission_pods, mesh_rules
from ai_zones.kubernetes.admission_rules import Rule
from ai_zones.kubernetes.validating_policy import validating_policy
from ai_zones.kubernetes.validation import Name, Names, Registry, ZoneText
from ai_zones.ordering import children_wait
from ai_zones.plan import ZoneName

SYSTEM: Final = ("kube-system",)
SANDBOXES: Final = ("gvisor", "kata", "kata-cc-isolation", "kata-vm-isolation")
"""Runtime classes that put a kernel of its own, or a sandbox, between a program and the node: gVisor on GKE, Kata on AKS, either on EKS."""


class KubernetesAdmissionArgs(TypedDict):
    """Inputs of `KubernetesAdmission`."""

    registries: list[str]
    """Registries, or paths below one, from which images come."""
    exempt_namespaces: NotRequired[list[str]]
    """Namespaces whose pods the rules about images and nodes leave out: what the cloud runs itself, and network plugins. Default: kube-system."""
    runtime_classes: NotRequired[dict[str, list[str]]]
    """Zone → runtime classes of which its pods have one. Default: inference in gVisor or Kata."""
    break_glass_groups: NotRequired[list[str]]
    """Groups whose members may enter running programs. Default: none."""
    door_namespaces: NotRequired[list[str]]
    """Namespaces of zones that may have an internal load balancer, behind a private link. Default: none."""
    unsigned_namespaces: NotRequired[list[str]]
    """Namespaces of zones whose images nobody signs: `images_signed` of `KubernetesZoneNamespace` is false there. Default: none."""
    in_mesh: NotRequired[bool]
    """False leaves out the rules about Istio, whose resources a cluster without it does not know. Default: true."""
    removable: NotRequired[bool]
    """True lets the rules be removed. Default: false."""


class Admission(ComponentInput):
    """Parsed `KubernetesAdmissionArgs`."""

    registries: list[Registry]
    exempt_namespaces: list[Name] = pydantic.Field(default_factory=lambda: list(SYSTEM))
    runtime_classes: dict[ZoneText, Names] = pydantic.Field(default_factory=lambda: {ZoneName.INFERENCE.value: list(SANDBOXES)})
    break_glass_groups: list[str] = pydantic.Field(default_factory=list)
    door_namespaces: list[Name] = pydantic.Field(default_factory=list)
    unsigned_namespaces: list[Name] = pydantic.Field(default_factory=list)
    in_mesh: bool = True
    removable: bool = False

    @pydantic.field_validator("registries")
    @classmethod
    def _names_some(cls, value: list[str]) -> list[str]:
        if not value:
            raise ValueError("must name at least one registry: without one no pod could start")
        return value

    @pydantic.field_validator("break_glass_groups")
    @classmethod
    def _are_peoples(cls, value: list[str]) -> list[str]:
        if wide := sorted(set(value) & {"system:authenticated", "system:unauthenticated", "system:serviceaccounts"}):
            raise ValueError(f"must be groups of people: {', '.join(wide)} is everybody")
        return value

    def rules(self) -> list[Rule]:
        """All rules, in a fixed order."""
        found = [
            admission_pods.images(self.registries),
            admission_pods.node(),
            admission_pods.tokens(),
            admission_pods.labels(),
            admission_objects.entering(self.break_glass_groups),
            admission_objects.services(self.door_namespaces),
            admission_objects.namespaces(self.unsigned_namespaces),
        ]
        if self.runtime_classes:
            found.append(admission_pods.sandboxes(self.runtime_classes))
        if self.in_mesh:
            pilot = f"system:serviceaccount:{mesh_rules.ROOT_NAMESPACE}:istiod"
            found += [admission_pods.sidecars(), admission_objects.mesh(mesh_rules.ROOT_NAMESPACE, [pilot])]
        return found


class KubernetesAdmission(pulumi.ComponentResource):
    """The policies and their bindings: refuse, and write into the audit log."""

    policy_names: list[str]
    """Names of the policies."""

    def __init__(self, name: str, args: KubernetesAdmissionArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = Admission.parse(name, args)
        super().__init__("ai-zones:index:KubernetesAdmission", name, {}, children_wait(opts))
        self.policy_names = [
            validating_policy(self, name, rule, given.exempt_namespaces, protect=not given.removable) for rule in given.rules()
        ]
        self.register_outputs({"policyNames": self.policy_names})
