"""Who a member of an IAM policy is: everybody, a project's, a person, a federated identity, or a service account of the stack.

Sources: Google Cloud documentation, "IAM principals" and "Principal identifiers" (`allUsers`, `allAuthenticatedUsers`, `user:`, `group:`,
`domain:`, `serviceAccount:`, `principal://`, `principalSet://`, `projectOwner:`), "Service agents" (their addresses hold project numbers).
"""

import re
from dataclasses import dataclass
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.kinds import Outside
from posture.readers.gcp.names import numbers_of, project_of
from posture.readers.gcp.perimeters import perimeters
from posture.readers.gcp.tokens import PROJECT, SERVICE_ACCOUNT, tokens
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import Path, ResourceView

POOL: Final = tokens("iam:WorkloadIdentityPool")
_EVERYBODY: Final = frozenset({"allusers", "allauthenticatedusers", "principalset://goog/public:all"})
_ACCOUNT: Final = re.compile(r"^([^@]+)@([a-z0-9.:-]+?)\.iam\.gserviceaccount\.com$")
_AGENTS_HOMES: Final = "|".join(
    (
        *("bigquery-encryption", "cloud-filer", "cloud-ml", "cloud-redis", "cloud-tpu", "cloudcomposer-accounts", "compute-system"),
        *("container-analysis", "container-engine-robot", "containerregistry", "dataflow-service-producer-prod", "dataproc-accounts"),
        *("endpoints-portal", "gae-api-prod", "gcf-admin-robot", "genomics-api", "gs-project-accounts", "serverless-robot-prod"),
        *("service-networking", "sourcerepo-service-accounts", r"gcp-sa-[a-z0-9-]+"),
    )
)
"""Google's projects that hold services' agents. Anybody may call an account of one's own project `service-` and a number of ours."""
_AGENT: Final = re.compile(
    # Of BigQuery bq-, of Cloud Logging cmek-p stands before the number (IAM documentation, "Service agents"; Cloud Logging, "Configure CMEK for log
    # buckets"). Accounts by number alone: IAM documentation, "Default service accounts", "Google APIs service agent".
    rf"^(?:service-|bq-|cmek-p)?(\d+)(?:-compute)?@(?:(?:{_AGENTS_HOMES})\.iam|developer|cloudservices|cloudbuild)\.gserviceaccount\.com$"
)
_POOL_IN: Final = re.compile(r"//iam\.googleapis\.com/projects/([^/]+)/locations/global/workloadIdentityPools/([^/]+)")
_CONSUMERS: Final = frozenset({"gmail.com", "googlemail.com", "googlegroups.com"})


@dataclass(frozen=True, slots=True)
class Member:
    """`identity`: a service account of the stack; else `who`: somebody outside it. Both None: nobody that matters."""

    text: str
    identity: Reference | None = None
    who: Reference | None = None
    pool: str | None = None
    everybody: bool = False


def member(graph: GraphBuilder, view: ResourceView, path: Path) -> Member | None:
    """Who stands at a property; None when nobody can say."""
    value = view.value(path)
    if is_unknown(value):
        found = view.refers_to(path, (SERVICE_ACCOUNT,))
        if found.targets:
            return Member("a service account", found)
        owner = _agents_project(view, path)
        return Member(f"an agent of {owner}", who=graph.gcp_project(owner)) if owner is not None else None
    if not isinstance(value, str):
        return None
    made = of_text(graph, value)
    owner = _agents_project(view, path)
    if made.who is not None and owner is not None and _AGENT.match(value.partition(":")[2]):
        # An agent's address holds a number; what the program took it from says whose it is.
        return Member(value, who=graph.gcp_project(owner))
    return made


def _agents_project(view: ResourceView, path: Path) -> str | None:
    """The project of the one resource that a member's address comes from: a project, a log sink, a database."""
    top = re.split(r"[.\[]", path, maxsplit=1)[0]
    depends = [view.stack.by_urn[urn] for urn in view.resource.property_dependencies.get(top, ()) if urn in view.stack.by_urn]
    made = {
        found
        for one in depends
        if one.type.startswith("gcp:")
        # Of a project that is read nothing is known in some previews.
        and isinstance(found := one.props.get("projectId") if one.type == PROJECT else project_of(ResourceView(one, view.stack)), str)
        and found
    }
    return made.pop() if len(made) == 1 else None


def of_text(graph: GraphBuilder, value: str) -> Member:
    """Who a text names."""
    lowered = value.strip().lower()
    if lowered in _EVERYBODY:
        return Member(value, who=graph.anybody(), everybody=True)
    kind, _, rest = value.partition(":")
    if kind.lower() == "deleted":
        return Member(value)
    if kind.lower().startswith("principal"):
        return _federated(graph, value)
    if kind in ("projectOwner", "projectEditor", "projectViewer"):
        return Member(value, who=graph.gcp_project(rest))
    if kind == "serviceAccount":
        return _account(graph, value, rest)
    if kind in ("user", "group", "domain"):
        return Member(value, who=_people(graph, value, rest))
    return Member(value, who=graph.somewhere("principal", value))


def _account(graph: GraphBuilder, value: str, address: str) -> Member:
    address = address.partition("[")[0]
    project = address.removesuffix(".svc.id.goog") if address.endswith(".svc.id.goog") else None
    if project is not None:
        return Member(value, who=graph.gcp_project(project))
    for resource in graph.stack.of_type(SERVICE_ACCOUNT):
        account = graph.view(resource.urn)
        if account.value("email") == address or _address(account) == address:
            return Member(value, Reference.to(resource.urn))
    if (found := _ACCOUNT.match(address)) is not None and not found.group(2).startswith("gcp-sa-") and not _AGENT.match(address):
        return Member(value, who=graph.gcp_project(found.group(2)))
    agent = _AGENT.match(address)
    if agent is not None:
        project = numbers_of(graph).get(agent.group(1))
        if project is not None:
            return Member(value, who=graph.gcp_project(project))
        if any(agent.group(1) in perimeter.holds for perimeter in perimeters(graph)):
            # A perimeter holds projects of its own organization alone ("Service perimeter details and configuration").
            return Member(value, who=graph.named_outside(f"project:{agent.group(1)}", f"project {agent.group(1)}", Outside.OURS))
        return Member(value, who=graph.somewhere("project", agent.group(1)))
    return Member(value, who=graph.somewhere("principal", value))


def _address(account: ResourceView) -> str | None:
    name, project = account.value("accountId"), project_of(account)
    return f"{name}@{project}.iam.gserviceaccount.com" if isinstance(name, str) and project else None


def _people(graph: GraphBuilder, value: str, address: str) -> Reference:
    domain = address.rpartition("@")[2].lower()
    ours = graph.approved.organization.gcp_domains
    asserted = any(entry.literal.lower() in (domain, f"domain:{domain}", value.lower()) for entry in graph.approved.asserted)
    if domain in ours or asserted:
        status = Outside.OURS
    elif ours or domain in _CONSUMERS:
        status = Outside.FOREIGN
    else:
        status = Outside.UNKNOWN
    return graph.named_outside(f"people:{domain}", f"people of {domain}", status)


def _federated(graph: GraphBuilder, value: str) -> Member:
    found = _POOL_IN.search(value)
    if found is None:
        return Member(value, who=graph.somewhere("principal", value))
    pools = [resource.urn for resource in graph.stack.of_type(*POOL) if resource.props.get("workloadIdentityPoolId") == found.group(2)]
    if pools:
        return Member(value, pool=pools[0])
    project = numbers_of(graph).get(found.group(1), found.group(1))
    return Member(value, who=graph.gcp_project(project) if not project.isdigit() else graph.somewhere("project", project))
