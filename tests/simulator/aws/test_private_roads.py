"""Private roads: virtual private gateways, VPN connections, Direct Connect."""

from typing import Any

import pytest

from simulator.rules.aws import kinds, private_circuits, vpns
from tests.simulator.aws.account import Account, Made


@pytest.fixture
def vpc(aws: Account) -> Made:
    return aws.vpc()


def attached(aws: Account, vpc: Made) -> Made:
    gateway = aws.make(kinds.VPN_GATEWAY)
    aws.make(vpns.ATTACHMENT, vpcId=vpc.id, vpnGatewayId=gateway.id)
    return gateway


def customer(aws: Account, **inputs: Any) -> Made:
    return aws.make(vpns.CUSTOMER_GATEWAY, **{"type": "ipsec.1", "bgpAsn": "65000", "ipAddress": "198.51.100.7", **inputs})


def tunnel(aws: Account, gateway: Made, **inputs: Any) -> dict[str, Any]:
    return {"type": "ipsec.1", "customerGatewayId": customer(aws).id, "vpnGatewayId": gateway.id, "staticRoutesOnly": True, **inputs}


def test_a_network_has_one_gateway_and_a_gateway_one_network(aws: Account, vpc: Made) -> None:
    gateway = attached(aws, vpc)
    other = aws.make(kinds.VPN_GATEWAY)
    aws.refuses("InvalidParameterValue", vpns.ATTACHMENT, vpcId=vpc.id, vpnGatewayId=other.id)
    aws.refuses("VpnGatewayAttachmentLimitExceeded", vpns.ATTACHMENT, vpcId=aws.vpc("10.1.0.0/16").id, vpnGatewayId=gateway.id)


@pytest.mark.parametrize(
    "wrong", [{"bgpAsn": "0"}, {"bgpAsn": "x"}, {"ipAddress": "peer.example"}, {"type": "ssl"}, {"bgpAsnExtended": "4200000001"}]
)
def test_a_customers_gateway_has_an_address_and_a_number(aws: Account, wrong: dict[str, Any]) -> None:
    assert len(aws.faults(vpns.CUSTOMER_GATEWAY, **{"type": "ipsec.1", "bgpAsn": "65000", "ipAddress": "198.51.100.7", **wrong})) == 1


def test_a_connection_shows_both_ends_and_keeps_its_keys_where_it_is_told(aws: Account, vpc: Made) -> None:
    made = aws.make(vpns.CONNECTION, **tunnel(aws, attached(aws, vpc), presharedKeyStorage="SecretsManager"))
    assert made["tunnel1Address"] != made["tunnel2Address"]
    assert made["presharedKeyArn"].startswith("arn:aws:secretsmanager:eu-west-1:111122223333:secret:")


@pytest.mark.parametrize(
    "wrong",
    [
        {"tunnel1IkeVersions": ["ikev3"]},
        {"tunnel1Phase1DhGroupNumbers": [5]},
        {"tunnel2Phase2EncryptionAlgorithms": ["3DES"]},
        {"tunnel2Phase2LifetimeSeconds": 28800},
        {"tunnel1InsideCidr": "169.254.10.0/29"},
        {"tunnel1StartupAction": "start", "tunnel1IkeVersions": ["ikev1", "ikev2"]},
        {"enableAcceleration": True},
        {"transitGatewayId": "tgw-1"},
        {"presharedKeyStorage": "Vault"},
    ],
)
def test_options_of_a_tunnel_are_those_that_the_service_knows(aws: Account, wrong: dict[str, Any]) -> None:
    whole = {"type": "ipsec.1", "customerGatewayId": "cgw-1", "vpnGatewayId": "vgw-1"}
    assert aws.faults(vpns.CONNECTION, **whole) == []
    assert len(aws.faults(vpns.CONNECTION, **whole, **wrong)) == 1


def test_static_routes_are_for_static_connections(aws: Account, vpc: Made) -> None:
    gateway = attached(aws, vpc)
    static = aws.make(vpns.CONNECTION, **tunnel(aws, gateway))
    learned = aws.make(vpns.CONNECTION, **tunnel(aws, gateway, staticRoutesOnly=False))
    route = {"destinationCidrBlock": "192.168.40.0/24"}
    made = aws.make(vpns.CONNECTION_ROUTE, vpnConnectionId=static.id, **route)
    assert made.id == f"192.168.40.0/24:{static.id}"
    aws.refuses("InvalidParameterValue", vpns.CONNECTION_ROUTE, vpnConnectionId=learned.id, **route)
    aws.refuses("InvalidVpnConnectionID.NotFound", vpns.CONNECTION_ROUTE, vpnConnectionId="vpn-1", **route)


def test_routes_are_propagated_within_one_network(aws: Account, vpc: Made) -> None:
    gateway = attached(aws, vpc)
    aws.make(vpns.PROPAGATION, routeTableId=aws.table(vpc).id, vpnGatewayId=gateway.id)
    aws.refuses("Gateway.NotAttached", vpns.PROPAGATION, routeTableId=aws.table(aws.vpc("10.1.0.0/16")).id, vpnGatewayId=gateway.id)


def test_a_gateway_is_not_deleted_under_a_connection(aws: Account, vpc: Made) -> None:
    gateway = attached(aws, vpc)
    aws.make(vpns.CONNECTION, **tunnel(aws, gateway))
    aws.refuses_delete("IncorrectState", gateway)


def line(aws: Account, **inputs: Any) -> Made:
    return aws.make(private_circuits.CONNECTION, **{"name": "line", "location": "EqDB2", "bandwidth": "10Gbps", **inputs})


def test_only_fast_lines_are_encrypted_and_only_with_macsec(aws: Account) -> None:
    kind = private_circuits.CONNECTION
    base = {"name": "line", "location": "EqDB2"}
    assert aws.faults(kind, **base, bandwidth="1Gbps", requestMacsec=True)
    assert aws.faults(kind, **base, bandwidth="10Gbps", encryptionMode="must_encrypt")
    assert aws.faults(kind, **base, bandwidth="3Gbps")
    secret = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:line"
    aws.make(private_circuits.LINE_KEY, connectionId=line(aws, requestMacsec=True, encryptionMode="must_encrypt").id, secretArn=secret)
    aws.refuses("DirectConnectClientException", private_circuits.LINE_KEY, connectionId=line(aws, name="plain").id, secretArn=secret)
    assert aws.faults(private_circuits.LINE_KEY, connectionId="dxcon-1", ckn="1")


def test_a_private_gateway_joins_one_circuit_and_only_once_it_is_attached(aws: Account, vpc: Made) -> None:
    kind = private_circuits.ASSOCIATION
    circuit, other = (aws.make(private_circuits.GATEWAY, name=name, amazonSideAsn="64512") for name in ("one", "two"))
    free = aws.make(kinds.VPN_GATEWAY)
    aws.refuses("DirectConnectClientException", kind, "not attached", dxGatewayId=circuit.id, associatedGatewayId=free.id)
    gateway = attached(aws, vpc)
    made = aws.make(kind, dxGatewayId=circuit.id, associatedGatewayId=gateway.id)
    assert made["allowedPrefixes"] == ["10.0.0.0/16"]
    assert made["associatedGatewayType"] == "virtualPrivateGateway"
    aws.refuses("DirectConnectClientException", kind, "already", dxGatewayId=other.id, associatedGatewayId=gateway.id)
    assert aws.faults(private_circuits.GATEWAY, name="public", amazonSideAsn="7224")


def test_an_interface_leads_to_one_gateway_over_a_vlan_of_its_own(aws: Account) -> None:
    kind = private_circuits.PRIVATE_INTERFACE
    gateway = aws.make(private_circuits.GATEWAY, name="one", amazonSideAsn="64512")
    wanted = {
        "name": "peer",
        "connectionId": line(aws).id,
        "addressFamily": "ipv4",
        "bgpAsn": 65010,
        "vlan": 101,
        "dxGatewayId": gateway.id,
    }
    aws.make(kind, **wanted)
    aws.refuses("DirectConnectClientException", kind, "VLAN 101", **wanted)
    assert aws.faults(kind, **{**wanted, "vlan": 4095})
    assert aws.faults(kind, **{**wanted, "vpnGatewayId": "vgw-1"})
    assert aws.faults(kind, **{**wanted, "mtu": 9000})
