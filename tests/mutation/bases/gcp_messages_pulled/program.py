"""Admissions on Pub/Sub, pulled by the program that files them.

Modelled on Pub/Sub, "Configure message encryption", "Handle message failures", "Configure message storage policies".
"""

import pulumi
from pulumi_gcp import compute, pubsub

from tests.mutation.bases import gcp_grounds as grounds

phi = grounds.ground("phi", "phi", apis=("pubsub",))
grounds.perimeters(phi)
key = phi.key("pubsub")
sender, filer = phi.account("sender-of-admissions"), phi.account("filing-of-admissions")
bus = pulumi.Output.concat("serviceAccount:", phi.agent("pubsub"))


def topic(name: str) -> pubsub.Topic:
    """One topic, kept in the region."""
    return pubsub.Topic(
        name,
        project=phi.project_id,
        kms_key_name=key.id,
        message_retention_duration="604800s",
        message_storage_policy={"allowed_persistence_regions": [phi.region], "enforce_in_transit": True},
        labels=phi.labels("phi"),
        opts=phi.keyed("pubsub"),
    )


admissions, unread = topic("admissions"), topic("unread")
pubsub.TopicIAMBinding("sender", project=phi.project_id, topic=admissions.name, role="roles/pubsub.publisher", members=[sender.member])
pubsub.TopicIAMBinding("bus", project=phi.project_id, topic=unread.name, role="roles/pubsub.publisher", members=[bus])
pulled = pubsub.Subscription(
    "admissions",
    project=phi.project_id,
    topic=admissions.id,
    ack_deadline_seconds=30,
    enable_exactly_once_delivery=True,
    enable_message_ordering=True,
    retain_acked_messages=False,
    message_retention_duration="604800s",
    expiration_policy={"ttl": ""},
    retry_policy={"minimum_backoff": "10s", "maximum_backoff": "600s"},
    dead_letter_policy={"dead_letter_topic": unread.id, "max_delivery_attempts": 5},
    labels=phi.labels(),
)
pubsub.SubscriptionIAMBinding(
    "admissions", project=phi.project_id, subscription=pulled.name, role="roles/pubsub.subscriber", members=[filer.member, bus]
)
looked_at = pubsub.Subscription(
    "unread",
    project=phi.project_id,
    topic=unread.id,
    message_retention_duration="2592000s",
    expiration_policy={"ttl": ""},
    labels=phi.labels(),
)
pubsub.SubscriptionIAMBinding(
    "unread",
    project=phi.project_id,
    subscription=looked_at.name,
    role="roles/pubsub.subscriber",
    members=["group:operators@clinic.example"],
)
assert phi.subnet is not None
compute.Instance(
    "filer",
    name="filer",
    project=phi.project_id,
    zone=f"{phi.region}-c",
    machine_type="e2-standard-2",
    boot_disk={"initialize_params": {"image": "debian-cloud/debian-12"}, "kms_key_self_link": phi.key("compute").id},
    network_interfaces=[{"subnetwork": phi.subnet.self_link}],
    service_account={"email": filer.email, "scopes": ["https://www.googleapis.com/auth/pubsub"]},
    shielded_instance_config={"enable_secure_boot": True, "enable_vtpm": True, "enable_integrity_monitoring": True},
    metadata={"enable-oslogin": "TRUE", "block-project-ssh-keys": "TRUE"},
    labels=phi.labels(),
    opts=phi.keyed("compute"),
)
