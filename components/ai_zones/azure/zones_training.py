"""Training's machine learning workspace: its own network managed by Azure, in which jobs reach approved resources alone.

Source: Azure Machine Learning documentation, "Workspace managed virtual network isolation", "Set up authentication between Azure Machine Learning
and other services" (roles of the workspace's identity).
"""

import pulumi
from pulumi_azure_native import applicationinsights

from ai_zones.azure.builtin_roles import BuiltInRole
from ai_zones.azure.machine_learning import AzureMachineLearning
from ai_zones.azure.naming import Kind, resource_name
from ai_zones.azure.tags import tags_for
from ai_zones.azure.zones_built import Built, service_args
from ai_zones.azure.zones_foundation import TRAINING_KEY
from ai_zones.azure.zones_identity import Needed, build_identity
from ai_zones.plan import ZoneName

TRAINING = ZoneName.TRAINING
INSIGHTS = "Microsoft.Insights/components"


def build_training(built: Built) -> AzureMachineLearning | None:
    """The workspace, where the plan gives training one and it is built here."""
    zones = built.zones
    if TRAINING not in zones.zones or "machine-learning" not in zones.services(TRAINING):
        return None
    account = zones.id_of(TRAINING, "Microsoft.Storage/storageAccounts", zones.store(TRAINING))
    registry = zones.id_of(TRAINING, "Microsoft.ContainerRegistry/registries", zones.registry(TRAINING))
    vault = built.vaults[TRAINING]
    needed = {
        "store": Needed(account, BuiltInRole.STORAGE_BLOB_DATA_CONTRIBUTOR, built.known(account)),
        "vault": Needed(vault.vault_id, BuiltInRole.KEY_VAULT_SECRETS_USER, built.known(vault.vault_id)),
        "images": Needed(registry, BuiltInRole.ACR_PULL, built.known(registry)),
    }
    identity, granted = build_identity(built, TRAINING, "jobs-identity", needed)
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
    args = service_args(
        built,
        TRAINING,
        TRAINING_KEY,
        key_vault_id=vault.vault_id,
        storage_account_id=account,
        registry_id=registry,
        application_insights_id=zones.id_of(TRAINING, INSIGHTS, insights),
        identity_id=identity,
    )
    options = built.service_options(TRAINING, told, *granted, *built.known(account, registry))
    made = AzureMachineLearning(zones.name(TRAINING, "workspace"), args, options)
    built.targets[made.workspace_id] = made
    return made


def _options(built: Built, *after: pulumi.Resource | None) -> pulumi.ResourceOptions:
    awaited = [one for one in (built.groups[TRAINING], *after) if one is not None]
    return pulumi.ResourceOptions(parent=built.parent, provider=built.zones.providers[TRAINING], depends_on=awaited)
