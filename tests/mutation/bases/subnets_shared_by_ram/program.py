"""The network's owner shares its subnets with the account that runs the records' programs; groups of the owner are shared too.

Sources: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-sharing.html,
https://docs.aws.amazon.com/vpc/latest/userguide/security-group-sharing.html, https://docs.aws.amazon.com/ram/latest/userguide/getting-started-sharing.html
"""

import pulumi_aws as aws

from tests.mutation.bases import house
from tests.mutation.bases.closed_networks import closed_network

OTHER = "222233334444"
log_key = house.key("records-logs", "logs.eu-west-1.amazonaws.com")
net = closed_network("records", "phi", "10.77.0.0/16", log_key)
group = aws.ec2.SecurityGroup(
    "programs",
    vpc_id=net.vpc.id,
    description="Programs of the participant",
    ingress=[{"protocol": "tcp", "from_port": 8443, "to_port": 8443, "self": True, "description": "Each other"}],
    egress=[{"protocol": "tcp", "from_port": 8443, "to_port": 8443, "self": True, "description": "Each other"}],
)
share = aws.ram.ResourceShare(
    "records",
    name="records",
    allow_external_principals=False,
    permission_arns=[
        "arn:aws:ram::aws:permission/AWSRAMDefaultPermissionSubnet",
        "arn:aws:ram::aws:permission/AWSRAMPermissionSecurityGroup",
    ],
)
for index, subnet in enumerate(net.subnets):
    aws.ram.ResourceAssociation(f"records-{index}", resource_share_arn=share.arn, resource_arn=subnet.arn)
aws.ram.ResourceAssociation("programs", resource_share_arn=share.arn, resource_arn=group.arn)
aws.ram.PrincipalAssociation("records", resource_share_arn=share.arn, principal=OTHER)
