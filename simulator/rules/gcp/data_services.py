"""BigQuery, Cloud Healthcare API, Artifact Registry, Pub/Sub.

Sources: BigQuery documentation, "Creating datasets", "Managing tables" (deletion protection); Cloud Healthcare API reference; Artifact Registry
documentation, "Create standard repositories"; Pub/Sub documentation, "Create a topic"; Terraform google provider, google_bigquery_dataset,
google_bigquery_table, google_healthcare_*, google_artifact_registry_repository, google_pubsub_*.
"""

from collections.abc import Iterator
from typing import Any

from simulator.rules import Action, Allowed, Between, Fault, Pattern, Properties, Rules
from simulator.rules.gcp.common import given, inner, link, listed, named, part
from simulator.rules.gcp.kinds import DATASET, HEALTH_DATASET, REPOSITORY, SUBSCRIPTION, TABLE, TOPIC

_LET_IN = ("userByEmail", "groupByEmail", "domain", "specialGroup", "iamMember")
_AUTHORIZED = ("view", "routine", "dataset")

dataset = Rules(
    DATASET,
    source="BigQuery API, datasets; Terraform google provider, google_bigquery_dataset",
    checks=(Pattern("datasetId", r"\w{1,1024}", source="BigQuery documentation, 'Name datasets'", saying="letters, digits, underscores"),),
    immutable={"datasetId", "location"},
    defaults={"location": "US", "deleteContentsOnDestroy": False},
    outputs={"accesses": [], "isCaseInsensitive": False, "maxTimeTravelHours": "168", "storageBillingModel": "", "creationTime": 0},
)


@dataset.check(source="BigQuery API, datasets: access[] (role 'is not required' beside a view, a routine or a dataset)")
def entries_name_somebody(inputs: Properties) -> Iterator[Fault]:
    """An entry names whom it lets in, and people and robots have a role."""
    for number, entry in enumerate(listed(inputs.get("accesses"))):
        if not any(given(entry.get(name)) for name in (*_LET_IN, *_AUTHORIZED)):
            yield f"accesses[{number}]", f"names nobody: one of {', '.join((*_LET_IN, *_AUTHORIZED))} must be given"
        elif not given(entry.get("role")) and not any(given(entry.get(name)) for name in _AUTHORIZED):
            yield f"accesses[{number}].role", "is required: what may whom the entry names do?"


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
    outputs={"type": "TABLE", "numBytes": 0, "numRows": 0, "numLongTermBytes": 0, "location": "", "generatedSchemaColumns": ""},
)


@table.computes
def key_of_the_dataset(action: Action) -> Properties:
    """BigQuery documentation, "Customer-managed Cloud KMS keys": a table that names no key is encrypted with its dataset's."""
    home = None if given(action.inputs.get("encryptionConfiguration")) else named(action, action.inputs.get("datasetId"), DATASET)
    key = inner(home.outputs.get("defaultEncryptionConfiguration")).get("kmsKeyName") if home else None
    keeps = not any(given(action.inputs.get(name)) for name in ("view", "externalDataConfiguration"))
    return {"encryptionConfiguration": {"kmsKeyName": key}} if key and keeps else {}


row_policy = Rules(
    "gcp:bigquery/rowAccessPolicy:RowAccessPolicy",
    source="BigQuery API, rowAccessPolicies; Terraform google provider, google_bigquery_row_access_policy",
    checks=(Pattern("policyId", r"[a-z0-9_]{1,256}", source="BigQuery API, RowAccessPolicyReference: policyId"),),
    immutable={"datasetId", "tableId", "policyId"},
    outputs={"lastModifiedTime": "17{digits11}"},
)

health_dataset = Rules(
    HEALTH_DATASET,
    source="Cloud Healthcare API, datasets; Terraform google provider, google_healthcare_dataset",
    checks=(Pattern("name", r"[A-Za-z0-9_.-]{1,256}", source="Cloud Healthcare API, datasets.create"),),
    immutable={"encryptionSpec"},
    outputs={"timeZone": "UTC", "encryptionSpec": {}, "selfLink": "{id}"},
)


_CHECKS = ("disableFhirpathValidation", "disableProfileValidation", "disableReferenceTypeValidation", "disableRequiredFieldValidation")
_UNSET: dict[str, dict[str, Any]] = {
    # Cloud Healthcare API, projects.locations.datasets.fhirStores, ValidationConfig, FhirNotificationConfig: every switch is off unless it is given.
    "FhirStore": {
        "disableReferentialIntegrity": False,
        "disableResourceVersioning": False,
        "enableHistoryImport": False,
        "enableUpdateCreate": False,
        "defaultSearchHandlingStrict": False,
        "validationConfig": dict.fromkeys(_CHECKS, False),
        **{f"validationConfig.{one}": False for one in _CHECKS},
        "notificationConfigs[*].sendFullResource": False,
        "notificationConfigs[*].sendPreviousResourceOnDelete": False,
    },
    # The same, hl7V2Stores, ParserConfig.
    "Hl7Store": {"rejectDuplicateMessage": False, "parserConfig.allowNullHeader": False},
    # The same, dicomStores, NotificationConfig.
    "DicomStore": {"notificationConfig.sendForBulkImport": False},
}
"""Kind of store → what the API takes for what is not given."""


def _store(module: str, kind: str, source: str, immutable: set[str]) -> Rules:
    return Rules(
        f"gcp:healthcare/{module}:{kind}",
        source=f"Cloud Healthcare API; Terraform google provider, {source}",
        references={"dataset": link(HEALTH_DATASET, delete_code="failedPrecondition")},
        immutable={"dataset", *immutable},
        outputs={} if kind == "ConsentStore" else {"selfLink": "{id}"},
        unset=_UNSET.get(kind, {}),
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
    outputs={"name": "{repositoryId}"},
    # Artifact Registry documentation, "Enable or disable automatic scanning": a repository inherits what its project's API does.
    unset={
        "vulnerabilityScanningConfig": {"enablementConfig": "INHERITED"},
        "vulnerabilityScanningConfig.enablementConfig": "INHERITED",
        "cleanupPolicyDryRun": False,
    },
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
    unset={
        "messageRetentionDuration": "604800s",
        "deadLetterPolicy.maxDeliveryAttempts": 5,
        "retainAckedMessages": False,
        "enableMessageOrdering": False,
        "enableExactlyOnceDelivery": False,
    },
)


@subscription.computes
def token_is_for_the_endpoint(action: Action) -> Properties:
    """Pub/Sub API, OidcToken: 'if not specified, the Push endpoint URL will be used' as audience."""
    push = inner(action.inputs.get("pushConfig"))
    token = inner(push.get("oidcToken"))
    return {"pushConfig": {**push, "oidcToken": {**token, "audience": token.get("audience") or push.get("pushEndpoint")}}} if token else {}
