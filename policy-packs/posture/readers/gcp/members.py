"""Who a member of an IAM policy is: everybody, a project's, a person, a federated identity, or a service account of the stack.

Sources: Google Cloud documentation, "IAM principals" and "Principal identifiers" (`allUsers`, `allAuthenticatedUsers`, `user:`, `group:`,
`domain:`, `serviceAccount:`, `principal://`, `principalSet://`, `projectOwner:`), "Service agents" (their addresses hold project numbers), "Workforce
Identity Federation" (a pool is an organization's).
"""

import re
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.kinds import Outside
from posture.readers.gcp.names import numbers_of, project_of
from posture.readers.gcp.perimeters import perimeters
from posture.readers.gcp.tokens import PROJECT, SERVICE_ACCOUNT, tokens
from posture.record import record
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
        *("dlp-api", "endpoints-portal", "gae-api-prod", "gcf-admin-robot", "genomics-api", "gs-project-accounts", "serverless-robot-prod"),
        *("service-networking", "sourcerepo-service-accounts", "storage-transfer-service", r"gcp-sa-[a-z0-9-]+"),
    )
)
"""Google's projects that hold services' agents. Anybody may call an account of one's own project `service-` and a number of ours."""
_AGENT: Final = re.compile(
    # Of BigQuery bq-, of Cloud Logging cmek-p, of Storage Transfer project- stands before the number (IAM documentation, "Service agents"; Cloud
    # Logging, "Configure CMEK for log buckets"; Storage Transfer Service, "Agentless transfer permissions"). Accounts by number alone: IAM
    # documentation, "Default service accounts", "Google APIs service agent".
    rf"^(?:service-|bq-|cmek-p|project-)?(\d+)(?:-compute)?@(?:(?:{_AGENTS_HOMES})\.iam|developer|cloudservices|cloudbuild)\.gserviceaccount\.com$"
)
_AGENT_ABOVE: Final = re.compile(r"^service-(?:org|folder)-(\d+)@gcp-sa-[a-z0-9-]+\.iam\.gserviceaccount\.com$")
"""Of a folder or organization, such as the writer of its sinks (Cloud Logging, "Configure aggregated sinks")."""
_SINKS_ABOVE: Final = {
    **dict.fromkeys(tokens("logging:FolderSink"), "folder"),
    **dict.fromkeys(tokens("logging:OrganizationSink"), "orgId"),
}
_POOL_IN: Final = re.compile(r"//iam\.googleapis\.com/projects/([^/]+)/locations/global/workloadIdentityPools/([^/]+)")
_WORKFORCE: Final = tokens("iam:WorkforcePool")
_DIRECTORY: Final = tokens("iam:WorkforcePoolProvider")
_WORKFORCE_IN: Final = re.compile(r"//iam\.googleapis\.com/locations/global/workforcePools/([^/]+)")
_AN_AGENT: Final = "an agent of "
_CONSUMERS: Final = frozenset({"gmail.com", "googlemail.com", "googlegroups.com"})


@record
class Member:
    """`identity`: a service account of the stack; else `who`: somebody outside it. Both None: nobody that matters."""

    text: str
    identity: Reference | None = None
    who: Reference | None = None
    pool: str | None = None
    everybody: bool = False
    vague: bool = False
    """Which identities of the pool, if of it at all, only the update tells."""


def member(graph: GraphBuilder, view: ResourceView, path: Path) -> Member | None:
    """Who stands at a property; None when nobody can say."""
    value = view.text(path)
    if is_unknown(value):
        found = view.refers_to(path, (SERVICE_ACCOUNT,))
        if found.targets:
            return Member("a service account", found)
        writer = _writer(view, path)
        if writer is not None:
            return of_text(graph, writer)
        pools, owner = _pools(graph, view, path), _agents_project(view, path)
        if len(pools) == 1:
            return Member("identities of a pool", pool=pools[0], vague=True)
        return Member(f"{_AN_AGENT}{owner}", who=graph.gcp_project(owner)) if owner is not None and not pools else None
    if not isinstance(value, str):
        return None
    made = of_text(graph, value)
    owner = _agents_project(view, path)
    if made.who is not None and owner is not None and _AGENT.match(value.partition(":")[2]):
        # An agent's address holds a number; what the program took it from says whose it is.
        return Member(value, who=graph.gcp_project(owner))
    return made


def is_agent(found: Member) -> bool:
    """Whether a member is an account by which one of Google's services works, of whosever project."""
    address = found.text.partition(":")[2]
    return found.text.startswith(_AN_AGENT) or _AGENT.match(address) is not None or _AGENT_ABOVE.match(address) is not None


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


def _pools(graph: GraphBuilder, view: ResourceView, path: Path) -> list[str]:
    """Pools whose identities an unknown member may be: the one that it comes from, or those of the project whose number it holds."""
    top = re.split(r"[.\[]", path, maxsplit=1)[0]
    depends = [view.stack.by_urn[urn] for urn in view.resource.property_dependencies.get(top, ()) if urn in view.stack.by_urn]
    if of_pool := [one.urn for one in depends if one.type in POOL]:
        return of_pool
    made = [project_of(ResourceView(one, view.stack)) for one in depends if one.type == PROJECT]
    return [one.urn for one in graph.stack.of_type(*POOL) if made and project_of(graph.view(one.urn)) in (None, *made)]


def _writer(view: ResourceView, path: Path) -> str | None:
    """The writer of the one folder's or organization's sink that a member's address comes from: it follows from the number."""
    top = re.split(r"[.\[]", path, maxsplit=1)[0]
    depends = [view.stack.by_urn[urn] for urn in view.resource.property_dependencies.get(top, ()) if urn in view.stack.by_urn]
    made = {(one.type, str(one.props.get(_SINKS_ABOVE[one.type])).rpartition("/")[2]) for one in depends if one.type in _SINKS_ABOVE}
    if len(made) != 1 or len(depends) != 1:
        return None
    kind, number = made.pop()
    word = _SINKS_ABOVE[kind].removesuffix("Id")
    return f"serviceAccount:service-{word}-{number}@gcp-sa-logging.iam.gserviceaccount.com" if number.isdigit() else None


def _node(graph: GraphBuilder, number: str) -> Reference:
    """A folder or organization: ours where the reviewer lists it; where he lists none, if it holds a project that the stack makes."""
    organization = graph.approved.organization
    above = organization.gcp_folder_ids | organization.gcp_organization_ids
    made = (one.props for one in graph.stack.of_type(PROJECT) if not one.external and one.props.get("projectId") in graph.own_projects)
    holds = any(number in {str(props.get(prop)).rpartition("/")[2] for prop in ("folderId", "orgId")} for props in made)
    if number in above or (not above and holds):
        return graph.named_outside(f"node:{number}", f"folder or organization {number}", Outside.OURS)
    return graph.somewhere("node", number)


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
    higher = _AGENT_ABOVE.match(address)
    if higher is not None:
        return Member(value, who=_node(graph, higher.group(1)))
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


def _workforce(graph: GraphBuilder, value: str) -> Reference:
    """People of a directory: the organization's, whose pool it is, where the stack has the pool and each provider of it says whom it takes."""
    found = _WORKFORCE_IN.search(value)
    of_pool = [
        one
        for one in graph.stack.of_type(*_WORKFORCE, *_DIRECTORY)
        if found is not None and one.props.get("workforcePoolId") == found.group(1)
    ]
    parents = {str(one.props.get("parent")) for one in of_pool if one.type in _WORKFORCE}
    taken = [one.props.get("attributeCondition") for one in of_pool if one.type in _DIRECTORY]
    limited = bool(taken) and all(isinstance(condition, str) and condition for condition in taken)
    if limited and len(parents) == 1 and (above := re.fullmatch(r"organizations/(\d+)", parents.pop())) is not None:
        return _node(graph, above.group(1))
    return graph.somewhere("principal", value)


def _may_be(graph: GraphBuilder, pool: ResourceView, project: str) -> bool:
    """Whether a pool may be the one in a project, which is named by its number as a rule: a stranger's pool may bear the same name."""
    numbers, own = numbers_of(graph), project_of(pool)
    said = numbers.get(project, project)
    if own is None or said == own:
        return True
    return said.isdigit() and own not in numbers.values()


def _federated(graph: GraphBuilder, value: str) -> Member:
    found = _POOL_IN.search(value)
    if found is None:
        return Member(value, who=_workforce(graph, value))
    pools = [
        resource.urn
        for resource in graph.stack.of_type(*POOL)
        if resource.props.get("workloadIdentityPoolId") == found.group(2) and _may_be(graph, graph.view(resource.urn), found.group(1))
    ]
    if pools:
        return Member(value, pool=pools[0])
    project = numbers_of(graph).get(found.group(1), found.group(1))
    return Member(value, who=graph.gcp_project(project) if not project.isdigit() else graph.somewhere("project", project))
