"""Athena workgroups with records enforce encryption of their results with a key of one's own."""

from collections.abc import Iterator

from posture.rules.aws_keys import must_have_own_key
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import handles
from posture.rules.words import must_be_false, must_be_one_of, must_be_true


@rule("aws:athena/workgroup:Workgroup", "aws-native:athena:WorkGroup")
def check(look: Look) -> Iterator[Fault]:
    """Enforced unless it is switched off."""
    if not handles(look):
        return
    native = look.resource.type.startswith("aws-native:")
    root = "workGroupConfiguration" if native else "configuration"
    results = f"{root}.resultConfiguration.encryptionConfiguration"
    yield from must_be_true(
        look,
        f"{root}.enforceWorkgroupConfiguration" if not native else f"{root}.enforceWorkGroupConfiguration",
        "lets the client say where results go",
        default=True,
    )
    yield from must_be_one_of(look, f"{results}.encryptionOption", ("SSE_KMS", "CSE_KMS"), "writes its results without a key of its own")
    yield from must_have_own_key(look, f"{results}.{'kmsKey' if native else 'kmsKeyArn'}", "'s results")
    yield from must_be_false(look, "recursiveDeleteOption" if native else "forceDestroy", "is deleted with all its queries")
