"""Secrets of a zone are encrypted with a key of one's own, replicas too; parameters with records are secure strings."""

from collections.abc import Iterator
from typing import Final

from posture.rules.aws_keys import must_have_own_key
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.parts import given
from posture.rules.scope import guarded
from posture.rules.words import must_be_one_of

SECRET: Final = ("aws:secretsmanager/secret:Secret", "aws-native:secretsmanager:Secret")
_PARAMETER: Final = "aws:ssm/parameter:Parameter"


@rule(*SECRET, _PARAMETER)
def check(look: Look) -> Iterator[Fault]:
    """A parameter of a zone may be plain; one that is a secure string needs the zone's key, and one classed as records must be."""
    if look.resource.type == _PARAMETER:
        explicit = look.scene.classifier.text(look.urn, "data-class") in ("phi", "deidentified")
        if explicit:
            yield from must_be_one_of(look, "type", ("SecureString",), "is kept in plain text")
        if guarded(look) and look.text("type") == "SecureString":
            yield from must_have_own_key(look, "keyId")
    elif guarded(look):
        yield from must_have_own_key(look, "kmsKeyId")
        for prop in ("replicas", "replicaRegions"):
            blocks = look.blocks(prop) if given(look, prop) else []
            for block in blocks if isinstance(blocks, list) else []:
                yield from must_have_own_key(look, f"{block}.kmsKeyId", f"'s replica in {look.text(f'{block}.region')}")
