"""The network team's hub."""

import pulumi
import pulumi_aws as aws

pulumi.export("hub", aws.ec2transitgateway.TransitGateway("hub").id)
