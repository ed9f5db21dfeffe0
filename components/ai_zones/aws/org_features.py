"""The organization itself: policy types, trusted access, delegated administrators, central root credentials, sharing within.

Runs in the management account. An organization that exists is imported once before the first `up`
(`pulumi import aws:organizations/organization:Organization <component>-organization o-...`); it is never deleted with the stack.
Sources: AWS Organizations User Guide, "Enabling all features", "Enabling a policy type", "AWS services that you can use with AWS
Organizations" (trusted access, delegated administrators); Amazon GuardDuty User Guide, "Designating a delegated GuardDuty administrator
account"; AWS Security Hub User Guide, "Integrating Security Hub with AWS Organizations"; AWS CloudTrail User Guide, "Organization delegated
administrator"; IAM User Guide, "Centrally manage root access for member accounts"; AWS RAM User Guide, "Enable resource sharing within AWS
Organizations".
"""

from enum import StrEnum
from typing import Any, NotRequired, TypedDict

import pulumi
import pydantic
from pulumi_aws import cloudtrail, ec2, guardduty, iam, organizations, ram, securityhub

from ai_zones.aws.naming import child
from ai_zones.aws.org_guardrails import POLICY_TYPES
from ai_zones.aws.validation import AccountId, ComponentInput, OrganizationId


class AwsDelegatedService(StrEnum):
    """A service whose administration is taken out of the management account."""

    ACCESS_ANALYZER = "access-analyzer"
    """IAM Access Analyzer."""
    BACKUP = "backup"
    """AWS Backup."""
    CLOUDTRAIL = "cloudtrail"
    """AWS CloudTrail."""
    CONFIG = "config"
    """AWS Config."""
    GUARDDUTY = "guardduty"
    """Amazon GuardDuty."""
    IPAM = "ipam"
    """Amazon VPC IP Address Manager."""
    SECURITY_HUB = "securityhub"
    """AWS Security Hub."""


TRUSTED = (
    "access-analyzer.amazonaws.com",
    "backup.amazonaws.com",
    "cloudtrail.amazonaws.com",
    "config-multiaccountsetup.amazonaws.com",
    "config.amazonaws.com",
    "guardduty.amazonaws.com",
    "iam.amazonaws.com",
    "malware-protection.guardduty.amazonaws.com",
    "ram.amazonaws.com",
    "securityhub.amazonaws.com",
    "sso.amazonaws.com",
    "tagpolicies.tag.amazonaws.com",
)
"""Services that may act for the organization."""

_REGISTERED = {
    AwsDelegatedService.ACCESS_ANALYZER: ("access-analyzer.amazonaws.com",),
    AwsDelegatedService.BACKUP: ("backup.amazonaws.com",),
    AwsDelegatedService.CONFIG: ("config.amazonaws.com", "config-multiaccountsetup.amazonaws.com"),
}
"""Those that Organizations registers; the others have a request of their own."""


class AwsOrganizationFeaturesArgs(TypedDict):
    """Inputs of `AwsOrganizationFeatures`."""

    organization_id: str
    """The organization's id (`o-...`). What is there must have this one, else nothing below it is built."""
    delegated_account_ids: NotRequired[dict[str, str]]
    """Service (`guardduty`, `config`, ...) → member account that administers it. Default: none."""
    further_trusted_services: NotRequired[list[str]]
    """Service principals that keep trusted access beside the component's own. Name those that are enabled already. Default: none."""
    removable: NotRequired[bool]
    """Lifts Pulumi's protection: the stack may forget the organization, which stays. Default: false."""


class OrganizationFeatures(ComponentInput):
    """Parsed `AwsOrganizationFeaturesArgs`."""

    organization_id: OrganizationId
    delegated_account_ids: dict[AwsDelegatedService, AccountId] = pydantic.Field(default_factory=dict)
    further_trusted_services: list[str] = pydantic.Field(default_factory=list)
    removable: bool = False

    def trusted(self) -> list[str]:
        """Service principals with trusted access."""
        ipam = {"ipam.amazonaws.com"} if AwsDelegatedService.IPAM in self.delegated_account_ids else set()
        return sorted({*TRUSTED, *self.further_trusted_services, *ipam})


class AwsOrganizationFeatures(pulumi.ComponentResource):
    """All features of one organization. Protected, and kept when the stack goes: an organization is not a stack's to delete."""

    organization_id: pulumi.Output[str]
    """Id of the organization, compared with the one that was given."""
    root_id: pulumi.Output[str]
    """Root of the organization, known once the id is right and the policy types are enabled."""

    def __init__(self, name: str, args: AwsOrganizationFeaturesArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        features = OrganizationFeatures.parse(name, args)
        super().__init__("ai-zones:index:AwsOrganizationFeatures", name, {}, opts)
        self._name = name
        organization = organizations.Organization(
            child(name, "organization"),
            feature_set="ALL",
            enabled_policy_types=sorted(POLICY_TYPES),
            aws_service_access_principals=features.trusted(),
            opts=pulumi.ResourceOptions(parent=self, protect=not features.removable, retain_on_delete=True),
        )
        after = pulumi.ResourceOptions(parent=self, depends_on=[organization])
        iam.OrganizationsFeatures(
            child(name, "root-credentials"), enabled_features=["RootCredentialsManagement", "RootSessions"], opts=after
        )
        ram.SharingWithOrganization(child(name, "sharing"), opts=after)
        for service, account in sorted(features.delegated_account_ids.items()):
            self._delegate(service, account, after)
        # Everything that could lock people out hangs below the root, so it waits for this comparison.
        self.organization_id = organization.id.apply(lambda found: _the_same(name, features.organization_id, found))
        self.root_id = pulumi.Output.all(self.organization_id, organization.roots).apply(_root)
        self.register_outputs({"organizationId": self.organization_id, "rootId": self.root_id})

    def _delegate(self, service: AwsDelegatedService, account: str, options: pulumi.ResourceOptions) -> None:
        name = child(self._name, "delegate", service.value)
        match service:
            case AwsDelegatedService.GUARDDUTY:
                guardduty.OrganizationAdminAccount(name, admin_account_id=account, opts=options)
            case AwsDelegatedService.SECURITY_HUB:
                securityhub.OrganizationAdminAccount(name, admin_account_id=account, opts=options)
            case AwsDelegatedService.CLOUDTRAIL:
                cloudtrail.OrganizationDelegatedAdminAccount(name, account_id=account, opts=options)
            case AwsDelegatedService.IPAM:
                ec2.VpcIpamOrganizationAdminAccount(name, delegated_admin_account_id=account, opts=options)
            case _:
                for principal in _REGISTERED[service]:
                    part = principal.removesuffix(".amazonaws.com")
                    organizations.DelegatedAdministrator(
                        child(self._name, "delegate", part), account_id=account, service_principal=principal, opts=options
                    )


def _the_same(name: str, given: str, found: str) -> str:
    if found != given:
        raise pulumi.RunError(
            f"AwsOrganizationFeatures {name!r}: organization_id: given {given!r}, but this account manages {found!r}. A data perimeter "
            "around another organization would lock everybody out. Correct the id, or log in to the right management account."
        )
    return found


def _root(values: list[Any]) -> str:
    _, roots = values
    return str(roots[0]["id"] if isinstance(roots[0], dict) else roots[0].id)
