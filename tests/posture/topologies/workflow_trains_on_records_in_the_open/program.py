"""The workflow starts a training job without a network whose role reads the records."""

import pulumi
import pulumi_aws as aws

from tests.posture.topologies.pieces import ACCOUNT, bucket, reads, role, s3_endpoint, statement
from tests.posture.topologies.shared import Network

ward = Network("ward", "phi", "10.20.0.0/16", {"a": "10.20.0.0/24"})
records, leaflets = bucket("records", "phi", "phi"), bucket("leaflets", None, "public")
s3_endpoint("s3", ward, "records")
web = aws.ec2.Vpc("web", cidr_block="10.60.0.0/16")
place = aws.ec2.Subnet("web", vpc_id=web.id, cidr_block="10.60.0.0/24")
gateway = aws.ec2.InternetGateway("web", vpc_id=web.id)
table = aws.ec2.RouteTable("web", vpc_id=web.id, routes=[{"cidr_block": "0.0.0.0/0", "gateway_id": gateway.id}])
aws.ec2.RouteTableAssociation("web", subnet_id=place.id, route_table_id=table.id)

trains = role("trains", "sagemaker", reads("records"))
runner = role(
    "runner", "states", statement(["sagemaker:CreateTrainingJob"], "*"), statement("iam:PassRole", f"arn:aws:iam::{ACCOUNT}:role/trains")
)
aws.sfn.StateMachine(
    "train",
    name="train",
    role_arn=runner.arn,
    definition=pulumi.Output.json_dumps(
        {
            "StartAt": "Train",
            "States": {
                "Train": {
                    "Type": "Task",
                    "Resource": "arn:aws:states:::sagemaker:createTrainingJob.sync",
                    "End": True,
                    "Parameters": {
                        "TrainingJobName.$": "$.name",
                        "RoleArn": trains.arn,
                        "AlgorithmSpecification": {
                            "TrainingImage": f"{ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com/train:1",
                            "TrainingInputMode": "File",
                        },
                        "OutputDataConfig": {"S3OutputPath": "s3://clinic-leaflets-111122223333/out"},
                        "ResourceConfig": {"InstanceCount": 1, "InstanceType": "ml.m5.xlarge", "VolumeSizeInGB": 50},
                        "StoppingCondition": {"MaxRuntimeInSeconds": 3600},
                    },
                }
            },
        }
    ),
)
