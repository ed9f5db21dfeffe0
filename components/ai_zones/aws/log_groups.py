"""CloudWatch log groups: encrypted, kept for years, and guarded against deletion.

Their names are plain functions of the component's name, so that a key policy can name them before they exist.
Sources: Amazon CloudWatch Logs User Guide, "Encrypt log data in CloudWatch Logs using AWS KMS" (the key policy must allow the Logs service
of the region), "Protecting log groups from deletion"; "Enable logging from AWS services" (names under /aws/vendedlogs/ keep the
resource policy that AWS adds for its delivery service below its size limit).
"""

from collections.abc import Mapping
from enum import StrEnum

import pulumi
from pulumi_aws import cloudwatch

from ai_zones.aws.naming import child
from ai_zones.aws.tags import DataClass, tags_for


class Log(StrEnum):
    """What a network's log group holds."""

    FLOWS = "flow-logs"
    DNS_QUERIES = "dns-queries"
    FIREWALL_ALERTS = "firewall-alerts"
    FIREWALL_FLOWS = "firewall-flows"
    FIREWALL_TLS = "firewall-tls"
    TUNNELS = "vpn-tunnels"
    ACCESS = "verified-access"


def log_group_name(component: str, log: Log) -> str:
    """`/aws/vendedlogs/ai-zones/<component>/<log>`."""
    return f"/aws/vendedlogs/ai-zones/{component}/{log}"


def log_group_prefix(component: str) -> str:
    """What all log groups of one network begin with: for the key policy's condition on `kms:EncryptionContext:aws:logs:arn`."""
    return f"/aws/vendedlogs/ai-zones/{component}/"


def build_log_group(
    component: str,
    log: Log,
    *,
    zone: str,
    kms_key_arn: pulumi.Input[str],
    retention_days: int,
    deletion_protection: bool,
    extra_tags: Mapping[str, str],
    parent: pulumi.Resource,
) -> cloudwatch.LogGroup:
    """One encrypted log group. It holds addresses and names, never payloads: `data-class: internal`."""
    return build_named_log_group(
        child(component, log),
        log_group_name(component, log),
        zone=zone,
        kms_key_arn=kms_key_arn,
        retention_days=retention_days,
        deletion_protection=deletion_protection,
        extra_tags=extra_tags,
        parent=parent,
    )


def build_named_log_group(
    name: str,
    group_name: str,
    *,
    zone: str,
    kms_key_arn: pulumi.Input[str],
    retention_days: int,
    deletion_protection: bool,
    extra_tags: Mapping[str, str],
    parent: pulumi.Resource,
) -> cloudwatch.LogGroup:
    """The same under a name that the writing service insists on."""
    return cloudwatch.LogGroup(
        name,
        name=group_name,
        log_group_class="STANDARD",
        kms_key_id=kms_key_arn,
        retention_in_days=retention_days,
        deletion_protection_enabled=deletion_protection,
        skip_destroy=False,
        tags=tags_for(zone, name, extra=extra_tags, data_class=DataClass.INTERNAL),
        opts=pulumi.ResourceOptions(parent=parent, protect=deletion_protection, delete_before_replace=True),
    )
