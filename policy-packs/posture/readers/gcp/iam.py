"""Who may use what: grants on stores, workloads, service accounts and whole projects, in the member, binding and policy forms.

Sources: Google Cloud documentation, "IAM overview" (a role on a project holds for all its resources), "Service account impersonation",
"Workload Identity Federation" (attribute conditions), "Authenticate to Cloud Run" (`allUsers` as invoker); BigQuery, "Control access to
resources" (dataset access entries); Cloud Storage, "Access control lists".
"""

import json
from collections.abc import Iterator
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, GrantFact, IdentityFact
from posture.graph.kinds import EdgeKind, Moves, Outside
from posture.readers.gcp.federation import admits_strangers
from posture.readers.gcp.iam_types import COMMON, IAM, OTHER_NAMES
from posture.readers.gcp.members import Member, member, of_text
from posture.readers.gcp.names import given, project_called, project_of, project_ref, refer, refer_all, text_of
from posture.readers.gcp.roles import Power, power, sets_policies
from posture.readers.gcp.serverless import answers_strangers, is_callable
from posture.readers.gcp.stores import STORES
from posture.readers.gcp.tokens import INSTANCES, PROJECT, SERVICE_ACCOUNT, tokens
from posture.readers.registry import joins, reads
from posture.record import record
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import Path, ResourceView

DATASET: Final = tokens("bigquery:Dataset")
DATASET_ACCESS: Final = tokens("bigquery:DatasetAccess")
_ACLS: Final = tokens("storage:BucketACL", "storage:DefaultObjectACL", "storage:ObjectACL")
_ACL_ENTRIES: Final = tokens("storage:BucketAccessControl", "storage:DefaultObjectAccessControl", "storage:ObjectAccessControl")
_PART_OF: Final[dict[str, str]] = {
    **dict.fromkeys(tokens("pubsub:Subscription"), "topic"),
    **dict.fromkeys(tokens("spanner:Database"), "instance"),
    **dict.fromkeys(tokens("bigtable:Table"), "instanceName"),
    **dict.fromkeys(tokens("logging:LogView"), "bucket"),
}
"""Type through which a grant opens a store → the property that names the store: who pulls from a subscription reads its topic's messages."""
_ABOVE: Final = ("projects:", "folder:", "organizations:")
_IMPERSONATES: Final = frozenset({
    "owner", "editor", "iam.serviceaccounttokencreator", "iam.serviceaccountuser", "iam.workloadidentityuser", "iam.serviceaccountadmin",
    "iam.serviceaccountkeyadmin",
})  # fmt: skip
"""Whole names: an editor of dashboards (`roles/monitoring.editor`) acts as nobody."""
_CALLS: Final = ("invoker", "developer", "admin", "owner", "editor", "httpsresourceaccessor", "tunnelresourceaccessor")


@record
class Grant:
    """One member and one role."""

    view: ResourceView
    member: Member | None
    role: object
    because: Because
    conditional: bool = False


def impersonates(role: object) -> bool:
    """Whether a role's holder acts as a service account, or may give himself a role by which he does."""
    return str(role).removeprefix("roles/").lower() in _IMPERSONATES or sets_policies(role)


def _word(role: object) -> str:
    return str(role).rpartition(".")[2].rpartition("/")[2].lower()


def grants_of(view: ResourceView, graph: GraphBuilder) -> Iterator[Grant]:
    """Every member of a grant, with its role."""
    urn = view.resource.urn
    if view.value("policyData") is not None:
        yield from _of_policy(graph, view)
        return
    role, conditional = view.value("role"), given(view, "condition")
    if view.value("member") is not None:
        yield Grant(view, member(graph, view, "member"), role, Because(urn, "member", str(view.value("member"))), conditional)
    members = view.listed("members")
    if is_unknown(members):
        for found in refer_all(graph, view, "members", SERVICE_ACCOUNT):
            yield Grant(view, Member("a service account", found) if found.targets else None, role, Because(urn, "members"), conditional)
    for number in range(len(members) if isinstance(members, (list, tuple)) else 0):
        path = f"members[{number}]"
        yield Grant(view, member(graph, view, path), role, Because(urn, path, str(view.value(path))), conditional)


def _of_policy(graph: GraphBuilder, view: ResourceView) -> Iterator[Grant]:
    urn, data = view.resource.urn, view.value("policyData")
    try:
        bindings = json.loads(data)["bindings"] if isinstance(data, str) else None
    except (ValueError, KeyError, TypeError):
        bindings = None
    if not isinstance(bindings, list):
        yield Grant(view, None, None, Because(urn, "policyData", "unknown"))
        return
    for number, binding in enumerate(entry for entry in bindings if isinstance(entry, dict)):
        if not binding.get("members"):
            # Each binding names somebody (IAM API, "Policy"): who is not known yet, a preview leaves out of what `getIAMPolicy` wrote.
            yield Grant(view, None, binding.get("role"), Because(urn, f"policyData.bindings[{number}]", "unknown"))
        for text in binding.get("members") or []:
            because = Because(urn, f"policyData.bindings[{number}]", str(text))
            yield Grant(view, of_text(graph, str(text)), binding.get("role"), because, bool(binding.get("condition")))


def targets_of(graph: GraphBuilder, view: ResourceView) -> Reference:
    """What a grant stands on, as a resource of the stack."""
    kind = IAM[view.resource.type]
    kinds = OTHER_NAMES.get(kind) or tokens(kind)
    for prop in view.resource.props:
        if prop not in COMMON and (prop != "name" or view.resource.declared is None or "name" in view.resource.declared):
            found = refer(graph, view, prop, *kinds)
            if found.targets:
                return found
    return Reference()


@joins
def grants(graph: GraphBuilder) -> None:
    """Every grant, on what it stands."""
    for resource in graph.stack.of_type(*IAM):
        view = graph.view(resource.urn)
        for grant in grants_of(view, graph):
            _grant(graph, grant)


def _grant(graph: GraphBuilder, grant: Grant) -> None:
    kind = IAM[grant.view.resource.type]
    if kind in _ABOVE:
        _on_project(graph, grant, kind)
        return
    target = targets_of(graph, grant.view)
    for urn in target.targets:
        token = graph.stack.by_urn[urn].type
        if token in STORES:
            given = power(grant.role)
            if given is not None and given.opens(STORES[token]):
                on_store(graph, grant, urn, given, certain=target.certain)
        elif token == SERVICE_ACCOUNT:
            on_identity(graph, grant, urn, certain=target.certain)
        elif is_callable(token) or (kind.startswith("iap:") and token in INSTANCES):
            _on_workload(graph, grant, urn, certain=target.certain)
        elif token in _PART_OF:
            whole = refer(graph, graph.view(urn), _PART_OF[token], *STORES)
            given = power(grant.role)
            for store in whole.targets:
                if given is not None and given.opens(STORES[graph.stack.by_urn[store].type]):
                    on_store(graph, grant, store, given, certain=target.certain and whole.certain)
        elif kind.startswith("bigqueryanalyticshub:"):
            continue  # `deliveries` reads who subscribes
        elif kind.startswith("iap:") and grant.member is not None and not grant.member.everybody:
            continue  # Who is named enters by the front, and by its proxy alone: what stands behind it is judged, not who may ask.
        elif grant.member is not None and _is_stranger(graph, grant.member):
            graph.unreadable(grant.view.resource.urn, f"lets {grant.member.text} use what no reader follows ({token})")
    if not target.targets and grant.member is not None and _is_stranger(graph, grant.member):
        graph.unreadable(grant.view.resource.urn, f"lets {grant.member.text} use something that no resource of the stack is")


def _is_stranger(graph: GraphBuilder, found: Member) -> bool:
    """Whether nobody knows a member to be ours."""
    external = graph.externals.get(found.who.literal or "") if found.who is not None else None
    return found.everybody or (external is not None and external.outside is not Outside.OURS)


def _on_project(graph: GraphBuilder, grant: Grant, kind: str) -> None:
    """A role on a project is one on each of its stores, and each of its service accounts."""
    given = power(grant.role)
    view = grant.view
    own = project_ref(graph, view) if kind == "projects:" else Reference()
    if kind == "projects:" and not own.targets:
        own = refer(graph, view, "project", PROJECT)
    project = project_of(view)
    for resource in graph.stack.of_type(*STORES, SERVICE_ACCOUNT):
        store = graph.view(resource.urn)
        there = project_ref(graph, store)
        inside = bool(set(own.targets) & set(there.targets)) or (project is not None and project == project_of(store))
        if kind == "projects:" and not inside:
            continue
        if resource.type == SERVICE_ACCOUNT:
            if impersonates(grant.role):
                on_identity(graph, grant, resource.urn, certain=kind == "projects:")
        elif given is not None and given.opens(STORES[resource.type]):
            on_store(graph, grant, resource.urn, given, certain=kind == "projects:")
    if given is not None and given.moves is Moves.BOTH and given.opens("compute"):
        _on_machines(graph, grant, own, project if kind == "projects:" else None, certain=kind == "projects:" and given.certain)


def _on_machines(graph: GraphBuilder, grant: Grant, own: Reference, project: str | None, *, certain: bool) -> None:
    """A stranger who administers machines has their disks, though no resource is made for a boot disk.

    Source: Google Cloud documentation, "Compute Engine IAM roles and permissions" (Compute Instance Admin: disks, images and snapshots).
    """
    if grant.member is None or grant.member.who is None or not _is_stranger(graph, grant.member):
        return
    for resource in graph.stack.of_type(*INSTANCES):
        there = project_ref(graph, graph.view(resource.urn))
        above = project is None and not own.targets
        if above or set(own.targets) & set(there.targets) or (project is not None and project == project_of(graph.view(resource.urn))):
            sure = certain and not grant.conditional
            graph.edge(Reference.to(resource.urn), grant.member.who, EdgeKind.SHARE, grant.because, certain=sure)


def on_store(graph: GraphBuilder, grant: Grant, store: str, given: Power, *, certain: bool) -> None:
    found = grant.member
    sure = certain and given.certain and not grant.conditional
    if found is None:
        graph.unreadable(store, "who may use it is unknown until the update", "phi-exit", "egress-inspection")
        return
    if found.pool is not None:
        admitted = admits_strangers(graph, found.pool, found.text)
        if admitted is not None:
            graph.edge(Reference.to(store), graph.anybody(), EdgeKind.SHARE, grant.because, certain=admitted and sure and not found.vague)
    elif found.identity is not None:
        for urn in found.identity.targets:
            graph.add(GrantFact(urn, store))
            if not given.road:
                continue  # packets must come there first, which networks and endpoints say
            graph.edge(Reference.to(urn), Reference.to(store), EdgeKind.USE, grant.because, moves=given.moves,
                       certain=sure and found.identity.certain, ports=((443, 443),))  # fmt: skip
    elif found.who is not None:
        graph.edge(Reference.to(store), found.who, EdgeKind.SHARE, grant.because, certain=sure)


def on_identity(graph: GraphBuilder, grant: Grant, identity: str, *, certain: bool) -> None:
    """Who may act as a service account."""
    found = grant.member
    if not impersonates(grant.role) and isinstance(grant.role, str) and not grant.role.startswith(("projects/", "organizations/")):
        return
    if found is None:
        graph.unreadable(identity, "who may act as it is unknown until the update", "phi-exit", "egress-inspection")
        return
    sure = certain and not grant.conditional
    if found.pool is not None:
        admitted = admits_strangers(graph, found.pool, found.text)
        if admitted is not None:
            graph.edge(
                graph.anybody(), Reference.to(identity), EdgeKind.ASSUME, grant.because, certain=admitted and sure and not found.vague
            )
    elif found.identity is not None:
        for urn in found.identity.targets:
            if urn != identity:
                graph.edge(
                    Reference.to(urn), Reference.to(identity), EdgeKind.ASSUME, grant.because, certain=sure and found.identity.certain
                )
    elif found.who is not None:
        graph.edge(found.who, Reference.to(identity), EdgeKind.ASSUME, grant.because, certain=sure)


def _on_workload(graph: GraphBuilder, grant: Grant, workload: str, *, certain: bool) -> None:
    """Who may call it: everybody is a way in, where it answers the internet at all."""
    found = grant.member
    if found is None or _word(grant.role) not in _CALLS:
        return
    answers = answers_strangers(graph, workload)
    if found.everybody and answers is not False:
        sure = certain and answers is True and not grant.conditional
        graph.edge(graph.internet(), Reference.to(workload), EdgeKind.ROUTE, grant.because, certain=sure, ports=((443, 443),))
    elif found.who is not None and not found.everybody and answers is not False and _is_stranger(graph, found):
        graph.edge(
            found.who, Reference.to(workload), EdgeKind.ROUTE, grant.because, certain=certain and answers is True, ports=((443, 443),)
        )


@reads(SERVICE_ACCOUNT)
def service_account(resource: ResourceView, graph: GraphBuilder) -> None:
    """An identity that resources act as."""
    graph.add(IdentityFact(resource.resource.urn, project_of(resource), project_ref(graph, resource)))


@reads(*IAM)
def grant_resource(resource: ResourceView, graph: GraphBuilder) -> None:
    """Read by `grants`."""


@reads(*DATASET, *DATASET_ACCESS)
def dataset_access(resource: ResourceView, graph: GraphBuilder) -> None:
    """Access entries of a dataset: inside it, and as resources of their own."""
    own = resource.resource.type in DATASET
    store = Reference.to(resource.resource.urn) if own else refer(graph, resource, "datasetId", *DATASET)
    blocks: list[Path] | object = resource.blocks("accesses") if own else [""]
    if is_unknown(blocks):
        if resource.resource.declared is None or "accesses" in resource.resource.declared:
            graph.unreadable(resource.resource.urn, "who may use the dataset is unknown until the update")
        return
    for block in blocks:  # type: ignore[attr-defined]
        _entry(graph, resource, f"{block}." if block else "", store)


def named_by_entry(graph: GraphBuilder, view: ResourceView, base: Path) -> Iterator[tuple[Path, Member | None]]:
    """Whom an entry of a dataset names, with the property that does; None where only the update tells."""
    for prop, kind in (("userByEmail", "user:"), ("groupByEmail", "group:"), ("domain", "domain:"), ("iamMember", "")):
        value = view.text(f"{base}{prop}")
        if isinstance(value, str):
            account = kind == "user:" and value.endswith("gserviceaccount.com")
            yield f"{base}{prop}", of_text(graph, f"{'serviceAccount:' if account else kind}{value}")
        elif is_unknown(value) and not view.refers_to(f"{base}{prop}", (SERVICE_ACCOUNT,)).targets:
            yield f"{base}{prop}", None
    special = view.value(f"{base}specialGroup")
    if isinstance(special, str) and special.lower() == "allauthenticatedusers":
        yield f"{base}specialGroup", of_text(graph, "allAuthenticatedUsers")


def _entry(graph: GraphBuilder, view: ResourceView, base: Path, store: Reference) -> None:
    for path, found in named_by_entry(graph, view, base):
        if found is None:
            graph.unreadable(view.resource.urn, f"who may use the dataset is unknown until the update ({path})")
            continue
        grant = Grant(view, found, "roles/bigquery.dataViewer", Because(view.resource.urn, path, found.text))
        for urn in store.targets:
            on_store(graph, grant, urn, Power("bigquery", Moves.BOTH), certain=store.certain)
    for prop in ("view.projectId", "dataset.dataset.projectId", "authorizedDataset.dataset.projectId", "routine.projectId"):
        project = view.value(f"{base}{prop}")
        if isinstance(project, str) and project:
            because = Because(view.resource.urn, f"{base}{prop}", project)
            graph.edge(store, graph.gcp_project(project), EdgeKind.SHARE, because, certain=store.certain)
            # Of another zone, what is authorized reads rows for whoever may query it ("Authorized views").
            there = project_called(graph, project)
            if there.targets and not any(project_of(graph.view(urn)) == project for urn in store.targets):
                graph.edge(store, there, EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=store.certain)


@reads(*_ACLS, *_ACL_ENTRIES)
def access_list(resource: ResourceView, graph: GraphBuilder) -> None:
    """Access control lists of buckets and objects."""
    bucket = refer(graph, resource, "bucket", *tokens("storage:Bucket"))
    entries: list[tuple[Path, object]] = [("entity", resource.value("entity"))] if resource.value("entity") is not None else []
    listed = resource.listed("roleEntities")
    if is_unknown(listed):
        graph.unreadable(resource.resource.urn, "who may use the bucket is unknown until the update (roleEntities)")
        listed = []
    for number, text in enumerate(listed or []):
        entries.append((f"roleEntities[{number}]", str(text).partition(":")[2]))
    predefined = text_of(resource, "predefinedAcl") or text_of(resource, "defaultAcl")
    if predefined.lower().startswith(("public", "authenticated")):
        entries.append(("predefinedAcl", "allUsers"))
    for path, entity in entries:
        text = str(entity)
        kind, _, rest = text.partition("-")
        named = text if text in ("allUsers", "allAuthenticatedUsers") else f"{kind}:{rest}" if kind in ("user", "group", "domain") else ""
        if not named:
            continue  # project-owners-…: its own project's
        if named.startswith("user:") and named.endswith("gserviceaccount.com"):
            named = f"serviceAccount:{rest}"
        grant = Grant(resource, of_text(graph, named), "roles/storage.admin", Because(resource.resource.urn, path, text))
        for urn in bucket.targets:
            on_store(graph, grant, urn, Power("storage", Moves.BOTH), certain=bucket.certain)
