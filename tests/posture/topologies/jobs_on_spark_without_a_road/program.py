"""Jobs in a network without a road start with the role that reads the records."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import bucket, reads, role
from tests.posture.topologies.shared import Network

yard = Network("yard", None, "10.20.0.0/16", {"a": "10.20.0.0/24", "b": "10.20.1.0/24"})
bucket("records", "phi", "phi")
aws.emrserverless.Application(
    "jobs",
    name="jobs",
    release_label="emr-7.2.0",
    type="spark",
    network_configuration={
        "subnet_ids": [yard.subnets["b"].id],
        "security_group_ids": [
            aws.ec2.SecurityGroup(
                "jobs", vpc_id=yard.vpc.id, egress=[{"protocol": "-1", "from_port": 0, "to_port": 0, "cidr_blocks": ["0.0.0.0/0"]}]
            ).id
        ],
    },
)
role("jobs-role", "emr-serverless", reads("records"))
