"""A FHIR store built through Cloud Control in Virginia, where HealthLake was first."""

import json

import pulumi
import pulumi_aws as aws

america = aws.Provider("america", region="us-east-1")
aws.cloudcontrol.Resource(
    "fhir",
    type_name="AWS::HealthLake::FHIRDatastore",
    desired_state=json.dumps(
        {
            "DatastoreName": "clinic",
            "DatastoreTypeVersion": "R4",
            "Tags": [{"Key": "ai-zone", "Value": "phi"}, {"Key": "data-class", "Value": "phi"}],
        }
    ),
    opts=pulumi.ResourceOptions(provider=america),
)
