"""Backups of a zone's stores: a locked vault, a plan with point-in-time recovery, copies that stay ours, and restores that are tested.

Nothing here restores into production: restore testing makes `awsbackup-restore-test-…` copies inside the zone, keeps them for validation,
and removes them. AWS Backup must be switched on for S3, Aurora and DynamoDB in the region's settings, which belong to the account.
Sources: AWS Backup Developer Guide, "AWS Backup Vault Lock", "Creating a backup plan", "Point-in-time recovery", "Logically air-gapped
vault", "Restore testing", "Notification options with AWS Backup", "AWS Backup Audit Manager reports"; Amazon EventBridge, "AWS Backup
events"; 45 CFR 164.308(a)(7)(ii)(A), (B), (D) (backup plan, recovery plan, testing), 164.310(d)(2)(iv). Policies: `backup_policies`.
"""

import json
import re

import pulumi
from pulumi_aws import backup, cloudwatch, iam

from ai_zones.aws.backup_policies import backup_role_policy, backup_trust_policy, restore_role_policy, vault_policy
from ai_zones.aws.backups_input import (
    CONTINUOUS_DAYS,
    AwsBackupsArgs,
    AwsVaultLockMode,
    Backups,
    air_gapped_vault_name,
    backup_role_name,
    backup_vault_name,
    restore_role_name,
    vault_arn,
)
from ai_zones.aws.key_policy import AwsKeyUse
from ai_zones.aws.naming import child, iam_arn, physical_name
from ai_zones.aws.tags import tags_for
from ai_zones.aws.zone_key import AwsZoneKey

START_MINUTES = 60
COMPLETION_MINUTES = 480
EVENTS = (
    "BACKUP_JOB_COMPLETED",
    "COPY_JOB_FAILED",
    "RECOVERY_POINT_MODIFIED",
    "RESTORE_JOB_COMPLETED",
    "S3_BACKUP_OBJECT_FAILED",
    "S3_RESTORE_OBJECT_FAILED",
)
FAILURES = {
    "Backup Job State Change": ("state", ["ABORTED", "EXPIRED", "FAILED", "PARTIAL"]),
    "Copy Job State Change": ("state", ["FAILED", "PARTIAL"]),
    "Restore Job State Change": ("status", ["ABORTED", "FAILED"]),
}
"""States that people must hear of, by the kind of event and the field that has them."""


def identifier(*parts: str, limit: int = 50) -> str:
    """A name of letters, digits and underscores that begins with a letter, as restore testing and report plans demand."""
    return re.sub(r"[^A-Za-z0-9]", "_", physical_name(*parts, limit=limit))


class AwsBackups(pulumi.ComponentResource):
    """Vault under lock, plan, roles, restore testing, reports and alarms. Protected: `destroy` refuses key and vault."""

    vault_name: pulumi.Output[str]
    """Name of the vault."""
    vault_arn: pulumi.Output[str]
    """ARN of the vault."""
    plan_id: pulumi.Output[str]
    """Id of the backup plan."""
    backup_role_arn: pulumi.Output[str]
    """Role that makes recovery points; an object store has to let it past its access points."""
    air_gapped_vault_arn: pulumi.Output[str]
    """ARN of the logically air-gapped vault; empty where there is none."""

    def __init__(self, name: str, args: AwsBackupsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        form = Backups.parse(name, args)
        super().__init__("ai-zones:index:AwsBackups", name, {}, opts)
        self._name, self._form = name, form
        self._key = AwsZoneKey(
            child(name, "key"),
            {
                "zone": form.zone,
                "region": form.region,
                "account_id": form.account_id,
                "uses": [AwsKeyUse.BACKUP],
                "organization_id": form.organization_id,
                "removable": form.removable,
                "tags": form.tags,
            },
            pulumi.ResourceOptions(parent=self),
        )
        vault = self._vault()
        air_gapped = self._air_gapped_vault() if form.air_gapped else None
        copies = [*form.copy_vault_arns.values(), *([self._arn(air_gapped_vault_name(name))] if air_gapped else [])]
        own = [self._arn(backup_vault_name(name)), *([self._arn(air_gapped_vault_name(name))] if air_gapped else [])]
        backup_role = self._role(
            "backup",
            backup_role_name(name),
            backup_role_policy(form.protected, vault_arns=own, copy_vault_arns=sorted(form.copy_vault_arns.values())),
        )
        restore_role = self._role("restore", restore_role_name(name), restore_role_policy(form.protected, vault_arns=own))
        self._guard(vault, copies)
        plan = self._plan(vault, air_gapped)
        backup.Selection(
            child(name, "selection"),
            name=backup_vault_name(name),
            plan_id=plan.id,
            iam_role_arn=backup_role.arn,
            resources=form.protected.arns,
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )
        self._test_restores(vault, restore_role)
        self._report()
        self.vault_name = vault.name
        self.vault_arn = vault.arn
        self.plan_id = plan.id
        self.backup_role_arn = backup_role.arn
        self.air_gapped_vault_arn = air_gapped.arn if air_gapped else pulumi.Output.from_input("")
        self.register_outputs(
            {
                "vaultName": self.vault_name,
                "vaultArn": self.vault_arn,
                "planId": self.plan_id,
                "backupRoleArn": self.backup_role_arn,
                "airGappedVaultArn": self.air_gapped_vault_arn,
            }
        )

    def _arn(self, vault: str) -> str:
        return vault_arn(vault, region=self._form.region, account_id=self._form.account_id)

    def _tags(self, name: str, *, stores: bool = False) -> dict[str, str]:
        form = self._form
        return tags_for(form.zone, name, extra=form.tags, data_class=form.data_class if stores else None)

    def _opts(self, *after: pulumi.Resource) -> pulumi.ResourceOptions:
        return pulumi.ResourceOptions(parent=self, depends_on=list(after))

    def _vault(self) -> backup.Vault:
        label = child(self._name, "vault")
        return backup.Vault(
            label,
            name=backup_vault_name(self._name),
            kms_key_arn=self._key.key_arn,
            force_destroy=False,
            tags=self._tags(label, stores=True),
            opts=pulumi.ResourceOptions(parent=self, protect=not self._form.removable),
        )

    def _guard(self, vault: backup.Vault, copies: list[str]) -> None:
        name, form = self._name, self._form
        testing = iam_arn(f"role/{restore_role_name(name)}", region=form.region, account_id=form.account_id)
        backup.VaultPolicy(
            child(name, "vault-policy"),
            backup_vault_name=vault.name,
            policy=vault_policy(
                self._arn(backup_vault_name(name)),
                region=form.region,
                account_id=form.account_id,
                organization_id=form.organization_id,
                copy_vault_arns=copies,
                restore_role_arns=[testing, *form.restore_role_arns],
            ),
            opts=self._opts(),
        )
        backup.VaultLockConfiguration(
            child(name, "vault-lock"),
            backup_vault_name=vault.name,
            min_retention_days=CONTINUOUS_DAYS,
            max_retention_days=form.retention_days,
            changeable_for_days=form.lock_after_days if form.lock_mode is AwsVaultLockMode.COMPLIANCE else None,
            opts=pulumi.ResourceOptions(parent=self, protect=not form.removable),
        )
        backup.VaultNotifications(
            child(name, "vault-notifications"),
            backup_vault_name=vault.name,
            sns_topic_arn=form.alarm_topic_arn,
            backup_vault_events=list(EVENTS),
            opts=self._opts(),
        )
        for kind, (field, states) in FAILURES.items():
            self._alarm(kind, field, states)

    def _alarm(self, kind: str, field: str, states: list[str]) -> None:
        label = child(self._name, "failed", kind.split()[0].lower())
        rule = cloudwatch.EventRule(
            label,
            name=physical_name(label, limit=64),
            description=f"{kind}: {', '.join(states)}",
            event_pattern=json.dumps({"source": ["aws.backup"], "detail-type": [kind], "detail": {field: states}}),
            state="ENABLED",
            tags=self._tags(label),
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )
        cloudwatch.EventTarget(
            child(label, "target"), rule=rule.name, target_id="alarms", arn=self._form.alarm_topic_arn, opts=self._opts()
        )

    def _air_gapped_vault(self) -> backup.LogicallyAirGappedVault:
        label = child(self._name, "air-gapped-vault")
        return backup.LogicallyAirGappedVault(
            label,
            name=air_gapped_vault_name(self._name),
            min_retention_days=CONTINUOUS_DAYS,
            max_retention_days=self._form.retention_days,
            encryption_key_arn=self._key.key_arn,
            tags=self._tags(label, stores=True),
            opts=pulumi.ResourceOptions(parent=self, protect=not self._form.removable),
        )

    def _role(self, label: str, role_name: str, policy: str) -> iam.Role:
        name, form = self._name, self._form
        role = iam.Role(
            child(name, label, "role"),
            name=role_name,
            description=f"{label.title()} jobs of {name}",
            assume_role_policy=backup_trust_policy(form.account_id),
            max_session_duration=3600,
            tags=self._tags(role_name),
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )
        iam.RolePolicy(child(name, label, "role-policy"), name=label, role=role.name, policy=policy, opts=self._opts())
        return role

    def _plan(self, vault: backup.Vault, air_gapped: backup.LogicallyAirGappedVault | None) -> backup.Plan:
        name, form = self._name, self._form
        tags = self._tags(child(name, "recovery-point"), stores=True)

        def copied(target: pulumi.Input[str], days: int, cold_after: int | None) -> backup.PlanRuleCopyActionArgs:
            kept = backup.PlanRuleCopyActionLifecycleArgs(delete_after=days, cold_storage_after=cold_after)
            return backup.PlanRuleCopyActionArgs(destination_vault_arn=target, lifecycle=kept)

        def rule(
            label: str,
            schedule: str,
            days: int,
            *,
            cold_after: int | None = None,
            continuous: bool = False,
            copies: list[pulumi.Input[str]],
            without_cold: list[pulumi.Input[str]] | None = None,
        ) -> backup.PlanRuleArgs:
            return backup.PlanRuleArgs(
                rule_name=label,
                target_vault_name=vault.name,
                schedule=schedule,
                schedule_expression_timezone="Etc/UTC",
                start_window=START_MINUTES,
                completion_window=COMPLETION_MINUTES,
                enable_continuous_backup=continuous,
                lifecycle=backup.PlanRuleLifecycleArgs(delete_after=days, cold_storage_after=cold_after),
                copy_actions=[
                    *(copied(target, days, cold_after) for target in copies),
                    *(copied(target, days, None) for target in without_cold or []),
                ],
                recovery_point_tags=tags,
            )

        elsewhere: list[pulumi.Input[str]] = [target for _, target in sorted(form.copy_vault_arns.items())]
        # A logically air-gapped vault has no cold storage.
        gapped: list[pulumi.Input[str]] = [air_gapped.arn] if air_gapped else []
        rules = [
            rule("daily", "cron(0 3 ? * * *)", form.daily_retention_days, copies=elsewhere),
            rule(
                "monthly",
                "cron(0 1 1 * ? *)",
                form.retention_days,
                cold_after=form.cold_after_days,
                copies=elsewhere,
                without_cold=gapped,
            ),
        ]
        if form.buckets or form.clusters:
            rules.append(rule("continuous", "cron(0 2 ? * * *)", CONTINUOUS_DAYS, continuous=True, copies=[]))
        return backup.Plan(
            child(name, "plan"),
            name=backup_vault_name(name),
            rules=rules,
            tags=self._tags(child(name, "plan")),
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )

    def _test_restores(self, vault: backup.Vault, role: iam.Role) -> None:
        name, form = self._name, self._form
        plan = backup.RestoreTestingPlan(
            child(name, "restore-testing"),
            name=identifier(name),
            schedule_expression=form.restore_test.schedule,
            schedule_expression_timezone="Etc/UTC",
            start_window_hours=8,
            recovery_point_selection=backup.RestoreTestingPlanRecoveryPointSelectionArgs(
                algorithm="RANDOM_WITHIN_WINDOW",
                include_vaults=[vault.arn],
                recovery_point_types=["CONTINUOUS", "SNAPSHOT"],
                selection_window_days=form.restore_test.selection_days,
            ),
            tags=self._tags(child(name, "restore-testing")),
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )
        kinds = {"Aurora": form.protected.cluster_arns, "DynamoDB": form.protected.table_arns, "S3": form.protected.bucket_arns}
        for kind, arns in kinds.items():
            if not arns:
                continue
            backup.RestoreTestingSelection(
                child(name, "restore-testing", kind.lower()),
                name=identifier(name, kind.lower()),
                restore_testing_plan_name=plan.name,
                protected_resource_type=kind,
                protected_resource_arns=arns,
                iam_role_arn=role.arn,
                restore_metadata_overrides=self._inside_the_zone() if kind == "Aurora" else None,
                validation_window_hours=form.restore_test.validation_hours,
                opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
            )

    def _inside_the_zone(self) -> dict[str, pulumi.Input[str]]:
        """A restored database stands where the real one does: without these AWS would pick the default network."""
        test = self._form.restore_test
        groups = pulumi.Output.json_dumps([test.security_group_id])
        return {"dbsubnetgroupname": test.subnet_group_name or "", "vpcsecuritygroupids": groups}

    def _report(self) -> None:
        name, form = self._name, self._form
        if form.report_bucket_name is None:
            return
        for template in ("BACKUP_JOB_REPORT", "COPY_JOB_REPORT", "RESTORE_JOB_REPORT"):
            label = child(name, template.split("_")[0].lower(), "report")
            backup.ReportPlan(
                label,
                name=identifier(label, limit=256),
                description=f"{template.replace('_', ' ').capitalize()} of {name}",
                report_delivery_channel=backup.ReportPlanReportDeliveryChannelArgs(
                    s3_bucket_name=form.report_bucket_name,
                    s3_key_prefix=f"backup-reports/{form.account_id}",
                    formats=["CSV", "JSON"],
                ),
                report_setting=backup.ReportPlanReportSettingArgs(report_template=template),
                tags=self._tags(label),
                opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
            )
