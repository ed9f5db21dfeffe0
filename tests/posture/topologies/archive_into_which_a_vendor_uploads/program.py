"""A vault of archives lets a vendor upload more."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import ACCOUNT, VENDOR, document, statement

aws.glacier.Vault(
    "archive",
    name="archive",
    access_policy=document(
        statement(
            "glacier:UploadArchive",
            f"arn:aws:glacier:eu-west-1:{ACCOUNT}:vaults/archive",
            principal={"AWS": f"arn:aws:iam::{VENDOR}:root"},
        )
    ),
    tags={"ai-zone": "phi", "data-class": "phi"},
)
