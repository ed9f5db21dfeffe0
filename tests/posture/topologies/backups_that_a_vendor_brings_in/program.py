"""A vendor's account may copy its backups into our vault, and takes nothing out."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import VENDOR, document, statement

vault = aws.backup.Vault("vault", name="records", tags={"ai-zone": "phi", "data-class": "phi"})
aws.backup.VaultPolicy(
    "vault",
    backup_vault_name=vault.name,
    policy=document(statement("backup:CopyIntoBackupVault", principal={"AWS": f"arn:aws:iam::{VENDOR}:root"})),
)
