"""Shared VPC: a network that stands in a host project, used by machines of service projects, each in the subnetworks that are named for it.

The right to use a subnetwork is granted on that subnetwork, to named principals; on the host project it would be one to every zone's subnetworks at
once. The network itself is `GcpZoneNetwork` in the host project, or `GcpAdoptedNetwork` where a landing zone made it.
Sources: Virtual Private Cloud documentation, "Shared VPC" (a service project has one host; a host project is no service project; Service Project
Admins for some subnets), "Provision Shared VPC" (roles/compute.networkUser on a subnet; Google's API agent and agents of services that make machines);
45 CFR 164.308(a)(4) (minimum necessary).
"""

from typing import Annotated, Final, NotRequired, Self, TypedDict

import pulumi
import pydantic
from pulumi_gcp import compute

from ai_zones.gcp.naming import child
from ai_zones.gcp.ordering import after, children_wait
from ai_zones.gcp.paths import last, part
from ai_zones.gcp.validation import ComponentInput, Member, ProjectId, SubnetworkPath

USER: Final = "roles/compute.networkUser"


class GcpSharedSubnetworkArgs(TypedDict):
    """One subnetwork of the host project."""

    subnetwork: str
    """Its path."""
    users: list[str]
    """Principals that put machines into it, such as a program's service account, `group:…` of its builders, or Google's agents of a service
    project: `serviceAccount:<number>@cloudservices.gserviceaccount.com`. Nobody else does."""


class GcpSharedNetworkArgs(TypedDict):
    """Inputs of `GcpSharedNetwork`. Its provider needs the right to attach projects (Shared VPC Admin), which no zone has."""

    host_project: str
    """Project of the network."""
    service_projects: list[str]
    """Projects whose machines use it. All of one zone: whoever shares a network shares what it may reach."""
    subnetworks: dict[str, GcpSharedSubnetworkArgs]
    """Label → subnetwork, and who uses it."""
    adopted: NotRequired[bool]
    """True: the host project is one already, and stays one. Default: False, and it becomes one."""


class SharedSubnetwork(ComponentInput):
    """Parsed `GcpSharedSubnetworkArgs`."""

    subnetwork: SubnetworkPath
    users: tuple[Member, ...] = pydantic.Field(min_length=1)

    @pydantic.field_validator("users")
    @classmethod
    def _are_named(cls, given: tuple[str, ...]) -> tuple[str, ...]:
        if wide := [one for one in given if one.startswith("domain:")]:
            raise ValueError(f"given {wide[0]}, name groups or service accounts: a domain is everybody in it")
        return given


class SharedNetwork(ComponentInput):
    """Parsed `GcpSharedNetworkArgs`."""

    host_project: ProjectId
    service_projects: tuple[ProjectId, ...] = pydantic.Field(min_length=1)
    subnetworks: dict[Annotated[str, pydantic.Field(pattern=r"^[a-z][a-z0-9-]{0,30}$")], SharedSubnetwork] = pydantic.Field(min_length=1)
    adopted: bool = False

    @pydantic.model_validator(mode="after")
    def _is_shared(self) -> Self:
        if self.host_project in self.service_projects:
            raise ValueError(f"service_projects: given {self.host_project}, which is the host; a host project is no service project")
        paths = [one.subnetwork for one in self.subnetworks.values() if isinstance(one.subnetwork, str)]
        if away := [path for path in paths if part(path, "projects") != self.host_project]:
            raise ValueError(f"subnetworks: given {away[0]}, it must be one of {self.host_project}")
        if len(set(paths)) < len(paths):
            raise ValueError("subnetworks: two labels have one subnetwork; name all its users under one")
        return self


class GcpSharedNetwork(pulumi.ComponentResource):
    """Host project, its service projects, and who may use which subnetwork. Wait for the network by `depends_on`."""

    host_project: str
    """The host project; machines of service projects wait for this component."""
    subnetworks: dict[str, str]
    """Label → path of a subnetwork that may be used."""

    def __init__(self, name: str, args: GcpSharedNetworkArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = SharedNetwork.parse(name, args)
        super().__init__("ai-zones:index:GcpSharedNetwork", name, {}, children_wait(opts))
        host: list[pulumi.Resource] = []
        if not given.adopted:
            host.append(compute.SharedVPCHostProject(child(name, "host"), project=given.host_project, opts=after(self)))
        for project in sorted(set(given.service_projects)):
            compute.SharedVPCServiceProject(
                child(name, "service", project), host_project=given.host_project, service_project=project, opts=after(self, host)
            )
        for label, shared in sorted(given.subnetworks.items()):
            compute.SubnetworkIAMBinding(
                child(name, "users", label),
                project=given.host_project,
                region=part(shared.subnetwork, "regions"),
                subnetwork=last(shared.subnetwork),
                role=USER,
                members=sorted(set(shared.users)),
                opts=after(self, host),
            )
        self.host_project = given.host_project
        self.subnetworks = {label: shared.subnetwork for label, shared in sorted(given.subnetworks.items())}
        self.register_outputs({"hostProject": self.host_project, "subnetworks": self.subnetworks})
