"""A FHIR store built through Cloud Control, and an endpoint that lets our own principals read it."""

import json

import pulumi_aws as aws

from tests.posture.topologies.shared import Network

phi = Network("phi", "phi", "10.20.0.0/16", {"api-a": "10.20.1.0/24", "api-b": "10.20.2.0/24"}, ("healthlake.eu-west-1.amazonaws.com",))
key = aws.kms.Key("fhir", description="Clinical records", enable_key_rotation=True)
store = aws.cloudcontrol.Resource(
    "fhir",
    type_name="AWS::HealthLake::FHIRDatastore",
    desired_state=key.arn.apply(
        lambda arn: json.dumps(
            {
                "DatastoreName": "clinic",
                "DatastoreTypeVersion": "R4",
                "SseConfiguration": {"KmsEncryptionConfig": {"CmkType": "CUSTOMER_MANAGED_KMS_KEY", "KmsKeyId": arn}},
                "Tags": [{"Key": "ai-zone", "Value": "phi"}, {"Key": "data-class", "Value": "phi"}],
            }
        )
    ),
)
inside = aws.ec2.SecurityGroup("endpoints", name="endpoints", vpc_id=phi.vpc.id, description="Callers of the zone")
aws.ec2.VpcEndpoint(
    "healthlake",
    vpc_id=phi.vpc.id,
    service_name="com.amazonaws.eu-west-1.healthlake",
    vpc_endpoint_type="Interface",
    subnet_ids=[subnet.id for subnet in phi.subnets.values()],
    security_group_ids=[inside.id],
    private_dns_enabled=True,
    policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": "*",
                    "Action": ["healthlake:ReadResource", "healthlake:SearchWithGet", "healthlake:SearchWithPost"],
                    "Resource": "arn:aws:healthlake:eu-west-1:111122223333:datastore/fhir/*",
                    "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-clinic00", "aws:ResourceOrgID": "o-clinic00"}},
                }
            ],
        }
    ),
)
