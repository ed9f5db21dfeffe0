"""What lets a connection pass, for explanations: the policy and the rule, or that no policy holds it."""

from collections.abc import Iterator

from posture.graph.facts import Because
from posture.kubernetes.cluster_policies import Action, ClusterPolicy
from posture.kubernetes.network_policies import Direction, NetworkPolicy
from posture.kubernetes.parties import Party, Pod
from posture.kubernetes.permits import Permit
from posture.readers.kubernetes.layout import Layout
from posture.readers.kubernetes.pods import Made

Policy = NetworkPolicy | ClusterPolicy


def why(layout: Layout, made: Made, direction: Direction, other: Party, by: tuple[Policy, ...]) -> Because:
    """The property that lets pods connect, or be connected to."""
    if made.pod.on_host is True:
        return Because(made.object.urn, made.object.prop("spec"), "host network")
    found = letting(by, made.pod, direction, other)
    if found is None:
        return Because(made.object.urn, "", f"no policy holds {direction} of namespace {made.home.name}")
    policy, path = found
    one = layout.by_key[policy.key]
    return Because(one.urn, one.prop(path), f"{direction} of {policy.name}")


def letting(by: tuple[Policy, ...], subject: Pod, direction: Direction, other: Party) -> tuple[Policy, str] | None:
    """The policy and the path of its rule that lets a connection pass; None where no policy holds it."""
    for policy in by:
        for path, permit in rules_of(policy, subject, direction, other):
            if permit.may:
                return policy, path
    return (by[0], f"spec.{direction}") if by else None


def rules_of(policy: Policy, subject: Pod, direction: Direction, other: Party) -> Iterator[tuple[str, Permit]]:
    """Paths of a policy's rules that let pass, with what each says of a connection."""
    target: Party = subject if direction is Direction.INGRESS else other
    if isinstance(policy, NetworkPolicy):
        for rule in policy.rules[direction] or ():
            yield rule.at, rule.permit(other, target, policy.namespace)
        return
    for one in policy.rules[direction] or ():
        if one.action is Action.ALLOW:
            yield one.at, one.matches(other, target)
