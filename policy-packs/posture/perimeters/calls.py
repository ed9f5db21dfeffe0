"""Calls to Google's APIs that a program permits or makes: who, from which project, of which service, in which project.

Grants of roles, sinks, subscriptions and keys name both ends. A service account is taken to call from its own project, and from those of machines that
run as it; people and federated workloads from outside of Google Cloud; agents of Google's from no network.
Sources: VPC Service Controls documentation, "Supported products and limitations" (Cloud Logging, Pub/Sub: push endpoints of projects in a perimeter,
Cloud KMS), "Ingress and egress rules" (what is compared: the caller's project, not the account's); Cloud Logging, LogSink `writerIdentity`; IAM
documentation, "Service agents", "Basic and predefined roles reference" (a role's prefix is its service).
"""

import re
from collections.abc import Iterator
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.perimeters.configuration import address_of, canonical
from posture.readers.gcp.iam import Grant, grants_of, targets_of
from posture.readers.gcp.iam_types import IAM
from posture.readers.gcp.names import numbers_of, parse, project_of, refer
from posture.readers.gcp.tokens import INSTANCES, SERVICE_ACCOUNT, tokens
from posture.record import record
from posture.values import is_unknown
from posture.view import Path, ResourceView

API: Final = ".googleapis.com"
AN_AGENT: Final = "an agent of "
"""How readers call an agent whose address is not known yet, before its project."""
ALL: Final = "*"
"""Every project: what a role on a folder or organization is about."""
_ABOVE: Final = ("projects", "folder", "organizations")
_SINKS: Final = tokens("logging:ProjectSink", "logging:FolderSink", "logging:OrganizationSink")
_SUBSCRIPTION: Final = tokens("pubsub:Subscription")
_RUNS: Final = tokens("cloudrunv2:Service", "cloudrunv2:Job", "cloudrun:Service")
_SERVICES: Final[dict[str, str]] = {
    "artifactregistry": "artifactregistry", "bigquery": "bigquery", "bigquerydatapolicy": "bigquerydatapolicy", "bigtable": "bigtable",
    "binaryauthorization": "binaryauthorization", "certificateauthority": "privateca", "cloudfunctions": "cloudfunctions",
    "cloudfunctionsv2": "cloudfunctions", "compute": "compute", "datacatalog": "datacatalog", "dataplex": "dataplex", "dataproc": "dataproc",
    "dns": "dns", "healthcare": "healthcare", "kms": "cloudkms", "logging": "logging", "networksecurity": "networksecurity", "pubsub": "pubsub",
    "secretmanager": "secretmanager", "serviceaccount": "iamcredentials", "servicedirectory": "servicedirectory", "spanner": "spanner",
    "storage": "storage", "vertex": "aiplatform", "workbench": "notebooks",
}  # fmt: skip
"""Module of a grant's type → the API that it is about. Calls of Cloud Run, IAP and the like are no API's, and no perimeter sees them."""
_ROLES: Final[dict[str, str]] = {
    **{name: name for name in (
        "aiplatform", "alloydb", "artifactregistry", "bigquery", "bigtable", "cloudkms", "cloudfunctions", "compute", "container", "dataflow",
        "dataproc", "datacatalog", "dlp", "dns", "healthcare", "iam", "logging", "monitoring", "notebooks", "pubsub", "secretmanager",
        "spanner", "storage",
    )},
    "cloudsql": "sqladmin", "datastore": "firestore", "cloudtrace": "cloudtrace", "clouddebugger": "clouddebugger",
}  # fmt: skip
"""A role's prefix → its API."""
_READS: Final[dict[str, str]] = {
    "roles/bigquerydatapolicy.maskedReader": "bigquery",
    "roles/bigquerydatapolicy.rawDataReader": "bigquery",
    "roles/datacatalog.categoryFineGrainedReader": "bigquery",
}
"""Roles that are asked for by another API than their own: BigQuery's, when somebody reads a column."""
_NO_CALLS: Final = (
    "run.invoker",
    "run.servicesinvoker",
    "cloudfunctions.invoker",
    "iap.",
    "serviceagent",
    "oslogin",
    "cloudsql.instanceuser",
    "alloydb.databaseuser",
)
"""Parts of roles' names that let nobody call an API."""
_ACCOUNT: Final = re.compile(r"^[^@]+@([a-z0-9.:-]+?)\.iam\.gserviceaccount\.com$")
_BY_NUMBER: Final = re.compile(r"^(?:service-|bq-|cmek-p|p)?(\d+)(?:-compute)?(?:-\d+)?@")
_GOOGLES: Final = re.compile(
    r"^(?:gcp-sa-.+|.+-system|.+-robot(?:-prod)?|gs-project-accounts|bigquery-encryption|cloud-ml|cloud-redis|service-networking)$"
)
_KEY: Final = re.compile(r"^projects/([^/]+)/locations/[^/]+/keyRings/[^/]+/cryptoKeys/[^/]+$")


@record
class Call:
    """One principal's use of one service in one project."""

    who: str | None
    """As policies name it; None: the update tells."""
    origin: str | None
    """Project that it calls from; None: outside of Google Cloud, or nobody knows."""
    network: bool
    """Whether it calls from a network of that project: agents of Google's do not."""
    service: str | None
    """The API by its whole name; None: any."""
    target: str | None
    """Project of what is called; `*`: every one; None: nobody knows, or the update tells."""
    what: str
    """What is called, for readers."""
    role: str
    urn: str
    path: Path
    refused_anyway: str = ""
    """Why a perimeter around `target` refuses it, whatever its rules say."""


def calls(graph: GraphBuilder) -> Iterator[Call]:
    """Every call, each once."""
    seen: set[tuple[object, ...]] = set()
    sinks = list(_sinks(graph))
    # What a sink's writer may do is what the sink does.
    writers = {call.who for call in sinks} - {None}
    granted = (call for call in _grants(graph) if call.who not in writers)
    for call in (*granted, *sinks, *_subscriptions(graph), *_keys(graph)):
        key = (call.who, call.origin, call.service, call.target, call.what, call.role)
        if key not in seen:
            seen.add(key)
            yield call


def _grants(graph: GraphBuilder) -> Iterator[Call]:
    for resource in graph.stack.of_type(*IAM):
        view, kind = graph.view(resource.urn), IAM[resource.type]
        for grant in grants_of(view, graph):
            role = str(grant.role) if isinstance(grant.role, str) else ""
            if any(word in role.lower() for word in _NO_CALLS) or (grant.member is None and _writes_logs(graph, grant)):
                continue
            found = _service(kind, role)
            if found == "":
                continue
            target, what = _target(graph, view, kind)
            for who, origin, network in _callers(graph, grant):
                yield Call(who, origin, network, found, target, what, role, grant.because.urn, grant.because.prop)


def _service(kind: str, role: str) -> str | None:
    """The API of a grant; None: any; empty: none."""
    module = kind.partition(":")[0]
    if role in _READS:
        return f"{_READS[role]}{API}"
    if module not in _ABOVE:
        return f"{_SERVICES[module]}{API}" if module in _SERVICES else ""
    prefix = role.removeprefix("roles/").partition(".")[0]
    if role.startswith("roles/") and "." in role:
        return f"{_ROLES[prefix]}{API}" if prefix in _ROLES else ""
    return None


def _target(graph: GraphBuilder, view: ResourceView, kind: str) -> tuple[str | None, str]:
    """Project and name of what a grant stands on."""
    if kind.partition(":")[0] in ("folder", "organizations"):
        where = view.value("folder") or view.value("orgId")
        return ALL, f"every project below {where if isinstance(where, str) else 'a folder that the update tells'}"
    if not kind.startswith("projects:"):
        found = targets_of(graph, view)
        for urn in found.targets[:1]:
            on = graph.view(urn)
            project = project_of(on)
            return (canonical(graph, project) if project else None), on.resource.name
        if kind in ("storage:Bucket", "storage:ManagedFolder"):
            return None, str(view.value("bucket"))  # a bucket's name tells no project
        for prop, value in view.resource.props.items():
            if isinstance(value, str) and (project := parse(value).project) is not None and prop not in ("id", "etag"):
                return canonical(graph, project), value.rpartition("/")[2]
    project = project_of(view)
    return (canonical(graph, project) if project else None), f"project {project}"


def _writes_logs(graph: GraphBuilder, grant: Grant) -> bool:
    """Whether a member that is not known yet is a sink's writer, which `_sinks` says better."""
    depends = grant.view.resource.property_dependencies
    urns = {urn for prop in ("member", "members") for urn in depends.get(prop, ())}
    return any(urn in graph.stack.by_urn and graph.stack.by_urn[urn].type in _SINKS for urn in urns)


def _callers(graph: GraphBuilder, grant: Grant) -> Iterator[tuple[str | None, str | None, bool]]:
    """Who a member is, from which projects it calls, and whether by a network."""
    found = grant.member
    if found is None:
        yield None, None, True
    elif found.identity is not None:
        for urn in found.identity.targets:
            account = graph.view(urn)
            address = address_of(account)
            home = project_of(account)
            for origin in _runs_in(graph, urn, address, home):
                yield (f"serviceAccount:{address}" if address else None), (canonical(graph, origin) if origin else None), True
    else:
        yield _caller(graph, found.text)


def _caller(graph: GraphBuilder, text: str) -> tuple[str | None, str | None, bool]:
    if text.startswith(AN_AGENT):
        return text, canonical(graph, text.removeprefix(AN_AGENT)), False
    kind, _, address = text.partition(":")
    if kind != "serviceAccount":
        return text, None, True
    by_number, account = _BY_NUMBER.match(address), _ACCOUNT.match(address)
    if account is not None and _GOOGLES.match(account.group(1)):
        return text, (canonical(graph, by_number.group(1)) if by_number else None), False
    if account is not None:
        return text, canonical(graph, account.group(1)), True
    # Default accounts: of machines, which have a network, and of Google's own, which have none.
    return text, (canonical(graph, by_number.group(1)) if by_number else None), "-compute@" in address


def _runs_in(graph: GraphBuilder, urn: str, address: str | None, home: str | None) -> list[str | None]:
    """Projects of machines that run as an account; its own where none does."""
    found: dict[str | None, None] = {}
    for resource in graph.stack.of_type(*INSTANCES, *_RUNS):
        view = graph.view(resource.urn)
        for path in ("serviceAccount.email", "template.serviceAccount", "serviceAccount"):
            value = view.value(path)
            if value is not None and (value == address or urn in refer(graph, view, path, SERVICE_ACCOUNT).targets):
                found[project_of(view)] = None
    return list(found) or [home]


def _sinks(graph: GraphBuilder) -> Iterator[Call]:
    for resource in graph.stack.of_type(*_SINKS):
        view = graph.view(resource.urn)
        if view.flag("disabled") is True:
            continue
        single = resource.type == _SINKS[0]
        # Google carries entries out of perimeters by itself for sinks of folders and organizations.
        origin = project_of(view) if single else None
        destination = view.value("destination")
        writer = view.value("writerIdentity")
        if not isinstance(writer, str):
            writer = _writer(graph, view, single=single)
        if not isinstance(destination, str):
            yield Call(writer, origin, False, None, None, "a destination that the update tells", "", resource.urn, "destination")
            continue
        host, _, rest = destination.partition("/")
        where = _place(graph, view, host, rest)
        what = rest.rpartition("/")[2]
        origin = canonical(graph, origin) if origin else None
        yield Call(writer, origin, False, host, where, what, "", resource.urn, "destination")


def _writer(graph: GraphBuilder, view: ResourceView, *, single: bool) -> str | None:
    """A sink's writer, which follows from the number of what it belongs to."""
    if single:
        project = project_of(view)
        number = next((number for number, known in numbers_of(graph).items() if known == project), None)
        return f"serviceAccount:service-{number}@gcp-sa-logging.iam.gserviceaccount.com" if number else None
    for prop, word in (("folder", "folder"), ("orgId", "org")):
        value = view.value(prop)
        if isinstance(value, str):
            return f"serviceAccount:service-{word}-{value.rpartition('/')[2]}@gcp-sa-logging.iam.gserviceaccount.com"
    return None


def _place(graph: GraphBuilder, view: ResourceView, host: str, rest: str) -> str | None:
    """Project of a sink's destination; a bucket's name does not tell it."""
    project = parse(rest).project
    if project is None and host.startswith("storage."):
        found = refer(graph, view, "destination", *tokens("storage:Bucket"))
        named = [one.urn for one in graph.stack.of_type(*tokens("storage:Bucket")) if one.props.get("name") == rest]
        urns = [*found.targets, *named]
        project = project_of(graph.view(urns[0])) if urns else None
    return canonical(graph, project) if project else None


def _subscriptions(graph: GraphBuilder) -> Iterator[Call]:
    for resource in graph.stack.of_type(*_SUBSCRIPTION):
        view = graph.view(resource.urn)
        home = project_of(view)
        home = canonical(graph, home) if home else None
        agent = f"the Pub/Sub agent of {home}"
        topic = view.value("topic")
        if isinstance(topic, str) and (project := parse(topic).project) is not None:
            yield Call(agent, home, False, f"pubsub{API}", canonical(graph, project), topic.rpartition("/")[2], "", resource.urn, "topic")
        endpoint = view.value("pushConfig.pushEndpoint")
        if isinstance(endpoint, str) and not re.match(r"https://[^/]+\.run\.app(?:/|$)", endpoint):
            why = "in a perimeter, messages are pushed to run.app addresses of Cloud Run alone"
            yield Call(agent, None, False, f"pubsub{API}", home, endpoint, "", resource.urn, "pushConfig.pushEndpoint", refused_anyway=why)
        table = view.value("bigqueryConfig.table")
        if isinstance(table, str):
            project = table.replace(":", ".").partition(".")[0]
            yield Call(agent, home, False, f"bigquery{API}", canonical(graph, project), table, "", resource.urn, "bigqueryConfig.table")
        bucket = view.value("cloudStorageConfig.bucket")
        if bucket is not None:
            found = refer(graph, view, "cloudStorageConfig.bucket", *tokens("storage:Bucket"))
            owner = project_of(graph.view(found.targets[0])) if found.targets else None
            target = canonical(graph, owner) if owner else None
            yield Call(
                agent, home, False, f"storage{API}", target, str(found.literal or "a bucket"), "", resource.urn, "cloudStorageConfig.bucket"
            )


def _keys(graph: GraphBuilder) -> Iterator[Call]:
    """What is encrypted with a key of another project: the agent of its own uses the key."""
    for resource in graph.stack:
        if not resource.type.startswith("gcp:") or resource.type in IAM or resource.type.startswith("gcp:kms/"):
            continue
        view = graph.view(resource.urn)
        home = project_of(view)
        for path, text in _texts_in(resource.props):
            found = _KEY.match(text.partition("/cryptoKeyVersions/")[0])
            if found is not None and home is not None and canonical(graph, found.group(1)) != canonical(graph, home):
                service = resource.type.removeprefix("gcp:").partition("/")[0]
                agent = f"the agent of {_SERVICES.get(service, service)} in {home}"
                target, key = canonical(graph, found.group(1)), text.rpartition("/")[2]
                yield Call(agent, canonical(graph, home), False, f"cloudkms{API}", target, key, "", resource.urn, path)


def _texts_in(value: object, path: Path = "") -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _texts_in(inner, f"{path}.{name}" if path else str(name))
    elif isinstance(value, (list, tuple)) and not is_unknown(value):
        for number, inner in enumerate(value):
            yield from _texts_in(inner, f"{path}[{number}]")
