"""Identities that people assume: permission sets of IAM Identity Center, and users of IAM.

Each is an identity of our own account. What it may do with a store is no exit by itself: data leaves by roads, shares and principals that are
not ours, and people who read records are the reason why records are kept. That nobody has too much, or a credential that never ends, is for
rules (`identity/...`), not for theorems.
Sources: IAM Identity Center User Guide, "Permission sets" (a role in each assigned account, which only the instance's identity provider may
assume); IAM User Guide, "IAM users", "Manage access keys for IAM users".
"""

from posture.graph.builder import GraphBuilder
from posture.graph.facts import IdentityFact
from posture.readers.aws.whereabouts import account_of
from posture.readers.registry import inert, reads
from posture.view import ResourceView


@reads(
    "aws:ssoadmin/permissionSet:PermissionSet",
    "aws-native:sso:PermissionSet",
    "aws:iam/user:User",
    "aws-native:iam:User",
)
def person(resource: ResourceView, graph: GraphBuilder) -> None:
    """An identity of its account. What it may do is not followed (see the module)."""
    graph.add(IdentityFact(resource.resource.urn, account_of(resource.resource)))


inert(
    "What a permission set may do, and in which of our accounts whose group has it: people, not a road "
    "(IAM Identity Center User Guide, 'Permission sets', 'Assign user or group access to AWS accounts')",
    "aws:ssoadmin/accountAssignment:AccountAssignment",
    "aws:ssoadmin/customerManagedPolicyAttachment:CustomerManagedPolicyAttachment",
    "aws:ssoadmin/customerManagedPolicyAttachmentsExclusive:CustomerManagedPolicyAttachmentsExclusive",
    "aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment",
    "aws:ssoadmin/managedPolicyAttachmentsExclusive:ManagedPolicyAttachmentsExclusive",
    "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy",
    "aws:ssoadmin/permissionsBoundaryAttachment:PermissionsBoundaryAttachment",
    "aws:ssoadmin/instanceAccessControlAttributes:InstanceAccessControlAttributes",
    "aws-native:sso:Assignment",
    "aws-native:sso:InstanceAccessControlAttributeConfiguration",
)
inert(
    "People and groups of the identity store (IAM Identity Center User Guide, 'Manage identities in IAM Identity Center')",
    "aws:identitystore/group:Group",
    "aws:identitystore/groupMembership:GroupMembership",
    "aws:identitystore/user:User",
    "aws-native:identitystore:Group",
    "aws-native:identitystore:GroupMembership",
)
inert(
    "A user's credential. The user is read; that there is such a credential at all is a rule's fault, not a road "
    "(IAM User Guide, 'Manage access keys for IAM users', 'Manage passwords for IAM users')",
    "aws:iam/accessKey:AccessKey",
    "aws:iam/serviceSpecificCredential:ServiceSpecificCredential",
    "aws:iam/signingCertificate:SigningCertificate",
    "aws:iam/sshKey:SshKey",
    "aws:iam/userLoginProfile:UserLoginProfile",
    "aws:iam/virtualMfaDevice:VirtualMfaDevice",
    "aws-native:iam:AccessKey",
    "aws-native:iam:VirtualMfaDevice",
)
inert(
    "What users and groups may do: identities of our own account (IAM User Guide, 'IAM users', 'IAM user groups')",
    "aws:iam/group:Group",
    "aws:iam/groupMembership:GroupMembership",
    "aws:iam/groupPolicy:GroupPolicy",
    "aws:iam/groupPoliciesExclusive:GroupPoliciesExclusive",
    "aws:iam/groupPolicyAttachmentsExclusive:GroupPolicyAttachmentsExclusive",
    "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
    "aws:iam/userGroupMembership:UserGroupMembership",
    "aws:iam/userPolicy:UserPolicy",
    "aws:iam/userPolicyAttachment:UserPolicyAttachment",
    "aws:iam/userPoliciesExclusive:UserPoliciesExclusive",
    "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive",
    "aws-native:iam:Group",
    "aws-native:iam:GroupPolicy",
    "aws-native:iam:UserPolicy",
    "aws-native:iam:UserToGroupAddition",
)
