"""A Direct Connect gateway announces networks of ours only to those at the other end of the circuit."""

from collections.abc import Iterator
from typing import Final

from posture.readers.aws.circuits import CIRCUIT_ASSOCIATION
from posture.rules.aws_networks import block, known_addresses
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import cannot_tell
from posture.values import is_unknown

_PROP: Final = "allowedPrefixes"


@rule(CIRCUIT_ASSOCIATION)
def check(look: Look) -> Iterator[Fault]:
    """AWS Direct Connect User Guide, "Allowed prefixes interactions": to a hub the list itself is announced, so a wide one draws in all traffic."""
    if not look.scene.classified:
        return
    prefixes = look.texts(_PROP)
    if is_unknown(prefixes):
        yield cannot_tell(_PROP, "which networks it announces")
        return
    for index, prefix in enumerate(prefixes):
        given = block(prefix)
        if given is not None and not known_addresses(look.scene).contains(given):
            yield Fault(f"announces {prefix}, more than any known network", f"{_PROP}[{index}]")
