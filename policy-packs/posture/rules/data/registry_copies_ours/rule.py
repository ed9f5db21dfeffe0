"""Images of zones are copied to registries of our accounts, within residency."""

from collections.abc import Iterator
from typing import Any, Final

from posture.proofs.verdict import Verdict
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves
from posture.rules.words import cannot_tell
from posture.values import Unknown
from posture.view import Path

_REPLICATION: Final = ("aws:ecr/replicationConfiguration:ReplicationConfiguration", "aws-native:ecr:ReplicationConfiguration")
_REPOSITORY: Final = ("aws:ecr/repository:Repository", "aws-native:ecr:Repository")


@rule(*_REPLICATION)
def check(look: Look) -> Iterator[Fault]:
    """It stands for the whole registry of the account and region: any repository of a zone is copied, unless a filter leaves it out."""
    if not any(serves(look.scene.look(repository)) for repository in look.scene.of(_REPOSITORY)):
        return
    for root in _blocks(look, "replicationConfiguration.rules"):
        for block in _blocks(look, f"{root}.destinations"):
            yield from _elsewhere(look, block)


def _blocks(look: Look, path: Path) -> list[Path]:
    found = look.blocks(path)
    return [] if isinstance(found, Unknown) else found


def _elsewhere(look: Look, block: Path) -> Iterator[Fault]:
    own, residency = look.scene.builder.own_accounts, look.approved.residency
    account: Any = look.text(f"{block}.registryId")
    region: Any = look.text(f"{block}.region")
    for value, known, prop, what in (
        (account, own, "registryId", f"account {account}, which is not listed as ours"),
        (region, residency, "region", f"{region}, outside residency"),
    ):
        if isinstance(value, Unknown):
            yield cannot_tell(f"{block}.{prop}", "where images are copied")
        elif value is not None and known and value not in known:
            stated = prop == "region" or look.approved.organization.stated
            yield Fault(f"copies images to {what}", f"{block}.{prop}", Verdict.VIOLATED if stated else Verdict.UNPROVEN)
