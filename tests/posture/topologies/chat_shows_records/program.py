"""Commands in a chat act as a role that reads records."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import bucket, reads, role

bucket("records", "phi", "phi")
bucket("leaflets", None, "public")
shows = role("chat", "chatbot", reads("records"))
aws.chatbot.SlackChannelConfiguration(
    "chat",
    configuration_name="chat",
    iam_role_arn=shows.arn,
    slack_channel_id="C0123456789",
    slack_team_id="T0123456789",
    guardrail_policy_arns=["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"],
)
