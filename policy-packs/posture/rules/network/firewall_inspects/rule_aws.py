"""Where Network Firewall opens TLS, it refuses servers whose certificate is revoked, and keeps its configuration under a key of ours."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_be_one_of

CONFIGURATION: Final = ("aws:networkfirewall/tlsInspectionConfiguration:TlsInspectionConfiguration",)
POLICY: Final = ("aws:networkfirewall/firewallPolicy:FirewallPolicy",)
_USED: Final = "firewallPolicy.tlsInspectionConfigurationArn"
_SERVERS: Final = "tlsInspectionConfiguration.serverCertificateConfiguration"
_STOPS: Final = ("DROP", "REJECT")


@rule(*CONFIGURATION, *POLICY)
def check(look: Look) -> Iterator[Fault]:
    """Network Firewall Developer Guide, "Considerations when working with TLS inspection configurations": revoked ones pass unless it is said."""
    if not look.scene.classified:
        return
    if look.resource.type in POLICY:
        if look.value(_USED) is None and any(not _used(look.scene.look(one)) for one in look.scene.of(CONFIGURATION)):
            yield Fault("opens no TLS, though a configuration for it stands beside it unused", _USED)
        return
    yield from must_be_one_of(look, "encryptionConfigurations[0].type", ("CUSTOMER_KMS",), "is kept under a key that is not ours")
    if not _used(look):
        yield Fault("is used by no firewall policy: nothing is opened", "id")
    if look.value(f"{_SERVERS}.certificateAuthorityArn") is None:
        return
    for status in ("revokedStatusAction", "unknownStatusAction"):
        yield from must_be_one_of(
            look,
            f"{_SERVERS}.checkCertificateRevocationStatus.{status}",
            _STOPS,
            "passes on what is said to a server whose certificate may be revoked",
            default="PASS",
        )


def _used(configuration: Look) -> bool:
    return bool(configuration.companions(POLICY, _USED) or configuration.maybe_companions(POLICY, _USED))
