"""Where things stand in a program of Google Cloud: a resource's project and network, what its path is a part of, and strangers.

Source: Google Cloud, "Resource names" (a reference is a path, a self link or a short name; a project is named by its id or its number).
"""

import re
from collections.abc import Iterator
from typing import Any

from tests.mutation.edits import add, output
from tests.mutation.forms import FOREIGN_PROJECT
from tests.mutation.operators.adding import Site
from tests.mutation.program import Late, Program, Row, Taken, Where, leaves, plain

GCP = "gcp:"
PROJECT = "gcp:organizations/project:Project"
NETWORK, SUBNET = "gcp:compute/network:Network", "gcp:compute/subnetwork:Subnetwork"
FIREWALL, ROUTE = "gcp:compute/firewall:Firewall", "gcp:compute/route:Route"
POLICY = "gcp:compute/networkFirewallPolicy:NetworkFirewallPolicy"
POLICY_RULE = "gcp:compute/networkFirewallPolicyRule:NetworkFirewallPolicyRule"
BOUND = "gcp:compute/networkFirewallPolicyAssociation:NetworkFirewallPolicyAssociation"
ABOVE = "gcp:compute/firewallPolicy:FirewallPolicy"
ABOVE_RULE = "gcp:compute/firewallPolicyRule:FirewallPolicyRule"
RESPONSE, RESPONSE_RULE = "gcp:dns/responsePolicy:ResponsePolicy", "gcp:dns/responsePolicyRule:ResponsePolicyRule"
PERIMETER = "gcp:accesscontextmanager/servicePerimeter:ServicePerimeter"
ABROAD = "us-central1"
"""A region in no base's residency."""
STRANGER = f"projects/{FOREIGN_PROJECT}"
GUEST = "robot@vendor-prod.iam.gserviceaccount.com"
"""A service account of a stranger's project."""
_A_PROJECT = re.compile(r"projects/[^/]+")
"""The path of a project, which settings of a project bear too (`projects:DefaultServiceAccounts`)."""
_HOST = re.compile(r"^https://(?:www|[a-z]+)\.googleapis\.com/(?:[a-z]+/)?v\d\w*/|^//[a-z.]+\.googleapis\.com/")


def gcp(row: Row, *types: str) -> bool:
    """Whether the program makes it, on Google Cloud, of one of these types."""
    return row.simulated and row.type.startswith(GCP) and (not types or row.type in types)


def path_of(value: Any) -> str:
    """A reference as a path: a self link without its host; empty for what is no text."""
    text = plain(value)
    return _HOST.sub("", text) if isinstance(text, str) else ""


def last(value: Any) -> str:
    """The short name at the end of a reference."""
    return path_of(value).rpartition("/")[2]


def project_of(program: Program, row: Row) -> str:
    """Id of the project in which a resource stands: its own word, its id's, its provider's."""
    if row.type == PROJECT:
        return str(plain(row.inputs.get("projectId")) or row.outputs.get("projectId") or last(row.id))
    for text in (row.inputs.get("project"), row.outputs.get("project")):
        if isinstance(plain(text), str) and plain(text):
            return last(text)
    for text in (row.id, *(path_of(row.inputs.get(name)) for name in ("keyRing", "cryptoKeyId", "parent", "dataset"))):
        if found := re.match(r"projects/([^/]+)", str(text or "")):
            return found[1]
    provider = program.by_urn.get(row.provider or "")
    return str(plain(provider.inputs.get("project")) or "") if provider else ""


def project_row(program: Program, project: str) -> Row | None:
    """The resource that is a project, by its id or its number."""
    return next(
        (one for one in program.of_type(PROJECT) if project and project in (project_of(program, one), one.outputs.get("number"))), None
    )


def named(program: Program, row: Row, property_: str, *types: str) -> Row | None:
    """What a property refers to, by what it comes from or by its words."""
    for urn in row.property_dependencies.get(property_, []):
        if urn in program.by_urn and program.by_urn[urn].type in types:
            return program.by_urn[urn]
    return meant(program, row, row.inputs.get(property_), *types)


def meant(program: Program, row: Row, value: Any, *types: str) -> Row | None:
    """What a reference means: a path, or a short name in the row's project."""
    text = path_of(value)
    for one in program.of_type(*types) if text else ():
        if one.id == text or ("/" not in text and last(one.id) == text and project_of(program, one) == project_of(program, row)):
            return one
    return None


def network_of(program: Program, row: Row) -> Row | None:
    """The network of a subnetwork, of what stands in one, or of a policy that is bound to one."""
    if row.type == NETWORK:
        return row
    for value in (row.inputs.get("network"), row.inputs.get("attachmentTarget")):
        if found := meant(program, row, value, NETWORK):
            return found
    if found := named(program, row, "network", NETWORK):
        return found
    subnet = named(program, row, "subnetwork", SUBNET) or named(program, row, "networkInterfaces", SUBNET)
    if subnet is None:
        cards = row.inputs.get("networkInterfaces")
        subnet = (
            next((found for one in cards if (found := meant(program, row, one.get("subnetwork"), SUBNET))), None)
            if isinstance(cards, list)
            else None
        )
    if subnet is not None:
        return network_of(program, subnet)
    if row.type in (POLICY, POLICY_RULE):
        policy = row if row.type == POLICY else named(program, row, "firewallPolicy", POLICY)
        for bound in program.of_type(BOUND) if policy else ():
            if named(program, bound, "firewallPolicy", POLICY) is policy:
                return meant(program, bound, bound.inputs.get("attachmentTarget"), NETWORK)
    return None


_LINKS = ("gcp:dns/", "gcp:compute/networkFirewallPolicyAssociation:", "gcp:compute/regionNetworkFirewallPolicyAssociation:")


def networks_at(program: Program, row: Row, where: Where) -> set[str]:
    """Networks to which a policy, or a zone of names, is bound at a place: what is taken away there is taken from them."""
    if not row.type.startswith(_LINKS):
        return set()
    tree: Any = row.inputs
    for part in where:
        tree = tree[part]
    found = (meant(program, row, leaf, NETWORK) for _, leaf in leaves(tree))
    return {one.urn for one in found if one is not None}


def owners(program: Program, row: Row) -> set[str]:
    """What a resource is a part of by its path, and what it names by path; a project owns nothing that it names, nor does what bears its path."""
    mine = row.id or ""
    words = {path_of(leaf) for _, leaf in leaves(row.inputs)}
    return {
        one.urn
        for one in program.rows
        if one.id
        and "/" in one.id
        and one.urn != row.urn
        and one.type != PROJECT
        and not _A_PROJECT.fullmatch(one.id)
        and (mine.startswith(f"{one.id}/") or one.id in words)
    }


def users(program: Program, row: Row) -> set[str]:
    """What names a resource by its path, though it writes that path as a text."""
    if not row.id or "/" not in row.id:
        return set()
    return {one.urn for one in program.rows if one.urn != row.urn and any(path_of(leaf) == row.id for _, leaf in leaves(one.inputs))}


def project_as_input(program: Program, row: Row) -> Any:
    """The project as another resource beside it gives it."""
    value = row.inputs.get("project")
    if row.type == PROJECT:
        return output(program, row.urn, "projectId")
    if isinstance(value, str) and (owner := project_row(program, value)):
        return Taken(value, owner.urn)
    if isinstance(value, Late):
        owner = project_row(program, str(value.value))
        return Late(value.value, owner.urn if owner else None)
    return plain(value) or project_of(program, row)


def beside(site: Site, type_: str, label: str, inputs: dict[str, Any], like: Row | None = None, *, project: bool = True) -> str:
    """A new resource in the project of another."""
    near = like or site.row
    held = {"project": project_as_input(site.program, near)} if project and "project" not in inputs else {}
    urn = add(site.program, near, type_, site.name(label), {**held, **inputs})
    site.added.add(urn)
    return urn


def own_projects(program: Program) -> Iterator[str]:
    """Ids of the projects in which the program makes something."""
    yield from dict.fromkeys(found for row in program.rows if gcp(row) and (found := project_of(program, row)))
