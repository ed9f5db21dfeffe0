"""Private roads to declared peers, under mocks."""

import ipaddress
from typing import Any

import pytest

from ai_zones.aws import AwsPeerGateway, AwsPeerLink, AwsZoneNetwork, InvalidInputError
from tests.aws.networks import KEY, ZONES, phi, tier
from tests.aws.recording import Recording, record

SUBNETS = {zone: f"subnet-{zone}" for zone in ZONES}
INGRESS = "vpc/securityGroupIngressRule:SecurityGroupIngressRule"
EGRESS = "vpc/securityGroupEgressRule:SecurityGroupEgressRule"
HOSPITAL = "192.168.40.0/24"
TUNNEL = "ec2/vpnConnection:VpnConnection"


def gateway(**changes: Any) -> Recording:
    args: Any = {"zone": "phi", "vpc_id": "vpc-phi", "vpc_cidr": "10.20.0.0/16", **changes}
    return record(lambda: AwsPeerGateway("clinic-prod-phi-peers", args).vpn_gateway_id)


def feed(**changes: Any) -> Recording:
    args: Any = {
        "zone": "phi",
        "kind": "ehr-feed",
        "cidr": HOSPITAL,
        "vpc_id": "vpc-phi",
        "vpc_cidr": "10.20.0.0/16",
        "vpn_gateway_id": "vgw-phi",
        "route_table_id": "rtb-endpoint",
        "security_group_id": "sg-entry",
        "subnet_ids": SUBNETS,
        "port": 2575,
        **changes,
    }
    return record(lambda: AwsPeerLink("clinic-prod-phi-feed", {key: value for key, value in args.items() if value is not None}).urn)  # type: ignore[arg-type]


def api(**changes: Any) -> Recording:
    place = {"zone": "deidentification", "kind": "ehr-api", "subnet_ids": None, "port": 443, "route_table_id": "rtb-workload"}
    return feed(**{**place, "vpc_cidr": "10.21.0.0/16", "security_group_id": "sg-workload", **changes})


VPN = {"customer_address": "198.51.100.7", "kms_key_arn": KEY}


def test_a_gateway_alone_opens_nothing() -> None:
    recording = gateway()
    assert recording.one("ec2/vpnGatewayAttachment:VpnGatewayAttachment").inputs["vpcId"] == "vpc-phi"
    assert {built.type for built in recording.resources} == {
        "ai-zones:index:AwsPeerGateway",
        "aws:ec2/vpnGateway:VpnGateway",
        "aws:ec2/vpnGatewayAttachment:VpnGatewayAttachment",
    }


def test_no_route_is_ever_propagated() -> None:
    everything = [*feed(vpn=VPN).resources, *api().resources, *gateway().resources]
    assert not any("ropagation" in built.type for built in everything)


def test_a_circuit_may_learn_the_networks_range_and_nothing_else() -> None:
    recording = gateway(circuit={"dx_gateway_id": "dxgw-hospital", "encrypted": True})
    association = recording.one("directconnect/gatewayAssociation:GatewayAssociation").inputs
    assert association["allowedPrefixes"] == ["10.20.0.0/16"]
    assert association["dxGatewayId"] == "dxgw-hospital"
    assert recording.of("directconnect/gateway:Gateway") == []


def test_a_line_of_our_own_is_ordered_encrypted_and_protected() -> None:
    connection = {"location": "EqDB2", "bandwidth": "10Gbps", "macsec_secret_arn": "arn-of-secret"}
    recording = gateway(circuit={"connection": connection, "vlan": 101, "customer_asn": 65010}, alarm_topic_arn="arn-of-topic")
    line = recording.one("directconnect/connection:Connection")
    assert (line.inputs["requestMacsec"], line.inputs["encryptionMode"], line.protect) == (True, "must_encrypt", True)
    interface = recording.one("directconnect/privateVirtualInterface:PrivateVirtualInterface").inputs
    assert (interface["vlan"], interface["bgpAsn"], interface["sitelinkEnabled"]) == (101, 65010, False)
    assert recording.one("directconnect/macsecKeyAssociation:MacsecKeyAssociation").inputs["secretArn"] == "arn-of-secret"
    assert recording.one("cloudwatch/metricAlarm:MetricAlarm").inputs["alarmActions"] == ["arn-of-topic"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"zone": "inference"}, "only deidentification, phi, training have peers"),
        ({"amazon_asn": 7224}, "private BGP numbers"),
        ({"circuit": {}}, "give one of"),
        ({"circuit": {"dx_gateway_id": "dxgw-1"}}, "Direct Connect encrypts nothing"),
        ({"circuit": {"dx_gateway_id": "dxgw-1", "encrypted": True, "vlan": 5}}, "belongs to the virtual interface"),
        ({"circuit": {"connection_id": "dxcon-1", "encrypted": True}}, "circuit.vlan: is required"),
        ({"circuit": {"connection": {"location": "EqDB2", "bandwidth": "1Gbps"}, "vlan": 5, "customer_asn": 65010}}, "no MACsec"),
    ],
)
def test_a_gateway_that_can_not_be_is_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidInputError, match=message):
        gateway(**changes)


def test_a_feed_comes_in_from_its_own_addresses_on_its_own_port_and_nothing_goes_out() -> None:
    recording = feed()
    rule = recording.one(INGRESS).inputs
    assert (rule["cidrIpv4"], rule["fromPort"], rule["toPort"], rule["ipProtocol"]) == (HOSPITAL, 2575, 2575, "tcp")
    assert recording.of(EGRESS) == []
    balancer = recording.one("lb/loadBalancer:LoadBalancer").inputs
    assert (balancer["internal"], balancer["enableDeletionProtection"]) == (True, True)
    assert balancer["securityGroups"] == ["id-of-clinic-prod-phi-feed-peer", "sg-entry"]


def test_the_only_route_leads_to_the_peers_addresses() -> None:
    for recording, table in ((feed(), "rtb-endpoint"), (api(), "rtb-workload")):
        route = recording.one("ec2/route:Route").inputs
        assert route == {"routeTableId": table, "destinationCidrBlock": HOSPITAL, "gatewayId": "vgw-phi"}


def test_programs_behind_the_door_listen_where_they_like() -> None:
    recording = feed(target_port=8575)
    assert recording.one("lb/listener:Listener").inputs["port"] == 2575
    targets = recording.one("lb/targetGroup:TargetGroup").inputs
    assert (targets["port"], targets["preserveClientIp"]) == (8575, "false")


def test_an_api_is_asked_by_programs_and_has_no_door() -> None:
    recording = api()
    rule = recording.one(EGRESS).inputs
    assert (rule["securityGroupId"], rule["cidrIpv4"], rule["fromPort"], rule["toPort"]) == ("sg-workload", HOSPITAL, 443, 443)
    assert recording.of(INGRESS) == []
    assert recording.of("lb/loadBalancer:LoadBalancer") == []


def test_a_tunnel_takes_strong_algorithms_only_and_only_ikev2() -> None:
    tunnel = feed(vpn=VPN).one(TUNNEL).inputs
    for number in (1, 2):
        assert tunnel[f"tunnel{number}IkeVersions"] == ["ikev2"]
        for phase in ("Phase1", "Phase2"):
            assert tunnel[f"tunnel{number}{phase}EncryptionAlgorithms"] == ["AES256-GCM-16"]
            assert tunnel[f"tunnel{number}{phase}IntegrityAlgorithms"] == ["SHA2-384", "SHA2-512"]
            assert tunnel[f"tunnel{number}{phase}DhGroupNumbers"] == [20, 21]
        assert tunnel[f"tunnel{number}LogOptions"]["cloudwatchLogOptions"]["logEnabled"] is True


def test_a_tunnel_carries_the_peers_addresses_and_the_networks_and_no_others() -> None:
    recording = feed(vpn=VPN)
    tunnel = recording.one(TUNNEL).inputs
    assert (tunnel["localIpv4NetworkCidr"], tunnel["remoteIpv4NetworkCidr"]) == (HOSPITAL, "10.20.0.0/16")
    assert tunnel["staticRoutesOnly"] is True
    assert recording.one("ec2/vpnConnectionRoute:VpnConnectionRoute").inputs["destinationCidrBlock"] == HOSPITAL


def test_no_key_of_a_tunnel_stands_in_the_program() -> None:
    tunnel = feed(vpn=VPN).one(TUNNEL).inputs
    assert tunnel["presharedKeyStorage"] == "SecretsManager"
    assert not any("resharedKey" in key and key != "presharedKeyStorage" for key in tunnel)
    by_certificate = feed(vpn={**VPN, "certificate_arn": "arn-of-certificate"})
    assert "presharedKeyStorage" not in by_certificate.one(TUNNEL).inputs
    assert by_certificate.one("ec2/customerGateway:CustomerGateway").inputs["certificateArn"] == "arn-of-certificate"


def test_a_lost_tunnel_and_a_lost_peer_are_two_alarms() -> None:
    alarms = feed(vpn=VPN, alarm_topic_arn="arn-of-topic").of("cloudwatch/metricAlarm:MetricAlarm")
    assert {alarm.inputs["statistic"] for alarm in alarms} == {"Maximum", "Minimum"}
    assert all(alarm.inputs["treatMissingData"] == "breaching" for alarm in alarms)
    assert all(alarm.inputs["alarmActions"] == ["arn-of-topic"] for alarm in alarms)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"zone": "inference"}, "allowed are ehr-api to deidentification, ehr-feed to phi, federated-site to training; write 'phi'"),
        ({"kind": "ehr-api"}, "write 'deidentification'"),
        ({"kind": "vendor"}, "kind"),
        ({"cidr": "192.168.0.0/15"}, "/16 or smaller"),
        ({"cidr": "0.0.0.0/0"}, "/16 or smaller"),
        ({"cidr": "10.20.4.0/24"}, "overlaps the network's own"),
        ({"subnet_ids": None}, "add the endpoint subnets"),
        ({"vpn": {**VPN, "customer_address": "10.1.2.3"}}, "must be a public address"),
        ({"vpn": {**VPN, "customer_address": "peer.example"}}, "must be one IPv4 address"),
    ],
)
def test_a_peer_above_the_ceiling_is_refused_before_anything_is_registered(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidInputError, match=message):
        feed(**changes)


def test_an_outbound_peer_with_a_door_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="leave them out: programs go out"):
        api(subnet_ids=SUBNETS)
    with pytest.raises(InvalidInputError, match="there is no door"):
        api(target_port=8443)


def acl(recording: Recording, part: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    built = next(built for built in recording.of("ec2/networkAcl:NetworkAcl") if built.name.endswith(part))
    return built.inputs["ingress"], built.inputs["egress"]


def network(args: Any) -> Recording:
    return record(lambda: AwsZoneNetwork("clinic-prod-zone", args).vpc_id)


def passes(rules: list[dict[str, Any]], cidr: str) -> set[tuple[int, int]]:
    return {(rule["fromPort"], rule["toPort"]) for rule in rules if rule["cidrBlock"] == cidr}


def test_the_networks_acl_lets_a_feed_into_endpoint_subnets_on_its_port_and_answers_out() -> None:
    recording = network(phi(peers={"ehr": {"cidr": HOSPITAL, "port": 2575, "inbound": True}}))
    ingress, egress = acl(recording, "endpoint")
    assert passes(ingress, HOSPITAL) == {(2575, 2575)}
    assert passes(egress, HOSPITAL) == {(1024, 65535)}
    for rules in (*acl(recording, "workload"), *acl(recording, "database")):
        assert passes(rules, HOSPITAL) == set()


def test_the_networks_acl_lets_programs_out_to_an_api_and_answers_in() -> None:
    recording = network(phi(zone="deidentification", peers={"ehr": {"cidr": HOSPITAL, "port": 443, "inbound": False}}))
    ingress, egress = acl(recording, "workload")
    assert passes(egress, HOSPITAL) == {(443, 443)}
    assert passes(ingress, HOSPITAL) == {(1024, 65535)}
    for rules in acl(recording, "endpoint"):
        assert passes(rules, HOSPITAL) == set()


def test_only_zones_with_peers_let_peers_through_and_only_access_has_a_front() -> None:
    with pytest.raises(InvalidInputError, match="may have peers"):
        network(phi(zone="inference", peers={"ehr": {"cidr": HOSPITAL, "port": 443, "inbound": True}}))
    with pytest.raises(InvalidInputError, match="people enter the access zone only"):
        network(phi(front_port=443))


def test_a_front_reaches_the_load_balancer_in_every_endpoint_subnet() -> None:
    without = phi(zone="access")
    del without["database_subnets"]
    recording = network({**without, "front_port": 443})
    ingress, egress = acl(recording, "endpoint")
    for rules in (ingress, egress):
        reached = [ipaddress.IPv4Network(rule["cidrBlock"]) for rule in rules if (rule["fromPort"], rule["toPort"]) == (443, 443)]
        for cidr in tier(20, 16).values():
            assert any(ipaddress.IPv4Network(cidr).subnet_of(whole) for whole in reached), cidr
