"""Google Cloud: what stores hold is handed on: by notifications, pushes, transfers, exports, replicas, snapshots, images, listings and public copies.

Sources: Cloud Storage, "Access control lists", "Pub/Sub notifications for Cloud Storage", "Object Lifecycle Management"; Storage Transfer Service,
"Create transfers"; Pub/Sub, "Push subscriptions", "BigQuery subscriptions"; BigQuery, "Authorized views", "Manage listings", "Copy datasets"; Cloud
SQL, "Authorize with authorized networks", "Create read replicas"; Compute Engine, "Create disk snapshots", "Manage access to custom images";
Secret Manager, "Choose a replication policy"; Cloud Healthcare API, "Stream FHIR resource changes to BigQuery".
"""

import copy
from collections.abc import Callable, Iterator
from typing import Any

from tests.mutation.edits import put
from tests.mutation.forms import FOREIGN_PROJECT
from tests.mutation.mutant import Mutant
from tests.mutation.operators.adding import Site, adding, append
from tests.mutation.operators.gcp_places import ABROAD, GUEST, beside, gcp
from tests.mutation.operators.gcp_roads import REGION, C
from tests.mutation.program import Program, Ref, Row, plain

Build = Callable[[Site], Any]
TOPIC = f"projects/{FOREIGN_PROJECT}/topics/vendor"
HOOK = "https://vendor.example.com/hook"
BUCKET = "vendor-copies-gs"


def add_copies(program: Program, row: Row) -> Iterator[Mutant]:
    """Copies, exports, subscribers and snapshots, abroad or for somebody else."""
    for operator, build in _COPIES.get(row.type.removeprefix("gcp:"), {}).items() if gcp(row) else ():
        yield adding(operator, row, build)


def _beside(type_: str, label: str, inputs: Callable[[Site], dict[str, Any]], *, project: bool = True) -> Build:
    def build(site: Site) -> None:
        beside(site, f"gcp:{type_}", label, inputs(site), project=project)

    return build


def _put(where: tuple[str | int, ...], value: Any) -> Build:
    def build(site: Site) -> None:
        put(site.program, site.row.urn, where, copy.deepcopy(value))

    return build


def _append(where: tuple[str, ...], value: Any) -> Build:
    def build(site: Site) -> None:
        append(site.program, site.row.urn, where, copy.deepcopy(value))

    return build


def _anonymous(site: Site) -> None:
    """The bucket takes lists of access again, and one of them names everybody."""
    put(site.program, site.row.urn, ("uniformBucketLevelAccess",), False)
    put(site.program, site.row.urn, ("publicAccessPrevention",), "inherited")
    inputs = {"bucket": site.out("name"), "role": "READER", "entity": "allUsers"}
    beside(site, "gcp:storage/bucketAccessControl:BucketAccessControl", "open", inputs, project=False)


def _open_to_public(site: Site) -> None:
    """Everybody reads, and nothing prevents it."""
    put(site.program, site.row.urn, ("publicAccessPrevention",), "inherited")
    inputs = {"bucket": site.out("name"), "role": "roles/storage.objectViewer", "member": "allUsers"}
    beside(site, "gcp:storage/bucketIAMMember:BucketIAMMember", "open", inputs, project=False)


def _transfer(site: Site) -> None:
    inputs = {
        "description": "copies",
        "transferSpec": {"gcsDataSource": {"bucketName": site.out("name")}, "gcsDataSink": {"bucketName": BUCKET}},
        "schedule": {"scheduleStartDate": {"year": 2026, "month": 1, "day": 1}},
    }
    beside(site, "gcp:storage/transferJob:TransferJob", "copies", inputs)


def _notification(site: Site) -> None:
    inputs = {"bucket": site.out("name"), "payloadFormat": "JSON_API_V1", "topic": f"//pubsub.googleapis.com/{TOPIC}"}
    beside(site, "gcp:storage/notification:Notification", "events", inputs, project=False)


def _website(site: Site) -> None:
    put(site.program, site.row.urn, ("website",), {"mainPageSuffix": "index.html"})


def _deletes(site: Site) -> None:
    rule = {"action": {"type": "Delete"}, "condition": {"age": 1, "withState": "ANY"}}
    append(site.program, site.row.urn, ("lifecycleRules",), rule)


def _second_region(site: Site) -> None:
    """A dual region, one half of which is abroad."""
    put(site.program, site.row.urn, ("location",), "US")
    put(site.program, site.row.urn, ("customPlacementConfig",), {"dataLocations": ["US-CENTRAL1", "US-EAST1"]})


def _replica(site: Site) -> None:
    inputs = {
        "name": "mutant-replica",
        "region": ABROAD,
        "databaseVersion": plain(site.row.inputs.get("databaseVersion")),
        "masterInstanceName": site.out("name"),
        "settings": {
            key: value
            for key, value in copy.deepcopy(site.row.inputs["settings"]).items()
            if key not in ("backupConfiguration", "finalBackupConfig")
        },
    }
    beside(site, "gcp:sql/databaseInstance:DatabaseInstance", "replica", inputs)


def _authorized_network(site: Site) -> None:
    where = ("settings", "ipConfiguration")
    put(site.program, site.row.urn, (*where, "ipv4Enabled"), True)
    append(site.program, site.row.urn, (*where, "authorizedNetworks"), {"name": "vendor", "value": "203.0.113.0/24"})


def _authorized_for_all(site: Site) -> None:
    where = ("settings", "ipConfiguration")
    put(site.program, site.row.urn, (*where, "ipv4Enabled"), True)
    append(site.program, site.row.urn, (*where, "authorizedNetworks"), {"name": "all", "value": "0.0.0.0/0"})


def _flag(name: str, value: str) -> Build:
    def build(site: Site) -> None:
        listed = (site.row.inputs.get("settings") or {}).get("databaseFlags")
        for index, one in enumerate(listed if isinstance(listed, list) else []):
            if plain(one.get("name")) == name:
                put(site.program, site.row.urn, ("settings", "databaseFlags", index, "value"), value)
                return
        append(site.program, site.row.urn, ("settings", "databaseFlags"), {"name": name, "value": value})

    return build


def _exporting(label: str) -> Build:
    def build(site: Site) -> None:
        inputs: dict[str, Any] = {"name": f"mutant-{label}", "topic": site.out()}
        inputs |= {
            "push": {"pushConfig": {"pushEndpoint": HOOK}},
            "bigquery": {"bigqueryConfig": {"table": f"{FOREIGN_PROJECT}.vendor.records"}},
            "storage": {"cloudStorageConfig": {"bucket": BUCKET}},
        }[label]
        beside(site, "gcp:pubsub/subscription:Subscription", label, inputs)

    return build


def _strangers_subscription(site: Site) -> None:
    inputs = {"name": "mutant-theirs", "topic": site.out(), "project": FOREIGN_PROJECT}
    beside(site, "gcp:pubsub/subscription:Subscription", "theirs", inputs)


def _snapshot(site: Site) -> None:
    inputs = {
        "name": "mutant-copy",
        "sourceDisk": site.out("selfLink") if site.row.type.endswith(":Disk") else site.out("name"),
        "zone": plain(site.row.inputs.get("zone")),
        "storageLocations": [ABROAD],
    }
    beside(site, f"{C}snapshot:Snapshot", "copy", inputs)


def _image(site: Site) -> None:
    """An image of the disk, which every account may use."""
    source = {"sourceDisk": site.out("selfLink")} if site.row.type.endswith(":Disk") else {"sourceDisk": site.out("name")}
    image = beside(site, f"{C}image:Image", "image", {"name": "mutant-image", **source})
    inputs = {"image": Ref(image, "name"), "role": "roles/compute.imageUser", "member": "allAuthenticatedUsers"}
    beside(site, f"{C}imageIamMember:ImageIamMember", "image", inputs)


def _machine_image(site: Site) -> None:
    image = beside(site, f"{C}machineImage:MachineImage", "image", {"name": "mutant-machine", "sourceInstance": site.out("selfLink")})
    inputs = {"machineImage": Ref(image, "name"), "role": "roles/compute.admin", "member": f"serviceAccount:{GUEST}"}
    beside(site, f"{C}machineImageIamMember:MachineImageIamMember", "image", inputs)


def _authorized_view(site: Site) -> None:
    view = {"projectId": FOREIGN_PROJECT, "datasetId": "vendor", "tableId": "all"}
    beside(site, "gcp:bigquery/datasetAccess:DatasetAccess", "view", {"datasetId": site.out("datasetId"), "view": view})


def _listing(site: Site) -> None:
    exchange = {"location": REGION, "dataExchangeId": "mutant", "displayName": "mutant"}
    made = beside(site, "gcp:bigqueryanalyticshub/dataExchange:DataExchange", "exchange", exchange)
    inputs = {
        "location": REGION,
        "dataExchangeId": Ref(made, "dataExchangeId"),
        "listingId": "mutant",
        "displayName": "mutant",
        "bigqueryDataset": {"dataset": site.out()},
    }
    beside(site, "gcp:bigqueryanalyticshub/listing:Listing", "listing", inputs)
    member = {
        "location": REGION,
        "dataExchangeId": Ref(made, "dataExchangeId"),
        "role": "roles/analyticshub.subscriber",
        "member": "allAuthenticatedUsers",
    }
    beside(site, "gcp:bigqueryanalyticshub/dataExchangeIamMember:DataExchangeIamMember", "listing", member)


def _dataset_copy(site: Site) -> None:
    inputs = {
        "displayName": "copy",
        "location": REGION,
        "dataSourceId": "cross_region_copy",
        "destinationDatasetId": "vendor",
        "project": FOREIGN_PROJECT,
        "params": {"source_dataset_id": site.out("datasetId"), "source_project_id": "clinic-phi"},
    }
    beside(site, "gcp:bigquery/dataTransferConfig:DataTransferConfig", "copy", inputs)


def _streams(site: Site) -> None:
    config = {
        "bigqueryDestination": {"datasetUri": f"bq://{FOREIGN_PROJECT}.vendor", "schemaConfig": {"recursiveStructureDepth": 3}},
        "resourceTypes": ["Patient"],
    }
    append(site.program, site.row.urn, ("streamConfigs",), config)


def _replicated_secret(site: Site) -> None:
    put(site.program, site.row.urn, ("replication",), {"auto": {}})


def _cluster_public(site: Site) -> None:
    put(site.program, site.row.urn, ("masterAuthorizedNetworksConfig",), {"cidrBlocks": [{"cidrBlock": "0.0.0.0/0", "displayName": "all"}]})
    if isinstance(site.row.inputs.get("privateClusterConfig"), dict):
        put(site.program, site.row.urn, ("privateClusterConfig", "enablePrivateEndpoint"), False)


def _psc_consumer(site: Site) -> None:
    config = (site.row.inputs.get("settings") or {}).get("ipConfiguration") or {}
    index = 0 if config.get("pscConfigs") else None
    if index is None:
        put(
            site.program,
            site.row.urn,
            ("settings", "ipConfiguration", "pscConfigs"),
            [{"pscEnabled": True, "allowedConsumerProjects": [FOREIGN_PROJECT]}],
        )
    else:
        append(site.program, site.row.urn, ("settings", "ipConfiguration", "pscConfigs", 0, "allowedConsumerProjects"), FOREIGN_PROJECT)


def _password_user(site: Site) -> None:
    inputs = {"instance": site.out("name"), "name": "vendor", "password": "mutant-2f8A!-password"}
    beside(site, "gcp:sql/user:User", "vendor", inputs)


def _remote(site: Site) -> None:
    inputs = {
        "repositoryId": "mutant-remote",
        "location": REGION,
        "format": "DOCKER",
        "mode": "REMOTE_REPOSITORY",
        "remoteRepositoryConfig": {"dockerRepository": {"publicRepository": "DOCKER_HUB"}},
    }
    beside(site, "gcp:artifactregistry/repository:Repository", "remote", inputs)


def _project_keys(site: Site) -> None:
    inputs = {"project": site.out("projectId"), "key": "ssh-keys", "value": "vendor:ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGtleQ vendor"}
    beside(site, f"{C}projectMetadataItem:ProjectMetadataItem", "keys", inputs)


def _serial(site: Site) -> None:
    inputs = {"project": site.out("projectId"), "key": "serial-port-enable", "value": "TRUE"}
    beside(site, f"{C}projectMetadataItem:ProjectMetadataItem", "serial", inputs)


def _api_key(site: Site) -> None:
    inputs = {"project": site.out("projectId"), "name": "mutant", "displayName": "mutant"}
    beside(site, "gcp:projects/apiKey:ApiKey", "key", inputs)


def _asset_feed(site: Site) -> None:
    inputs = {
        "project": site.out("projectId"),
        "feedId": "mutant",
        "assetTypes": ["storage.googleapis.com/Bucket"],
        "feedOutputConfig": {"pubsubDestination": {"topic": TOPIC}},
    }
    beside(site, "gcp:cloudasset/projectFeed:ProjectFeed", "feed", inputs)


def _hmac(site: Site) -> None:
    beside(site, "gcp:storage/hmacKey:HmacKey", "hmac", {"serviceAccountEmail": site.out("email")})


_COPIES: dict[str, dict[str, Build]] = {
    "storage/bucket:Bucket": {
        "add-notification": _notification,
        "add-transfer": _transfer,
        "add-anonymous-access": _anonymous,
        "open-to-everybody": _open_to_public,
        "add-website": _website,
        "add-deletion": _deletes,
        "copy-abroad": _second_region,
        "log-to-a-stranger": _put(("logging",), {"logBucket": BUCKET}),
        "open-cors": _put(("cors",), [{"origins": ["*"], "methods": ["GET"], "responseHeaders": ["*"]}]),
        "pay-by-requester": _put(("requesterPays",), True),
        "hold-nothing": _put(("softDeletePolicy",), {"retentionDurationSeconds": 0}),
        "filter-addresses-open": _put(("ipFilter",), {"mode": "Enabled", "publicNetworkSource": {"allowedIpCidrRanges": ["0.0.0.0/0"]}}),
    },
    "sql/databaseInstance:DatabaseInstance": {
        "add-replica": _replica,
        "let-in-a-strangers-addresses": _authorized_network,
        "add-firewall-rule-for-all": _authorized_for_all,
        "let-in-a-strangers-project": _psc_consumer,
        "add-password-user": _password_user,
        "set-flag-statements": _flag("log_statement", "all"),
        "set-flag-connections": _flag("log_connections", "off"),
        "set-flag-iam": _flag("cloudsql.iam_authentication", "off"),
        "add-replica-cascade": _put(("settings", "dataCacheConfig"), {"dataCacheEnabled": True}),
        "open-data-api": _put(("settings", "dataApiAccess"), "ALLOW_DATA_API"),
        "open-google-path": _put(("settings", "ipConfiguration", "enablePrivatePathForGoogleCloudServices"), True),
    },
    "pubsub/topic:Topic": {
        "add-push": _exporting("push"),
        "add-export-to-tables": _exporting("bigquery"),
        "add-export-to-a-bucket": _exporting("storage"),
        "add-strangers-subscription": _strangers_subscription,
        "add-ingestion": _put(
            ("ingestionDataSourceSettings",),
            {
                "awsKinesis": {
                    "streamArn": "arn:aws:kinesis:us-east-1:999988887777:stream/v",
                    "consumerArn": "arn:aws:kinesis:us-east-1:999988887777:stream/v/consumer/c:1",
                    "awsRoleArn": "arn:aws:iam::999988887777:role/v",
                    "gcpServiceAccount": GUEST,
                }
            },
        ),
    },
    "pubsub/subscription:Subscription": {
        "push-to-a-stranger": _put(("pushConfig",), {"pushEndpoint": HOOK}),
        "dead-letters-to-a-stranger": _put(("deadLetterPolicy",), {"deadLetterTopic": TOPIC, "maxDeliveryAttempts": 5}),
    },
    "compute/disk:Disk": {"copy-snapshot-abroad": _snapshot, "share-image": _image},
    "compute/instance:Instance": {"copy-snapshot-abroad": _snapshot, "share-machine-image": _machine_image},
    "bigquery/dataset:Dataset": {"add-view-of-a-stranger": _authorized_view, "add-public-listing": _listing, "add-transfer": _dataset_copy},
    "healthcare/fhirStore:FhirStore": {
        "add-stream-to-a-stranger": _streams,
        "add-notification": _append(("notificationConfigs",), {"pubsubTopic": TOPIC, "sendFullResource": True}),
    },
    "healthcare/hl7Store:Hl7Store": {"add-notification": _append(("notificationConfigs",), {"pubsubTopic": TOPIC})},
    "healthcare/dicomStore:DicomStore": {
        "add-notification": _put(("notificationConfig",), {"pubsubTopic": TOPIC}),
        "add-stream-to-a-stranger": _append(
            ("streamConfigs",), {"bigqueryDestination": {"tableUri": f"bq://{FOREIGN_PROJECT}.vendor.images"}}
        ),
    },
    "secretmanager/secret:Secret": {
        "add-replica": _replicated_secret,
        "add-notification": _append(("topics",), {"name": TOPIC}),
    },
    "container/cluster:Cluster": {
        "open-control-plane": _cluster_public,
        "add-basic-logins": _put(("masterAuth",), {"clientCertificateConfig": {"issueClientCertificate": True}}),
        "add-legacy-authorization": _put(("enableLegacyAbac",), True),
        "export-usage": _put(("resourceUsageExportConfig",), {"bigqueryDestination": {"datasetId": "vendor"}}),
    },
    "artifactregistry/repository:Repository": {"add-remote-repository": _remote},
    "organizations/project:Project": {
        "add-project-wide-keys": _project_keys,
        "add-serial-access": _serial,
        "add-api-key": _api_key,
        "add-feed-to-a-stranger": _asset_feed,
    },
    "serviceaccount/account:Account": {"add-hmac-key": _hmac},
}


OPERATORS = (add_copies,)
