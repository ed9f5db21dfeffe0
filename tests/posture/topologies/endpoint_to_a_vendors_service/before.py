"""The vendor's own stack, in the vendor's own account."""

import pulumi
import pulumi_aws as aws

vendor = pulumi.ResourceOptions(provider=aws.Provider("vendor", region="eu-west-1", allowed_account_ids=["999988887777"]))
vpc = aws.ec2.Vpc("vendor", cidr_block="10.0.0.0/16", opts=vendor)
subnet = aws.ec2.Subnet("vendor", vpc_id=vpc.id, cidr_block="10.0.0.0/24", opts=vendor)
balancer = aws.lb.LoadBalancer("vendor", internal=True, load_balancer_type="network", subnets=[subnet.id], opts=vendor)
service = aws.ec2.VpcEndpointService(
    "vendor",
    acceptance_required=False,
    network_load_balancer_arns=[balancer.arn],
    allowed_principals=["arn:aws:iam::111122223333:root"],
    opts=vendor,
)
pulumi.export("service", service.service_name)
