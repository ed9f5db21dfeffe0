"""Administrators reach one machine without an external address by IAP's TCP forwarding, at working hours, and log in by OS Login.

Modelled on Identity-Aware Proxy, "Using IAP for TCP forwarding" (35.235.240.0/20, IAM conditions), and Compute Engine, "Set up OS Login".
"""

from pulumi_gcp import compute, iap, serviceaccount

from tests.mutation.bases import gcp_house as house

IAP = "35.235.240.0/20"
ADMINISTRATORS = "group:platform-admins@clinic.example"
access = house.ground("bastion", "access", "clinic-access", "10.21.0.0/16", services=("iap", "oslogin"))
phi = house.ground("ward", "phi", house.PHI, "10.9.0.0/16")
above = house.access_policy()
house.perimeter("bastion", access, parent=above)
house.perimeter("ward", phi, parent=above)
account = access.account("bastion")
access.allow("from-iap", 260, "INGRESS", [IAP], "22", target_service_accounts=[account.email])
machine = access.machine("bastion-host", account)
working_hours = 'destination.port == 22 && request.time.getHours("Europe/Berlin") >= 7 && request.time.getHours("Europe/Berlin") <= 19'
iap.TunnelInstanceIAMMember(
    "administrators",
    project=access.id,
    zone=machine.zone,
    instance=machine.name,
    role="roles/iap.tunnelResourceAccessor",
    member=ADMINISTRATORS,
    condition={"title": "working-hours", "description": "SSH by day", "expression": working_hours},
)
compute.InstanceIAMMember(
    "administrators-log-in",
    project=access.id,
    zone=machine.zone,
    instance_name=machine.name,
    role="roles/compute.osLogin",
    member=ADMINISTRATORS,
)
serviceaccount.IAMBinding(
    "administrators-act-as",
    service_account_id=account.name,
    role="roles/iam.serviceAccountUser",
    members=[ADMINISTRATORS],
)
