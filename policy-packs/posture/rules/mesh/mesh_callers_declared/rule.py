"""In a mesh, workloads of a zone are called only from zones whose flows lead there: each wildcard counts as everybody whom it matches."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from ai_zones.plan import ZoneName
from posture.proofs.verdict import Verdict
from posture.readers.kubernetes.clusters import cluster_of
from posture.readers.kubernetes.mesh import CHARTS, ROOT, mesh_settings_at
from posture.readers.kubernetes.mesh_callers import everybody
from posture.readers.kubernetes.mesh_principals import LOCAL, domains, lets_in, named_zones, sources
from posture.readers.kubernetes.objects import KubernetesObject
from posture.rules.contract import Fault, rule
from posture.rules.kubernetes_mesh import CALLERS, each_that_allows
from posture.rules.kubernetes_places import ground
from posture.rules.kubernetes_words import fault, k8s, things, untold
from posture.rules.look import Look
from posture.values import Unknown

_ZONES = frozenset(ZoneName)
_OPERATOR = "kubernetes:install.istio.io/v1alpha1:IstioOperator"


@rule(*CALLERS, *k8s("ConfigMap"), _OPERATOR, *CHARTS)
def check(look: Look) -> Iterator[Fault]:
    """Each policy that allows; and what a mesh is told of its trust domains."""
    yield from _aliases(look)
    yield from each_that_allows(look, partial(_policy, look))


def _policy(look: Look, one: KubernetesObject) -> Iterator[Fault]:
    told = list(everybody(one))
    for path, message in told:
        if message is None:
            yield untold(one, path, "whom it lets in")
    # Who lets in everybody is told so by another rule.
    closed = [(path, source) for path, source in sources(one) if not any(found.startswith(path) for found, _ in told)]
    for path, source in closed:
        for zone in _called(look, one):
            yield from _from_elsewhere(look, one, path, source, zone)


def _called(look: Look, one: KubernetesObject) -> list[ZoneName]:
    """Zones whose workloads a policy is about: its namespace's; all of the cluster where it stands in the root namespace."""
    where = ground(look.scene)
    if one.namespace != ROOT:
        own = where.zone(one)
        return [] if own is None else [own]
    return sorted({zone for namespace, zone in where.zoned() if namespace.cluster == one.cluster})


def _from_elsewhere(look: Look, one: KubernetesObject, path: str, source: Mapping[str, Any], zone: ZoneName) -> Iterator[Fault]:
    may_call = {flow.source for flow in look.approved.flows if flow.target is zone} | {zone}
    for principal, caller in named_zones(source):
        if caller in _ZONES and caller not in may_call:
            yield fault(one, f"lets {principal} into {zone}, to which no flow of {caller} leads", f"{path}.principals")
    known = domains(look.scene.stack, one.cluster)
    found: dict[ZoneName, list[str]] = {}
    for namespace, caller in ground(look.scene).zoned():
        name = namespace.name
        if namespace.cluster != one.cluster or caller in may_call or not isinstance(name, str):
            continue
        if lets_in(source, name, one.namespace, known):
            found.setdefault(caller, []).append(name)
    for caller, names in sorted(found.items()):
        yield fault(one, f"lets programs of {', '.join(sorted(names))} into {zone}, to which no flow of {caller} leads", path)


def _aliases(look: Look) -> Iterator[Fault]:
    """Trust domains whose programs count as the mesh's own: of another zone's mesh, or of one that the program does not show."""
    if not _may_tell(look):
        return
    where = ground(look.scene)
    spaces = list(where.zoned())
    clusters = {namespace.cluster for namespace, _ in spaces}
    here = cluster_of(look.scene.stack, look.resource)
    if here not in clusters:
        return
    owners = {known.own: cluster for cluster in sorted(clusters) if (known := domains(look.scene.stack, cluster)).own is not None}
    zones = {cluster: {zone for namespace, zone in spaces if namespace.cluster == cluster} for cluster in clusters}
    for resource, path, said in mesh_settings_at(look.scene.stack, here):
        if resource.urn != look.urn:
            continue
        listed = None if isinstance(said, Unknown) else said.get("trustDomainAliases")
        if isinstance(said, Unknown) or not isinstance(listed, (list, tuple, type(None))):
            yield Fault(f"whose programs count as its own can't be told: {path} is unknown until the update", path, Verdict.UNPROVEN)
            continue
        vouched = {entry.literal for entry in look.approved.asserted}
        for alias in listed or ():
            if alias in (said.get("trustDomain"), LOCAL) or alias in vouched:
                continue
            if (other := owners.get(alias)) is None:
                message = f"counts programs of {alias} as its own, and nobody says whose they are (`asserted` vouches for it)"
                yield Fault(message, path, Verdict.UNPROVEN)
            elif not zones[other] <= zones[here]:
                strangers = ", ".join(sorted(zones[other] - zones[here]))
                yield Fault(f"counts programs of {alias} as its own, which is the mesh of {strangers}", path)


def _may_tell(look: Look) -> bool:
    if look.resource.type in CHARTS:
        return True
    return any(one.kind == "IstioOperator" or (one.kind == "ConfigMap" and one.namespace == ROOT) for one in things(look))
