"""Lab results on Pub/Sub, pushed with a token to a Cloud Run service that takes calls from within alone.

Modelled on Cloud Run, "Use Pub/Sub push subscriptions", "Restrict network ingress"; Pub/Sub, "Authenticate push subscriptions".
"""

import pulumi
from pulumi_gcp import cloudrunv2, pubsub

from tests.mutation.bases import gcp_grounds as grounds

phi = grounds.ground("phi", "phi", cidr="10.14.0.0/22", apis=("artifactregistry", "pubsub", "run"))
grounds.perimeters(phi)
worker, caller = phi.account("results-worker"), phi.account("results-caller")
assert phi.network is not None
assert phi.subnet is not None
service = cloudrunv2.Service(
    "results",
    name="results",
    project=phi.project_id,
    location=phi.region,
    ingress="INGRESS_TRAFFIC_INTERNAL_ONLY",
    invoker_iam_disabled=False,
    deletion_protection=True,
    labels=phi.labels(),
    template={
        "service_account": worker.email,
        "encryption_key": phi.key("run").id,
        "execution_environment": "EXECUTION_ENVIRONMENT_GEN2",
        "containers": [{"image": f"{phi.region}-docker.pkg.dev/{phi.project_id}/programs/results@sha256:{'0' * 64}"}],
        "scaling": {"min_instance_count": 1, "max_instance_count": 10},
        "vpc_access": {"egress": "ALL_TRAFFIC", "network_interfaces": [{"network": phi.network.id, "subnetwork": phi.subnet.id}]},
    },
    opts=phi.keyed("run"),
)
# The one member: whatever else may call is taken out again.
calls = cloudrunv2.ServiceIamBinding(
    "results", project=phi.project_id, location=phi.region, name=service.name, role="roles/run.invoker", members=[caller.member]
)
topic, failed = (
    pubsub.Topic(
        name,
        name=name,
        project=phi.project_id,
        kms_key_name=phi.key("pubsub").id,
        message_storage_policy={"allowed_persistence_regions": [phi.region], "enforce_in_transit": True},
        labels=phi.labels("phi"),
        opts=phi.keyed("pubsub"),
    )
    for name in ("results", "results-failed")
)
bus = pulumi.Output.concat("serviceAccount:", phi.agent("pubsub"))
pubsub.TopicIAMMember("results-failed", project=phi.project_id, topic=failed.name, role="roles/pubsub.publisher", member=bus)
pushed = pubsub.Subscription(
    "results",
    name="results",
    project=phi.project_id,
    topic=topic.name,
    ack_deadline_seconds=120,
    expiration_policy={"ttl": ""},
    push_config={"push_endpoint": service.uri, "oidc_token": {"service_account_email": caller.email, "audience": service.uri}},
    dead_letter_policy={"dead_letter_topic": failed.id, "max_delivery_attempts": 20},
    retry_policy={"minimum_backoff": "10s", "maximum_backoff": "300s"},
    opts=grounds.after(calls),
)
pubsub.SubscriptionIAMMember("results", project=phi.project_id, subscription=pushed.name, role="roles/pubsub.subscriber", member=bus)
pubsub.Subscription(
    "results-failed",
    name="results-failed",
    project=phi.project_id,
    topic=failed.name,
    message_retention_duration="2678400s",
    expiration_policy={"ttl": ""},
)
