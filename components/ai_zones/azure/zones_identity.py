"""Identities that services of a zone run as where no component brings one: each with the roles that it needs and no others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pulumi
from pulumi_azure_native import managedidentity

from ai_zones.azure.builtin_roles import BuiltInRole, PrincipalType, grant
from ai_zones.azure.naming import Kind, resource_name
from ai_zones.azure.tags import tags_for
from ai_zones.azure.zones_built import Built
from ai_zones.plan import ZoneName

IDENTITY: Final = "Microsoft.ManagedIdentity/userAssignedIdentities"


@dataclass(frozen=True)
class Needed:
    """One role of an identity."""

    scope: str
    """Id of what it may use."""
    role: BuiltInRole
    after: Sequence[pulumi.Resource] = ()
    """What has that id, where it is built here."""


def build_identity(built: Built, zone: ZoneName, label: str, needed: Mapping[str, Needed]) -> tuple[str, list[pulumi.Resource]]:
    """The identity's id, and what whoever runs as it waits for: itself and its roles, which are named by a stable label."""
    zones = built.zones
    name = zones.name(zone, label)
    physical = resource_name(Kind.IDENTITY, name)
    identity = managedidentity.UserAssignedIdentity(
        name,
        resource_name_=physical,
        resource_group_name=zones.name(zone),
        location=zones.location,
        tags=tags_for(zone.value, extra=zones.tags),
        opts=pulumi.ResourceOptions(parent=built.parent, provider=zones.providers[zone], depends_on=[built.groups[zone]]),
    )
    granted = [
        grant(
            f"{name}-{use}",
            subscription_id=zones.subscription(zone),
            scope=one.scope,
            role=one.role,
            principal=name,
            principal_id=identity.principal_id,
            principal_type=PrincipalType.SERVICE_PRINCIPAL,
            parent=identity,
            depends_on=[identity, *one.after],
        )
        for use, one in needed.items()
    ]
    return zones.id_of(zone, IDENTITY, physical), [identity, *granted]
