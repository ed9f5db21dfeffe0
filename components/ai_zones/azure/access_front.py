"""Front of the zone access: a private Application Gateway with a web application firewall, before the Envoy that knows who a person is.

It has no public address and no way out; people reach it through private connectors. What passes it is clean TLS from a known range; who may do
what is decided behind it, by the identity in Microsoft Entra ID. The Envoy checks tokens against the tenant's signing keys, which it is given as
a file: the zone has no road to Entra ID.
A private gateway needs the feature `Microsoft.Network/EnableApplicationGatewayNetworkIsolation` to be registered in the subscription.
Sources: Azure Application Gateway documentation, "Private Application Gateway deployment" (no public address, a denial of everything outwards,
a delegated subnet), "Application Gateway infrastructure configuration" (AzureLoadBalancer must enter the subnet), "Application Gateway TLS
policy overview" (AppGwSslPolicy20220101S; CustomV2 for TLS 1.3 alone, then without a list of suites), "TLS termination with Key Vault certificates", "Overview of mutual
authentication with Application Gateway", "Reliability in Application Gateway v2"; NIST SP 800-207; 45 CFR 164.312(e)(1).
"""

from typing import Any, Final

import pulumi
from pulumi_azure_native import network

from ai_zones.azure import arm
from ai_zones.azure.access_front_input import AccessFront, AzureAccessFrontArgs, FrontApplication
from ai_zones.azure.diagnostics import diagnose
from ai_zones.azure.naming import Kind, child, resource_name
from ai_zones.azure.ordering import after, children_wait
from ai_zones.azure.routes import NO_WAY_OUT, ROUTE_TABLE, build_route_table, route_table_name
from ai_zones.azure.security_rules import ANY_PORT, NSG, PROBE_TAG, Entry, Exit, Traffic, build_security_group, security_group_name
from ai_zones.azure.subnets import FRONT, NetworkPlace, SubnetSpec, build_subnets
from ai_zones.azure.tags import tags_for
from ai_zones.azure.web_firewall import build_web_firewall

ZONE: Final = "access"
GATEWAY_TYPE: Final = "Microsoft.Network/applicationGateways"
HTTPS: Final = 443
LEAST_UNITS: Final = 2
CLIENT_PROFILE: Final = "clients"
STRICT_POLICY: Final = network.ApplicationGatewaySslPolicyName.APP_GW_SSL_POLICY20220101_S


class AzureAccessFront(pulumi.ComponentResource):
    """Subnet, web application firewall and gateway of the front. Wait for the network by `depends_on`."""

    gateway_id: str
    """The application gateway."""
    address: str
    """Its private address: what the applications' names lead to."""
    subnet_id: str
    """Its subnet."""

    def __init__(self, name: str, args: AzureAccessFrontArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = AccessFront.parse(name, args)
        super().__init__("ai-zones:index:AzureAccessFront", name, {}, children_wait(opts))
        self._label = resource_name(Kind.NETWORK, name)
        self.gateway_id = given.id_of(GATEWAY_TYPE, self._label)
        self.address = str(given.address)
        subnet, self.subnet_id = self._subnet(name, given)
        policy, policy_id = build_web_firewall(name, given, ZONE, requests_per_minute=given.requests_per_minute, parent=self)
        gateway = network.ApplicationGateway(
            child(name, "gateway"),
            application_gateway_name=self._label,
            resource_group_name=given.resource_group_name,
            location=given.location,
            sku=network.ApplicationGatewaySkuArgs(
                name=network.ApplicationGatewaySkuName.WA_F_V2, tier=network.ApplicationGatewayTier.WA_F_V2
            ),
            autoscale_configuration=network.ApplicationGatewayAutoscaleConfigurationArgs(
                min_capacity=LEAST_UNITS, max_capacity=given.most_units
            ),
            zones=list(given.availability_zones) or None,
            identity=network.ManagedServiceIdentityArgs(
                type=network.ResourceIdentityType.USER_ASSIGNED, user_assigned_identities=[given.identity_id]
            ),
            enable_http2=True,
            firewall_policy=network.SubResourceArgs(id=policy_id),
            force_firewall_policy_association=True,
            ssl_policy=_tls(given),
            gateway_ip_configurations=[
                network.ApplicationGatewayIPConfigurationArgs(name=FRONT, subnet=network.SubResourceArgs(id=self.subnet_id))
            ],
            frontend_ip_configurations=[
                network.ApplicationGatewayFrontendIPConfigurationArgs(
                    name="private",
                    private_ip_address=self.address,
                    private_ip_allocation_method=network.IPAllocationMethod.STATIC,
                    subnet=network.SubResourceArgs(id=self.subnet_id),
                )
            ],
            frontend_ports=[network.ApplicationGatewayFrontendPortArgs(name="https", port=HTTPS)],
            ssl_certificates=[network.ApplicationGatewaySslCertificateArgs(name="server", key_vault_secret_id=given.certificate_secret_id)],
            trusted_root_certificates=[network.ApplicationGatewayTrustedRootCertificateArgs(name="programs", data=given.backend_ca)],
            **self._clients(given),
            **self._applications(given),
            tags=tags_for(ZONE, extra=given.tags),
            opts=after(self, subnet, policy),
        )
        diagnose(name, "log", resource_id=self.gateway_id, workspace_id=given.log_workspace_id, parent=self, depends_on=[gateway])
        self.register_outputs({"gatewayId": self.gateway_id, "address": self.address, "subnetId": self.subnet_id})

    def _subnet(self, name: str, given: AccessFront) -> tuple[pulumi.Resource, str]:
        """The front's own subnet: people's ranges in, programs and the vault out."""
        traffic = Traffic(
            entries=(
                Entry(FRONT, PROBE_TAG, ANY_PORT, "probes"),
                *(Entry(FRONT, str(cidr), HTTPS, f"clients-{at + 1}") for at, cidr in enumerate(sorted(given.client_cidrs))),
            ),
            exits=(
                *(Exit(FRONT, str(given.workload_cidr), port, "programs") for port in given.backend_ports()),
                Exit(FRONT, str(given.endpoint_cidr), HTTPS, "endpoints"),
            ),
        )
        ranges = {FRONT: str(given.front_subnet)}
        filter_ = build_security_group(name, FRONT, given, ZONE, traffic, ranges, parent=self)
        table = build_route_table(name, FRONT, given, ZONE, [NO_WAY_OUT], parent=self)
        spec = SubnetSpec(
            FRONT,
            given.front_subnet,
            security_group_id=given.id_of(NSG, security_group_name(name, FRONT)),
            route_table_id=given.id_of(ROUTE_TABLE, route_table_name(name, FRONT)),
            delegation=GATEWAY_TYPE,
            waits_for=(filter_, table),
        )
        place = NetworkPlace.of(given.virtual_network_id)
        return build_subnets(name, place, [spec], first=None, parent=self)[FRONT], place.subnet_id(FRONT)

    def _part(self, kind: str, part: str) -> network.SubResourceArgs:
        return network.SubResourceArgs(id=arm.child_id(self.gateway_id, kind, part))

    def _clients(self, given: AccessFront) -> dict[str, Any]:
        """Mutual TLS, where CAs of clients are given. Revocation is not asked for: the front has no way to a responder."""
        if not given.client_cas:
            return {}
        return {
            "trusted_client_certificates": [
                network.ApplicationGatewayTrustedClientCertificateArgs(name=label, data=data)
                for label, data in sorted(given.client_cas.items())
            ],
            "ssl_profiles": [
                network.ApplicationGatewaySslProfileArgs(
                    name=CLIENT_PROFILE,
                    ssl_policy=_tls(given),
                    client_auth_configuration=network.ApplicationGatewayClientAuthConfigurationArgs(
                        verify_client_cert_issuer_dn=True,
                        verify_client_revocation=network.ApplicationGatewayClientRevocationOptions.NONE,
                    ),
                    trusted_client_certificates=[self._part("trustedClientCertificates", label) for label in sorted(given.client_cas)],
                )
            ],
        }

    def _applications(self, given: AccessFront) -> dict[str, Any]:
        """Listener, backends, settings, probe and rule of each application."""
        items = sorted(given.applications.items())
        return {
            "http_listeners": [self._listener(key, one, mutual=bool(given.client_cas)) for key, one in items],
            "backend_address_pools": [
                network.ApplicationGatewayBackendAddressPoolArgs(
                    name=key, backend_addresses=[network.ApplicationGatewayBackendAddressArgs(ip_address=str(at)) for at in one.addresses]
                )
                for key, one in items
            ],
            "backend_http_settings_collection": [self._backend(key, one) for key, one in items],
            "probes": [
                network.ApplicationGatewayProbeArgs(
                    name=key,
                    protocol=network.ApplicationGatewayProtocol.HTTPS,
                    host=one.host_name,
                    path=one.health_path,
                    interval=10,
                    timeout=5,
                    unhealthy_threshold=3,
                    match=network.ApplicationGatewayProbeHealthResponseMatchArgs(status_codes=["200"]),
                )
                for key, one in items
            ],
            "request_routing_rules": [
                network.ApplicationGatewayRequestRoutingRuleArgs(
                    name=key,
                    rule_type=network.ApplicationGatewayRequestRoutingRuleType.BASIC,
                    priority=100 + at,
                    http_listener=self._part("httpListeners", key),
                    backend_address_pool=self._part("backendAddressPools", key),
                    backend_http_settings=self._part("backendHttpSettingsCollection", key),
                )
                for at, (key, _) in enumerate(items)
            ],
        }

    def _listener(self, key: str, application: FrontApplication, *, mutual: bool) -> network.ApplicationGatewayHttpListenerArgs:
        return network.ApplicationGatewayHttpListenerArgs(
            name=key,
            protocol=network.ApplicationGatewayProtocol.HTTPS,
            host_name=application.host_name,
            require_server_name_indication=True,
            frontend_ip_configuration=self._part("frontendIPConfigurations", "private"),
            frontend_port=self._part("frontendPorts", "https"),
            ssl_certificate=self._part("sslCertificates", "server"),
            ssl_profile=self._part("sslProfiles", CLIENT_PROFILE) if mutual else None,
        )

    def _backend(self, key: str, application: FrontApplication) -> network.ApplicationGatewayBackendHttpSettingsArgs:
        return network.ApplicationGatewayBackendHttpSettingsArgs(
            name=key,
            protocol=network.ApplicationGatewayProtocol.HTTPS,
            port=application.port,
            host_name=application.host_name,
            pick_host_name_from_backend_address=False,
            cookie_based_affinity=network.ApplicationGatewayCookieBasedAffinity.DISABLED,
            request_timeout=60,
            probe=self._part("probes", key),
            trusted_root_certificates=[self._part("trustedRootCertificates", "programs")],
        )


def _tls(given: AccessFront) -> network.ApplicationGatewaySslPolicyArgs:
    if given.minimum_tls == "1.2":
        return network.ApplicationGatewaySslPolicyArgs(
            policy_type=network.ApplicationGatewaySslPolicyType.PREDEFINED, policy_name=STRICT_POLICY
        )
    return network.ApplicationGatewaySslPolicyArgs(
        policy_type=network.ApplicationGatewaySslPolicyType.CUSTOM_V2,
        min_protocol_version=network.ApplicationGatewaySslProtocol.TL_SV1_3,
        # TLS 1.3's own suites are always on, and there are no others.
        cipher_suites=[],
    )
