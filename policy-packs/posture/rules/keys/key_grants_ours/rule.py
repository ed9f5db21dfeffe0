"""Grants on keys that serve a zone go to identities of ours, and let nobody grant on."""

from collections.abc import Iterator

from posture.iam.parties import account_in
from posture.proofs.verdict import Verdict
from posture.rules.aws_keys import KEYS
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves


@rule("aws:kms/grant:Grant")
def check(look: Look) -> Iterator[Fault]:
    """The grantee's account, and the operations."""
    keys = [key for key in look.targets("keyId", KEYS) if serves(key)]
    if not keys and not serves(look):
        return
    grantee = look.value("granteePrincipal")
    targets = look.targets("granteePrincipal")
    if not targets:
        account = account_in(grantee) if isinstance(grantee, str) else None
        if account is None:
            yield Fault("lets somebody use a key: who is not known", "granteePrincipal", Verdict.UNPROVEN)
        elif account not in look.scene.builder.own_accounts:
            stated = look.approved.organization.stated
            yield Fault(
                f"lets account {account} use a key, which is not listed as ours",
                "granteePrincipal",
                Verdict.VIOLATED if stated else Verdict.UNPROVEN,
            )
    operations = look.texts("operations")
    if isinstance(operations, list) and "CreateGrant" in operations:
        yield Fault("lets its holder grant on", "operations")
