"""What keeps a record of the zones: the log archive in management, backups of PHI with tested restores, and the clinical store of phi.

Sources: `log_archive`, `backups`, `clinical_store`; 45 CFR 164.308(a)(7) (contingency plan), 164.312(b) (audit controls).
"""

import pulumi
from pulumi_aws import ec2

from ai_zones.aws.backups import AwsBackups
from ai_zones.aws.clinical_store import AwsClinicalStore
from ai_zones.aws.log_archive import AwsLogArchive
from ai_zones.aws.naming import child, partition_of, physical_name
from ai_zones.aws.phi_database import cluster_name
from ai_zones.aws.phi_store import store_bucket_name
from ai_zones.aws.security_groups import MAX_GROUP_NAME
from ai_zones.aws.tags import tags_for
from ai_zones.aws.zones_alarms import alarm_topic
from ai_zones.aws.zones_built import Built
from ai_zones.aws.zones_joins import AUDIT, RECORDS
from ai_zones.plan import ZoneName

PHI, MANAGEMENT = ZoneName.PHI, ZoneName.MANAGEMENT


def build_archive(built: Built) -> AwsLogArchive | None:
    """Log archive of all zones' accounts, where it is asked for and the zone management is built here."""
    zones = built.zones
    if zones.log_readers is None or MANAGEMENT not in zones.zones:
        return None
    archive = AwsLogArchive(
        zones.name(MANAGEMENT, "archive"),
        {
            "organization": zones.plan.organization,
            "environment": zones.plan.environment,
            "region": zones.region,
            "account_id": zones.account(MANAGEMENT),
            "source_account_ids": sorted({zones.account(zone) for zone in zones.plan.zones}),
            "reader_role_arns": zones.log_readers,
            "organization_id": zones.organization_id,
            "zone": MANAGEMENT.value,
            "retention_days": zones.store_retention_days,
            "removable": zones.removable,
            "tags": zones.tags,
        },
        built.options(MANAGEMENT),
    )
    built.offered["buckets"] |= {AUDIT: archive.audit_bucket_name, RECORDS: archive.records_bucket_name}
    return archive


def flow_log_archive(built: Built) -> pulumi.Input[str] | None:
    """ARN of the bucket that gets the flow logs too; none without an archive, or before it is built."""
    bucket = built.joined("buckets", AUDIT) if built.zones.log_readers is not None else None
    return None if bucket is None else pulumi.Output.concat(f"arn:{partition_of(built.zones.region)}:s3:::", bucket)


def build_backups(built: Built) -> AwsBackups | None:
    """Backups of phi's database and object store, and the tests of their restores. Failures are told to a topic of phi's own account."""
    zones = built.zones
    network = built.networks.get(PHI)
    if not zones.backups or network is None:
        return None
    name = zones.backups_name
    restored = ec2.SecurityGroup(
        child(name, "restored"),
        name=physical_name(name, "restored", limit=MAX_GROUP_NAME),
        description="Restored copies under test: nobody enters, nothing leaves",
        vpc_id=network.vpc_id,
        revoke_rules_on_delete=True,
        tags=tags_for(PHI.value, child(name, "restored"), extra=zones.tags),
        opts=pulumi.ResourceOptions(parent=built.parent, provider=zones.providers[PHI], delete_before_replace=True),
    )
    cluster = cluster_name(zones.name(PHI, "database"))
    names = {"organization": zones.plan.organization, "environment": zones.plan.environment, "account_id": zones.account(PHI)}
    return AwsBackups(
        name,
        {
            "zone": PHI.value,
            "region": zones.region,
            "account_id": zones.account(PHI),
            "alarm_topic_arn": alarm_topic(built, PHI),
            "restore_test": {"subnet_group_name": cluster, "security_group_id": restored.id},
            "buckets": [store_bucket_name(PHI.value, **names)] if PHI in built.stores else [],
            "clusters": [cluster],
            "organization_id": zones.organization_id,
            "residency": list(zones.plan.residency),
            "report_bucket_name": built.joined("buckets", RECORDS) if zones.log_readers is not None else None,
            "retention_days": zones.store_retention_days,
            "removable": zones.removable,
            "tags": zones.tags,
        },
        built.options(PHI),
    )


def build_clinical_store(built: Built) -> AwsClinicalStore | None:
    """FHIR store of phi, written by phi's own programs alone."""
    zones = built.zones
    network = built.networks.get(PHI)
    if not zones.clinical_store or network is None:
        return None
    return AwsClinicalStore(
        zones.name(PHI, "clinical"),
        {
            "region": zones.region,
            "account_id": zones.account(PHI),
            "vpc_id": network.vpc_id,
            "subnet_ids": built.endpoint_subnets(PHI),
            "security_group_id": network.endpoint_security_group_id,
            "zone": PHI.value,
            "writable": True,
            "organization_id": zones.organization_id,
            "removable": zones.removable,
            "tags": zones.tags,
        },
        built.options(PHI),
    )
