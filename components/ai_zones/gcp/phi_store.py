"""Object store of a zone: a bucket that keeps everything for years, encrypted by one key, opened by role to named identities alone.

Google gives a new bucket's reads and writes to whoever owns, edits or views its project; the bucket's policy here is written as a whole, so these
"convenience" grants are gone. Who reads and writes is logged by the project's audit configuration (`GcpZoneProject`).
Sources: those of `closed_bucket`; Cloud Storage documentation, "IAM roles for Cloud Storage" (predefined and convenience values), "Cloud
Audit Logs with Cloud Storage"; provider reference, `gcp.storage.BucketIAMPolicy` (replaces every grant of the bucket);
45 CFR 164.312(a)(2)(iv) (encryption), 164.312(c)(1) (integrity), 164.316(b)(2)(i) (six years).
"""

import json
from typing import Annotated, Final, NotRequired, Self, TypedDict

import pulumi
import pydantic
from pulumi_gcp import storage

from ai_zones.gcp.closed_bucket import ClosedBucket, build_bucket
from ai_zones.gcp.labels import DataClass
from ai_zones.gcp.naming import Kind, child, unique_name
from ai_zones.gcp.ordering import after, children_wait
from ai_zones.gcp.stored_input import Label, StoredInput
from ai_zones.gcp.validation import SIX_YEARS_DAYS, ComponentInput, Member, ZoneText

MINIMUM_RETENTION_DAYS: Final = 2190
MAX_RETENTION_DAYS: Final = 36_525
"""Google's 100 years."""
READS: Final = "roles/storage.objectViewer"
WRITES: Final = "roles/storage.objectUser"
ADDS: Final = "roles/storage.objectCreator"

STORE_CLASSES: Final = {
    "phi": DataClass.PHI,
    "deidentification": DataClass.DEIDENTIFIED,
    "training": DataClass.DEIDENTIFIED,
    "management": DataClass.INTERNAL,
}
"""Zones that keep objects, and what these hold. A model is internal: what it was trained on is de-identified."""


def _keeps_objects(zone: str) -> str:
    if zone not in STORE_CLASSES:
        raise ValueError(f"must be one of {', '.join(STORE_CLASSES)}: other zones keep no data")
    return zone


class GcpStorePrincipalArgs(TypedDict):
    """An identity that may use the store."""

    member: str
    """Principal, such as `serviceAccount:ingest@acme-prod-phi.iam.gserviceaccount.com`."""
    writable: NotRequired[bool]
    """Whether it may read, write and delete. Default: false, it reads."""
    adds_only: NotRequired[bool]
    """Whether it may add, and not even read: for feeds. Default: false."""


class GcpPhiStoreArgs(TypedDict):
    """Inputs of `GcpPhiStore`."""

    zone: str
    """Zone that the store stands in: `phi`, `deidentification`, `training` (its data sets and runs) or `management` (models, signed)."""
    project: str
    """Id of the zone's project."""
    region: str
    """Region of the bucket."""
    organization: str
    """Short name of the organization, part of the hash in the bucket's name."""
    environment: str
    """Environment, part of the hash in the bucket's name."""
    kms_key: pulumi.Input[str]
    """Key that encrypts every object, for `storage`; of the same region."""
    principals: NotRequired[dict[str, GcpStorePrincipalArgs]]
    """Identities that may use the store, by a stable name. Default: none."""
    label: NotRequired[str]
    """Tells several stores of one zone apart. Default: `store`."""
    retention_days: NotRequired[int]
    """Days for which every object, or older version, is kept, 2,190 (six years) or more. Default: 2,192."""
    versioned: NotRequired[bool]
    """True lets objects be replaced and deleted, and keeps the older versions. Default: false, by a retention policy nothing is replaced or
    deleted before its time; the two exclude each other."""
    locked: NotRequired[bool]
    """True makes the retention policy final: nobody, Google included, shortens it. Default: false, so that a patient's right to erasure can be
    served."""
    restore_days: NotRequired[int]
    """Days in which a deleted object comes back, 7 to 90. Default: 35."""
    cool_after_days: NotRequired[int]
    """Days until an object grows cool (Nearline), colder 90 days later, and goes to the archive class a year after it. Default: 90."""
    autoclass: NotRequired[bool]
    """True lets Google move objects between classes by their use, in place of `cool_after_days`. Default: false."""
    removable: NotRequired[bool]
    """Lifts Pulumi's and the provider's protection; what is kept stays kept. Default: false."""
    labels: NotRequired[dict[str, str]]
    """Further labels. Default: none."""


class StorePrincipal(ComponentInput):
    """Parsed `GcpStorePrincipalArgs`."""

    member: Member
    writable: bool = False
    adds_only: bool = False

    @pydantic.model_validator(mode="after")
    def _does_one_of_both(self) -> Self:
        if self.writable and self.adds_only:
            raise ValueError(f"writable, adds_only: {self.member} is given both; adds_only takes its reading away")
        return self

    @property
    def role(self) -> str:
        """The one role that it gets."""
        return WRITES if self.writable else ADDS if self.adds_only else READS


class PhiStore(StoredInput):
    """Parsed `GcpPhiStoreArgs`."""

    zone: Annotated[ZoneText, pydantic.AfterValidator(_keeps_objects)]
    principals: dict[Label, StorePrincipal] = pydantic.Field(default_factory=dict)
    label: Label = "store"
    retention_days: int = pydantic.Field(default=SIX_YEARS_DAYS, ge=MINIMUM_RETENTION_DAYS, le=MAX_RETENTION_DAYS)
    locked: bool = False
    restore_days: int = pydantic.Field(default=35, ge=7, le=90)
    cool_after_days: int = pydantic.Field(default=90, ge=30)
    autoclass: bool = False
    versioned: bool = False

    @pydantic.model_validator(mode="after")
    def _locks_a_policy(self) -> Self:
        if self.locked and self.versioned:
            raise ValueError("locked, versioned: given True both; versions have no retention policy that could be locked, leave out one")
        return self

    @property
    def bucket_name(self) -> str:
        """Name of the bucket."""
        return store_bucket_name(self.zone, self.label, organization=self.organization, environment=self.environment, project=self.project)

    def policy(self) -> str:
        """All that anybody may do with the objects."""
        roles = sorted({one.role for one in self.principals.values()})
        bindings = [
            {"role": role, "members": sorted({one.member for one in self.principals.values() if one.role == role})} for role in roles
        ]
        return json.dumps({"bindings": bindings}, sort_keys=True, separators=(",", ":"))


def store_bucket_name(zone: str, label: str = "store", *, organization: str, environment: str, project: str) -> str:
    """Name of a zone's bucket, known before it is built so that perimeters and grants can name it."""
    return unique_name(Kind.BUCKET, zone, label, organization=organization, environment=environment, project=project)


class GcpPhiStore(pulumi.ComponentResource):
    """Bucket, retention, grants. Protected by Pulumi and by the provider: `destroy` refuses it."""

    bucket_name: str
    """Name of the bucket."""
    bucket_url: str
    """`gs://<bucket>`."""

    def __init__(self, name: str, args: GcpPhiStoreArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        store = PhiStore.parse(name, args)
        super().__init__("ai-zones:index:GcpPhiStore", name, {}, children_wait(opts))
        self.bucket_name = store.bucket_name
        self.bucket_url = f"gs://{store.bucket_name}"
        bucket = build_bucket(
            ClosedBucket(
                component=name,
                name=store.bucket_name,
                project=store.project,
                region=store.region,
                kms_key=store.kms_key,
                labels=store.labels_of(data_class=STORE_CLASSES[store.zone]),
                retention_days=store.retention_days,
                locked=store.locked,
                versioned=store.versioned,
                restore_days=store.restore_days,
                cool_after_days=store.cool_after_days,
                autoclass=store.autoclass,
                removable=store.removable,
            ),
            self,
        )
        storage.BucketIAMPolicy(child(name, "policy"), bucket=store.bucket_name, policy_data=store.policy(), opts=after(self, bucket))
        self.register_outputs({"bucketName": self.bucket_name, "bucketUrl": self.bucket_url})
