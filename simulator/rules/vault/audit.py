"""Audit devices: a path each, and the options that their type needs.

Sources: Vault API documentation, "/sys/audit"; Vault documentation, "Audit devices: file, socket, syslog"; Terraform Vault provider, vault_audit.
OpenBao from 2.4 on refuses audit devices over its API: there they stand in the server's configuration (OpenBao documentation, "Audit devices").
In memory a Vault is simulated, which takes them.
"""

from collections.abc import Iterator

from simulator.packages.vault_paths import trimmed
from simulator.rules import Action, Allowed, Fault, Properties, Rules
from simulator.rules.vault.common import BAD
from simulator.rules.vault.kinds import AUDIT

_AUDIT = "Vault documentation, 'Audit devices'"
_NEEDED = {"file": "file_path", "socket": "address"}

audit = Rules(
    AUDIT,
    source="Vault API documentation, '/sys/audit'; Terraform Vault provider, vault_audit",
    checks=(Allowed("type", ("file", "socket", "syslog"), source=_AUDIT),),
    immutable={"path", "type", "description", "local", "options"},
    id=lambda action: trimmed(action.inputs.get("path")) or str(action.inputs["type"]),
    outputs={"path": "{id}"},
)


@audit.check(source=_AUDIT)
def options_of_type(inputs: Properties) -> Iterator[Fault]:
    """A file needs its path, a socket its address."""
    needed = _NEEDED.get(inputs["type"])
    if needed and not inputs["options"].get(needed):
        yield f"options.{needed}", f"is required when type is {inputs['type']!r}"


@audit.before("create")
def refuse_second(action: Action) -> None:
    """'path already in use' (Vault, vault/audit.go)."""
    path = trimmed(action.inputs.get("path")) or str(action.inputs["type"])
    if any(one.id == path for one in action.find(AUDIT)):
        action.refuse(BAD, "path already in use")
