"""AWS Organizations, and what single services keep of it: they forbid or administer, and move no data.

A policy of the organization only takes away. So it is not read as an excuse: a road that stands in the stack is followed although a guardrail
may forbid it (docs/decisions/0010). One that stands outside of the judged stack counts as what the reviewer asserts, and no more.
Sources: AWS Organizations User Guide, "Managing organization policies with AWS Organizations", "SCP evaluation", "Delegated administrator";
IAM User Guide, "Centrally manage root access for member accounts"; AWS RAM User Guide, "Enable resource sharing within AWS Organizations".
"""

from posture.readers.registry import inert

inert(
    "Only forbids, and reaches no principal that the proof relies on: no path is excused by a guardrail "
    "(AWS Organizations User Guide, 'SCP evaluation', 'RCP evaluation', 'Declarative policies')",
    "aws:organizations/policy:Policy",
    "aws:organizations/policyAttachment:PolicyAttachment",
    "aws-native:organizations:Policy",
)
inert(
    "Says what belongs together; whose an account is, the reviewer's list says (AWS Organizations User Guide, 'Terminology and concepts')",
    "aws:organizations/organization:Organization",
    "aws:organizations/organizationalUnit:OrganizationalUnit",
    "aws:organizations/account:Account",
    "aws-native:organizations:Organization",
    "aws-native:organizations:OrganizationalUnit",
    "aws-native:organizations:Account",
)
inert(
    "Lets an account administer a service or policies for the organization, not read what stores hold "
    "(AWS Organizations User Guide, 'Delegated administrator', 'AWS services that you can use with AWS Organizations')",
    "aws:organizations/awsServiceAccess:AwsServiceAccess",
    "aws:organizations/delegatedAdministrator:DelegatedAdministrator",
    "aws:organizations/resourcePolicy:ResourcePolicy",
    "aws-native:organizations:ResourcePolicy",
)
inert(
    "Takes long-lived credentials of root away from member accounts (IAM User Guide, 'Centrally manage root access for member accounts')",
    "aws:iam/organizationsFeatures:OrganizationsFeatures",
)
inert(
    "Spares an invitation; each share is read with whom it names (AWS RAM User Guide, 'Enable resource sharing within AWS Organizations')",
    "aws:ram/sharingWithOrganization:SharingWithOrganization",
)
inert(
    "Names and addresses of an account (AWS Account Management Reference Guide)",
    "aws:account/alternativeContact:AlternativeContact",
    "aws:account/primaryContact:PrimaryContact",
    "aws:iam/accountAlias:AccountAlias",
)
