"""S3 buckets: names that are unique in the world, and what shows of the settings made apart.

Sources: Amazon S3 User Guide, "General purpose bucket naming rules", "Locking objects with Object Lock", "Setting default server-side
encryption behavior"; S3 API Reference, CreateBucket, DeleteBucket; AWS General Reference, "Amazon S3 website endpoints" (hosted zones);
Pulumi Registry, aws.s3.Bucket (the id is the name; settings that others make are computed).
"""

import re
from collections.abc import Iterator

from simulator.rules import Action, Allowed, AtMostOneOf, AutoName, Fault, Properties, Rules, ref
from simulator.rules.aws.kinds import BUCKET, KEY
from simulator.rules.aws.policy_checks import PolicyDocument

HOSTED_ZONES = {
    "eu-central-1": "Z21DNDUVLTQW6Q",
    "eu-west-1": "Z1BKCTXD74EZPE",
    "eu-west-2": "Z3GKZC51ZF0DB4",
    "us-east-1": "Z3AQBSTGFYJSTF",
    "us-west-2": "Z3BJ6K6RIION7M",
}
"""AWS General Reference, 'Amazon S3 website endpoints'."""
_NAMING = "Amazon S3 User Guide, 'General purpose bucket naming rules'"
_ENCRYPTION = "serverSideEncryptionConfiguration.rule.applyServerSideEncryptionByDefault"


def name_faults(name: str) -> Iterator[str]:
    """What the naming rules refuse."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", name):
        yield "3 to 63 lower-case letters, digits, dots and hyphens, beginning and ending with a letter or digit"
    if ".." in name or re.fullmatch(r"\d+\.\d+\.\d+\.\d+", name):
        yield "no two dots together, and not an IP address"
    if name.startswith(("xn--", "sthree-", "amzn-s3-demo-")):
        yield "must not begin with xn--, sthree- or amzn-s3-demo-"
    if name.endswith(("-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3")):
        yield "must not end with -s3alias, --ol-s3, .mrap, --x-s3 or --table-s3"


bucket = Rules(
    BUCKET,
    source="S3 API Reference, CreateBucket; Pulumi Registry, aws.s3.Bucket",
    second_source="cfn-lint, moto",
    checks=(
        AtMostOneOf(("bucket", "bucketPrefix"), source="Pulumi Registry, aws.s3.Bucket"),
        AtMostOneOf(("acl", "grants"), source="Pulumi Registry, aws.s3.Bucket"),
        Allowed(f"{_ENCRYPTION}.sseAlgorithm", ("AES256", "aws:kms", "aws:kms:dsse"), source="S3 API Reference, PutBucketEncryption"),
        Allowed("bucketNamespace", ("global", "account-regional"), source="S3 API Reference, CreateBucket"),
        Allowed("objectLockConfiguration.objectLockEnabled", ("Enabled",), source="S3 API Reference, ObjectLockConfiguration"),
        Allowed(
            "objectLockConfiguration.rule.defaultRetention.mode", ("GOVERNANCE", "COMPLIANCE"), source="S3 API Reference, DefaultRetention"
        ),
        *(
            Allowed(f"replicationConfiguration.rules[*].{path}", values, source="S3 API Reference, ReplicationRule")
            for path, values in (
                ("status", ("Enabled", "Disabled")),
                ("destination.accessControlTranslation.owner", ("Destination",)),
                ("destination.metrics.status", ("Enabled", "Disabled")),
                ("destination.replicationTime.status", ("Enabled", "Disabled")),
                (
                    "destination.storageClass",
                    (
                        "STANDARD",
                        "REDUCED_REDUNDANCY",
                        "STANDARD_IA",
                        "ONEZONE_IA",
                        "INTELLIGENT_TIERING",
                        "GLACIER",
                        "DEEP_ARCHIVE",
                        "GLACIER_IR",
                    ),
                ),
            )
        ),
        Allowed("requestPayer", ("BucketOwner", "Requester"), source="S3 API Reference, PutBucketRequestPayment"),
        PolicyDocument("policy", "resource", source="S3 API Reference, PutBucketPolicy", most=20480),
    ),
    references={
        f"{_ENCRYPTION}.kmsMasterKeyId": ref(
            KEY,
            by=("arn", "id"),
            literals=("alias/*", "arn:aws:kms:*:alias/*"),
            code="KMS.NotFoundException",
            anywhere=True,
            blocks_delete=False,
        ),
    },
    immutable={"bucket", "bucketNamespace", "bucketPrefix", "objectLockEnabled"},
    autoname=AutoName("bucket", 63, lower=True, unless=("bucketPrefix",)),
    defaults={"forceDestroy": False},
    id=lambda action: str(action.inputs.get("bucket") or f"{action.inputs.get('bucketPrefix')}{action.digits(26)}"),
    outputs={
        "accelerationStatus": "",
        "acl": "private",
        "arn": "arn:{partition}:s3:::{id}",
        "bucket": "{id}",
        "bucketDomainName": "{id}.s3.amazonaws.com",
        "bucketNamespace": "global",
        "bucketPrefix": "",
        "bucketRegion": "{region}",
        "bucketRegionalDomainName": "{id}.s3.{region}.amazonaws.com",
        "corsRules": [],
        "grants": [],
        "hostedZoneId": "",
        "lifecycleRules": [],
        "logging": {},
        "objectLockConfiguration": {},
        "objectLockEnabled": False,
        "policy": "",
        "replicationConfiguration": {},
        "requestPayer": "BucketOwner",
        "serverSideEncryptionConfiguration": {},
        "versioning": {},
        "website": {},
        "websiteDomain": "",
        "websiteEndpoint": "",
    },
    normalized_json=("policy",),
)


@bucket.check(source=_NAMING)
def name_is_allowed(inputs: Properties) -> Iterator[Fault]:
    """The naming rules of general purpose buckets."""
    name = inputs.get("bucket")
    for reason in name_faults(name) if isinstance(name, str) else ():
        yield "bucket", f"{name!r} is not allowed: {reason}"
    prefix = inputs.get("bucketPrefix")
    if isinstance(prefix, str) and len(prefix) > 37:
        yield "bucketPrefix", f"has length {len(prefix)}; allowed: up to 37"


@bucket.computes
def first_settings(action: Action) -> Properties:
    """Every bucket encrypts with S3's own key; object lock brings versioning."""
    made: Properties = {"hostedZoneId": HOSTED_ZONES.get(action.region, "Z" + action.world.digest(action.region, "s3")[:13].upper())}
    if action.inputs.get("serverSideEncryptionConfiguration") is None:
        made["serverSideEncryptionConfiguration"] = _encryption("AES256")
    if action.inputs.get("versioning") is None:
        made["versioning"] = {"enabled": action.inputs.get("objectLockEnabled") is True, "mfaDelete": False}
    if action.inputs.get("grants") is None:
        owner = action.world.digest(action.account, "canonical user")
        made["grants"] = [{"id": owner, "permissions": ["FULL_CONTROL"], "type": "CanonicalUser"}]
    return made


def _encryption(algorithm: str, key: str = "", bucket_key: bool = False) -> Properties:
    default: Properties = {"sseAlgorithm": algorithm}
    if key:
        default["kmsMasterKeyId"] = key
    return {"rule": {"applyServerSideEncryptionByDefault": default, "bucketKeyEnabled": bucket_key}}


@bucket.on_read
def settings_made_apart(action: Action) -> None:
    """Settings that resources of their own make show in the bucket."""
    given = action.object.inputs
    for kind, property_, show in (
        ("aws:s3/bucketVersioning:BucketVersioning", "versioning", _versioning),
        (
            "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
            "serverSideEncryptionConfiguration",
            _own_encryption,
        ),
        ("aws:s3/bucketLogging:BucketLogging", "logging", _logging),
        ("aws:s3/bucketPolicy:BucketPolicy", "policy", lambda one: one["policy"]),
    ):
        found = action.find(kind, bucket=action.id)
        if found and given.get(property_) is None:
            action.outputs[property_] = show(found[0].outputs)


def _versioning(one: Properties) -> Properties:
    return {"enabled": one["versioningConfiguration"]["status"] == "Enabled", "mfaDelete": False}


def _own_encryption(one: Properties) -> Properties:
    rule = one["rules"][0]
    default = rule.get("applyServerSideEncryptionByDefault") or {}
    return _encryption(
        str(default.get("sseAlgorithm", "AES256")), str(default.get("kmsMasterKeyId") or ""), rule.get("bucketKeyEnabled") is True
    )


def _logging(one: Properties) -> Properties:
    return {"targetBucket": one["targetBucket"], "targetPrefix": one["targetPrefix"]}


@bucket.before("create")
def name_is_free(action: Action) -> None:
    """All accounts share the names of buckets."""
    name = action.inputs.get("bucket")
    for other in action.find_anywhere(BUCKET, bucket=name) if name else ():
        if other.account == action.account:
            action.refuse(
                "BucketAlreadyOwnedByYou", f"Your previous request to create the named bucket succeeded and you already own it: {name}"
            )
        action.refuse(
            "BucketAlreadyExists",
            f"The requested bucket name is not available. The bucket namespace is shared by all users of the system: {name}",
        )
