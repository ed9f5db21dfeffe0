"""A rule of admission as two resources: the policy, and the binding that makes it count.

Source: Kubernetes documentation, "Validating admission policy" (a policy without a binding does nothing).
"""

from collections.abc import Sequence

import pulumi
from pulumi_kubernetes.admissionregistration import v1 as admissionregistration

from ai_zones.kubernetes.admission_rules import Rule
from ai_zones.kubernetes.naming import child, metadata
from ai_zones.ordering import after

PREFIX = "ai-zones-"


def validating_policy(parent: pulumi.Resource, name: str, rule: Rule, exempt: Sequence[str], *, protect: bool) -> str:
    """Registers both below a component; gives the policy's name."""
    named = f"{PREFIX}{rule.name}"
    policy = admissionregistration.ValidatingAdmissionPolicy(
        child(name, rule.name), metadata=metadata(named), spec=rule.policy(), opts=after(parent, protect=protect)
    )
    admissionregistration.ValidatingAdmissionPolicyBinding(
        child(name, rule.name, "binding"),
        metadata=metadata(named),
        spec=rule.binding(named, exempt),
        opts=after(parent, policy, protect=protect),
    )
    return named
