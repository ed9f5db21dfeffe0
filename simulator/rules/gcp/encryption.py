"""Customer-managed keys of every service: the key stands where the resource does, and the service's agent may use it.

Source: Cloud KMS documentation, "CMEK integrations"; IAM documentation, "Service agents" (the agent of each service).
"""

from simulator.packages.gcp import made_id
from simulator.rules import Action, at
from simulator.rules.gcp.common import last, part
from simulator.rules.gcp.keys import key_serves
from simulator.rules.gcp.kinds import (
    ALLOYDB,
    DATASET,
    ENDPOINT,
    HEALTH_DATASET,
    INSTANCE,
    LOG_BUCKET,
    REPOSITORY,
    SECRET,
    SQL,
    TABLE,
    TOPIC,
)
from simulator.rules.registry import every_type

KEYS: dict[str, tuple[tuple[str, ...], str]] = {
    SECRET: (
        (
            "replication.auto.customerManagedEncryption.kmsKeyName",
            "replication.userManaged.replicas[*].customerManagedEncryption.kmsKeyName",
        ),
        "gcp-sa-secretmanager.iam.gserviceaccount.com",
    ),
    LOG_BUCKET: (("cmekSettings.kmsKeyName",), "gcp-sa-logging.iam.gserviceaccount.com"),
    SQL: (("encryptionKeyName",), "gcp-sa-cloud-sql.iam.gserviceaccount.com"),
    ALLOYDB: (
        tuple(f"{part}encryptionConfig.kmsKeyName" for part in ("", "automatedBackupPolicy.", "continuousBackupConfig.")),
        "gcp-sa-alloydb.iam.gserviceaccount.com",
    ),
    DATASET: (("defaultEncryptionConfiguration.kmsKeyName",), "bigquery-encryption.iam.gserviceaccount.com"),
    TABLE: (("encryptionConfiguration.kmsKeyName",), "bigquery-encryption.iam.gserviceaccount.com"),
    **dict.fromkeys(
        (
            ENDPOINT,
            "gcp:vertex/aiIndex:AiIndex",
            "gcp:vertex/aiIndexEndpoint:AiIndexEndpoint",
            "gcp:vertex/aiMetadataStore:AiMetadataStore",
            "gcp:vertex/aiTensorboard:AiTensorboard",
            "gcp:vertex/aiDataset:AiDataset",
        ),
        (("encryptionSpec.kmsKeyName",), "gcp-sa-aiplatform.iam.gserviceaccount.com"),
    ),
    "gcp:alloydb/backup:Backup": (("encryptionConfig.kmsKeyName",), "gcp-sa-alloydb.iam.gserviceaccount.com"),
    HEALTH_DATASET: (("encryptionSpec.kmsKeyName",), "gcp-sa-healthcare.iam.gserviceaccount.com"),
    REPOSITORY: (("kmsKeyName",), "gcp-sa-artifactregistry.iam.gserviceaccount.com"),
    TOPIC: (("kmsKeyName",), "gcp-sa-pubsub.iam.gserviceaccount.com"),
    INSTANCE: (("bootDisk.kmsKeySelfLink",), "compute-system.iam.gserviceaccount.com"),
    "gcp:compute/disk:Disk": (("diskEncryptionKey.kmsKeySelfLink",), "compute-system.iam.gserviceaccount.com"),
    "gcp:container/cluster:Cluster": (("databaseEncryption.keyName",), "container-engine-robot.iam.gserviceaccount.com"),
}
"""Type → paths of its keys, and the agent that uses them."""


@every_type("gcp", "create", source="Cloud KMS documentation, 'CMEK integrations'")
def keys_serve(action: Action) -> None:
    """Without the grant the service answers that it may not use the key."""
    paths, agent = KEYS.get(action.type, ((), ""))
    for path in paths:
        for _, value in at(action.inputs, path):
            key_serves(action, value, agent, _place(action))


def _place(action: Action) -> str:
    """Where it stands: as it says, or as the provider is set up."""
    for name in ("location", "region"):
        value = action.inputs.get(name)
        if isinstance(value, str):
            return part(value, "regions") or last(value)
    return part(made_id(action), "locations")
