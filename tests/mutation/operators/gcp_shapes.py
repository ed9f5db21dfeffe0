"""What names, labels, allowing and denying parts look like on Google Cloud: what operators of single properties leave alone there.

Sources: Compute Engine API, firewalls and networkFirewallPolicies (`allows`, `action`); Access Context Manager API, accessPolicies.servicePerimeters
(`ingressPolicies`, `egressPolicies` let through, and "A request matches if it contains" one of what they list; `allowedServices`: none, where the
restriction is on); Private Service Connect, "Publish services" (`consumerAcceptLists`); BigQuery API, datasets (`access`); IAM API, Policy (`bindings`);
IAM documentation, "Deny policies" (exceptions), "Manage workload identity pools and providers" (disable a pool); GKE API, NodeConfig (`oauthScopes`),
MasterAuthorizedNetworksConfig (`cidrBlocks`: who may ask the control plane besides its nodes); Binary Authorization, "Policy YAML reference" (images that
are admitted without being asked), API, `UserOwnedGrafeasNote` (`publicKeys`: who is believed; none, if it is empty); Cloud Healthcare API, "Configure
Pub/Sub notifications", "Stream FHIR resource changes to BigQuery" (roads, which lead out of a store).
"""

import re
from typing import Any

from tests.mutation.operators.gcp_places import FIREWALL
from tests.mutation.program import Late, Row, Twin, Where, plain
from tests.mutation.sites import Site

LABELS = frozenset({"labels", "userLabels", "resourceLabels", "effectiveLabels", "pulumiLabels", "defaultLabels", "annotations", "params"})
_NAMES = re.compile(
    r"(name|namePrefix|.*Name|.*Id|id|description|.*Description|comment|title|alias|displayName|bucket|address|prefix|rangeName|kind|rrdatas)$"
)
_NO_NAMES = re.compile(r".*(kmsKey|KmsKey|cryptoKey|CryptoKey|KeyName|billing|templateId|cloudRunV2).*")
"""Names that are keys."""
_LETS_THROUGH = frozenset(
    {
        "allows", "layer4Configs", "ingressPolicies", "egressPolicies", "consumerAcceptLists", "authorizedNetworks", "accesses", "bindings",
        "cidrBlocks", "operations", "methodSelectors", "pscAutoConnections", "allowedConsumerProjects", "localDatas", "sources", "ports",
    }
)  # fmt: skip
"""Lists of whom or what is let through: one less narrows."""
_DOORS = re.compile(
    r"gcp:accesscontextmanager/servicePerimeter:\w+ (?:status|spec)\.(?:(?:in|e)gressPolicies\b.*|vpcAccessibleServices\.allowedServices)"
    r"|gcp:accesscontextmanager/servicePerimeter\w+Policy:\w+ (?:in|e)gress(?:From|To)\b.*"
    r"|gcp:iam/denyPolicy:DenyPolicy rules\.denyRule\.exception(?:Principals|Permissions)"
    r"|gcp:container/cluster:Cluster masterAuthorizedNetworksConfig\.cidrBlocks"
    r"|gcp:container/(?:cluster:Cluster|nodePool:NodePool) nodeConfig\.oauthScopes"
    r"|gcp:binaryauthorization/policy:Policy (?:admissionWhitelistPatterns|globalPolicyEvaluationMode)"
    r"|gcp:binaryauthorization/attestor:Attestor attestationAuthorityNote\.publicKeys(?:\.id)?"
    r"|gcp:healthcare/\w+:\w+ (?:notification|stream)Configs?"
)
"""Properties that let through: without one nothing passes that passes with it."""
_SOURCES = re.compile(r".*\begressFrom\.source.*")
"""From where, in a rule that lets out: left out, it lets out from everywhere."""
_LETS_IN = re.compile(r"gcp:iam/work(?:loadIdentity|force)Pool(?:Provider)?:")
"""What lets in identities of others."""


def is_name(row: Row, site: Site) -> bool:
    """A name is free to choose unless it comes from another resource, is a path, or names a key."""
    if not _NAMES.fullmatch(site.last) or _NO_NAMES.fullmatch(site.last):
        return False
    if row.property_dependencies.get(str(site.where[0])) and len(site.where) == 1:
        return False
    value = site.plain if not isinstance(site.value, dict | list) else ""
    return not (isinstance(value, str) and "/" in value and site.last not in ("description", "title", "displayName", "comment"))


def in_labels(site: Site) -> bool:
    """Labels are for people, but for the two that classify (`tags.py`)."""
    return not LABELS.isdisjoint(str(part) for part in site.where)


def narrows(row: Row, site: Site) -> bool:
    """Whether leaving it out only narrows: one of whom is let through, or an allowing rule as a whole."""
    if site.last in _LETS_THROUGH and not site.is_property:
        return True
    if _DOORS.fullmatch(f"{row.type} {site.path}") and not _SOURCES.fullmatch(site.path):
        return True
    if site.is_property:
        return site.last == "allows"
    return _allows(site.value)


def allows(row: Row) -> bool:
    """Whether the resource is a rule that lets through, or a pool that lets in."""
    if _LETS_IN.match(row.type):
        return True
    if row.type == FIREWALL:
        return bool(row.inputs.get("allows"))
    return _allows(row.inputs)


def _allows(tree: Any) -> bool:
    said = tree.get("action") if isinstance(tree, dict) else None
    word = plain(said) if not isinstance(said, dict | list) else None
    return isinstance(word, str) and re.match(r"allow|goto_next", word, re.I) is not None


def in_denial(row: Row, where: Where) -> bool:
    """A deny that covers more narrows."""
    if row.type == FIREWALL and row.inputs.get("denies"):
        return True
    tree: Any = row.inputs
    for part in where:
        word = tree.get("action") if isinstance(tree, dict) else None
        if isinstance(plain(word) if not isinstance(word, dict | list) else None, str) and str(plain(word)).lower().startswith("deny"):
            return True
        if isinstance(tree, Late | Twin):
            return False
        tree = tree[part]
    return False
