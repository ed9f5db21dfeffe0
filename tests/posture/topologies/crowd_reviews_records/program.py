"""The work team is the public crowd."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import bucket, named, reads, role, writes
from tests.posture.topologies.shared import Network

ward = Network("ward", "phi", "10.20.0.0/16", {"a": "10.20.0.0/24", "b": "10.20.1.0/24"})
bucket("records", "phi", "phi")

reviewer = role("reviewer", "sagemaker", reads("records"), writes("records"))
ui = aws.sagemaker.HumanTaskUI("review", human_task_ui_name="review", ui_template={"content": "<p>{task}</p>"})

aws.sagemaker.FlowDefinition(
    "review",
    flow_definition_name="review",
    role_arn=reviewer.arn,
    human_loop_config={
        "human_task_ui_arn": ui.arn,
        "task_availability_lifetime_in_seconds": 3600,
        "task_count": 1,
        "task_description": "review",
        "task_title": "review",
        "workteam_arn": "arn:aws:sagemaker:eu-west-1:394669845002:workteam/public-crowd/default",
    },
    output_config={"s3_output_path": f"s3://{named('records')}/reviews"},
    tags={"ai-zone": "phi"},
)
