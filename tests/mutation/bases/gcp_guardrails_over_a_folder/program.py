"""What no project of the zones may do, said once above them: constraints of the organization on their folder, and one of the clinic's own.

Modelled on Organization Policy Service, "Organization policy constraints", "Create custom organization policies", and "Using constraints".
"""

import pulumi
from pulumi_gcp import orgpolicy

from tests.mutation.bases import gcp_house as house

FOLDER = house.FOLDER
BOOLEANS = [
    "compute.disableSerialPortAccess",
    "compute.requireOsLogin",
    "compute.skipDefaultNetworkCreation",
    "iam.automaticIamGrantsForDefaultServiceAccounts",
    "iam.disableServiceAccountKeyCreation",
    "sql.restrictPublicIp",
    "storage.publicAccessPrevention",
    "storage.uniformBucketLevelAccess",
]
LISTS = {
    "gcp.resourceLocations": {"allowed_values": ["in:europe-west1-locations"]},
    "compute.vmExternalIpAccess": None,
    "compute.requireVpcFlowLogs": {"allowed_values": ["COMPREHENSIVE"]},
    "compute.restrictVpcPeering": {"allowed_values": [f"under:{FOLDER}"]},
    "iam.allowedPolicyMemberDomains": {"allowed_values": ["C0abc1234"]},
}
guards: list[pulumi.Resource] = [
    orgpolicy.Policy(
        constraint.replace(".", "-"),
        name=f"{FOLDER}/policies/{constraint}",
        parent=FOLDER,
        spec={"inherit_from_parent": False, "reset": False, "rules": [{"enforce": "TRUE"}]},
    )
    for constraint in BOOLEANS
]
for constraint, values in LISTS.items():
    rule = {"values": values} if values else {"deny_all": "TRUE"}
    guards.append(
        orgpolicy.Policy(constraint.replace(".", "-"), name=f"{FOLDER}/policies/{constraint}", parent=FOLDER, spec={"rules": [rule]})
    )
own = orgpolicy.CustomConstraint(
    "no-auto-mode",
    name="custom.noAutoModeNetworks",
    parent=f"organizations/{house.ORGANIZATION}",
    display_name="No network in auto mode",
    description="Subnetworks are planned, and not made in every region",
    action_type="DENY",
    condition="resource.autoCreateSubnetworks == true",
    method_types=["CREATE", "UPDATE"],
    resource_types=["compute.googleapis.com/Network"],
)
guards.append(
    orgpolicy.Policy(
        "no-auto-mode-networks",
        name=f"{FOLDER}/policies/custom.noAutoModeNetworks",
        parent=FOLDER,
        spec={"rules": [{"enforce": "TRUE"}]},
        opts=pulumi.ResourceOptions(depends_on=[own]),
    )
)
phi = house.ground("ward", "phi", house.PHI, "10.25.0.0/16")
house.perimeter("ward", phi)
phi.store("clinic-guarded-records", "phi")
