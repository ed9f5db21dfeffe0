"""The network's stack shares a subnet, with nobody yet."""

import pulumi
import pulumi_aws as aws

from tests.posture.topologies.shared import Network

phi = Network("records", "phi", "10.65.0.0/16", {"a": "10.65.0.0/24"})
share = aws.ram.ResourceShare("landing", name="landing", allow_external_principals=True)
aws.ram.ResourceAssociation("landing", resource_share_arn=share.arn, resource_arn=phi.subnets["a"].arn)
pulumi.export("share", share.arn)
