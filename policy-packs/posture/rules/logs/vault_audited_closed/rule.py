"""Audit devices: two of them, with values hashed. OpenBao declares them in the server's configuration: where a program has none, none is asked for."""

from collections.abc import Iterator, Mapping
from typing import Final

from posture.proofs.verdict import Verdict
from posture.readers.vault.kinds import AUDIT_DEVICE
from posture.readers.vault.tokens import AUDIT_HEADER, MOUNT
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.vault_written import Written, all_of, each
from posture.values import is_unknown

_SECRET: Final = frozenset(
    {
        "private_key", "data", "password", "plaintext", "secret_id", "token", "value", "secret", "secret_key", "access_key", "client_token", "key",
        "passphrase", "pem_bundle", "client_key", "*",
    }
)  # fmt: skip
"""Fields of requests and answers that are secrets. Names of certificates and serial numbers may be read (PKI considerations, "Auditing")."""


@rule(*AUDIT_DEVICE.tokens, AUDIT_HEADER, MOUNT)
def check(look: Look) -> Iterator[Fault]:
    """Audit documentation: a request fails only if *no* device can write it."""
    yield from each(look, AUDIT_DEVICE, _device)
    if look.resource.type == AUDIT_HEADER and look.flag("hmac") is not True:
        yield Fault("writes a header of requests in plain text", "hmac")
    if look.resource.type == MOUNT:
        for prop in ("auditNonHmacRequestKeys", "auditNonHmacResponseKeys"):
            names = look.texts(prop)
            told = sorted({one for one in names if isinstance(one, str)} & _SECRET) if not is_unknown(names) else []
            if told:
                yield Fault(f"has secrets written to the audit log in plain text: {', '.join(told)}", prop)


def _device(device: Written) -> Iterator[Fault]:
    options = device.raw("options")
    if options is not None and not isinstance(options, Mapping):
        yield Fault("may write secrets in plain text: its options are unknown", device.prop("options"), Verdict.UNPROVEN)
    elif isinstance(options, Mapping):
        said = {name: str(value).lower() for name, value in options.items()}
        if said.get("log_raw", "false") not in ("false", "0"):
            yield Fault("writes secrets in plain text (log_raw)", device.prop("options"))
        if said.get("hmac_accessor", "true") not in ("true", "1"):
            yield Fault("writes accessors of tokens in plain text (hmac_accessor)", device.prop("options"))
        if said.get("file_path", said.get("path", "")) in ("/dev/null", "discard"):
            yield Fault("throws the log away", device.prop("options"))
    if len(all_of(device.look.scene, AUDIT_DEVICE)) < 2:
        yield Fault("is the only audit device: when it can't write, Vault stops", device.prop("type"))
