"""A subscription pushes messages to an address on the internet."""

import pulumi
from pulumi_gcp import projects, pubsub

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
api = projects.Service("ward-pubsub", project=ward.project.project_id, service="pubsub.googleapis.com")
topic = pubsub.Topic("cases", name="cases", project=ward.project.project_id, opts=pulumi.ResourceOptions(depends_on=[api]))
pubsub.Subscription(
    "hook",
    name="hook",
    project=ward.project.project_id,
    topic=topic.id,
    push_config={"push_endpoint": "https://hooks.vendor.example/cases"},
)
