"""Two records of every request: a server that can write to neither answers nobody, so that nothing happens unrecorded.

Vault of HashiCorp makes audit devices by its API. OpenBao refuses that (a device writes wherever it is told to) and reads them from the server's
configuration: there the component gives the text to put into it, and builds nothing.
Sources: Vault documentation, "Audit devices" (blocked devices, two or more; hashed values), "File audit device", "Socket audit device"; OpenBao
documentation, "Declarative audit devices"; 45 CFR 164.312(b) (audit controls), 164.316(b)(2)(i) (six years: of the archive that they are sent to).
"""

import json
from typing import Annotated, Final, NotRequired, Self, TypedDict

import pulumi
import pulumi_vault as vault
import pydantic

from ai_zones.inputs import matches, one_of
from ai_zones.ordering import after, children_wait
from ai_zones.vault.naming import child
from ai_zones.vault.validation import HASHICORP, ComponentInput, Label, ProtectedInput, Server

FEWEST: Final = 2


class VaultAuditDeviceArgs(TypedDict):
    """One device."""

    kind: str
    """`file` or `socket`."""
    file_path: NotRequired[str]
    """Where a file stands, or `stdout` for the container's log. For `file`."""
    address: NotRequired[str]
    """Host and port of a collector. For `socket`; by TCP, as UDP loses records in silence."""
    prefix: NotRequired[str]
    """What each line begins with. Default: nothing."""


class VaultAuditArgs(TypedDict):
    """Inputs of `VaultAudit`."""

    devices: dict[str, VaultAuditDeviceArgs]
    """Name → device: two or more, of which one at least is a file. A socket alone can lose a record when it is cut."""
    server: NotRequired[str]
    """`openbao` or `vault` (HashiCorp). Default: `openbao`."""
    removable: NotRequired[bool]
    """Lifts the protection. Default: false."""


class AuditDevice(ComponentInput):
    """Parsed `VaultAuditDeviceArgs`."""

    kind: Annotated[str, one_of("file", "socket")]
    file_path: Annotated[str, matches(r"/[\w./-]+|stdout", "a path from the root, or stdout")] | None = None
    address: Annotated[str, matches(r"[\w.-]+:\d{1,5}", "host and port, such as collector.clinic.example:6514")] | None = None
    prefix: str | None = None

    @pydantic.model_validator(mode="after")
    def _knows_where(self) -> Self:
        if (self.kind == "file") != (self.file_path is not None) or (self.kind == "socket") != (self.address is not None):
            raise ValueError("file_path: a file has it and no address, a socket has address and no file_path")
        return self

    def options(self) -> dict[str, str]:
        """Its options, as texts: values hashed, accessors too."""
        where = (
            {"file_path": str(self.file_path), "mode": "0600"}
            if self.kind == "file"
            else {"address": str(self.address), "socket_type": "tcp"}
        )
        prefix = {"prefix": self.prefix} if self.prefix else {}
        return {**where, **prefix, "format": "json", "hmac_accessor": "true", "log_raw": "false"}


class Audit(ProtectedInput):
    """Parsed `VaultAuditArgs`."""

    devices: dict[Label, AuditDevice]
    server: Server = "openbao"

    @pydantic.model_validator(mode="after")
    def _one_may_fail(self) -> Self:
        if len(self.devices) < FEWEST:
            raise ValueError(f"devices: given {len(self.devices)}, allowed are {FEWEST} or more: with one, its failure stops the server")
        if not any(device.kind == "file" for device in self.devices.values()):
            raise ValueError("devices: given sockets alone, allowed is one file or more: a socket that is cut can lose a record")
        if len({json.dumps(device.options(), sort_keys=True) for device in self.devices.values()}) < len(self.devices):
            raise ValueError("devices: two write to the same place, and fail together; give each a place of its own")
        return self

    def server_config(self) -> str:
        """The devices as the server's configuration has them."""
        return "\n".join(_stanza(name, device) for name, device in sorted(self.devices.items()))


class VaultAudit(pulumi.ComponentResource):
    """Audit devices, or what the server's configuration must hold. Protected."""

    server_config: str
    """The devices in the server's configuration language: for OpenBao, whose configuration it must stand in."""

    def __init__(self, name: str, args: VaultAuditArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = Audit.parse(name, args)
        super().__init__("ai-zones:index:VaultAudit", name, {}, children_wait(opts))
        self.server_config = given.server_config()
        if given.server == HASHICORP:
            for label, device in sorted(given.devices.items()):
                vault.Audit(
                    child(name, label),
                    type=device.kind,
                    path=label,
                    options=device.options(),
                    opts=after(self, protect=given.protects()),
                )
        self.register_outputs({"serverConfig": self.server_config})


def _stanza(name: str, device: AuditDevice) -> str:
    options = [f"    {key} = {json.dumps(value)}" for key, value in sorted(device.options().items())]
    return "\n".join([f'audit "{device.kind}" "{name}" {{', "  options {", *options, "  }", "}", ""])
