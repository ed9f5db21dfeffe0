"""Front of the zone access: a regional load balancer with Cloud Armor, and Identity-Aware Proxy, which asks every request who sends it and from what
device, before the Envoy that knows what a person may do.

The load balancer is regional, not global: TLS ends in one region of the plan, where the global one ends it wherever people are. What that costs is
Adaptive Protection, which regional policies lack. Identity-Aware Proxy itself is a global service: it sees who asks for which address, and no body
rests there. There is no listener on port 80, not even to redirect: browsers are told to ask by HTTPS alone.
Sources: Cloud Load Balancing documentation, "External Application Load Balancer overview" (regional: proxies in one region, a proxy-only subnetwork),
"SSL policies overview" (RESTRICTED; 1.3 with it alone), "Regional external Application Load Balancer logging"; Identity-Aware Proxy, "IAP overview",
"Get the user's identity" (the signed header; its audience), "Organization policies for IAP" (a global service), "IapSettings"; Certificate Manager,
"DNS authorizations" (per project, for regional certificates); NIST SP 800-207; 45 CFR 164.312(d), 164.312(e)(1).
"""

from typing import Any, Final

import pulumi
from pulumi_gcp import certificatemanager, compute, iap

from ai_zones.gcp.access_front_input import AccessFront, FrontApplication, GcpAccessFrontArgs
from ai_zones.gcp.labels import labels_for
from ai_zones.gcp.naming import Kind, child, resource_name
from ai_zones.gcp.ordering import after, children_wait
from ai_zones.gcp.paths import compute_regional, located
from ai_zones.gcp.web_firewall import build_web_firewall

ZONE: Final = "access"
ACCESSOR: Final = "roles/iap.httpsResourceAccessor"
HTTPS: Final = "443"
STRICT_TRANSPORT: Final = "max-age=63072000; includeSubDomains"
REQUESTS_PER_ENDPOINT: Final = 200
TLS: Final = {"1.2": "TLS_1_2", "1.3": "TLS_1_3"}


class GcpAccessFront(pulumi.ComponentResource):
    """Address, certificate, load balancer, web firewall and Identity-Aware Proxy. Wait for the network by `depends_on`.

    The Envoy behind must check the signed header of Identity-Aware Proxy against the application's audience, with Google's public keys, which it
    is given as a file: the zone has no road to them.
    """

    address: pulumi.Output[str]
    """Public address, which the applications' names lead to."""
    backend_services: dict[str, str]
    """Application → path of its backend service."""
    audiences: dict[str, pulumi.Output[str]]
    """Application → last part of its signed header's audience, `…/backendServices/<this>`: the id that Google gave its backend service."""
    dns_records: dict[str, pulumi.Output[str]]
    """Host name → record to publish before Google issues its certificate, as `name type data`; empty where certificates are given."""

    def __init__(self, name: str, args: GcpAccessFrontArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = AccessFront.parse(name, args)
        super().__init__("ai-zones:index:GcpAccessFront", name, {}, children_wait(opts))
        self._name, self._given = name, given
        self._label = resource_name(Kind.COMPUTE, name)
        self._here: dict[str, Any] = {"project": given.project, "region": given.region}
        self.backend_services, self.audiences, self.dns_records = {}, {}, {}
        policy, policy_path = build_web_firewall(name, given, parent=self)
        backends = [self._application(key, one, policy, policy_path) for key, one in sorted(given.applications.items())]
        certificates, issued = self._certificates()
        tls = compute.RegionSslPolicy(
            child(name, "tls"),
            name=self._label,
            **self._here,
            profile="RESTRICTED",
            min_tls_version=TLS[given.minimum_tls],
            post_quantum_key_exchange="ENABLED",
            opts=after(self),
        )
        proxy = compute.RegionTargetHttpsProxy(
            child(name, "proxy"),
            name=self._label,
            **self._here,
            url_map=self._path("urlMaps"),
            ssl_policy=self._path("sslPolicies"),
            certificate_manager_certificates=[f"//certificatemanager.googleapis.com/{path}" for path in certificates],
            opts=after(self, self._names(backends), tls, issued),
        )
        self.address = self._listener(proxy)
        self.register_outputs(
            {
                "address": self.address,
                "backendServices": self.backend_services,
                "audiences": self.audiences,
                "dnsRecords": self.dns_records,
            }
        )

    def _path(self, collection: str, label: str = "") -> str:
        return compute_regional(self._given.project, self._given.region, collection, label or self._label)

    def _certificates(self) -> tuple[list[str], list[pulumi.Resource]]:
        """Those that are given, or one that Google issues once each name's owner has shown that it is theirs."""
        given = self._given
        if given.certificates:
            return list(given.certificates), []
        shown: dict[str, pulumi.Resource] = {}
        for key, application in sorted(given.applications.items()):
            label = resource_name(Kind.COMPUTE, self._name, key)
            proof = certificatemanager.DnsAuthorization(
                child(self._name, "owner", key),
                name=label,
                project=given.project,
                location=given.region,
                domain=application.host_name,
                type="PER_PROJECT_RECORD",
                labels=labels_for(ZONE, extra=given.labels),
                opts=after(self),
            )
            self.dns_records[application.host_name] = proof.dns_resource_records.apply(
                lambda records: " ".join(filter(None, (records[0].name, records[0].type, records[0].data))) if records else ""
            )
            shown[located(given.project, given.region, "dnsAuthorizations", label)] = proof
        certificate = certificatemanager.Certificate(
            child(self._name, "certificate"),
            name=self._label,
            project=given.project,
            location=given.region,
            managed=certificatemanager.CertificateManagedArgs(domains=given.host_names(), dns_authorizations=list(shown)),
            labels=labels_for(ZONE, extra=given.labels),
            opts=after(self, list(shown.values())),
        )
        return [located(given.project, given.region, "certificates", self._label)], [certificate]

    def _application(
        self, key: str, application: FrontApplication, policy: pulumi.Resource, policy_path: str
    ) -> compute.RegionBackendService:
        """Backend service with Identity-Aware Proxy on, its check, and who passes."""
        given, label = self._given, resource_name(Kind.COMPUTE, self._name, key)
        checks: list[pulumi.Resource] = []
        if application.kind() != "private-service-connect":
            checks.append(
                compute.RegionHealthCheck(
                    child(self._name, "check", key),
                    name=label,
                    **self._here,
                    https_health_check=compute.RegionHealthCheckHttpsHealthCheckArgs(
                        port=application.port, host=application.host_name, request_path=application.health_path
                    ),
                    log_config=compute.RegionHealthCheckLogConfigArgs(enable=True),
                    opts=after(self),
                )
            )
        backend = compute.RegionBackendService(
            child(self._name, "backend", key),
            name=label,
            **self._here,
            load_balancing_scheme="EXTERNAL_MANAGED",
            protocol="HTTPS",
            port_name="https",
            timeout_sec=60,
            connection_draining_timeout_sec=300,
            health_checks=self._path("healthChecks", label) if checks else None,
            security_policy=policy_path,
            # Without a client of ours Google's own is used, which knows accounts of this organization alone.
            iap=compute.RegionBackendServiceIapArgs(enabled=True),
            backends=[_backend(part, group, application) for part, group in sorted(application.backends.items())] or None,
            log_config=compute.RegionBackendServiceLogConfigArgs(enable=True, sample_rate=1.0, optional_mode="EXCLUDE_ALL_OPTIONAL"),
            opts=after(self, policy, checks),
        )
        self.backend_services[key] = self._path("backendServices", label)
        self.audiences[key] = backend.generated_id.apply(str)
        settings = self._settings(key, label, backend)
        iap.WebRegionBackendServiceIamBinding(
            child(self._name, "people", key),
            project=given.project,
            region=given.region,
            web_region_backend_service=label,
            role=ACCESSOR,
            members=sorted(set(application.members)),
            condition=iap.WebRegionBackendServiceIamBindingConditionArgs(
                title="access-levels", description="Every access level is met.", expression=application.condition()
            ),
            # Nobody passes by looser settings.
            opts=after(self, settings),
        )
        return backend

    def _settings(self, key: str, label: str, backend: pulumi.Resource) -> iap.Settings:
        given = self._given
        domains = sorted(given.allowed_domains)
        return iap.Settings(
            child(self._name, "settings", key),
            name=f"projects/{given.project}/iap_web/compute-{given.region}/services/{label}",
            access_settings=iap.SettingsAccessSettingsArgs(
                reauth_settings=iap.SettingsAccessSettingsReauthSettingsArgs(
                    method=given.second_factor, max_age=f"{given.session_minutes * 60}s", policy_type="MINIMUM"
                ),
                # A request without a sign-in that a browser sends first is refused like any other.
                cors_settings=iap.SettingsAccessSettingsCorsSettingsArgs(allow_http_options=False),
                allowed_domains_settings=iap.SettingsAccessSettingsAllowedDomainsSettingsArgs(enable=True, domains=domains)
                if domains
                else None,
            ),
            application_settings=iap.SettingsApplicationSettingsArgs(
                access_denied_page_settings=iap.SettingsApplicationSettingsAccessDeniedPageSettingsArgs(generate_troubleshooting_uri=False)
            ),
            opts=after(self, backend),
        )

    def _names(self, backends: list[compute.RegionBackendService]) -> compute.RegionUrlMap:
        """Each name leads to its application. Other names get the first one's backend, whose web firewall refuses them."""
        items = sorted(self._given.applications.items())
        return compute.RegionUrlMap(
            child(self._name, "names"),
            name=self._label,
            **self._here,
            default_service=self.backend_services[items[0][0]],
            host_rules=[compute.RegionUrlMapHostRuleArgs(hosts=[one.host_name], path_matcher=key) for key, one in items],
            path_matchers=[compute.RegionUrlMapPathMatcherArgs(name=key, default_service=self.backend_services[key]) for key, _ in items],
            header_action=compute.RegionUrlMapHeaderActionArgs(
                response_headers_to_adds=[
                    compute.RegionUrlMapHeaderActionResponseHeadersToAddArgs(
                        header_name="Strict-Transport-Security", header_value=STRICT_TRANSPORT, replace=True
                    )
                ]
            ),
            opts=after(self, backends),
        )

    def _listener(self, proxy: pulumi.Resource) -> pulumi.Output[str]:
        held = compute.Address(
            child(self._name, "address"),
            name=self._label,
            **self._here,
            address_type="EXTERNAL",
            network_tier="PREMIUM",
            labels=labels_for(ZONE, extra=self._given.labels),
            opts=after(self, protect=self._given.deletion_protection),
        )
        compute.ForwardingRule(
            child(self._name, "listener"),
            name=self._label,
            **self._here,
            description="Where people enter.",
            load_balancing_scheme="EXTERNAL_MANAGED",
            ip_protocol="TCP",
            port_range=HTTPS,
            ip_address=self._path("addresses"),
            network_tier="PREMIUM",
            network=self._given.network,
            target=self._path("targetHttpsProxies"),
            labels=labels_for(ZONE, extra=self._given.labels),
            opts=after(self, proxy, held),
        )
        address: pulumi.Output[str] = held.address
        return address


def _backend(part: str, group: Any, application: FrontApplication) -> compute.RegionBackendServiceBackendArgs:
    by_rate = application.kind() == "endpoints"
    return compute.RegionBackendServiceBackendArgs(
        group=group,
        description=part,
        balancing_mode="RATE" if by_rate else "UTILIZATION",
        capacity_scaler=1.0,
        max_rate_per_endpoint=REQUESTS_PER_ENDPOINT if by_rate else None,
        max_utilization=0.8 if application.kind() == "instances" else None,
    )
