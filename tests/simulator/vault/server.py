"""A simulated Vault of a test: create, update, read and delete in a few words, always judged as the engine would have it judged."""

from typing import Any

from simulator.rules.vault import kinds
from tests.simulator.place import Made, Place

ADDRESS = "https://vault.hospital.example:8200"
YEAR = 31536000


class Server(Place):
    """Resources of one namespace, with short ways to what most tests need."""

    def stands(self, made: Made) -> bool:
        """Whether it exists in the world."""
        type_ = made.urn.split("::")[2]
        return any(one.type == type_ for one in self.cloud.world.by_id(made.id))

    # Short ways.

    def mount(self, path: str = "pki", kind: str = "pki", **inputs: Any) -> Made:
        """A secrets engine; ten years long where it is a PKI."""
        longest = {"maxLeaseTtlSeconds": 10 * YEAR} if kind == "pki" else {}
        return self.make(kinds.MOUNT, **{"path": path, "type": kind, **longest, **inputs})

    def auth(self, kind: str, **inputs: Any) -> Made:
        """An auth method by its type's name."""
        return self.make(kinds.AUTH, type=kind, **inputs)

    def root(self, backend: str = "pki", **inputs: Any) -> Made:
        """A root of ten years."""
        given = {"backend": backend, "type": "internal", "commonName": "Hospital Root", "keyType": "ec", "keyBits": 256, "ttl": "87600h"}
        return self.make(kinds.ROOT, **{**given, **inputs})

    def request(self, backend: str = "zones", **inputs: Any) -> Made:
        """A request for an intermediate."""
        given = {"backend": backend, "type": "internal", "commonName": "Hospital Zones", "keyType": "ec", "keyBits": 256}
        return self.make(kinds.REQUEST, **{**given, **inputs})

    def role(self, name: str = "leaf", backend: str = "pki", **inputs: Any) -> Made:
        """A role for names below one domain, of a day."""
        given = {
            "backend": backend,
            "name": name,
            "allowedDomains": ["phi.example"],
            "allowSubdomains": True,
            "keyType": "ec",
            "keyBits": 256,
        }
        return self.make(kinds.PKI_ROLE, **{**given, "maxTtl": "24h", **inputs})
