"""A resource of the judged stack, the same whether it came from the engine, an exported state or a preview's JSON."""

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from posture.record import record
from posture.values import Unknown


@record
class Provider:
    """What the provider of a resource says about where it lives. Fields are None where the input does not tell."""

    urn: str
    region: str | None = None
    account: str | None = None
    """AWS account id, Azure subscription id or GCP project id that the provider's configuration pins."""
    default_tags: Mapping[str, Any] = field(default_factory=dict)
    tenant: str | None = None
    """Entra tenant that an Azure provider signs in to."""
    ambient: bool = False
    """AWS: whether the provider names no credentials, so that all such providers of a program act by those of its surroundings."""


@record
class Resource:
    """One resource: its outputs where they are known, else its inputs; secrets opened, unknowns as `UNKNOWN`."""

    urn: str
    type: str
    """Type token, such as `aws:ec2/route:Route`; Azure Native's without a version (`posture.inputs.azure_types`)."""
    name: str
    """Name in the program (the last part of the URN)."""
    id: str | Unknown | None
    """Provider id; unknown before creation, None for components."""
    props: Mapping[str, Any]
    """Properties in the provider's camelCase."""
    parent: str | None = None
    dependencies: frozenset[str] = frozenset()
    property_dependencies: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Top-level property → URNs of the resources that its value came from."""
    provider: Provider | None = None
    external: bool = False
    """Adopted by `Resource.get` or imported as read-only: in the state, not managed."""
    custom: bool = True
    """False for component resources, which exist in no cloud."""
    declared: frozenset[str] | None = None
    """Names of the inputs that the program gives. In a preview, a provider marks what it will compute as unknown
    (`routes` of a route table without inline routes): an unknown that is not declared says nothing. None: not known."""
    arm_id: str = ""
    """Azure: the id that it has or will have, where its names tell; empty otherwise."""
    api_version: str = ""
    """Version of Azure's API that it was written for, `2023-09-01`; empty where nothing tells, and for other clouds."""
    stack: str = ""
    """File that it came from; of what several stacks hold, the file of the one that manages it."""
