"""Who reads what: the three forms of a grant, each narrow, with conditions, and a deny policy above them.

Modelled on IAM, "Configure temporary access", "Configure resource-based access", "Use IAM Conditions", "Create and apply deny policies", and
Cloud Storage, "Use IAM permissions".
"""

import pulumi
from pulumi_gcp import iam, organizations, projects, storage

from tests.mutation.bases import gcp_house as house

phi = house.ground("ward", "phi", house.PHI, "10.9.0.0/16")
house.perimeter("ward", phi)
letters = phi.store("clinic-letters", "phi")
images = phi.store("clinic-images", "phi")

# The whole policy of a bucket: what somebody adds beside the program is taken out again.
policy = organizations.get_iam_policy(
    bindings=[
        {"role": "roles/storage.objectViewer", "members": ["group:records-readers@clinic.example"]},
        {
            "role": "roles/storage.objectCreator",
            "members": [f"serviceAccount:scanner@{house.PHI}.iam.gserviceaccount.com"],
            "condition": {
                "title": "incoming-only",
                "description": "New letters go under one prefix",
                "expression": 'resource.name.startsWith("projects/_/buckets/clinic-letters/objects/incoming/")',
            },
        },
        {"role": "roles/storage.legacyBucketOwner", "members": [f"projectOwner:{house.PHI}"]},
    ]
)
scanner = phi.account("scanner")
storage.BucketIAMPolicy("letters", bucket=letters.name, policy_data=policy.policy_data, opts=pulumi.ResourceOptions(depends_on=[scanner]))
# One role of another bucket: others may grant other roles there.
storage.BucketIAMBinding(
    "images-until-the-end-of-the-study",
    bucket=images.name,
    role="roles/storage.objectViewer",
    members=["group:radiology-study@clinic.example"],
    condition={
        "title": "until-2027",
        "description": "The study ends",
        "expression": 'request.time < timestamp("2027-07-01T00:00:00Z")',
    },
)
# On the whole project, but for one bucket alone.
projects.IAMMember(
    "radiologists-see-images",
    project=phi.id,
    role="roles/storage.objectViewer",
    member="group:radiologists@clinic.example",
    condition={
        "title": "images-alone",
        "expression": 'resource.name.startsWith("projects/_/buckets/clinic-images/")',
    },
)
# One member of a role of one's own.
lister = projects.IAMCustomRole(
    "bucket-lister",
    project=phi.id,
    role_id="bucketLister",
    title="Lists buckets",
    description="Names of buckets, and nothing in them",
    permissions=["storage.buckets.get", "storage.buckets.list"],
    stage="GA",
    opts=phi.opts,
)
projects.IAMMember("auditors-list", project=phi.id, role="roles/storage.bucketViewer", member="group:auditors@clinic.example")
projects.IAMMember(
    "auditors-see-metadata",
    project=phi.id,
    role="roles/logging.viewer",
    member="group:auditors@clinic.example",
    condition={"title": "by-day", "expression": 'request.time.getHours("Europe/Berlin") >= 7'},
)
iam.DenyPolicy(
    "no-takeaway",
    parent=phi.id.apply(lambda found: f"cloudresourcemanager.googleapis.com%2Fprojects%2F{found}"),
    name="no-takeaway",
    display_name="Nobody opens buckets or makes keys",
    rules=[
        {
            "description": "Neither policies of buckets nor keys of accounts",
            "deny_rule": {
                "denied_principals": ["principalSet://goog/public:all"],
                "denied_permissions": [
                    "storage.googleapis.com/buckets.setIamPolicy",
                    "iam.googleapis.com/serviceAccountKeys.create",
                ],
                "exception_principals": ["principalSet://goog/group/platform-admins@clinic.example"],
            },
        }
    ],
)
