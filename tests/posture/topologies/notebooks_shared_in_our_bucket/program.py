"""Notebooks are shared in the zone's bucket."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import bucket, named, reads, role, s3_endpoint
from tests.posture.topologies.shared import Network

ward = Network("ward", "phi", "10.20.0.0/16", {"a": "10.20.0.0/24"})
bucket("records", "phi", "phi")
s3_endpoint("s3", ward, "records")
inside = aws.ec2.SecurityGroup("studio", vpc_id=ward.vpc.id)
works = role("studio", "sagemaker", reads("records"))
aws.sagemaker.Domain(
    "studio",
    domain_name="studio",
    auth_mode="IAM",
    vpc_id=ward.vpc.id,
    subnet_ids=[subnet.id for subnet in ward.subnets.values()],
    app_network_access_type="VpcOnly",
    default_user_settings={
        "execution_role": works.arn,
        "security_groups": [inside.id],
        "sharing_settings": {"notebook_output_option": "Allowed", "s3_output_path": f"s3://{named('records')}/shared"},
    },
)
