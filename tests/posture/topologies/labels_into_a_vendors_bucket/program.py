"""Pictures are labelled by a team; the labels are written to a bucket."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import ACCOUNT, bucket, named, reads, role, writes
from tests.posture.topologies.shared import Network

PHI = {"ai-zone": "phi", "data-class": "phi"}
records = bucket("records", "phi", "phi")
network = Network("phi", "phi", "10.20.0.0/16", {"a": "10.20.1.0/24", "b": "10.20.2.0/24"})
inside = aws.ec2.SecurityGroup("inside", vpc_id=network.vpc.id)
subnets = [one.id for one in network.subnets.values()]
runs = role("model", "sagemaker", reads("records"), writes("records"))
pool = aws.cognito.UserPool("staff", name="staff")
client = aws.cognito.UserPoolClient("staff", user_pool_id=pool.id)
aws.sagemaker.LabelingJob(
    "pictures",
    labeling_job_name="pictures",
    label_attribute_name="label",
    role_arn=runs.arn,
    input_config={"data_source": {"s3_data_source": {"manifest_s3_uri": "s3://" + named("records") + "/in.manifest"}}},
    output_config={"s3_output_path": "s3://vendor-labels/labels"},
    human_task_config={
        "max_concurrent_task_count": 1,
        "number_of_human_workers_per_data_object": 1,
        "task_title": "t",
        "task_description": "t",
        "task_time_limit_in_seconds": 600,
        "workteam_arn": f"arn:aws:sagemaker:eu-west-1:{ACCOUNT}:workteam/private-crowd/staff",
        "ui_config": {"ui_template_s3_uri": "s3://" + named("records") + "/ui.html"},
        "pre_human_task_lambda_arn": f"arn:aws:lambda:eu-west-1:{ACCOUNT}:function:SageMaker-pre",
        "annotation_consolidation_config": {
            "annotation_consolidation_lambda_arn": f"arn:aws:lambda:eu-west-1:{ACCOUNT}:function:SageMaker-acs"
        },
    },
    tags={"ai-zone": "phi"},
)
