"""GuardDuty, Security Hub and AWS Config: each once an account and region.

Sources: Amazon GuardDuty API Reference, CreateDetector, UpdateDetector, CreatePublishingDestination; AWS Security Hub API Reference,
EnableSecurityHub, BatchEnableStandards; AWS Config API Reference, PutConfigurationRecorder, PutDeliveryChannel, StartConfigurationRecorder,
DeleteDeliveryChannel; Pulumi Registry, aws.guardduty, aws.securityhub, aws.cfg (ids).
"""

from collections.abc import Iterator

from simulator.rules import Action, Allowed, AutoName, Fault, Length, Properties, Rules, ref
from simulator.rules.aws.kinds import BUCKET, KEY, ROLE, TOPIC

DETECTOR = "aws:guardduty/detector:Detector"
FEATURE = "aws:guardduty/detectorFeature:DetectorFeature"
PUBLISHING = "aws:guardduty/publishingDestination:PublishingDestination"
HUB = "aws:securityhub/account:Account"
STANDARD = "aws:securityhub/standardsSubscription:StandardsSubscription"
RECORDER = "aws:cfg/recorder:Recorder"
CHANNEL = "aws:cfg/deliveryChannel:DeliveryChannel"
STATUS = "aws:cfg/recorderStatus:RecorderStatus"
_RECORDER = "AWS Config API Reference, PutConfigurationRecorder"

detector = Rules(
    DETECTOR,
    source="Amazon GuardDuty API Reference, CreateDetector; Pulumi Registry, aws.guardduty.Detector",
    second_source="botocore, cfn-lint",
    checks=(
        Allowed(
            "findingPublishingFrequency",
            ("FIFTEEN_MINUTES", "ONE_HOUR", "SIX_HOURS"),
            source="Amazon GuardDuty API Reference, CreateDetector",
        ),
    ),
    defaults={"enable": True},
    id="{hex32}",
    outputs={
        "accountId": "{account}",
        "arn": "arn:{partition}:guardduty:{region}:{account}:detector/{id}",
        "datasources": {},
        "findingPublishingFrequency": "SIX_HOURS",
    },
)


@detector.before("create")
def one_detector(action: Action) -> None:
    """'The request is rejected because a detector already exists for the current account.'"""
    if action.find(DETECTOR):
        action.refuse("BadRequestException", "The request is rejected because a detector already exists for the current account.")


feature = Rules(
    FEATURE,
    source="Amazon GuardDuty API Reference, UpdateDetector; Pulumi Registry, aws.guardduty.DetectorFeature",
    second_source="botocore",
    checks=(
        Allowed(
            "name",
            (
                "S3_DATA_EVENTS",
                "EKS_AUDIT_LOGS",
                "EBS_MALWARE_PROTECTION",
                "RDS_LOGIN_EVENTS",
                "LAMBDA_NETWORK_LOGS",
                "EKS_RUNTIME_MONITORING",
                "RUNTIME_MONITORING",
                "AI_PROTECTION",
                "AI_ANALYST",
            ),
            source="Amazon GuardDuty API Reference, DetectorFeatureConfiguration",
        ),
        Allowed("status", ("ENABLED", "DISABLED"), source="Amazon GuardDuty API Reference, DetectorFeatureConfiguration"),
    ),
    references={"detectorId": ref(DETECTOR, code="BadRequestException", blocks_delete=False)},
    immutable={"detectorId", "name"},
    id=lambda action: f"{action.inputs['detectorId']}/{action.inputs['name']}",
)

publishing = Rules(
    PUBLISHING,
    source="Amazon GuardDuty API Reference, CreatePublishingDestination; Pulumi Registry, aws.guardduty.PublishingDestination",
    second_source="botocore, cfn-lint",
    checks=(Allowed("destinationType", ("S3",), source="Amazon GuardDuty API Reference, CreatePublishingDestination"),),
    references={
        "detectorId": ref(DETECTOR, code="BadRequestException", blocks_delete=False),
        "destinationArn": ref(BUCKET, by=("arn",), code="BadRequestException", anywhere=True, blocks_delete=False),
        "kmsKeyArn": ref(KEY, by=("arn",), code="BadRequestException", anywhere=True, blocks_delete=False),
    },
    immutable={"detectorId", "destinationType"},
    defaults={"destinationType": "S3"},
    id=lambda action: f"{action.inputs['detectorId']}:{action.hex(32)}",
    outputs={
        "arn": "arn:{partition}:guardduty:{region}:{account}:detector/{detectorId}/publishingDestination/{hex32}",
        "destinationId": "{hex32}",
    },
)

hub = Rules(
    HUB,
    source="AWS Security Hub API Reference, EnableSecurityHub; Pulumi Registry, aws.securityhub.Account",
    second_source="botocore, cfn-lint",
    checks=(
        Allowed(
            "controlFindingGenerator", ("STANDARD_CONTROL", "SECURITY_CONTROL"), source="AWS Security Hub API Reference, EnableSecurityHub"
        ),
    ),
    immutable={"enableDefaultStandards"},
    defaults={"autoEnableControls": True, "enableDefaultStandards": True},
    id="{account}",
    outputs={"arn": "arn:{partition}:securityhub:{region}:{account}:hub/default", "controlFindingGenerator": "SECURITY_CONTROL"},
)


@hub.before("create")
def one_hub(action: Action) -> None:
    """'Account is already subscribed to Security Hub.'"""
    if action.find(HUB):
        action.refuse("ResourceConflictException", "Account is already subscribed to Security Hub")


standard = Rules(
    STANDARD,
    source="AWS Security Hub API Reference, BatchEnableStandards; Pulumi Registry, aws.securityhub.StandardsSubscription",
    second_source="cfn-lint",
    immutable={"standardsArn"},
    id=lambda action: _subscribed(action),
    outputs={"arn": "{id}"},
)


def _subscribed(action: Action) -> str:
    of = str(action.inputs["standardsArn"])
    name = of.partition("standards/" if "standards/" in of else "ruleset/")[2]
    return f"arn:{action.partition}:securityhub:{action.region}:{action.account}:subscription/{name}"


@standard.check(source="AWS Security Hub API Reference, StandardsSubscriptionRequest")
def standard_arn(inputs: Properties) -> Iterator[Fault]:
    """An ARN of a standard, which belongs to no account."""
    arn = inputs.get("standardsArn")
    if isinstance(arn, str) and not (arn.startswith("arn:aws") and ":securityhub:" in arn):
        yield "standardsArn", "must be the ARN of a standard (arn:aws:securityhub:<region>::standards/<name>/v/<version>)"


@standard.before("create")
def hub_is_on(action: Action) -> None:
    """'Account is not subscribed to AWS Security Hub.'"""
    if not action.find(HUB):
        action.refuse("InvalidAccessException", f"Account {action.account} is not subscribed to AWS Security Hub")


recorder = Rules(
    RECORDER,
    source="AWS Config API Reference, PutConfigurationRecorder; Pulumi Registry, aws.cfg.Recorder",
    second_source="cfn-lint",
    checks=(
        Length("name", 1, 256, source=_RECORDER),
        Allowed("recordingMode.recordingFrequency", ("CONTINUOUS", "DAILY"), source="AWS Config API Reference, RecordingMode"),
        Allowed(
            "recordingGroup.recordingStrategies[*].useOnly",
            ("ALL_SUPPORTED_RESOURCE_TYPES", "INCLUSION_BY_RESOURCE_TYPES", "EXCLUSION_BY_RESOURCE_TYPES"),
            source="AWS Config API Reference, RecordingStrategy",
        ),
    ),
    references={
        "roleArn": ref(
            ROLE,
            by=("arn",),
            literals=("arn:aws:iam::*", "arn:aws-us-gov:iam::*", "arn:aws-cn:iam::*"),
            code="InvalidRoleException",
            blocks_delete=False,
        )
    },
    immutable={"name"},
    autoname=AutoName("name", 256),
    id=lambda action: str(action.inputs["name"]),
    outputs={
        "recordingGroup": {"allSupported": True, "includeGlobalResourceTypes": False, "resourceTypes": []},
        "recordingMode": {"recordingFrequency": "CONTINUOUS"},
    },
)


@recorder.check(source="AWS Config API Reference, RecordingGroup")
def what_is_recorded(inputs: Properties) -> Iterator[Fault]:
    """Everything, or a list of types; global resources only with everything."""
    group = inputs.get("recordingGroup") or {}
    everything = group.get("allSupported")
    if everything is True and group.get("resourceTypes"):
        yield "recordingGroup.resourceTypes", "must be empty with allSupported"
    if everything is False and group.get("includeGlobalResourceTypes") is True:
        yield "recordingGroup.includeGlobalResourceTypes", "needs allSupported"


@recorder.before("create")
def one_recorder(action: Action) -> None:
    """'You have reached the limit of the number of configuration recorders you can create.' (one customer managed recorder a region)."""
    if action.find(RECORDER):
        action.refuse(
            "MaxNumberOfConfigurationRecordersExceededException",
            f"Failed to put configuration recorder '{action.inputs['name']}' because the maximum number of configuration recorders: 1 is reached.",
        )


channel = Rules(
    CHANNEL,
    source="AWS Config API Reference, PutDeliveryChannel; Pulumi Registry, aws.cfg.DeliveryChannel",
    second_source="botocore, cfn-lint",
    checks=(
        Length("name", 1, 256, source="AWS Config API Reference, DeliveryChannel"),
        Allowed(
            "snapshotDeliveryProperties.deliveryFrequency",
            ("One_Hour", "Three_Hours", "Six_Hours", "Twelve_Hours", "TwentyFour_Hours"),
            source="AWS Config API Reference, ConfigSnapshotDeliveryProperties",
        ),
    ),
    references={
        "s3BucketName": ref(BUCKET, by=("bucket",), code="NoSuchBucketException", anywhere=True, blocks_delete=False),
        "s3KmsKeyArn": ref(KEY, by=("arn",), code="InvalidS3KmsKeyArnException", anywhere=True, blocks_delete=False),
        "snsTopicArn": ref(TOPIC, by=("arn",), code="InvalidSNSTopicARNException", anywhere=True, blocks_delete=False),
    },
    immutable={"name"},
    autoname=AutoName("name", 256),
    id=lambda action: str(action.inputs["name"]),
)


@channel.before("create")
def recorder_comes_first(action: Action) -> None:
    """'There are no configuration recorders available to provide the role needed to describe your resources'; and one channel a region."""
    if not action.find(RECORDER):
        action.refuse("NoAvailableConfigurationRecorderException", "Configuration recorder is not available to put delivery channel.")
    if action.find(CHANNEL):
        action.refuse("MaxNumberOfDeliveryChannelsExceededException", "You have reached the limit of the number of delivery channels: 1.")


@channel.before("create")
@channel.before("update")
def bucket_has_no_default_lock(action: Action) -> None:
    """'AWS Config does not support the delivery channel to an Amazon S3 bucket where object lock is enabled with default retention.'"""
    bucket = action.known("s3BucketName")
    locks = action.find_anywhere("aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration", bucket=bucket) if bucket else []
    if any(lock.outputs.get("rule") for lock in locks):
        action.refuse(
            "InsufficientDeliveryPolicyException",
            f"Insufficient delivery policy to s3 bucket: {bucket}, object lock with default retention",
        )


@channel.before("delete")
def recorder_has_stopped(action: Action) -> None:
    """'You cannot delete the delivery channel you specified because the configuration recorder is running.'"""
    if any(status.outputs.get("isEnabled") is True for status in action.find(STATUS)):
        action.refuse(
            "LastDeliveryChannelDeleteFailedException",
            "Failed to delete last specified delivery channel, because the configuration recorder is running.",
        )


status = Rules(
    STATUS,
    source="AWS Config API Reference, StartConfigurationRecorder; Pulumi Registry, aws.cfg.RecorderStatus",
    references={"name": ref(RECORDER, by=("name",), code="NoSuchConfigurationRecorderException", blocks_delete=False)},
    immutable={"name"},
    id=lambda action: str(action.inputs["name"]),
)


@status.before("create")
def channel_comes_first(action: Action) -> None:
    """'There is no delivery channel available to record configurations.'"""
    if action.inputs.get("isEnabled") is True and not action.find(CHANNEL):
        action.refuse("NoAvailableDeliveryChannelException", "Delivery channel is not available to start configuration recorder.")
