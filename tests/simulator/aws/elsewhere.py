"""Types with rules that are neither in the landscape nor in a recorded state, and the test that makes one of each."""

ORGANIZATION = "tests/engine/test_organization.py"
CLINICAL = "tests/engine/test_clinical.py"
ELSEWHERE = {
    **dict.fromkeys(
        (
            "aws:cloudtrail/organizationDelegatedAdminAccount:OrganizationDelegatedAdminAccount",
            "aws:ebs/encryptionByDefault:EncryptionByDefault",
            "aws:ec2/vpcIpamOrganizationAdminAccount:VpcIpamOrganizationAdminAccount",
            "aws:guardduty/organizationAdminAccount:OrganizationAdminAccount",
            "aws:iam/accountPasswordPolicy:AccountPasswordPolicy",
            "aws:iam/organizationsFeatures:OrganizationsFeatures",
            "aws:organizations/delegatedAdministrator:DelegatedAdministrator",
            "aws:ram/sharingWithOrganization:SharingWithOrganization",
            "aws:securityhub/organizationAdminAccount:OrganizationAdminAccount",
        ),
        ORGANIZATION,
    ),
    "aws:cloudwatch/logMetricFilter:LogMetricFilter": "tests/simulator/aws/test_data_services.py",
    "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess": "tests/simulator/aws/test_account_settings.py",
    "aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess": "tests/simulator/aws/test_account_settings.py",
    "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults": "tests/simulator/aws/test_account_settings.py",
    "aws:ec2/serialConsoleAccess:SerialConsoleAccess": "tests/simulator/aws/test_account_settings.py",
    "aws:iam/samlProvider:SamlProvider": "tests/simulator/aws/test_identities_and_keys.py",
    "aws:iam/serviceLinkedRole:ServiceLinkedRole": "tests/simulator/aws/test_data_services.py",
    **dict.fromkeys(
        (
            "aws:sfn/activity:Activity",
            "aws:ssm/maintenanceWindow:MaintenanceWindow",
        ),
        "tests/simulator/aws/test_managed_services.py",
    ),
    "aws:organizations/account:Account": "tests/simulator/aws/test_account_settings.py",
    "aws:quicksight/analysis:Analysis": "tests/simulator/aws/test_flows.py",
    "aws:quicksight/template:Template": "tests/simulator/aws/test_flows.py",
    "aws:ssm/parameter:Parameter": "tests/simulator/aws/test_table_names.py",
    "aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment": "tests/simulator/aws/test_permission_sets.py",
}
"""Type → the test."""
