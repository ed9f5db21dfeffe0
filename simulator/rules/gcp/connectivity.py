"""Network Connectivity Center, service connection policies, packet mirroring, Cloud Run; alerts and their channels.

Sources: Network Connectivity Center documentation, "Hubs and spokes"; VPC documentation, "About service connection policies", "Packet Mirroring"; Cloud
Run documentation, "Direct VPC egress"; Cloud Monitoring API, alertPolicies, notificationChannels; Terraform google provider, google_network_connectivity_*,
google_compute_packet_mirroring, google_cloud_run_v2_service, google_monitoring_*.
"""

from simulator.rules import Action, ExactlyOneOf, Properties, Rules
from simulator.rules.gcp.common import WRONG, last, link, named
from simulator.rules.gcp.kinds import FORWARDING_RULE, INSTANCE, INTERCONNECT_ATTACHMENT, NETWORK, SUBNETWORK, VPN_TUNNEL

HUB = "gcp:networkconnectivity/hub:Hub"
CHANNEL = "gcp:monitoring/notificationChannel:NotificationChannel"

hub = Rules(
    HUB,
    source="Network Connectivity API, hubs; Terraform google provider, google_network_connectivity_hub",
    outputs={"state": "ACTIVE", "uniqueId": "{uuid}", "routingVpcs": []},
    immutable={"policyMode", "presetTopology"},
)

_LINKED = (
    *("gateway", "linkedInterconnectAttachments", "linkedProducerVpcNetwork", "linkedRouterApplianceInstances", "linkedVpcNetwork"),
    "linkedVpnTunnels",
)
spoke = Rules(
    "gcp:networkconnectivity/spoke:Spoke",
    source="Network Connectivity API, spokes; Terraform google provider, google_network_connectivity_spoke",
    checks=(ExactlyOneOf(_LINKED, source="Network Connectivity API, spokes: one kind of link"),),
    references={
        "hub": link(HUB, delete_code="failedPrecondition"),
        "linkedVpcNetwork.uri": link(NETWORK),
        "linkedVpnTunnels.uris[*]": link(VPN_TUNNEL),
        "linkedInterconnectAttachments.uris[*]": link(INTERCONNECT_ATTACHMENT),
        "linkedProducerVpcNetwork.network": link(NETWORK),
    },
    immutable={"hub", "linkedVpcNetwork.uri", "linkedProducerVpcNetwork", "group"},
    outputs={"state": "ACTIVE", "uniqueId": "{uuid}"},
)


@hub.plans
def mesh_unless_said(action: Action) -> Properties:
    """Network Connectivity API, hubs: 'if presetTopology is unspecified and policyMode = PRESET, it defaults to MESH'."""
    policy, topology = action.inputs.get("policyMode") or "PRESET", action.inputs.get("presetTopology")
    return {} if topology is not None else {"presetTopology": "MESH" if policy == "PRESET" else "PRESET_TOPOLOGY_UNSPECIFIED"}


@spoke.before("create")
def star_has_groups(action: Action) -> None:
    """Network Connectivity Center documentation, "Preset connectivity topologies": in a star each spoke is of the group of the center or the edge."""
    home = named(action, action.inputs.get("hub"), HUB)
    if (
        home is not None
        and home.outputs.get("presetTopology") == "STAR"
        and last(action.inputs.get("group") or "") not in ("center", "edge")
    ):
        action.refuse(WRONG, f"group: a spoke of {home.id} is of 'center' or 'edge'")


@spoke.computes
def group_of_a_mesh(action: Action) -> Properties:
    """The same page: a mesh has one group, named default."""
    home = named(action, action.inputs.get("hub"), HUB)
    mesh = home is not None and home.outputs.get("presetTopology") == "MESH" and not action.inputs.get("group")
    return {"group": f"{home.id}/groups/default"} if home and mesh else {}


connection_policy = Rules(
    "gcp:networkconnectivity/serviceConnectionPolicy:ServiceConnectionPolicy",
    source="Network Connectivity API, serviceConnectionPolicies; Terraform google provider, google_network_connectivity_service_connection_policy",
    references={"network": link(NETWORK), "pscConfig.subnetworks[*]": link(SUBNETWORK)},
    immutable={"network", "serviceClass"},
    outputs={"infrastructure": "PSC", "pscConnections": []},
)

mirroring = Rules(
    "gcp:compute/packetMirroring:PacketMirroring",
    source="Compute Engine API, packetMirrorings; Terraform google provider, google_compute_packet_mirroring",
    references={
        "network.url": link(NETWORK),
        "collectorIlb.url": link(FORWARDING_RULE),
        "mirroredResources.subnetworks[*].url": link(SUBNETWORK),
        "mirroredResources.instances[*].url": link(INSTANCE),
    },
    immutable={"network"},
    outputs={"priority": 1000},
)

run = Rules(
    "gcp:cloudrunv2/service:Service",
    source="Cloud Run Admin API v2, services; Terraform google provider, google_cloud_run_v2_service",
    references={
        "template.vpcAccess.networkInterfaces[*].network": link(NETWORK),
        "template.vpcAccess.networkInterfaces[*].subnetwork": link(SUBNETWORK),
    },
    defaults={"deletionProtection": True},
    outputs={
        "ingress": "INGRESS_TRAFFIC_ALL",
        "launchStage": "GA",
        "uri": "https://{name}-{hex10}.a.run.app",
        "urls": ["https://{name}-{hex10}.a.run.app"],
        "uid": "{uuid}",
        "reconciling": False,
    },
)

channel = Rules(
    CHANNEL,
    source="Cloud Monitoring API, notificationChannels; Terraform google provider, google_monitoring_notification_channel",
    immutable={"type"},
    outputs={"verificationStatus": ""},
    unset={"enabled": True, "forceDelete": False},
)

alert = Rules(
    "gcp:monitoring/alertPolicy:AlertPolicy",
    source="Cloud Monitoring API, alertPolicies; Terraform google provider, google_monitoring_alert_policy",
    references={"notificationChannels[*]": link(CHANNEL, delete_code="failedPrecondition")},
    outputs={"creationRecords": []},
    unset={"enabled": True},
)


@channel.computes
@alert.computes
def name_is_the_id(action: Action) -> Properties:
    """Monitoring names its resources by their whole path."""
    return {"name": action.id}
