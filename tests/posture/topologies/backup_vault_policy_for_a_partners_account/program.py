"""A vault that a partner's account may copy recovery points from."""

import json

import pulumi_aws as aws

vault = aws.backup.Vault("vault", name="clinic", tags={"ai-zone": "phi", "data-class": "phi"})
aws.backup.VaultPolicy(
    "partner",
    backup_vault_name=vault.name,
    policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"AWS": "arn:aws:iam::999988887777:root"},
                    "Action": ["backup:CopyFromBackupVault", "backup:StartRestoreJob"],
                    "Resource": "*",
                }
            ],
        }
    ),
)
