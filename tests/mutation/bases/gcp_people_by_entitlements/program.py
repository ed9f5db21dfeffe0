"""Nobody has standing access to records: a group may ask for a narrow role for two hours, with a reason, by somebody else's leave.

Modelled on Privileged Access Manager, "Create entitlements" and "Privileged Access Manager overview".
"""

from pulumi_gcp import privilegedaccessmanager, projects

from tests.mutation.bases import gcp_house as house

phi = house.ground("review", "phi", house.PHI, "10.24.0.0/16", services=("privilegedaccessmanager",))
house.perimeter("review", phi)
phi.store("clinic-review-records", "phi")
agent = projects.ServiceIdentity("entitlements", project=phi.id, service="privilegedaccessmanager.googleapis.com", opts=phi.opts)
projects.IAMMember(
    "entitlements", project=phi.id, role="roles/privilegedaccessmanager.serviceAgent", member=agent.member, opts=house.also(phi.opts, agent)
)
privilegedaccessmanager.Entitlement(
    "reviewers",
    entitlement_id="read-records",
    parent=f"projects/{house.PHI}",
    location="global",
    max_request_duration="7200s",
    eligible_users=[{"principals": ["group:reviewers@clinic.example"]}],
    privileged_access={
        "gcp_iam_access": {
            "resource": f"//cloudresourcemanager.googleapis.com/projects/{house.PHI}",
            "resource_type": "cloudresourcemanager.googleapis.com/Project",
            "role_bindings": [
                {
                    "role": "roles/storage.objectViewer",
                    "condition_expression": 'resource.name.startsWith("projects/_/buckets/clinic-review-records/")',
                }
            ],
        }
    },
    requester_justification_config={"unstructured": {}},
    approval_workflow={
        "manual_approvals": {
            "require_approver_justification": True,
            "steps": [
                {
                    "approvals_needed": 1,
                    "approvers": {"principals": ["group:data-protection@clinic.example"]},
                    "approver_email_recipients": ["data-protection@clinic.example"],
                }
            ],
        }
    },
    additional_notification_targets={"admin_email_recipients": ["security@clinic.example"]},
    opts=house.also(phi.opts, agent),
)
