"""What a topic of records says is put into a channel of a chat."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import role

PHI = {"ai-zone": "phi", "data-class": "phi"}
told = aws.sns.Topic("told", name="told", kms_master_key_id="alias/aws/sns", tags=PHI)
aws.chatbot.SlackChannelConfiguration(
    "chat",
    configuration_name="chat",
    iam_role_arn=role("chat", "chatbot").arn,
    slack_channel_id="C0123456789",
    slack_team_id="T0123456789",
    sns_topic_arns=[told.arn],
)
