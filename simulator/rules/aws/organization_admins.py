"""Switches of the whole organization that single services keep: their delegated administrators, sharing, root credentials.

Sources: Amazon GuardDuty API Reference, EnableOrganizationAdminAccount; AWS Security Hub API Reference, EnableOrganizationAdminAccount; AWS
CloudTrail API Reference, RegisterOrganizationDelegatedAdmin; Amazon EC2 API Reference, EnableIpamOrganizationAdminAccount; AWS RAM API
Reference, EnableSharingWithAwsOrganization; IAM API Reference, EnableOrganizationsRootCredentialsManagement, EnableOrganizationsRootSessions;
Pulumi Registry, the type of each.
"""

from simulator.rules import Action, Allowed, Pattern, Properties, Rules
from simulator.rules.aws.organizations import ORGANIZATION

GUARDDUTY_ADMIN = "aws:guardduty/organizationAdminAccount:OrganizationAdminAccount"
SECURITYHUB_ADMIN = "aws:securityhub/organizationAdminAccount:OrganizationAdminAccount"
CLOUDTRAIL_ADMIN = "aws:cloudtrail/organizationDelegatedAdminAccount:OrganizationDelegatedAdminAccount"
IPAM_ADMIN = "aws:ec2/vpcIpamOrganizationAdminAccount:VpcIpamOrganizationAdminAccount"
SHARING = "aws:ram/sharingWithOrganization:SharingWithOrganization"
ROOT_FEATURES = "aws:iam/organizationsFeatures:OrganizationsFeatures"
_ACCOUNT = r"\d{12}"
_SAYING = "an account id of 12 digits"

guardduty_admin = Rules(
    GUARDDUTY_ADMIN,
    source="Amazon GuardDuty API Reference, EnableOrganizationAdminAccount; Pulumi Registry, aws.guardduty.OrganizationAdminAccount",
    checks=(Pattern("adminAccountId", _ACCOUNT, source="Amazon GuardDuty API Reference, EnableOrganizationAdminAccount", saying=_SAYING),),
    immutable={"adminAccountId"},
    id="{adminAccountId}",
)

securityhub_admin = Rules(
    SECURITYHUB_ADMIN,
    source="AWS Security Hub API Reference, EnableOrganizationAdminAccount; Pulumi Registry, aws.securityhub.OrganizationAdminAccount",
    second_source="botocore, cfn-lint",
    checks=(Pattern("adminAccountId", _ACCOUNT, source="AWS Security Hub API Reference, EnableOrganizationAdminAccount", saying=_SAYING),),
    immutable={"adminAccountId"},
    id="{adminAccountId}",
)

cloudtrail_admin = Rules(
    CLOUDTRAIL_ADMIN,
    source="AWS CloudTrail API Reference, RegisterOrganizationDelegatedAdmin; Pulumi Registry, aws.cloudtrail.OrganizationDelegatedAdminAccount",
    second_source="botocore",
    checks=(Pattern("accountId", _ACCOUNT, source="AWS CloudTrail API Reference, RegisterOrganizationDelegatedAdmin", saying=_SAYING),),
    immutable={"accountId"},
    id="{accountId}",
    outputs={"email": "", "name": "", "servicePrincipal": "cloudtrail.amazonaws.com"},
)


@cloudtrail_admin.computes
def member_arn(action: Action) -> Properties:
    """The member's own ARN."""
    found = action.find(ORGANIZATION)
    organization = found[0].id if found else "o-unknown"
    return {"arn": f"arn:{action.partition}:organizations::{action.account}:account/{organization}/{action.inputs['accountId']}"}


ipam_admin = Rules(
    IPAM_ADMIN,
    source="Amazon EC2 API Reference, EnableIpamOrganizationAdminAccount; Pulumi Registry, aws.ec2.VpcIpamOrganizationAdminAccount",
    checks=(Pattern("delegatedAdminAccountId", _ACCOUNT, source="EC2 API Reference, EnableIpamOrganizationAdminAccount", saying=_SAYING),),
    immutable={"delegatedAdminAccountId"},
    id="{delegatedAdminAccountId}",
    outputs={"arn": "", "email": "", "name": "", "servicePrincipal": "ipam.amazonaws.com"},
)

sharing = Rules(
    SHARING,
    source="AWS RAM API Reference, EnableSharingWithAwsOrganization; Pulumi Registry, aws.ram.SharingWithOrganization",
    id="{account}",
)

root_features = Rules(
    ROOT_FEATURES,
    source="IAM API Reference, EnableOrganizationsRootCredentialsManagement, EnableOrganizationsRootSessions; "
    "Pulumi Registry, aws.iam.OrganizationsFeatures (the id is the organization's)",
    checks=(
        Allowed(
            "enabledFeatures[*]", ("RootCredentialsManagement", "RootSessions"), source="Pulumi Registry, aws.iam.OrganizationsFeatures"
        ),
    ),
    id=lambda action: action.find(ORGANIZATION)[0].id if action.find(ORGANIZATION) else "",
    unordered=("enabledFeatures",),
)


@root_features.before("create")
def access_is_trusted(action: Action) -> None:
    """'OrganizationNotFoundException', 'ServiceAccessNotEnabledException' (IAM API Reference)."""
    found = action.find(ORGANIZATION)
    if not found:
        action.refuse("OrganizationNotFoundException", f"The account {action.account} manages no organization")
    if "iam.amazonaws.com" not in (found[0].outputs.get("awsServiceAccessPrincipals") or []):
        action.refuse("ServiceAccessNotEnabledException", "Trusted access of iam.amazonaws.com is not enabled for the organization")
