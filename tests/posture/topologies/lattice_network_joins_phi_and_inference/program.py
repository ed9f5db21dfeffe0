"""One Lattice service network for everybody, without authentication, and a service over the PHI hosts."""

import pulumi_aws as aws

from tests.posture.topologies.shared import Network

phi = Network("phi", "phi", "10.16.0.0/16", {"a": "10.16.0.0/24"})
models = Network("models", "inference", "10.17.0.0/16", {"a": "10.17.0.0/24"})
mesh = aws.vpclattice.ServiceNetwork("everybody", name="everybody", auth_type="NONE")
for name, network in (("phi", phi), ("models", models)):
    aws.vpclattice.ServiceNetworkVpcAssociation(name, vpc_identifier=network.vpc.id, service_network_identifier=mesh.id)
host = aws.ec2.Instance("charts", ami="ami-0abcdef1234567890", instance_type="m7i.large", subnet_id=phi.subnets["a"].id)
group = aws.vpclattice.TargetGroup(
    "charts", name="charts", type="INSTANCE", config={"port": 443, "protocol": "HTTPS", "vpc_identifier": phi.vpc.id}
)
aws.vpclattice.TargetGroupAttachment("charts", target_group_identifier=group.id, target={"id": host.id, "port": 443})
service = aws.vpclattice.Service("charts", name="charts", auth_type="NONE")
aws.vpclattice.Listener(
    "charts",
    name="charts",
    protocol="HTTPS",
    port=443,
    service_identifier=service.id,
    default_action={"forwards": [{"target_groups": [{"target_group_identifier": group.id, "weight": 100}]}]},
)
aws.vpclattice.ServiceNetworkServiceAssociation("charts", service_identifier=service.id, service_network_identifier=mesh.id)
