"""Whose network a resource may name: its own project's, or by Shared VPC the host's; and what happens where none, or no subnetwork, is named.

Sources: VPC documentation, "Shared VPC" (eligible resources; "the static internal IPv4 address must be reserved in the same service project as the
resource that uses it"), "VPC networks" (custom mode), "Default network", "Access Google APIs through
endpoints" (the purpose of its address); Compute Engine API, subnetworks, firewalls, routes, routers, addresses,
forwardingRules, instanceTemplates; GKE API, projects.locations.clusters (network, subnetwork: `default` unless given); Cloud Run documentation,
"Direct VPC egress with a VPC network"; Troubleshooting of these: "Cross project referencing is not allowed for this resource".
"""

from collections.abc import Iterator
from typing import Any

from simulator.packages.gcp import made_id, project_of
from simulator.packages.gcp_services import made_project, number_of_project
from simulator.rules import Action, Fault, Properties, Rules
from simulator.rules.gcp import machines
from simulator.rules.gcp.addresses import address
from simulator.rules.gcp.common import (
    MISSING,
    WRONG,
    given,
    inner,
    last,
    link,
    listed,
    named,
    part,
    path,
    same,
    with_networks,
    with_subnetworks,
)
from simulator.rules.gcp.connectivity import run, spoke
from simulator.rules.gcp.databases import connection
from simulator.rules.gcp.firewalls import firewall, network_policy_association, region_policy_association
from simulator.rules.gcp.kinds import ADDRESS, GLOBAL_ADDRESS, GROUP_MANAGER, NETWORK, REGION_GROUP_MANAGER, SUBNETWORK
from simulator.rules.gcp.load_balancers import BUNDLES, forwarding_rule, global_forwarding_rule
from simulator.rules.gcp.networks import route, subnetwork
from simulator.rules.gcp.routers import router, vpn_gateway
from simulator.rules.gcp.serverless import function

_SERVICE_PROJECT = "gcp:compute/sharedVPCServiceProject:SharedVPCServiceProject"
_DIRECT = "networkInterfaces"
_INNER = ("INTERNAL", "INTERNAL_MANAGED", "")

template = Rules(
    "gcp:compute/instanceTemplate:InstanceTemplate",
    source="Compute Engine API, instanceTemplates; Terraform google provider, google_compute_instance_template",
    references={
        "networkInterfaces[*].network": link(NETWORK, blocks_delete=False),
        "networkInterfaces[*].subnetwork": link(SUBNETWORK, blocks_delete=False),
    },
    unset={"canIpForward": False, "disks[*].autoDelete": True, **machines.SHIELDED},
)


@template.computes
def what_a_template_shows(action: Action) -> Properties:
    """The network of each subnetwork; the first disk is the one that machines boot from, whatever is said of it (provider: `disk.boot`)."""
    disks = [{**one, "boot": at == 0 or one.get("boot") is True} for at, one in enumerate(listed(action.outputs.get("disks")))]
    return {"disks": disks, _DIRECT: with_networks(action, listed(action.outputs.get(_DIRECT)))}


group_manager = Rules(
    GROUP_MANAGER,
    source="Compute Engine API, instanceGroupManagers; Terraform google provider, google_compute_instance_group_manager",
)
region_group_manager = Rules(
    REGION_GROUP_MANAGER,
    source="Compute Engine API, regionInstanceGroupManagers; Terraform google provider, google_compute_region_instance_group_manager",
)


def _elsewhere(action: Action, value: object) -> str:
    """The other project that a reference is of; empty for the own one, and for what names none."""
    home, own = part(path(value), "projects"), project_of(action)
    if not home or not isinstance(own, str) or home in (own, number_of_project(action.world, own)):
        return ""
    return home


def _of_its_own_project(action: Action, name: str, value: object) -> None:
    if _elsewhere(action, value):
        action.refuse(
            WRONG,
            f"Invalid value for field 'resource.{name}': '{path(value)}'. Cross project referencing is not allowed for this resource.",
        )


@subnetwork.before("create")
@firewall.before("create")
@route.before("create")
@router.before("create")
@vpn_gateway.before("create")
def network_is_of_its_own_project(action: Action) -> None:
    """Parts of a network stand in its project, a Shared VPC's too."""
    _of_its_own_project(action, "network", action.inputs.get("network"))


@network_policy_association.before("create")
@region_policy_association.before("create")
def policy_holds_in_its_own_project(action: Action) -> None:
    """'A global network firewall policy can be associated with networks of its project.'"""
    _of_its_own_project(action, "attachmentTarget", action.inputs.get("attachmentTarget"))


def _lent(action: Action, name: str, value: object) -> None:
    """A network of another project must be lent to this one. Of a project that no program made nobody knows to whom it lends."""
    home = _elsewhere(action, value)
    if not home or made_project(action.world, home) is None:
        return
    own = project_of(action)
    known = {own, number_of_project(action.world, own)}
    for one in action.find_anywhere(_SERVICE_PROJECT):
        if last(one.outputs.get("hostProject") or "") == home and last(one.outputs.get("serviceProject") or "") in known:
            return
    action.refuse(
        WRONG, f"Invalid value for field 'resource.{name}': '{path(value)}'. Cross-project references for this resource are not allowed."
    )


def _subnetless(action: Action, network: object) -> bool:
    """Whether a network is in custom mode: nothing but the caller says which of its subnetworks is meant."""
    found = named(action, network, NETWORK)
    return found is not None and found.outputs.get("autoCreateSubnetworks") is False


def _no_default(action: Action) -> bool:
    """Whether a project surely has no network called `default`: one that a program made knows all of its networks."""
    own = project_of(action)
    return made_project(action.world, own) is not None and named(action, f"projects/{own}/global/networks/default", NETWORK) is None


def _stands_somewhere(action: Action, where: str, network: object, subnet: object) -> None:
    """Without a network `default` is meant; in custom mode a subnetwork must be named."""
    for name, value in (("network", network), ("subnetwork", subnet)):
        _lent(action, f"{where}{name}", value)
    if given(subnet):
        found, home = named(action, subnet, SUBNETWORK), named(action, network, NETWORK)
        if found is not None and home is not None and not same(found.outputs.get("network"), home.id):
            action.refuse(WRONG, f"Invalid value for field 'resource.{where}subnetwork': '{found.id}' is not in the network {home.id}")
        return
    if not given(network) and _no_default(action):
        action.refuse(MISSING, f"The resource 'projects/{project_of(action)}/global/networks/default' was not found")
    if _subnetless(action, network):
        action.refuse(
            WRONG,
            f"Invalid value for field 'resource.{where}subnetwork': ''. A subnetwork must be specified if the network is in custom subnet mode.",
        )


@machines.instance.before("create")
@template.before("create")
def interfaces_stand_in_a_network(action: Action) -> None:
    """'Network interface must specify a subnet if the network resource is in custom subnet mode.'"""
    for at, one in enumerate(listed(action.inputs.get(_DIRECT))):
        if not given(one.get("networkAttachment")):
            _stands_somewhere(action, f"{_DIRECT}[{at}].", one.get("network"), one.get("subnetwork"))


@template.check(source="Compute Engine documentation, 'Create and manage instance templates': each VM has at least one network interface")
def a_template_has_an_interface(inputs: Properties) -> Iterator[Fault]:
    """A machine without one can't be made."""
    if isinstance(inputs.get(_DIRECT), list | None) and not inputs.get(_DIRECT):
        yield _DIRECT, "at least one is required"


def _region(action: Action) -> str:
    """The region that a group stands in: its own, its zone's, or the provider's."""
    near = "zone" if action.type == GROUP_MANAGER else "region"
    place = last(action.inputs.get(near) or action.place.config.get(near) or "")
    return place.rpartition("-")[0] if near == "zone" else place


@group_manager.before("create")
@region_group_manager.before("create")
def machines_of_a_group_stand_in_a_network(action: Action) -> None:
    """Each is made in the group's project, from the template's interfaces."""
    for version in listed(action.inputs.get("versions")):
        value = version.get("instanceTemplate")
        made = named(action, value, template.type) or next(iter(action.find_anywhere(template.type, selfLinkUnique=value)), None)
        for at, one in enumerate(listed(made.outputs.get(_DIRECT)) if made else []):
            for name in ("network", "subnetwork"):
                _lent(action, f"{_DIRECT}[{at}].{name}", one.get(name))
            subnet, region = named(action, one.get("subnetwork"), SUBNETWORK), _region(action)
            if subnet and region and part(subnet.id, "regions") != region:
                where = f"{_DIRECT}[{at}].subnetwork"
                action.refuse(WRONG, f"Invalid value for field 'resource.{where}': '{subnet.id}' is not in the group's region, {region}")


@connection.before("create")
def allocated_ranges_are_for_peering(action: Action) -> None:
    """'Allocated ranges' of private services access have the purpose VPC_PEERING."""
    for value in action.inputs.get("reservedPeeringRanges") or []:
        held = named(action, value, GLOBAL_ADDRESS)
        if held is not None and held.outputs.get("purpose") != "VPC_PEERING":
            action.refuse(WRONG, f"Error 400: {held.id} is no allocated range: its purpose is not VPC_PEERING")


@machines.cluster.before("create")
def nodes_stand_in_a_network(action: Action) -> None:
    """'network: Defaults to default', whose subnetwork it then is; of a network in custom mode a subnetwork is named."""
    if not given(action.inputs.get("network")) and _no_default(action):
        action.refuse(MISSING, f"The resource 'projects/{project_of(action)}/global/networks/default' was not found")
    _stands_somewhere(action, "", action.inputs.get("network"), action.inputs.get("subnetwork"))


@address.before("create")
def an_inner_address_is_of_a_subnetwork(action: Action) -> None:
    """One of a machine or endpoint is taken from a subnetwork, `default`'s unless one is named."""
    if action.inputs.get("addressType") == "INTERNAL" and action.inputs.get("purpose") in (None, "GCE_ENDPOINT"):
        _stands_somewhere(action, "", action.inputs.get("network"), action.inputs.get("subnetwork"))


@forwarding_rule.before("create")
@global_forwarding_rule.before("create")
def a_rule_has_its_own_address(action: Action) -> None:
    """The address is of the rule's project and network; without one a subnetwork says from where to take it."""
    asked, network, subnet_ = (action.inputs.get(name) for name in ("ipAddress", "network", "subnetwork"))
    _of_its_own_project(action, "IPAddress", asked)
    if given(subnet_):
        _stands_somewhere(action, "", network, subnet_)
    held = named(action, asked, ADDRESS, GLOBAL_ADDRESS)
    if held is not None and action.inputs.get("target") in BUNDLES and held.outputs.get("purpose") != "PRIVATE_SERVICE_CONNECT":
        action.refuse(WRONG, f"Invalid value for field 'resource.IPAddress': '{held.id}' is not of purpose PRIVATE_SERVICE_CONNECT")
    if held is not None:
        subnet = named(action, held.outputs.get("subnetwork"), SUBNETWORK)
        home = subnet.outputs.get("network") if subnet else held.outputs.get("network")
        if given(network) and given(home) and (wanted := named(action, network, NETWORK)) and not same(home, wanted.id):
            action.refuse(WRONG, f"Invalid value for field 'resource.IPAddress': '{held.id}' is not in the network {wanted.id}")
    elif not given(asked) and action.inputs.get("loadBalancingScheme") in _INNER and part(made_id(action), "regions"):
        _stands_somewhere(action, "", network, action.inputs.get("subnetwork"))


def _named_alike(action: Action, where: str, faces: Any) -> None:
    """'If network is specified and subnetwork is not, the subnetwork with the same name as the network is used.'"""
    for at, one in enumerate(listed(faces)):
        for name in ("network", "subnetwork"):
            _lent(action, f"{where}[{at}].{name}", one.get(name))
        if given(one.get("network")) and not given(one.get("subnetwork")) and _subnetless(action, one["network"]):
            home = named(action, one["network"], NETWORK)
            alike = [
                each
                for each in action.find_anywhere(SUBNETWORK)
                if home and last(each.id) == last(home.id) and same(each.outputs.get("network"), home.id)
            ]
            if not alike:
                action.refuse(MISSING, f"{where}[{at}].subnetwork: the network has no subnetwork called {last(home.id) if home else ''}")


@run.before("create")
def services_stand_in_a_subnetwork(action: Action) -> None:
    """Direct VPC egress of a service."""
    access = inner(inner(action.inputs.get("template")).get("vpcAccess"))
    _named_alike(action, "template.vpcAccess.networkInterfaces", access.get(_DIRECT))


@function.before("create")
def functions_stand_in_a_subnetwork(action: Action) -> None:
    """Direct VPC egress of a function."""
    _named_alike(
        action, "serviceConfig.directVpcNetworkInterfaces", inner(action.inputs.get("serviceConfig")).get("directVpcNetworkInterfaces")
    )


@run.check(
    source="Cloud Run Admin API v2, services: template.containers; Cloud Run documentation, 'Container runtime contract'", even_unknown=True
)
def something_runs(inputs: Properties) -> Iterator[Fault]:
    """A revision has one container at least."""
    template_ = inner(inputs.get("template"))
    if template_ and isinstance(template_.get("containers"), list | None) and not template_.get("containers"):
        yield "template.containers", "at least one is required"


@spoke.before("create")
def a_spoke_stands_where_its_network_does(action: Action) -> None:
    """'A VPC spoke must be in the same project as its VPC network'; the hub may be of another one."""
    _of_its_own_project(action, "linkedVpcNetwork.uri", inner(action.inputs.get("linkedVpcNetwork")).get("uri"))


@router.check(
    source="Compute Engine API, routers: network; Terraform google provider, google_compute_router (ncc_gateway)", even_unknown=True
)
def a_router_is_of_a_network(inputs: Properties) -> Iterator[Fault]:
    """Or of a gateway of Network Connectivity Center."""
    if not given(inputs.get("network")) and not given(inputs.get("nccGateway")):
        yield "network", "is required unless nccGateway is given"


run.unset = {**run.unset, "invokerIamDisabled": False, "defaultUriDisabled": False}
"""Cloud Run Admin API v2, services: both are off unless they are given."""


@run.computes
def services_show_their_network(action: Action) -> Properties:
    """Cloud Run Admin API v2, services: NetworkInterface."""
    template_ = inner(action.outputs.get("template"))
    access = inner(template_.get("vpcAccess"))
    if not listed(access.get(_DIRECT)):
        return {}
    faces = with_subnetworks(action, listed(access[_DIRECT]), str(action.inputs.get("location")))
    return {"template": {**template_, "vpcAccess": {**access, _DIRECT: faces}}}
