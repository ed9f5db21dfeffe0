"""A subscription whose messages a vendor's account pulls."""

import pulumi
from pulumi_gcp import projects, pubsub

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
model = shared.Zone("model", "inference", shared.LLM, "10.61.0.0/24")
apis = [
    projects.Service(f"{zone}-{api}", project=project, service=f"{api}.googleapis.com")
    for zone, project in (("ward", ward.project.project_id), ("model", model.project.project_id))
    for api in ("bigquery", "healthcare", "pubsub", "analyticshub", "bigquerydatatransfer", "cloudkms", "secretmanager")
]
waits = pulumi.ResourceOptions(depends_on=apis)
topic = pubsub.Topic("cases", name="cases", project=ward.project.project_id, opts=waits)
pull = pubsub.Subscription("pull", name="pull", project=ward.project.project_id, topic=topic.id)
pubsub.SubscriptionIAMMember(
    "away",
    project=ward.project.project_id,
    subscription=pull.name,
    role="roles/pubsub.subscriber",
    member="serviceAccount:etl@vendor-prod.iam.gserviceaccount.com",
)
