"""Counterparts of the organization's types: Organizations, Identity Center and the settings of whole accounts."""

from tests.simulator.aws.second_source.counterpart import Counterpart, counterpart

ORGANIZATION: dict[str, Counterpart] = {
    "aws:accessanalyzer/analyzer:Analyzer": counterpart(
        "AccessAnalyzer::Analyzer", "accessanalyzer", "CreateAnalyzer", configuration="AnalyzerConfiguration"
    ),
    "aws:cloudtrail/organizationDelegatedAdminAccount:OrganizationDelegatedAdminAccount": counterpart(
        None, "cloudtrail", "RegisterOrganizationDelegatedAdmin", accountId="MemberAccountId"
    ),
    "aws:ebs/encryptionByDefault:EncryptionByDefault": counterpart(None, "ec2", "EnableEbsEncryptionByDefault"),
    "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess": counterpart(
        "EC2::SnapshotBlockPublicAccess", "ec2", "EnableSnapshotBlockPublicAccess"
    ),
    "aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess": counterpart(None, "ec2", "EnableImageBlockPublicAccess"),
    "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults": counterpart(None, "ec2", "ModifyInstanceMetadataDefaults"),
    "aws:ec2/serialConsoleAccess:SerialConsoleAccess": counterpart(None, "ec2", "EnableSerialConsoleAccess"),
    "aws:ec2/vpcBlockPublicAccessExclusion:VpcBlockPublicAccessExclusion": counterpart(
        "EC2::VPCBlockPublicAccessExclusion", "ec2", "CreateVpcBlockPublicAccessExclusion"
    ),
    "aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions": counterpart(
        "EC2::VPCBlockPublicAccessOptions", "ec2", "ModifyVpcBlockPublicAccessOptions"
    ),
    "aws:ec2/vpcIpamOrganizationAdminAccount:VpcIpamOrganizationAdminAccount": counterpart(
        None, "ec2", "EnableIpamOrganizationAdminAccount"
    ),
    "aws:guardduty/organizationAdminAccount:OrganizationAdminAccount": counterpart(None, "guardduty", "EnableOrganizationAdminAccount"),
    "aws:iam/accountPasswordPolicy:AccountPasswordPolicy": counterpart(None, "iam", "UpdateAccountPasswordPolicy"),
    "aws:iam/organizationsFeatures:OrganizationsFeatures": counterpart(None),
    "aws:organizations/account:Account": counterpart("Organizations::Account", "organizations", "CreateAccount", name="AccountName"),
    "aws:organizations/delegatedAdministrator:DelegatedAdministrator": counterpart(None, "organizations", "RegisterDelegatedAdministrator"),
    "aws:organizations/organization:Organization": counterpart("Organizations::Organization", "organizations", "CreateOrganization"),
    "aws:organizations/organizationalUnit:OrganizationalUnit": counterpart(
        "Organizations::OrganizationalUnit", "organizations", "CreateOrganizationalUnit"
    ),
    "aws:organizations/policy:Policy": counterpart("Organizations::Policy", "organizations", "CreatePolicy"),
    "aws:organizations/policyAttachment:PolicyAttachment": counterpart(None, "organizations", "AttachPolicy"),
    "aws:ram/sharingWithOrganization:SharingWithOrganization": counterpart(None),
    "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock": counterpart(None, "s3control", "PutPublicAccessBlock"),
    "aws:securityhub/organizationAdminAccount:OrganizationAdminAccount": counterpart(
        "SecurityHub::DelegatedAdmin", "securityhub", "EnableOrganizationAdminAccount"
    ),
    "aws:ssoadmin/accountAssignment:AccountAssignment": counterpart("SSO::Assignment", "sso-admin", "CreateAccountAssignment"),
    "aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment": counterpart(None, "sso-admin", "AttachManagedPolicyToPermissionSet"),
    "aws:ssoadmin/permissionSet:PermissionSet": counterpart(
        "SSO::PermissionSet", "sso-admin", "CreatePermissionSet", relayState="RelayStateType"
    ),
    "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy": counterpart(None, "sso-admin", "PutInlinePolicyToPermissionSet"),
    "aws:ssoadmin/permissionsBoundaryAttachment:PermissionsBoundaryAttachment": counterpart(
        None, "sso-admin", "PutPermissionsBoundaryToPermissionSet"
    ),
}
"""Type → its names elsewhere."""
