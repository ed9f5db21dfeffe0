"""A hospital's feed comes by HA VPN: two tunnels over BGP, and the firewall lets the hospital's interface engine alone in.

Modelled on Cloud VPN, "Create an HA VPN gateway to a peer VPN gateway", and "Supported IKE ciphers".
"""

import pulumi
from pulumi_gcp import compute

from tests.mutation.bases import gcp_house as house

HOSPITAL = "192.168.40.0/24"
phi = house.ground("feed", "phi", house.PHI, "10.12.0.0/16")
house.perimeter("feed", phi)
gateway = compute.HaVpnGateway(
    "hospital", name="hospital", project=phi.id, region=house.REGION, network=phi.network.id, stack_type="IPV4_ONLY"
)
peer = compute.ExternalVpnGateway(
    "hospital",
    name="hospital",
    project=phi.id,
    redundancy_type="TWO_IPS_REDUNDANCY",
    interfaces=[{"id": 0, "ip_address": "203.0.113.10"}, {"id": 1, "ip_address": "203.0.113.11"}],
    opts=phi.opts,
)
router = compute.Router(
    "hospital",
    name="hospital",
    project=phi.id,
    region=house.REGION,
    network=phi.network.id,
    bgp={"asn": 64514, "advertise_mode": "CUSTOM", "advertised_ip_ranges": [{"range": "10.12.0.0/24", "description": "The receivers"}]},
)
# What the hospital announces beyond its interface engine's range is not believed.
believed = compute.RouterRoutePolicy(
    "hospital",
    name="hospital-alone",
    project=phi.id,
    region=house.REGION,
    router=router.name,
    type="ROUTE_POLICY_TYPE_IMPORT",
    terms=[
        {
            "priority": 1,
            "match": {"expression": f"destination.inAnyRange(prefix('{HOSPITAL}').orLonger())"},
            "actions": [{"expression": "accept()"}],
        },
        {
            "priority": 2,
            "match": {"expression": "destination.inAnyRange(prefix('0.0.0.0/0').orLonger())"},
            "actions": [{"expression": "drop()"}],
        },
    ],
)
config = pulumi.Config()
for number in (0, 1):
    tunnel = compute.VPNTunnel(
        f"hospital-{number}",
        name=f"hospital-{number}",
        project=phi.id,
        region=house.REGION,
        vpn_gateway=gateway.id,
        vpn_gateway_interface=number,
        peer_external_gateway=peer.id,
        peer_external_gateway_interface=number,
        ike_version=2,
        shared_secret=config.get_secret("psk") or pulumi.Output.secret("given-by-configuration"),
        router=router.id,
    )
    interface = compute.RouterInterface(
        f"hospital-{number}",
        name=f"hospital-{number}",
        project=phi.id,
        region=house.REGION,
        router=router.name,
        ip_range=f"169.254.{number}.1/30",
        vpn_tunnel=tunnel.name,
    )
    compute.RouterPeer(
        f"hospital-{number}",
        name=f"hospital-{number}",
        project=phi.id,
        region=house.REGION,
        router=router.name,
        interface=interface.name,
        peer_asn=64515,
        peer_ip_address=f"169.254.{number}.2",
        import_policies=[believed.name],
    )
phi.allow("from-hospital", 230, "INGRESS", [HOSPITAL], "2575")
phi.machine("receiver")
