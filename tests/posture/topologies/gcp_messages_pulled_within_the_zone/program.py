"""A subscription whose messages an account of the zone pulls."""

import pulumi
from pulumi_gcp import projects, pubsub, serviceaccount

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
api = projects.Service("pubsub", project=ward.project.project_id, service="pubsub.googleapis.com")
robot = serviceaccount.Account("robot", account_id="ops-robot", project=ward.project.project_id, opts=ward.opts)
topic = pubsub.Topic("cases", name="cases", project=ward.project.project_id, opts=pulumi.ResourceOptions(depends_on=[api]))
pull = pubsub.Subscription("pull", name="pull", project=ward.project.project_id, topic=topic.id)
pubsub.SubscriptionIAMBinding(
    "own", project=ward.project.project_id, subscription=pull.name, role="roles/pubsub.subscriber", members=[robot.member]
)
