"""What the engine hands to a stack policy → `Stack`.

In stack policies `props` are outputs; touching an unknown raises and would abort the policy, downgraded to an advisory.
So every value goes through here, once, and unknowns become `UNKNOWN`.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pulumi_policy import PolicyResource
from pulumi_policy.proxy import UnknownValueError

from posture.inputs.providers import read_provider
from posture.resource import Resource
from posture.stack import Form, Stack
from posture.values import UNKNOWN, Unknown, holds_unknown

_PROVIDERS = "pulumi:providers:"


def read_resources(resources: Iterable[PolicyResource], declared: Mapping[str, frozenset[str]], name: str) -> Stack:
    """All resources of a stack policy's arguments. `declared`: inputs by URN, as the resource policy saw them before creation."""
    read = tuple(_resource(resource, declared) for resource in resources)
    unknown = any(holds_unknown(resource.props) or isinstance(resource.id, Unknown) for resource in read)
    return Stack(read, Form.PREVIEW if unknown else Form.STATE, name)


def _resource(resource: PolicyResource, declared: Mapping[str, frozenset[str]]) -> Resource:
    props = plain(resource.props)
    provider = resource.provider
    custom = provider is not None or resource.resource_type.startswith(_PROVIDERS)
    identifier = props.get("id", UNKNOWN) if custom else None
    return Resource(
        urn=resource.urn,
        type=resource.resource_type,
        name=resource.name,
        id=identifier if isinstance(identifier, (str, Unknown)) else UNKNOWN,
        props=props,
        parent=resource.parent.urn if resource.parent is not None else None,
        dependencies=frozenset(dependency.urn for dependency in resource.dependencies),
        property_dependencies={key: frozenset(found.urn for found in value) for key, value in resource.property_dependencies.items()},
        provider=read_provider(provider.urn, plain(provider.props)) if provider is not None else None,
        custom=custom,
        declared=declared.get(resource.urn),
    )


def plain(value: Any) -> Any:
    """Copies out of the SDK's checking proxies; assets and other objects that no reader needs become `UNKNOWN`."""
    if isinstance(value, Mapping):
        return {str(key): plain(_item(value, key)) for key in value}
    if isinstance(value, Sequence) and not isinstance(value, (str, bytes)):
        return [plain(_item(value, index)) for index in range(len(value))]
    if isinstance(value, float) and value.is_integer():
        return int(value)  # every number of a protobuf Struct is a double: port 5432.0
    if value is None or isinstance(value, (str, bool, int, float, Unknown)):
        return value
    return UNKNOWN


def _item(container: Any, key: Any) -> Any:
    try:
        return container[key]
    except UnknownValueError:
        return UNKNOWN
