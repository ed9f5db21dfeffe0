"""Data scientists work in SageMaker Studio: a domain without a road to the internet, profiles, a space, images and scripts of ours.

Sources: Amazon SageMaker AI Developer Guide, "Connect Studio notebooks in a VPC to external resources"
(https://docs.aws.amazon.com/sagemaker/latest/dg/studio-notebooks-and-internet-access.html), "Domain overview", "Custom images".
"""

import base64

import pulumi
import pulumi_aws as aws

from tests.mutation.bases import house
from tests.mutation.bases.aws_workplaces import arn, may, objects, role, workplace

BUCKET = "clinic-studio-data"
place = workplace(
    "studio",
    "training",
    74,
    {
        "sagemaker.api": ("sagemaker:CreateTrainingJob", "sagemaker:DescribeTrainingJob", "sagemaker:DescribeDomain"),
        "sagemaker.runtime": ("sagemaker:InvokeEndpoint",),
        "logs": ("logs:CreateLogStream", "logs:PutLogEvents"),
    },
    {"s3": (("s3:GetObject", "s3:PutObject"), (objects(BUCKET),))},
)
key = house.key("studio", "sagemaker.amazonaws.com", "elasticfilesystem.amazonaws.com", "s3.amazonaws.com")
logs = house.access_logs("clinic-studio-access-logs")
house.bucket(BUCKET, key, logs, {"data-class": "deidentified", "ai-zone": "training"})
house.bucket("clinic-studio-records", key, logs, {"data-class": "phi"})
scientist = role(
    "studio-scientist",
    "sagemaker.amazonaws.com",
    may(["s3:GetObject", "s3:PutObject"], objects(BUCKET)),
    may(["sagemaker:CreateTrainingJob", "sagemaker:DescribeTrainingJob"], arn("sagemaker", "training-job/studio-*")),
)
script = aws.sagemaker.StudioLifecycleConfig(
    "stops-idle-apps",
    studio_lifecycle_config_name="stops-idle-apps",
    studio_lifecycle_config_app_type="JupyterLab",
    studio_lifecycle_config_content=base64.b64encode(b"#!/bin/bash\nset -eux\n").decode(),
)
image = aws.sagemaker.Image(
    "clinic-lab", image_name="clinic-lab", role_arn=scientist.arn, display_name="Clinic lab", description="Approved packages"
)
app_image = aws.sagemaker.AppImageConfig(
    "clinic-lab",
    app_image_config_name="clinic-lab",
    jupyter_lab_image_config={
        "container_config": {"container_arguments": ["--no-browser"], "container_environment_variables": {"PIP_NO_INDEX": "1"}},
        "file_system_config": {"default_gid": 100, "default_uid": 1000},
    },
)
domain = aws.sagemaker.Domain(
    "studio",
    domain_name="studio",
    auth_mode="SSO",
    vpc_id=place.vpc.id,
    subnet_ids=[subnet.id for subnet in place.subnets],
    app_network_access_type="VpcOnly",
    kms_key_id=key.arn,
    domain_settings={
        "docker_settings": {"enable_docker_access": "DISABLED"},
    },
    default_user_settings={
        "execution_role": scientist.arn,
        "security_groups": [place.workers.id],
        "studio_web_portal": "ENABLED",
        "default_landing_uri": "studio::",
        "jupyter_lab_app_settings": {
            "lifecycle_config_arns": [script.arn],
            "default_resource_spec": {"instance_type": "ml.t3.large", "lifecycle_config_arn": script.arn},
            "app_lifecycle_management": {
                "idle_settings": {"lifecycle_management": "ENABLED", "idle_timeout_in_minutes": 60, "max_idle_timeout_in_minutes": 120}
            },
        },
        "sharing_settings": {"notebook_output_option": "Disabled"},
        "space_storage_settings": {
            "default_ebs_storage_settings": {"default_ebs_volume_size_in_gb": 20, "maximum_ebs_volume_size_in_gb": 100}
        },
        "studio_web_portal_settings": {"hidden_app_types": ["Canvas", "RStudioServerPro"]},
    },
    default_space_settings={"execution_role": scientist.arn, "security_groups": [place.workers.id]},
    retention_policy={"home_efs_file_system": "Retain"},
    opts=pulumi.ResourceOptions(protect=True),
)
profile = aws.sagemaker.UserProfile(
    "anna",
    domain_id=domain.id,
    user_profile_name="anna",
    single_sign_on_user_identifier="UserName",
    single_sign_on_user_value="anna",
    user_settings={"execution_role": scientist.arn, "security_groups": [place.workers.id], "studio_web_portal": "ENABLED"},
)
aws.sagemaker.Space(
    "triage",
    domain_id=domain.id,
    space_name="triage",
    space_display_name="Triage",
    ownership_settings={"owner_user_profile_name": profile.user_profile_name},
    space_sharing_settings={"sharing_type": "Private"},
    space_settings={
        "app_type": "JupyterLab",
        "space_storage_settings": {"ebs_storage_settings": {"ebs_volume_size_in_gb": 50}},
        "jupyter_lab_app_settings": {"default_resource_spec": {"instance_type": "ml.t3.large", "lifecycle_config_arn": script.arn}},
    },
)
