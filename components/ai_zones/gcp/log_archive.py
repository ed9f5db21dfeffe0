"""Log archive: a log bucket that reviewers search and nobody changes for six years, and a copy of the same entries as objects.

Entries come by sinks: of a folder with everything below it, or of single projects. The archive is written to, and read by reviewers alone.
Sources: Cloud Logging documentation, "Configure log buckets" (retention of 1 to 3650 days; a locked bucket can't be changed, and is deleted only
when it is empty), "Configure CMEK for log buckets" (at creation only), "Route logs to supported destinations" (writer identity,
roles/logging.bucketWriter), "Collate and route organization- and folder-level logs" (aggregated sinks), "Control access to a log view"; Cloud Audit
Logs, "Enable Data Access audit logs"; 45 CFR 164.312(b) (audit controls), 164.316(b)(2)(i) (six years).
"""

from collections.abc import Sequence
from typing import Annotated, Final, NotRequired, Self, TypedDict

import pulumi
import pydantic
from pulumi_gcp import folder, logging, projects, storage

from ai_zones.gcp.closed_bucket import ClosedBucket, build_bucket
from ai_zones.gcp.labels import DataClass
from ai_zones.gcp.naming import Kind, child, resource_name
from ai_zones.gcp.ordering import after, children_wait
from ai_zones.gcp.paths import located
from ai_zones.gcp.stored_input import StoredInput
from ai_zones.gcp.validation import SIX_YEARS_DAYS, CryptoKeyPath, FolderId, Member, ProjectId, ZoneText
from ai_zones.inputs import matches

MINIMUM_RETENTION_DAYS: Final = 2190
MAX_RETENTION_DAYS: Final = 3650
TELEMETRY: Final = "telemetry"
"""The flow by which zones write their logs here (`ai-service`)."""
LOG_TYPES: Final = ("ADMIN_READ", "DATA_READ", "DATA_WRITE")
REVIEW: Final = "review"

LOG_IDS: Final = (
    "cloudaudit.googleapis.com/access_transparency",
    "cloudaudit.googleapis.com/activity",
    "cloudaudit.googleapis.com/data_access",
    "cloudaudit.googleapis.com/policy",
    "cloudaudit.googleapis.com/system_event",
    "cloudsql.googleapis.com/postgres.log",
    "compute.googleapis.com/firewall",
    "compute.googleapis.com/nat_flows",
    "compute.googleapis.com/vpc_flows",
    "dns.googleapis.com/dns_queries",
    "networksecurity.googleapis.com/firewall_threat",
    "networkservices.googleapis.com/gateway_requests",
)
"""Logs that say who read, changed or reached what."""

_LogId = Annotated[str, matches(r"[A-Za-z0-9./_-]+", "the id of a log, such as cloudaudit.googleapis.com/activity")]


class GcpLogArchiveArgs(TypedDict):
    """Inputs of `GcpLogArchive`."""

    project: str
    """Id of the project that the archive stands in; best one of its own."""
    region: str
    """Region of the archive."""
    organization: str
    """Short name of the organization, part of the hash in names."""
    environment: str
    """Environment, part of the hash in names."""
    kms_key: pulumi.Input[str]
    """Key of the log bucket, for `logging`."""
    archive_kms_key: pulumi.Input[str]
    """Key of the copy, for `storage`."""
    readers: list[str]
    """Reviewers, such as `group:reviewers@example.com`: nobody else reads. Empty lets nobody read."""
    folder_id: NotRequired[str]
    """Number of the folder whose logs come here, with those of all that is below it. This or `source_projects` is required."""
    source_projects: NotRequired[list[str]]
    """Ids of single projects whose logs come here."""
    zone: NotRequired[str]
    """Zone that the archive stands in. Default: `management`."""
    log_ids: NotRequired[list[str]]
    """Logs that are kept. Default: `LOG_IDS`."""
    retention_days: NotRequired[int]
    """Days for which entries are kept, 2,190 (six years) to 3,650. Default: 2,192."""
    locked: NotRequired[bool]
    """False leaves the retention open to change, for development. True is final: nobody, Google included, shortens it. Default: true."""
    removable: NotRequired[bool]
    """Lifts Pulumi's and the provider's protection. A locked log bucket can't be deleted: it is forgotten then, and stays. Default: false."""
    labels: NotRequired[dict[str, str]]
    """Further labels. Default: none."""


class LogArchive(StoredInput):
    """Parsed `GcpLogArchiveArgs`."""

    zone: ZoneText = "management"
    archive_kms_key: CryptoKeyPath
    readers: tuple[Member, ...]
    folder_id: FolderId | None = None
    source_projects: tuple[ProjectId, ...] = ()
    log_ids: tuple[_LogId, ...] = pydantic.Field(default=LOG_IDS, min_length=1)
    retention_days: int = pydantic.Field(default=SIX_YEARS_DAYS, ge=MINIMUM_RETENTION_DAYS, le=MAX_RETENTION_DAYS)
    locked: bool = True

    @pydantic.model_validator(mode="after")
    def _has_a_source(self) -> Self:
        if self.folder_id is None and not self.source_projects:
            raise ValueError("folder_id, source_projects: one of both is required; name the folder of the zones")
        return self

    @property
    def filter(self) -> str:
        """What a sink lets by."""
        return " OR ".join(f'LOG_ID("{one}")' for one in sorted(set(self.log_ids)))

    @property
    def deletion_policy(self) -> str:
        """What becomes of the log bucket when the stack goes."""
        if not self.removable:
            return "PREVENT"
        return "ABANDON" if self.locked else "DELETE"

    @property
    def log_bucket(self) -> str:
        """Path of the log bucket."""
        return located(self.project, self.region, "buckets", self.log_bucket_id)

    @property
    def log_bucket_id(self) -> str:
        """Its name."""
        return resource_name(Kind.LOG, self.zone, "archive")

    @property
    def bucket_name(self) -> str:
        """Name of the bucket with the copy."""
        return self.unique(Kind.BUCKET, self.zone, "logs")


class GcpLogArchive(pulumi.ComponentResource):
    """Log bucket, its copy, sinks, readers. Protected by Pulumi, by the provider and by its locks: `destroy` refuses it."""

    log_bucket: str
    """Path of the log bucket."""
    bucket_name: str
    """Name of the bucket with the copy."""

    def __init__(self, name: str, args: GcpLogArchiveArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = LogArchive.parse(name, args)
        super().__init__("ai-zones:index:GcpLogArchive", name, {}, children_wait(opts))
        self._name, self._given = name, given
        self.log_bucket, self.bucket_name = given.log_bucket, given.bucket_name
        kept = self._log_bucket()
        copy = build_bucket(
            ClosedBucket(
                component=child(name, "copy"),
                name=given.bucket_name,
                project=given.project,
                region=given.region,
                kms_key=given.archive_kms_key,
                labels=given.labels_of(data_class=DataClass.INTERNAL, service=TELEMETRY),
                retention_days=given.retention_days,
                locked=given.locked,
                versioned=False,
                restore_days=90,
                cool_after_days=30,
                autoclass=False,
                removable=given.removable,
            ),
            self,
        )
        self._writers("search", f"logging.googleapis.com/{given.log_bucket}", kept)
        self._writers("copy", f"storage.googleapis.com/{given.bucket_name}", copy)
        self._readers(kept, copy)
        if given.folder_id is not None:
            folder.IamAuditConfig(
                child(name, "audit"),
                folder=f"folders/{given.folder_id}",
                service="allServices",
                audit_log_configs=[folder.IamAuditConfigAuditLogConfigArgs(log_type=kind) for kind in LOG_TYPES],
                opts=after(self),
            )
        self.register_outputs({"logBucket": self.log_bucket, "bucketName": self.bucket_name})

    def _log_bucket(self) -> logging.ProjectBucketConfig:
        given = self._given
        return logging.ProjectBucketConfig(
            child(self._name, "log-bucket"),
            project=given.project,
            location=given.region,
            bucket_id=given.log_bucket_id,
            description="Who read, changed or reached what. Kept for six years.",
            retention_days=given.retention_days,
            locked=given.locked,
            enable_analytics=True,
            cmek_settings=logging.ProjectBucketConfigCmekSettingsArgs(kms_key_name=given.kms_key),
            deletion_policy=given.deletion_policy,
            opts=after(self, protect=not given.removable),
        )

    def _writers(self, way: str, destination: str, stands: pulumi.Resource) -> None:
        """A sink of the folder and of each project, and the right to write of all of them, who read nothing."""
        given = self._given
        sinks: list[logging.FolderSink | logging.ProjectSink] = []
        if given.folder_id is not None:
            sinks.append(
                logging.FolderSink(
                    child(self._name, "sink", way, "folder"),
                    name=resource_name(Kind.LOG, self._name, way),
                    folder=given.folder_id,
                    destination=destination,
                    filter=given.filter,
                    include_children=True,
                    intercept_children=False,
                    opts=after(self, stands),
                )
            )
        sinks += [
            logging.ProjectSink(
                child(self._name, "sink", way, project),
                name=resource_name(Kind.LOG, self._name, way),
                project=project,
                destination=destination,
                filter=given.filter,
                unique_writer_identity=True,
                opts=after(self, stands),
            )
            for project in sorted(set(given.source_projects))
        ]
        self._may_write(way, sinks)

    def _may_write(self, way: str, sinks: Sequence[logging.FolderSink | logging.ProjectSink]) -> None:
        given = self._given
        if way == "copy":
            storage.BucketIAMBinding(
                child(self._name, "writers"),
                bucket=given.bucket_name,
                role="roles/storage.objectCreator",
                members=[sink.writer_identity for sink in sinks],
                opts=after(self, list(sinks)),
            )
            return
        labels = [*(["folder"] if given.folder_id is not None else []), *sorted(set(given.source_projects))]
        for label, sink in zip(labels, sinks, strict=True):
            # One by one: roles of a project are not the archive's to own.
            projects.IAMMember(
                child(self._name, "writer", label),
                project=given.project,
                role="roles/logging.bucketWriter",
                member=sink.writer_identity,
                condition=projects.IAMMemberConditionArgs(
                    title=f"archive-of-{label}",
                    description="This log bucket alone",
                    expression=f'resource.name.endsWith("locations/{given.region}/buckets/{given.log_bucket_id}")',
                ),
                opts=after(self, sink),
            )

    def _readers(self, kept: pulumi.Resource, copy: pulumi.Resource) -> None:
        given = self._given
        view = logging.LogView(
            child(self._name, "view"),
            name=REVIEW,
            parent=f"projects/{given.project}",
            location=given.region,
            bucket=given.log_bucket_id,
            description="All of the archive, for reviewers",
            opts=after(self, kept),
        )
        if not given.readers:
            return
        readers = sorted(set(given.readers))
        logging.LogViewIamBinding(
            child(self._name, "readers"),
            name=REVIEW,
            parent=f"projects/{given.project}",
            location=given.region,
            bucket=given.log_bucket_id,
            role="roles/logging.viewAccessor",
            members=readers,
            opts=after(self, view),
        )
        storage.BucketIAMBinding(
            child(self._name, "readers-of-copy"),
            bucket=given.bucket_name,
            role="roles/storage.objectViewer",
            members=readers,
            opts=after(self, copy),
        )
