"""The organization's own stack: what stands above all zones. It runs in the management account, apart from every stack that builds zones.

Order of a first run: units and policies are made and attached to units that hold no account yet; then accounts are adopted, and moved one by
one (`adopted_accounts.<name>.move`).
Sources: DESIGN principle 10 (organization-wide resources in stacks of their own); AWS whitepaper "Organizing Your AWS Environment Using
Multiple Accounts", "Best practices for the management account".
"""

from collections.abc import Mapping
from typing import Any

import pulumi
import pulumi_aws

from ai_zones.aws.account_baseline import AwsAccountBaseline
from ai_zones.aws.alarm_topic import AwsAlarmTopic
from ai_zones.aws.org_features import AwsOrganizationFeatures
from ai_zones.aws.org_guardrails import AwsGuardrailTargetArgs, AwsOrganizationGuardrails
from ai_zones.aws.org_units import AwsAdoptedAccountArgs, AwsOrganizationUnits
from ai_zones.aws.people_access import AwsPeopleAccess
from stacks.organization_settings import OrganizationSettings
from stacks.starting import one_message


def build(stack: str, config: Mapping[str, Any]) -> None:
    """Build the organization's stack. Raises `pulumi.RunError` with one message when its settings are wrong."""
    with one_message():
        settings = OrganizationSettings.from_config(stack, config)
    provider = _provider(settings, "management", settings.management_account_id, settings.assume_role)
    here = pulumi.ResourceOptions(providers=[provider])
    features = _features(settings, here) if settings.manage_organization else None
    root = settings.root_id or (features.root_id if features else "")
    units = _units(settings, root, here)
    _guardrails(settings, units, pulumi.ResourceOptions(providers=[provider], depends_on=[features] if features else None))
    if settings.people is not None:
        _people(settings, here)
    for key, baseline in sorted(settings.baselines.items()):
        own = _provider(settings, f"{key}-baseline", baseline.account_id, baseline.assume_role)
        AwsAccountBaseline(
            f"{settings.organization}-{key}-baseline",
            {
                "account_id": baseline.account_id,
                "zones": [zone.value for zone in baseline.zones],
                "ec2_defaults": baseline.ec2_defaults,
                "tags": settings.tags,
            },
            pulumi.ResourceOptions(providers=[own]),
        )
    pulumi.export("zones_unit_id", units.zones_unit_id)
    pulumi.export("security_unit_id", units.security_unit_id)
    pulumi.export("unit_ids", units.unit_ids)


def _provider(settings: OrganizationSettings, name: str, account: str, role: str | None) -> pulumi_aws.Provider:
    return pulumi_aws.Provider(
        f"{name}-aws",
        region=settings.region,
        allowed_account_ids=[account],
        assume_roles=[pulumi_aws.ProviderAssumeRoleArgs(role_arn=role, session_name="ai-zones-organization")] if role else None,
        default_tags=pulumi_aws.ProviderDefaultTagsArgs(
            tags={"managed-by": "ai-zones", "organization": settings.organization, "stack": settings.stack}
        ),
    )


def _features(settings: OrganizationSettings, here: pulumi.ResourceOptions) -> AwsOrganizationFeatures:
    features = AwsOrganizationFeatures(
        f"{settings.organization}-features",
        {
            "organization_id": settings.organization_id,
            "delegated_account_ids": settings.delegated_account_ids,
            "further_trusted_services": settings.further_trusted_services,
            "removable": not settings.deletion_protection,
        },
        here,
    )
    pulumi.export("organization_id", features.organization_id)
    return features


def _units(settings: OrganizationSettings, root: pulumi.Input[str], here: pulumi.ResourceOptions) -> AwsOrganizationUnits:
    accounts: dict[str, AwsAdoptedAccountArgs] = {}
    for key, adopted in settings.adopted_accounts.items():
        accounts[key] = {"account_id": adopted.account_id, "name": adopted.name, "email": adopted.email, "move": adopted.move}
        if adopted.environment is not None:
            accounts[key]["environment"] = adopted.environment
        if adopted.zone is not None:
            accounts[key]["zone"] = adopted.zone.value
    environments = {
        name: [] if environment.shared() else sorted(zone.value for zone in environment.accounts)
        for name, environment in settings.environments.items()
    }
    return AwsOrganizationUnits(
        f"{settings.organization}-units",
        {
            "root_id": root,
            "environments": environments,
            "accounts": accounts,
            "removable": not settings.deletion_protection,
            "tags": settings.tags,
        },
        here,
    )


def _guardrails(settings: OrganizationSettings, units: AwsOrganizationUnits, here: pulumi.ResourceOptions) -> None:
    targets: dict[str, AwsGuardrailTargetArgs] = {}
    for name, environment in sorted(settings.environments.items()):
        zones = sorted(zone.value for zone in environment.accounts)
        if environment.shared():
            targets[name] = {"target_id": units.units[name].id, "zones": zones}
        else:
            targets |= {f"{name}-{zone}": {"target_id": units.units[f"{name}-{zone}"].id, "zones": [zone]} for zone in zones}
    backup = settings.backup
    AwsOrganizationGuardrails(
        f"{settings.organization}-guardrails",
        {
            "organization_id": settings.organization_id,
            "allowed_regions": settings.allowed_regions,
            "parents": {"zones": units.zones_unit_id},
            "targets": targets,
            "deploy_role_names": settings.deploy_role_names,
            "administrator_role_names": settings.administrator_role_names,
            "trusted_account_ids": settings.trusted_account_ids,
            "backup": None
            if backup is None
            else {"vault_name": backup.vault_name, "role_name": backup.role_name, "retention_days": backup.retention_days},
            "removable": not settings.deletion_protection,
            "tags": settings.tags,
        },
        here,
    )


def _people(settings: OrganizationSettings, here: pulumi.ResourceOptions) -> None:
    people = settings.people
    assert people is not None
    topic = AwsAlarmTopic(
        f"{settings.organization}-people-alarms",
        {
            "zone": "management",
            "region": settings.region,
            "account_id": settings.management_account_id,
            "removable": not settings.deletion_protection,
            "tags": settings.tags,
        },
        here,
    )
    access = AwsPeopleAccess(
        f"{settings.organization}-people",
        {
            "instance_arn": people.instance_arn,
            "zone_account_ids": {zone.value: account for zone, account in settings.environments[people.environment].accounts.items()},
            "group_ids": people.group_ids,
            "review_account_ids": settings.security_accounts,
            "alarm_topic_arn": topic.topic_arn,
            "deploy_role_name": settings.deploy_role_names[0],
            "tags": settings.tags,
        },
        here,
    )
    pulumi.export("permission_set_arns", access.permission_set_arns)
