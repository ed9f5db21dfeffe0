"""Training as a pipeline: a feature store under a key of ours, jobs in our subnets, experiments recorded, a schedule that starts it.

Sources: Amazon SageMaker AI Developer Guide, "Pipelines" (https://docs.aws.amazon.com/sagemaker/latest/dg/pipelines.html),
"Feature Store security and access control", "MLflow tracking servers"; Amazon EventBridge Scheduler User Guide, "Universal targets".
"""

import json

import pulumi_aws as aws

from tests.mutation.bases import house
from tests.mutation.bases.aws_workplaces import arn, may, objects, role, workplace

BUCKET = "clinic-pipeline-data"
place = workplace(
    "pipeline",
    "training",
    76,
    {
        "sagemaker.api": ("sagemaker:CreateTrainingJob", "sagemaker:DescribeTrainingJob"),
        "logs": ("logs:CreateLogStream", "logs:PutLogEvents"),
    },
    {"s3": (("s3:GetObject", "s3:PutObject"), (objects(BUCKET),))},
)
key = house.key("pipeline", "sagemaker.amazonaws.com", "s3.amazonaws.com", "scheduler.amazonaws.com", "sqs.amazonaws.com")
logs = house.access_logs("clinic-pipeline-access-logs")
house.bucket(BUCKET, key, logs, {"data-class": "deidentified", "ai-zone": "training"})
house.bucket("clinic-pipeline-records", key, logs, {"data-class": "phi"})
trains = role(
    "pipeline-trains",
    "sagemaker.amazonaws.com",
    may(["s3:GetObject", "s3:PutObject"], objects(BUCKET)),
    may(["sagemaker:CreateTrainingJob", "sagemaker:DescribeTrainingJob"], arn("sagemaker", "training-job/*")),
)
aws.sagemaker.FeatureGroup(
    "admissions",
    feature_group_name="admissions",
    record_identifier_feature_name="stay",
    event_time_feature_name="at",
    role_arn=trains.arn,
    feature_definitions=[
        {"feature_name": "stay", "feature_type": "String"},
        {"feature_name": "at", "feature_type": "String"},
        {"feature_name": "score", "feature_type": "Fractional"},
    ],
    online_store_config={"enable_online_store": True, "security_config": {"kms_key_id": key.arn}, "storage_type": "Standard"},
    offline_store_config={
        "s3_storage_config": {"s3_uri": f"s3://{BUCKET}/features", "kms_key_id": key.arn},
        "disable_glue_table_creation": True,
    },
    tags={"data-class": "deidentified", "ai-zone": "training"},
)
aws.sagemaker.MlflowTrackingServer(
    "experiments",
    tracking_server_name="experiments",
    artifact_store_uri=f"s3://{BUCKET}/experiments",
    role_arn=trains.arn,
    automatic_model_registration=False,
    tracking_server_size="Small",
    tags={"ai-zone": "training"},
)
pipeline = aws.sagemaker.Pipeline(
    "train",
    pipeline_name="train",
    pipeline_display_name="train",
    role_arn=trains.arn,
    parallelism_configuration={"max_parallel_execution_steps": 2},
    # Isolated jobs stand in no network of ours: SageMaker brings their data and takes their model away, and they open no connection.
    pipeline_definition=json.dumps(
        {
            "Version": "2020-12-01",
            "Steps": [
                {
                    "Name": "Train",
                    "Type": "Training",
                    "Arguments": {
                        "RoleArn": f"arn:aws:iam::{house.ACCOUNT}:role/pipeline-trains",
                        "AlgorithmSpecification": {
                            "TrainingImage": f"{house.ACCOUNT}.dkr.ecr.{house.REGION}.amazonaws.com/train:1",
                            "TrainingInputMode": "File",
                        },
                        "OutputDataConfig": {"S3OutputPath": f"s3://{BUCKET}/models", "KmsKeyId": "alias/pipeline"},
                        "ResourceConfig": {"InstanceCount": 2, "InstanceType": "ml.m5.xlarge", "VolumeSizeInGB": 50},
                        "EnableNetworkIsolation": True,
                        "EnableInterContainerTrafficEncryption": True,
                        "StoppingCondition": {"MaxRuntimeInSeconds": 86400},
                    },
                }
            ],
        }
    ),
    tags={"ai-zone": "training"},
)
starts = role("pipeline-starts", "scheduler.amazonaws.com", may(["sagemaker:StartPipelineExecution"], arn("sagemaker", "pipeline/train")))
failed = aws.sqs.Queue(
    "pipeline-not-started",
    name="pipeline-not-started",
    kms_master_key_id=key.arn,
    message_retention_seconds=1209600,
    tags={"data-class": "internal"},
)
group = aws.scheduler.ScheduleGroup("training", name="training")
aws.scheduler.Schedule(
    "train-weekly",
    name="train-weekly",
    group_name=group.name,
    schedule_expression="cron(0 3 ? * SUN *)",
    schedule_expression_timezone="Europe/Dublin",
    flexible_time_window={"mode": "FLEXIBLE", "maximum_window_in_minutes": 30},
    kms_key_arn=key.arn,
    target={
        "arn": pipeline.arn,
        "role_arn": starts.arn,
        "dead_letter_config": {"arn": failed.arn},
        "retry_policy": {"maximum_event_age_in_seconds": 3600, "maximum_retry_attempts": 3},
        "sagemaker_pipeline_parameters": {"pipeline_parameters": [{"name": "Cohort", "value": "all"}]},
    },
)
