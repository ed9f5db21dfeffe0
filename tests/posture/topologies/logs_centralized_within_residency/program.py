"""All log groups of the organization are copied into one account and region."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import SECOND, bucket

PHI = {"ai-zone": "phi", "data-class": "phi"}
records = bucket("records", "phi", "phi")
aws.cloudwatch.LogGroup("notes", name="/notes", tags=PHI)
aws.observabilityadmin.CentralizationRuleForOrganization(
    "logs",
    rule_name="logs",
    rule={
        "source": {
            "regions": ["eu-west-1"],
            "scope": "OrganizationId = 'o-clinic00'",
            "source_logs_configuration": {"log_group_selection_criteria": "*", "encrypted_log_group_strategy": "ALLOW"},
        },
        "destination": {"account": SECOND, "region": "eu-central-1"},
    },
)
