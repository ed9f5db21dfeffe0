"""They are made by a role that reads leaflets."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import bucket, reads, role

bucket("records", "phi", "phi")
bucket("leaflets", "access", "public")
acts = role("pages", "amplify", reads("leaflets"))
app = aws.amplify.App(
    "pages",
    name="pages",
    platform="WEB_COMPUTE",
    compute_role_arn=acts.arn,
    repository="https://example.com/clinic/pages",
    tags={"ai-zone": "access"},
)
aws.amplify.Branch("main", app_id=app.id, branch_name="main", stage="PRODUCTION", enable_auto_build=True)
