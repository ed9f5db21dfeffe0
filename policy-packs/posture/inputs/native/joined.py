"""AWS Native's resources in the AWS provider's words, where a shape knows how; the rest as they are, for readers that know them.

Source: Pulumi Registry, "AWS Native" (generated from CloudFormation's schemas) and "AWS"; AWS CloudFormation User Guide, "Resource and
property reference".
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Final

from posture.inputs.native.shape import Native, Part, gives, rename, sources, translated
from posture.resource import Resource
from posture.values import UNKNOWN, Untold, is_unknown

PACKAGE: Final = "aws-native:"


def in_aws_words(resources: Sequence[Resource]) -> tuple[Resource, ...]:
    """Every resource of AWS Native whose shape is known as one of the AWS provider, what it holds of others beside it; the rest as they are."""
    if not any(resource.type.startswith(PACKAGE) for resource in resources):
        return tuple(resources)
    return tuple([made for resource in resources for made in (_said(resource) if resource.type.startswith(PACKAGE) else (resource,))])


@cache
def shapes() -> Mapping[str, Native]:
    """Type token of AWS Native → its shape. Read when a stack has such a resource: most have none."""
    import json

    from posture.inputs.native import data, networks, services, work

    written: dict[str, str | dict[str, str]] = json.loads(Path(__file__).with_name("same.json").read_text(encoding="utf-8"))
    special = {**data.SHAPES, **networks.SHAPES, **services.SHAPES, **work.SHAPES}
    return {f"{PACKAGE}{kind}": _complete(said, special.get(kind, Native())) for kind, said in written.items()}


def _complete(said: str | dict[str, str], shape: Native) -> Native:
    """`same.json`: the other type, and the properties with its ARN and its name where these are called otherwise."""
    names = {"as": said} if isinstance(said, str) else dict(said)
    token = names.pop("as")
    return replace(shape, token=f"aws:{token}", fields={**names, **shape.fields})


def _said(resource: Resource) -> Iterator[Resource]:
    shape = shapes().get(resource.type)
    if shape is None or any(gives(resource.props, path.split(".")) for path in shape.unless):
        yield resource
        return
    if isinstance(resource.props, Untold):
        yield replace(resource, type=shape.token)
        return
    came_from = sources(shape, resource.props)
    made = replace(
        resource,
        type=shape.token,
        props=translated(shape, resource.props),
        property_dependencies=_ties(resource.property_dependencies, came_from),
        declared=_declared(resource, came_from),
    )
    yield made
    for part in shape.parts:
        yield from _parts(resource, made, part)


def _ties(ties: Mapping[str, frozenset[str]], came_from: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    found = {}
    for name in {*ties, *came_from}:
        urns = [urn for old in came_from.get(name, (name,)) for urn in ties.get(old, ())]
        if urns:
            found[name] = frozenset(urns)
    return found


def _declared(resource: Resource, came_from: Mapping[str, frozenset[str]]) -> frozenset[str] | None:
    declared = resource.declared
    return None if declared is None else frozenset(name for name, olds in came_from.items() if not declared.isdisjoint(olds)) | declared


def _parts(resource: Resource, whole: Resource, part: Part) -> Iterator[Resource]:
    """Resources of their own for what is written within one; each is called by its whole and where it stands there."""
    value = resource.props.get(part.prop)
    if value is None or value in ([], {}, ""):
        return
    own = part.owner_is == "id"
    named = whole.id if own else whole.props.get(part.owner_is)
    belongs = frozenset({resource.urn}) if own else whole.property_dependencies.get(part.owner_is, frozenset())
    tied = resource.property_dependencies.get(part.prop, frozenset())
    lone = not isinstance(value, (list, tuple))
    for index, item in enumerate([value] if lone else value):
        place = part.prop if lone else f"{part.prop}[{index}]"
        untold = not part.given and not isinstance(item, Mapping)
        held: dict[str, Any] = {part.given: item} if part.given else {} if untold else dict(item)
        rename(held, part.fields)
        held[part.owner] = UNKNOWN if named is None or is_unknown(named) else named
        yield replace(
            resource,
            urn=f"{resource.urn}#{part.called}{place}",
            type=part.token,
            name=f"{resource.name}#{part.called}{place}",
            id=UNKNOWN,
            props=Untold() if untold else held,
            property_dependencies={**dict.fromkeys(held, tied), part.owner: belongs},
            declared=None if untold else frozenset(held),
        )
