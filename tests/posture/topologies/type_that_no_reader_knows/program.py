"""A kdb environment and volume in the PHI subnets: hardly anybody knows this service."""

import pulumi_aws as aws

from tests.posture.topologies.shared import Network

phi = Network("phi", "phi", "10.49.0.0/16", {"a": "10.49.0.0/24"})
group = aws.ec2.SecurityGroup("ticks", vpc_id=phi.vpc.id)
key = aws.kms.Key("ticks", description="ticks", tags={"ai-zone": "phi"})
environment = aws.finspace.KxEnvironment("ticks", name="ticks", kms_key_id=key.arn)
aws.finspace.KxDataview(
    "ticks",
    name="ticks",
    environment_id=environment.id,
    database_name=aws.finspace.KxDatabase("ticks", name="ticks", environment_id=environment.id).name,
    az_mode="SINGLE",
    availability_zone_id="euw1-az1",
    auto_update=True,
)
aws.finspace.KxCluster(
    "ticks",
    name="ticks",
    environment_id=environment.id,
    type="HDB",
    release_label="1.0",
    az_mode="SINGLE",
    availability_zone_id="euw1-az1",
    vpc_configuration={
        "vpc_id": phi.vpc.id,
        "security_group_ids": [group.id],
        "subnet_ids": [phi.subnets["a"].id],
        "ip_address_type": "IP_V4",
    },
)
