"""Cloud Storage: buckets and objects.

Sources: Cloud Storage documentation, "About Cloud Storage buckets" (names), "Bucket Lock" (a locked policy can't be shortened or removed), "Soft
delete", "Public access prevention", "Customer-managed encryption keys"; Cloud Storage JSON API, buckets; Terraform google provider,
google_storage_bucket, google_storage_bucket_object.
"""

import re
from collections.abc import Iterator

from simulator.rules import UNKNOWN, Action, Allowed, Between, Fault, Object, Properties, Rules, unique
from simulator.rules.gcp.common import inner, link, named
from simulator.rules.gcp.keys import key_serves, project_number
from simulator.rules.gcp.kinds import BUCKET, CRYPTO_KEY, OBJECT

_NAMES = "Cloud Storage documentation, 'About Cloud Storage buckets': bucket names"
AGENT = "gs-project-accounts.iam.gserviceaccount.com"
CLASSES = ("STANDARD", "MULTI_REGIONAL", "REGIONAL", "NEARLINE", "COLDLINE", "ARCHIVE")
_CENTURY = 3155760000

bucket = Rules(
    BUCKET,
    source="Cloud Storage JSON API, buckets; Terraform google provider, google_storage_bucket",
    checks=(
        Allowed("storageClass", CLASSES, source="Cloud Storage documentation, 'Storage classes'"),
        Allowed("publicAccessPrevention", ("inherited", "enforced"), source="Terraform google provider, google_storage_bucket"),
        Allowed("rpo", ("DEFAULT", "ASYNC_TURBO"), source="Terraform google provider, google_storage_bucket"),
        Between("retentionPolicy.retentionPeriod", 1, _CENTURY, source="Cloud Storage documentation, 'Bucket Lock'"),
        Between(
            "softDeletePolicy.retentionDurationSeconds", 604800, 7776000, also=(0,), source="Cloud Storage documentation, 'Soft delete'"
        ),
    ),
    unique=(unique("name", scope="global", code="conflict", message="Error 409: The requested bucket name is not available: {name}"),),
    references={"encryption.defaultKmsKeyName": link(CRYPTO_KEY, blocks_delete=False), "logging.logBucket": link(BUCKET)},
    immutable={"location", "enableObjectRetention", "customPlacementConfig", "hierarchicalNamespace"},
    defaults={"forceDestroy": False, "storageClass": "STANDARD"},
    outputs={
        "publicAccessPrevention": "inherited",
        "uniformBucketLevelAccess": False,
        "rpo": "",
        "url": "gs://{name}",
        "selfLink": "https://www.googleapis.com/storage/v1/b/{name}",
        "softDeletePolicy": {"effectiveTime": "{now}", "retentionDurationSeconds": 604800},
        "versioning": {"enabled": False},
        "website": {},
    },
)


@bucket.check(source=_NAMES)
def name_is_allowed(inputs: Properties) -> Iterator[Fault]:
    """3 to 63 small letters, digits, hyphens, underscores and dots, and no word of Google's."""
    name = inputs.get("name")
    if not isinstance(name, str):
        return
    longest = 222 if "." in name else 63
    if not re.fullmatch(r"[a-z0-9][a-z0-9._-]*[a-z0-9]", name) or not 3 <= len(name) <= longest:
        yield (
            "name",
            f"{name!r} is not allowed: 3 to 63 small letters, digits, hyphens, underscores and dots, starting and ending with a letter or digit",
        )
    if name.startswith("goog") or "google" in name or re.fullmatch(r"\d+(?:\.\d+){3}", name):
        yield "name", f"{name!r} is not allowed: it begins with 'goog', contains 'google', or is an IP address"


@bucket.check(source="Cloud Storage documentation, 'Bucket Lock': a second to 100 years")
def period_is_a_number_of_seconds(inputs: Properties) -> Iterator[Fault]:
    """Written as text."""
    period = inner(inputs.get("retentionPolicy")).get("retentionPeriod")
    if isinstance(period, str) and (not period.isdigit() or not 1 <= int(period) <= _CENTURY):
        yield "retentionPolicy.retentionPeriod", f"{period!r} is not allowed: 1 to {_CENTURY} seconds"


@bucket.check(source="Cloud Storage documentation, 'Object Lifecycle Management'", even_unknown=True)
def lifecycle_has_an_action(inputs: Properties) -> Iterator[Fault]:
    """A rule that changes the class says to which."""
    for at, one in enumerate(inputs.get("lifecycleRules") or [] if isinstance(inputs.get("lifecycleRules"), list) else []):
        action = inner(one.get("action")) if isinstance(one, dict) else {}
        if action.get("type") == "SetStorageClass" and not action.get("storageClass"):
            yield f"lifecycleRules[{at}].action.storageClass", "is required when type is 'SetStorageClass'"
        # 'Each rule contains one action and one or more conditions.'
        when = one.get("condition") if isinstance(one, dict) else UNKNOWN
        if isinstance(when, dict | None) and all(value is None for value in (when or {}).values()):
            yield f"lifecycleRules[{at}].condition", "must hold one condition or more"


@bucket.computes
def place_and_number(action: Action) -> Properties:
    """Locations are shown in capitals."""
    return {
        "location": str(action.inputs["location"]).upper(),
        "projectNumber": int(project_number(action, str(action.outputs.get("project")))),
    }


@bucket.before("create")
@bucket.before("update")
def key_may_be_used(action: Action) -> None:
    """The project's storage agent encrypts with it, and it stands where the bucket does."""
    key_serves(action, inner(action.inputs.get("encryption")).get("defaultKmsKeyName"), AGENT, str(action.inputs["location"]))


@bucket.before("update")
def lock_holds(action: Action) -> None:
    """'You can't remove a locked retention policy or reduce its retention period.'"""
    before, after = inner(action.object.outputs.get("retentionPolicy")), inner(action.inputs.get("retentionPolicy"))
    if before.get("isLocked") is not True:
        return
    if not after or after.get("isLocked") is not True:
        action.refuse("invalid", f"Cannot unlock or remove the locked retention policy of bucket {action.object.id}")
    if float(after.get("retentionPeriod") or 0) < float(before.get("retentionPeriod") or 0):
        action.refuse("forbidden", f"Cannot reduce retention duration of a locked Retention Policy for bucket '{action.object.id}'.")


@bucket.before("delete")
def bucket_is_empty(action: Action) -> None:
    """Unless `forceDestroy` takes the objects along; what a retention policy keeps it can't take."""
    inside = action.find_anywhere(OBJECT, bucket=action.object.id)
    if inside and action.object.outputs.get("forceDestroy") is not True:
        action.refuse("conflict", f"Error trying to delete bucket {action.object.id} containing objects without `forceDestroy` set to true")
    for one in inside:
        kept_until(action, one, action.object)
        action.world.remove(one)


def kept_until(action: Action, one: Object, home: Object) -> None:
    """Refuse to delete an object that its bucket's policy, or a hold, keeps."""
    period = inner(home.outputs.get("retentionPolicy")).get("retentionPeriod")
    if period:
        action.refuse(
            "retentionPolicyNotMet", f"Object '{home.id}/{one.outputs.get('name')}' is subject to bucket's retention policy for {period} s"
        )
    if one.outputs.get("temporaryHold") is True or one.outputs.get("eventBasedHold") is True:
        action.refuse("forbidden", f"Object '{home.id}/{one.outputs.get('name')}' is under active hold and can't be deleted")


bucket_object = Rules(
    OBJECT,
    source="Cloud Storage JSON API, objects; Terraform google provider, google_storage_bucket_object",
    references={"bucket": link(BUCKET, by=("id", "selfLink", "url"), blocks_delete=False)},
    immutable={"bucket", "name"},
    outputs={
        "crc32c": "{hex8}",
        "md5hash": "{hex24}",
        "md5hexhash": "{hex32}",
        "mediaLink": "https://storage.googleapis.com/download/storage/v1/b/{bucket}/o/{name}",
        "outputName": "{name}",
        "selfLink": "https://www.googleapis.com/storage/v1/b/{bucket}/o/{name}",
        "storageClass": "STANDARD",
        "kmsKeyName": "",
        "contentType": "text/plain; charset=utf-8",
    },
)


@bucket_object.before("delete")
def nothing_keeps_it(action: Action) -> None:
    """Retention policy and holds."""
    home = named(action, action.object.outputs.get("bucket"), BUCKET)
    if home is not None:
        kept_until(action, action.object, home)
