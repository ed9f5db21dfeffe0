"""CloudTrail trails and event data stores.

Sources: AWS CloudTrail API Reference, CreateTrail, PutEventSelectors, PutInsightSelectors, CreateEventDataStore; AWS CloudTrail User Guide,
"CloudTrail trail naming requirements", "Amazon S3 bucket policy for CloudTrail", "Logging data events"; Pulumi Registry,
aws.cloudtrail.Trail, EventDataStore (the id of a trail is its ARN).
"""

import re
from collections.abc import Iterator
from typing import Any

from simulator.rules import (
    Action,
    Allowed,
    AtMostOneOf,
    AutoName,
    Between,
    Fault,
    Length,
    Needs,
    Pattern,
    Properties,
    Protection,
    Rules,
    ref,
)
from simulator.rules.aws.kinds import BUCKET, KEY, LOG_GROUP, ROLE
from simulator.rules.aws.policy_checks import as_list, principals, statements

TRAIL = "aws:cloudtrail/trail:Trail"
EVENT_DATA_STORE = "aws:cloudtrail/eventDataStore:EventDataStore"
BUCKET_POLICY = "aws:s3/bucketPolicy:BucketPolicy"
_NAMING = "AWS CloudTrail User Guide, 'CloudTrail trail naming requirements'"
_SELECTORS = "AWS CloudTrail API Reference, PutEventSelectors"
_KEY = ref(KEY, by=("arn", "id"), literals=("alias/*",), code="KmsKeyNotFoundException", anywhere=True, blocks_delete=False)

trail = Rules(
    TRAIL,
    source="AWS CloudTrail API Reference, CreateTrail; Pulumi Registry, aws.cloudtrail.Trail",
    second_source="cfn-lint",
    checks=(
        Length("name", 3, 128, source=_NAMING),
        AtMostOneOf(("eventSelectors", "advancedEventSelectors"), source=_SELECTORS),
        Needs("cloudWatchLogsGroupArn", ("cloudWatchLogsRoleArn",), source="AWS CloudTrail API Reference, CreateTrail"),
        Needs("cloudWatchLogsRoleArn", ("cloudWatchLogsGroupArn",), source="AWS CloudTrail API Reference, CreateTrail"),
        Allowed("eventSelectors[*].readWriteType", ("All", "ReadOnly", "WriteOnly"), source=_SELECTORS),
        Allowed(
            "eventSelectors[*].dataResources[*].type",
            (
                "AWS::DynamoDB::Stream",
                "AWS::DynamoDB::Table",
                "AWS::EC2::Snapshot",
                "AWS::Lambda::Function",
                "AWS::ManagedBlockchain::Node",
                "AWS::S3::AccessPoint",
                "AWS::S3::Object",
                "AWS::S3ObjectLambda::AccessPoint",
                "AWS::S3Outposts::Object",
            ),
            source="AWS CloudTrail API Reference, DataResource",
        ),
        Allowed(
            "insightSelectors[*].insightType",
            ("ApiCallRateInsight", "ApiErrorRateInsight"),
            source="AWS CloudTrail API Reference, PutInsightSelectors",
        ),
        Length("s3KeyPrefix", 0, 200, source="AWS CloudTrail API Reference, CreateTrail"),
        Length("advancedEventSelectors[*].name", 0, 1000, source=_SELECTORS),
    ),
    references={
        "s3BucketName": ref(BUCKET, by=("bucket",), code="S3BucketDoesNotExistException", anywhere=True, blocks_delete=False),
        "kmsKeyId": _KEY,
        "cloudWatchLogsRoleArn": ref(ROLE, by=("arn",), code="InvalidCloudWatchLogsRoleArnException", blocks_delete=False),
    },
    immutable={"name"},
    autoname=AutoName("name", 128),
    defaults={
        "enableLogFileValidation": False,
        "enableLogging": True,
        "includeGlobalServiceEvents": True,
        "isMultiRegionTrail": False,
        "isOrganizationTrail": False,
    },
    id="arn:{partition}:cloudtrail:{region}:{account}:trail/{name}",
    outputs={"arn": "{id}", "homeRegion": "{region}", "snsTopicArn": ""},
)


@trail.check(source=_NAMING)
def trail_name(inputs: Properties) -> Iterator[Fault]:
    """Letters, digits and . _ - , beginning and ending with a letter or digit, without two of . _ - together, and no IP address."""
    name = inputs.get("name")
    if not isinstance(name, str):
        return
    if not re.fullmatch(r"[a-zA-Z0-9]([a-zA-Z0-9._-]*[a-zA-Z0-9])?", name):
        yield "name", "letters, digits, dots, underscores and hyphens, beginning and ending with a letter or digit"
    elif re.search(r"[._-]{2}", name):
        yield "name", "no adjacent dots, underscores or hyphens"
    elif re.fullmatch(r"\d+\.\d+\.\d+\.\d+", name):
        yield "name", "not in the form of an IP address"


@trail.check(source="AWS CloudTrail API Reference, CreateTrail")
def scope_of_a_trail(inputs: Properties) -> Iterator[Fault]:
    """A trail of all regions records global services, and an organization's trail may be of one region; the other way round is refused."""
    if inputs.get("isMultiRegionTrail") is True and inputs.get("includeGlobalServiceEvents") is False:
        yield "includeGlobalServiceEvents", "a multi-region trail must include global service events"


@trail.check(source=_SELECTORS)
def selectors_say_what(inputs: Properties) -> Iterator[Fault]:
    """Each advanced selector has one `eventCategory`, and one for data names the type of resource."""
    yield from _selectors(inputs)


def _selectors(inputs: Properties) -> Iterator[Fault]:
    for index, selector in enumerate(_listed(inputs.get("advancedEventSelectors"))):
        fields = {field.get("field"): field for field in _listed(selector.get("fieldSelectors"))}
        place = f"advancedEventSelectors[{index}].fieldSelectors"
        if "eventCategory" not in fields:
            yield place, "eventCategory is required"
        elif not fields["eventCategory"].get("equals"):
            yield place, "eventCategory takes equals, and no other operator"
        elif fields["eventCategory"].get("equals") == ["Data"] and "resources.type" not in fields:
            yield place, "resources.type is required for data events"


def _listed(value: Any) -> list[Properties]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


@trail.before("create")
@trail.before("update")
def bucket_lets_it_in(action: Action) -> None:
    """'InsufficientS3BucketPolicyException: This exception is thrown when the policy on the S3 bucket is not sufficient.'"""
    name = action.known("s3BucketName")
    if name is None:
        return
    policies = [found.outputs.get("policy") for found in action.find_anywhere(BUCKET_POLICY, bucket=name)]
    own = [bucket.outputs.get("policy") for bucket in action.find_anywhere(BUCKET, bucket=name)]
    if not any(_admits(document) for document in (*policies, *own)):
        action.refuse("InsufficientS3BucketPolicyException", f"Incorrect S3 bucket policy is detected for bucket: {name}")


def _admits(document: Any) -> bool:
    if not isinstance(document, str) or not document:
        return False
    for statement in statements(document):
        puts = any(action.lower() in ("s3:putobject", "s3:*", "*") for action in as_list(statement.get("Action")))
        names = any(str(one).endswith(("cloudtrail.amazonaws.com", "*")) for one in principals(statement, "Service"))
        if statement.get("Effect") == "Allow" and puts and names:
            return True
    return False


@trail.before("create")
def log_group_is_there(action: Action) -> None:
    """'InvalidCloudWatchLogsLogGroupArnException: this is thrown when the provided CloudWatch Logs log group ARN is not valid.'"""
    arn = action.known("cloudWatchLogsGroupArn")
    if isinstance(arn, str) and not action.find(LOG_GROUP, arn=arn.removesuffix(":*")):
        action.refuse("InvalidCloudWatchLogsLogGroupArnException", f"CloudTrail cannot validate the specified log group ARN: {arn}")


event_data_store = Rules(
    EVENT_DATA_STORE,
    source="AWS CloudTrail API Reference, CreateEventDataStore; Pulumi Registry, aws.cloudtrail.EventDataStore",
    second_source="botocore, cfn-lint",
    checks=(
        Pattern(
            "name",
            r"[a-zA-Z0-9._\-]{3,128}",
            source="AWS CloudTrail API Reference, CreateEventDataStore",
            saying="3 to 128 letters, digits, dots, underscores and hyphens",
        ),
        Between("retentionPeriod", 7, 3653, source="AWS CloudTrail API Reference, CreateEventDataStore"),
        Allowed(
            "billingMode",
            ("EXTENDABLE_RETENTION_PRICING", "FIXED_RETENTION_PRICING"),
            source="AWS CloudTrail API Reference, CreateEventDataStore",
        ),
    ),
    references={"kmsKeyId": _KEY},
    immutable={"kmsKeyId"},
    autoname=AutoName("name", 128),
    defaults={
        "advancedEventSelectors": [
            {"name": "Default management events", "fieldSelectors": [{"field": "eventCategory", "equals": ["Management"]}]}
        ],
        "billingMode": "EXTENDABLE_RETENTION_PRICING",
        "multiRegionEnabled": True,
        "organizationEnabled": False,
        "retentionPeriod": 2555,
        "terminationProtectionEnabled": True,
    },
    id="arn:{partition}:cloudtrail:{region}:{account}:eventdatastore/{uuid}",
    outputs={"arn": "{id}"},
    protections=(
        Protection(
            "terminationProtectionEnabled",
            code="EventDataStoreTerminationProtectedException",
            message="The event data store cannot be deleted because termination protection is enabled for it.",
        ),
    ),
)


@event_data_store.check(
    source="AWS CloudTrail API Reference, AdvancedEventSelector (FieldSelectors), AdvancedFieldSelector (Field, Equals)"
)
def store_selectors_say_what(inputs: Properties) -> Iterator[Fault]:
    """The same of a store. Without selectors it takes management events (Pulumi Registry, aws.cloudtrail.EventDataStore)."""
    yield from _selectors(inputs)
