"""Settings of S3 buckets that are resources of their own.

Sources: S3 API Reference, PutBucketVersioning, PutObjectLockConfiguration, PutBucketPolicy, PutPublicAccessBlock,
PutBucketOwnershipControls, PutBucketEncryption, PutBucketLogging, PutBucketLifecycleConfiguration; Amazon S3 User Guide, "Locking objects
with Object Lock" (needs versioning, which can't be suspended then), "Enabling Amazon S3 server access logging" (no default retention on
the log bucket), "Blocking public access to your Amazon S3 storage"; Pulumi Registry, aws.s3.Bucket* (the id is the bucket's name).
"""

from collections.abc import Iterator
from typing import Any

from simulator.rules import Action, Allowed, Between, ExactlyOneOf, Fault, Length, Object, Pattern, Properties, Rules, ref
from simulator.rules.aws.kinds import BUCKET, DIRECTORY_BUCKET, KEY
from simulator.rules.aws.parts import given, items
from simulator.rules.aws.policy_checks import PolicyDocument, as_list, principals, statements

VERSIONING = "aws:s3/bucketVersioning:BucketVersioning"
OBJECT_LOCK = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration"
PUBLIC_ACCESS = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
STORAGE_CLASSES = ("GLACIER", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "DEEP_ARCHIVE", "GLACIER_IR")
_OF_BUCKET = {"bucket": ref(BUCKET, code="NoSuchBucket", blocks_delete=False)}
_OWNER = Pattern("expectedBucketOwner", r"\d{12}", source="S3 API Reference, PutBucketVersioning", saying="an account id: 12 digits")

versioning = Rules(
    VERSIONING,
    source="S3 API Reference, PutBucketVersioning; Pulumi Registry, aws.s3.BucketVersioning",
    second_source="botocore",
    checks=(
        Allowed("versioningConfiguration.status", ("Enabled", "Suspended", "Disabled"), source="S3 API Reference, PutBucketVersioning"),
        Allowed("versioningConfiguration.mfaDelete", ("Enabled", "Disabled"), source="S3 API Reference, PutBucketVersioning"),
        _OWNER,
    ),
    references=_OF_BUCKET,
    immutable={"bucket", "expectedBucketOwner"},
    id="{bucket}",
)


def _bucket(action: Action) -> Object | None:
    return action.target("bucket", BUCKET)


@versioning.before("create")
@versioning.before("update")
def lock_keeps_versions(action: Action) -> None:
    """A bucket with Object Lock keeps its versions."""
    found, status = _bucket(action), action.inputs["versioningConfiguration"]["status"]
    if found and found.outputs.get("objectLockEnabled") is True and status != "Enabled":
        action.refuse(
            "InvalidBucketState", "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed."
        )
    if action.verb == "update" and status == "Disabled" and action.object.outputs["versioningConfiguration"]["status"] != "Disabled":
        action.refuse("InvalidBucketState", "versioning_configuration.status cannot be updated from 'Enabled' or 'Suspended' to 'Disabled'")


object_lock = Rules(
    OBJECT_LOCK,
    source="S3 API Reference, PutObjectLockConfiguration; Pulumi Registry, aws.s3.BucketObjectLockConfiguration",
    second_source="botocore",
    checks=(
        Allowed("objectLockEnabled", ("Enabled",), source="S3 API Reference, ObjectLockConfiguration"),
        Allowed("rule.defaultRetention.mode", ("GOVERNANCE", "COMPLIANCE"), source="S3 API Reference, DefaultRetention"),
        Between("rule.defaultRetention.days", 1, 36500, source="S3 API Reference, DefaultRetention"),
        Between("rule.defaultRetention.years", 1, 100, source="S3 API Reference, DefaultRetention"),
        _OWNER,
    ),
    references=_OF_BUCKET,
    immutable={"bucket", "expectedBucketOwner", "objectLockEnabled"},
    defaults={"objectLockEnabled": "Enabled"},
    id="{bucket}",
)


@object_lock.check(source="S3 API Reference, DefaultRetention: a mode, and either days or years")
def retention_has_one_length(inputs: Properties) -> Iterator[Fault]:
    """Days or years, never both."""
    retention = (inputs.get("rule") or {}).get("defaultRetention")
    if retention is not None:
        yield from ExactlyOneOf(("rule.defaultRetention.days", "rule.defaultRetention.years"), source="S3 API").faults(inputs)
        if retention.get("mode") is None:
            yield "rule.defaultRetention.mode", "is required"


@object_lock.before("create")
def versions_are_kept(action: Action) -> None:
    """Object Lock works on versions."""
    found = _bucket(action)
    kept = bool(found and found.outputs.get("objectLockEnabled") is True) or any(
        one.outputs["versioningConfiguration"]["status"] == "Enabled" for one in action.find(VERSIONING, bucket=action.inputs["bucket"])
    )
    if not kept:
        action.refuse("InvalidBucketState", "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration")


policy = Rules(
    "aws:s3/bucketPolicy:BucketPolicy",
    source="S3 API Reference, PutBucketPolicy; Pulumi Registry, aws.s3.BucketPolicy",
    second_source="cfn-lint",
    checks=(PolicyDocument("policy", "resource", source="S3 API Reference, PutBucketPolicy", most=20480),),
    references={"bucket": ref(BUCKET, DIRECTORY_BUCKET, code="NoSuchBucket", blocks_delete=False)},
    immutable={"bucket"},
    id="{bucket}",
    normalized_json=("policy",),
)


@policy.before("create")
@policy.before("update")
def speaks_of_this_bucket(action: Action) -> None:
    """Resources are this bucket and its objects; a public policy is refused where public policies are blocked."""
    directory = action.target("bucket", DIRECTORY_BUCKET)
    arn = directory.outputs["arn"] if directory else f"arn:{action.partition}:s3:::{action.inputs['bucket']}"
    document = action.inputs["policy"]
    for statement in statements(document):
        for resource in as_list(statement.get("Resource")):
            if resource != arn and not resource.startswith(arn + "/"):
                action.refuse("MalformedPolicy", f"Policy has invalid resource: {resource}; it must be {arn} or {arn}/…")
    blocked = any(one.outputs.get("blockPublicPolicy") is True for one in action.find(PUBLIC_ACCESS, bucket=action.inputs["bucket"]))
    if blocked and any(_public(statement) for statement in statements(document)):
        action.refuse("AccessDenied", "public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.")


_FIXING_KEYS = {
    "aws:principalorgid",
    "aws:principalaccount",
    "aws:principalarn",
    "aws:sourcearn",
    "aws:sourceaccount",
    "aws:sourceorgid",
    "aws:sourcevpc",
    "aws:sourcevpce",
    "aws:sourceip",
    "aws:vpceaccount",
    "aws:vpceorgid",
    "s3:dataaccesspointaccount",
    "s3:dataaccesspointarn",
}
"""Amazon S3 User Guide, 'The meaning of public': a wildcard principal with a fixed value of one of these keys is not public."""


def _public(statement: dict[str, Any]) -> bool:
    if statement.get("Effect") != "Allow" or ("*" not in principals(statement) and "NotPrincipal" not in statement):
        return False
    for operator, keys in (statement.get("Condition") or {}).items():
        for key, values in keys.items():
            fixed = all("*" not in value or value.strip("*") != "" for value in as_list(values))
            if key.lower() in _FIXING_KEYS and "Not" not in operator and fixed:
                return False
    return True


public_access = Rules(
    PUBLIC_ACCESS,
    source="S3 API Reference, PutPublicAccessBlock; Pulumi Registry, aws.s3.BucketPublicAccessBlock",
    references=_OF_BUCKET,
    immutable={"bucket"},
    defaults={"blockPublicAcls": False, "blockPublicPolicy": False, "ignorePublicAcls": False, "restrictPublicBuckets": False},
    id="{bucket}",
)

ownership = Rules(
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
    source="S3 API Reference, PutBucketOwnershipControls; Pulumi Registry, aws.s3.BucketOwnershipControls",
    second_source="botocore",
    checks=(
        Allowed(
            "rule.objectOwnership",
            ("BucketOwnerPreferred", "ObjectWriter", "BucketOwnerEnforced"),
            source="S3 API Reference, OwnershipControlsRule",
        ),
    ),
    references=_OF_BUCKET,
    immutable={"bucket"},
    id="{bucket}",
)

encryption = Rules(
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    source="S3 API Reference, PutBucketEncryption; Pulumi Registry, aws.s3.BucketServerSideEncryptionConfiguration",
    second_source="botocore",
    checks=(
        Length("rules", 1, 1, source="S3 API Reference, ServerSideEncryptionConfiguration"),
        Allowed(
            "rules[*].applyServerSideEncryptionByDefault.sseAlgorithm",
            ("AES256", "aws:kms", "aws:kms:dsse"),
            source="S3 API Reference, ServerSideEncryptionByDefault",
        ),
        _OWNER,
    ),
    references={
        **_OF_BUCKET,
        "rules[*].applyServerSideEncryptionByDefault.kmsMasterKeyId": ref(
            KEY, by=("arn", "id"), literals=("alias/*",), code="KMS.NotFoundException", anywhere=True, blocks_delete=False
        ),
    },
    immutable={"bucket", "expectedBucketOwner"},
    id="{bucket}",
)


@encryption.check(source="S3 API Reference, ServerSideEncryptionByDefault: a key only with aws:kms or aws:kms:dsse", even_unknown=True)
def key_fits_algorithm(inputs: Properties) -> Iterator[Fault]:
    """S3's own encryption takes no key."""
    for i, rule in items(inputs, "rules"):
        default = rule.get("applyServerSideEncryptionByDefault")
        if isinstance(default, dict) and default.get("sseAlgorithm") == "AES256" and given(default.get("kmsMasterKeyId")):
            yield f"rules[{i}].applyServerSideEncryptionByDefault.kmsMasterKeyId", "can't be given with AES256"


logging = Rules(
    "aws:s3/bucketLogging:BucketLogging",
    source="S3 API Reference, PutBucketLogging; Pulumi Registry, aws.s3.BucketLogging",
    checks=(_OWNER,),
    references={**_OF_BUCKET, "targetBucket": ref(BUCKET, code="InvalidTargetBucketForLogging", blocks_delete=False)},
    immutable={"bucket", "expectedBucketOwner"},
    id="{bucket}",
)


@logging.before("create")
@logging.before("update")
def log_bucket_takes_logs(action: Action) -> None:
    """'The destination bucket can't have a default retention period' (server access logging)."""
    for one in action.find(OBJECT_LOCK, bucket=action.inputs["targetBucket"]):
        if (one.outputs.get("rule") or {}).get("defaultRetention"):
            action.refuse(
                "InvalidTargetBucketForLogging",
                f"The target bucket for logging, {action.inputs['targetBucket']}, has a default Object Lock retention",
            )


@object_lock.before("create")
@object_lock.before("update")
def log_bucket_is_not_locked(action: Action) -> None:
    """The same, from the other side."""
    users = action.find(logging.type, targetBucket=action.inputs["bucket"])
    if users and (action.inputs.get("rule") or {}).get("defaultRetention"):
        action.refuse(
            "InvalidRequest", f"{action.inputs['bucket']} receives server access logs of {users[0].id}: it can't have a default retention"
        )


lifecycle = Rules(
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    source="S3 API Reference, PutBucketLifecycleConfiguration; Pulumi Registry, aws.s3.BucketLifecycleConfiguration",
    second_source="botocore",
    checks=(
        Length("rules", 1, 1000, source="S3 API Reference, PutBucketLifecycleConfiguration"),
        Allowed("rules[*].status", ("Enabled", "Disabled"), source="S3 API Reference, LifecycleRule"),
        Length("rules[*].id", 1, 255, source="S3 API Reference, LifecycleRule"),
        Allowed("rules[*].transitions[*].storageClass", STORAGE_CLASSES, source="S3 API Reference, Transition"),
        Allowed("rules[*].noncurrentVersionTransitions[*].storageClass", STORAGE_CLASSES, source="S3 API Reference, Transition"),
        Between("rules[*].expiration.days", 1, 2147483647, source="S3 API Reference, LifecycleExpiration"),
        Between(
            "rules[*].noncurrentVersionExpiration.noncurrentDays", 1, 2147483647, source="S3 API Reference, NoncurrentVersionExpiration"
        ),
        Between("rules[*].abortIncompleteMultipartUpload.daysAfterInitiation", 1, 2147483647, source="S3 API Reference, LifecycleRule"),
        Allowed(
            "transitionDefaultMinimumObjectSize",
            ("all_storage_classes_128K", "varies_by_storage_class"),
            source="S3 API Reference, PutBucketLifecycleConfiguration",
        ),
    ),
    references=_OF_BUCKET,
    immutable={"bucket", "expectedBucketOwner"},
    id="{bucket}",
    outputs={"expectedBucketOwner": "", "transitionDefaultMinimumObjectSize": "all_storage_classes_128K"},
)


@lifecycle.check(source="S3 API Reference, LifecycleRule: every rule does something, under an id of its own")
def rules_act(inputs: Properties) -> Iterator[Fault]:
    """A rule without an action is refused, and so is an id used twice."""
    actions = ("abortIncompleteMultipartUpload", "expiration", "noncurrentVersionExpiration", "noncurrentVersionTransitions", "transitions")
    seen: set[str] = set()
    for i, rule in items(inputs, "rules"):
        if not any(given(rule.get(name)) for name in actions):
            yield f"rules[{i}]", f"must have at least one of {', '.join(actions)}"
        if rule.get("id") in seen:
            yield f"rules[{i}].id", f"{rule['id']!r} is taken by another rule"
        seen.add(str(rule.get("id")))
        if rule.get("prefix") is not None and rule.get("filter") is not None:
            yield f"rules[{i}].prefix", "conflicts with filter"
