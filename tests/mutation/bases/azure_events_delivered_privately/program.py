"""Events of redaction on an Event Grid topic, delivered to a queue by managed identity.

Modelled on Azure Event Grid, "Configure private endpoints", and "Event delivery with a managed identity".
"""

import pulumi
from pulumi_azure_native import eventgrid, storage

from tests.mutation.bases import azure_house as house
from tests.mutation.bases import azure_parts as parts

SENDER = "c6a89b2d-59bc-44d0-9896-0f6e12d7b80a"
WRITER = "ba92f5b4-2d11-453d-a403-e96b0029c9fe"
deid = house.ground("signals", "deidentification", "10.44.0.0/16")
account = deid.store("stsignalsqueue", "deidentified", containers=("undelivered",))
deid.endpoint("pe-signals-queue", account, "queue")
queue = storage.Queue("arrived", resource_group_name=deid.name, account_name=account.name, queue_name="arrived")
topic = eventgrid.Topic(
    "evgt-signals-clinic",
    resource_group_name=deid.name,
    topic_name="evgt-signals-clinic",
    input_schema="CloudEventSchemaV1_0",
    public_network_access="Disabled",
    disable_local_auth=True,
    minimum_tls_version_allowed="1.2",
    data_residency_boundary="WithinRegion",
    identity={"type": "SystemAssigned"},
    tags={"ai-zone": "deidentification"},
)
sends = parts.granted("topic-sends", deid, topic.identity.principal_id, SENDER, account.id)
keeps = parts.granted("topic-keeps", deid, topic.identity.principal_id, WRITER, account.id)
eventgrid.EventSubscription(
    "arrived",
    scope=topic.id,
    event_subscription_name="arrived",
    event_delivery_schema="CloudEventSchemaV1_0",
    delivery_with_resource_identity={
        "identity": {"type": "SystemAssigned"},
        "destination": {
            "endpoint_type": "StorageQueue",
            "resource_id": account.id,
            "queue_name": "arrived",
            "queue_message_time_to_live_in_seconds": 86400,
        },
    },
    dead_letter_with_resource_identity={
        "identity": {"type": "SystemAssigned"},
        "dead_letter_destination": {"endpoint_type": "StorageBlob", "resource_id": account.id, "blob_container_name": "undelivered"},
    },
    retry_policy={"event_time_to_live_in_minutes": 1440, "max_delivery_attempts": 30},
    opts=pulumi.ResourceOptions(depends_on=[queue, sends, keeps]),
)
deid.recorded("evgt-signals-clinic", topic)
deid.endpoint("pe-signals-topic", topic, "topic")

# The records stand beside it, joined to nothing.
house.ground("records", "phi", "10.9.0.0/16", beside=deid)
