"""The organization's own stack on Google Cloud: what stands above all projects. It runs with rights that no stack of zones has.

Order of a first run: policies, firewall, contacts and roles of people; then the zones' stacks; then, with their projects' numbers and the archive's
bucket, the sink and the perimeters, with `perimeter_mode: dry-run` until nothing in use would be refused (`posture perimeters` lists it).
Sources: DESIGN principle 10 (organization-wide resources in stacks of their own); VPC Service Controls documentation, "Design and architect service
perimeters", "Dry run mode for service perimeters"; Google Cloud enterprise foundations blueprint, "Organization structure".
"""

from collections.abc import Mapping
from typing import Any, cast

import pulumi
import pulumi_gcp

from ai_zones.gcp.access_policy import GcpAccessPolicy, GcpAccessPolicyArgs
from ai_zones.gcp.denials import GcpDenials
from ai_zones.gcp.folder_firewall import GcpFolderFirewall
from ai_zones.gcp.organization_policies import GcpOrganizationPolicies, GcpOrganizationPoliciesArgs
from ai_zones.gcp.organization_records import GcpOrganizationRecords, GcpOrganizationRecordsArgs
from ai_zones.gcp.people_access import GcpPeopleAccess
from ai_zones.gcp.perimeter import GcpPerimeter
from ai_zones.gcp.plan_perimeters import GcpPlanPerimetersArgs, perimeter_name, plan_perimeters
from ai_zones.plan import ZoneName
from stacks.gcp.organization_settings import GcpOrganizationSettings, OrganizationEnvironment
from stacks.starting import one_message


def build(stack: str, config: Mapping[str, Any]) -> None:
    """Build the organization's stack. Raises `pulumi.RunError` with one message when its settings are wrong."""
    with one_message():
        settings = GcpOrganizationSettings.from_config(stack, config)
    given = settings.config
    # Calls about folders and organizations are counted in a project, which the login does not name by itself.
    provider = pulumi_gcp.Provider("organization-gcp", project=given.project, billing_project=given.project, user_project_override=True)
    here = pulumi.ResourceOptions(providers=[provider])
    policies = GcpOrganizationPolicies(f"{given.organization}-policies", _policies(settings), here)
    pulumi.export("constraints", policies.constraints)
    if given.denials:
        GcpDenials(f"{given.organization}-denials", {"parent": settings.node, "exceptions": given.denial_exceptions}, here)
    if given.firewall:
        GcpFolderFirewall(f"{given.organization}-firewall", {"parent": settings.node}, here)
    records: GcpOrganizationRecordsArgs = {"parent": settings.node, "contacts": given.contacts}
    if given.log_bucket is not None:
        records["log_bucket"] = given.log_bucket
    GcpOrganizationRecords(f"{given.organization}-records", records, here)
    if given.people is not None:
        environment = given.environments[given.people.environment]
        people = GcpPeopleAccess(
            f"{given.organization}-people",
            {
                "organization_id": given.organization_id,
                "parent": settings.node,
                "zone_projects": {zone.value: project for zone, project in environment.projects.items()},
                "groups": given.people.groups,
                "approver_groups": given.people.approver_groups,
                "emails": given.people.emails,
                "removable": not given.deletion_protection,
            },
            here,
        )
        pulumi.export("entitlements", people.entitlements)
    if given.access_policy is not None:
        _perimeters(settings, here)


def _policies(settings: GcpOrganizationSettings) -> GcpOrganizationPoliciesArgs:
    given = settings.config
    args = {
        "parent": settings.node,
        "regions": settings.regions,
        "customer_ids": given.customer_ids,
        "contact_domains": given.contact_domains,
        "egress_projects": settings.projects(ZoneName.EGRESS),
        "access_projects": settings.projects(ZoneName.ACCESS),
        "issuers": given.issuers,
        "peered_networks": given.peered_networks,
        "vpn_peer_addresses": given.vpn_peer_addresses,
        "interconnect_networks": given.interconnect_networks,
        "left_out": given.left_out_constraints,
        "tried": given.tried_constraints,
        "removable": not given.deletion_protection,
        **({} if given.services is None else {"services": given.services}),
    }
    return cast(GcpOrganizationPoliciesArgs, args)


def _perimeters(settings: GcpOrganizationSettings, here: pulumi.ResourceOptions) -> None:
    given = settings.config
    assert given.access_policy is not None
    args = given.access_policy.model_dump(exclude_none=True)
    policy = GcpAccessPolicy(f"{given.organization}-access", cast(GcpAccessPolicyArgs, args), here)
    summaries: dict[str, list[str]] = {}
    closed: dict[str, list[str]] = {}
    for name, environment in sorted(given.environments.items()):
        if not environment.project_numbers:
            continue
        plan = settings.plans[name]
        drawn = plan_perimeters(plan, _drawn(settings, environment, policy))
        closed[name] = drawn.closed
        for zone, perimeter in drawn.perimeters.items():
            # By its name, so that the perimeter of one zone reads as that of no other.
            built = GcpPerimeter(perimeter_name(plan, zone), perimeter, here)
            summaries[f"{name}-{zone}"] = built.summary
    pulumi.export("perimeters", summaries)
    pulumi.export("closed_flows", closed)


def _drawn(settings: GcpOrganizationSettings, environment: OrganizationEnvironment, policy: GcpAccessPolicy) -> GcpPlanPerimetersArgs:
    given = settings.config
    entries = {
        name: {
            **entry.model_dump(exclude_none=True, mode="json"),
            "access_levels": [policy.access_levels[level] for level in entry.access_levels],
        }
        for name, entry in environment.entries.items()
    }
    args: dict[str, Any] = {
        "access_policy": policy.access_policy,
        "project_numbers": {zone.value: number for zone, number in environment.project_numbers.items()},
        "mode": environment.perimeter_mode,
        "callers": {zone.value: list(members) for zone, members in environment.callers.items()},
        "entries": entries,
        "unrestricted_services": environment.unrestricted_services,
    }
    if given.log_bucket is not None:
        args["sink_folder_id" if given.folder_id else "sink_organization_id"] = given.folder_id or given.organization_id
    else:
        args["project_sinks"] = True
    return cast(GcpPlanPerimetersArgs, args)
