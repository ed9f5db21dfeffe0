"""Whose network a resource may name, and what happens where it names none."""

from typing import Any

from simulator.rules.gcp.connectivity import HUB
from simulator.rules.gcp.kinds import (
    ADDRESS,
    CLUSTER,
    CONNECTION,
    FIREWALL,
    FORWARDING_RULE,
    GLOBAL_ADDRESS,
    GLOBAL_FORWARDING_RULE,
    INSTANCE,
    NETWORK,
    REGION_GROUP_MANAGER,
    ROUTER,
    SUBNETWORK,
)
from tests.simulator.gcp.project import OTHER_PROJECT, REGION, Project

TEMPLATE = "gcp:compute/instanceTemplate:InstanceTemplate"
RUN = "gcp:cloudrunv2/service:Service"
SPOKE = "gcp:networkconnectivity/spoke:Spoke"
NEW = "hospital-new"
MACHINE: dict[str, Any] = {"machineType": "n2d-standard-2", "disks": [{"sourceImage": "cos-cloud/cos-stable"}]}


def closed(gcp: Project, name: str = NEW) -> None:
    """A project of the program's own, without the default network."""
    gcp.made_project(name, autoCreateNetwork=False)
    gcp.enable(name, "compute", "container", "networkconnectivity", "run")


def test_parts_of_a_network_stand_in_its_project(gcp: Project) -> None:
    network = gcp.network()
    there = {"project": OTHER_PROJECT, "network": network.id}
    gcp.refuses("invalid", SUBNETWORK, name="a", ipCidrRange="10.0.0.0/24", **there)
    gcp.refuses("invalid", FIREWALL, name="a", direction="EGRESS", denies=[{"protocol": "all"}], **there)
    gcp.refuses("invalid", ROUTER, name="a", **there)
    gcp.subnet(network)


def test_a_spoke_stands_where_its_network_does(gcp: Project) -> None:
    network, hub = gcp.network(), gcp.make(HUB, name="hub")
    given = {"name": "a", "location": "global", "hub": hub.id, "linkedVpcNetwork": {"uri": network["selfLink"]}}
    gcp.refuses("invalid", SPOKE, project=OTHER_PROJECT, **given)
    gcp.make(SPOKE, **given)


def test_a_made_projects_network_is_lent_by_shared_vpc_alone(gcp: Project) -> None:
    closed(gcp)
    network = gcp.network("ward", project=NEW)
    subnet = gcp.subnet(network, project=NEW)
    face = {"networkInterfaces": [{"subnetwork": subnet.id}]}
    gcp.refuses("invalid", TEMPLATE, name="t", **MACHINE, **face)
    gcp.make("gcp:compute/sharedVPCHostProject:SharedVPCHostProject", project=NEW)
    gcp.make("gcp:compute/sharedVPCServiceProject:SharedVPCServiceProject", hostProject=NEW, serviceProject=gcp.name_)
    gcp.make(TEMPLATE, name="t", **MACHINE, **face)


def test_of_a_project_that_nobody_made_nobody_knows_to_whom_it_lends(gcp: Project, other: Project) -> None:
    subnet = other.subnet(other.network())
    gcp.make(TEMPLATE, name="t", **MACHINE, networkInterfaces=[{"subnetwork": subnet.id}])


def test_a_network_in_custom_mode_does_not_say_which_subnetwork(gcp: Project) -> None:
    face = {"network": gcp.network().id}
    target = gcp.attachment(gcp.network("tools")).id
    gcp.refuses("invalid", TEMPLATE, name="t", **MACHINE, networkInterfaces=[face])
    gcp.refuses("invalid", CLUSTER, name="c", location=REGION, initialNodeCount=1, **face)
    gcp.refuses("invalid", FORWARDING_RULE, name="f", loadBalancingScheme="", target=target, **face)


def test_without_a_network_the_default_one_is_meant_which_a_closed_project_lacks(gcp: Project) -> None:
    closed(gcp)
    gcp.refuses("notFound", CLUSTER, name="c", project=NEW, location=REGION, initialNodeCount=1)
    gcp.refuses("notFound", ADDRESS, name="a", project=NEW, addressType="INTERNAL")
    gcp.make(NETWORK, name="default", project=NEW)
    gcp.make(ADDRESS, name="a", project=NEW, addressType="INTERNAL")


def test_a_template_has_an_interface(gcp: Project) -> None:
    assert any(fault.startswith("networkInterfaces") for fault in gcp.faults(TEMPLATE, name="t", **MACHINE))


def test_an_address_is_of_the_rules_project_and_network(gcp: Project, other: Project) -> None:
    network, second = gcp.network(), gcp.network("second")
    address = gcp.make(ADDRESS, name="a", subnetwork=gcp.subnet(network, name="b").id, addressType="INTERNAL")
    target = gcp.attachment(gcp.network("third")).id
    rule = {"name": "f", "target": target, "loadBalancingScheme": "", "ipAddress": address.id}
    gcp.refuses("invalid", FORWARDING_RULE, network=second.id, **rule)
    other.refuses("invalid", FORWARDING_RULE, network=other.network().id, **rule)
    gcp.make(FORWARDING_RULE, network=network.id, **rule)


def test_a_service_runs_something_in_a_subnetwork(gcp: Project) -> None:
    assert any(one.startswith("template.containers") for one in gcp.faults(RUN, name="s", location=REGION, template={"timeout": "60s"}))
    network = gcp.network()
    template = {
        "containers": [{"image": "europe-docker.pkg.dev/p/r/i"}],
        "vpcAccess": {"networkInterfaces": [{"network": network.id}]},
    }
    gcp.refuses("notFound", RUN, name="s", location=REGION, template=template)
    gcp.subnet(network, name="phi")
    gcp.make(RUN, name="s", location=REGION, template=template)


def test_a_router_is_of_a_network(gcp: Project) -> None:
    assert any(fault.startswith("network") for fault in gcp.faults(ROUTER, name="r"))


def test_a_machine_is_refused_as_its_template_is(gcp: Project) -> None:
    network = gcp.network()
    given = {"name": "m", "zone": f"{REGION}-a", "machineType": "n2d-standard-2", "bootDisk": {"initializeParams": {"image": "i"}}}
    gcp.refuses("invalid", INSTANCE, **given, networkInterfaces=[{"network": network.id}])


def test_a_group_stands_where_its_templates_network_is_lent(gcp: Project) -> None:
    closed(gcp)
    network = gcp.network("ward", project=NEW)
    face = {"networkInterfaces": [{"subnetwork": gcp.subnet(network, project=NEW).id}]}
    template = gcp.make(TEMPLATE, name="t", project=NEW, **MACHINE, **face)
    group = {"name": "g", "baseInstanceName": "g", "region": REGION, "versions": [{"instanceTemplate": template["selfLink"]}]}
    gcp.refuses("invalid", REGION_GROUP_MANAGER, **group)
    gcp.make(REGION_GROUP_MANAGER, project=NEW, **group)


def test_a_range_for_googles_services_is_for_peering(gcp: Project) -> None:
    network = gcp.network()
    given = {"addressType": "INTERNAL", "prefixLength": 20, "network": network.id}
    plain = gcp.make(GLOBAL_ADDRESS, name="plain", **given)
    wanted = {"network": network.id, "service": "servicenetworking.googleapis.com"}
    gcp.refuses("invalid", CONNECTION, reservedPeeringRanges=[plain["name"]], **wanted)
    range_ = gcp.make(GLOBAL_ADDRESS, name="range", purpose="VPC_PEERING", **given)
    gcp.make(CONNECTION, reservedPeeringRanges=[range_["name"]], **wanted)


def test_the_address_of_an_endpoint_of_googles_apis_is_for_it(gcp: Project) -> None:
    network = gcp.network()
    given = {"addressType": "INTERNAL", "network": network.id, "address": "10.200.0.2"}
    rule = {"name": "apis", "target": "vpc-sc", "loadBalancingScheme": "", "network": network.id}
    gcp.refuses("invalid", GLOBAL_FORWARDING_RULE, ipAddress=gcp.make(GLOBAL_ADDRESS, name="plain", **given).id, **rule)
    address = gcp.make(GLOBAL_ADDRESS, name="own", purpose="PRIVATE_SERVICE_CONNECT", **{**given, "address": "10.200.0.3"})
    gcp.make(GLOBAL_FORWARDING_RULE, ipAddress=address.id, **rule)


def test_words_that_google_takes(gcp: Project) -> None:
    attachment, nat = "gcp:compute/interconnectAttachment:InterconnectAttachment", "gcp:compute/routerNat:RouterNat"
    rule = "gcp:networksecurity/gatewaySecurityPolicyRule:GatewaySecurityPolicyRule"
    policy = "gcp:compute/routerRoutePolicy:RouterRoutePolicy"
    faults = gcp.faults(policy, name="p", router="r", terms=[{"priority": 1, "match": {"expression": "true"}}])
    assert any(one.startswith("terms[0].actions") for one in faults)
    assert any(one.startswith("router:") for one in gcp.faults(attachment, name="a", type="PARTNER"))
    given = {"sourceSubnetworkIpRangesToNat": "ALL_SUBNETWORKS_ALL_IP_RANGES", "natIpAllocateOption": "AUTO_ONLY"}
    faults = gcp.faults(nat, name="n", router="r", logConfig={"enable": True, "filter": ""}, **given)
    assert any(one.startswith("logConfig.filter") for one in faults)
    said = {"name": "r", "location": REGION, "priority": 1, "enabled": True, "basicProfile": "ALLOW", "gatewaySecurityPolicy": "p"}
    for matcher, wrong in (("inUrlList(host(), 'a.example')", True), ("inUrlList(host(), 'projects/p/locations/l/urlLists/u')", False)):
        assert any(one.startswith("sessionMatcher") for one in gcp.faults(rule, sessionMatcher=matcher, **said)) is wrong
