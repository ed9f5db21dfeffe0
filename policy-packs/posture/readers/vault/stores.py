"""What of Vault holds data, or guards it: secrets engines that keep what is written to them, and keys that encrypt fields.

A Vault bears no tags: the reviewer's `posture.yaml` maps names to zones.
Sources: Vault documentation, "KV secrets engine", "Cubbyhole secrets engine", "Transit secrets engine".
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import StoreFact
from posture.readers.registry import reads
from posture.readers.vault.tokens import MOUNT, tokens
from posture.values import is_unknown
from posture.view import ResourceView

KEEPS: Final = frozenset({"kv", "kv-v2", "generic", "cubbyhole"})
"""Engines that keep what is written to them."""
ENGINES: Final = frozenset(
    {
        *KEEPS, "pki", "transit", "database", "ssh", "totp", "kubernetes", "ldap", "openldap", "ad", "rabbitmq", "consul", "nomad", "aws", "azure",
        "gcp", "gcpkms", "identity", "transform", "keymgmt", "kmip", "terraform", "mongodbatlas", "alicloud", "spiffe", "os", "system",
    }
)  # fmt: skip
"""Engines that Vault or OpenBao brings. Source: Vault documentation, "Secrets engines"; OpenBao documentation, "Secrets engines"."""


@reads(MOUNT)
def mount(resource: ResourceView, graph: GraphBuilder) -> None:
    """A secrets engine. One that neither Vault nor OpenBao brings is somebody's program: nobody can say what it does."""
    engine = resource.text("type")
    if is_unknown(engine) or engine is None:
        graph.unreadable(resource.resource.urn, "which secrets engine it mounts is unknown until the update")
    elif engine in KEEPS:
        graph.add(StoreFact(resource.resource.urn, "vault"))
    elif engine not in ENGINES:
        graph.unreadable(resource.resource.urn, f"it mounts the plugin {engine!r}, which neither Vault nor OpenBao brings")


@reads(*tokens("transit:SecretBackendKey"))
def key(resource: ResourceView, graph: GraphBuilder) -> None:
    """A key of the transit engine."""
    graph.add(StoreFact(resource.resource.urn, "transit", keyed=True))
