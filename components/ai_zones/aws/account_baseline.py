"""Baseline of one account in one region: what should never be possible is off before anything is built.

The same defaults can be enforced from above by a declarative policy (`AwsOrganizationGuardrails`); an account under one can't set them
itself, not even to the same value. So `ec2_defaults` is for accounts without.
Sources: Amazon S3 User Guide, "Configuring block public access settings for your account"; Amazon EBS User Guide, "Enable Amazon EBS
encryption by default", "Block public access for snapshots"; Amazon EC2 User Guide, "Block public access to your AMIs", "Configure instance
metadata options", "EC2 Serial Console"; Amazon VPC User Guide, "Block public access to VPCs and subnets"; IAM User Guide, "Set an account
password policy", "Using IAM Access Analyzer" (external and unused access); CIS AWS Foundations Benchmark 1.8, 1.9, 2.1.4, 2.2.1.
"""

from typing import NotRequired, TypedDict

import pulumi
import pydantic
from pulumi_aws import accessanalyzer, ebs, ec2, iam, s3

from ai_zones.aws.naming import child
from ai_zones.aws.org_management import InternetBlock, internet_block
from ai_zones.aws.validation import AccountId, ComponentInput, ExtraTags, Reference, ZoneText
from ai_zones.plan.names import ZoneName

UNUSED_AFTER_DAYS = 90
PASSWORD_LENGTH = 14


class AwsAccountBaselineArgs(TypedDict):
    """Inputs of `AwsAccountBaseline`."""

    account_id: str
    """The account. The provider decides where it is built; this names it in what S3 keeps an account."""
    zones: NotRequired[list[str]]
    """Zones that the account holds: they decide what passes an internet gateway. Default: none, and then nothing passes."""
    ebs_kms_key_arn: NotRequired[pulumi.Input[str] | None]
    """Key of new volumes. Default: the AWS managed key."""
    ec2_defaults: NotRequired[bool]
    """Sets what declarative policies set too: metadata, images, snapshots, serial console, internet gateways. Default: true."""
    unused_access: NotRequired[bool]
    """Analyzer of unused access, charged by role and user. Default: true."""
    tags: NotRequired[dict[str, str]]
    """Tags of the analyzers. Default: none."""


class AccountBaseline(ComponentInput):
    """Parsed `AwsAccountBaselineArgs`."""

    account_id: AccountId
    zones: list[ZoneText] = pydantic.Field(default_factory=list)
    ebs_kms_key_arn: Reference | None = None
    ec2_defaults: bool = True
    unused_access: bool = True
    tags: ExtraTags = pydantic.Field(default_factory=dict)

    @property
    def block_mode(self) -> str:
        """VPC Block Public Access: the widest that one of the zones needs."""
        modes = {internet_block(ZoneName(zone)) for zone in self.zones}
        order = (InternetBlock.OFF, InternetBlock.INGRESS)
        return next((mode for mode in order if mode in modes), InternetBlock.BOTH).value.replace("_", "-")


class AwsAccountBaseline(pulumi.ComponentResource):
    """Settings of one account in one region; one provider an account."""

    external_access_analyzer_arn: pulumi.Output[str]
    """Analyzer of what others can reach."""

    def __init__(self, name: str, args: AwsAccountBaselineArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        baseline = AccountBaseline.parse(name, args)
        super().__init__("ai-zones:index:AwsAccountBaseline", name, {}, opts)
        here = pulumi.ResourceOptions(parent=self)
        s3.AccountPublicAccessBlock(
            child(name, "s3"),
            account_id=baseline.account_id,
            block_public_acls=True,
            block_public_policy=True,
            ignore_public_acls=True,
            restrict_public_buckets=True,
            opts=here,
        )
        encryption = ebs.EncryptionByDefault(child(name, "ebs"), enabled=True, opts=here)
        if baseline.ebs_kms_key_arn is not None:
            after = pulumi.ResourceOptions(parent=self, depends_on=[encryption])
            ebs.DefaultKmsKey(child(name, "ebs-key"), key_arn=baseline.ebs_kms_key_arn, opts=after)
        if baseline.ec2_defaults:
            self._ec2(name, baseline, here)
        # Nobody should have a password here; whoever makes one all the same makes a long one, and not for ever.
        iam.AccountPasswordPolicy(
            child(name, "passwords"),
            minimum_password_length=PASSWORD_LENGTH,
            require_lowercase_characters=True,
            require_numbers=True,
            require_symbols=True,
            require_uppercase_characters=True,
            allow_users_to_change_password=True,
            max_password_age=90,
            password_reuse_prevention=24,
            opts=here,
        )
        external = accessanalyzer.Analyzer(
            child(name, "external-access"),
            analyzer_name=child(name, "external-access"),
            type="ACCOUNT",
            tags=baseline.tags or None,
            opts=here,
        )
        if baseline.unused_access:
            unused = accessanalyzer.AnalyzerConfigurationUnusedAccessArgs(unused_access_age=UNUSED_AFTER_DAYS)
            accessanalyzer.Analyzer(
                child(name, "unused-access"),
                analyzer_name=child(name, "unused-access"),
                type="ACCOUNT_UNUSED_ACCESS",
                configuration=accessanalyzer.AnalyzerConfigurationArgs(unused_access=unused),
                tags=baseline.tags or None,
                opts=here,
            )
        self.external_access_analyzer_arn = external.arn
        self.register_outputs({"externalAccessAnalyzerArn": external.arn})

    @staticmethod
    def _ec2(name: str, baseline: AccountBaseline, here: pulumi.ResourceOptions) -> None:
        ebs.SnapshotBlockPublicAccess(child(name, "snapshots"), state="block-all-sharing", opts=here)
        ec2.ImageBlockPublicAccess(child(name, "images"), state="block-new-sharing", opts=here)
        ec2.SerialConsoleAccess(child(name, "serial-console"), enabled=False, opts=here)
        ec2.InstanceMetadataDefaults(
            child(name, "metadata"),
            http_endpoint="enabled",
            http_tokens="required",
            http_put_response_hop_limit=1,
            instance_metadata_tags="disabled",
            opts=here,
        )
        ec2.VpcBlockPublicAccessOptions(child(name, "internet"), internet_gateway_block_mode=baseline.block_mode, opts=here)
