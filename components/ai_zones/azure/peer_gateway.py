"""Private road out of a zone, to its declared peers: a VPN gateway, an ExpressRoute gateway, or both, in the zone's own gateway subnet.

Gateways open nothing by themselves: which subnet's table leads to a peer and what its filter lets through stands in `AzureZoneNetwork.peers`.
A tunnel carries the network's range and the peer's, and nothing else; there is no BGP on it, no transit to other networks or to virtual WAN.
Sources: Azure VPN Gateway documentation, "About VPN Gateway configuration settings" (subnet GatewaySubnet, /27 or larger), "About
cryptographic requirements and Azure VPN gateways" (algorithms and which go together), "About highly available gateway configurations"
(active-active: two addresses, two tunnels), "Connect a VPN gateway to multiple on-premises policy-based VPN devices" (traffic selectors);
Azure ExpressRoute, "About ExpressRoute virtual network gateways" (Azure holds the public address; zone-redundant sizes), "ExpressRoute
encryption"; 45 CFR 164.312(e)(1) (transmission security); NIST SP 800-77.
"""

from typing import Any, Final

import pulumi
from pulumi_azure_native import network

from ai_zones.azure.diagnostics import diagnose
from ai_zones.azure.naming import Kind, child, resource_name
from ai_zones.azure.ordering import after, children_wait
from ai_zones.azure.peer_gateway_input import AzurePeerGatewayArgs, PeerGateway, PeerRoad
from ai_zones.azure.subnets import GATEWAY, NetworkPlace, SubnetSpec, build_subnets
from ai_zones.azure.validation import AVAILABILITY_ZONES

GATEWAY_TYPE: Final = "Microsoft.Network/virtualNetworkGateways"
LOCAL_TYPE: Final = "Microsoft.Network/localNetworkGateways"
ADDRESS_TYPE: Final = "Microsoft.Network/publicIPAddresses"
ADDRESSES: Final = 2
LIFETIME_SECONDS: Final = 27_000
LIFETIME_KILOBYTES: Final = 102_400_000
DEAD_AFTER_SECONDS: Final = 45

CRYPTOGRAPHY: Final = network.IpsecPolicyArgs(
    ike_encryption=network.IkeEncryption.AES256,
    ike_integrity=network.IkeIntegrity.SHA384,
    dh_group=network.DhGroup.ECP384,
    # With GCM, Azure wants the same algorithm for both.
    ipsec_encryption=network.IpsecEncryption.GCMAES256,
    ipsec_integrity=network.IpsecIntegrity.GCMAES256,
    pfs_group=network.PfsGroup.ECP384,
    sa_life_time_seconds=LIFETIME_SECONDS,
    sa_data_size_kilobytes=LIFETIME_KILOBYTES,
)


class AzurePeerGateway(pulumi.ComponentResource):
    """Gateway subnet, gateways and one connection for each peer. Wait for the network by `depends_on`."""

    vpn_gateway_id: str
    """VPN gateway; empty without peers by VPN."""
    circuit_gateway_id: str
    """ExpressRoute gateway; empty without peers by circuit."""
    vpn_addresses: pulumi.Output[list[str]]
    """Public addresses of the VPN gateway, which the peers' devices connect to; empty without one."""

    def __init__(self, name: str, args: AzurePeerGatewayArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = PeerGateway.parse(name, args)
        super().__init__("ai-zones:index:AzurePeerGateway", name, {}, children_wait(opts))
        self._name, self._given = name, given
        self._common: dict[str, Any] = {
            "resource_group_name": given.resource_group_name,
            "location": given.location,
            "tags": given.tags_of(),
        }
        place = NetworkPlace.of(given.virtual_network_id)
        # Azure forbids a security group here, and a default route in its table: the gateway needs its control plane.
        subnets = build_subnets(name, place, [SubnetSpec(GATEWAY, given.gateway_subnet)], first=None, parent=self)
        self._subnet_id, self._subnet = place.subnet_id(GATEWAY), subnets[GATEWAY]
        self.vpn_gateway_id, self.circuit_gateway_id = "", ""
        self.vpn_addresses = pulumi.Output.from_input([])
        built: list[pulumi.Resource] = []
        if given.by("vpn"):
            self.vpn_gateway_id, self.vpn_addresses, gateway = self._vpn()
            built.append(gateway)
        if given.by("private-circuit"):
            # One after the other: both write to the gateway subnet.
            self.circuit_gateway_id = self._circuit(built)
        self.register_outputs(
            {
                "vpnGatewayId": self.vpn_gateway_id,
                "circuitGatewayId": self.circuit_gateway_id,
                "vpnAddresses": self.vpn_addresses,
            }
        )

    def _vpn(self) -> tuple[str, pulumi.Output[list[str]], pulumi.Resource]:
        given = self._given
        addresses, address_ids = [], []
        for at in range(ADDRESSES):
            label = resource_name(Kind.NETWORK, self._name, "vpn", str(at + 1))
            address_ids.append(given.id_of(ADDRESS_TYPE, label))
            addresses.append(
                network.PublicIPAddress(
                    child(self._name, "vpn-address", str(at + 1)),
                    public_ip_address_name=label,
                    **self._common,
                    sku=network.PublicIPAddressSkuArgs(
                        name=network.PublicIPAddressSkuName.STANDARD, tier=network.PublicIPAddressSkuTier.REGIONAL
                    ),
                    public_ip_allocation_method=network.IPAllocationMethod.STATIC,
                    public_ip_address_version=network.IPVersion.I_PV4,
                    zones=list(AVAILABILITY_ZONES),
                    opts=after(self, protect=given.deletion_protection, replace_on=["zones"]),
                )
            )
        gateway, gateway_id = self._gateway(
            "vpn",
            addresses,
            gateway_type=network.VirtualNetworkGatewayType.VPN,
            vpn_type=network.VpnType.ROUTE_BASED,
            vpn_gateway_generation=network.VpnGatewayGeneration.GENERATION1
            if given.vpn_sku == "VpnGw1AZ"
            else network.VpnGatewayGeneration.GENERATION2,
            sku=network.VirtualNetworkGatewaySkuArgs(name=given.vpn_sku, tier=given.vpn_sku),
            active_active=True,
            enable_bgp=False,
            ip_configurations=[
                network.VirtualNetworkGatewayIPConfigurationArgs(
                    name=f"tunnel-{at + 1}",
                    private_ip_allocation_method=network.IPAllocationMethod.DYNAMIC,
                    subnet=network.SubResourceArgs(id=self._subnet_id),
                    public_ip_address=network.SubResourceArgs(id=address_id),
                )
                for at, address_id in enumerate(address_ids)
            ],
        )
        for peer, road in given.by("vpn").items():
            self._tunnel(peer, road, gateway, gateway_id)
        seen: pulumi.Output[list[str]] = pulumi.Output.all(*[address.ip_address for address in addresses]).apply(
            lambda found: [one or "" for one in found]
        )
        return gateway_id, seen, gateway

    def _circuit(self, before: list[pulumi.Resource]) -> str:
        given = self._given
        gateway, gateway_id = self._gateway(
            "circuit",
            before,
            gateway_type=network.VirtualNetworkGatewayType.EXPRESS_ROUTE,
            sku=network.VirtualNetworkGatewaySkuArgs(name=given.circuit_sku, tier=given.circuit_sku),
            ip_configurations=[
                network.VirtualNetworkGatewayIPConfigurationArgs(
                    name="circuit",
                    private_ip_allocation_method=network.IPAllocationMethod.DYNAMIC,
                    subnet=network.SubResourceArgs(id=self._subnet_id),
                )
            ],
        )
        for peer, road in given.by("private-circuit").items():
            network.VirtualNetworkGatewayConnection(
                child(self._name, "circuit-to", peer),
                virtual_network_gateway_connection_name=resource_name(Kind.NETWORK, self._name, "circuit-to", peer),
                **self._common,
                connection_type=network.VirtualNetworkGatewayConnectionType.EXPRESS_ROUTE,
                virtual_network_gateway1=network.VirtualNetworkGatewayArgs(id=gateway_id),
                peer=network.SubResourceArgs(id=road.circuit_id),
                authorization_key=None if road.authorization_key is None else pulumi.Output.secret(road.authorization_key),
                # FastPath sends packets past the gateway, and past the tables that lead there.
                express_route_gateway_bypass=False,
                enable_private_link_fast_path=False,
                opts=after(self, gateway),
            )
        return gateway_id

    def _gateway(self, part: str, awaited: Any, **form: Any) -> tuple[network.VirtualNetworkGateway, str]:
        label = resource_name(Kind.NETWORK, self._name, part)
        gateway_id = self._given.id_of(GATEWAY_TYPE, label)
        gateway = network.VirtualNetworkGateway(
            child(self._name, part),
            virtual_network_gateway_name=label,
            **self._common,
            **form,
            enable_private_ip_address=False,
            # No road from other networks, nor from a virtual WAN, through this zone.
            allow_remote_vnet_traffic=False,
            allow_virtual_wan_traffic=False,
            opts=after(self, self._subnet, list(awaited), protect=self._given.deletion_protection),
        )
        diagnose(
            self._name,
            f"{part}-log",
            resource_id=gateway_id,
            workspace_id=self._given.log_workspace_id,
            parent=self,
            depends_on=[gateway],
        )
        return gateway, gateway_id

    def _tunnel(self, peer: str, road: PeerRoad, gateway: network.VirtualNetworkGateway, gateway_id: str) -> None:
        given = self._given
        label = resource_name(Kind.NETWORK, self._name, "site", peer)
        site = network.LocalNetworkGateway(
            child(self._name, "site", peer),
            local_network_gateway_name=label,
            **self._common,
            gateway_ip_address=str(road.gateway_address),
            local_network_address_space=network.AddressSpaceArgs(address_prefixes=[str(road.cidr)]),
            opts=after(self),
        )
        network.VirtualNetworkGatewayConnection(
            child(self._name, "tunnel-to", peer),
            virtual_network_gateway_connection_name=resource_name(Kind.NETWORK, self._name, "tunnel-to", peer),
            **self._common,
            connection_type=network.VirtualNetworkGatewayConnectionType.IPSEC,
            connection_protocol=network.VirtualNetworkGatewayConnectionProtocol.IK_EV2,
            connection_mode=network.VirtualNetworkGatewayConnectionMode.DEFAULT,
            virtual_network_gateway1=network.VirtualNetworkGatewayArgs(id=gateway_id),
            local_network_gateway2=network.LocalNetworkGatewayArgs(id=given.id_of(LOCAL_TYPE, label)),
            shared_key=pulumi.Output.secret(road.shared_key),
            ipsec_policies=[CRYPTOGRAPHY],
            use_policy_based_traffic_selectors=True,
            traffic_selector_policies=[
                network.TrafficSelectorPolicyArgs(
                    local_address_ranges=[str(given.virtual_network_cidr)], remote_address_ranges=[str(road.cidr)]
                )
            ],
            dpd_timeout_seconds=DEAD_AFTER_SECONDS,
            enable_bgp=False,
            use_local_azure_ip_address=False,
            opts=after(self, gateway, site),
        )
