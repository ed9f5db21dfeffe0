"""A function outside any network may make addresses at which whoever has them sees the dashboard of records."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import function, role, statement

aws.quicksight.Dashboard(
    "visits",
    dashboard_id="visits",
    name="visits",
    version_description="first",
    source_entity={
        "source_template": {
            "arn": "arn:aws:quicksight:eu-west-1:111122223333:template/visits",
            "data_set_references": [
                {"data_set_arn": "arn:aws:quicksight:eu-west-1:111122223333:dataset/visits", "data_set_placeholder": "visits"}
            ],
        }
    },
    tags={"ai-zone": "phi", "data-class": "phi"},
)
function("portal", role("portal", "lambda", statement("quicksight:GenerateEmbedUrlForAnonymousUser")))
