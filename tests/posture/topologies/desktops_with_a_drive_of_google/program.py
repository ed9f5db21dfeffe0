"""Desktops in PHI keep files in Google Drive."""

import pulumi_aws as aws

from tests.posture.topologies.shared import Network

ward = Network("ward", "phi", "10.20.0.0/16", {"a": "10.20.0.0/24"})
inside = aws.ec2.SecurityGroup("desks", vpc_id=ward.vpc.id)
desks = aws.appstream.Fleet(
    "desks",
    name="desks",
    instance_type="stream.standard.medium",
    image_name="AppStream-WinServer2022-06-17-2024",
    compute_capacity={"desired_instances": 1},
    vpc_config={"subnet_ids": [ward.subnets["a"].id], "security_group_ids": [inside.id]},
)
files = aws.appstream.Stack(
    "files", name="files", storage_connectors=[{"connector_type": "GOOGLE_DRIVE", "domains": ["clinic.example"]}], tags={"ai-zone": "phi"}
)
aws.appstream.FleetStackAssociation("desks", fleet_name=desks.name, stack_name=files.name)
