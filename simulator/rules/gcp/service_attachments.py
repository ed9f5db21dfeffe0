"""Service attachments: a producer's half of Private Service Connect; and network attachments, a consumer's half of an interface.

Sources: VPC documentation, "About published services" (consumer accept and reject lists, connection preference, subnets for NAT), "Publish
services by using Private Service Connect"; Compute Engine API, serviceAttachments; Terraform google provider, google_compute_service_attachment.
"""

from collections.abc import Iterator

from simulator.packages.gcp_paths import LINKS
from simulator.rules import Action, Allowed, Fault, Length, Properties, Rules
from simulator.rules.gcp.common import IN_USE, WRONG, given, link, listed, named, part, same
from simulator.rules.gcp.kinds import FORWARDING_RULE, GLOBAL_FORWARDING_RULE, NETWORK_ATTACHMENT, SERVICE_ATTACHMENT, SUBNETWORK
from simulator.rules.gcp.load_balancers import connection_status

_GATEWAY = "gcp:networkservices/gateway:Gateway"

service_attachment = Rules(
    SERVICE_ATTACHMENT,
    source="Compute Engine API, serviceAttachments; Terraform google provider, google_compute_service_attachment",
    checks=(
        Allowed("connectionPreference", ("ACCEPT_AUTOMATIC", "ACCEPT_MANUAL"), source="Compute Engine API, serviceAttachments"),
        Length("domainNames", 0, 1, source="Terraform google provider, google_compute_service_attachment: domain_names"),
        Length("natSubnets", 1, source="Compute Engine API, serviceAttachments: natSubnets"),
    ),
    references={
        "natSubnets[*]": link(SUBNETWORK),
        "targetService": link(FORWARDING_RULE, GLOBAL_FORWARDING_RULE, _GATEWAY),
    },
    immutable={"domainNames"},
    defaults={"natIpsPerEndpoint": 1},
    unordered=("consumerAcceptLists", "consumerRejectLists", "natSubnets"),
    outputs={
        "fingerprint": "{hex12}",
        "pscServiceAttachmentIds": [{"high": "{digits17}", "low": "{digits17}"}],
        "connectedEndpoints": [],
        "reconcileConnections": False,
        "propagatedConnectionLimit": 250,
    },
)


@service_attachment.check(source="Compute Engine API, serviceAttachments: consumerAcceptLists, domainNames", even_unknown=True)
def lists_make_sense(inputs: Properties) -> Iterator[Fault]:
    """Each entry names one consumer; an automatic one has no list; a domain ends with a dot."""
    accepted = listed(inputs.get("consumerAcceptLists"))
    for at, one in enumerate(accepted):
        named_by = [name for name in ("projectIdOrNum", "networkUrl", "endpointUrl") if given(one.get(name))]
        if len(named_by) != 1:
            yield f"consumerAcceptLists[{at}]", "exactly one of projectIdOrNum, networkUrl, endpointUrl must be given"
    if accepted and inputs.get("connectionPreference") == "ACCEPT_AUTOMATIC":
        yield "consumerAcceptLists", "is allowed only when connectionPreference is 'ACCEPT_MANUAL'"
    kinds = {name for one in accepted for name in ("projectIdOrNum", "networkUrl", "endpointUrl") if given(one.get(name))}
    if len(kinds) > 1:
        yield "consumerAcceptLists", f"names consumers in one way, not by {' and '.join(sorted(kinds))}"
    for at, domain in enumerate(inputs.get("domainNames") or []):
        if isinstance(domain, str) and not domain.endswith("."):
            yield f"domainNames[{at}]", f"{domain!r} must end with a dot"


@service_attachment.before("create")
@service_attachment.before("update")
def subnets_are_for_it(action: Action) -> None:
    """'The subnet must have the purpose PRIVATE_SERVICE_CONNECT', be of the service's region and network, and serve no other attachment."""
    target = named(action, action.inputs["targetService"], FORWARDING_RULE)
    for value in action.inputs["natSubnets"]:
        subnet = named(action, value, SUBNETWORK)
        if subnet is None:
            continue
        if subnet.outputs.get("purpose") != "PRIVATE_SERVICE_CONNECT":
            action.refuse(
                WRONG, f"Invalid value for field 'resource.natSubnets': {subnet.id} must have the purpose PRIVATE_SERVICE_CONNECT"
            )
        if target and not same(target.outputs.get("network"), subnet.outputs.get("network")):
            action.refuse(WRONG, f"{subnet.id} is not in the network of {target.id}")
        for other in action.find_anywhere(SERVICE_ATTACHMENT):
            if other.id != action.id and any(same(one, subnet.id) for one in other.outputs.get("natSubnets") or []):
                action.refuse(IN_USE, f"The subnetwork '{subnet.id}' is already being used by '{other.id}'")
    if target is not None and str(target.outputs.get("loadBalancingScheme")) not in ("INTERNAL", "INTERNAL_MANAGED"):
        action.refuse(WRONG, f"Invalid value for field 'resource.targetService': {target.id} is not an internal forwarding rule")


@service_attachment.on_read
def endpoints_that_joined(action: Action) -> None:
    """Every consumer's endpoint, with what the lists say of it."""
    found = []
    for one in action.find_anywhere(FORWARDING_RULE):
        if same(one.outputs.get("target"), action.object.id):
            status = connection_status(action.object, one, action.world)
            found.append(
                {
                    "endpoint": LINKS + one.id,
                    "status": status,
                    "consumerNetwork": one.outputs.get("network", ""),
                    "pscConnectionId": one.outputs.get("pscConnectionId", ""),
                    "propagatedConnectionCount": 0,
                    "natIps": [],
                }
            )
    action.outputs["connectedEndpoints"] = found


network_attachment = Rules(
    NETWORK_ATTACHMENT,
    source="Compute Engine API, networkAttachments; Terraform google provider, google_compute_network_attachment",
    checks=(
        Allowed("connectionPreference", ("ACCEPT_AUTOMATIC", "ACCEPT_MANUAL", "INVALID"), source="Compute Engine API, networkAttachments"),
        Length("subnetworks", 1, 1, source="VPC documentation, 'About network attachments'"),
    ),
    references={"subnetworks[*]": link(SUBNETWORK)},
    immutable={"connectionPreference"},
    outputs={"kind": "compute#networkAttachment", "connectionEndpoints": [], "fingerprint": "{hex12}"},
)


@network_attachment.computes
def network_of_the_subnet(action: Action) -> Properties:
    """It stands in the network of its subnet."""
    subnet = named(action, action.inputs["subnetworks"][0], SUBNETWORK)
    number = action.digits(18, "attachment")
    where = f"projects/{part(action.id, 'projects')}/regions/{part(action.id, 'regions')}/networkAttachments"
    return {"network": subnet.outputs.get("network") if subnet else "", "selfLinkWithId": f"{LINKS}{where}/{number}"}
