"""A subnet of the PHI network shared with a partner, who may launch hosts in it."""

import pulumi_aws as aws

from tests.posture.topologies.shared import Network

phi = Network("phi", "phi", "10.65.0.0/16", {"a": "10.65.0.0/24"})
share = aws.ram.ResourceShare("partner", name="partner", allow_external_principals=True)
aws.ram.ResourceAssociation("partner", resource_share_arn=share.arn, resource_arn=phi.subnets["a"].arn)
aws.ram.PrincipalAssociation("partner", resource_share_arn=share.arn, principal="999988887777")
