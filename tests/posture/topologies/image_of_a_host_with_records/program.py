"""An image of a host that holds records, with launch permission for everyone."""

import pulumi_aws as aws

from tests.posture.topologies.shared import Network

phi = Network("phi", "phi", "10.60.0.0/16", {"a": "10.60.0.0/24"})
host = aws.ec2.Instance("records", ami="ami-0abcdef1234567890", instance_type="m7i.large", subnet_id=phi.subnets["a"].id)
image = aws.ec2.AmiFromInstance("golden", name="golden", source_instance_id=host.id)
aws.ec2.AmiLaunchPermission("everyone", image_id=image.id, group="all")
