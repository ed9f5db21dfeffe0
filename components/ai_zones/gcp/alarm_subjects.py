"""What alarms watch: operations on Google Cloud itself by subject, as the audit logs of a zone's project tell of them.

Sources: CIS Google Cloud Platform Foundation Benchmark, 2.4 to 2.11 ("Ensure that the log metric filter and alerts exist for …"); Cloud Audit Logs
documentation, "Understand audit logs" (`protoPayload.methodName`), "Google Cloud services with audit logs"; VPC Service Controls, "Audit logging"
(`VpcServiceControlAuditMetadata`); Privileged Access Manager, "Audit entitlement and grant events"; Cloud Router, "View logs and metrics";
Cloud Logging, "Logging query language" (`=~`, `:`); 45 CFR 164.308(a)(1)(ii)(D), 164.312(b).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

CRITICAL, ERROR, WARNING = "CRITICAL", "ERROR", "WARNING"


@dataclass(frozen=True)
class Subject:
    """Log entries of which the first is an alarm."""

    filter: str
    severity: str
    why: str
    counted: bool = False
    """Whether a metric counts them too, as the benchmark asks."""


def _methods(service: str, *names: str) -> str:
    """Calls of one service whose method ends in one of these names."""
    return f'protoPayload.serviceName="{service}.googleapis.com" AND protoPayload.methodName=~"({"|".join(names)})$"'


def _compute(*collections: str, verbs: str = "insert|patch|update|delete") -> str:
    """Changes of collections of Compute Engine."""
    return _methods("compute", rf"compute\.({'|'.join(collections)})\.({verbs})")


_POLICIES = ("firewallPolicies", "networkFirewallPolicies", "regionNetworkFirewallPolicies")
_OWNER = 'protoPayload.serviceData.policyDelta.bindingDeltas.role="roles/owner"'

SUBJECTS: Final[Mapping[str, Subject]] = MappingProxyType(
    {
        "ownership": Subject(
            f'protoPayload.serviceName="cloudresourcemanager.googleapis.com" AND (ProjectOwnership OR projectOwnerInvitee OR {_OWNER})',
            CRITICAL,
            "Somebody becomes an owner of the project, or ceases to be one",
            counted=True,
        ),
        "audit-configuration": Subject(
            'protoPayload.methodName="SetIamPolicy" AND protoPayload.serviceData.policyDelta.auditConfigDeltas:*',
            CRITICAL,
            "Somebody changes what is logged",
            counted=True,
        ),
        "custom-roles": Subject(
            'resource.type="iam_role" AND protoPayload.methodName=~"google.iam.admin.v1.(Create|Update|Delete|Undelete)Role$"',
            ERROR,
            "Somebody changes a role",
            counted=True,
        ),
        "roles": Subject(
            'protoPayload.serviceName="cloudresourcemanager.googleapis.com" AND protoPayload.methodName="SetIamPolicy"',
            WARNING,
            "Somebody changes who may do what in the project",
        ),
        "firewall": Subject(
            f'resource.type="gce_firewall_rule" AND {_compute("firewalls")}', ERROR, "Somebody changes a firewall rule", counted=True
        ),
        "firewall-policies": Subject(
            _compute(
                *_POLICIES,
                verbs="insert|patch|delete|addRule|patchRule|removeRule|addAssociation|removeAssociation|cloneRules|setIamPolicy",
            ),
            ERROR,
            "Somebody changes a firewall policy",
        ),
        "routes": Subject(f'resource.type="gce_route" AND {_compute("routes")}', ERROR, "Somebody changes a route", counted=True),
        "networks": Subject(
            'resource.type="gce_network" AND '
            + _compute("networks", verbs="insert|patch|delete|addPeering|removePeering|updatePeering|switchToCustomMode"),
            ERROR,
            "Somebody changes a network or joins it to another",
            counted=True,
        ),
        "roads-out": Subject(
            _compute(
                *("routers", "addresses", "globalAddresses", "vpnGateways", "targetVpnGateways", "externalVpnGateways", "vpnTunnels"),
                *("interconnectAttachments", "serviceAttachments", "forwardingRules", "globalForwardingRules"),
            ),
            WARNING,
            "Somebody changes a road to elsewhere",
        ),
        "names": Subject(
            _methods("dns", r"dns\.(managedZones|policies|responsePolicies|responsePolicyRules|resourceRecordSets|changes)\.\w+"),
            WARNING,
            "Somebody changes which names are answered",
        ),
        "records": Subject(
            _methods("logging", r"ConfigServiceV2\.(Create|Update|Delete)(Sink|Exclusion|Bucket|View|Settings|CmekSettings)", r"DeleteLog"),
            CRITICAL,
            "Somebody changes where logs go or deletes some",
        ),
        "bucket-access": Subject(
            'resource.type="gcs_bucket" AND protoPayload.methodName="storage.setIamPermissions"',
            ERROR,
            "Somebody changes who may read a bucket",
            counted=True,
        ),
        "database": Subject(
            _methods("cloudsql", r"cloudsql\.instances\.(create|update|delete|restoreBackup|clone|export)"),
            ERROR,
            "Somebody changes, copies or exports the database",
            counted=True,
        ),
        "keys": Subject(
            _methods("cloudkms", "DestroyCryptoKeyVersion", "UpdateCryptoKeyVersion", "UpdateCryptoKey", "SetIamPolicy"),
            CRITICAL,
            "Somebody disables or destroys a key, or changes who may use one",
        ),
        "static-credentials": Subject(
            _methods("iam", "CreateServiceAccountKey", "UploadServiceAccountKey"), CRITICAL, "Somebody makes a key for a service account"
        ),
        "perimeter-refusals": Subject(
            'protoPayload.metadata."@type"="type.googleapis.com/google.cloud.audit.VpcServiceControlAuditMetadata"',
            ERROR,
            "The perimeter refuses a call, or would once it is enforced",
        ),
        "break-glass": Subject(
            f'{_methods("privilegedaccessmanager", "CreateGrant")} AND protoPayload.resourceName:"/entitlements/break-glass"',
            CRITICAL,
            "Somebody breaks the glass",
        ),
    }
)
"""Subjects by name."""

SESSIONS: Final = Subject(
    'resource.type="gce_router" AND severity>=NOTICE AND textPayload:"BGP Event"', ERROR, "The session with a peer changes"
)
"""Of zones that have peers."""
TUNNELS: Final = 'metric.type="vpn.googleapis.com/tunnel_established" AND resource.type="vpn_gateway"'
"""Metric that is below 1 while a tunnel is down."""
