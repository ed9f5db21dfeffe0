"""Fronts of the web: target proxies, URL maps, TLS policies, certificates, Cloud Armor's policies and Identity-Aware Proxy's settings.

Sources: Compute Engine API, targetHttpsProxies, urlMaps, sslPolicies, securityPolicies, backendServices; Cloud Load Balancing documentation, "External
Application Load Balancer overview", "Proxy-only subnets", "Backend services overview: balancing modes"; Cloud Armor documentation, "Security policy
overview", "Cloud Armor best practices" (descriptions of 64 characters), "Quotas and limits" (ten ranges a rule, 2,048 characters an expression);
Certificate Manager documentation, "DNS authorizations"; Identity-Aware Proxy documentation, "IapSettings"; Terraform google provider,
google_compute_region_target_https_proxy, google_compute_region_url_map, google_compute_region_security_policy, google_iap_settings.
"""

import re
from collections.abc import Iterator

from simulator.rules import (
    UNKNOWN,
    Action,
    Allowed,
    AtLeastOneOf,
    Between,
    ExactlyOneOf,
    Fault,
    Length,
    Object,
    Pattern,
    Properties,
    Rules,
)
from simulator.rules.gcp.common import IN_USE, MISSING, WRONG, given, inner, last, link, listed, named, part, path, same, texts
from simulator.rules.gcp.kinds import BACKEND_SERVICE, FORWARDING_RULE, NETWORK, REGION_BACKEND_SERVICE, SUBNETWORK
from simulator.rules.gcp.load_balancers import backend_service, forwarding_rule, region_backend_service

REGION_SSL_POLICY, SSL_POLICY = "gcp:compute/regionSslPolicy:RegionSslPolicy", "gcp:compute/sSLPolicy:SSLPolicy"
REGION_URL_MAP, URL_MAP = "gcp:compute/regionUrlMap:RegionUrlMap", "gcp:compute/uRLMap:URLMap"
REGION_HTTPS_PROXY = "gcp:compute/regionTargetHttpsProxy:RegionTargetHttpsProxy"
HTTPS_PROXY = "gcp:compute/targetHttpsProxy:TargetHttpsProxy"
REGION_POLICY = "gcp:compute/regionSecurityPolicy:RegionSecurityPolicy"
CERTIFICATE = "gcp:certificatemanager/certificate:Certificate"
AUTHORIZATION = "gcp:certificatemanager/dnsAuthorization:DnsAuthorization"
LAST = 2147483647
_TLS = "Compute Engine API, sslPolicies"
_ARMOR = "Compute Engine API, securityPolicies"
_LIMITS = "Cloud Armor documentation, 'Quotas and limits'"
_ACTION = r"allow|deny(?:\((?:403|404|429|502)\))?|redirect|rate_based_ban|throttle|fairshare"


def here(action: Action) -> str:
    """Region of a resource, or the provider's."""
    return last(str(action.inputs.get("region") or action.place.config.get("region") or ""))


def _tls_policy(token: str, source: str) -> Rules:
    rules = Rules(
        token,
        source=f"{_TLS}; Terraform google provider, {source}",
        checks=(
            Allowed("profile", ("COMPATIBLE", "MODERN", "RESTRICTED", "CUSTOM", "FIPS_202205"), source=f"{_TLS}: profile"),
            Allowed("minTlsVersion", ("TLS_1_0", "TLS_1_1", "TLS_1_2", "TLS_1_3"), source=f"{_TLS}: minTlsVersion"),
            Allowed("postQuantumKeyExchange", ("DEFAULT", "ENABLED", "DEFERRED"), source=f"{_TLS}: postQuantumKeyExchange"),
        ),
        immutable={"description"},
        defaults={"profile": "COMPATIBLE", "minTlsVersion": "TLS_1_0"},
        outputs={"enabledFeatures": [], "fingerprint": "{hex12}"},
    )

    @rules.check(
        source=f"{_TLS}: 'When set to TLS_1_3, the profile field must be set to RESTRICTED'; customFeatures 'must be empty' otherwise"
    )
    def goes_together(inputs: Properties) -> Iterator[Fault]:
        """A version and features that the profile has."""
        profile, own = inputs.get("profile", "COMPATIBLE"), given(inputs.get("customFeatures"))
        if inputs.get("minTlsVersion") == "TLS_1_3" and profile != "RESTRICTED":
            yield "profile", "must be 'RESTRICTED' when minTlsVersion is 'TLS_1_3'"
        if own is not (profile == "CUSTOM"):
            yield "customFeatures", "is required when profile is 'CUSTOM', and allowed only then"

    return rules


region_tls_policy = _tls_policy(REGION_SSL_POLICY, "google_compute_region_ssl_policy")
tls_policy = _tls_policy(SSL_POLICY, "google_compute_ssl_policy")


def _url_map(token: str, source: str, backend: str) -> Rules:
    rules = Rules(
        token,
        source=f"Compute Engine API, urlMaps; Terraform google provider, {source}",
        checks=(
            AtLeastOneOf(
                ("defaultService", "defaultUrlRedirect", "defaultRouteAction"), source="Compute Engine API, urlMaps: defaultService"
            ),
        ),
        references={
            "defaultService": link(backend, *_BUCKETS),
            "pathMatchers[*].defaultService": link(backend, *_BUCKETS),
            "pathMatchers[*].pathRules[*].service": link(backend, *_BUCKETS),
        },
        outputs={"mapId": 0, "fingerprint": "{hex12}"},
    )

    @rules.check(source="Compute Engine API, urlMaps: hostRules[].pathMatcher, pathMatchers[].defaultService, defaultUrlRedirect")
    def matchers_are_there(inputs: Properties) -> Iterator[Fault]:
        """A host rule names a matcher of the map; a name stands in one rule."""
        names = {one.get("name") for one in listed(inputs.get("pathMatchers"))}
        hosts: set[str] = set()
        for at, rule in enumerate(listed(inputs.get("hostRules"))):
            wanted = rule.get("pathMatcher")
            if wanted not in (None, UNKNOWN, *names):
                yield f"hostRules[{at}].pathMatcher", f"{wanted!r} is none of pathMatchers: {', '.join(map(str, sorted(map(str, names))))}"
            if twice := hosts & set(texts(rule.get("hosts"))):
                yield f"hostRules[{at}].hosts", f"{min(twice)!r} stands in another host rule"
            hosts |= set(texts(rule.get("hosts")))
        for at, matcher in enumerate(listed(inputs.get("pathMatchers"))):
            if not any(given(matcher.get(name)) for name in ("defaultService", "defaultUrlRedirect", "defaultRouteAction")):
                yield f"pathMatchers[{at}].defaultService", "one of defaultService, defaultUrlRedirect and defaultRouteAction must be given"
        if given(inputs.get("defaultUrlRedirect")) and given(inputs.get("defaultService")):
            yield "defaultService", "is not allowed with defaultUrlRedirect"

    return rules


_BUCKETS = ("gcp:compute/backendBucket:BackendBucket",)
region_url_map = _url_map(REGION_URL_MAP, "google_compute_region_url_map", REGION_BACKEND_SERVICE)
url_map = _url_map(URL_MAP, "google_compute_url_map", BACKEND_SERVICE)

certificate = Rules(
    CERTIFICATE,
    source="Certificate Manager API, certificates; Terraform google provider, google_certificate_manager_certificate",
    checks=(
        ExactlyOneOf(("managed", "selfManaged"), source="Certificate Manager API, certificates: one kind"),
        Length("managed.domains", 1, 100, source="Certificate Manager documentation, 'Quotas and limits'"),
        Pattern("name", r"[a-zA-Z][\w-]{0,63}", source="Certificate Manager API, certificates: name"),
    ),
    immutable={"location", "name", "managed"},
    defaults={"location": "global", "scope": "DEFAULT"},
    outputs={"sanDnsnames": []},
)


@certificate.check(source="Certificate Manager API, certificates: dnsAuthorizations or issuanceConfig; regional ones need either")
def is_authorized_one_way(inputs: Properties) -> Iterator[Fault]:
    """A regional certificate is shown to be ours by DNS, or signed by our own authority."""
    managed = inner(inputs.get("managed"))
    if managed and not given(managed.get("domains")):
        yield "managed.domains", "is required: a certificate is of the domains that it names"
    by_dns, by_us = given(managed.get("dnsAuthorizations")), given(managed.get("issuanceConfig"))
    if by_dns and by_us:
        yield "managed.issuanceConfig", "is not allowed with managed.dnsAuthorizations"
    if managed and not by_dns and not by_us and inputs.get("location") not in (None, "global", UNKNOWN):
        yield "managed.dnsAuthorizations", "is required outside of 'global': no load balancer answers for the domain there"


@certificate.before("create")
def every_domain_is_ours(action: Action) -> None:
    """An authorization covers its domain and the names right under it, and is of the certificate's location."""
    managed = inner(action.inputs.get("managed"))
    wanted, shown = texts(managed.get("dnsAuthorizations")), set[str]()
    for name in wanted:
        found = named(action, name, AUTHORIZATION)
        if found is None:
            action.refuse(MISSING, f"Resource '{name}' was not found")
        elif part(found.id, "locations") != (action.inputs.get("location") or "global"):
            action.refuse(WRONG, f"managed.dnsAuthorizations: {found.id} is of another location")
        else:
            shown.add(str(found.outputs.get("domain")))
    for domain in texts(managed.get("domains")) if wanted else []:
        if domain.removeprefix("*.") not in shown:
            action.refuse(WRONG, f"managed.domains: {domain} has no DNS authorization")


authorization = Rules(
    AUTHORIZATION,
    source="Certificate Manager API, dnsAuthorizations; Terraform google provider, google_certificate_manager_dns_authorization",
    checks=(
        Allowed("type", ("FIXED_RECORD", "PER_PROJECT_RECORD"), source="Certificate Manager documentation, 'DNS authorizations'"),
        Pattern("domain", r"(?!\*)[a-z0-9.-]+", source="Certificate Manager API, dnsAuthorizations: domain", saying="a domain, without *"),
    ),
    immutable={"domain", "location", "name", "type"},
    defaults={"location": "global"},
)


@authorization.check(source="Certificate Manager documentation, 'DNS authorizations': 'FIXED_RECORD will be used for global resources'")
def regional_records_are_a_projects(inputs: Properties) -> Iterator[Fault]:
    """Regional certificates take records of the project's own."""
    if inputs.get("type") == "FIXED_RECORD" and inputs.get("location") not in (None, "global", UNKNOWN):
        yield "type", "must be 'PER_PROJECT_RECORD' outside of 'global'"


@authorization.computes
def record_to_publish(action: Action) -> Properties:
    """The record by which the owner shows that the domain is theirs."""
    domain, home = action.inputs["domain"], action.inputs.get("location") or "global"
    fixed = (action.inputs.get("type") or ("FIXED_RECORD" if home == "global" else "PER_PROJECT_RECORD")) == "FIXED_RECORD"
    prefix = "_acme-challenge" if fixed else f"_acme-challenge_{action.hex(16, 'project')}"
    data = f"{action.uuid('record')}.{action.digits(2)}.authorize.certificatemanager.goog."
    kind = "FIXED_RECORD" if fixed else "PER_PROJECT_RECORD"
    return {"type": kind, "dnsResourceRecords": [{"name": f"{prefix}.{domain}.", "type": "CNAME", "data": data}]}


def _proxy(token: str, source: str, maps: str, policies: str) -> Rules:
    return Rules(
        token,
        source=f"Compute Engine API, targetHttpsProxies; Terraform google provider, {source}",
        checks=(
            Length("sslCertificates", 0, 15, source="Compute Engine API, targetHttpsProxies: sslCertificates"),
            Pattern(
                "certificateManagerCertificates[*]",
                r"(?:(?:https:)?//certificatemanager\.googleapis\.com/(?:v1/)?)?projects/[^/]+/locations/[^/]+/certificates/[^/]+",
                source=f"Terraform google provider, {source}: certificate_manager_certificates",
                saying="//certificatemanager.googleapis.com/projects/<project>/locations/<location>/certificates/<name>",
            ),
        ),
        references={"urlMap": link(maps), "sslPolicy": link(policies)},
        immutable={"description", "httpKeepAliveTimeoutSec"},
        outputs={"proxyId": 0},
    )


region_https_proxy = _proxy(REGION_HTTPS_PROXY, "google_compute_region_target_https_proxy", REGION_URL_MAP, REGION_SSL_POLICY)
https_proxy = _proxy(HTTPS_PROXY, "google_compute_target_https_proxy", URL_MAP, SSL_POLICY)


@region_https_proxy.check(source="Terraform google provider, google_compute_region_target_https_proxy: 'can't be defined together'")
def has_certificates_of_one_kind(inputs: Properties) -> Iterator[Fault]:
    """At least one certificate, of Compute Engine or of Certificate Manager."""
    kinds = [name for name in ("sslCertificates", "certificateManagerCertificates") if given(inputs.get(name))]
    if len(kinds) != 1:
        yield "certificateManagerCertificates", "exactly one of sslCertificates and certificateManagerCertificates is to be given"


@region_https_proxy.before("create")
@region_https_proxy.before("update")
def certificates_are_of_the_region(action: Action) -> None:
    """A regional proxy takes certificates of its own region."""
    for text in texts(action.inputs.get("certificateManagerCertificates")):
        if part(path(text), "locations") != here(action):
            action.refuse(
                WRONG, f"Invalid value for field 'resource.certificateManagerCertificates': {text} is not in region {here(action)}"
            )
        name = path(text)
        ours = part(name, "projects") == action.account
        if ours and named(action, name, CERTIFICATE) is None and action.find_anywhere(CERTIFICATE):
            action.refuse(MISSING, f"The resource '{name}' was not found")


armor = Rules(
    REGION_POLICY,
    source=f"{_ARMOR}; Terraform google provider, google_compute_region_security_policy",
    checks=(
        Allowed("type", ("CLOUD_ARMOR", "CLOUD_ARMOR_EDGE", "CLOUD_ARMOR_NETWORK"), source=f"{_ARMOR}: type"),
        Pattern(
            "rules[*].action", _ACTION, source=f"{_ARMOR}: rules[].action", saying="allow, deny(403), deny(404), deny(502), throttle, …"
        ),
        Between("rules[*].priority", 0, LAST, source=f"{_ARMOR}: rules[].priority"),
        Length("rules[*].description", 0, 64, source="Cloud Armor documentation, 'Best practices': 64 characters"),
        Length("rules[*].match.config.srcIpRanges", 1, 10, source=_LIMITS),
        Length("rules[*].match.expr.expression", 1, 2048, source=_LIMITS),
        Pattern(
            "advancedOptionsConfig.requestBodyInspectionSize", r"(?i)(?:8|16|32|48|64)KB", source=f"{_ARMOR}: requestBodyInspectionSize"
        ),
        Allowed("advancedOptionsConfig.logLevel", ("NORMAL", "VERBOSE"), source=f"{_ARMOR}: logLevel"),
    ),
    immutable={"type"},
    unordered=("rules",),
    # Cloud Armor documentation, "Security policy overview": a policy of backends; "Request body content parsing": off by default; "Verbose logging".
    unset={
        "type": "CLOUD_ARMOR",
        "advancedOptionsConfig.jsonParsing": "DISABLED",
        "advancedOptionsConfig.logLevel": "NORMAL",
        "rules[*].preview": False,
        "rules[*].rateLimitOptions.enforceOnKey": "ALL",
    },
    outputs={"policyId": "{digits15}", "fingerprint": "{hex12}", "selfLinkWithPolicyId": "{id}"},
)


@armor.check(source=f"{_ARMOR}: 'There must always be a default rule (rule with priority 2147483647 and match \"*\")'; rateLimitOptions")
def rules_are_a_list_in_order(inputs: Properties) -> Iterator[Fault]:
    """Each rule has its place, one match and what its action needs; the last one matches everything."""
    rules = listed(inputs.get("rules"))
    places = [one.get("priority") for one in rules]
    if len(set(map(str, places))) < len(places):
        yield "rules", "two have one priority"
    ends = [one for one in rules if one.get("priority") == LAST]
    if rules and (not ends or texts(inner(inner(ends[0].get("match")).get("config")).get("srcIpRanges")) != ["*"]):
        yield "rules", f"lack the default rule: priority {LAST}, versionedExpr SRC_IPS_V1, srcIpRanges ['*']"
    for at, one in enumerate(rules):
        limits, match = given(one.get("rateLimitOptions")), inner(one.get("match"))
        if limits is not (one.get("action") in ("throttle", "rate_based_ban")):
            yield f"rules[{at}].rateLimitOptions", "is required for throttle and rate_based_ban, and allowed only there"
        by_packets = given(one.get("networkMatch")) or one.get("match") is UNKNOWN
        if not by_packets and given(match.get("expr")) is given(match.get("versionedExpr")):
            yield f"rules[{at}].match", "exactly one of expr and versionedExpr is to be given"
        if given(match.get("versionedExpr")) is not given(match.get("config")):
            yield f"rules[{at}].match.config", "goes together with versionedExpr"
        if limits and one.get("rateLimitOptions") is not UNKNOWN:
            yield from _limits(inner(one.get("rateLimitOptions")), f"rules[{at}].rateLimitOptions")
        text = inner(match.get("expr")).get("expression")
        if isinstance(text, str) and len(re.split(r"&&|\|\|", text)) > 5:
            yield f"rules[{at}].match.expr.expression", "has more than five subexpressions"


def _limits(limits: Properties, base: str) -> Iterator[Fault]:
    """Cloud Armor documentation, "Rate limiting overview": a threshold of so many requests in so many seconds, and what becomes of either side."""
    threshold = inner(limits.get("rateLimitThreshold"))
    for name, value in (("exceedAction", limits.get("exceedAction")), ("conformAction", limits.get("conformAction"))):
        if not given(value):
            yield f"{base}.{name}", "is required"
    if isinstance(limits.get("conformAction"), str) and limits["conformAction"] != "allow":
        yield f"{base}.conformAction", f"{limits['conformAction']!r} is not allowed; allowed: allow"
    for name in ("count", "intervalSec"):
        if given(limits.get("rateLimitThreshold")) is False or (threshold and not given(threshold.get(name))):
            yield f"{base}.rateLimitThreshold.{name}", "is required"


_SCHEMES = ("EXTERNAL", "EXTERNAL_MANAGED", "INTERNAL_MANAGED")


@region_backend_service.check(
    source="Terraform google provider, google_compute_region_backend_service: capacity_scaler, balancing_mode, iap"
)
@backend_service.check(source="Terraform google provider, google_compute_backend_service: capacity_scaler, balancing_mode, iap")
def backends_are_balanced(inputs: Properties) -> Iterator[Fault]:
    """Proxies ask who comes, and balance by a rate or a share; passthrough balancers by connections alone."""
    scheme = inputs.get("loadBalancingScheme")
    asks = inner(inputs.get("iap")).get("enabled") is True
    if asks and (
        scheme not in (*_SCHEMES, None, UNKNOWN) or inputs.get("protocol") not in ("HTTP", "HTTPS", "HTTP2", "H2C", None, UNKNOWN)
    ):
        yield "iap", "is allowed only for load balancers of applications: HTTP, HTTPS, HTTP2"
    for at, one in enumerate(listed(inputs.get("backends"))):
        mode, where = one.get("balancingMode", "UTILIZATION"), f"backends[{at}]"
        if mode == "RATE" and not any(given(one.get(name)) for name in ("maxRate", "maxRatePerInstance", "maxRatePerEndpoint")):
            yield f"{where}.balancingMode", "RATE needs maxRate, maxRatePerInstance or maxRatePerEndpoint"
        group = one.get("group")
        zonal = isinstance(group, str) and re.search(r"/zones/[^/]+/networkEndpointGroups/", group)
        if scheme == "EXTERNAL_MANAGED" and mode == "UTILIZATION" and zonal:
            yield f"{where}.balancingMode", "UTILIZATION is not for zonal network endpoint groups: RATE"
        if scheme == "EXTERNAL_MANAGED" and mode == "CONNECTION":
            yield f"{where}.balancingMode", "CONNECTION is not for load balancers of applications"
        if scheme == "INTERNAL" and given(one.get("capacityScaler")):
            yield f"{where}.capacityScaler", "is not allowed when loadBalancingScheme is 'INTERNAL'"


@forwarding_rule.before("create")
def proxies_have_their_subnetwork(action: Action) -> None:
    """'A proxy-only subnet is required in the region and network'; the listener of a regional front names its network."""
    if action.inputs.get("loadBalancingScheme") not in ("EXTERNAL_MANAGED", "INTERNAL_MANAGED"):
        return
    network = named(action, action.inputs.get("network"), NETWORK)
    if network is None:
        if not action.inputs.get("network") and not action.inputs.get("subnetwork"):
            action.refuse(WRONG, "Invalid value for field 'resource.network': is required for a load balancer that is regional")
        return
    if _proxy_subnetwork(action, network) is None:
        action.refuse(WRONG, f"An active proxy-only subnetwork is required in the same region and VPC as the forwarding rule: {network.id}")


def _proxy_subnetwork(action: Action, network: Object) -> Object | None:
    for one in action.find_anywhere(SUBNETWORK):
        managed = one.outputs.get("purpose") == "REGIONAL_MANAGED_PROXY" and one.outputs.get("role") != "BACKUP"
        if managed and same(one.outputs.get("network"), network.id) and part(one.id, "regions") == here(action):
            return one
    return None


@forwarding_rule.before("create")
def listener_is_alone(action: Action) -> None:
    """One address and port belong to one front."""
    if action.inputs.get("loadBalancingScheme") != "EXTERNAL_MANAGED" or not action.inputs.get("ipAddress"):
        return
    for one in action.find_anywhere(FORWARDING_RULE):
        alike = all(one.inputs.get(name) == action.inputs.get(name) for name in ("ipAddress", "portRange", "loadBalancingScheme"))
        if alike and one.outputs.get("name") != action.inputs.get("name"):
            action.refuse(IN_USE, f"{action.inputs['ipAddress']} port {action.inputs.get('portRange')} is already being used by {one.id}")
