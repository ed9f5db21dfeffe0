"""Secure Web Proxy: gateways, their policies and rules, lists of addresses and names, TLS inspection; and the authorities that sign for it.

Sources: Secure Web Proxy documentation, "Deploy a Secure Web Proxy instance" (proxy-only subnet, the generated router), "CEL matcher language
reference", "TLS inspection overview"; Certificate Authority Service documentation, "Create a CA pool", "Delete CAs"; Terraform google provider,
google_network_services_gateway (`delete_swg_autogen_router_on_destroy`), google_network_security_gateway_security_policy(_rule).
"""

from collections.abc import Iterator

from simulator.packages.gcp_paths import LINKS
from simulator.rules import Action, Allowed, Between, ExactlyOneOf, Fault, Length, Pattern, Properties, Rules
from simulator.rules.gcp.common import CLASH, given, link, named, part, same
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

pool = Rules(
    CA_POOL,
    source="Certificate Authority Service API, caPools; Terraform google provider, google_privateca_ca_pool",
    checks=(Allowed("tier", ("ENTERPRISE", "DEVOPS"), source="Certificate Authority Service documentation, 'CA pool tiers'"),),
    immutable={"tier", "encryptionSpec"},
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
    outputs={"state": "ENABLED", "pemCaCertificates": [], "accessUrls": []},
)

inspection = Rules(
    INSPECTION,
    source="Network Security API, tlsInspectionPolicies; Terraform google provider, google_network_security_tls_inspection_policy",
    references={"caPool": link(CA_POOL, delete_code="failedPrecondition")},
)

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
