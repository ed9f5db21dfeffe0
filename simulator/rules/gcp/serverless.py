"""Cloud Functions (second generation), Cloud Run jobs and services, connectors of Serverless VPC Access.

Sources: Cloud Run functions documentation, "Function timeout", "Use customer-managed encryption keys"; Cloud Run documentation, "Deploy multiple
containers to a service (sidecars)", "Direct VPC egress with a VPC network"; VPC documentation, "Serverless VPC Access"; Terraform google provider,
google_cloudfunctions2_function, google_cloud_run_v2_job, google_cloud_run_v2_service, google_vpc_access_connector.
"""

from collections.abc import Iterator
from typing import Any

from simulator.rules import Action, AtMostOneOf, Between, Cidr, ExactlyOneOf, Fault, Needs, Pattern, Properties, Rules
from simulator.rules.gcp.common import WRONG, block, given, inner, last, link, listed, named
from simulator.rules.gcp.connectivity import run
from simulator.rules.gcp.kinds import NETWORK, SUBNETWORK

FUNCTION = "gcp:cloudfunctionsv2/function:Function"
JOB = "gcp:cloudrunv2/job:Job"
CONNECTOR = "gcp:vpcaccess/connector:Connector"

_CONNECTORS = "VPC documentation, 'Serverless VPC Access'"
_TIMEOUT = "Cloud Run functions documentation, 'Function timeout'"
_DIRECT = "Cloud Run documentation, 'Direct VPC egress with a VPC network': a connector or Direct VPC egress, not both"
_HTTP_SECONDS, _EVENT_SECONDS = 3600, 540

connector = Rules(
    CONNECTOR,
    source=f"{_CONNECTORS}; Terraform google provider, google_vpc_access_connector",
    checks=(
        Pattern(
            "name",
            r"[a-z](?:[-a-z0-9]{0,23}[a-z0-9])?",
            source="Terraform google provider, google_vpc_access_connector: name (max. 25 characters)",
            saying="up to 25 small letters, digits and hyphens; it starts with a letter and ends with no hyphen",
        ),
        ExactlyOneOf(("network", "subnet"), source="Terraform google provider, google_vpc_access_connector: network, subnet"),
        Needs("ipCidrRange", ("network",), source="Terraform google provider, google_vpc_access_connector: ip_cidr_range"),
        Needs("network", ("ipCidrRange",), source=f"{_CONNECTORS}: an unused /28 of the network"),
        Cidr("ipCidrRange", shortest=28, longest=28, source=f"{_CONNECTORS}: 'an unused /28 CIDR range'"),
        Between("minInstances", 2, 9, source="Terraform google provider, google_vpc_access_connector: min_instances"),
        Between("maxInstances", 3, 10, source="Terraform google provider, google_vpc_access_connector: max_instances"),
        Between("minThroughput", 200, 1000, source="Terraform google provider, google_vpc_access_connector: min_throughput"),
        Between("maxThroughput", 200, 1000, source="Terraform google provider, google_vpc_access_connector: max_throughput"),
    ),
    references={"network": link(NETWORK), "subnet.name": link(SUBNETWORK)},
    immutable={"network", "ipCidrRange", "subnet"},
    outputs={"state": "READY", "selfLink": "{id}", "connectedProjects": [], "machineType": "e2-micro"},
)


@connector.check(source="Terraform google provider, google_vpc_access_connector: min_instances 'must be lower than' max_instances")
def fewer_than_most(inputs: Properties) -> Iterator[Fault]:
    """The least is below the most."""
    for least, most in (("minInstances", "maxInstances"), ("minThroughput", "maxThroughput")):
        low, high = inputs.get(least), inputs.get(most)
        if isinstance(low, int | float) and isinstance(high, int | float) and low >= high:
            yield least, f"{low:g} must be lower than {most}, {high:g}"


@connector.before("create")
def subnet_is_its_own(action: Action) -> None:
    """'The subnet must be used exclusively by the connector' and have a mask of /28."""
    subnet = named(action, inner(action.inputs.get("subnet")).get("name"), SUBNETWORK)
    range_ = block(subnet.outputs.get("ipCidrRange")) if subnet else None
    if subnet and range_ is not None and range_.prefixlen != 28:
        action.refuse(WRONG, f"Error 400: the subnet of a connector must have a netmask of 28: {subnet.id} is {range_}")
    for other in action.find_anywhere(CONNECTOR) if subnet else ():
        theirs = named(action, inner(other.outputs.get("subnet")).get("name"), SUBNETWORK)
        if theirs and subnet and theirs.id == subnet.id:
            action.refuse(WRONG, f"Error 400: {subnet.id} is already used by the connector {other.id}")


function = Rules(
    FUNCTION,
    source="Cloud Functions API v2, projects.locations.functions; Terraform google provider, google_cloudfunctions2_function",
    checks=(
        Pattern(
            "name",
            r"[A-Za-z](?:[-_A-Za-z0-9]{0,61}[A-Za-z0-9])?",
            source="Cloud Functions API v2, projects.locations.functions.create: functionId",
            saying="1 to 63 letters, digits and hyphens; it starts with a letter and ends with no hyphen",
        ),
        Between("serviceConfig.timeoutSeconds", 1, _HTTP_SECONDS, source=_TIMEOUT),
        AtMostOneOf(("serviceConfig.vpcConnector", "serviceConfig.directVpcNetworkInterfaces"), source=_DIRECT),
        Needs(
            "kmsKeyName",
            ("buildConfig.dockerRepository",),
            source="Cloud Run functions documentation, 'Use customer-managed encryption keys': a repository of one's own that the key encrypts",
        ),
        Needs("eventTrigger", ("eventTrigger.eventType",), source="Cloud Functions API v2, EventTrigger: eventType is required"),
    ),
    references={
        "serviceConfig.vpcConnector": link(CONNECTOR),
        "serviceConfig.directVpcNetworkInterfaces[*].network": link(NETWORK),
        "serviceConfig.directVpcNetworkInterfaces[*].subnetwork": link(SUBNETWORK),
    },
    outputs={"state": "ACTIVE", "environment": "GEN_2", "url": "https://{region}-{project}.cloudfunctions.net/{name}"},
)


@function.check(source=_TIMEOUT)
def events_are_short(inputs: Properties) -> Iterator[Fault]:
    """Nine minutes for a function that an event starts, sixty for one that is called."""
    seconds = inner(inputs.get("serviceConfig")).get("timeoutSeconds")
    if given(inputs.get("eventTrigger")) and isinstance(seconds, int) and _EVENT_SECONDS < seconds <= _HTTP_SECONDS:
        yield "serviceConfig.timeoutSeconds", f"{seconds} is not allowed when eventTrigger is given: at most {_EVENT_SECONDS}"
    yield from scale_fits(inner(inputs.get("serviceConfig")), "serviceConfig")


def scale_fits(said: dict[str, Any], where: str) -> Iterator[Fault]:
    """No fewer instances at most than at least."""
    low, high = said.get("minInstanceCount"), said.get("maxInstanceCount")
    if isinstance(low, int) and isinstance(high, int) and 0 < high < low:
        yield f"{where}.minInstanceCount", f"{low} is more than maxInstanceCount, {high}"


@run.check(source="Cloud Run documentation, 'Deploy multiple containers to a service (sidecars)'", even_unknown=True)
def one_container_listens(inputs: Properties) -> Iterator[Fault]:
    """'Revision template should contain exactly one container with an exposed port.'"""
    template = inner(inputs.get("template"))
    containers = listed(template.get("containers"))
    exposed = [one for one in containers if given(one.get("ports"))]
    if len(containers) > 1 and len(exposed) != 1:
        yield "template.containers", f"exactly one of {len(containers)} containers must have ports, not {len(exposed)}"
    for at, one in enumerate(containers):
        if len(listed(one.get("ports"))) > 1:
            yield f"template.containers[{at}].ports", "only one port may be given"
    yield from scale_fits(inner(template.get("scaling")), "template.scaling")
    yield from _one_way_out(inner(template.get("vpcAccess")), "template.vpcAccess")


def _one_way_out(access: dict[str, Any], where: str) -> Iterator[Fault]:
    if given(access.get("connector")) and given(access.get("networkInterfaces")):
        yield f"{where}.networkInterfaces", "conflicts with connector: a connector or Direct VPC egress, not both"
    for at, one in enumerate(listed(access.get("networkInterfaces"))):
        if not given(one.get("network")) and not given(one.get("subnetwork")):
            yield f"{where}.networkInterfaces[{at}]", "at least one of network, subnetwork must be given"


job = Rules(
    JOB,
    source="Cloud Run Admin API v2, jobs; Terraform google provider, google_cloud_run_v2_job",
    checks=(
        Pattern(
            "name",
            r"[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?",
            source="Cloud Run Admin API v2, projects.locations.jobs.create: jobId",
            saying="1 to 63 small letters, digits and hyphens; it starts with a letter and ends with no hyphen",
        ),
        Between("template.taskCount", 1, 10000, source="Cloud Run documentation, 'Quotas and limits': tasks of a job"),
        Between("template.template.maxRetries", 0, 10, source="Cloud Run documentation, 'Set maximum retries per task'"),
        AtMostOneOf(("startExecutionToken", "runExecutionToken"), source="Cloud Run Admin API v2, jobs: create_execution"),
    ),
    references={
        "template.template.vpcAccess.networkInterfaces[*].network": link(NETWORK),
        "template.template.vpcAccess.networkInterfaces[*].subnetwork": link(SUBNETWORK),
        "template.template.vpcAccess.connector": link(CONNECTOR),
    },
    defaults={"deletionProtection": True},
    outputs={"uid": "{uuid}", "launchStage": "GA", "reconciling": False, "executionCount": 0},
)


@job.check(source=_DIRECT, even_unknown=True)
def tasks_have_one_way_out(inputs: Properties) -> Iterator[Fault]:
    """As services."""
    yield from _one_way_out(inner(inner(inner(inputs.get("template")).get("template")).get("vpcAccess")), "template.template.vpcAccess")


@connector.before("delete")
def nobody_uses_it(action: Action) -> None:
    """A revision that sends through a connector holds it."""
    for one in action.find_anywhere("gcp:cloudrunv2/service:Service"):
        used = inner(inner(one.outputs.get("template")).get("vpcAccess")).get("connector")
        if isinstance(used, str) and last(used) == last(action.object.id):
            action.refuse("failedPrecondition", f"Error 400: the connector {action.object.id} is used by {one.id}")
