"""Which namespaces' programs a source of an AuthorizationPolicy lets in. A wildcard counts as everybody whom it matches.

Sources: Istio documentation, "Authorization Policy" (`Source`: all its parts must match, one value of each; exact, prefix `abc*`, suffix `*abc`, presence `*`;
`serviceAccounts` without a slash are of the policy's own namespace), "Trust Domain Migration" (`trustDomainAliases`: a principal of the mesh's own domain
stands for the same program of every alias; `cluster.local` stands for the mesh's own domain).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from posture.readers.kubernetes.mesh import mesh_settings
from posture.readers.kubernetes.objects import KubernetesObject
from posture.stack import Stack
from posture.values import UNKNOWN, Unknown

LOCAL: Final = "cluster.local"
_PARTS: Final = re.compile(r"(?P<domain>[^*/]+)/ns/(?P<namespace>[^*/]+)/sa/(?P<account>.+)")
_OF_A_ZONE: Final = re.compile(r"[^*/]+/zone/([^*/]+)/.*")


@dataclass(frozen=True)
class Domains:
    """Trust domains of one mesh."""

    own: str | None = None
    """Its own; None where the program does not say, or only the update tells."""
    aliases: tuple[str, ...] | Unknown = ()
    """Others whose programs count as its own."""

    def holds(self, domain: str) -> bool:
        """Whether programs of the cluster may have identities of the domain."""
        if self.own is None or domain in (self.own, LOCAL):
            return True
        return isinstance(self.aliases, Unknown) or domain in self.aliases

    def may_begin(self, start: str) -> bool:
        """Whether a domain whose programs the cluster may hold begins so."""
        if self.own is None or isinstance(self.aliases, Unknown):
            return True
        return any(one.startswith(start) for one in (self.own, LOCAL, *self.aliases))


def domains(stack: Stack, cluster: str) -> Domains:
    """What the mesh of a cluster is told of its trust domains."""
    own: str | None = None
    aliases: tuple[str, ...] | Unknown = ()
    for said in mesh_settings(stack, cluster):
        if isinstance(said, Unknown):
            return Domains(None, UNKNOWN)
        if isinstance(said.get("trustDomain"), str):
            own = said["trustDomain"]
        listed = said.get("trustDomainAliases")
        if listed is None:
            continue
        known = isinstance(listed, (list, tuple)) and all(isinstance(one, str) for one in listed)
        aliases = tuple(listed) if known else UNKNOWN
    return Domains(own, aliases)


def sources(policy: KubernetesObject) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each source that an ALLOW policy names, with its path; what can't be told is `mesh_callers.everybody`'s to say."""
    rules = policy.items("spec.rules")
    for index, rule in enumerate([] if isinstance(rules, Unknown) else rules):
        froms = rule.get("from") if isinstance(rule, Mapping) else None
        for number, item in enumerate(froms if isinstance(froms, (list, tuple)) else ()):
            source = item.get("source") if isinstance(item, Mapping) else None
            if isinstance(source, Mapping):
                yield f"spec.rules[{index}].from[{number}].source", source


def lets_in(source: Mapping[str, Any], namespace: str, here: str | Unknown | None, known: Domains) -> bool:
    """Whether programs of a namespace of the cluster pass a source, of a policy in the namespace `here`. At least one account of it does."""
    principals, spaces, accounts = (_listed(source, part) for part in ("principals", "namespaces", "serviceAccounts"))
    if principals and not any(_principal_of(one, namespace, known) for one in principals):
        return False
    if spaces and not any(_matches(one, namespace) for one in spaces):
        return False
    if accounts and not any((one.partition("/")[0] if "/" in one else here) == namespace for one in accounts):
        return False
    if any(_matches(one, namespace) for one in _listed(source, "notNamespaces")):
        return False
    return not any(_whole(one, namespace, known) for one in _listed(source, "notPrincipals"))


def named_zones(source: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """Principals that name a zone in their path, as certificates of Vault do, and that zone."""
    found = ((one, _OF_A_ZONE.fullmatch(one)) for one in _listed(source, "principals"))
    return [(one, match[1]) for one, match in found if match]


def _listed(source: Mapping[str, Any], part: str) -> list[str]:
    listed = source.get(part)
    return [one for one in listed if isinstance(one, str)] if isinstance(listed, (list, tuple)) else []


def _matches(pattern: str, text: str) -> bool:
    if pattern == "*":
        return text != ""
    if pattern.endswith("*"):
        return text.startswith(pattern[:-1])
    return text.endswith(pattern[1:]) if pattern.startswith("*") else text == pattern


def _principal_of(pattern: str, namespace: str, known: Domains) -> bool:
    """Whether a pattern matches some account of the namespace."""
    if pattern == "*":
        return True
    middle = f"/ns/{namespace}/sa/"
    if pattern.startswith("*"):
        # The end of an identity: an account, and as much before it as the pattern says.
        before, slash, account = pattern[1:].rpartition("/")
        ends = f"{before}{slash}"
        return account != "" and (middle.endswith(ends) or ends.endswith(middle))
    if pattern.endswith("*"):
        domain, slash, path = pattern[:-1].partition("/")
        if not slash:
            return known.may_begin(domain)
        return known.holds(domain) and (middle.startswith(f"/{path}") or f"/{path}".startswith(middle))
    match = _PARTS.fullmatch(pattern)
    return match is not None and match["namespace"] == namespace and known.holds(match["domain"])


def _whole(pattern: str, namespace: str, known: Domains) -> bool:
    """Whether a pattern matches every account of the namespace."""
    if pattern == "*":
        return True
    if not pattern.endswith("*") or pattern.startswith("*"):
        return False
    domain, slash, path = pattern[:-1].partition("/")
    return bool(slash) and known.own == domain and f"/ns/{namespace}/sa/".startswith(f"/{path}")
