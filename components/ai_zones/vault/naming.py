"""Names in Vault: of mounts, roles, policies, and of the identities that certificates carry.

Sources: Vault documentation, "Mounts" (paths are case sensitive, no mount stands below another); SPIFFE-ID 2.1 and 2.2 (trust domain, path: letters,
digits, dots, hyphens, underscores); DESIGN, vocabulary (`spiffe://<trust domain>/zone/<zone>/…`).
"""


def child(component: str, *parts: str) -> str:
    """Pulumi name of a child: the component's name, then its parts (`pki` + `issuer`, `2026` → `pki-issuer-2026`)."""
    return "-".join([component, *parts])


def spiffe_id(trust_domain: str, zone: str, workload: str) -> str:
    """Identity of a workload of a zone, exactly: it stands for no other."""
    return f"spiffe://{trust_domain}/zone/{zone}/{workload}"


def common_name(trust_domain: str, zone: str, workload: str) -> str:
    """The same as a host's name, from the narrowest part to the widest (`summary.agent.inference.clinic.example`).

    Login by certificate makes its entity of this name and refuses a certificate without one, so it must be unlike every other's.
    """
    return ".".join([*reversed(workload.split("/")), zone, trust_domain])


def role_name(zone: str, workload: str) -> str:
    """Name of what belongs to one workload: its role, its policy (`inference`, `agent/summary` → `inference-agent-summary`)."""
    return "-".join([zone, *workload.split("/")])
