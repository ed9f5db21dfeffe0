"""Keys in a hardware module or a cloud's key service, which the server only names.

Sources: Vault API documentation, "/sys/managed-keys" (Vault Enterprise; OpenBao 2.7 has external keys in another form); Terraform Vault
provider, vault_managed_keys.
"""

from collections.abc import Iterator

from simulator.rules import Fault, Properties, Rules
from simulator.rules.vault.kinds import MANAGED_KEYS

_KEYS = "Vault API documentation, '/sys/managed-keys'"

managed = Rules(MANAGED_KEYS, source=f"{_KEYS}; Terraform Vault provider, vault_managed_keys", id="default")


@managed.check(source=f"{_KEYS}: name")
def names_are_unique(inputs: Properties) -> Iterator[Fault]:
    """One registry for each kind."""
    for kind in ("aws", "azures", "gcps", "pkcs"):
        seen: set[object] = set()
        for i, one in enumerate(inputs.get(kind) or []):
            if one.get("name") in seen:
                yield f"{kind}[{i}].name", f"{one['name']!r} is given twice"
            seen.add(one.get("name"))
