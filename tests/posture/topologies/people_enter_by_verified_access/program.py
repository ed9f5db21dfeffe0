"""People enter the access network by Verified Access, as staff on healthy laptops; the PHI network has no part in it."""

import pulumi
import pulumi_aws as aws

from tests.posture.topologies.shared import Network

AZS = ["eu-west-1a", "eu-west-1b"]
CERTIFICATE = "arn:aws:acm:eu-west-1:111122223333:certificate/0f1c2d3e-aaaa-bbbb-cccc-1234567890ab"

phi = Network("records", "phi", "10.32.0.0/16", {"a": "10.32.0.0/24"})
network = Network("door", "access", "10.36.0.0/16", {"a": "10.36.0.0/24", "b": "10.36.1.0/24"})
endpoint_group = aws.ec2.SecurityGroup("people", vpc_id=network.vpc.id)
balancer_group = aws.ec2.SecurityGroup("portal", vpc_id=network.vpc.id)
aws.vpc.SecurityGroupEgressRule(
    "people",
    security_group_id=endpoint_group.id,
    referenced_security_group_id=balancer_group.id,
    ip_protocol="tcp",
    from_port=443,
    to_port=443,
)
aws.vpc.SecurityGroupIngressRule(
    "portal",
    security_group_id=balancer_group.id,
    referenced_security_group_id=endpoint_group.id,
    ip_protocol="tcp",
    from_port=443,
    to_port=443,
)
balancer = aws.lb.LoadBalancer(
    "portal",
    name="portal",
    load_balancer_type="application",
    internal=True,
    security_groups=[balancer_group.id],
    subnets=[s.id for s in network.subnets.values()],
)
targets = aws.lb.TargetGroup("portal", name="portal", port=8443, protocol="HTTPS", vpc_id=network.vpc.id, target_type="ip")
aws.lb.Listener(
    "portal",
    load_balancer_arn=balancer.arn,
    port=443,
    protocol="HTTPS",
    certificate_arn=CERTIFICATE,
    ssl_policy="ELBSecurityPolicy-TLS13-1-2-2021-06",
    default_actions=[{"type": "forward", "target_group_arn": targets.arn}],
)
instance = aws.verifiedaccess.Instance("clinic", description="People of the clinic")
identity = aws.verifiedaccess.TrustProvider(
    "identity", trust_provider_type="user", user_trust_provider_type="iam-identity-center", policy_reference_name="idc"
)
laptops = aws.verifiedaccess.TrustProvider(
    "laptops",
    trust_provider_type="device",
    device_trust_provider_type="jamf",
    device_options={"tenant_id": "clinic"},
    policy_reference_name="jamf",
)
trusted = [
    aws.verifiedaccess.InstanceTrustProviderAttachment(
        name, verifiedaccess_instance_id=instance.id, verifiedaccess_trust_provider_id=provider.id
    )
    for name, provider in (("identity", identity), ("laptops", laptops))
]
group = aws.verifiedaccess.Group(
    "staff",
    verifiedaccess_instance_id=instance.id,
    policy_document="""
permit(principal, action, resource)
when {
  context.idc.groups has "c242c5b0-6081-1845-6fa8-6e0d9513c107" && ["LOW", "SECURE"].contains(context.jamf.risk)
};""",
    opts=pulumi.ResourceOptions(depends_on=trusted),
)
front = aws.verifiedaccess.Endpoint(
    "portal",
    verified_access_group_id=group.id,
    attachment_type="vpc",
    endpoint_type="load-balancer",
    endpoint_domain_prefix="portal",
    application_domain="portal.clinic.example",
    domain_certificate_arn=CERTIFICATE,
    security_group_ids=[endpoint_group.id],
    load_balancer_options={
        "load_balancer_arn": balancer.arn,
        "port": 443,
        "protocol": "https",
        "subnet_ids": [s.id for s in network.subnets.values()],
    },
)
