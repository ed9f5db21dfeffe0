"""Secure Web Proxy: gateways, their policies and rules, lists of addresses and names, TLS inspection; and the authorities that sign for it.

Sources: Secure Web Proxy documentation, "Deploy a Secure Web Proxy instance" (proxy-only subnet, the generated router), "CEL matcher language
reference", "TLS inspection overview"; Certificate Authority Service documentation, "Create a CA pool", "Delete CAs"; Terraform google provider,
google_network_services_gateway (`delete_swg_autogen_router_on_destroy`), google_network_security_gateway_security_policy(_rule).
"""

import re
from collections.abc import Iterator

from simulator.packages.gcp_paths import LINKS
from simulator.rules import UNKNOWN, Action, Allowed, Between, ExactlyOneOf, Fault, Length, Pattern, Properties, Rules
from simulator.rules.gcp.common import CLASH, given, inner, link, named, part, same
from simulator.rules.gcp.kinds import (
    ADDRESS_GROUP,
    AUTHORITY,
    CA_POOL,
    GATEWAY,
    GATEWAY_POLICY,
    GATEWAY_RULE,
    INSPECTION,
    NETWORK,
    ROUTER,
    SUBNETWORK,
    URL_LIST,
)

PROXY = "SECURE_WEB_GATEWAY"
_LISTS = re.compile(r"inUrlList\([^,]+,\s*['\"]([^'\"]*)['\"]\s*\)")
_LIST_PATH = re.compile(r"(?://networksecurity\.googleapis\.com/)?projects/[^/]+/locations/[^/]+/urlLists/[^/]+")

pool = Rules(
    CA_POOL,
    source="Certificate Authority Service API, caPools; Terraform google provider, google_privateca_ca_pool",
    checks=(Allowed("tier", ("ENTERPRISE", "DEVOPS"), source="Certificate Authority Service documentation, 'CA pool tiers'"),),
    immutable={"tier", "encryptionSpec"},
    # Certificate Authority Service API, PublishingOptions: published "when true", and in PEM "if this is omitted".
    unset={
        "publishingOptions": {"publishCaCert": False, "publishCrl": False, "encodingFormat": "PEM"},
        "publishingOptions.encodingFormat": "PEM",
    },
)

authority = Rules(
    AUTHORITY,
    source="Certificate Authority Service API, certificateAuthorities; Terraform google provider, google_privateca_certificate_authority",
    checks=(
        Allowed("type", ("SELF_SIGNED", "SUBORDINATE"), source="Certificate Authority Service API, certificateAuthorities: type"),
        Allowed(
            "desiredState", ("ENABLED", "DISABLED", "STAGED"), source="Terraform google provider, google_privateca_certificate_authority"
        ),
        Pattern(
            "lifetime", r"\d+(?:\.\d{1,9})?s", source="Certificate Authority Service API: lifetime", saying="seconds, such as 315360000s"
        ),
        ExactlyOneOf(("keySpec.cloudKmsKeyVersion", "keySpec.algorithm"), source="Certificate Authority Service API: KeyVersionSpec"),
    ),
    references={"pool": link(CA_POOL, delete_code="failedPrecondition")},
    immutable={"certificateAuthorityId", "config", "gcsBucket", "keySpec", "lifetime", "location", "pool", "type"},
    defaults={"deletionProtection": True, "lifetime": "315360000s", "type": "SELF_SIGNED"},
    # Terraform google provider, google_privateca_certificate_authority: both "default to false"; RFC 5280, section 4.2.1: a usage that is not named is none.
    unset={
        "skipGracePeriod": False,
        "ignoreActiveCertificatesOnDeletion": False,
        "config.x509Config.caOptions.zeroMaxIssuerPathLength": False,
        **{f"config.x509Config.keyUsage.extendedKeyUsage.{one}": False for one in ("serverAuth", "clientAuth", "codeSigning")},
    },
    outputs={"state": "ENABLED", "pemCaCertificates": [], "accessUrls": []},
)


@authority.check(
    source="Terraform google provider, google_privateca_certificate_authority, examples: is_ca, cert_sign and crl_sign 'MUST be true'",
    even_unknown=True,
)
def an_authority_may_sign(inputs: Properties) -> Iterator[Fault]:
    """It says that it is one, and that it signs certificates and lists of revoked ones."""
    x509 = inner(inner(inputs.get("config")).get("x509Config"))
    usage = inner(x509.get("keyUsage"))
    for where, held, names in (
        ("caOptions", inner(x509.get("caOptions")), ("isCa",)),
        ("keyUsage.baseKeyUsage", inner(usage.get("baseKeyUsage")), ("certSign", "crlSign")),
    ):
        for name in names if x509 else ():
            if held.get(name) not in (True, UNKNOWN):
                yield f"config.x509Config.{where}.{name}", "must be true of an authority"


inspection = Rules(
    INSPECTION,
    source="Network Security API, tlsInspectionPolicies; Terraform google provider, google_network_security_tls_inspection_policy",
    references={"caPool": link(CA_POOL, delete_code="failedPrecondition")},
    # 'If FALSE (the default), use our default set of public CAs.'
    unset={"excludePublicCaSet": False},
)


@inspection.check(
    source="Network Security API, tlsInspectionPolicies: a part of a location's path, which has no default", even_unknown=True
)
def inspection_has_a_place(inputs: Properties) -> Iterator[Fault]:
    """Left out, the path of the request lacks a part."""
    if not given(inputs.get("location")):
        yield "location", "is required"


url_list = Rules(
    URL_LIST,
    source="Network Security API, urlLists; Terraform google provider, google_network_security_url_lists",
    checks=(Length("values", 1, source="Network Security API, urlLists: values"),),
)

address_group = Rules(
    ADDRESS_GROUP,
    source="Network Security API, addressGroups; Terraform google provider, google_network_security_address_group",
    immutable={"capacity", "type", "parent"},
)


@address_group.check(source="Network Security API, addressGroups: capacity")
def group_has_room(inputs: Properties) -> Iterator[Fault]:
    """A group never holds more than its capacity."""
    items, capacity = inputs.get("items"), inputs.get("capacity")
    if isinstance(items, list) and isinstance(capacity, int) and len(items) > capacity:
        yield "items", f"has {len(items)} entries; capacity: {capacity}"


policy = Rules(
    GATEWAY_POLICY,
    source="Network Security API, gatewaySecurityPolicies; Terraform google provider, google_network_security_gateway_security_policy",
    references={"tlsInspectionPolicy": link(INSPECTION, delete_code="failedPrecondition")},
    defaults={"location": "global"},
)

rule = Rules(
    GATEWAY_RULE,
    source="Network Security API, gatewaySecurityPolicies.rules; Terraform google provider, google_network_security_gateway_security_policy_rule",
    checks=(
        Allowed("basicProfile", ("ALLOW", "DENY"), source="Secure Web Proxy documentation, 'Policies overview'"),
        Between("priority", 0, 2147483647, source="Network Security API, rules: priority"),
    ),
    references={"gatewaySecurityPolicy": link(GATEWAY_POLICY, blocks_delete=False)},
)


@rule.check(
    source="Secure Web Proxy documentation, 'CEL matcher language reference': inUrlList(value, 'projects/…/locations/…/urlLists/…')"
)
def lists_are_named_by_path(inputs: Properties) -> Iterator[Fault]:
    """A matcher names lists, not the names that they hold."""
    for where in ("sessionMatcher", "applicationMatcher"):
        text = inputs.get(where)
        for name in _LISTS.findall(text) if isinstance(text, str) else []:
            if not _LIST_PATH.fullmatch(name):
                yield where, f"{name!r} is not the path of a URL list: projects/<project>/locations/<location>/urlLists/<name>"


@rule.before("create")
def rule_fits_its_policy(action: Action) -> None:
    """A priority stands once; what looks into TLS needs a policy that inspects it."""
    home = named(action, action.inputs["gatewaySecurityPolicy"], GATEWAY_POLICY)
    if home is None:
        return
    for other in action.world.below(home.id + "/rules/"):
        if other.outputs.get("priority") == action.inputs["priority"]:
            action.refuse(CLASH, f"priority {action.inputs['priority']} is taken by {other.id}")
    if action.inputs.get("tlsInspectionEnabled") is True and not home.outputs.get("tlsInspectionPolicy"):
        action.refuse("invalid", f"tlsInspectionEnabled: {home.id} has no tlsInspectionPolicy")


gateway = Rules(
    GATEWAY,
    source="Network Services API, gateways; Terraform google provider, google_network_services_gateway",
    checks=(Allowed("type", ("OPEN_MESH", PROXY), source="Network Services API, gateways: type"),),
    references={
        "network": link(NETWORK),
        "subnetwork": link(SUBNETWORK),
        "gatewaySecurityPolicy": link(GATEWAY_POLICY, delete_code="failedPrecondition"),
    },
    immutable={"addresses", "certificateUrls", "network", "ports", "scope", "subnetwork", "type", "routingMode"},
    unset={"allowGlobalAccess": False},
    outputs={"addresses": []},
)


@gateway.check(source="Network Services API, gateways: what a SECURE_WEB_GATEWAY needs", even_unknown=True)
def proxy_is_whole(inputs: Properties) -> Iterator[Fault]:
    """A proxy listens in a network, by one port or as a next hop; a mesh has a scope instead."""
    if inputs.get("type") == PROXY:
        for name in ("network", "subnetwork", "gatewaySecurityPolicy"):
            if not given(inputs.get(name)):
                yield name, f"is required when type is {PROXY!r}"
        if not given(inputs.get("ports")) and inputs.get("allPorts") is not True:
            yield "ports", f"is required when type is {PROXY!r}"
    elif inputs.get("type") == "OPEN_MESH":
        for name in ("network", "gatewaySecurityPolicy", "addresses"):
            if given(inputs.get(name)):
                yield name, f"is allowed only when type is {PROXY!r}"


@gateway.before("create")
def proxies_have_their_subnet(action: Action) -> None:
    """'A proxy-only subnet is required for each region of the network.'"""
    if action.inputs.get("type") != PROXY:
        return
    place = str(action.inputs.get("location"))
    subnets = [one for one in action.find_anywhere(SUBNETWORK) if same(one.outputs.get("network"), _network(action))]
    purposes = [one for one in subnets if one.outputs.get("purpose") == "REGIONAL_MANAGED_PROXY" and part(one.id, "regions") == place]
    if not purposes:
        action.refuse(
            "failedPrecondition", f"An active proxy-only subnetwork is required in the same region and network: {place}, {_network(action)}"
        )


def _network(action: Action) -> str:
    home = named(action, action.inputs.get("network"), NETWORK)
    return home.id if home else str(action.inputs.get("network"))


@gateway.before("create")
@gateway.before("update")
def policy_is_of_its_place(action: Action) -> None:
    """Secure Web Proxy documentation, "Deploy a Secure Web Proxy instance": policy, rules and lists are made in the instance's region."""
    policy_ = named(action, action.inputs.get("gatewaySecurityPolicy"), GATEWAY_POLICY)
    if policy_ is not None and part(policy_.id, "locations") != str(action.inputs.get("location")):
        action.refuse("invalidArgument", f"gatewaySecurityPolicy: {policy_.id} is not in {action.inputs.get('location')}")


@gateway.plans
def asked_by_its_address(action: Action) -> Properties:
    """Secure Web Proxy documentation, "Deploy Secure Web Proxy as a next hop": clients name the proxy unless routes lead to it."""
    explicit = action.inputs.get("type") == PROXY and action.inputs.get("routingMode") is None
    return {"routingMode": "EXPLICIT_ROUTING_MODE"} if explicit else {}


@gateway.after("create")
def router_of_its_own(action: Action) -> None:
    """Google generates a router for the proxies of a region, which holds the network."""
    if action.inputs.get("type") != PROXY:
        return
    home = named(action, action.inputs.get("network"), NETWORK)
    name = f"swg-autogen-router-{int(action.world.digest(_network(action), str(action.inputs.get('location')))[:6], 16)}"
    id_ = f"projects/{part(action.id, 'projects')}/regions/{action.inputs.get('location')}/routers/{name}"
    action.object.state["router"] = id_
    if home is not None and not action.world.by_id(id_):
        shown = {
            "name": name,
            "network": home.outputs.get("selfLink"),
            "region": action.inputs.get("location"),
            "selfLink": LINKS + id_,
            "id": id_,
        }
        action.world.put(type(home)(ROUTER, id_, home.account, "global", shown))


@gateway.after("delete")
def router_stays_unless_told(action: Action) -> None:
    """'If true, the generated router is deleted with the last gateway of its network and region. If false, it stays.'"""
    id_ = action.object.state.get("router")
    last_one = not any(one.state.get("router") == id_ for one in action.find_anywhere(GATEWAY) if one.id != action.object.id)
    if id_ and last_one and action.object.outputs.get("deleteSwgAutogenRouterOnDestroy") is True:
        for one in action.world.by_id(id_):
            action.world.remove(one)
