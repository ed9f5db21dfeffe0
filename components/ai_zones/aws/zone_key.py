"""Encryption key of a zone: a KMS key that rotates, that its account can manage, and that only named services use for it.

Sources: AWS KMS Developer Guide, "Rotate AWS KMS keys" (90 to 2,560 days), "Delete AWS KMS keys" (a window of 7 to 30 days),
"Multi-Region keys"; 45 CFR 164.312(a)(2)(iv) (encryption); NIST SP 800-57 part 1 (cryptoperiods). Policy: `key_policy`.
"""

from typing import NotRequired, TypedDict

import pulumi
import pydantic
from pulumi_aws import kms

from ai_zones.aws.key_policy import AwsKeyUse, zone_key_policy
from ai_zones.aws.naming import child
from ai_zones.aws.tags import tags_for
from ai_zones.aws.validation import AccountId, ComponentInput, ExtraTags, OrganizationId, Region, ZoneText

DELETION_WINDOW_DAYS = 30
"""The longest that AWS offers: every day is a day in which a deletion can be taken back."""


class AwsZoneKeyArgs(TypedDict):
    """Inputs of `AwsZoneKey`."""

    zone: str
    """Zone whose data the key encrypts."""
    region: str
    """Region of the key."""
    account_id: str
    """Account that owns the key."""
    uses: list[AwsKeyUse]
    """Services that encrypt with the key."""
    log_groups: NotRequired[list[str]]
    """Names, or patterns ending in `*`, of the log groups that CloudWatch Logs encrypts with it; needed with the use `logs`."""
    reader_account_ids: NotRequired[list[str]]
    """Our other accounts whose roles may read, through S3, objects under this key. Default: none."""
    organization_id: NotRequired[str | None]
    """AWS organization (`o-...`): everybody outside is denied. Default: no such statement."""
    rotation_days: NotRequired[int]
    """Days between rotations, 90 to 365. Default: 365."""
    removable: NotRequired[bool]
    """Lifts Pulumi's protection. AWS still waits 30 days before it deletes. Default: false."""
    tags: NotRequired[dict[str, str]]
    """Further tags. Default: none."""


class ZoneKey(ComponentInput):
    """Parsed `AwsZoneKeyArgs`."""

    zone: ZoneText
    region: Region
    account_id: AccountId
    uses: list[AwsKeyUse] = pydantic.Field(min_length=1)
    log_groups: list[str] = pydantic.Field(default_factory=list)
    reader_account_ids: list[AccountId] = pydantic.Field(default_factory=list)
    organization_id: OrganizationId | None = None
    rotation_days: int = pydantic.Field(default=365, ge=90, le=365)
    removable: bool = False
    tags: ExtraTags = pydantic.Field(default_factory=dict)

    @pydantic.model_validator(mode="after")
    def _logs_are_named(self) -> "ZoneKey":
        if (AwsKeyUse.LOGS in self.uses) != bool(self.log_groups):
            raise ValueError("log_groups: name them if, and only if, uses lists logs; an unnamed log group could be anybody's")
        return self


class AwsZoneKey(pulumi.ComponentResource):
    """Symmetric key in one region, with its alias. Protected: `destroy` refuses it."""

    key_arn: pulumi.Output[str]
    """ARN of the key."""
    key_id: pulumi.Output[str]
    """Id of the key."""
    alias_name: pulumi.Output[str]
    """Alias, `alias/<component's name>`."""

    def __init__(self, name: str, args: AwsZoneKeyArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        zone_key = ZoneKey.parse(name, args)
        super().__init__("ai-zones:index:AwsZoneKey", name, {}, opts)
        key = kms.Key(
            child(name, "key"),
            description=f"Data of the {zone_key.zone} zone",
            key_usage="ENCRYPT_DECRYPT",
            customer_master_key_spec="SYMMETRIC_DEFAULT",
            enable_key_rotation=True,
            rotation_period_in_days=zone_key.rotation_days,
            deletion_window_in_days=DELETION_WINDOW_DAYS,
            bypass_policy_lockout_safety_check=False,
            multi_region=False,
            is_enabled=True,
            policy=zone_key_policy(
                region=zone_key.region,
                account_id=zone_key.account_id,
                uses=zone_key.uses,
                log_groups=zone_key.log_groups,
                reader_account_ids=zone_key.reader_account_ids,
                organization_id=zone_key.organization_id,
            ),
            tags=tags_for(zone_key.zone, name, extra=zone_key.tags),
            opts=pulumi.ResourceOptions(parent=self, protect=not zone_key.removable),
        )
        alias = kms.Alias(
            child(name, "alias"),
            name=f"alias/{name}",
            target_key_id=key.key_id,
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )
        self.key_arn = key.arn
        self.key_id = key.key_id
        self.alias_name = alias.name
        self.register_outputs({"keyArn": self.key_arn, "keyId": self.key_id, "aliasName": self.alias_name})
