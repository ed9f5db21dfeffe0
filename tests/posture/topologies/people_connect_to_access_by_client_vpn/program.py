"""A client VPN leads people into the access zone, which no road joins to PHI."""

import pulumi_aws as aws

from tests.posture.topologies.shared import Network

phi = Network("phi", "phi", "10.10.0.0/16", {"a": "10.10.0.0/24", "b": "10.10.1.0/24"})
office = Network("office", "access", "10.50.0.0/16", {"a": "10.50.0.0/24"})

group = aws.ec2.SecurityGroup("staff", vpc_id=office.vpc.id)
endpoint = aws.ec2clientvpn.Endpoint(
    "staff",
    server_certificate_arn="arn:aws:acm:eu-west-1:111122223333:certificate/11111111-2222-4333-8444-555555555555",
    client_cidr_block="172.20.0.0/22",
    vpc_id=office.vpc.id,
    security_group_ids=[group.id],
    authentication_options=[{"type": "federated-authentication", "saml_provider_arn": "arn:aws:iam::111122223333:saml-provider/idp"}],
    connection_log_options={"enabled": False},
)
aws.ec2clientvpn.NetworkAssociation("staff", client_vpn_endpoint_id=endpoint.id, subnet_id=office.subnets["a"].id)
aws.ec2clientvpn.AuthorizationRule(
    "staff", client_vpn_endpoint_id=endpoint.id, target_network_cidr=office.vpc.cidr_block, authorize_all_groups=True
)
