"""A Client VPN endpoint whose clients get into the PHI subnet."""

import pulumi_aws as aws

from tests.posture.topologies.shared import Network

phi = Network("phi", "phi", "10.55.0.0/16", {"a": "10.55.0.0/24"})
certificate = "arn:aws:acm:eu-west-1:111122223333:certificate/0f1c2d3e-aaaa-bbbb-cccc-1234567890ab"
endpoint = aws.ec2clientvpn.Endpoint(
    "staff",
    client_cidr_block="172.31.0.0/22",
    server_certificate_arn=certificate,
    authentication_options=[{"type": "certificate-authentication", "root_certificate_chain_arn": certificate}],
    connection_log_options={"enabled": False},
    vpc_id=phi.vpc.id,
)
aws.ec2clientvpn.NetworkAssociation("staff", client_vpn_endpoint_id=endpoint.id, subnet_id=phi.subnets["a"].id)
aws.ec2clientvpn.AuthorizationRule(
    "staff", client_vpn_endpoint_id=endpoint.id, target_network_cidr="10.55.0.0/16", authorize_all_groups=True
)
