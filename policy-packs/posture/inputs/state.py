"""An exported state (`pulumi stack export`, or a file backend's checkpoint) → `Stack`."""

from collections.abc import Iterator, Mapping
from typing import Any

from posture.errors import InputError
from posture.inputs.arm_ids import arm_id
from posture.inputs.azure_types import settled
from posture.inputs.decode import decode
from posture.inputs.providers import PROVIDER_TYPE, provider_urn, read_provider, with_accounts
from posture.inputs.words import in_known_words
from posture.resource import Provider, Resource
from posture.stack import Form, Pending, Stack
from posture.values import SIGNATURE_KEY

_NOT_GIVEN = frozenset({"__defaults"})
"""What the engine's bridges note among the inputs; no program gives it."""
_NONE: frozenset[str] = frozenset()


def is_state(document: object) -> bool:
    """Whether the document is an exported state or a checkpoint."""
    return deployment_of(document) is not None


def read_state(document: object, where: str) -> Stack:
    """Every resource that exists in the cloud; entries pending deletion (`delete: true`) still do.

    Raises `InputError` when the document has no list of resources.
    """
    deployment = deployment_of(document)
    entries = deployment.get("resources", []) if deployment is not None else None
    if not isinstance(entries, list):
        raise InputError(
            f"{where}: no exported state: `deployment.resources` must be a list. Make one with `pulumi stack export --file state.json`."
        )
    rows = [entry for entry in entries if isinstance(entry, (dict, Mapping)) and isinstance(entry.get("urn"), str)]
    if len(rows) != len(entries):
        raise InputError(
            f"{where}: {len(entries) - len(rows)} entries of `deployment.resources` have no `urn`. The file is damaged: export it again."
        )
    providers = with_accounts(providers_of(rows), rows)
    return Stack(in_known_words([_resource(row, providers, where) for row in rows]), Form.STATE, where, tuple(_pending(deployment, where)))


def _pending(deployment: Mapping[str, Any] | None, where: str) -> Iterator[Pending]:
    """Source: pulumi `sdk/go/common/apitype/core.go`, `DeploymentV3.PendingOperations`. One that only reads changes nothing."""
    listed = mapping(deployment).get("pending_operations")
    for entry in listed if isinstance(listed, list) else ():
        operation, urn = mapping(entry).get("type"), mapping(mapping(entry).get("resource")).get("urn")
        if operation != "reading":
            yield Pending(str(operation or "unknown"), urn if isinstance(urn, str) else "", where)


def deployment_of(document: object) -> Mapping[str, Any] | None:
    """What an exported state or a checkpoint holds; None where the document is neither."""
    if not isinstance(document, Mapping):
        return None
    if isinstance(document.get("deployment"), Mapping):
        found = document["deployment"]
    elif isinstance(document.get("checkpoint"), Mapping):
        found = document["checkpoint"].get("latest") or {}
    else:
        return None
    return found if isinstance(found, Mapping) else None


def providers_of(rows: list[Mapping[str, Any]]) -> dict[str, Provider]:
    """Provider resources among the entries, by URN."""
    found = {}
    for row in rows:
        if str(row.get("type", "")).startswith(PROVIDER_TYPE):
            inputs = decode(row.get("inputs"))
            found[row["urn"]] = read_provider(row["urn"], inputs if isinstance(inputs, Mapping) else {})
    return found


def _resource(row: Mapping[str, Any], providers: Mapping[str, Provider], stack: str) -> Resource:
    inputs = mapping(row.get("inputs"))
    outputs = mapping(decode(row.get("outputs")))
    identifier = row.get("id")
    if SIGNATURE_KEY in inputs:
        inputs = mapping(decode(inputs))
    # A provider's outputs are what stands in the cloud; an input that it does not return (write-only) is kept.
    kept = decode({key: value for key, value in inputs.items() if key not in outputs and key != "__defaults"})
    props = {**kept, **outputs} if kept else outputs
    return make_resource(row, providers, props, inputs, identifier if isinstance(identifier, str) and identifier else None, stack)


def make_resource(
    row: Mapping[str, Any],
    providers: Mapping[str, Provider],
    props: Mapping[str, Any],
    inputs: Mapping[str, Any],
    identifier: Any,
    stack: str,
) -> Resource:
    """The fields that a state's entry and a preview's step share."""
    urn = str(row["urn"])
    reference = row.get("provider")
    provider = None
    if isinstance(reference, str) and reference:
        named = provider_urn(reference)
        provider = providers.get(named) or Provider(named)
    dependencies = row.get("dependencies")
    by_property = row.get("propertyDependencies")
    token, api_version = str(row.get("type") or type_of(urn)), ""
    on_azure = token.startswith("azure")
    if on_azure:
        token, api_version = settled(token, props)
    return Resource(
        urn=urn,
        type=token,
        name=urn.rsplit("::", 1)[-1],
        id=identifier,
        props=props,
        parent=row["parent"] if isinstance(row.get("parent"), str) else None,
        dependencies=urns(dependencies),
        property_dependencies={key: urns(value) if value else _NONE for key, value in by_property.items()}
        if isinstance(by_property, dict)
        else {},
        provider=provider,
        external=row.get("external") is True,
        custom=row.get("custom") is not False,
        declared=frozenset(inputs) - _NOT_GIVEN if "__defaults" in inputs else frozenset(inputs),
        arm_id=arm_id(token, props, provider.account if provider else None) if on_azure else "",
        api_version=api_version,
        stack=stack,
    )


def mapping(value: Any) -> Mapping[str, Any]:
    """The value if it is a mapping, else an empty one."""
    return value if isinstance(value, (dict, Mapping)) else {}


def urns(value: Any) -> frozenset[str]:
    """A list of URNs; null (no dependencies) is the empty set."""
    return frozenset([item for item in value if isinstance(item, str)]) if isinstance(value, list) and value else _NONE


def type_of(urn: str) -> str:
    """The type token of a URN: the last of the `$`-joined types of its third part."""
    parts = urn.split("::")
    return parts[2].rsplit("$", 1)[-1] if len(parts) >= 4 else ""
