"""Threat detection of one account and region: GuardDuty, Security Hub, IAM Access Analyzer, and the record of every configuration.

Findings and configuration go to the log archive and to the alarm topic, and nowhere else. GuardDuty, Security Hub and the Config recorder
exist once an account and region: an account that has them already leaves them out (`parts`).
Sources: Amazon GuardDuty User Guide, "GuardDuty features activation" and "Exporting generated findings to Amazon S3"; AWS Security Hub User
Guide, "Standards reference"; IAM User Guide, "Using IAM Access Analyzer"; AWS Config Developer Guide, "Working with the configuration
recorder" (one a region), "IAM role assigned to AWS Config", "Managing the delivery channel"; Amazon EventBridge User Guide, "Events from
AWS services"; 45 CFR 164.308(a)(1)(ii)(D), 164.308(a)(6)(ii); NIST SP 800-53 CM-8, SI-4.
"""

import json
from collections.abc import Mapping
from enum import StrEnum
from typing import NotRequired, TypedDict

import pulumi
import pydantic
from pulumi_aws import accessanalyzer, cfg, cloudwatch, guardduty, iam, securityhub

from ai_zones.aws.naming import child, iam_arn, partition_of, physical_name
from ai_zones.aws.tags import tags_for
from ai_zones.aws.validation import AccountId, ComponentInput, ExtraTags, Reference, Region, ZoneText

FEATURES = ("EBS_MALWARE_PROTECTION", "EKS_AUDIT_LOGS", "LAMBDA_NETWORK_LOGS", "RDS_LOGIN_EVENTS", "S3_DATA_EVENTS")
STANDARDS = ("aws-foundational-security-best-practices/v/1.0.0", "nist-800-53/v/5.0.0")
SEVERE = 4
"""GuardDuty severities from 4 (medium) raise an alarm."""


class AwsDetectionPart(StrEnum):
    """A service that watches."""

    ACCESS_ANALYZER = "access-analyzer"
    """What others can reach, and permissions that nobody uses."""
    CONFIG = "config"
    """What every resource is and was."""
    GUARDDUTY = "guardduty"
    """Behaviour that looks like an attack."""
    SECURITY_HUB = "security-hub"
    """Findings of all of them in one place, and checks against standards."""


class AwsThreatDetectionArgs(TypedDict):
    """Inputs of `AwsThreatDetection`."""

    region: str
    """Region that is watched."""
    account_id: str
    """Account that is watched."""
    records_bucket_name: pulumi.Input[str]
    """Records bucket of the log archive, for AWS Config."""
    audit_bucket_arn: pulumi.Input[str]
    """Audit bucket of the log archive, for GuardDuty's findings."""
    archive_key_arn: pulumi.Input[str]
    """Key of the log archive."""
    alarm_topic_arn: pulumi.Input[str]
    """Topic of this account and region at which findings raise alarms."""
    parts: NotRequired[list[AwsDetectionPart]]
    """Services to switch on. Default: all."""
    home_region: NotRequired[bool]
    """Whether global resources (IAM) are recorded here; true in one region of an account. Default: true."""
    zone: NotRequired[str]
    """Zone that the detection belongs to. Default: `management`."""
    removable: NotRequired[bool]
    """Lifts Pulumi's protection. Default: false."""
    tags: NotRequired[dict[str, str]]
    """Further tags. Default: none."""


class ThreatDetection(ComponentInput):
    """Parsed `AwsThreatDetectionArgs`."""

    region: Region
    account_id: AccountId
    records_bucket_name: Reference
    audit_bucket_arn: Reference
    archive_key_arn: Reference
    alarm_topic_arn: Reference
    parts: list[AwsDetectionPart] = pydantic.Field(default=list(AwsDetectionPart), min_length=1)
    home_region: bool = True
    zone: ZoneText = "management"
    removable: bool = False
    tags: ExtraTags = pydantic.Field(default_factory=dict)


class AwsThreatDetection(pulumi.ComponentResource):
    """Detector, hub, analyzers and recorder of one account and region, with rules that raise alarms. Protected: `destroy` refuses it."""

    detector_id: pulumi.Output[str]
    """Id of the GuardDuty detector; empty where it is left out."""

    def __init__(self, name: str, args: AwsThreatDetectionArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        form = ThreatDetection.parse(name, args)
        super().__init__("ai-zones:index:AwsThreatDetection", name, {}, opts)
        self._name, self._form = name, form
        self.detector_id = pulumi.Output.from_input("")
        if AwsDetectionPart.GUARDDUTY in form.parts:
            self.detector_id = self._guardduty()
        if AwsDetectionPart.SECURITY_HUB in form.parts:
            self._security_hub()
        if AwsDetectionPart.ACCESS_ANALYZER in form.parts:
            self._access_analyzer()
        if AwsDetectionPart.CONFIG in form.parts:
            self._config()
        self.register_outputs({"detectorId": self.detector_id})

    def _tags(self, name: str) -> dict[str, str]:
        return tags_for(self._form.zone, name, extra=self._form.tags)

    def _opts(self, *after: pulumi.Resource, protect: bool = False) -> pulumi.ResourceOptions:
        return pulumi.ResourceOptions(parent=self, protect=protect and not self._form.removable, depends_on=list(after))

    def _guardduty(self) -> pulumi.Output[str]:
        name, form = self._name, self._form
        detector = guardduty.Detector(
            child(name, "detector"),
            enable=True,
            finding_publishing_frequency="FIFTEEN_MINUTES",
            tags=self._tags(child(name, "detector")),
            opts=self._opts(protect=True),
        )
        for feature in FEATURES:
            guardduty.DetectorFeature(
                child(name, "detector", feature.lower().replace("_", "-")),
                detector_id=detector.id,
                name=feature,
                status="ENABLED",
                opts=self._opts(),
            )
        guardduty.PublishingDestination(
            child(name, "findings"),
            detector_id=detector.id,
            destination_type="S3",
            destination_arn=form.audit_bucket_arn,
            kms_key_arn=form.archive_key_arn,
            opts=self._opts(),
        )
        finding = {"source": ["aws.guardduty"], "detail-type": ["GuardDuty Finding"], "detail": {"severity": [{"numeric": [">=", SEVERE]}]}}
        self._alarm("guardduty", finding)
        detector_id: pulumi.Output[str] = detector.id
        return detector_id

    def _security_hub(self) -> None:
        hub = securityhub.Account(
            child(self._name, "hub"),
            enable_default_standards=False,
            control_finding_generator="SECURITY_CONTROL",
            auto_enable_controls=True,
            opts=self._opts(protect=True),
        )
        form = self._form
        for standard in STANDARDS:
            securityhub.StandardsSubscription(
                child(self._name, "standard", standard.partition("/")[0]),
                standards_arn=f"arn:{partition_of(form.region)}:securityhub:{form.region}::standards/{standard}",
                opts=self._opts(hub),
            )
        severe = {"findings": {"Severity": {"Label": ["CRITICAL", "HIGH"]}, "Workflow": {"Status": ["NEW"]}, "RecordState": ["ACTIVE"]}}
        self._alarm("security-hub", {"source": ["aws.securityhub"], "detail-type": ["Security Hub Findings - Imported"], "detail": severe})

    def _access_analyzer(self) -> None:
        unused = accessanalyzer.AnalyzerConfigurationUnusedAccessArgs(unused_access_age=90)
        for label, kind, configuration in (
            ("external-access", "ACCOUNT", None),
            ("unused-access", "ACCOUNT_UNUSED_ACCESS", accessanalyzer.AnalyzerConfigurationArgs(unused_access=unused)),
        ):
            analyzer = child(self._name, label)
            accessanalyzer.Analyzer(
                analyzer,
                analyzer_name=analyzer,
                type=kind,
                configuration=configuration,
                tags=self._tags(analyzer),
                opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
            )
        shared = {"status": ["ACTIVE"], "isPublic": [True]}
        self._alarm("access", {"source": ["aws.access-analyzer"], "detail-type": ["Access Analyzer Finding"], "detail": shared})

    def _config(self) -> None:
        name, form = self._name, self._form
        # The service-linked role is AWS's own: it reads configuration and writes nothing but to the channel.
        role = iam.ServiceLinkedRole(
            child(name, "config-role"),
            aws_service_name="config.amazonaws.com",
            description="Records configuration",
            tags=self._tags(child(name, "config-role")),
            opts=self._opts(protect=True),
        )
        linked = iam_arn(
            "role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig", region=form.region, account_id=form.account_id
        )
        recorder = cfg.Recorder(
            child(name, "recorder"),
            name=child(name, "recorder"),
            role_arn=linked,
            recording_group=cfg.RecorderRecordingGroupArgs(all_supported=True, include_global_resource_types=form.home_region),
            recording_mode=cfg.RecorderRecordingModeArgs(recording_frequency="CONTINUOUS"),
            opts=self._opts(role, protect=True),
        )
        channel = cfg.DeliveryChannel(
            child(name, "channel"),
            name=child(name, "channel"),
            s3_bucket_name=form.records_bucket_name,
            s3_kms_key_arn=form.archive_key_arn,
            snapshot_delivery_properties=cfg.DeliveryChannelSnapshotDeliveryPropertiesArgs(delivery_frequency="TwentyFour_Hours"),
            opts=self._opts(recorder),
        )
        cfg.RecorderStatus(child(name, "recording"), name=recorder.name, is_enabled=True, opts=self._opts(channel))

    def _alarm(self, label: str, pattern: Mapping[str, object]) -> None:
        rule_name = child(self._name, label, "alarm")
        rule = cloudwatch.EventRule(
            rule_name,
            name=physical_name(rule_name, limit=64),
            description=f"Findings of {label} that people must hear of",
            event_pattern=json.dumps(pattern),
            state="ENABLED",
            tags=self._tags(rule_name),
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )
        cloudwatch.EventTarget(
            child(rule_name, "target"), rule=rule.name, target_id="alarms", arn=self._form.alarm_topic_arn, opts=self._opts()
        )
