"""Training's machine learning workspace: its own network managed by Azure, in which jobs reach approved resources alone.

Source: Azure Machine Learning documentation, "Workspace managed virtual network isolation", "Set up authentication between Azure Machine Learning
and other services" (roles of the workspace's identity).
"""

from typing import Any

import pulumi
from pulumi_azure_native import applicationinsights, managedidentity

from ai_zones.azure.builtin_roles import BuiltInRole, PrincipalType, grant
from ai_zones.azure.machine_learning import AzureMachineLearning
from ai_zones.azure.naming import Kind, resource_name
from ai_zones.azure.tags import tags_for
from ai_zones.azure.zones_built import Built, loose
from ai_zones.azure.zones_foundation import TRAINING_KEY
from ai_zones.plan import ZoneName

TRAINING = ZoneName.TRAINING
IDENTITY = "Microsoft.ManagedIdentity/userAssignedIdentities"
INSIGHTS = "Microsoft.Insights/components"


def build_training(built: Built) -> AzureMachineLearning | None:
    """The workspace, where the plan gives training one and it is built here."""
    zones = built.zones
    if TRAINING not in zones.zones or "machine-learning" not in zones.services(TRAINING):
        return None
    account = zones.id_of(TRAINING, "Microsoft.Storage/storageAccounts", zones.store(TRAINING))
    registry = zones.id_of(TRAINING, "Microsoft.ContainerRegistry/registries", zones.registry(TRAINING))
    vault = built.vaults[TRAINING]
    identity, granted = _identity(built, {"store": account, "vault": vault.vault_id, "images": registry})
    insights = resource_name(Kind.MONITOR, zones.name(TRAINING, "jobs"))
    told = applicationinsights.Component(
        zones.name(TRAINING, "jobs"),
        resource_name_=insights,
        resource_group_name=zones.name(TRAINING),
        location=zones.location,
        kind="web",
        application_type="web",
        workspace_resource_id=built.workspace_id,
        disable_local_auth=True,
        public_network_access_for_ingestion="Disabled",
        public_network_access_for_query="Disabled",
        tags=tags_for(TRAINING.value, extra=zones.tags),
        opts=_options(built, built.archive),
    )
    args: dict[str, Any] = {
        **zones.place(TRAINING),
        **zones.names,
        **built.logs,
        "zone": TRAINING.value,
        "key": built.key(TRAINING, TRAINING_KEY),
        "key_vault_id": vault.vault_id,
        "storage_account_id": account,
        "registry_id": registry,
        "application_insights_id": zones.id_of(TRAINING, INSIGHTS, insights),
        "identity_id": identity,
        "removable": zones.removable,
    }
    made = AzureMachineLearning(
        zones.name(TRAINING, "workspace"),
        loose(args),
        built.options(TRAINING, vault, built.archive, told, *granted, *built.known(account, registry)),
    )
    built.targets[made.workspace_id] = made
    return made


def _options(built: Built, *after: pulumi.Resource | None) -> pulumi.ResourceOptions:
    awaited = [one for one in (built.groups[TRAINING], *after) if one is not None]
    return pulumi.ResourceOptions(parent=built.parent, provider=built.zones.providers[TRAINING], depends_on=awaited)


def _identity(built: Built, scopes: dict[str, str]) -> tuple[str, list[pulumi.Resource]]:
    """What the workspace and its clusters run as, with the roles that they need on account, vault and registry."""
    zones = built.zones
    name = zones.name(TRAINING, "jobs-identity")
    physical = resource_name(Kind.IDENTITY, name)
    identity = managedidentity.UserAssignedIdentity(
        name,
        resource_name_=physical,
        resource_group_name=zones.name(TRAINING),
        location=zones.location,
        tags=tags_for(TRAINING.value, extra=zones.tags),
        opts=_options(built),
    )
    roles = {
        "store": BuiltInRole.STORAGE_BLOB_DATA_CONTRIBUTOR,
        "vault": BuiltInRole.KEY_VAULT_SECRETS_USER,
        "images": BuiltInRole.ACR_PULL,
    }
    granted: list[pulumi.Resource] = [
        grant(
            f"{name}-{label}",
            subscription_id=zones.subscription(TRAINING),
            scope=scope,
            role=roles[label],
            principal=name,
            principal_id=identity.principal_id,
            principal_type=PrincipalType.SERVICE_PRINCIPAL,
            parent=identity,
            depends_on=[identity, *built.known(scope)],
        )
        for label, scope in scopes.items()
    ]
    return zones.id_of(TRAINING, IDENTITY, physical), [identity, *granted]
