"""The partners' stack adds one of them to the share, by its ARN."""

import pulumi
import pulumi_aws as aws

share = pulumi.StackReference("organization/network/dev").require_output("share")
aws.ram.PrincipalAssociation("partner", resource_share_arn=share, principal="999988887777")
