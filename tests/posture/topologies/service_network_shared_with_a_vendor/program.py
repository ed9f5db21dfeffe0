"""A service network that offers a service of PHI is shared with a vendor."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import VENDOR
from tests.posture.topologies.shared import Network

ward = Network("ward", "phi", "10.20.0.0/16", {"a": "10.20.0.0/24"})
clinic = aws.vpclattice.ServiceNetwork("clinic", name="clinic", auth_type="NONE")
aws.vpclattice.ServiceNetworkVpcAssociation("ward", vpc_identifier=ward.vpc.id, service_network_identifier=clinic.id)
fhir = aws.vpclattice.Service("fhir", name="fhir", auth_type="NONE", tags={"ai-zone": "phi"})
group = aws.vpclattice.TargetGroup("fhir", name="fhir", type="IP", config={"port": 443, "protocol": "HTTPS", "vpc_identifier": ward.vpc.id})
aws.vpclattice.TargetGroupAttachment("fhir", target_group_identifier=group.id, target={"id": "10.20.0.10", "port": 443})
aws.vpclattice.Listener(
    "fhir",
    name="https",
    protocol="HTTPS",
    service_identifier=fhir.id,
    default_action={"forwards": [{"target_groups": [{"target_group_identifier": group.id}]}]},
)
aws.vpclattice.ServiceNetworkServiceAssociation("fhir", service_identifier=fhir.id, service_network_identifier=clinic.id)
share = aws.ram.ResourceShare("clinic", name="clinic", allow_external_principals=True)
aws.ram.ResourceAssociation("clinic", resource_arn=clinic.arn, resource_share_arn=share.arn)
aws.ram.PrincipalAssociation("clinic", resource_share_arn=share.arn, principal=VENDOR)
