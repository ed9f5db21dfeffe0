"""A model answers behind a SageMaker endpoint: isolated containers, encrypted volumes, captured requests, and a monitor of data quality.

Sources: Amazon SageMaker AI Developer Guide, "Run Training and Inference Containers in Internet-Free Mode"
(https://docs.aws.amazon.com/sagemaker/latest/dg/mkt-algo-model-internet-free.html), "Data capture", "Monitor data quality",
"Protect communications between ML compute instances".
"""

import pulumi_aws as aws

from tests.mutation.bases import house
from tests.mutation.bases.aws_workplaces import arn, may, objects, role, workplace

BUCKET, RECORDS = "clinic-risk-captured", "clinic-risk-records"
place = workplace(
    "risk",
    "inference",
    75,
    {
        "sagemaker.runtime": ("sagemaker:InvokeEndpoint",),
        "logs": ("logs:CreateLogStream", "logs:PutLogEvents"),
        "monitoring": ("cloudwatch:PutMetricData",),
    },
    {"s3": (("s3:GetObject", "s3:PutObject"), (objects(BUCKET),))},
)
key = house.key("risk", "sagemaker.amazonaws.com", "s3.amazonaws.com")
logs = house.access_logs("clinic-risk-access-logs")
house.bucket(BUCKET, key, logs, {"data-class": "deidentified", "ai-zone": "inference"})
house.bucket(RECORDS, key, logs, {"data-class": "phi"})
runs = role(
    "risk-model",
    "sagemaker.amazonaws.com",
    may(["s3:GetObject", "s3:PutObject"], objects(BUCKET)),
    may(["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"], arn("ecr", "repository/risk")),
    may(["logs:CreateLogStream", "logs:PutLogEvents"], arn("logs", "log-group:/aws/sagemaker/*")),
)
network = {"subnets": [subnet.id for subnet in place.subnets], "security_group_ids": [place.workers.id]}
model = aws.sagemaker.Model(
    "risk",
    name="risk",
    execution_role_arn=runs.arn,
    enable_network_isolation=True,
    containers=[
        {
            "image": f"{house.ACCOUNT}.dkr.ecr.{house.REGION}.amazonaws.com/risk@sha256:{'1' * 64}",
            "mode": "SingleModel",
            "model_data_url": f"s3://{BUCKET}/models/risk.tar.gz",
            "environment": {"SAGEMAKER_PROGRAM": "serve.py"},
        }
    ],
    vpc_config=network,
)
configuration = aws.sagemaker.EndpointConfiguration(
    "risk",
    name="risk",
    tags={"ai-zone": "inference"},
    kms_key_arn=key.arn,
    production_variants=[
        {
            "variant_name": "main",
            "model_name": model.name,
            "initial_instance_count": 2,
            "instance_type": "ml.m5.xlarge",
            "initial_variant_weight": 1,
            "enable_ssm_access": False,
        }
    ],
    data_capture_config={
        "enable_capture": True,
        "initial_sampling_percentage": 20,
        "destination_s3_uri": f"s3://{BUCKET}/captured",
        "kms_key_id": key.arn,
        "capture_options": [{"capture_mode": "Input"}, {"capture_mode": "Output"}],
    },
)
endpoint = aws.sagemaker.Endpoint(
    "risk",
    name="risk",
    endpoint_config_name=configuration.name,
)
quality = aws.sagemaker.DataQualityJobDefinition(
    "risk",
    name="risk",
    role_arn=runs.arn,
    data_quality_app_specification={"image_uri": "468650794304.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-model-monitor-analyzer"},
    data_quality_job_input={
        "endpoint_input": {
            "endpoint_name": endpoint.name,
            "s3_data_distribution_type": "FullyReplicated",
            "s3_input_mode": "File",
        }
    },
    data_quality_job_output_config={
        "kms_key_id": key.arn,
        "monitoring_outputs": {
            "s3_output": {
                "s3_uri": f"s3://{BUCKET}/quality",
                "s3_upload_mode": "EndOfJob",
            }
        },
    },
    job_resources={
        "cluster_config": {"instance_count": 1, "instance_type": "ml.m5.large", "volume_size_in_gb": 20, "volume_kms_key_id": key.arn}
    },
    network_config={
        "enable_inter_container_traffic_encryption": True,
        "enable_network_isolation": True,
        "vpc_config": {"subnets": network["subnets"], "security_group_ids": network["security_group_ids"]},
    },
)
aws.sagemaker.MonitoringSchedule(
    "risk",
    name="risk",
    monitoring_schedule_config={
        "monitoring_type": "DataQuality",
        "monitoring_job_definition_name": quality.name,
        "schedule_config": {"schedule_expression": "cron(0 * ? * * *)"},
    },
)
