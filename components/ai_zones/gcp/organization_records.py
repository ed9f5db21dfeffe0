"""Records above all projects: who read and changed what is logged for everything below a node, and goes to the archive; Google knows whom to tell.

Sources: Cloud Audit Logs documentation, "Enable Data Access audit logs" (a node's setting holds for what is below; a lower one adds to it), Cloud
Logging, "Collate and route organization- and folder-level logs to supported destinations" (a sink that does not intercept leaves the projects' own
sinks as they are; its writer needs roles/logging.bucketWriter on the archive's project), Resource Manager, "Managing contacts for
notifications"; 45 CFR 164.312(b) (audit controls), 164.308(a)(6) (incident response).
"""

from typing import Annotated, Final, NotRequired, Self, TypedDict

import pulumi
import pydantic
from pulumi_gcp import essentialcontacts, folder, logging, organizations, projects

from ai_zones.gcp.log_archive import LOG_IDS, LOG_TYPES
from ai_zones.gcp.naming import Kind, child, resource_name
from ai_zones.gcp.ordering import after, children_wait
from ai_zones.gcp.organization_policies import Node
from ai_zones.gcp.people_access import Email
from ai_zones.gcp.validation import ComponentInput, path_of
from ai_zones.inputs import matches

CATEGORIES: Final = ("LEGAL", "SECURITY", "SUSPENSION", "TECHNICAL")
"""What contacts are told. Bills go to whoever pays."""

_Bucket = path_of(
    r"projects/[a-z0-9.:-]+/locations/[a-z0-9-]+/buckets/[\w.-]{1,100}",
    "a log bucket",
    "projects/acme-prod-management/locations/europe-west3/buckets/management-archive",
    plain=True,
)
_LogId = Annotated[str, matches(r"[A-Za-z0-9./_-]+", "the id of a log, such as cloudaudit.googleapis.com/activity")]


class GcpOrganizationRecordsArgs(TypedDict):
    """Inputs of `GcpOrganizationRecords`."""

    parent: str
    """`organizations/<number>` or `folders/<number>` above all zones."""
    contacts: list[str]
    """Addresses that Google writes to about security, law and outages."""
    log_bucket: NotRequired[str]
    """Path of the archive's log bucket, which stands already. Default: none, and nothing is sent yet."""
    log_ids: NotRequired[list[str]]
    """Logs that are sent there. Default: those that say who read, changed or reached what."""
    language: NotRequired[str]
    """Language of Google's letters. Default `en`."""


class OrganizationRecords(ComponentInput):
    """Parsed `GcpOrganizationRecordsArgs`."""

    parent: Node
    contacts: tuple[Email, ...] = pydantic.Field(min_length=1)
    log_bucket: _Bucket | None = None  # type: ignore[valid-type]
    log_ids: tuple[_LogId, ...] = pydantic.Field(default=LOG_IDS, min_length=1)
    language: Annotated[str, matches(r"[a-z]{2}(-[A-Z]{2})?", "a language, such as en or de")] = "en"

    @pydantic.model_validator(mode="after")
    def _contacts_are_named_once(self) -> Self:
        if len(set(self.contacts)) < len(self.contacts):
            raise ValueError("contacts: names an address twice; name it once")
        return self


class GcpOrganizationRecords(pulumi.ComponentResource):
    """Data-access logs of everything below a node, its sink to the archive, and contacts."""

    writer_identity: pulumi.Output[str] | None
    """Who writes to the archive: perimeters let it in."""

    def __init__(self, name: str, args: GcpOrganizationRecordsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = OrganizationRecords.parse(name, args)
        super().__init__("ai-zones:index:GcpOrganizationRecords", name, {}, children_wait(opts))
        kind, _, number = given.parent.partition("/")
        if kind == "folders":
            folder.IamAuditConfig(
                child(name, "audit"),
                folder=given.parent,
                service="allServices",
                audit_log_configs=[folder.IamAuditConfigAuditLogConfigArgs(log_type=one) for one in LOG_TYPES],
                opts=after(self),
            )
        else:
            organizations.IamAuditConfig(
                child(name, "audit"),
                org_id=number,
                service="allServices",
                audit_log_configs=[organizations.IamAuditConfigAuditLogConfigArgs(log_type=one) for one in LOG_TYPES],
                opts=after(self),
            )
        for address in sorted(given.contacts):
            essentialcontacts.Contact(
                child(name, "contact", address),
                parent=given.parent,
                email=address,
                language_tag=given.language,
                notification_category_subscriptions=list(CATEGORIES),
                opts=after(self),
            )
        self.writer_identity = self._sink(name, given, kind, number) if given.log_bucket else None
        self.register_outputs({"writerIdentity": self.writer_identity})

    def _sink(self, name: str, given: OrganizationRecords, kind: str, number: str) -> pulumi.Output[str]:
        label = resource_name(Kind.LOG, name)
        destination = f"logging.googleapis.com/{given.log_bucket}"
        keeps = " OR ".join(f'LOG_ID("{one}")' for one in sorted(set(given.log_ids)))
        made: logging.FolderSink | logging.OrganizationSink
        if kind == "folders":
            made = logging.FolderSink(
                child(name, "sink"),
                name=label,
                folder=number,
                destination=destination,
                filter=keeps,
                include_children=True,
                intercept_children=False,
                opts=after(self),
            )
        else:
            made = logging.OrganizationSink(
                child(name, "sink"),
                name=label,
                org_id=number,
                destination=destination,
                filter=keeps,
                include_children=True,
                intercept_children=False,
                opts=after(self),
            )
        _, project, _, region, _, bucket = str(given.log_bucket).split("/")
        projects.IAMMember(
            child(name, "writer"),
            project=project,
            role="roles/logging.bucketWriter",
            member=made.writer_identity,
            condition=projects.IAMMemberConditionArgs(
                title="archive-of-organization",
                description="This log bucket alone",
                expression=f'resource.name.endsWith("locations/{region}/buckets/{bucket}")',
            ),
            opts=after(self, made),
        )
        writer: pulumi.Output[str] = made.writer_identity
        return writer
