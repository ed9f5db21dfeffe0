"""An agent that nobody tagged reads the records by its role."""

import json

import pulumi_aws as aws

BUCKET = "clinic-records-111122223333"
records = aws.s3.Bucket("records", bucket=BUCKET, tags={"ai-zone": "phi", "data-class": "phi"})
agent = aws.iam.Role(
    "agent",
    name="agent",
    assume_role_policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Principal": {"Service": "bedrock.amazonaws.com"}, "Action": "sts:AssumeRole"}],
        }
    ),
)
aws.iam.RolePolicy(
    "agent",
    role=agent.id,
    policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Action": ["s3:GetObject", "s3:ListBucket"],
                    "Resource": [f"arn:aws:s3:::{BUCKET}", f"arn:aws:s3:::{BUCKET}/*"],
                },
                {"Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource": "arn:aws:bedrock:eu-west-1::foundation-model/*"},
            ],
        }
    ),
)
aws.bedrock.AgentAgent(
    "agent",
    agent_name="agent",
    agent_resource_role_arn=agent.arn,
    foundation_model="anthropic.claude-3-haiku-20240307-v1:0",
    instruction="You answer questions of clinicians about visits of their patients.",
)
