"""File shares of zones speak SMB 3 alone, sealed with AES-256, to those whom Kerberos knows."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_storage import FILES
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves
from posture.rules.words import cannot_tell
from posture.values import is_unknown

_SMB: Final = "protocolSettings.smb"
_STRONG: Final = {
    "versions": (("smb3.0", "smb3.1.1"), "speaks SMB 2.1, which is not encrypted"),
    "authenticationMethods": (("kerberos",), "lets callers in by NTLM and the account's key"),
    "kerberosTicketEncryption": (("aes-256",), "takes tickets that are sealed with RC4"),
    "channelEncryption": (("aes-256-gcm",), "seals its channels with AES-128"),
}


@rule(*FILES)
def check(look: Look) -> Iterator[Fault]:
    """Left out, Azure takes everything that it knows."""
    if not serves(look) and not (look.parent is not None and serves(look.parent)):
        return
    for prop, (strong, fault) in _STRONG.items():
        text = look.text(f"{_SMB}.{prop}")
        if is_unknown(text):
            yield cannot_tell(f"{_SMB}.{prop}", "whether it " + fault)
            continue
        given = {one.strip().lower() for one in (text or "").split(";") if one.strip()}
        if not given or not given <= set(strong):
            yield Fault(fault, f"{_SMB}.{prop}")
