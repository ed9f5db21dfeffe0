"""Autokey of a folder: who makes a resource there asks for its key, and gets one made by the rules, in a project for keys alone.

Sources: Cloud KMS documentation, "Autokey overview" (HSM, rotated once a year, one key for each project, location and resource type), "Enable Cloud
KMS Autokey" (the service agent of the key project administers keys there; the key project holds nothing else); provider reference,
`gcp.kms.AutokeyConfig`.
"""

from typing import Final, NotRequired, TypedDict

import pulumi
from pulumi_gcp import kms, projects

from ai_zones.gcp.naming import child
from ai_zones.gcp.ordering import after, children_wait
from ai_zones.gcp.validation import ComponentInput, FolderId, ProjectId, Reference

KEY_ADMIN: Final = "roles/cloudkms.admin"


class GcpAutokeyArgs(TypedDict):
    """Inputs of `GcpAutokey`."""

    folder_id: str
    """Number of the folder, whose projects get their keys so."""
    key_project: str
    """Id of the project that keeps the keys, and nothing else."""
    key_project_number: pulumi.Input[str]
    """Its number, by which its service agent is named."""
    removable: NotRequired[bool]
    """Lifts both protections. Keys that were made stay. Default: false."""


class Autokey(ComponentInput):
    """Parsed `GcpAutokeyArgs`."""

    folder_id: FolderId
    key_project: ProjectId
    key_project_number: Reference
    removable: bool = False


class GcpAutokey(pulumi.ComponentResource):
    """The folder's configuration, and the power of Cloud KMS to make keys in the key project. One for a folder."""

    folder_id: str
    """Number of the folder."""
    key_project: str
    """Id of the project that keeps the keys."""

    def __init__(self, name: str, args: GcpAutokeyArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = Autokey.parse(name, args)
        super().__init__("ai-zones:index:GcpAutokey", name, {}, children_wait(opts))
        self.folder_id, self.key_project = given.folder_id, given.key_project
        agent = projects.ServiceIdentity(
            child(name, "agent"), project=given.key_project, service="cloudkms.googleapis.com", opts=after(self)
        )
        grant = projects.IAMMember(
            child(name, "agent-makes-keys"),
            project=given.key_project,
            role=KEY_ADMIN,
            member=pulumi.Output.concat("serviceAccount:service-", given.key_project_number, "@gcp-sa-cloudkms.iam.gserviceaccount.com"),
            opts=after(self, agent),
        )
        kms.AutokeyConfig(
            child(name, "config"),
            folder=f"folders/{given.folder_id}",
            key_project=f"projects/{given.key_project}",
            key_project_resolution_mode="DEDICATED_KEY_PROJECT",
            deletion_policy="DELETE" if given.removable else "PREVENT",
            opts=after(self, grant, protect=not given.removable),
        )
        self.register_outputs({"folderId": self.folder_id, "keyProject": self.key_project})
