"""Names by which a cluster and Vault know the same program. Each side builds its half alone, so both ask here.

Sources: SPIFFE-ID 2.1 and 2.2 (trust domain, path: letters, digits, dots, hyphens, underscores); DESIGN, vocabulary (`spiffe://<trust domain>/zone/<zone>/…`);
Istio documentation, "Authorization Policy" (a principal is the SPIFFE ID without its scheme); cert-manager documentation, "Vault" (the audience of an
issuer's tokens is `vault://<namespace>/<issuer>`).
"""


def workload_principal(trust_domain: str, zone: str, workload: str) -> str:
    """Identity of a workload of a zone, as policies of a mesh name it."""
    return f"{trust_domain}/zone/{zone}/{workload}"


def spiffe_id(trust_domain: str, zone: str, workload: str) -> str:
    """The same as a URI, exactly: it stands for no other."""
    return f"spiffe://{workload_principal(trust_domain, zone, workload)}"


def common_name(trust_domain: str, zone: str, workload: str) -> str:
    """The same as a host's name, from the narrowest part to the widest (`summary.agent.inference.clinic.example`).

    Login by certificate makes its entity of this name and refuses a certificate without one, so it must be unlike every other's.
    """
    return ".".join([*reversed(workload.split("/")), zone, trust_domain])


def role_name(zone: str, workload: str) -> str:
    """Name of what belongs to one workload in Vault: its role, its policy (`inference`, `agent/summary` → `inference-agent-summary`)."""
    return "-".join([zone, *workload.split("/")])


def agent_workload(agent: str) -> str:
    """An agent's name below its zone."""
    return f"agent/{agent}"


def agent_service(agent: str) -> str:
    """An agent's name in its cluster: of its service, its issuer, and that issuer's login to Vault."""
    return f"agent-{agent}"


def issuer_account(issuer: str) -> str:
    """Service account of an issuer of certificates, by which cert-manager logs in for it."""
    return f"issuer-{issuer}"


def issuer_audience(namespace: str, issuer: str) -> str:
    """Audience of the tokens that cert-manager asks for in its name: nobody else's issuer takes them."""
    return f"vault://{namespace}/{issuer}"
