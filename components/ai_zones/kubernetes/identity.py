"""Identities of the zones' programs, as Vault writes them into certificates and the mesh reads them.

Sources: SPIFFE ID specification, 2; DESIGN, vocabulary (`spiffe://<trust domain>/zone/<zone>/…`); Istio documentation, "Authorization Policy"
(a principal is the SPIFFE ID without its scheme).
"""


def workload_principal(trust_domain: str, zone: str, workload: str) -> str:
    """Identity of a workload of a zone, as policies name it."""
    return f"{trust_domain}/zone/{zone}/{workload}"


def spiffe_id(trust_domain: str, zone: str, workload: str) -> str:
    """The same as a URI."""
    return f"spiffe://{workload_principal(trust_domain, zone, workload)}"


def common_name(trust_domain: str, zone: str, workload: str) -> str:
    """The same as a host's name, from its narrowest part: Vault's login by certificate asks for one."""
    return ".".join([*reversed(workload.split("/")), zone, trust_domain])
