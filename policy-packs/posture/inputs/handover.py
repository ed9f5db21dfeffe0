"""What one stack hands to another: outputs of a stack of the set, read by a `StackReference` of another.

Where the value is known it is a literal, and literals find their owners by themselves. Where it is not (a secret output is masked in a
preview and ciphertext in a state), the property depends on the StackReference alone: then it is one of the outputs that the other stack
registers, and the dependency goes on to whoever owns those.

Source: Pulumi documentation, "Stacks: StackReference" (`<organization>/<project>/<stack>`).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from posture.inputs.urns import project_and_stack
from posture.resource import Resource
from posture.stack import IDENTIFYING, Stack
from posture.values import holds_unknown, texts_in

REFERENCE = "pulumi:pulumi:StackReference"
ROOT = "pulumi:pulumi:Stack"


def hand_over(stacks: Sequence[Stack]) -> tuple[Resource, ...]:
    """All resources; unknown properties that came by a stack reference depend on what the referred stack hands out."""
    roots = {project_and_stack(root.urn): root for stack in stacks for root in stack.of_type(ROOT)}
    references = {found.urn: found for stack in stacks for found in stack.of_type(REFERENCE)}
    named = {urn: root for urn, found in references.items() if (root := roots.get(_named(found))) is not None}
    everything = tuple(resource for stack in stacks for resource in stack)
    if not named:
        return everything
    owners = _owners(everything)
    behind = {urn: _behind(root, owners) for urn, root in named.items()}
    return tuple(_followed(resource, behind) for resource in everything)


def _named(reference: Resource) -> tuple[str, str]:
    """Project and stack; a bare stack name means one of the same project."""
    name = reference.props.get("name")
    parts = name.split("/") if isinstance(name, str) else []
    own_project, _ = project_and_stack(reference.urn)
    return (parts[-2] if len(parts) > 1 else own_project), parts[-1] if parts else ""


def _owners(resources: Sequence[Resource]) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for resource in resources:
        if resource.custom:
            for value in (resource.id, *(resource.props.get(prop) for prop in IDENTIFYING)):
                if isinstance(value, str) and value:
                    found[value].add(resource.urn)
    return {literal: frozenset(urns) for literal, urns in found.items()}


def _behind(root: Resource, owners: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Whoever owns one of the outputs. Nobody, when an output is itself unknown: then the value may be anything."""
    if holds_unknown(dict(root.props)):
        return frozenset()
    return frozenset().union(*(owners.get(text, frozenset()) for text in texts_in(dict(root.props))))


def _followed(resource: Resource, behind: Mapping[str, frozenset[str]]) -> Resource:
    changed: dict[str, frozenset[str]] = {}
    for prop, urns in resource.property_dependencies.items():
        found = urns & behind.keys()
        if found and holds_unknown(resource.props.get(prop)):
            changed[prop] = urns.union(*(behind[urn] for urn in found))
    return replace(resource, property_dependencies={**resource.property_dependencies, **changed}) if changed else resource
