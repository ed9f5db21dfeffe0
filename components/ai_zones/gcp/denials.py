"""Denials: what nobody does in the zones' projects, whatever roles they hold; IAM asks them before any grant.

No key of a service account is ever made. Keys are not destroyed, sinks and log buckets not taken away, projects not deleted, but by principals that
are named for it. It needs Deny Admin, which no zone has: the organization's stack builds it.
Sources: IAM documentation, "Deny policies" (asked before allow policies; inherited by what is below), "Deny access to resources" (attachment points,
ids of 3 to 63 characters), "Principal identifiers for deny policies", "Permissions supported in deny policies"; 45 CFR 164.308(a)(4), 164.312(b),
164.312(c)(1) (integrity); NIST SP 800-53 AC-3(8).
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, NotRequired, Self, TypedDict

import pulumi
import pydantic
from pulumi_gcp import iam

from ai_zones.gcp.naming import Kind, child, resource_name
from ai_zones.gcp.ordering import after, children_wait
from ai_zones.gcp.organization_policies import Node
from ai_zones.gcp.validation import ComponentInput, Member

EVERYBODY: Final = "principalSet://goog/public:all"
_FORMS: Final = {
    "user": "principal://goog/subject/",
    "group": "principalSet://goog/group/",
    "serviceAccount": "principal://iam.googleapis.com/projects/-/serviceAccounts/",
}


class GcpDenied(StrEnum):
    """What is denied."""

    STATIC_CREDENTIALS = "static-credentials"
    """Keys of service accounts. Nobody is excepted: programs run as their accounts, pipelines federate."""
    KEY_DESTRUCTION = "key-destruction"
    """Destroying versions of keys, and with them what they encrypt."""
    LOG_REMOVAL = "log-removal"
    """Taking sinks and log buckets away."""
    PROJECT_DELETION = "project-deletion"
    """Deleting projects."""


DENIED: Final[Mapping[GcpDenied, tuple[str, ...]]] = {
    GcpDenied.STATIC_CREDENTIALS: ("iam.googleapis.com/serviceAccountKeys.create",),
    GcpDenied.KEY_DESTRUCTION: ("cloudkms.googleapis.com/cryptoKeyVersions.destroy",),
    GcpDenied.LOG_REMOVAL: (
        "logging.googleapis.com/buckets.delete",
        "logging.googleapis.com/sinks.delete",
        "logging.googleapis.com/sinks.update",
    ),
    GcpDenied.PROJECT_DELETION: ("cloudresourcemanager.googleapis.com/projects.delete",),
}
"""Permissions, in the form of deny policies."""


class GcpDenialsArgs(TypedDict):
    """Inputs of `GcpDenials`."""

    parent: str
    """`organizations/<number>` or `folders/<number>` above all zones."""
    exceptions: NotRequired[dict[str, list[str]]]
    """What is denied (`key-destruction`, `log-removal`, `project-deletion`) → principals who may all the same, such as the pipeline that takes stacks
    down. Default: nobody."""


class Denials(ComponentInput):
    """Parsed `GcpDenialsArgs`."""

    parent: Node
    exceptions: dict[GcpDenied, tuple[Member, ...]] = pydantic.Field(default_factory=dict)

    @pydantic.model_validator(mode="after")
    def _are_kept(self) -> Self:
        if GcpDenied.STATIC_CREDENTIALS in self.exceptions:
            raise ValueError("exceptions.static-credentials: leave it out; programs run as their accounts, pipelines federate")
        for denied, members in self.exceptions.items():
            if wide := [one for one in members if one.partition(":")[0] not in (*_FORMS, "principal", "principalSet")]:
                raise ValueError(f"exceptions.{denied}: given {wide[0]}, name users, groups or service accounts")
        return self


def principal(member: str) -> str:
    """A member as deny policies write it."""
    kind, _, name = member.partition(":")
    return f"{_FORMS[kind]}{name}" if kind in _FORMS else member


class GcpDenials(pulumi.ComponentResource):
    """One deny policy for each thing that is denied."""

    policies: list[str]
    """Names of the policies."""

    def __init__(self, name: str, args: GcpDenialsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = Denials.parse(name, args)
        super().__init__("ai-zones:index:GcpDenials", name, {}, children_wait(opts))
        self.policies = []
        for denied, permissions in sorted(DENIED.items()):
            label = resource_name(Kind.COMPUTE, name, denied)
            iam.DenyPolicy(
                child(name, denied),
                name=label,
                parent=f"cloudresourcemanager.googleapis.com/{given.parent}".replace("/", "%2F"),
                display_name=f"AI Zones: {denied.replace('-', ' ')}",
                rules=[
                    iam.DenyPolicyRuleArgs(
                        description=f"{denied.replace('-', ' ').capitalize()} is nobody's",
                        deny_rule=iam.DenyPolicyRuleDenyRuleArgs(
                            denied_principals=[EVERYBODY],
                            exception_principals=sorted({principal(one) for one in given.exceptions.get(denied, ())}) or None,
                            denied_permissions=list(permissions),
                        ),
                    )
                ],
                opts=after(self),
            )
            self.policies.append(label)
        self.register_outputs({"policies": self.policies})
