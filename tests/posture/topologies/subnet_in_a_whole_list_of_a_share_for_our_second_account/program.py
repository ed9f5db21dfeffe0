"""One resource lists all that a share holds: a subnet of PHI, for our second account."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import SECOND
from tests.posture.topologies.shared import Network

ward = Network("ward", "phi", "10.20.0.0/16", {"a": "10.20.0.0/24"})
share = aws.ram.ResourceShare("ward", name="ward", allow_external_principals=True)
aws.ram.ResourceShareAssociationsExclusive("ward", resource_share_arn=share.arn, principals=[SECOND], resource_arns=[ward.subnets["a"].arn])
