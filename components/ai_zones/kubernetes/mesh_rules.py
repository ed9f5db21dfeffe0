"""Istio's documents, as plain functions: who may call a workload, what a sidecar may see, what mutual TLS asks.

Sources: Istio documentation, "Authorization Policy" (DENY is judged before ALLOW; a policy without rules allows nothing; `principals` are
`<trust domain>/ns/<namespace>/sa/<service account>`, with `*` at one end), "Security best practices" (deny by default), "Sidecar" (`./*`, `~/*`),
"PeerAuthentication"; SPIFFE ID specification.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from ai_zones.kubernetes.naming import QUARANTINE, QUARANTINED, SERVICE

SECURITY: Final = "security.istio.io/v1"
NETWORKING: Final = "networking.istio.io/v1"
TELEMETRY: Final = "telemetry.istio.io/v1"
ROOT_NAMESPACE: Final = "istio-system"

Document = dict[str, Any]


def principals(trust_domain: str, namespaces: Iterable[str], service_accounts: Sequence[str] = ()) -> list[str]:
    """Identities of workloads in the mesh: of these service accounts, or of all in these namespaces."""
    return sorted(
        f"{trust_domain}/ns/{namespace}/sa/{account}" for namespace in namespaces for account in (sorted(service_accounts) or ["*"])
    )


def zone_principal(trust_domain: str, zone: str) -> str:
    """Identities of a zone's programs outside of the cluster: Vault writes `spiffe://<trust domain>/zone/<zone>/…` into their certificates."""
    return f"{trust_domain}/zone/{zone}/*"


def deny_all() -> Document:
    """Spec of a policy that lets nobody in: it allows, by no rule. Where ALLOW policies stand beside it, theirs is what gets in."""
    return {}


def selected(labels: Mapping[str, str]) -> Document:
    """Selector of workloads."""
    return {"selector": {"matchLabels": dict(labels)}}


def allow(service: str, port: int, callers: Sequence[str]) -> Document:
    """Spec by which these identities reach one port of a service."""
    rule = {"from": [{"source": {"principals": list(callers)}}], "to": [{"operation": {"ports": [str(port)]}}]}
    return {**selected({SERVICE: service}), "action": "ALLOW", "rules": [rule]}


def deny_others(service: str, port: int, callers: Sequence[str]) -> Document:
    """Spec that keeps everybody else out of a service, and everybody off its other ports: what a wider ALLOW opens later stays shut.

    A caller without a certificate has no principal, and is denied too.
    """
    return {
        **selected({SERVICE: service}),
        "action": "DENY",
        "rules": [
            {"from": [{"source": {"notPrincipals": list(callers)}}]},
            {"to": [{"operation": {"notPorts": [str(port)]}}]},
        ],
    }


def deny_quarantined() -> Document:
    """Spec that lets nobody into a workload in quarantine."""
    return {**selected({QUARANTINE: QUARANTINED}), "action": "DENY", "rules": [{}]}


def strict() -> Document:
    """Spec of mutual TLS on every port."""
    return {"mtls": {"mode": "STRICT"}}


def sidecar(hosts: Sequence[str]) -> Document:
    """Spec of a namespace's sidecars: they know these hosts, and send nothing to others."""
    return {"outboundTrafficPolicy": {"mode": "REGISTRY_ONLY"}, "egress": [{"hosts": sorted(hosts)}]}


def sidecar_of_quarantined() -> Document:
    """Spec of the sidecars of workloads in quarantine, which know no host at all."""
    return {"workloadSelector": {"labels": {QUARANTINE: QUARANTINED}}, **sidecar(["~/*"])}
