"""Networks and subnets that VPC Block Public Access leaves out.

Sources: Amazon VPC User Guide, "Block public access to VPCs and subnets"; Amazon EC2 API Reference, CreateVpcBlockPublicAccessExclusion.
"""

from simulator.rules import Allowed, ExactlyOneOf, Rules, ref
from simulator.rules.aws.kinds import SUBNET, VPC

EXCLUSION = "aws:ec2/vpcBlockPublicAccessExclusion:VpcBlockPublicAccessExclusion"
_CREATE = "Amazon EC2 API Reference, CreateVpcBlockPublicAccessExclusion"

exclusion = Rules(
    EXCLUSION,
    source=f"{_CREATE}; Pulumi Registry, aws.ec2.VpcBlockPublicAccessExclusion",
    second_source="botocore, cfn-lint",
    checks=(
        Allowed("internetGatewayExclusionMode", ("allow-bidirectional", "allow-egress"), source=_CREATE),
        ExactlyOneOf(("vpcId", "subnetId"), source=f"{_CREATE}: a single VPC or subnet"),
    ),
    references={
        "vpcId": ref(VPC, code="InvalidVpcID.NotFound", blocks_delete=False),
        "subnetId": ref(SUBNET, code="InvalidSubnetID.NotFound", blocks_delete=False),
    },
    immutable={"vpcId", "subnetId"},
    id="vpcbpa-exclude-{hex17}",
)
