"""Staff sign in by IAM Identity Center: groups, narrow permission sets under a boundary, an application for those who are assigned.

Sources: IAM Identity Center User Guide, "Permission sets" (https://docs.aws.amazon.com/singlesignon/latest/userguide/permissionsetsconcept.html),
"Set session duration for AWS accounts", "Customer managed applications", "Using applications with a trusted token issuer".
"""

import pulumi_aws as aws

from tests.mutation.bases import house
from tests.mutation.bases.aws_workplaces import objects

INSTANCE = "arn:aws:sso:::instance/ssoins-7223000000000000"
DIRECTORY = "d-9367000000"
RECORDS = "clinic-staff-records"
key = house.key("staff", "s3.amazonaws.com")
logs = house.access_logs("clinic-staff-access-logs")
house.bucket(RECORDS, key, logs, {"data-class": "phi"})
groups = {
    name: aws.identitystore.Group(name, identity_store_id=DIRECTORY, display_name=name, description=f"People of {name}")
    for name in ("radiology", "reviewers")
}
anna = aws.identitystore.User(
    "anna",
    identity_store_id=DIRECTORY,
    user_name="anna",
    display_name="Anna",
    name={"given_name": "Anna", "family_name": "Keane"},
)
aws.identitystore.GroupMembership("anna", identity_store_id=DIRECTORY, group_id=groups["radiology"].group_id, member_id=anna.user_id)
limit = aws.iam.Policy(
    "people",
    name="people",
    policy=house.document(
        {"Effect": "Allow", "Action": ["s3:GetObject", "s3:ListBucket"], "Resource": [f"arn:aws:s3:::{RECORDS}", objects(RECORDS)]},
    ),
)
for name, actions in (("radiology", ["s3:GetObject"]), ("reviewers", ["s3:ListBucket"])):
    allowed = aws.ssoadmin.PermissionSet(name, name=name, instance_arn=INSTANCE, session_duration="PT1H", description=f"What {name} may do")
    aws.ssoadmin.PermissionSetInlinePolicy(
        name,
        instance_arn=INSTANCE,
        permission_set_arn=allowed.arn,
        inline_policy=house.document({"Effect": "Allow", "Action": actions, "Resource": [f"arn:aws:s3:::{RECORDS}", objects(RECORDS)]}),
    )
    aws.ssoadmin.PermissionsBoundaryAttachment(
        name,
        instance_arn=INSTANCE,
        permission_set_arn=allowed.arn,
        permissions_boundary={"customer_managed_policy_reference": {"name": limit.name, "path": "/"}},
    )
    aws.ssoadmin.AccountAssignment(
        name,
        instance_arn=INSTANCE,
        permission_set_arn=allowed.arn,
        principal_id=groups[name].group_id,
        principal_type="GROUP",
        target_id=house.ACCOUNT,
        target_type="AWS_ACCOUNT",
    )
application = aws.ssoadmin.Application(
    "viewer",
    name="viewer",
    instance_arn=INSTANCE,
    application_provider_arn="arn:aws:sso::aws:applicationProvider/custom",
)
aws.ssoadmin.ApplicationAssignmentConfiguration("viewer", application_arn=application.arn, assignment_required=True)
aws.ssoadmin.ApplicationAssignment(
    "viewer", application_arn=application.arn, principal_id=groups["radiology"].group_id, principal_type="GROUP"
)
