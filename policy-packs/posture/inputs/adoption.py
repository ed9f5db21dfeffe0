"""One thing of the cloud that several stacks hold is one node: created in one, adopted (`Resource.get`) in others.

The word of the stack that manages it wins. What it leaves to the cloud (`routes` of a table without inline routes) is what anybody read
there: lists that nobody declares are united, so that a route which only the adopting stack has seen is never lost. Where two stacks that
only read it disagree, the value is unknown.

Source: Pulumi documentation, "Resource options: get" (an adopted resource is `external`, and read but not managed).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from posture.resource import Resource
from posture.stack import literal_key
from posture.values import UNKNOWN, is_unknown

# Ids that the cloud gives out once in the world: `vpc-0a1b2c3d4e5f67890`, `vpc-0a1b2c3d`, an Azure or GCP path. A bare name is another
# thing in another account. Source: Amazon EC2 User Guide, "Resource IDs" (17 hexadecimal characters; 8 in older ones).
_GLOBAL_ID: Final = re.compile(
    r"arn:|/subscriptions/|projects/|organizations/|https?://|.*(?<![a-z])[a-z]{1,12}-[0-9a-f]{17}(?![0-9a-f])"
    r"|(?:vpc|subnet|rtb|rtbassoc|igw|nat|sg|sgr|acl|aclassoc|eni|eipalloc|i|vol|vpce|pcx|vgw|dopt)-[0-9a-f]{8}$"
    r"|(?:mrk-)?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$"
)
# A bucket's name is taken in the whole world, and its settings are known by it (Amazon S3 User Guide, "Bucket naming rules").
_NAMED_GLOBALLY: Final = ("aws:s3/",)
_VERSION: Final = re.compile(r"/v\d{8}(?:preview)?$")
_MODULES: Final = {"alb": "lb", "elbv2": "lb"}
# Rules of which the first that fits decides: one more may close what another opens.
_ORDERED: Final = frozenset({"networkacl"})


def as_one(resources: Sequence[Resource]) -> tuple[Resource, ...]:
    """The resources, each thing once; whoever depended on an adopted one depends on its owner."""
    same: dict[tuple[object, ...], list[Resource]] = defaultdict(list)
    for resource in resources:
        for key in dict.fromkeys(_keys(resource)):  # an id that is an ARN gives the same key twice
            same[key].append(resource)
    standing = {id(resource): resource for resource in resources}
    stands_for: dict[str, str] = {}
    for group in same.values():
        here = [resource for resource in group if id(resource) in standing]
        if len({resource.stack for resource in here}) < 2:
            continue
        first, *others = sorted(here, key=lambda resource: resource.external)
        for other in others:
            standing[id(first)] = _united(standing[id(first)], standing.pop(id(other)))
            stands_for[other.urn] = first.urn
    if not stands_for:
        return tuple(resources)
    return tuple(_retied(resource, stands_for) for resource in standing.values())


def _keys(resource: Resource) -> Iterable[tuple[object, ...]]:
    """What the thing is, whichever provider and version speaks of it; nothing for what can't be told apart from another account's."""
    if not resource.custom or not isinstance(resource.id, str) or not resource.id or resource.type.startswith("pulumi:"):
        return
    kind = _kind(resource.type)
    arn = resource.props.get("arn")
    if _GLOBAL_ID.match(resource.id) or resource.type.startswith(_NAMED_GLOBALLY):
        yield kind, literal_key(resource.id)
    if isinstance(arn, str) and arn.startswith("arn:"):
        yield kind, arn
    elif resource.provider is not None and resource.provider.account and resource.provider.region:
        yield kind, resource.id, resource.provider.account, resource.provider.region


def _kind(token: str) -> tuple[str, str, str]:
    """`aws:ec2/defaultVpc:DefaultVpc`, `aws-native:ec2:VPC` → the same. A default one adopted by its own type is what others get by the plain one."""
    package, _, rest = token.partition(":")
    module, _, name = rest.rpartition(":")
    module = _VERSION.sub("", module)
    if package == "aws":
        module = module.partition("/")[0]
    name = name.removeprefix("Default").removesuffix("V2").lower()
    return package.removesuffix("-native") if package == "aws-native" else package, _MODULES.get(module, module), name


def _united(owner: Resource, other: Resource) -> Resource:
    """The owner, with what the other stack read of it besides. Properties of another provider's words are not mixed in."""
    if owner.type.partition(":")[0] != other.type.partition(":")[0]:
        return owner
    equals = owner.external or not other.external
    ordered = _kind(owner.type)[-1] in _ORDERED
    props = dict(owner.props)
    declared = set(owner.declared or ())
    for prop, read in other.props.items():
        own = owner.props.get(prop)
        if not equals and prop in declared:
            continue
        if is_unknown(own) and prop not in declared and owner.declared is not None:
            own = None  # what only the provider will compute
        props[prop] = _together(own, read, equals, ordered)
        if is_unknown(props[prop]) and not is_unknown(read):
            declared.add(prop)  # else it would count as a value that the provider has yet to compute
    return replace(owner, props=props, declared=owner.declared if owner.declared is None else frozenset(declared))


def _together(own: Any, read: Any, equals: bool, ordered: bool) -> Any:
    """`equals`: both manage it, or neither: no word wins."""
    if own is None:
        return read
    if read is None or own == read or (is_unknown(read) and not equals):
        return own
    if isinstance(own, list) and isinstance(read, list) and not (equals and ordered):
        return [*own, *(item for item in read if item not in own)]
    if not equals:
        return own
    if isinstance(own, Mapping) and isinstance(read, Mapping):
        keys = (*own, *(key for key in read if key not in own))
        return {key: _together(own.get(key), read.get(key), equals, ordered) for key in keys}
    return UNKNOWN


def _retied(resource: Resource, stands_for: Mapping[str, str]) -> Resource:
    def real(urns: frozenset[str]) -> frozenset[str]:
        return urns if urns.isdisjoint(stands_for) else frozenset(stands_for.get(urn, urn) for urn in urns)

    ties = resource.property_dependencies
    if resource.parent not in stands_for and all(urns.isdisjoint(stands_for) for urns in (resource.dependencies, *ties.values())):
        return resource
    return replace(
        resource,
        parent=stands_for.get(resource.parent or "", resource.parent),
        dependencies=real(resource.dependencies),
        property_dependencies={prop: real(urns) for prop, urns in ties.items()},
    )
