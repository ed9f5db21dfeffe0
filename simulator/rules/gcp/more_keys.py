"""Customer-managed keys of the services around a zone: which property names one, whose agent uses it, where it must be.

Sources: Cloud KMS documentation, "CMEK integrations"; IAM documentation, "Service agents"; Filestore, Spanner, Firestore, Bigtable and Vertex AI Workbench
documentation, "Use customer-managed encryption keys" of each.
"""

import re

from simulator.rules import Action, at
from simulator.rules.gcp.caches import REDIS, REDIS_CLUSTER, VALKEY
from simulator.rules.gcp.common import last
from simulator.rules.gcp.encryption import KEYS
from simulator.rules.gcp.keys import key_serves
from simulator.rules.gcp.pipelines import COMPOSER, DATA_FUSION, DATAPROC, FLEX_JOB, STREAM
from simulator.rules.gcp.schedules import WORKFLOW
from simulator.rules.gcp.serverless import FUNCTION, JOB
from simulator.rules.gcp.shares_and_tables import BIGTABLE, FILESTORE, FIRESTORE, SPANNER, SPANNER_DATABASE
from simulator.rules.gcp.workplaces import WORKBENCH
from simulator.rules.registry import every_type

_COMPUTE = "compute-system.iam.gserviceaccount.com"
KEYS.update(
    {
        FUNCTION: (("kmsKeyName",), "gcf-admin-robot.iam.gserviceaccount.com"),
        JOB: (("template.template.encryptionKey",), "serverless-robot-prod.iam.gserviceaccount.com"),
        "gcp:cloudrunv2/service:Service": (("template.encryptionKey",), "serverless-robot-prod.iam.gserviceaccount.com"),
        WORKFLOW: (("cryptoKeyName",), "gcp-sa-workflows.iam.gserviceaccount.com"),
        REDIS: (("customerManagedKey",), "cloud-redis.iam.gserviceaccount.com"),
        REDIS_CLUSTER: (("kmsKey",), "cloud-redis.iam.gserviceaccount.com"),
        VALKEY: (("kmsKey",), "gcp-sa-memorystore.iam.gserviceaccount.com"),
        FLEX_JOB: (("kmsKeyName",), "dataflow-service-producer-prod.iam.gserviceaccount.com"),
        DATAPROC: (("clusterConfig.encryptionConfig.kmsKeyName",), _COMPUTE),
        COMPOSER: (("config.encryptionConfig.kmsKeyName",), "cloudcomposer-accounts.iam.gserviceaccount.com"),
        DATA_FUSION: (("cryptoKeyConfig.keyReference",), "gcp-sa-datafusion.iam.gserviceaccount.com"),
        STREAM: (("customerManagedEncryptionKey",), "gcp-sa-datastream.iam.gserviceaccount.com"),
        "gcp:container/nodePool:NodePool": (("nodeConfig.bootDiskKmsKey",), _COMPUTE),
    }
)
_MULTI_REGIONS = {"eur3": "europe", "nam5": "us", "nam7": "us"}
"""Firestore's own names ("CMEK for Firestore": nam5 corresponds to us, eur3 to europe)."""


def _region(value: object) -> str:
    """A zone's region; a region itself."""
    return re.sub(r"-[a-z]$", "", last(value)) if isinstance(value, str) else ""


@every_type("gcp", "create", source="Cloud KMS documentation, 'CMEK integrations'")
def keys_serve_where_the_place_is_named_otherwise(action: Action) -> None:
    """As `encryption.keys_serve`, for types that stand in zones or by names of their own."""
    given = action.inputs
    match action.type:
        case type_ if type_ == WORKBENCH:
            place = _region(given.get("location"))
            for path in ("gceSetup.bootDisk.kmsKey", "gceSetup.dataDisks.kmsKey"):
                for _, value in at(given, path):
                    key_serves(action, value, _COMPUTE, place)
        case type_ if type_ == FILESTORE:
            key_serves(action, given.get("kmsKeyName"), "cloud-filer.iam.gserviceaccount.com", _region(given.get("location")))
        case type_ if type_ == FIRESTORE:
            place = str(given.get("locationId") or "")
            for _, value in at(given, "cmekConfig.kmsKeyName"):
                key_serves(action, value, "gcp-sa-firestore.iam.gserviceaccount.com", _MULTI_REGIONS.get(place, place))
        case type_ if type_ == BIGTABLE:
            for where, value in at(given, "clusters[*].kmsKeyName"):
                number = int(where.split("[")[1].split("]")[0])
                key_serves(action, value, "gcp-sa-bigtable.iam.gserviceaccount.com", _region(given["clusters"][number].get("zone")))
        case type_ if type_ == SPANNER_DATABASE:
            for _, value in at(given, "encryptionConfig.kmsKeyName"):
                key_serves(action, value, "gcp-sa-spanner.iam.gserviceaccount.com", _spanner_region(action))


def _spanner_region(action: Action) -> str:
    """`regional-europe-west3` is europe-west3; other configurations are of more than one region, which the documentation lists."""
    found = next((one for one in action.find_anywhere(SPANNER) if last(one.id) == last(action.inputs["instance"])), None)
    config = last(found.outputs.get("config")) if found else ""
    return config.removeprefix("regional-") if config.startswith("regional-") else ""
