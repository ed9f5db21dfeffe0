"""Clinical stores with notices on Pub/Sub.

Modelled on Cloud Healthcare API, "Configure Pub/Sub notifications", "Enable customer-managed encryption keys", "Control access".
"""

import pulumi
from pulumi_gcp import healthcare, pubsub

from tests.mutation.bases import gcp_grounds as grounds

ehr = grounds.ground("ehr", "phi", apis=("healthcare", "pubsub"), region="europe-west4")
grounds.perimeters(ehr)
dataset = healthcare.Dataset(
    "ehr",
    name="ehr",
    project=ehr.project_id,
    location=ehr.region,
    time_zone="Europe/Amsterdam",
    encryption_spec={"kms_key_name": ehr.key("healthcare").id},
    opts=ehr.keyed("healthcare", protect=True),
)
notices = pubsub.Topic(
    "ehr-notices",
    name="ehr-notices",
    project=ehr.project_id,
    kms_key_name=ehr.key("pubsub").id,
    message_storage_policy={"allowed_persistence_regions": [ehr.region], "enforce_in_transit": True},
    labels=ehr.labels("phi"),
    opts=ehr.keyed("pubsub"),
)
# The service's agent may tell the topic; nobody else may.
told = pubsub.TopicIAMMember(
    "ehr-notices",
    project=ehr.project_id,
    topic=notices.name,
    role="roles/pubsub.publisher",
    member=pulumi.Output.concat("serviceAccount:", ehr.agent("healthcare")),
    opts=ehr.keyed("healthcare"),
)
failed = pubsub.Topic(
    "ehr-failed",
    name="ehr-failed",
    project=ehr.project_id,
    kms_key_name=ehr.key("pubsub").id,
    message_storage_policy={"allowed_persistence_regions": [ehr.region], "enforce_in_transit": True},
    labels=ehr.labels("phi"),
    opts=ehr.keyed("pubsub"),
)
bus = pulumi.Output.concat("serviceAccount:", ehr.agent("pubsub"))
pubsub.TopicIAMMember("ehr-failed", project=ehr.project_id, topic=failed.name, role="roles/pubsub.publisher", member=bus)
worker = ehr.account("indexer")
for topic, more in ((notices, {"dead_letter_policy": {"dead_letter_topic": failed.id, "max_delivery_attempts": 10}}), (failed, {})):
    name = topic._name
    pulled = pubsub.Subscription(
        name,
        name=name,
        project=ehr.project_id,
        topic=topic.id,
        ack_deadline_seconds=60,
        message_retention_duration="604800s",
        expiration_policy={"ttl": ""},
        labels=ehr.labels("phi"),
        **more,
    )
    pubsub.SubscriptionIAMMember(
        f"{name}-worker", project=ehr.project_id, subscription=pulled.name, role="roles/pubsub.subscriber", member=worker.member
    )
    if more:
        # To hand on what failed, the service takes it from the subscription first.
        pubsub.SubscriptionIAMMember(
            f"{name}-bus", project=ehr.project_id, subscription=pulled.name, role="roles/pubsub.subscriber", member=bus
        )
fhir = healthcare.FhirStore(
    "fhir",
    name="fhir",
    dataset=dataset.id,
    version="R4",
    enable_update_create=False,
    disable_referential_integrity=False,
    disable_resource_versioning=False,
    enable_history_import=False,
    complex_data_type_reference_parsing="ENABLED",
    notification_configs=[{"pubsub_topic": notices.id, "send_full_resource": False, "send_previous_resource_on_delete": False}],
    labels=ehr.labels("phi"),
    opts=grounds.after(told, protect=True),
)
dicom = healthcare.DicomStore(
    "dicom",
    name="dicom",
    dataset=dataset.id,
    notification_config={"pubsub_topic": notices.id, "send_for_bulk_import": False},
    labels=ehr.labels("phi"),
    opts=grounds.after(told, protect=True),
)
healthcare.Hl7Store(
    "hl7",
    name="hl7",
    dataset=dataset.id,
    reject_duplicate_message=True,
    parser_config={"version": "V3"},
    notification_configs=[{"pubsub_topic": notices.id}],
    labels=ehr.labels("phi"),
    opts=grounds.after(told, protect=True),
)
healthcare.FhirStoreIamMember("indexer", fhir_store_id=fhir.id, role="roles/healthcare.fhirResourceReader", member=worker.member)
healthcare.DicomStoreIamBinding(
    "viewers", dicom_store_id=dicom.id, role="roles/healthcare.dicomViewer", members=["group:radiology@clinic.example"]
)
