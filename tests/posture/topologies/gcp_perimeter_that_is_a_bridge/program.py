"""Only a bridge holds the project, and no regular perimeter."""

from pulumi_gcp import accesscontextmanager

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
ward.machine("records")
ward.route("apis", "199.36.153.4/30", next_hop_gateway="default-internet-gateway")
policy = accesscontextmanager.AccessPolicy("clinic", parent="organizations/123456789012", title="clinic")
accesscontextmanager.ServicePerimeter(
    "bridge",
    name=policy.name.apply(lambda made: f"accessPolicies/{made}/servicePerimeters/bridge"),
    parent=policy.name.apply(lambda made: f"accessPolicies/{made}"),
    title="bridge",
    perimeter_type="PERIMETER_TYPE_BRIDGE",
    status={"resources": [ward.project.number.apply(lambda number: f"projects/{number}")]},
)
