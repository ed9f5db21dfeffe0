"""Jobs run in the closed ward."""

import pulumi
import pulumi_aws as aws

from tests.posture.topologies.pieces import bucket, reads, role, s3_endpoint
from tests.posture.topologies.shared import Network

ward = Network("ward", "phi", "10.20.0.0/16", {"a": "10.20.0.0/24"})
records = bucket("records", "phi", "phi")
s3_endpoint("s3", ward, "records")
web = aws.ec2.Vpc("web", cidr_block="10.60.0.0/16")
place = aws.ec2.Subnet("web", vpc_id=web.id, cidr_block="10.60.0.0/24", map_public_ip_on_launch=True)
gateway = aws.ec2.InternetGateway("web", vpc_id=web.id)
table = aws.ec2.RouteTable("web", vpc_id=web.id, routes=[{"cidr_block": "0.0.0.0/0", "gateway_id": gateway.id}])
aws.ec2.RouteTableAssociation("web", subnet_id=place.id, route_table_id=table.id)
net, subnet = ward.vpc, ward.subnets["a"]
group = aws.ec2.SecurityGroup(
    "jobs", vpc_id=net.id, egress=[{"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": ["0.0.0.0/0"]}]
)
works, starts = role("task", "ecs-tasks", reads("records")), role("starts", "ecs-tasks")
where = aws.batch.ComputeEnvironment(
    "jobs",
    name="jobs",
    type="MANAGED",
    compute_resources={"type": "FARGATE", "max_vcpus": 16, "subnets": [subnet.id], "security_group_ids": [group.id]},
)
queue = aws.batch.JobQueue(
    "jobs", name="jobs", state="ENABLED", priority=1, compute_environment_orders=[{"order": 1, "compute_environment": where.arn}]
)
aws.batch.JobDefinition(
    "job",
    name="job",
    type="container",
    platform_capabilities=["FARGATE"],
    container_properties=pulumi.Output.json_dumps(
        {
            "image": "job:1",
            "jobRoleArn": works.arn,
            "executionRoleArn": starts.arn,
            "resourceRequirements": [{"type": "VCPU", "value": "1"}, {"type": "MEMORY", "value": "2048"}],
            "networkConfiguration": {"assignPublicIp": "DISABLED"},
        }
    ),
)
