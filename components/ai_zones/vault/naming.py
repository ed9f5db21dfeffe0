"""Pulumi names of what stands in Vault. Names in Vault itself are in `ai_zones.identities`, as clusters know them too."""


def child(component: str, *parts: str) -> str:
    """Pulumi name of a child: the component's name, then its parts (`pki` + `issuer`, `2026` → `pki-issuer-2026`)."""
    return "-".join([component, *parts])
