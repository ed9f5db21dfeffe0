"""What the engine hands to a stack policy → `Stack`.

In stack policies `properties` are outputs; in a preview both what comes from others and what the provider will compute is unknown.
Source: Pulumi `proto/pulumi/analyzer.proto` (AnalyzerResource); properties are a protobuf `Struct`.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from posture.inputs.arm_ids import arm_id
from posture.inputs.azure_types import overlaid, settled
from posture.inputs.decode import decode
from posture.inputs.providers import read_provider
from posture.inputs.words import in_known_words
from posture.resource import Provider, Resource
from posture.stack import Form, Stack
from posture.values import UNKNOWN, Unknown, holds_unknown

_PROVIDERS = "pulumi:providers:"


def read_resources(
    resources: Iterable[Any],
    declared: Mapping[str, frozenset[str]],
    name: str,
    inputs: Mapping[str, Mapping[str, Any]] = MappingProxyType({}),
) -> Stack:
    """All resources of a request. `declared`: names of inputs by URN, as the engine showed them one by one before creation; `inputs`: the
    inputs themselves, of providers whose answers lack some of them."""
    providers: dict[str, Provider] = {}
    read = in_known_words([_resource(resource, declared, providers, inputs) for resource in resources])
    unknown = any(isinstance(resource.id, Unknown) or holds_unknown(resource.props) for resource in read)
    return Stack(read, Form.PREVIEW if unknown else Form.STATE, name)


def _resource(
    resource: Any, declared: Mapping[str, frozenset[str]], providers: dict[str, Provider], inputs: Mapping[str, Mapping[str, Any]]
) -> Resource:
    props = plain(resource.properties)
    if resource.urn in inputs:
        props = overlaid(inputs[resource.urn], props)
    token, api_version = settled(resource.type, props)
    provider = resource.provider if resource.HasField("provider") and resource.provider.urn else None
    if provider is not None and provider.urn not in providers:
        providers[provider.urn] = read_provider(provider.urn, plain(provider.properties))
    custom = provider is not None or resource.type.startswith(_PROVIDERS)
    identifier = props.get("id", UNKNOWN) if custom else None
    return Resource(
        urn=resource.urn,
        type=token,
        name=resource.name,
        id=identifier if not custom or isinstance(identifier, (str, Unknown)) else UNKNOWN,
        props=props,
        parent=resource.parent or None,
        dependencies=frozenset(resource.dependencies),
        property_dependencies={key: frozenset(found.urns) for key, found in resource.propertyDependencies.items()},
        provider=providers[provider.urn] if provider is not None else None,
        custom=custom,
        declared=declared.get(resource.urn),
        arm_id=arm_id(token, props, providers[provider.urn].account if provider is not None else None),
        api_version=api_version,
    )


def plain(struct: Any) -> dict[str, Any]:
    """A `Struct` as plain values; unknowns, assets and what no reader needs are `UNKNOWN`."""
    return {key: decode(_value(value)) for key, value in struct.fields.items()}


def _value(value: Any) -> Any:
    match value.WhichOneof("kind"):
        case "string_value":
            return value.string_value
        case "bool_value":
            return value.bool_value
        case "number_value":
            number = value.number_value
            return int(number) if number.is_integer() else number  # every number of a Struct is a double: port 5432.0
        case "struct_value":
            return {key: _value(item) for key, item in value.struct_value.fields.items()}
        case "list_value":
            return [_value(item) for item in value.list_value.values]
    return None
