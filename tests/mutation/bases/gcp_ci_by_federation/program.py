"""A pipeline pushes images by federated tokens of one repository's main branch; no key of any account exists.

Modelled on IAM, "Configure Workload Identity Federation with deployment pipelines" (attribute mapping, attribute condition, GitHub's numeric ids).
"""

import pulumi
from pulumi_gcp import artifactregistry, iam, orgpolicy, serviceaccount

from tests.mutation.bases import gcp_house as house

management = house.ground(
    "builds", "management", "clinic-management", "10.22.0.0/16", services=("artifactregistry", "iamcredentials", "sts", "orgpolicy")
)
phi = house.ground("ward", "phi", house.PHI, "10.9.0.0/16")
above = house.access_policy()
house.perimeter("ward", phi, parent=above)
house.perimeter("builds", management, parent=above)
images = artifactregistry.Repository(
    "images",
    project=management.id,
    location=house.REGION,
    repository_id="images",
    format="DOCKER",
    mode="STANDARD_REPOSITORY",
    docker_config={"immutable_tags": True},
    kms_key_name=management.key("artifactregistry").id,
    vulnerability_scanning_config={"enablement_config": "INHERITED"},
    labels={"ai-zone": "management", "ai-service": "registry-write"},
    opts=management.encrypted("artifactregistry", protect=True),
)
pool = iam.WorkloadIdentityPool(
    "pipelines",
    project=management.id,
    workload_identity_pool_id="pipelines",
    display_name="Pipelines",
    description="Deployment pipelines of the clinic",
    disabled=False,
    opts=management.opts,
)
iam.WorkloadIdentityPoolProvider(
    "github",
    project=management.id,
    workload_identity_pool_id=pool.workload_identity_pool_id,
    workload_identity_pool_provider_id="github",
    attribute_mapping={
        "google.subject": "assertion.sub",
        "attribute.repository": "assertion.repository",
        "attribute.owner": "assertion.repository_owner_id",
        "attribute.ref": "assertion.ref",
    },
    attribute_condition="assertion.repository_owner_id == '424242' && assertion.ref == 'refs/heads/main'",
    oidc={"issuer_uri": "https://token.actions.githubusercontent.com"},
)
pusher = serviceaccount.Account(
    "image-pusher",
    project=management.id,
    account_id="image-pusher",
    display_name="Pushes images from the main branch",
    opts=management.opts,
)
serviceaccount.IAMBinding(
    "pipeline-acts-as-pusher",
    service_account_id=pusher.name,
    role="roles/iam.workloadIdentityUser",
    members=[pulumi.Output.concat("principalSet://iam.googleapis.com/", pool.name, "/attribute.repository/clinic/agents")],
)
artifactregistry.RepositoryIamMember(
    "pusher",
    project=management.id,
    location=images.location,
    repository=images.name,
    role="roles/artifactregistry.writer",
    member=pusher.member,
)
for constraint in ("iam.disableServiceAccountKeyCreation", "iam.disableServiceAccountKeyUpload"):
    orgpolicy.Policy(
        constraint.rsplit(".", 1)[-1],
        name=pulumi.Output.concat("projects/", management.id, "/policies/", constraint),
        parent=pulumi.Output.concat("projects/", management.id),
        spec={"rules": [{"enforce": "TRUE"}]},
        opts=management.opts,
    )
