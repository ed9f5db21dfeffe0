"""Images of machines are baked each month in our own subnets, tested, encrypted under our key and kept in our account.

Sources: EC2 Image Builder User Guide, "Security best practices for EC2 Image Builder"
(https://docs.aws.amazon.com/imagebuilder/latest/userguide/security-best-practices.html), "Manage infrastructure configuration", "Set up and manage
distribution settings for AMI", "Configure image lifecycle policies".
"""

import json

import pulumi_aws as aws

from tests.mutation.bases import house
from tests.mutation.bases.aws_workplaces import arn, may, objects, role, workplace

OUTPUT = "clinic-image-logs"
place = workplace(
    "baking",
    "management",
    84,
    {
        "ssm": ("ssm:UpdateInstanceInformation", "ssm:GetDocument"),
        "ssmmessages": (
            "ssmmessages:CreateControlChannel",
            "ssmmessages:OpenControlChannel",
            "ssmmessages:CreateDataChannel",
            "ssmmessages:OpenDataChannel",
        ),
    },
    {"s3": (("s3:PutObject",), (objects(OUTPUT),))},
)
key = house.key("baking", "s3.amazonaws.com", "imagebuilder.amazonaws.com", "ec2.amazonaws.com")
logs = house.access_logs("clinic-image-access-logs")
house.bucket(OUTPUT, key, logs, {"data-class": "internal"})
house.bucket("clinic-image-records", key, logs, {"data-class": "phi"})
works = role(
    "baking",
    "ec2.amazonaws.com",
    may(["s3:PutObject"], objects(OUTPUT)),
    may(["imagebuilder:GetComponent"], arn("imagebuilder", "component/*")),
)
worn = aws.iam.InstanceProfile("baking", name="baking", role=works.name)
component = aws.imagebuilder.Component(
    "hardening",
    name="hardening",
    platform="Linux",
    version="1.0.0",
    data=json.dumps(
        {
            "name": "hardening",
            "schemaVersion": 1.0,
            "phases": [{"name": "build", "steps": [{"name": "lock", "action": "ExecuteBash", "inputs": {"commands": ["passwd -l root"]}}]}],
        }
    ),
)
recipe = aws.imagebuilder.ImageRecipe(
    "machine",
    name="machine",
    version="1.0.0",
    parent_image=f"arn:aws:imagebuilder:{house.REGION}:aws:image/amazon-linux-2023-x86/x.x.x",
    components=[{"component_arn": component.arn}],
    block_device_mappings=[
        {
            "device_name": "/dev/xvda",
            "ebs": {"encrypted": "true", "volume_size": 30, "volume_type": "gp3"},
        }
    ],
)
bakery = aws.imagebuilder.InfrastructureConfiguration(
    "bakery",
    name="bakery",
    instance_profile_name=worn.name,
    instance_types=["m7i.large"],
    subnet_id=place.subnets[0].id,
    security_group_ids=[place.workers.id],
    terminate_instance_on_failure=True,
    instance_metadata_options={"http_tokens": "required"},
    logging={"s3_logs": {"s3_bucket_name": OUTPUT, "s3_key_prefix": "baking"}},
)
own = aws.imagebuilder.DistributionConfiguration(
    "ourselves",
    name="ourselves",
    distributions=[
        {
            "region": house.REGION,
            "ami_distribution_configuration": {
                "name": "machine-{{ imagebuilder:buildDate }}",
                "launch_permission": {"user_ids": [house.ACCOUNT]},
            },
        }
    ],
)
aws.imagebuilder.ImagePipeline(
    "machine",
    name="machine",
    status="ENABLED",
    image_recipe_arn=recipe.arn,
    infrastructure_configuration_arn=bakery.arn,
    distribution_configuration_arn=own.arn,
    enhanced_image_metadata_enabled=True,
    image_tests_configuration={"image_tests_enabled": True},
    image_scanning_configuration={"image_scanning_enabled": True},
    schedule={
        "schedule_expression": "cron(0 4 1 * ? *)",
        "pipeline_execution_start_condition": "EXPRESSION_MATCH_AND_DEPENDENCY_UPDATES_AVAILABLE",
    },
)
cleans = role("images-cleaned", "imagebuilder.amazonaws.com", may(["imagebuilder:DeleteImage"], arn("imagebuilder", "image/machine/*")))
aws.imagebuilder.LifecyclePolicy(
    "machine",
    name="machine",
    resource_type="AMI_IMAGE",
    execution_role=cleans.arn,
    status="ENABLED",
    policy_details=[
        {
            "action": {"type": "DELETE"},
            "filter": {"type": "COUNT", "value": 6},
        }
    ],
    resource_selection={"recipes": [{"name": "machine", "semantic_version": "1.0.0"}]},
)
