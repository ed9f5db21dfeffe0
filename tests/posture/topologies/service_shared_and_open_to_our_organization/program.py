"""A service of PHI is shared with a vendor, and its auth policy lets nobody in who is not of the organization."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import VENDOR, document, statement
from tests.posture.topologies.shared import Network

ward = Network("ward", "phi", "10.20.0.0/16", {"a": "10.20.0.0/24"})
fhir = aws.vpclattice.Service("fhir", name="fhir", auth_type="AWS_IAM", tags={"ai-zone": "phi"})
group = aws.vpclattice.TargetGroup("fhir", name="fhir", type="IP", config={"port": 443, "protocol": "HTTPS", "vpc_identifier": ward.vpc.id})
aws.vpclattice.TargetGroupAttachment("fhir", target_group_identifier=group.id, target={"id": "10.20.0.10", "port": 443})
aws.vpclattice.Listener(
    "fhir",
    name="https",
    protocol="HTTPS",
    service_identifier=fhir.id,
    default_action={"forwards": [{"target_groups": [{"target_group_identifier": group.id}]}]},
)
allowed = statement("vpc-lattice-svcs:Invoke", principal="*", condition={"StringEquals": {"aws:PrincipalOrgID": "o-clinic00"}})
aws.vpclattice.AuthPolicy("fhir", resource_identifier=fhir.arn, policy=document(allowed))
share = aws.ram.ResourceShare("fhir", name="fhir", allow_external_principals=True)
aws.ram.ResourceAssociation("fhir", resource_arn=fhir.arn, resource_share_arn=share.arn)
aws.ram.PrincipalAssociation("fhir", resource_share_arn=share.arn, principal=VENDOR)
