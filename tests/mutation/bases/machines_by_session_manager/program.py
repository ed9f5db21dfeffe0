"""Machines that nobody logs in to: sessions encrypted and recorded, nothing but sessions leads to them.

Sources: AWS Systems Manager User Guide, "Session Manager" (https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager.html:
session preferences, KMS encryption, logging), "State Manager"; AWS Nitro Enclaves User Guide, "Getting started".
"""

import json

import pulumi
import pulumi_aws as aws

from tests.mutation.bases import house
from tests.mutation.bases.aws_workplaces import arn, may, objects, role, workplace

OUTPUT = "clinic-machine-output"
place = workplace(
    "machines",
    "phi",
    83,
    {
        "ssm": ("ssm:UpdateInstanceInformation", "ssm:GetDocument", "ssm:ListInstanceAssociations"),
        "ssmmessages": (
            "ssmmessages:CreateControlChannel",
            "ssmmessages:OpenControlChannel",
            "ssmmessages:CreateDataChannel",
            "ssmmessages:OpenDataChannel",
        ),
        "kms": ("kms:Decrypt", "kms:GenerateDataKey"),
        "logs": ("logs:CreateLogStream", "logs:PutLogEvents"),
    },
    {"s3": (("s3:PutObject",), (objects(OUTPUT),))},
)
key = house.key("machines", "s3.amazonaws.com", "ssm.amazonaws.com", "imagebuilder.amazonaws.com", "ec2.amazonaws.com", "sns.amazonaws.com")
logs = house.access_logs("clinic-machine-access-logs")
house.bucket(OUTPUT, key, logs, {"data-class": "phi"})
sessions = house.log_group("/ssm/sessions", place.logs_key)
aws.ssm.Document(
    "sessions",
    name="SSM-SessionManagerRunShell",
    document_type="Session",
    document_format="JSON",
    content=json.dumps(
        {
            "schemaVersion": "1.0",
            "description": "How sessions are encrypted and recorded",
            "sessionType": "Standard_Stream",
            "inputs": {
                "kmsKeyId": "alias/machines",
                "cloudWatchLogGroupName": "/ssm/sessions",
                "cloudWatchEncryptionEnabled": True,
                "cloudWatchStreamingEnabled": True,
                "s3BucketName": "",
                "idleSessionTimeout": "15",
                "maxSessionDuration": "60",
                "runAsEnabled": False,
            },
        }
    ),
    opts=pulumi.ResourceOptions(depends_on=[sessions]),
)
works = role(
    "machines",
    "ec2.amazonaws.com",
    may(["ssm:UpdateInstanceInformation", "ssm:ListInstanceAssociations"], arn("ec2", "instance/*"), arn("ssm", "managed-instance/*")),
    {
        "Effect": "Allow",
        "Action": [
            "ssmmessages:CreateControlChannel",
            "ssmmessages:OpenControlChannel",
            "ssmmessages:CreateDataChannel",
            "ssmmessages:OpenDataChannel",
        ],
        "Resource": "*",
    },
    may(["s3:PutObject"], objects(OUTPUT)),
    may(["logs:CreateLogStream", "logs:PutLogEvents"], arn("logs", "log-group:/ssm/sessions:*")),
)
worn = aws.iam.InstanceProfile("machines", name="machines", role=works.name)
aws.ec2.Instance(
    "enclave",
    ami="ami-0a1b2c3d4e5f60718",
    instance_type="m7i.large",
    subnet_id=place.subnets[0].id,
    vpc_security_group_ids=[place.workers.id],
    iam_instance_profile=worn.name,
    associate_public_ip_address=False,
    disable_api_termination=True,
    ebs_optimized=True,
    monitoring=True,
    enclave_options={"enabled": True},
    metadata_options={
        "http_endpoint": "enabled",
        "http_tokens": "required",
        "http_put_response_hop_limit": 1,
        "instance_metadata_tags": "disabled",
    },
    root_block_device={"encrypted": True, "kms_key_id": key.arn, "volume_type": "gp3", "volume_size": 50},
    tags={"Patch Group": "machines"},
)
aws.ssm.Association(
    "inventory",
    name="AWS-GatherSoftwareInventory",
    association_name="inventory",
    schedule_expression="rate(12 hours)",
    targets=[{"key": "tag:Patch Group", "values": ["machines"]}],
    output_location={"s3_bucket_name": OUTPUT, "s3_key_prefix": "inventory"},
)
