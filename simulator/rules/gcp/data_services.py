"""BigQuery, Cloud Healthcare API, Artifact Registry, Pub/Sub, Vertex AI endpoints.

Sources: BigQuery documentation, "Creating datasets", "Managing tables" (deletion protection); Cloud Healthcare API reference; Artifact Registry
documentation, "Create standard repositories"; Pub/Sub documentation, "Create a topic"; Terraform google provider, google_bigquery_dataset,
google_bigquery_table, google_healthcare_*, google_artifact_registry_repository, google_pubsub_*, google_vertex_ai_endpoint.
"""

from simulator.rules import Action, Allowed, Between, Pattern, Properties, Rules
from simulator.rules.gcp.common import last, link, part
from simulator.rules.gcp.kinds import DATASET, ENDPOINT, HEALTH_DATASET, NETWORK, REPOSITORY, SUBSCRIPTION, TABLE, TOPIC

dataset = Rules(
    DATASET,
    source="BigQuery API, datasets; Terraform google provider, google_bigquery_dataset",
    checks=(Pattern("datasetId", r"\w{1,1024}", source="BigQuery documentation, 'Name datasets'", saying="letters, digits, underscores"),),
    immutable={"datasetId", "location"},
    defaults={"location": "US", "deleteContentsOnDestroy": False},
    outputs={"accesses": [], "isCaseInsensitive": False, "maxTimeTravelHours": "168", "storageBillingModel": "", "creationTime": 0},
)


@dataset.before("delete")
def dataset_is_empty(action: Action) -> None:
    """Unless its contents may go with it."""
    inside = action.world.below(action.object.id + "/tables/")
    if inside and action.object.outputs.get("deleteContentsOnDestroy") is not True:
        action.refuse("resourceInUse", f"Error 400: Dataset {action.object.id} is still in use: {inside[0].id}")
    for one in inside:
        action.world.remove(one)


table = Rules(
    TABLE,
    source="BigQuery API, tables; Terraform google provider, google_bigquery_table",
    checks=(Pattern("tableId", r"[\w -]{1,1024}", source="BigQuery documentation, 'Name tables'"),),
    references={"datasetId": link(DATASET, blocks_delete=False)},
    immutable={"datasetId", "tableId"},
    defaults={"deletionProtection": True},
    normalized_json=("schema",),
    outputs={"type": "TABLE", "numBytes": 0, "numRows": 0, "numLongTermBytes": 0, "location": ""},
)

health_dataset = Rules(
    HEALTH_DATASET,
    source="Cloud Healthcare API, datasets; Terraform google provider, google_healthcare_dataset",
    checks=(Pattern("name", r"[A-Za-z0-9_.-]{1,256}", source="Cloud Healthcare API, datasets.create"),),
    immutable={"encryptionSpec"},
    outputs={"timeZone": "UTC", "encryptionSpec": {}, "selfLink": "{id}"},
)


def _store(module: str, kind: str, source: str, immutable: set[str]) -> Rules:
    return Rules(
        f"gcp:healthcare/{module}:{kind}",
        source=f"Cloud Healthcare API; Terraform google provider, {source}",
        references={"dataset": link(HEALTH_DATASET, delete_code="failedPrecondition")},
        immutable={"dataset", *immutable},
        outputs={} if kind == "ConsentStore" else {"selfLink": "{id}"},
    )


fhir = _store(
    "fhirStore",
    "FhirStore",
    "google_healthcare_fhir_store",
    {"version", "disableReferentialIntegrity", "disableResourceVersioning", "enableHistoryImport"},
)
dicom = _store("dicomStore", "DicomStore", "google_healthcare_dicom_store", set())
hl7 = _store("hl7Store", "Hl7Store", "google_healthcare_hl7_v2_store", set())
consent = _store("consentStore", "ConsentStore", "google_healthcare_consent_store", set())

repository = Rules(
    REPOSITORY,
    source="Artifact Registry API, repositories; Terraform google provider, google_artifact_registry_repository",
    checks=(
        Pattern(
            "repositoryId", r"[a-z](?:[a-z0-9-]{0,61}[a-z0-9])", source="Artifact Registry documentation, 'Create standard repositories'"
        ),
        Allowed(
            "mode",
            ("STANDARD_REPOSITORY", "VIRTUAL_REPOSITORY", "REMOTE_REPOSITORY", "AOSS_REPOSITORY"),
            source="Artifact Registry API: mode",
        ),
    ),
    immutable={"format", "kmsKeyName", "mode", "repositoryId"},
    outputs={"name": "{repositoryId}", "vulnerabilityScanningConfig": {}},
)


@repository.computes
def address_of_the_registry(action: Action) -> Properties:
    """Where images are pushed to."""
    project, place = part(action.id, "projects"), part(action.id, "locations")
    return {"location": place, "registryUri": f"{place}-docker.pkg.dev/{project}/{action.inputs['repositoryId']}"}


_PUBSUB_NAME = r"(?!goog)[A-Za-z][A-Za-z0-9._~+%-]{2,254}"
topic = Rules(
    TOPIC,
    source="Pub/Sub API, topics; Terraform google provider, google_pubsub_topic",
    outputs={"messageStoragePolicy": {}},
)

subscription = Rules(
    SUBSCRIPTION,
    source="Pub/Sub API, subscriptions; Terraform google provider, google_pubsub_subscription",
    checks=(
        Pattern(
            "name",
            _PUBSUB_NAME,
            source="Pub/Sub documentation, 'Resource names'",
            saying="3 to 255 letters, digits and -._~+%, not beginning with goog",
        ),
        Between("ackDeadlineSeconds", 10, 600, source="Pub/Sub API, subscriptions: ackDeadlineSeconds"),
        Pattern("pushConfig.pushEndpoint", r"https://.+", source="Pub/Sub documentation, 'Push subscriptions'", saying="an https address"),
    ),
    references={"topic": link(TOPIC, blocks_delete=False), "deadLetterPolicy.deadLetterTopic": link(TOPIC, blocks_delete=False)},
    immutable={"topic", "enableMessageOrdering", "filter"},
    outputs={"ackDeadlineSeconds": 10, "expirationPolicy": {"ttl": "2678400s"}},
)

endpoint = Rules(
    ENDPOINT,
    source="Vertex AI API, endpoints; Terraform google provider, google_vertex_ai_endpoint",
    references={"network": link(NETWORK)},
    immutable={"encryptionSpec", "network", "privateServiceConnectConfig", "location"},
    outputs={"deployedModels": [], "modelDeploymentMonitoringJob": "", "trafficSplit": "", "dedicatedEndpointDns": ""},
)


@endpoint.before("create")
def one_way_in(action: Action) -> None:
    """A private endpoint is reached by peering or by Private Service Connect."""
    if action.inputs.get("network") and action.inputs.get("privateServiceConnectConfig"):
        action.refuse("invalid", f"network and privateServiceConnectConfig exclude each other: {last(action.name)}")
