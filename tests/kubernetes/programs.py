"""Inputs that components of programs share in tests, and the components themselves with their required inputs only."""

from collections.abc import Callable
from typing import Any

from ai_zones.kubernetes import (
    KubernetesAgent,
    KubernetesDeidentificationProxy,
    KubernetesInferenceServer,
    KubernetesLlmGateway,
    KubernetesToolServer,
    KubernetesVectorClient,
)
from tests.kubernetes.pods import IMAGE
from tests.kubernetes.recording import Recording, record

TRUST = "prod.clinic.internal"
PEM = "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE\n-----END PUBLIC KEY-----\n"
PROGRAM: dict[str, Any] = {"image": IMAGE}
VAULT: dict[str, Any] = {
    "zone": "management",
    "service": "vault",
    "port": 8200,
    "cidrs": ["10.64.9.0/28"],
    "hosts": ["vault.clinic.internal"],
}
DATABASE: dict[str, Any] = {
    "zone": "phi",
    "service": "database",
    "port": 5432,
    "cidrs": ["10.64.2.0/28"],
    "hosts": ["database.clinic.internal"],
}
LOGIN: dict[str, Any] = {"host": "vault.clinic.internal", "role": "retrieval"}
AGENTS: dict[str, Any] = {"rag": {"zone": "inference", "namespaces": ["agents"]}}
MODEL: dict[str, Any] = {"claim": "weights", "manifest_sha256": "a" * 64, "public_key_pem": PEM, "verifier_image": IMAGE}

COMPONENTS: dict[str, tuple[Callable[..., Any], dict[str, Any]]] = {
    "model": (KubernetesInferenceServer, {"namespace": "models", "trust_domain": TRUST, "program": PROGRAM, "model": MODEL}),
    "vectors": (
        KubernetesVectorClient,
        {
            "namespace": "deid",
            "trust_domain": TRUST,
            "database": DATABASE,
            "database_name": "clinical",
            "vault": VAULT,
            "login": LOGIN,
            "program": PROGRAM,
            "sources": AGENTS,
        },
    ),
    "proxy": (KubernetesDeidentificationProxy, {"namespace": "deid", "trust_domain": TRUST, "sources": AGENTS, "program": PROGRAM}),
    "gateway": (
        KubernetesLlmGateway,
        {"namespace": "egress", "trust_domain": TRUST, "sources": AGENTS, "providers": ["api.anthropic.com"], "program": PROGRAM},
    ),
    "tools": (
        KubernetesToolServer,
        {
            "zone": "deidentification",
            "namespace": "deid",
            "trust_domain": TRUST,
            "tools": ["lookup", "summary"],
            "sources": AGENTS,
            "program": PROGRAM,
        },
    ),
    "agent": (
        KubernetesAgent,
        {"namespace": "agents", "agent": "summary", "trust_domain": TRUST, "program": PROGRAM, "issuer": "agents", "vault": VAULT},
    ),
}
"""Component and its required inputs; of gates, with their program."""


def built(what: str, **changes: Any) -> Recording:
    """A component; what is None in `changes` is left out."""
    make, given = COMPONENTS[what]
    args = {key: value for key, value in {**given, **changes}.items() if value is not None}

    def program() -> Any:
        made = make(what, args)
        return {name: value for name, value in vars(made).items() if not name.startswith("_")}

    return record(program)
